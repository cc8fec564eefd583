#!/usr/bin/env python3
"""Fit how likely an undated statement is of the last day that its article has told of before it.

    python models/recipes/story_days.py labels labels/curve labels/contrasts

Reads the documents of the split ``train`` and writes the weights to ``tracker/statements/storydays.json``. What is won
and lost is told of documents left out.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tracker.statements import storydays
from tracker.training.data import Corpus, corpus_axes
from tracker.training.queries import answer, with_known_names

_FOLDS = 10
_STRENGTH = 0.3
OUT = Path(storydays.__file__).with_name(storydays.WEIGHTS)


@dataclass(frozen=True, slots=True)
class Case:
    """A statement that no rule dates: what is known of it, whether it is of the story's day, of that of publication."""

    document: str
    known: dict[str, float]
    story: bool
    printed: bool


def cases(folder: Path, split: str) -> Iterator[Case]:
    """Yield the undated statements of a labels folder that answer a gold row, each row once."""
    corpus = Corpus(folder, corpus_axes(folder), splits=(split,))
    line = corpus.line()
    for labelled in corpus.documents():
        found = line.narrowed(labelled.axes).candidates(labelled.document)
        known = with_known_names(labelled, line, found)
        published = str(labelled.document.published)
        asked = set()
        for candidate in found:
            number, _ = answer(candidate, known.rows)
            story = candidate.held.story
            if number is None or story is None or number in asked:
                continue
            asked.add(number)
            day = known.rows[number].get("date")
            yield Case(known.document.id, dict(story.known), day == str(story.dated.date), day == published)


def fit(found: list[Case]) -> dict[str, float]:
    """Return the weights by name."""
    from sklearn.linear_model import LogisticRegression

    names = sorted({name for case in found for name in case.known} - {"constant"})
    x = np.array([[case.known.get(name, 0.0) for name in names] for case in found])
    model = LogisticRegression(C=_STRENGTH, max_iter=5000)
    model.fit(x, [case.story for case in found])
    weights = {name: round(float(weight), 4) for name, weight in zip(names, model.coef_[0], strict=True)}
    return {"constant": round(float(model.intercept_[0]), 4)} | weights


def main() -> None:
    """Fit, tell what it brings on documents left out, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", type=Path, nargs="+")
    parser.add_argument("--split", default="train")
    args = parser.parse_args()
    found = [case for folder in args.labels for case in cases(folder, args.split)]
    documents = sorted({case.document for case in found})
    fold = {document: number % _FOLDS for number, document in enumerate(documents)}
    won = lost = 0
    for part in range(_FOLDS):
        weights = fit([case for case in found if fold[case.document] != part])
        taken = [c for c in found if fold[c.document] == part and storydays.share(c.known, weights) > storydays.LIKELY]
        won += sum(case.story for case in taken)
        lost += sum(case.printed for case in taken)
    print(f"{len(found)} undated statements, {sum(case.story for case in found)} of the last day told of; "
          f"on documents left out {won} of these found, {lost} of the day of publication lost")  # fmt: skip
    OUT.write_text(json.dumps(fit(found), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
