#!/usr/bin/env python3
"""Turn the labelled corpus into training pairs about a masked actor.

    python models/recipes/statement_pairs.py labels --split train --out pairs.jsonl.gz
    python models/recipes/statement_pairs.py labels --split train --kind stance --out queries.jsonl.gz
    python models/recipes/statement_pairs.py labels/contrasts --split train --kind stance --out contrasts.jsonl.gz
    python models/recipes/statement_pairs.py labels/wide --split train --kind stance \
        --wordings labels/wide/wordings.yaml --out wide.jsonl.gz

For each example that `tracker train` would make of the split (see `tracker.training.data`) the four hypotheses of its
axis become four pairs, or, for the stance kind, passage and proposal one pair. A passage that says nothing of the axis
leaves all hypotheses open. With a file of wordings the stance kind is asked in other words as well (see `reworded`).
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import yaml

from tracker.axes import load_axes
from tracker.schema import Label, Query
from tracker.stances.entailment import hypotheses, premise
from tracker.stances.onepass import target
from tracker.training.data import Corpus, Example, corpus_axes, corpus_examples
from tracker.training.trainer import ANSWERS

NAMES = {"e": "entailment", "n": "neutral", "c": "contradiction"}
# What a stance on a proposal is on its opposite; "only if" has none.
INVERSE = {Label.SUPPORT: Label.OPPOSE, Label.OPPOSE: Label.SUPPORT, Label.NEUTRAL: Label.NEUTRAL}
Wordings = Mapping[str, Mapping[str, Sequence[str]]]


def pairs(examples: Iterable[Example], kind: str) -> Iterator[dict[str, str]]:
    """Yield the rows of each example."""
    for example in examples:
        if kind == "stance":
            yield row(example.query, target(example.query.axis), example.label.value)
            continue
        for hypothesis, answer in zip(hypotheses(example.query.axis), ANSWERS[example.label], strict=True):
            yield row(example.query, hypothesis, NAMES[answer])


def reworded(examples: Iterable[Example], wordings: Wordings, seed: int) -> Iterator[Example]:
    """Yield examples asked about another wording of their axis, each wording drawn from those that the axis has.

    A stance is asked about ``again`` (the same proposal) and, turned, about ``inverse`` (its opposite); ``beside``
    holds near proposals on which nobody who takes a stance on the axis takes one. What is unrelated stays so in either.
    """
    rng = random.Random(seed)
    for example in examples:
        words = wordings.get(example.query.axis.id)
        if words is None:
            continue
        asked = [("again", example.label)]
        if example.label in INVERSE:
            asked.append(("inverse", INVERSE[example.label]))
        if example.label is Label.UNRELATED:
            asked = [(rng.choice(("again", "inverse")), example.label)]
        elif words.get("beside"):
            asked.append(("beside", Label.UNRELATED))
        for kind, label in asked:
            axis = replace(example.query.axis, proposal=rng.choice(words[kind]))
            yield replace(example, query=replace(example.query, axis=axis), label=label)


def row(query: Query, hypothesis: str, label: str, source: str = "labels") -> dict[str, str]:
    """Return one training row."""
    return {"premise": premise(query), "hypothesis": hypothesis, "label": label, "source": source}


def main() -> None:
    """Write the pairs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--split", default="train")
    parser.add_argument("--kind", choices=("entailment", "stance"), default="entailment")
    parser.add_argument("--wordings", type=Path, default=None, help="other wordings of the axes (YAML), asked as well")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=17)
    args = parser.parse_args()
    axes = {axis.id: axis for axis in (*load_axes(None), *corpus_axes(args.labels))}
    examples = corpus_examples(Corpus(args.labels, tuple(axes.values()), splits=(args.split,)), seed=args.seed)
    if args.wordings:
        wordings = yaml.safe_load(args.wordings.read_text(encoding="utf-8"))
        examples += list(reworded(examples, wordings, args.seed))
    made = list(pairs(examples, args.kind))
    with gzip.open(args.out, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(item, ensure_ascii=False) + "\n" for item in made)
    print(f"{len(examples)} queries, {len(made)} pairs -> {args.out}")


if __name__ == "__main__":
    main()
