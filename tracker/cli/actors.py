"""``tracker actors``: who is known, and whom a mention means on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import options
from tracker.cli.output import print_json, print_table
from tracker.errors import InputError

if TYPE_CHECKING:
    from tracker.actors import Registry

app = typer.Typer(help="Look up states, organisations, people and their offices.", no_args_is_help=True)
_LISTED = ("id", "name", "type", "affiliation", "offices")


@app.command()
def find(
    mention: Annotated[str, typer.Argument(metavar="MENTION", show_default=False, help="A name, office or capital.")],
    date: Annotated[
        dt.date | None,
        typer.Option("--date", metavar="DATE", parser=options.day, help="The day; who holds an office depends on it."),
    ] = None,
    actors: options.ActorFiles = None,
    as_json: options.Json = False,
) -> None:
    """Say whom a mention means on a day.

    Also in which role, speaking for whom, and by which rule.
    """
    from tracker.actors import Registry, Resolver

    found = Resolver(Registry.load(tuple(actors or ()))).find(mention, date)
    if as_json:
        print_json(None if found is None else asdict(found))
        return
    if found is None:
        typer.echo(f"{mention!r} means nobody who can be told{f' on {date}' if date else ' without a date'}")
        return
    lines = {
        "actor": f"{found.actor.name} ({found.actor.type})",
        "id": " ".join(filter(None, (found.actor.id, found.actor.wikidata))),
        "role": found.role + (" (speaks for the executive)" if found.executive else ""),
        "affiliation": found.affiliation,
        "rule": f"{found.rule}, confidence {found.confidence:.2f}",
    }
    typer.echo("\n".join(f"{name:<13}{value}" for name, value in lines.items() if value))


@app.command(name="list")
def list_actors(
    state: Annotated[str, typer.Option("--state", metavar="STATE", help="Only of this state (name or id).")] = "",
    role: Annotated[str, typer.Option("--role", metavar="ROLE", help="Only who held it (foreign_minister).")] = "",
    actors: options.ActorFiles = None,
    as_json: options.Json = False,
) -> None:
    """List the actors of the registry with their offices."""
    from tracker.actors import Registry

    registry = Registry.load(tuple(actors or ()))
    wanted = _wanted(registry, state, role)
    rows = [row for row in registry.rows() if row["id"] in wanted]
    if as_json:
        print_json(rows)
        return
    print_table(_LISTED, ([row[column] for column in _LISTED] for row in rows), "no such actor")


def _wanted(registry: Registry, state: str, role: str) -> set[str]:
    """Return the ids of who belongs to a state, held a role, or held that role of that state."""
    from tracker.actors.registry import ROLES

    if role and role not in ROLES:
        raise InputError(f"--role {role}: no such role; known are {', '.join(sorted(ROLES))}")
    names = {actor_id: entry.actor.name.casefold() for actor_id, entry in registry.entries.items()}
    of = {actor_id for actor_id, name in names.items() if not state or state.casefold() in {name, actor_id}}
    if not of:
        raise InputError(f"--state {state}: not in the registry; `tracker actors list` shows the names")
    if role:
        return {office.person for office in registry.offices if office.role == role and office.of in of}
    own = {actor_id for actor_id, entry in registry.entries.items() if entry.state in of}
    return of | own | {office.person for office in registry.offices if office.of in of}
