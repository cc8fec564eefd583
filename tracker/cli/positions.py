"""``tracker positions``: other positions from the statements of a run, without coding anything again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli import options
from tracker.cli.output import keep_inputs, print_json, print_table, signed, twins, write_rows


class By(StrEnum):
    """Whose positions."""

    ACTOR = "actor"
    AFFILIATION = "affiliation"


class Period(StrEnum):
    """What one row covers."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


_SHOWN = ("date", "actor", "affiliation", "axis", "stance", "value", "n_utterances", "age_days")
_SHOWN_CHANGES = ("date", "actor", "axis", "before", "after", "status", "confirmed_on")


def positions(
    statements: Annotated[
        Path,
        typer.Argument(metavar="STATEMENTS", show_default=False, help="Folder of a run, or its table of statements."),
    ],
    by: Annotated[By, typer.Option("--by", help="Actors, or the states and bodies they speak for.")] = By.ACTOR,
    period: Annotated[Period, typer.Option("--period", help="What one row covers.")] = Period.DAY,
    as_of: Annotated[
        dt.date | None,
        typer.Option("--as-of", metavar="DATE", parser=options.day, help="Where everyone stood on that day."),
    ] = None,
    changes: Annotated[bool, typer.Option("--changes", help="Who moved, from what to what.")] = False,
    axis: options.AxisIds = None,
    conditional: options.Conditional = 0.5,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Table to write (.csv and .parquet); default: show it.")
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Aggregate the statements of a run anew.

    By affiliation, week or month, as of a day, or as a list of changes.
    """
    from tracker import positions as timeline
    from tracker import tables
    from tracker.engine.runs import as_of_rows, change_rows, positions_from, table_of

    if as_of is not None and changes:
        raise typer.BadParameter("--as-of and --changes are two different tables; ask for one")
    if out is not None:
        keep_inputs(twins(out), (table_of(statements, "statements"),))
    found = positions_from(
        statements, by=by.value, period=period.value, conditional=conditional, axes=frozenset(axis or ())
    )
    if changes:
        _hand_over(change_rows(timeline.changes(found)), tables.CHANGE_COLUMNS, _SHOWN_CHANGES, out, as_json)
    elif as_of is not None:
        _hand_over(as_of_rows(timeline.as_of(found, as_of)), tables.AS_OF_COLUMNS, _SHOWN, out, as_json)
    else:
        rows = [tables.position_row(position) for position in found]
        _hand_over(rows, tables.POSITION_COLUMNS, _SHOWN[:-1], out, as_json)


def _hand_over(
    rows: Sequence[Mapping[str, object]], columns: Sequence[str], shown: Sequence[str], out: Path | None, as_json: bool
) -> None:
    """Write the rows to a file, print them as JSON, or show the columns that fit a screen."""
    if out is not None:
        for path in write_rows(rows, columns, out):
            typer.echo(f"{path}  {len(rows)} rows", err=as_json)
    if as_json:
        print_json([{column: row.get(column) for column in columns} for row in rows])
    elif out is None:
        print_table(shown, ([_cell(row.get(column)) for column in shown] for row in rows), "no positions")


def _cell(value: object) -> str:
    return signed(value) if value is None or isinstance(value, float) else str(value)
