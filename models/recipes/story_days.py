#!/usr/bin/env python3
r"""Fit how likely an undated statement is of its occasion's day, or else of the last day told of before it.

    python models/recipes/story_days.py labels labels/curve labels/contrasts labels/wide \
        --press ARTICLES.jsonl.gz labels/press/days.jsonl

Reads the documents of the split ``train``, and articles of real news beside the days that statements in them were coded
on, and writes the weights to ``tracker/statements/storydays.json``. What is won and lost is told of documents left out.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from train_pairs import read

from tracker.schema import Document, Span, Statement
from tracker.statements import held, storydays
from tracker.statements.find import Held
from tracker.training.data import Corpus, corpus_axes
from tracker.training.queries import answer, with_known_names
from tracker.training.trust import fitter
from tracker.weighing import share

_FOLDS = 10
_STRENGTH = 1 / 0.3
_TIMELESS = frozenset({"skip", "year"})  # codes that name no day
OUT = Path(storydays.__file__).with_name(storydays.WEIGHTS)


@dataclass(frozen=True, slots=True)
class Case:
    """A statement whose day is known: what was made of it, and what is known of a day told of, if it counts."""

    source: str
    document: str
    right: bool
    known: dict[str, float]
    story: bool
    printed: bool


def case(source: str, document: Document, found: Held, day: str) -> Case:
    """Hold a found statement against the day that it was coded on."""
    story, published = found.story, str(document.published)
    of_story = story is not None and day == str(story.dated.date)
    known = {} if story is None else dict(story.known)
    return Case(source, document.id, str(found.statement.date) == day, known, of_story, day == published)


def labelled(folder: Path, split: str) -> Iterator[Case]:
    """Yield the statements of a labels folder that answer a gold row, each row once."""
    corpus = Corpus(folder, corpus_axes(folder), splits=(split,))
    line = corpus.line()
    for item in corpus.documents():
        found = line.narrowed(item.axes).candidates(item.document)
        known = with_known_names(item, line, found)
        asked = set()
        for candidate in found:
            number, _ = answer(candidate, known.rows)
            if number is not None and number not in asked:
                asked.add(number)
                yield case(str(folder), known.document, candidate.held, str(known.rows[number].get("date")))


def pressed(folder: Path, articles: Path, days: Path) -> Iterator[Case]:
    """Yield the statements of real news that were coded on a day; what was said earlier, no later than publication."""
    coded: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in read(days):
        coded[row["doc"]].append(row)
    line = Corpus(folder, corpus_axes(folder)).line()
    for item in (item for item in read(articles) if item["id"] in coded):
        published = dt.date.fromisoformat(item["published"])
        document = Document(id=item["id"], text=item["text"], published=published)
        found = held(line.parser.parse(document.text), document, line.resolve_on(document))
        for row in coded[document.id]:
            same = [one for one in found if _is_at(one.statement, row["cue"], row["content"])]
            if same and row["precision"] not in _TIMELESS:
                yield case(str(days), document, same[0], row["date"] or str(document.published))


def _is_at(statement: Statement, cue: Sequence[Sequence[int]], content: Sequence[Sequence[int]]) -> bool:
    """Tell whether a statement's cue and content overlap those of a coded one."""
    return statement.cue is not None and _meet(cue, [statement.cue]) and _meet(content, statement.content)


def _meet(coded: Sequence[Sequence[int]], spans: Sequence[Span]) -> bool:
    return any(Span(start, end).overlaps(span) for start, end in coded for span in spans)


def main() -> None:
    """Fit, tell what it brings on documents left out, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", type=Path, nargs="+")
    parser.add_argument("--split", default="train")
    parser.add_argument("--press", type=Path, nargs=2, metavar=("ARTICLES", "DAYS"))
    args = parser.parse_args()
    every = [one for folder in args.labels for one in labelled(folder, args.split)]
    every += pressed(args.labels[0], *args.press) if args.press else []
    found = [one for one in every if one.known]
    weigh = fitter([one.known for one in found], [one.story for one in found], _STRENGTH)
    part = np.unique([one.document for one in found], return_inverse=True)[1] % _FOLDS
    likely = np.zeros(len(found), dtype=bool)
    for number in range(_FOLDS):
        weights = weigh(part != number)
        for at in np.flatnonzero(part == number):
            likely[at] = share(found[int(at)].known, weights) > storydays.LIKELY
    for source in dict.fromkeys(one.source for one in every):
        right = [one.right for one in every if one.source == source]
        here = [(one, taken) for one, taken in zip(found, likely, strict=True) if one.source == source]
        print(f"{source}: {sum(right)} of {len(right)} statements dated right by the present weights; of {len(here)} "
              f"that no rule dates {sum(one.story for one, _ in here)} are of the day told of; on documents left "
              f"out {sum(one.story for one, taken in here if taken)} of these found, "
              f"{sum(one.printed for one, taken in here if taken)} of the day of publication lost")  # fmt: skip
    OUT.write_text(json.dumps(weigh(np.ones(len(found), dtype=bool)), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
