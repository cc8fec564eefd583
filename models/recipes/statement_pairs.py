#!/usr/bin/env python3
"""Turn the labelled corpus into training pairs about a masked actor.

    python models/recipes/statement_pairs.py labels --split train --out pairs.jsonl.gz
    python models/recipes/statement_pairs.py labels --split train --kind stance --out queries.jsonl.gz
    python models/recipes/statement_pairs.py labels/contrasts --split train --kind stance --out contrasts.jsonl.gz

For each example that `tracker train` would make of the split (see `tracker.training.data`) the four hypotheses of its
axis become four pairs, or, for the stance kind, passage and proposal one pair. A passage that says nothing of the axis
leaves all hypotheses open.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from tracker.axes import load_axes
from tracker.schema import Query
from tracker.stances.entailment import hypotheses, premise
from tracker.stances.onepass import target
from tracker.training.data import Corpus, Example, corpus_axes, corpus_examples
from tracker.training.trainer import ANSWERS

NAMES = {"e": "entailment", "n": "neutral", "c": "contradiction"}


def pairs(examples: Iterable[Example], kind: str) -> Iterator[dict[str, str]]:
    """Yield the rows of each example."""
    for example in examples:
        if kind == "stance":
            yield row(example.query, target(example.query.axis), example.label.value)
            continue
        for hypothesis, answer in zip(hypotheses(example.query.axis), ANSWERS[example.label], strict=True):
            yield row(example.query, hypothesis, NAMES[answer])


def row(query: Query, hypothesis: str, label: str, source: str = "labels") -> dict[str, str]:
    """Return one training row."""
    return {"premise": premise(query), "hypothesis": hypothesis, "label": label, "source": source}


def main() -> None:
    """Write the pairs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--split", default="train")
    parser.add_argument("--kind", choices=("entailment", "stance"), default="entailment")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=17)
    args = parser.parse_args()
    axes = {axis.id: axis for axis in (*load_axes(None), *corpus_axes(args.labels))}
    examples = corpus_examples(Corpus(args.labels, tuple(axes.values()), splits=(args.split,)), seed=args.seed)
    made = list(pairs(examples, args.kind))
    with gzip.open(args.out, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(item, ensure_ascii=False) + "\n" for item in made)
    print(f"{len(examples)} queries, {len(made)} pairs -> {args.out}")


if __name__ == "__main__":
    main()
