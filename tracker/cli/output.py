"""What commands print: errors and progress on stderr, results on stdout."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from shlex import quote
from shutil import which
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import typer

from tracker.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console

Progress = Callable[[str, int, int], None]
_PIPED_WIDTH = 200
STYLES = {"support": "green", "conditional": "yellow", "neutral": "cyan", "oppose": "red", "unclear": "dim"}


def complain(message: str) -> None:
    """Print one error to stderr."""
    typer.echo(f"error: {message}", err=True)


def warn(message: str) -> None:
    """Print to stderr what does not keep a command from its work."""
    typer.echo(f"warning: {message}", err=True)


def program() -> str:
    """Return what to type to start this program again: its name where the shell finds it by that, or else its path."""
    started, found = Path(sys.argv[0]), which("tracker")
    if started.stem != "tracker" or (found and Path(found).resolve() == started.resolve()):
        return "tracker"
    return quote(str(started))


def print_json(value: object) -> None:
    """Print a value as indented JSON; dates and labels as text."""
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False, default=str))


def console() -> Console:
    """Return a console for stdout, wide enough that nothing is cut off in a pipe."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else _PIPED_WIDTH, highlight=False, markup=False, emoji=False)


def plain(text: str) -> str:
    """Return a text of unknown origin without the characters that could steer a terminal."""
    return "".join(character if character.isprintable() else " " for character in text)


def signed(value: float | None) -> str:
    """Return a number between -1 and 1 with two places and its sign, which nought has not; nothing for None."""
    return "" if value is None else f"{value:+.2f}" if value else "0.00"


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]], empty: str) -> None:
    """Print a table for people; a cell that names a stance has its colour. Where there is no row, say ``empty``."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(*columns, box=box.SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(plain(cell), style=STYLES.get(cell, "")) for cell in row))
    if table.row_count:
        console().print(table)
    else:
        typer.echo(empty, err=True)


def twins(out: Path) -> tuple[Path, Path]:
    """Return the two files that ``--out`` names, whichever of their suffixes it has, if any."""
    if out.is_dir():
        raise InputError(f"--out {out}: a folder; name a file in it, such as {out / 'table.csv'}")
    name = out.name.removesuffix(".csv").removesuffix(".parquet")
    return out.with_name(f"{name}.csv"), out.with_name(f"{name}.parquet")


def keep_inputs(outs: Iterable[Path], inputs: Iterable[Path | None]) -> None:
    """Refuse to write over a file that is read."""
    read = {path.resolve() for path in inputs if path is not None}
    for out in outs:
        if out.resolve() in read:
            raise InputError(f"--out: {out} is read as an input and would be overwritten; name another file")


def write_rows(rows: Iterable[Mapping[str, object]], columns: Sequence[str], out: Path | None) -> list[Path]:
    """Write a table as the twins ``out``.csv and .parquet and return their paths, or print it as CSV."""
    from tracker.tables import write_table

    if out is not None:
        return list(write_table(rows, columns, twins(out)[0].with_suffix("")))
    with TemporaryDirectory() as folder:
        text = write_table(rows, columns, Path(folder) / "table")[0].read_text(encoding="utf-8")
    typer.echo(text, nl=False)
    return []


@contextmanager
def progress(quiet: bool) -> Iterator[Progress]:
    """Show how far the stages of long work are, on stderr and only where someone watches."""
    if quiet or not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<8}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=None)
            bars.update(tasks[stage], completed=done, total=total or None)

        report("loading", 0, 0)
        yield report
