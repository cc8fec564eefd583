"""``tracker stance``: code a table of statements that are already known."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli import options
from tracker.cli.output import keep_inputs, print_json, progress, twins, write_rows
from tracker.errors import TableError


def stance(
    table: Annotated[
        Path,
        typer.Argument(
            metavar="TABLE", show_default=False, help="CSV, JSON Lines or Parquet: text, actor; also context, date."
        ),
    ],
    axes: options.AxesFile = None,
    text_column: Annotated[str, typer.Option("--text-column", metavar="NAME", help="Column of the words.")] = "text",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Table to write (.csv and .parquet); default: stdout.")
    ] = None,
    model: options.Model = None,
    threads: options.Threads = None,
    quiet: options.Quiet = False,
    as_json: options.Json = False,
) -> None:
    """Code each row of a table on every axis.

    Written are label, confidence, needs_review and the probability of each label.

    Who speaks is taken from the column actor; nothing is attributed. Your other columns of text are carried over.
    """
    from tracker.axes import load_axes
    from tracker.engine.stance import carried_in, code_table, columns_for, given_in, load_model
    from tracker.tables import read_table

    if out is not None:
        keep_inputs(twins(out), (table, axes))
    rows = list(read_table(table))
    if not rows:
        raise TableError(f"{table}: no row below the header; give at least one statement")
    try:
        given_in(rows, text_column)
        carried_in(rows)
    except TableError as error:
        raise TableError(f"{table}, {error}") from None
    chosen = load_axes(axes)
    scorer, coder = load_model(options.shipped_or_given(model), threads)
    with progress(quiet or (out is None and not as_json)) as report:
        coded = list(code_table(rows, chosen, scorer, coder, text_column=text_column, progress=report))
    if as_json:
        print_json(coded)
        return
    for path in write_rows(coded, columns_for(rows), out):
        if not quiet:
            typer.echo(f"{path}  {len(rows)} statements, axes: {', '.join(axis.id for axis in chosen)}")
