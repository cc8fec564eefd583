#!/usr/bin/env python3
"""Draw training pairs from several files: so many that say something of their proposal, and so many that do not.

    python models/recipes/mix_pairs.py work/mix.jsonl.gz work/queries.jsonl.gz:1500:800 work/wide.jsonl.gz:all:2000

After each file stand how many pairs with a stance are drawn and how many unrelated ones ("all": every one).
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from pathlib import Path
from typing import Any

from train_pairs import read


def drawn(rows: list[Any], count: str, rng: random.Random) -> list[Any]:
    """Return so many of the rows, or all where there are no more."""
    return rows if count == "all" else rng.sample(rows, min(int(count), len(rows)))


def main() -> None:
    """Write the mix."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("parts", nargs="+", metavar="FILE:RELATED:UNRELATED")
    parser.add_argument("--seed", type=int, default=17)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    made = []
    for part in args.parts:
        path, related, unrelated = part.rsplit(":", 2)
        rows = list(read(Path(path)))
        for count, beside in ((related, False), (unrelated, True)):
            chosen = drawn([row for row in rows if (row["label"] == "unrelated") is beside], count, rng)
            print(f"{path}: {len(chosen)} {'unrelated' if beside else 'with a stance'}")
            made += chosen
    with gzip.open(args.out, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in made)


if __name__ == "__main__":
    main()
