"""Whether a statement that no rule dates is of the last day that its article has told of, or of publication: learned.

Reporters tell what was said on a day without naming it again. The rules of `tracker.statements.occasions` take the
plain cases; what they leave is weighed here, by a logistic regression on how the statement is told, where it stands,
and what the article tells of that day. The weights stand in ``storydays.json``; ``models/recipes/story_days.py`` fits
them on labelled articles.
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
LIKELY = 0.45  # below one half: the rules were written on the articles that the weights are fitted on
BRIEF = 150  # tokens below which an article has no story that goes on for a day
_FRESH = 7  # days after which a day is no longer the story's
_OPENING = 150  # tokens with which an article opens
_FAR = 20  # sentences beyond which it makes no difference how many there are
_MANY = 4  # days told of beyond which it makes no difference how many there are
_LATELY = 4  # days


@dataclass(frozen=True, slots=True)
class StoryDay:
    """The last day told of before a statement, what is known of the two, and the chance that it is of that day."""

    dated: Dated
    known: Mapping[str, float]
    chance: float

    @property
    def likely(self) -> bool:
        """Tell whether the statement is taken to be of that day."""
        return self.chance > LIKELY


def story_day(item: Told, moments: Sequence[Moment], published: dt.date) -> StoryDay | None:
    """Return the last day told of before a statement; None where there is none that it could be of.

    What was said again and again is of no day, what was said to one outlet alone of no occasion but its own; an article
    of a few sentences tells of several things rather than one story.
    """
    days = [m for m in moments if m.dated.precision is DatePrecision.DAY and m.dated.date is not None]
    before = [m for m in days if m.place.token < item.place.token and not m.background]
    if item.tense == "habit" or item.apart or item.brief or not before:
        return None
    last = max(before, key=lambda m: m.place.token)
    assert last.dated.date is not None
    gap = (published - last.dated.date).days
    if not 0 < gap <= _FRESH:
        return None
    known = {name: value for name, value in _known(item, last, before, days, published).items() if value}
    return StoryDay(last.dated, known, share(known, weights()))


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
