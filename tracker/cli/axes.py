"""``tracker axes``: which proposals are coded, and whether an axis file is right."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli import options
from tracker.cli.output import print_json, print_table

app = typer.Typer(help="Look at axes, the proposals that actors support or oppose.", no_args_is_help=True)


@app.command(name="list")
def list_axes(axes: options.AxesFile = None, as_json: options.Json = False) -> None:
    """List the axes of a file, or those that ship."""
    from tracker.axes import load_axes

    found = load_axes(axes)
    if as_json:
        print_json([{**asdict(axis), "hypotheses": dict(axis.hypotheses)} for axis in found])
        return
    rows = ([axis.id, axis.title, axis.proposal, str(len(axis.terms))] for axis in found)
    print_table(("id", "title", "proposal", "terms"), rows, "no axis")


@app.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", show_default=False, help="Axis file (YAML) to check.")],
) -> None:
    """Check an axis file.

    Each mistake is named with its line, and there being one is exit code 2.
    """
    from tracker.axes import check_axes, load_axes

    problems = check_axes(file)
    for problem in problems:
        typer.echo(f"{file}:{problem.line}: {problem.message}", err=True)
    if problems:
        raise typer.Exit(2)
    found = load_axes(file)
    typer.echo(f"{file}: {len(found)} {'axis' if len(found) == 1 else 'axes'}, no mistake")
