"""Dates for statements whose own sentence has none: counted from the event before, or shared with their occasion."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.schema import DatePrecision, Evidence
from tracker.statements.timing import UNDATED, Dated

_SPOKEN = frozenset({Evidence.DIRECT, Evidence.INDIRECT, Evidence.SPEECH_ACT, Evidence.EMBEDDED})
_FRESH = dt.timedelta(days=7)  # an older date is background: it dates its own paragraph alone


@dataclass(frozen=True, slots=True)
class Told:
    """What dating needs of a statement: where it stands, who speaks, how it is known, and its own date."""

    start: int
    speaker: str
    evidence: Evidence
    own: Dated


def settle(told: Sequence[Told], published: dt.date | None, evidence: str) -> list[Dated]:
    """Return a date for each statement, in order.

    A statement without a date of its own takes, in this order: the date counted from the last dated statement before
    it ("the same day"); that of its speaker's last statement; the day of publication. Acts of states take the last
    alone: that one state armed somebody on Friday does not date another's vote. Neither the day that the lead names
    nor that of the statement before dates what other speakers say: on labelled articles that loses more than it finds.
    """
    if published is None:
        return [UNDATED for _ in told]
    standing = Dated(published, DatePrecision.PUBLISHED, evidence)
    settled: dict[int, Dated] = {}
    for index in sorted(range(len(told)), key=lambda i: told[i].start):
        earlier = [(told[i], settled[i]) for i in settled if settled[i] is not standing]
        settled[index] = _date(told[index], earlier, published, standing)
    return [settled[index] for index in range(len(told))]


def _date(item: Told, earlier: Sequence[tuple[Told, Dated]], published: dt.date, standing: Dated) -> Dated:
    if item.own.date is not None:
        return item.own
    if item.own.shift is not None:
        return _counted(item.own, earlier, published) or standing
    if item.evidence not in _SPOKEN:
        return standing
    fresh = [(told, dated) for told, dated in earlier if dated.date is not None and dated.date >= published - _FRESH]
    same_speaker = [dated for told, dated in fresh if told.speaker == item.speaker]
    return same_speaker[-1] if same_speaker else standing


def _counted(own: Dated, earlier: Sequence[tuple[Told, Dated]], published: dt.date) -> Dated | None:
    """Return the date that lies ``own.shift`` days from the last dated statement, if that is not in the future."""
    days = [dated.date for _, dated in earlier if dated.date is not None and dated.precision is DatePrecision.DAY]
    if not days or own.shift is None:
        return None
    day = days[-1] + dt.timedelta(days=own.shift)
    return Dated(day, DatePrecision.DAY, f"{own.evidence} ({days[-1]})") if day <= published else None
