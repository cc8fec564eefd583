#!/usr/bin/env python3
"""Print how a stance model labels pairs, without a head: accuracy, macro-F1, what is related, and which side.

    python models/recipes/judge_pairs.py models/mpnet-stance press-dev.jsonl.gz

PAIRS are JSON lines with premise, hypothesis and a label of the model. In pairs of entailment entailed is support,
contradicted oppose, neutral unrelated, and what the model finds conditional or neutral counts as unrelated too.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from sklearn.metrics import f1_score
from train_pairs import AS_STANCE, read

from tracker.schema import Label
from tracker.stances.backends import OnnxBackend

SIDES = (Label.SUPPORT.value, Label.OPPOSE.value)


def main() -> None:
    """Judge and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--source", default="", help="only pairs of this source")
    parser.add_argument("--count", type=int, default=None, help="only so many")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    rows = [row for row in read(args.pairs) if args.source in ("", row.get("source"))][: args.count]
    backend = OnnxBackend(args.model, threads=args.threads)
    best = backend.logits([(row["premise"], row["hypothesis"]) for row in rows]).argmax(axis=1)
    found = np.array([backend.labels[column] for column in best])
    gold = np.array([row["label"] for row in rows])
    if set(gold) <= set(AS_STANCE):
        gold = np.array([AS_STANCE[label] for label in gold])
        found = np.where(np.isin(found, SIDES), found, Label.UNRELATED.value)
    macro = f1_score(gold, found, average="macro")
    print(f"{len(rows)} pairs: accuracy {np.mean(found == gold):.3f}, macro-F1 {macro:.3f}")
    unrelated = Label.UNRELATED.value
    print(f"related or not: F1 {f1_score(gold != unrelated, found != unrelated):.3f}")
    sided = np.isin(gold, SIDES) & np.isin(found, SIDES)
    print(f"support or oppose, where both say one of them ({sided.sum()}): {np.mean((found == gold)[sided]):.3f} right")


if __name__ == "__main__":
    main()
