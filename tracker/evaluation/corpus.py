"""Labelled documents read from the two files of a labels folder."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.errors import TableError
from tracker.evaluation.matching import Row, gold_row
from tracker.schema import Document, Label


@dataclass(frozen=True, slots=True)
class LabelledDocument:
    """A document of the corpus with its gold rows as they stand in the file."""

    document: Document
    split: str
    axes: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]


def read_labels(folder: Path) -> list[LabelledDocument]:
    """Read ``documents.jsonl`` and ``positions.jsonl`` of a labels folder."""
    rows: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in _lines(folder / "positions.jsonl"):
        rows[row["doc"]].append(row)
    found = []
    for item in _lines(folder / "documents.jsonl"):
        published = dt.date.fromisoformat(item["published"]) if item.get("published") else None
        document = Document(id=item["id"], text=item["text"], published=published, language="en")
        found.append(LabelledDocument(document, item["split"], tuple(item["axes"]), tuple(rows.get(item["id"], ()))))
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
    return [
        gold_row({**row, "doc": labelled.document.id}) for row in labelled.rows if row["stance"] != Label.UNCLEAR
    ]
