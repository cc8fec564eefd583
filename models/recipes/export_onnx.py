#!/usr/bin/env python3
"""Turn a transformers classification folder into a small model folder that runs on ONNX Runtime.

    python models/recipes/export_onnx.py CHECKPOINT OUT --pairs pairs.jsonl.gz

See `tracker.training.export` for how weights are stored. The result is held against the checkpoint on up to 200 pairs:
JSON lines, gzipped or not, with premise and hypothesis (or text and target).
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
import time
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tracker.stances.backends import OnnxBackend, PairBackend, TorchBackend
from tracker.training.export import Pair, export, quantize, shares


def read_pairs(path: Path, count: int = 200) -> list[Pair]:
    """Return the first distinct pairs of a JSON lines file, gzipped or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        rows = (json.loads(line) for line in lines if line.strip())
        pairs = ((row.get("premise") or row["text"], row.get("hypothesis") or row["target"]) for row in rows)
        return list(islice(dict.fromkeys(pairs), count))


def timed(backend: PairBackend, pairs: list[Pair]) -> tuple[NDArray[np.float32], float]:
    """Return softmax probabilities and pairs per second."""
    backend.logits(pairs[:8])
    began = time.perf_counter()
    found = shares(backend, pairs)
    return found, len(pairs) / (time.perf_counter() - began)


def report(checkpoint: Path, float32: Path, out: Path, pairs: list[Pair], threads: int) -> None:
    """Print how far the exports are from the checkpoint and from themselves at other batch sizes, and their speed."""
    expected, speed = timed(TorchBackend(checkpoint, threads=threads, device="cpu"), pairs)
    print(f"{len(pairs)} pairs; torch float32: {speed:.0f} pairs/s on {threads} threads")
    for folder, what in ((float32, "onnx float32"), (out, "onnx 8 bits")):
        sizes = (32, 1, 7, 64)
        found = {size: timed(OnnxBackend(folder, threads=threads, batch_size=size), pairs) for size in sizes}
        scores, speed = found[32]
        apart = np.abs(scores - expected)
        agree = (scores.argmax(1) == expected.argmax(1)).mean()
        drift = max(float(np.abs(found[size][0] - scores).max()) for size in sizes)
        shrunk = (folder / "model.onnx").stat().st_size / 1e6
        print(
            f"{what}: {shrunk:.1f} MB, {speed:.0f} pairs/s; against torch: max {apart.max():.5f}, "
            f"mean {apart.mean():.6f}, same label {agree:.3f}; between batches of 1, 7, 32, 64: max {drift:.2e}"
        )


def main() -> None:
    """Parse, export, quantize, report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--pairs", type=Path, help="JSON lines to hold the result against the checkpoint")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        float32 = Path(folder)
        export(args.checkpoint, float32)
        args.out.mkdir(parents=True, exist_ok=True)
        for path in float32.iterdir():
            (args.out / path.name).write_bytes(path.read_bytes())
        print(f"{quantize(args.out / 'model.onnx')} tensors stored in 8 bits")
        if args.pairs:
            report(args.checkpoint, float32, args.out, read_pairs(args.pairs), args.threads)


if __name__ == "__main__":
    main()
