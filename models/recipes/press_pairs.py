#!/usr/bin/env python3
"""Turn statements in real news, labelled by offsets alone, into training pairs about a masked actor.

    python models/recipes/press_pairs.py ARTICLES.jsonl.gz labels/press --out press.jsonl.gz
    python models/recipes/press_pairs.py ARTICLES.jsonl.gz labels/press --split dev --out press-dev.jsonl.gz

The articles are not part of this project: JSON lines with id, text and published, as PolNeAR's train split gives them.
``questions.jsonl`` says of each question the article, the axis, where in the article's text (as `tracker` cleans it)
the holder and the statement stand, and the label. What the rules of today no longer ask is left out. ``open.jsonl``
gives positions on proposals of their own (see `open_pairs`); those of split dev are kept for measuring, and no question
is asked of their articles.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from statement_pairs import row
from train_pairs import read

from tracker.axes import load_axes
from tracker.candidates import Candidate
from tracker.documents import clean
from tracker.schema import Axis, Document, Label
from tracker.stances.onepass import target
from tracker.training.data import Corpus
from tracker.training.queries import gold_query

_LONGEST = 9000  # characters of an article that were read
INVERSE = {"support": "oppose", "oppose": "support", "conditional": "conditional"}
Place = tuple[str, str, tuple[int, int], tuple[int, int]]


def place(document: str, candidate: Candidate) -> Place:
    """Return what tells a question from all others: article, axis, and the ranges of holder and statement."""
    holder, content = candidate.held.holder.span, candidate.held.statement.content
    return document, candidate.axis.id, (holder.start, holder.end), (content[0].start, content[-1].end)


def labels(path: Path) -> dict[Place, str]:
    """Read the labelled questions."""
    return {(r["doc"], r["axis"], tuple(r["holder"]), tuple(r["statement"])): r["label"] for r in read(path)}


def document_of(article: Mapping[str, str]) -> Document:
    """Return an article's document, its text cleaned."""
    text = clean(article["text"], article["id"])[0][:_LONGEST]
    return Document(id=article["id"], text=text, published=dt.date.fromisoformat(article["published"][:10]))


def pairs(documents: Iterable[Document], folder: Path, labelled: Mapping[Place, str]) -> Iterator[dict[str, str]]:
    """Yield a pair for each labelled question that is asked."""
    line = Corpus(folder, load_axes(folder / "axes.yaml")).line()
    for document in documents:
        for candidate in line.candidates(document):
            label = labelled.get(place(document.id, candidate))
            if label is not None:
                yield row(candidate.query, target(candidate.axis), label, "press")


def digest(text: str, position: Mapping[str, Any]) -> str:
    """Return a hash of the words of a position, which tells whether its offsets still fit its article."""
    words = "".join(text[start:end] for start, end in (position["holder"], position["quote"]))
    return sha256(words.encode()).hexdigest()[:8]


def open_pairs(texts: Mapping[str, str], positions: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, str]]:
    """Yield pairs of positions on proposals that their coder worded; those whose words have moved are left out.

    The position itself; the ``inverse``, on which its words take the other side (of a conditional one the same matter
    in other words); and what is ``near``, proposals on which they say nothing.
    """
    for position in positions:
        text = texts.get(position["doc"], "")
        if digest(text, position) != position["words"]:
            continue
        asked = dict.fromkeys(position["near"], Label.UNRELATED.value) | {position["proposal"]: position["stance"]}
        if position["inverse"]:
            asked[position["inverse"]] = INVERSE[position["stance"]]
        spans = {"actor": "", "quote_span": position["quote"], "speaker_span": position["holder"]}
        for proposal, label in asked.items():
            axis = Axis(id="open", title="", proposal=proposal)
            yield row(gold_query(text, spans, axis), target(axis), label, "press")


def main() -> None:
    """Write the pairs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--split", choices=("train", "dev"), default="train")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    labelled = labels(args.folder / "questions.jsonl") if args.split == "train" else {}
    positions = [position for position in read(args.folder / "open.jsonl") if position["split"] == args.split]
    questioned = {document for document, *_ in labelled}
    wanted = questioned | {position["doc"] for position in positions}
    documents = {article["id"]: document_of(article) for article in read(args.articles) if article["id"] in wanted}
    made = list(pairs((d for d in documents.values() if d.id in questioned), args.folder, labelled))
    asked = len(made)
    made += open_pairs({name: document.text for name, document in documents.items()}, positions)
    with gzip.open(args.out, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(item, ensure_ascii=False) + "\n" for item in made)
    of_positions = f"{len(made) - asked} pairs of {len(positions)} positions"
    print(f"{asked} of {len(labelled)} questions, {of_positions} -> {args.out}")


if __name__ == "__main__":
    main()
