"""Labelled documents read from the two files of a labels folder."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tracker.errors import TableError
from tracker.evaluation.matching import Row, gold_row, name_key
from tracker.schema import Document, Label

_ACTORS = {True: "invented", False: "real", None: ""}
_TRAIN = {True: "named in train", False: "never named in train"}


@dataclass(frozen=True, slots=True)
class LabelledDocument:
    """A document of the corpus with its gold rows as they stand in the file; ``invented`` tells of its actors."""

    document: Document
    split: str
    axes: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]
    invented: bool | None = None


def read_labels(folder: Path) -> list[LabelledDocument]:
    """Read ``documents.jsonl`` and ``positions.jsonl`` of a labels folder."""
    rows: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in _lines(folder / "positions.jsonl"):
        rows[row["doc"]].append(row)
    found = []
    for item in _lines(folder / "documents.jsonl"):
        published = dt.date.fromisoformat(item["published"]) if item.get("published") else None
        document = Document(id=item["id"], text=item["text"], published=published, language="en")
        axes, coded = tuple(item["axes"]), tuple(rows.get(item["id"], ()))
        invented = bool(item["invented"]) if "invented" in item else None
        found.append(LabelledDocument(document, item["split"], axes, coded, invented))
    return found


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                yield json.loads(line)
            except ValueError as error:
                raise TableError(f"{path}:{number}: not JSON ({error})") from error
    except OSError as error:
        raise TableError(f"{path}: cannot be read ({error})") from error


def gold_rows(labelled: LabelledDocument) -> list[Row]:
    """Return the gold rows of a document in the form that evaluation compares; unclear ones are left out."""
    about = {"doc": labelled.document.id, "actors": _ACTORS[labelled.invented]}
    return [gold_row({**row, **about}) for row in labelled.rows if row["stance"] != Label.UNCLEAR]


def named_in_train(labelled: Iterable[LabelledDocument]) -> frozenset[str]:
    """Return the keys of the names that stand in gold rows of the training split."""
    return frozenset(name_key(row["actor"]) for item in labelled if item.split == "train" for row in item.rows)


def marked(row: Row, known: frozenset[str]) -> Row:
    """Return a gold row that says whether the training split names its actor."""
    said = _TRAIN[name_key(row.actor) in known]
    return replace(row, extra=tuple(sorted({**dict(row.extra), "in_train": said}.items())))
