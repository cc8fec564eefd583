"""``tracker statements``: who said what in any text, without axes and without a model."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated

import typer

from tracker.cli import options
from tracker.cli.output import complain, keep_inputs, progress, warn


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

    keep_inputs(() if out is None else (out,), (metadata, *(actors or ())))
    counts = {"read": 0, "skipped": 0}
    with progress(quiet or out is None) as report, _opened(out) as handle:

        def noted(stage: str, done: int, total: int) -> None:
            counts["read"] = done
            report(stage, done, total)

        found = find_statements(
            inputs, actors=tuple(actors or ()), metadata=metadata, published=published, out=out, progress=noted,
            warn=warn,
        )  # fmt: skip
        for item in found:
            if isinstance(item, Found):
                handle.write(json.dumps(record(item), ensure_ascii=False) + "\n")
                continue
            counts["skipped"] += 1
            if not quiet:
                typer.echo(f"skipped: {item.item}: {item.reason}", err=True)
        if not counts["read"]:  # an earlier file stays as it was
            complain(f"none of the inputs could be read ({counts['skipped']} left out); mend them or name others")
            raise typer.Exit(4)


@contextmanager
def _opened(out: Path | None) -> Iterator[IO[str]]:
    """Open what is written to: the standard output, or a file that is put in place when it is complete."""
    from tracker.tables import drafts

    if out is None:
        yield sys.stdout
        return
    with drafts(out) as (draft,), draft.open("w", encoding="utf-8") as handle:
        yield handle
