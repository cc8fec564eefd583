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
from tracker.training.trust import fitter
from tracker.weighing import share

_FOLDS = 10
_STRENGTH = 1 / 0.3
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


def main() -> None:
    """Fit, tell what it brings on documents left out, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", type=Path, nargs="+")
    parser.add_argument("--split", default="train")
    args = parser.parse_args()
    found = [case for folder in args.labels for case in cases(folder, args.split)]
    weigh = fitter([case.known for case in found], [case.story for case in found], _STRENGTH)
    number = np.unique([case.document for case in found], return_inverse=True)[1] % _FOLDS
    won = lost = 0
    for part in range(_FOLDS):
        weights = weigh(number != part)
        here = [case for case, fold in zip(found, number, strict=True) if fold == part]
        taken = [case for case in here if share(case.known, weights) > storydays.LIKELY]
        won += sum(case.story for case in taken)
        lost += sum(case.printed for case in taken)
    print(f"{len(found)} undated statements, {sum(case.story for case in found)} of the last day told of; "
          f"on documents left out {won} of these found, {lost} of the day of publication lost")  # fmt: skip
    OUT.write_text(json.dumps(weigh(np.ones(len(found), dtype=bool)), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
