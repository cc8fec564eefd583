"""Rows out of dataclasses, and stances back out of rows."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from tracker.errors import TableError
from tracker.schema import (
    SCORED_LABELS,
    Actor,
    ActorType,
    Axis,
    DatePrecision,
    Document,
    Evidence,
    Label,
    Position,
    Skip,
    Span,
    Stance,
    Statement,
)
from tracker.tables.columns import POSITION_COLUMNS
from tracker.tables.files import read_table

Row = dict[str, object]
T = TypeVar("T")


def stance_row(stance: Stance, statement: Statement, document: Document, axis: Axis) -> Row:
    """Return a row of ``statements.csv``; ``spans`` holds content, speaker, cue and holder."""
    probabilities = zip(SCORED_LABELS, stance.probabilities, strict=True)
    spans: dict[str, object] = {"content": [[span.start, span.end] for span in statement.content]}
    named = {"speaker": statement.speaker, "cue": statement.cue, "holder": stance.holder}
    spans |= {name: [span.start, span.end] for name, span in named.items() if span}
    return {
        "statement_id": stance.statement_id, "utterance_id": stance.utterance_id, "document_id": stance.document_id,
        "path": document.path, "url": document.url, "source": document.source, "title": document.title,
        "published": document.published, "date": stance.date, "date_precision": stance.date_precision,
        "date_evidence": statement.date_evidence, **_actor_cells(stance), "executive": stance.executive,
        "speaker_text": statement.speaker_text, "reported_by": stance.reported_by,
        "cue": statement.cue.of(document.text) if statement.cue else "", "evidence": stance.evidence,
        "axis": axis.id, "aspect": stance.aspect, "stance": stance.label, "confidence": stance.confidence,
        "needs_review": stance.needs_review, **{f"p_{label}": p for label, p in probabilities},
        "spans": json.dumps(spans), "text": statement.text, "context": statement.context,
    }  # fmt: skip


def position_row(position: Position) -> Row:
    """Return a row of ``positions.csv``; the statement ids are joined by a space."""
    counts = {name: getattr(position, name) for name in POSITION_COLUMNS if name.startswith("n_")}
    return {
        "date": position.date, "date_precision": position.date_precision, **_actor_cells(position),
        "axis": position.axis, "stance": position.stance, "value": position.value, "value_low": position.low,
        "value_high": position.high, "confidence": position.confidence, **counts,
        "statement_ids": " ".join(position.statement_ids),
    }  # fmt: skip


def _actor_cells(row: Stance | Position) -> Row:
    """Return the cells that say who holds a stance or position."""
    actor = row.actor
    return {"actor": actor.name, "actor_id": actor.id, "actor_type": actor.type, "role": row.role,
            "affiliation": row.affiliation}  # fmt: skip


def wide_rows(positions: Iterable[Position], axes: Iterable[Axis]) -> list[Row]:
    """Return one row per actor and date with a stance and a value per axis, sorted by date and name."""
    wanted = {axis.id for axis in axes}
    rows: dict[tuple[dt.date, str, str], Row] = {}
    for position in positions:
        if position.axis in wanted:
            actor = position.actor
            row = rows.setdefault((position.date, actor.name, actor.id), {
                "date": position.date, "actor": actor.name, "actor_id": actor.id, "affiliation": position.affiliation,
            })  # fmt: skip
            row |= {f"{position.axis}_stance": position.stance, f"{position.axis}_value": position.value}
    return [rows[key] for key in sorted(rows)]


def document_row(document: Document, n_statements: int, n_coded: int, text: str) -> Row:
    """Return a row of ``documents.csv``; ``text`` is what ``texts/<document_id>.txt`` holds."""
    return {
        "document_id": document.id, "path": document.path, "url": document.url, "source": document.source,
        "title": document.title, "published": document.published, "published_evidence": document.published_evidence,
        "language": document.language, "n_chars": len(text),
        "text_sha256": sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), "n_statements": n_statements,
        "n_coded": n_coded, "duplicate_of": document.duplicate_of,
    }  # fmt: skip


def skip_row(skip: Skip) -> Row:
    """Return a row of ``skipped.csv``."""
    return {"item": skip.item, "stage": skip.stage, "reason": skip.reason}


def stances_from(path: Path) -> list[Stance]:
    """Read the stances of a ``statements.csv`` or its twin; numbers come back as rounded, a Wikidata id does not.

    Raises TableError that names the row and the column at fault.
    """
    return [_stance(CellReader(path, number, row)) for number, row in enumerate(read_table(path), start=1)]


class CellReader:
    """One row of a file, read cell by cell; a complaint names file, row and column."""

    def __init__(self, path: Path, number: int, row: Mapping[str, str]) -> None:
        self._where, self._row = f"{path}, row {number}", row

    def __call__(self, column: str, read: Callable[[str], T]) -> T:
        """Return the cell of a column, read by ``read``."""
        if column not in self._row:
            raise TableError(f"{self._where}: column {column} is missing")
        try:
            return read(self._row[column])
        except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            complaint = f"{self._where}, column {column}: cannot read {self._row[column]!r}"
            raise TableError(f"{complaint}; write it as `tracker classify` does") from error


def _stance(cell: CellReader) -> Stance:
    """Build a stance from a row."""
    support, conditional, neutral, oppose, unrelated = (cell(f"p_{label}", _unit) for label in SCORED_LABELS)
    return Stance(
        statement_id=cell("statement_id", _filled), utterance_id=cell("utterance_id", _filled),
        document_id=cell("document_id", str),
        actor=Actor(cell("actor_id", _filled), cell("actor", str), cell("actor_type", ActorType)),
        role=cell("role", str), affiliation=cell("affiliation", str), executive=cell("executive", _truth),
        holder=cell("spans", _holder), evidence=cell("evidence", Evidence), reported_by=cell("reported_by", str),
        axis=cell("axis", _filled), aspect=cell("aspect", str), label=cell("stance", Label),
        probabilities=(support, conditional, neutral, oppose, unrelated), confidence=cell("confidence", _unit),
        needs_review=cell("needs_review", _truth), date=cell("date", _date),
        date_precision=cell("date_precision", DatePrecision),
    )  # fmt: skip


def _filled(cell: str) -> str:
    """Read a text that may not be empty."""
    if not cell:
        raise ValueError
    return cell


def _unit(cell: str) -> float:
    """Read a number from 0 to 1."""
    if not 0 <= (number := float(cell)) <= 1:
        raise ValueError
    return number


def _truth(cell: str) -> bool:
    """Read true or false, in any case, since spreadsheets shout."""
    return {"true": True, "false": False}[cell.lower()]


def _date(cell: str) -> dt.date | None:
    """Read a date, or nothing."""
    return dt.date.fromisoformat(cell) if cell else None


def _holder(cell: str) -> Span | None:
    """Read the holder's span out of the spans."""
    spans: Any = json.loads(cell)
    return Span(*map(int, spans["holder"])) if "holder" in spans else None
