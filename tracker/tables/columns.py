"""Names, order and kinds of the columns of every table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from tracker.schema import Axis

POSITION_COLUMNS: tuple[str, ...] = (
    "date", "date_precision", "actor", "actor_id", "actor_type", "role", "affiliation", "axis", "stance", "value",
    "value_low", "value_high", "confidence", "n_utterances", "n_statements", "n_documents", "n_support",
    "n_conditional", "n_neutral", "n_oppose", "n_unclear", "statement_ids",
)  # fmt: skip
AS_OF_COLUMNS: tuple[str, ...] = (*POSITION_COLUMNS, "age_days")
CHANGE_COLUMNS: tuple[str, ...] = (
    "date", "actor", "actor_id", "actor_type", "axis", "before", "after", "status", "confirmed_on", "before_ids",
    "after_ids",
)  # fmt: skip
CODED_COLUMNS: tuple[str, ...] = (
    "axis", "stance", "confidence", "needs_review", "p_support", "p_conditional", "p_neutral", "p_oppose",
    "p_unrelated",
)  # fmt: skip
STATEMENT_COLUMNS: tuple[str, ...] = (
    "statement_id", "utterance_id", "document_id", "path", "url", "source", "title", "published", "date",
    "date_precision", "date_evidence", "actor", "actor_id", "actor_type", "role", "affiliation", "executive",
    "speaker_text", "reported_by", "cue", "evidence", "axis", "aspect", "stance", "confidence", "needs_review",
    "p_support", "p_conditional", "p_neutral", "p_oppose", "p_unrelated", "spans", "text", "context",
)  # fmt: skip
DOCUMENT_COLUMNS: tuple[str, ...] = (
    "document_id", "path", "url", "source", "title", "published", "published_evidence", "language", "n_chars",
    "text_sha256", "n_statements", "n_coded", "duplicate_of",
)  # fmt: skip
SKIP_COLUMNS: tuple[str, ...] = ("item", "stage", "reason")
_WIDE_COLUMNS: tuple[str, ...] = ("date", "actor", "actor_id", "affiliation")


class Kind(StrEnum):
    """What the cells of a column hold; the value is the name of the Parquet type."""

    TEXT = "string"
    INTEGER = "int64"
    NUMBER = "float64"
    TRUTH = "bool_"
    DATE = "date32"


_KINDS: Mapping[str, Kind] = {
    **{name: Kind.INTEGER for name in (*POSITION_COLUMNS, *DOCUMENT_COLUMNS) if name.startswith("n_")},
    **{name: Kind.NUMBER for name in STATEMENT_COLUMNS if name.startswith("p_")},
    **dict.fromkeys(("confidence", "value", "value_low", "value_high"), Kind.NUMBER),
    **dict.fromkeys(("executive", "needs_review"), Kind.TRUTH),
    **dict.fromkeys(("date", "published", "confirmed_on"), Kind.DATE),
    "age_days": Kind.INTEGER,
}


def kind_of(column: str) -> Kind:
    """Return what a column holds; the columns of the wide table are known by their endings."""
    return _KINDS.get(column) or (Kind.NUMBER if column.endswith("_value") else Kind.TEXT)


def wide_columns(axes: Iterable[Axis]) -> tuple[str, ...]:
    """Return the columns of ``positions_wide.csv`` for the axes of a run."""
    return (*_WIDE_COLUMNS, *(f"{axis.id}_{part}" for axis in axes for part in ("stance", "value")))
