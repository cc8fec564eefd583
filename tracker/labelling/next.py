"""What to label next: the statements of a run that would teach the most.

Each pick has the lowest price. A price is the margin between the two likeliest labels (how sure the coder was), plus
the share of the label in the run (how common it is), plus a charge for every earlier pick of the same actor or axis (so
that the picks spread). Of texts that are nearly the same, one is offered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from tracker.engine.runs import table_of
from tracker.errors import TableError
from tracker.labelling.near import originals
from tracker.schema import SCORED_LABELS
from tracker.tables import read_table

NEXT_COLUMNS: tuple[str, ...] = (
    "text", "context", "actor", "axis", "stance", "note", "date", "date_precision", "affiliation", "actor_type",
    "role", "aspect", "evidence_kind", "reported_by", "doc", "published", "url", "coder", "statement_id",
)  # fmt: skip
_ACTOR_CHARGE = 0.2
_AXIS_CHARGE = 0.5  # of the axis's share among the picks
_RENAMED = {"doc": "document_id", "evidence_kind": "evidence"}
_EMPTY = {"stance", "note", "coder"}  # a coder who sees the machine's label is no second opinion
KEY: tuple[str, ...] = ("statement_id", "actor", "axis")
Cells = Mapping[str, str]


def next_rows(run: Path, n: int = 50, coded: Collection[tuple[str, ...]] = ()) -> list[dict[str, str]]:
    """Return ``n`` rows to code in a spreadsheet, the most useful first; ``run`` is its folder or its statements.

    ``coded`` are the `KEY` cells of rows that were offered before. Raises TableError where the table lacks a column.
    """
    path = table_of(run, "statements")
    rows = list(read_table(path))
    needed = {"statement_id", "text", "actor", "axis", "stance", *(f"p_{label}" for label in SCORED_LABELS)}
    if rows and (missing := needed - rows[0].keys()):
        raise TableError(f"{path}: not a table of statements (no column {', '.join(sorted(missing))})")
    open_rows = [row for row in _distinct(rows) if key_of(row) not in coded]
    return [_offered(row) for row in _picked(open_rows, _margins(open_rows, path), n)]


def key_of(row: Cells) -> tuple[str, ...]:
    """Return what tells a row of a run, or an offered one, from all others."""
    return tuple(row.get(column, "") for column in KEY)


def _distinct(rows: Sequence[Cells]) -> list[Cells]:
    """Leave out rows whose text is nearly that of another row of the axis."""
    found: list[Cells] = []
    for axis in sorted({row["axis"] for row in rows}):
        own = {f"{number:09}": row for number, row in enumerate(rows) if row["axis"] == axis}
        repeated = originals({key: row["text"] for key, row in own.items()})
        found += [row for key, row in own.items() if key not in repeated]
    return found


def _margins(rows: Sequence[Cells], path: Path) -> list[float]:
    try:
        scores = [sorted(float(row[f"p_{label}"]) for label in SCORED_LABELS) for row in rows]
    except ValueError as error:
        raise TableError(f"{path}: a probability is no number ({error})") from error
    return [ranked[-1] - ranked[-2] for ranked in scores]


def _picked(rows: Sequence[Cells], margins: Sequence[float], n: int) -> list[Cells]:
    labels = Counter(row["stance"] for row in rows)
    prices = {number: margins[number] + labels[row["stance"]] / len(rows) for number, row in enumerate(rows)}
    actors: Counter[str] = Counter()
    axes: Counter[str] = Counter()
    picks: list[Cells] = []
    while prices and len(picks) < n:
        best = min(
            prices,
            key=lambda number: prices[number] + _ACTOR_CHARGE * actors[rows[number]["actor"]]
            + _AXIS_CHARGE * axes[rows[number]["axis"]] / (len(picks) or 1),
        )  # fmt: skip
        del prices[best]
        actors[rows[best]["actor"]] += 1
        axes[rows[best]["axis"]] += 1
        picks.append(rows[best])
    return picks


def _offered(row: Cells) -> dict[str, str]:
    return {column: "" if column in _EMPTY else row.get(_RENAMED.get(column, column), "") for column in NEXT_COLUMNS}
