#!/usr/bin/env python3
"""Turn the labelled corpus into training pairs about a masked actor.

    python models/recipes/statement_pairs.py labels --split train --out pairs.jsonl.gz
    python models/recipes/statement_pairs.py labels --split train --kind stance --out queries.jsonl.gz
    python models/recipes/statement_pairs.py labels/contrasts --split train --kind stance --out contrasts.jsonl.gz

For each labelled query (see `tracker.training.queries`) the four hypotheses of its axis become four pairs, or, for the
stance kind, passage and proposal one pair. A passage that says nothing of the axis leaves all hypotheses open; a
passage asked about another axis does so too, which teaches what "unrelated" means. That other axis is one on which the
split has positions: one that came up in no other way would be learned as an axis that nothing is ever said of.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tracker.axes import load_axes
from tracker.evaluation.corpus import read_labels
from tracker.schema import Axis, Label, Query
from tracker.stances.entailment import hypotheses, premise
from tracker.stances.onepass import target
from tracker.training.data import Corpus
from tracker.training.queries import LabelledQuery, labelled_queries

# What each label says of the hypotheses support, conditional, neutral, oppose (entailment, neutral, contradiction).
ANSWERS = {
    Label.SUPPORT: "encc",
    Label.CONDITIONAL: "nenc",
    Label.NEUTRAL: "nnen",
    Label.OPPOSE: "ccce",
    Label.UNRELATED: "nnnn",
}
NAMES = {"e": "entailment", "n": "neutral", "c": "contradiction"}


def queries(labels: Path, split: str, axis_files: list[Path | None]) -> Iterator[LabelledQuery]:
    """Yield the labelled queries of a split, for the axes of all files."""
    documents = [document for document in read_labels(labels) if document.split == split]
    for path in axis_files:
        line = Corpus(labels, load_axes(path)).line()
        known = {axis.id for axis in line.axes}
        for document in documents:
            if known & set(document.axes):
                yield from labelled_queries(document, line.narrowed(document.axes))


def off_axis(query: Query, axes: Iterable[Axis], rng: random.Random) -> Query:
    """Return the query asked about another axis of another field."""
    others = [axis for axis in axes if axis.id != query.axis.id]
    return replace(query, axis=rng.choice(others))


def pairs(found: Sequence[LabelledQuery], kind: str, seed: int) -> Iterator[dict[str, str]]:
    """Yield rows; a third of the related queries are asked about another axis as well."""
    rng = random.Random(seed)
    spoken_to = {item.query.axis.id: item.query.axis for item in found if item.label is not Label.UNRELATED}
    for item in found:
        asked = [(item.query, item.label)]
        if item.label is not Label.UNRELATED and rng.random() < 0.35 and len(spoken_to) > 1:
            asked.append((off_axis(item.query, spoken_to.values(), rng), Label.UNRELATED))
        for query, label in asked:
            if kind == "stance":
                yield row(query, target(query.axis), label.value)
                continue
            for hypothesis, answer in zip(hypotheses(query.axis), ANSWERS[label], strict=True):
                yield row(query, hypothesis, NAMES[answer])


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
    files: list[Path | None] = [None, *sorted(args.labels.glob("axes-*.yaml"))]
    found = list(queries(args.labels, args.split, files))
    made = list(pairs(found, args.kind, args.seed))
    with gzip.open(args.out, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(item, ensure_ascii=False) + "\n" for item in made)
    print(f"{len(found)} queries, {len(made)} pairs -> {args.out}")


if __name__ == "__main__":
    main()
