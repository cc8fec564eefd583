"""Constraints on a day of publication, and the scoring functions they are made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

WAR_START = dt.date(2022, 2, 24)


@dataclass(frozen=True, slots=True)
class Clue:
    """A constraint: ``score`` rates a day in [-1, 1]; ``days`` are candidates; ``anchors`` if it can tell a year.

    ``pins`` says that the clue names a day, and not only a stretch of time.
    """

    text: str
    weight: float
    score: Callable[[dt.date], float]
    days: tuple[dt.date, ...] = ()
    anchors: bool = False
    pins: bool = False


def around(day: dt.date, before: int, after: int) -> tuple[dt.date, ...]:
    """Return the days from ``before`` days before ``day`` to ``after`` days after it."""
    return tuple(day + dt.timedelta(days=n) for n in range(-before, after + 1))


def follows(day: dt.date) -> Callable[[dt.date], float]:
    """Rate days by how soon they follow ``day``; none comes before what it tells of."""

    def score(candidate: dt.date) -> float:
        gap = (candidate - day).days
        if gap < 0:
            return -1.0
        return 1.0 - 0.02 * gap if gap <= 7 else 0.6 if gap <= 31 else 0.3 if gap <= 366 else 0.1

    return score


def precedes(day: dt.date) -> Callable[[dt.date], float]:
    """Rate days by how shortly they precede ``day``."""

    def score(candidate: dt.date) -> float:
        gap = (day - candidate).days
        return -0.5 if gap < 0 else 1.0 if gap <= 14 else 0.6 if gap <= 62 else 0.3

    return score


def within(day: dt.date, before: int, after: int) -> Callable[[dt.date], float]:
    """Rate 1 on the day, nearly as much in the range around it, and less the farther outside."""

    def score(candidate: dt.date) -> float:
        gap = (candidate - day).days
        if gap == 0:
            return 1.0
        if -before <= gap <= after:
            return 0.95 if before + after > 5 else 0.6
        outside = (-before - gap) if gap < 0 else gap - after
        return max(-0.5, 0.5 - 0.25 * outside / max(2, before + after))

    return score


def same_month(month: int, day: int) -> Callable[[dt.date], float]:
    """Rate 1 what lies in ``month`` before its ``day``."""
    return lambda candidate: 1.0 if candidate.month == month and candidate.day < day else -0.5


def since(day: dt.date) -> Callable[[dt.date], float]:
    """Rate days from ``day`` on, the first year most."""

    def score(candidate: dt.date) -> float:
        gap = (candidate - day).days
        return -1.0 if gap < 0 else 1.0 if gap <= 366 else 0.5 if gap <= 731 else 0.0

    return score
