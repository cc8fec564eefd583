"""Arguments and options that several commands share."""

from __future__ import annotations

import datetime as dt
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer

from tracker.errors import ModelError

_ALIKE = 0.75  # share of its letters in order that a misspelt name has in common with the one that is meant


def day(value: str) -> dt.date:
    """Read a day such as 2024-07-05."""
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise typer.BadParameter(f"{value!r} is no date like 2024-07-05") from None


def day_of_publication(value: str) -> dt.date:
    """Read a day on which an article can have appeared."""
    from tracker.documents import is_plausible

    written = day(value)
    if not is_plausible(written):
        raise typer.BadParameter(f"{value}: no article appeared then; give a day from 1900 to a year from now")
    return written


def shipped_or_given(model: str | None) -> str | None:
    """Return the folder of a model that ships with the package, and any other folder or checkpoint as it is.

    Raises ModelError at once for a name that is nearly that of a model that ships: the hub need not be asked.
    """
    if model is None or set(model) & set("/\\") or Path(model).is_dir():
        return model
    from tracker.engine.installed import installed
    from tracker.stances.models import KINDS

    shipped = {known.name: known.path for known in installed() if known.kind in KINDS}
    if model in shipped:
        return str(shipped[model])
    if meant := get_close_matches(model, shipped, n=1, cutoff=_ALIKE):
        raise ModelError(
            f"{model}: no such model; {meant[0]} may be meant. Shipped are {', '.join(shipped)}; a checkpoint of the "
            "hub is named with its owner (owner/name)"
        )
    return model


Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUTS",
        help="Articles: files (.txt .md .html .pdf .csv .jsonl .parquet), folders, glob patterns, or - for stdin.",
        show_default=False,
    ),
]
AxesFile = Annotated[
    Path | None, typer.Option("--axes", metavar="FILE", help="Axis file (YAML); default: the axes that ship.")
]
ActorFiles = Annotated[
    list[Path] | None,
    typer.Option("--actors", metavar="FILE", help="Actor file (CSV or YAML) that adds to the registry; repeatable."),
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model", metavar="NAME_OR_DIR", help="Stance model: a shipped name, a folder, or a checkpoint of the hub."
    ),
]
Metadata = Annotated[
    Path | None,
    typer.Option("--metadata", metavar="FILE", help="CSV or JSON Lines keyed by path or id: published, title, url."),
]
Published = Annotated[
    dt.date | None,
    typer.Option(
        "--published",
        metavar="DATE",
        parser=day_of_publication,
        help="Day of publication of articles that nothing else dates.",
    ),
]
Conditional = Annotated[
    float, typer.Option("--conditional", min=-1.0, max=1.0, help="The value that a conditional stance counts.")
]
Threads = Annotated[
    int | None, typer.Option("--threads", min=1, metavar="N", help="Processor threads of the model; default: all.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar and no summary; errors still show.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
AxisIds = Annotated[
    list[str] | None, typer.Option("--axis", metavar="ID", help="Only this axis; repeatable.", show_default=False)
]
