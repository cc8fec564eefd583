#!/usr/bin/env python3
"""Write the mean of the weights of two checkpoints of one model, of which one was trained on from the other.

    python models/recipes/mean_weights.py work/stage6 work/stage7 work/mean [--share 0.5]

The folders are transformers folders with safetensors; configuration and tokenizer are those of the second.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from safetensors.torch import load_file, save_file

WEIGHTS = "model.safetensors"


def main() -> None:
    """Write the folder; SystemExit where the two are not weights of one model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("first", "second", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--share", type=float, default=0.5, help="what the second counts; the first counts the rest")
    args = parser.parse_args()
    first, second = load_file(args.first / WEIGHTS), load_file(args.second / WEIGHTS)
    if {name: value.shape for name, value in first.items()} != {name: value.shape for name, value in second.items()}:
        raise SystemExit(f"{args.first} and {args.second} are not checkpoints of one model")
    shutil.copytree(args.second, args.out, dirs_exist_ok=True)
    mean = {
        name: first[name].float().lerp(value.float(), args.share).to(value.dtype)
        if value.is_floating_point() else value
        for name, value in second.items()
    }
    save_file(mean, args.out / WEIGHTS, metadata={"format": "pt"})


if __name__ == "__main__":
    main()
