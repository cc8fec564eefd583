"""``tracker classify``: articles in, the tables of a run out."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import options
from tracker.cli.output import complain, print_json, program, progress, warn

if TYPE_CHECKING:
    from tracker.engine.local import Run

_LEFT_OUT = {"read": "could not be read or coded", "clean": "pieces of page furniture"}
_FILES = {
    "positions.csv": "one row per actor, axis and day",
    "positions_wide.csv": "one row per actor and day, the axes side by side",
    "statements.csv": "every coded statement with its evidence",
    "documents.csv": "every article with its publication date",
    "texts": "the text that all offsets point into",
    "skipped.csv": "what was left out, where and why",
    "run.json": "versions, settings, counts, seconds",
}


def classify(
    inputs: options.Inputs,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the tables; made if need be.")],
    axes: options.AxesFile = None,
    actors: options.ActorFiles = None,
    model: options.Model = None,
    metadata: options.Metadata = None,
    published: options.Published = None,
    conditional: options.Conditional = 0.5,
    threads: options.Threads = None,
    quiet: options.Quiet = False,
    as_json: options.Json = False,
) -> None:
    """Read articles and write who stands where on each axis.

    Each position says since when it holds and on what evidence.

    An interrupted run goes on where it stopped when the same command is given again.
    """
    from tracker.engine.local import classify as run_line
    from tracker.engine.settings import Settings

    settings = Settings(
        tuple(inputs), out, axes, tuple(actors or ()), options.shipped_or_given(model), metadata, published,
        conditional, threads,
    )  # fmt: skip
    with progress(quiet or as_json) as report:
        run = run_line(settings, report, warn)
    if as_json:
        print_json({**asdict(run), "files": {name: str(out / name) for name in _FILES}})
    elif run.documents and not quiet:
        typer.echo(_summary(run))
    if not run.documents:
        complain(f"none of the inputs could be read; {out / 'skipped.csv'} says why of each; mend them or name others")
        raise typer.Exit(4)


def _summary(run: Run) -> str:
    """Say in a few lines what came out and where it lies."""
    from tracker.tables import read_table

    stages = Counter(row["stage"] for row in read_table(run.out / "skipped.csv"))
    left_out = ", ".join(f"{count} {_LEFT_OUT.get(stage, stage)}" for stage, count in sorted(stages.items()))
    counts = {
        "documents": f"{run.documents:,}",
        "statements": f"{run.statements:,} coded on an axis",
        "positions": f"{run.positions:,}",
        "skipped": f"{run.skips:,}" + (f" ({left_out})" if left_out else ""),
        "seconds": f"{run.seconds['total']:.1f}",
    }
    if undated := json.loads((run.out / "run.json").read_text(encoding="utf-8"))["counts"]["stances_without_date"]:
        counts["undated"] = (
            f"{undated:,} statements in articles whose day nothing tells; no position counts them "
            "(--published or --metadata supply the day)"
        )
    lines = [f"{name:<12}{value}" for name, value in counts.items()]
    lines += ["", f"tables in {run.out}:", *(f"  {name:<20}{what}" for name, what in _FILES.items())]
    return "\n".join([*lines, "", f"Read them in the terminal: {program()} show {run.out} --evidence"])
