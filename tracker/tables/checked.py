"""The tables of a run read to be shown: people mend them by hand, so each cell that is used is looked at first."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from pathlib import Path

from tracker.errors import TableError
from tracker.schema import Span
from tracker.tables.columns import POSITION_COLUMNS
from tracker.tables.files import read_table
from tracker.tables.rows import CellReader

Readers = Mapping[str, Callable[[str], object]]
_EVIDENCE_TEXTS = (
    "statement_id", "document_id", "path", "actor", "actor_id", "affiliation", "axis", "stance", "confidence",
    "evidence", "reported_by", "needs_review", "text",
)  # fmt: skip


def position_cells(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table of positions as text.

    Raises TableError where it is no such table, or that names the row and the column at fault.
    """
    rows = list(read_table(path))
    if rows and (missing := _POSITION.keys() - rows[0].keys()):
        raise TableError(f"{path}: not a table of positions (no column {', '.join(sorted(missing))})")
    return _checked(path, rows, _POSITION | {name: read for name, read in _COUNTS.items() if rows and name in rows[0]})


def evidence_cells(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table of statements as text; raise TableError that names the row and column at fault."""
    return _checked(path, list(read_table(path)), _EVIDENCE)


def _checked(path: Path, rows: list[dict[str, str]], readers: Readers) -> list[dict[str, str]]:
    for number, row in enumerate(rows, start=1):
        cell = CellReader(path, number, row)
        for column, read in readers.items():
            cell(column, read)
    return rows


def _value(cell: str) -> float | None:
    """Read a number from -1 to 1, or nothing."""
    if cell and not -1 <= float(cell) <= 1:
        raise ValueError
    return float(cell) if cell else None


def _count(cell: str) -> int:
    """Read a whole number, where nothing is none."""
    return int(cell or "0")


def _content(cell: str) -> list[Span]:
    """Read where the words of a statement stand."""
    return [Span(*map(int, span)) for span in json.loads(cell).get("content", [])]


_POSITION: dict[str, Callable[[str], object]] = {
    **dict.fromkeys(("actor", "actor_id", "axis", "stance", "statement_ids"), str),
    "date": dt.date.fromisoformat,
    "value": _value,
}
_COUNTS: Readers = {name: _count for name in POSITION_COLUMNS if name.startswith("n_")}
_EVIDENCE: Readers = {**dict.fromkeys(_EVIDENCE_TEXTS, str), "spans": _content}
