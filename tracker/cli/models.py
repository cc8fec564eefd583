"""``tracker models``: what is installed, what it is, and whether it is whole and still answers well."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli import options
from tracker.cli.output import print_json, print_table

if TYPE_CHECKING:
    from tracker.engine.installed import Verified

app = typer.Typer(help="Look at the models that are installed, and check them.", no_args_is_help=True)
_NAME = "Name of an installed model, or a model folder."


@app.command(name="list")
def list_models(as_json: options.Json = False) -> None:
    """List the embedded models and the parser's."""
    from tracker.engine.installed import installed

    found = installed()
    if as_json:
        print_json([{"name": m.name, "kind": m.kind, "bytes": m.size, "path": str(m.path)} for m in found])
        return
    rows = ([model.name, model.kind, _bytes(model.size), str(model.path)] for model in found)
    print_table(("name", "kind", "size", "path"), rows, "no model is installed")


@app.command()
def info(
    name: Annotated[str, typer.Argument(metavar="NAME_OR_DIR", show_default=False, help=_NAME)],
    as_json: options.Json = False,
) -> None:
    """Show a model's card, files, configuration and calibration."""
    from tracker.engine.installed import find
    from tracker.engine.installed import info as told

    values = told(find(name))
    if as_json:
        print_json(values)
        return
    typer.echo(f"{values['name']}  {values['kind']}, {_bytes(values['bytes'])}\n{values['path']}\n")
    for file, size in values["files"].items():
        typer.echo(f"  {file}  {_bytes(size)}")
    for part in ("config", "calibration"):
        if values[part] is not None:
            typer.echo(f"\n{part}: {_short(values[part])}")
    if values["card"]:
        typer.echo(f"\n{values['card'].rstrip()}")


@app.command()
def verify(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="NAME_OR_DIR", show_default=False, help=f"{_NAME} Default: all.")
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Compare every file with its recorded SHA-256.

    Each model is asked what it must know; a fault is exit code 2.
    """
    from tracker.engine.installed import find, installed
    from tracker.engine.installed import verify as verified

    models = [find(name) for name in names] if names else installed()
    found = [verified(model) for model in models]
    if as_json:
        print_json([{**asdict(result), "ok": result.ok} for result in found])
    else:
        for result in found:
            _tell(result)
    if not found or not all(result.ok for result in found):
        raise typer.Exit(2)


def _tell(result: Verified) -> None:
    for problem in result.problems:
        typer.echo(f"error: {problem}", err=True)
    wrong = [answer for answer in result.answers if answer.found != answer.expected]
    for answer in wrong:
        typer.echo(f"error: {answer.question}: should be {answer.expected}, is {answer.found or 'nothing'}", err=True)
    right = len(result.answers) - len(wrong)
    if result.ok:
        asked = f"{right} of {len(result.answers)} answers right" if result.answers else "no smoke test for its kind"
        typer.echo(f"{result.name}  ok: {result.files} files as recorded, {asked}")
    elif not result.recorded:
        told = "its files cannot be checked; `sha256sum` with their names, run in its folder, records what they are now"
        typer.echo(f"{result.name}  no record: {told}", err=True)
    elif result.problems:
        typer.echo(f"{result.name}  NOT what was recorded; install it again", err=True)
    else:
        told = f"{right} of {len(result.answers)} answers right"
        typer.echo(f"{result.name}  files as recorded, but only {told}", err=True)


def _bytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 50_000 else f"{size / 1e3:.1f} kB"


def _short(value: Any, longest: int = 1500) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= longest else f"{text[:longest]} … (all of it: --json)"
