"""A finished run read again: its positions filtered, the statements behind them, and new positions from old stances."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from pathlib import Path

from tracker.errors import TableError
from tracker.positions import AsOf, Change, aggregate
from tracker.positions.aggregate import By, Period
from tracker.schema import DEFAULT_VALUES, Label, Position
from tracker.tables import evidence_cells, position_cells, position_row, stances_from

Cells = dict[str, str]


def table_of(path: Path, name: str) -> Path:
    """Return the table ``name`` of a run's folder (CSV before Parquet: people mend the CSV), or ``path`` if a file.

    Raises TableError where there is neither.
    """
    if not path.exists():
        raise TableError(f"{path}: no such file or folder; name the folder of a run, or a table of {name}")
    if not path.is_dir():
        return path
    for suffix in (".csv", ".parquet"):
        if (path / f"{name}{suffix}").is_file():
            return path / f"{name}{suffix}"
    raise TableError(f"{path}: no {name}.csv in this folder; name the folder that `tracker classify` wrote, or a table")


def positions_in(
    path: Path, actor: str = "", axes: Collection[str] = (), since: dt.date | None = None, until: dt.date | None = None
) -> list[Cells]:
    """Return rows of a run's position table; ``actor`` is an id or a part of the name, both days are inclusive."""
    rows = position_cells(table_of(path, "positions"))
    low, high = str(since or ""), str(until or "9999")
    return [
        row
        for row in rows
        if (not actor or actor == row["actor_id"] or actor.casefold() in row["actor"].casefold())
        and (not axes or row["axis"] in axes)
        and low <= row["date"] <= high
    ]


def evidence_in(path: Path) -> dict[tuple[str, str], list[Cells]]:
    """Return the statements of a run by their id and axis; empty where the table is not beside the positions."""
    try:
        table = table_of(path if path.is_dir() else path.parent, "statements")
    except TableError:
        return {}
    found: dict[tuple[str, str], list[Cells]] = {}
    for row in evidence_cells(table):
        found.setdefault((row["statement_id"], row["axis"]), []).append(row)
    return found


def positions_from(
    path: Path, *, by: By = "actor", period: Period = "day", conditional: float = 0.5, axes: Collection[str] = ()
) -> list[Position]:
    """Aggregate the statements of a run anew, without coding anything; ``path`` is its folder or the table."""
    from tracker.actors import Registry
    from tracker.schema import ActorType

    stances = [row for row in stances_from(table_of(path, "statements")) if not axes or row.axis in axes]
    organisations: frozenset[str] = frozenset()
    if by == "affiliation":
        known = (entry.actor for entry in Registry.load().entries.values())
        organisations = frozenset(actor.name for actor in known if actor.type is ActorType.ORGANISATION)
    values = {**DEFAULT_VALUES, Label.CONDITIONAL: conditional}
    return aggregate(stances, values=values, by=by, period=period, organisations=organisations)


def as_of_rows(states: Iterable[AsOf]) -> list[dict[str, object]]:
    """Return one row of `AS_OF_COLUMNS` for each state."""
    return [position_row(state.position) | {"age_days": state.age_days} for state in states]


def change_rows(moves: Iterable[Change]) -> list[dict[str, object]]:
    """Return one row of `CHANGE_COLUMNS` for each move."""
    return [
        {
            "date": move.date, "actor": move.actor.name, "actor_id": move.actor.id, "actor_type": move.actor.type,
            "axis": move.axis, "before": move.before, "after": move.after, "status": move.status,
            "confirmed_on": move.confirmed_on, "before_ids": " ".join(move.before_ids),
            "after_ids": " ".join(move.after_ids),
        }
        for move in moves
    ]  # fmt: skip
