"""The commands put together, and the one place where errors become exit codes."""

from __future__ import annotations

from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from tracker import __version__
from tracker.cli import actors, axes, classify, evaluate, labels, models, positions, show, stance, statements, train
from tracker.cli.output import complain
from tracker.errors import TrackerError

EPILOG = (
    "Exit codes: 0 done; 1 unexpected error; 2 bad input or usage; 3 an optional part is not installed; "
    "4 nothing could be read (every input was left out); 5 a trained model is no better than its base; 130 interrupted."
)
_USERS_FAULT = (FileNotFoundError, FileExistsError, NotADirectoryError, IsADirectoryError, PermissionError)


class ExitCodes(TyperGroup):
    """A group of commands that reports errors in one line and ends with their exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command chosen."""
        try:
            return super().invoke(ctx)
        except TrackerError as error:
            _stop(str(error), error.exit_code)
        except _USERS_FAULT as error:
            _stop(f"{error.filename}: {error.strerror}; check the path and its permissions", 2)
        except KeyboardInterrupt:
            _stop("interrupted; the same command goes on where it stopped", 130)


def _stop(message: str, code: int) -> NoReturn:
    complain(message)
    raise typer.Exit(code)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"tracker {__version__}")
        raise typer.Exit


app = typer.Typer(
    cls=ExitCodes, name="tracker", epilog=EPILOG, no_args_is_help=True, pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Who stands where on a policy, since when, on what evidence: news articles in, tables of positions out."""


app.command()(classify.classify)
app.command()(statements.statements)
app.command()(stance.stance)
app.command()(positions.positions)
app.command()(show.show)
app.command()(evaluate.evaluate)
app.command()(train.train)
app.add_typer(actors.app, name="actors")
app.add_typer(axes.app, name="axes")
app.add_typer(labels.app, name="labels")
app.add_typer(models.app, name="models")
