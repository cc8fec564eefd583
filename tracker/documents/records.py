"""What a reader hands on before cleaning, and the metadata a user supplies beside the texts."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.documents._calendar import written_day
from tracker.documents.decoding import decode
from tracker.errors import InputError, TableError

FIELDS = ("title", "url", "published", "source", "language")


@dataclass(frozen=True, slots=True)
class Record:
    """A text as read. ``item`` names it in skips; ``html_date`` is a page's own, ``published`` explicit."""

    item: str
    path: str
    text: str
    key: str = ""
    title: str = ""
    url: str = ""
    source: str = ""
    language: str = ""
    published: str = ""
    html_date: dt.date | None = None


class Metadata:
    """The rows of a metadata file, found by id, by path as given, by absolute path or by file name."""

    def __init__(self, rows: Mapping[str, Mapping[str, str]] | None = None, columns: Sequence[str] = ()) -> None:
        self._rows = dict(rows or {})
        self._columns = columns
        self._asked = self._matched = False

    def of(self, path: str, key: str = "") -> Mapping[str, str]:
        """Return the fields known of a document, empty where there are none."""
        keys = [key, path] if key else [path, str(Path(path).resolve()), Path(path).name]
        if not key:
            keys += [known for known in self._rows if known and _same_tail(path, known)]
        self._asked = True
        matched = next((self._rows[known] for known in keys if known in self._rows), None)
        self._matched = self._matched or matched is not None
        return matched or {}

    def complaints(self) -> Iterator[str]:
        """Yield why the file does less than was meant, once all documents were asked for."""
        if self._columns and "published" not in self._columns:
            yield f"no column published (there are: {', '.join(self._columns)}), so it dates no article"
        if self._rows and self._asked and not self._matched:
            first = next(iter(self._rows))
            yield f"no article matches any of its rows (the first is of {first!r}); write paths as given or file names"


def _same_tail(path: str, known: str) -> bool:
    wanted = Path(known).parts
    return len(wanted) > 1 and not Path(known).is_absolute() and Path(path).resolve().parts[-len(wanted) :] == wanted


def read_metadata(path: Path) -> Metadata:
    """Read a CSV or JSON Lines file with a column ``path`` or ``id`` and any of `FIELDS`.

    Raises:
        InputError: the file does not exist or has another suffix.
        TableError: a row names neither path nor id, or its date does not parse; the message names file and row.
    """
    if not path.is_file():
        raise InputError(f"{path}: no such metadata file")
    if path.suffix.lower() not in {".csv", ".jsonl"}:
        raise InputError(f"{path}: metadata must be .csv or .jsonl")
    rows: dict[str, dict[str, str]] = {}
    columns: dict[str, None] = {}
    for number, row in _rows(path):
        columns |= {str(column): None for column in row if column is not None}
        fields = {name: _cell(row.get(name)) for name in FIELDS}
        keys = [_cell(row.get("path")), _cell(row.get("id"))]
        if not any(keys):
            raise TableError(f"{path}:{number}: a row needs a path or an id")
        if fields["published"] and written_day(fields["published"]) is None:
            raise TableError(f"{path}:{number}: {fields['published']!r} is no date; write it as 2024-03-05")
        rows.update({key: fields for key in keys if key})
    return Metadata(rows, list(columns))


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    text = decode(path.read_bytes())
    if path.suffix.lower() == ".csv":
        yield from enumerate(csv.DictReader(text.splitlines(keepends=True)), start=2)
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise TableError(f"{path}:{number}: not JSON ({error.msg})") from error
            if not isinstance(row, dict):
                raise TableError(f"{path}:{number}: not a JSON object")
            yield number, row


def _cell(value: object) -> str:
    return "" if value is None else str(value).strip()
