"""Whether an undated statement is of a day that its article has told of, or of publication: learned.

Reporters tell what was said on a day without naming it again. The rules of `tracker.statements.occasions` take the
plain cases and say which occasion another seems to be of; whether it is of that day, or of the last day told of, is
weighed here, by a logistic regression on how the statement is told, where it stands, and what the article tells of
that day. The weights stand in ``storydays.json``; ``models/recipes/story_days.py`` fits them on labelled articles.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tracker.schema import DatePrecision
from tracker.statements.moments import Moment
from tracker.statements.timewords import Dated
from tracker.statements.told import Told
from tracker.weighing import share

WEIGHTS = "storydays.json"
LIKELY = 0.5
BRIEF = 150  # tokens below which an article has no story that goes on for a day
_FRESH = 7  # days after which a day is no longer the story's
_OPENING = 150  # tokens with which an article opens
_FAR = 20  # sentences beyond which it makes no difference how many there are
_MANY = 4  # days told of beyond which it makes no difference how many there are
_LATELY = 4  # days
_LONG = 600  # tokens beyond which it makes no difference how long an article is
_CROWD = 10  # speakers beyond which it makes no difference how many there are


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a statement seems to be of, and by which rule: its paragraph's day, the scene, the opening."""

    kind: str
    moment: Moment


@dataclass(frozen=True, slots=True)
class Company:
    """Among whom a statement stands: how many speak in its article, and which share of what is told was heard there."""

    speakers: int
    heard: float

    @classmethod
    def of(cls, told: Sequence[Told]) -> Company:
        """Return that of all statements of an article."""
        return cls(len({item.speaker for item in told}), sum(item.heard > 0 for item in told) / max(1, len(told)))


@dataclass(frozen=True, slots=True)
class StoryDay:
    """A day told of before a statement, what is known of the two, and the chance that the statement is of that day."""

    dated: Dated
    known: Mapping[str, float]
    chance: float

    @property
    def likely(self) -> bool:
        """Tell whether the statement is taken to be of that day."""
        return self.chance > LIKELY


def story_day(
    item: Told, moments: Sequence[Moment], published: dt.date, occasion: Occasion | None, company: Company
) -> StoryDay | None:
    """Return the day of a statement's occasion, or else the last day told of before it; None where there is none.

    What was said again and again is of no day, what was said to one outlet alone of no occasion but its own; an article
    of a few sentences tells of several things rather than one story.
    """
    days = [m for m in moments if m.dated.precision is DatePrecision.DAY and m.dated.date is not None]
    before = [m for m in days if m.place.token < item.place.token and not m.background]
    if occasion is None and (item.tense == "habit" or item.apart or item.length < BRIEF or not before):
        return None
    last = occasion.moment if occasion is not None else max(before, key=lambda m: m.place.token)
    assert last.dated.date is not None
    gap = (published - last.dated.date).days
    if not 0 < gap <= _FRESH:
        return None
    known = _known(item, last, before, days, published) | _company(item, occasion, company)
    known = {name: value for name, value in known.items() if value}
    return StoryDay(last.dated, known, share(known, weights()))


def _company(item: Told, occasion: Occasion | None, company: Company) -> dict[str, float]:
    """Return what is known of the occasion of a statement and of those who speak beside it."""
    kind = occasion.kind if occasion is not None else "none"
    speakers = min(_CROWD, company.speakers) / _CROWD
    return {
        f"occasion {kind}": 1.0,
        f"occasion {kind}, heard": company.heard,
        f"occasion {kind}, speakers": speakers,
        f"occasion {kind}, length": min(_LONG, item.length) / _LONG,
    }


def _known(
    item: Told, last: Moment, before: Sequence[Moment], days: Sequence[Moment], published: dt.date
) -> dict[str, float]:
    """Return what is known of a statement and the ``last`` of the days told ``before`` it."""
    here, there = item.place, last.place
    assert last.dated.date is not None
    gap = (published - last.dated.date).days
    first = min(days, key=lambda m: m.place.token)
    told = {m.dated.date for m in before}
    coming = {m.dated.date for m in days if m.place.token > here.token}
    printed = [m.place.token > here.token for m in days if m.dated.date == published]
    kind = "said" if last.said else "meeting" if last.gathering else "active" if last.active else "other"
    further = here.paragraph - there.paragraph
    return {
        "constant": 1.0,
        f"tense {item.tense}": 1.0,
        f"evidence {item.evidence}": 1.0,
        f"ago {'1' if gap == 1 else '2-4' if gap <= _LATELY else '5-7'}": 1.0,
        f"paragraph {'same' if further == 0 else 'next' if further == 1 else 'further'}": 1.0,
        f"kind {kind}": 1.0,
        "sentence before": float(there.sentence == here.sentence - 1),
        "distance": min(_FAR, here.sentence - there.sentence) / _FAR,
        "depth": item.depth,
        "heard": float(item.heard),
        "only day": float(len(told) == 1),
        "days before": min(_MANY, len(told)) / _MANY,
        "days after": min(_MANY, len(coming)) / _MANY,
        "named often": min(_MANY, sum(m.dated.date == last.dated.date for m in days)) / _MANY,
        "opening": float(first.dated.date == last.dated.date and first.place.token < _OPENING),
        "starts": float(last.opens),
        "printing before": float(False in printed),
        "printing after": float(True in printed),
    }


@cache
def weights() -> Mapping[str, float]:
    """Return the shipped weights by name."""
    found: dict[str, float] = json.loads(files(__package__).joinpath(WEIGHTS).read_text(encoding="utf-8"))
    return found
