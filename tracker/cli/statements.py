"""``tracker statements``: who said what in any text, without axes and without a model."""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli import options
from tracker.cli.output import complain, progress


def statements(
    inputs: options.Inputs,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="JSON Lines file; default: standard output.")
    ] = None,
    actors: options.ActorFiles = None,
    metadata: options.Metadata = None,
    published: options.Published = None,
    quiet: options.Quiet = False,
) -> None:
    """Print every attributed statement as JSON Lines.

    A line holds source, cue and content with offsets, speaker, evidence, date.

    Offsets count characters of the cleaned text, which `tracker classify` keeps as texts/<document_id>.txt.
    """
    from tracker.engine.statements import Found, find_statements, record

    counts = {"read": 0, "skipped": 0}
    with ExitStack() as stack:
        report = stack.enter_context(progress(quiet or out is None))
        handle = stack.enter_context(out.open("w", encoding="utf-8")) if out is not None else sys.stdout

        def noted(stage: str, done: int, total: int) -> None:
            counts["read"] = done
            report(stage, done, total)

        found = find_statements(
            inputs, actors=tuple(actors or ()), metadata=metadata, published=published, progress=noted
        )
        for item in found:
            if isinstance(item, Found):
                handle.write(json.dumps(record(item), ensure_ascii=False) + "\n")
                continue
            counts["skipped"] += 1
            if not quiet:
                typer.echo(f"skipped: {item.item}: {item.reason}", err=True)
    if not counts["read"]:
        complain(f"none of the inputs could be read ({counts['skipped']} left out); mend them or name others")
        raise typer.Exit(4)
