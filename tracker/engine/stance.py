"""Code statements that are already known: a table of text and actor in, a stance on every axis out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from tracker.errors import TableError
from tracker.schema import SCORED_LABELS, Axis, Query, Span
from tracker.stances.coder import Coder
from tracker.stances.models import CALIBRATION, folders_of, load_scorer
from tracker.stances.scorer import Scorer
from tracker.tables import CODED_COLUMNS, Kind, kind_of

_BATCH = 256
_QUOTES = "\"“”«»„ \t\n"


@dataclass(frozen=True, slots=True)
class Given:
    """A statement as the user has it: who, in which words, after what."""

    actor: str
    text: str
    context: str = ""

    def mention(self) -> Span | None:
        """Return where the text names the actor: by the whole name, else by the surname of a name in capitals."""
        words = self.actor.split()
        surname = words[-1] if 1 < len(words) <= 4 and all(word[0].isupper() for word in words) else ""
        for name in filter(None, (self.actor, surname)):
            if match := re.search(rf"(?<!\w){re.escape(name)}(?!\w)", self.text):
                return Span(*match.span())
        return None

    def query(self, axis: Axis) -> Query:
        """Return the question to score; an actor whom the text does not name is put in front as its speaker."""
        lead = f"{self.context} " if self.context else ""
        mention = self.mention()
        if mention is not None:
            start = len(lead)
            marked = Span(start + mention.start, start + mention.end)
            return Query(lead + self.text, marked, Span(start, start + len(self.text)), axis)
        said = self.text.strip(_QUOTES)
        opening = f'{lead}{self.actor} said: "'
        marked = Span(len(lead), len(lead) + len(self.actor))
        return Query(f'{opening}{said}"', marked, Span(len(opening), len(opening) + len(said)), axis)


def load_model(model: str | None = None, threads: int | None = None) -> tuple[Scorer, Coder]:
    """Return the scorer of a model and the coder that its calibration asks for."""
    return load_scorer(model, threads=threads), Coder.load(folders_of(model)[0] / CALIBRATION)


def given_in(rows: Sequence[Mapping[str, str]], text_column: str = "text") -> list[Given]:
    """Return the statements of a table with the columns actor, ``text_column`` and, if there, context.

    Raises TableError that names the row and the column at fault.
    """
    return [
        Given(_cell(row, number, "actor"), _cell(row, number, text_column), _plain(row.get("context", "")))
        for number, row in enumerate(rows, start=1)
    ]


def carried_in(rows: Sequence[Mapping[str, str]]) -> list[dict[str, object]]:
    """Return the cells of each row that are handed on, as what their columns hold.

    Raises TableError that names the row and the column at fault.
    """
    return [
        {column: _typed(row[column], column, number) for column in _carried(row)}
        for number, row in enumerate(rows, start=1)
    ]


def code_table(
    rows: Sequence[Mapping[str, str]],
    axes: Sequence[Axis],
    scorer: Scorer,
    coder: Coder,
    *,
    text_column: str = "text",
    progress: Callable[[str, int, int], None] = lambda stage, done, total: None,
) -> Iterator[dict[str, object]]:
    """Yield one row of `columns_for` for each row and axis, in that order; unrelated is a label like any other.

        >>> rows = [{"actor": "Mira Kolt", "text": "We will never pay a toll on the canal."}]
        >>> [row["stance"] for row in code_table(rows, load_axes(Path("axes.yaml")), *load_model())]
    """
    pairs = zip(carried_in(rows), given_in(rows, text_column), strict=True)
    asked = ((row, given.query(axis)) for row, given in pairs for axis in axes)
    done, total = 0, len(rows) * len(axes)
    while batch := list(islice(asked, _BATCH)):
        decisions = coder.code(scorer.score([query for _, query in batch]))
        for (row, query), decision in zip(batch, decisions, strict=True):
            chances = zip(SCORED_LABELS, decision.probabilities, strict=True)
            yield {
                **row, "axis": query.axis.id, "stance": decision.label, "confidence": decision.confidence,
                "needs_review": decision.needs_review, **{f"p_{label}": chance for label, chance in chances},
            }  # fmt: skip
        done += len(batch)
        progress("coding", done, total)


def columns_for(rows: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """Return the columns of the result: those of the table, then what was coded."""
    return (*dict.fromkeys(column for row in rows for column in _carried(row)), *CODED_COLUMNS)


def _carried(row: Mapping[str, str]) -> list[str]:
    """Return the columns that are handed on: all but those that only a run of this program fills."""
    return [c for c in row if c not in CODED_COLUMNS and kind_of(c) in {Kind.TEXT, Kind.DATE}]


def _typed(cell: str, column: str, number: int) -> object:
    """Read a cell as what its column holds; of a point in time the day is kept."""
    if kind_of(column) is not Kind.DATE or not cell:
        return cell
    try:
        return dt.datetime.fromisoformat(cell).date()
    except ValueError:
        raise TableError(f"row {number}: column {column}: {cell!r} is no date like 2024-07-05") from None


def _cell(row: Mapping[str, str], number: int, column: str) -> str:
    if column not in row:
        raise TableError(f"row {number}: column {column} is missing (there are: {', '.join(row)})")
    if not row[column].strip():
        raise TableError(f"row {number}: column {column} is empty")
    return _plain(row[column])


def _plain(cell: str) -> str:
    return " ".join(cell.split())
