"""Positions over time: where everyone stood on a day, and who moved."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from tracker.schema import Actor, Label, Position

_COUNTS = {Label.SUPPORT: "n_support", Label.CONDITIONAL: "n_conditional", Label.OPPOSE: "n_oppose"}


@dataclass(frozen=True, slots=True)
class AsOf:
    """The latest position of an actor on an axis by a day, ``age_days`` old then."""

    position: Position
    age_days: int


class ChangeStatus(StrEnum):
    """How well a change is borne out."""

    CANDIDATE = "candidate"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Change:
    """An actor who moved on an axis, first seen on ``date``; the ids lead to the statements of both sides.

    A candidate rests on one utterance; ``confirmed_on`` is the day of the second one, None for a candidate.
    """

    actor: Actor
    axis: str
    date: dt.date
    before: Label
    after: Label
    status: ChangeStatus
    confirmed_on: dt.date | None
    before_ids: tuple[str, ...]
    after_ids: tuple[str, ...]


def as_of(positions: Iterable[Position], day: dt.date) -> list[AsOf]:
    """Return the latest position on or before ``day`` per actor and axis, sorted by actor's name and axis.

    A position that is unclear says nothing and never hides an earlier one; an actor with no other is left out.
    """
    histories = _histories(position for position in positions if position.date <= day)
    return [AsOf(history[-1], (day - history[-1].date).days) for history in histories]


def changes(positions: Iterable[Position]) -> list[Change]:
    """Return who moved between support, conditional and oppose, sorted by date, actor's name and axis.

    A move is a candidate until two utterances, on one day or on two, show the new stance with no third stance between
    them; only then is the new stance what the next move is measured against. A return to the old stance leaves the
    candidate as it is and starts its count anew. Neutral and unclear positions neither make nor confirm a move.
    """
    found = [change for history in _histories(positions) for change in _moves(history)]
    return sorted(found, key=lambda change: (change.date, change.actor.name, change.axis, change.actor.id))


def _histories(positions: Iterable[Position]) -> list[list[Position]]:
    """Return the clear positions of each actor and axis in the order of time."""
    histories: dict[tuple[str, str, str], list[Position]] = defaultdict(list)
    for position in sorted(positions, key=lambda position: (position.date, position.statement_ids)):
        if position.stance is not Label.UNCLEAR:
            histories[position.actor.name, position.axis, position.actor.id].append(position)
    return [histories[key] for key in sorted(histories)]


def _moves(history: Iterable[Position]) -> list[Change]:
    """Walk along one history, holding the stance borne out last and the move that is still a candidate."""
    moves: list[Change] = []
    held: Position | None = None
    pending = False
    for position in history:
        if position.stance not in _COUNTS:
            continue
        if held is None or position.stance is held.stance:
            held, pending = position, False
            continue
        if pending and moves[-1].after is position.stance:
            moves[-1] = _confirmed(moves[-1], position)
        else:
            moves.append(_candidate(held, position))
        pending = moves[-1].status is ChangeStatus.CANDIDATE
        held = held if pending else position
    return moves


def _candidate(before: Position, after: Position) -> Change:
    """Note a move; two utterances of one day bear it out at once."""
    move = Change(
        actor=after.actor, axis=after.axis, date=after.date, before=before.stance, after=after.stance,
        status=ChangeStatus.CANDIDATE, confirmed_on=None, before_ids=before.statement_ids, after_ids=(),
    )  # fmt: skip
    if getattr(after, _COUNTS[after.stance]) >= 2:
        return _confirmed(move, after)
    return replace(move, after_ids=after.statement_ids)


def _confirmed(move: Change, position: Position) -> Change:
    """Add what bears a move out."""
    ids = tuple(sorted({*move.after_ids, *position.statement_ids}))
    return replace(move, status=ChangeStatus.CONFIRMED, confirmed_on=position.date, after_ids=ids)
