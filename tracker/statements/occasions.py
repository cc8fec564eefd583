"""Dates for statements whose own sentence has none: counted from the event before, or shared with their occasion."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.schema import DatePrecision
from tracker.statements.counting import POINTERS
from tracker.statements.moments import Moment, Place
from tracker.statements.storydays import Company, Occasion, StoryDay, story_day
from tracker.statements.timewords import UNDATED, Dated
from tracker.statements.told import Told

_FRESH = dt.timedelta(days=7)  # an older date is background: it dates the sentence after it alone
_RECENT = dt.timedelta(days=4)  # what stands in one paragraph with an older day need not be of that day
_LATELY = dt.timedelta(days=2)  # what comes before the sentence that names an older day need not be of it
_REPORTED = dt.timedelta(days=3)  # how old a meeting may be for an article to be its report
_OPENING = 150  # tokens with which an article opens
_FIRST = 4  # sentences in which a meeting is what an article is about
_ENOUGH = 2  # signs that make an article the report of what it opens with
_TOLD_OF = 2  # the value of ``heard`` for people that the article has told of
_POINTED_AT = 2  # sentences after which "then" no longer points to a month or a week
_AHEAD = 2  # sentences within which an article comes to the day of what it opens with


@dataclass(frozen=True, slots=True)
class Settled:
    """The date of a statement, and the last day told of before it where no rule found one."""

    dated: Dated
    story: StoryDay | None = None


def settle(
    told: Sequence[Told], published: dt.date | None, evidence: str, moments: Sequence[Moment] = ()
) -> list[Settled]:
    """Return a date for each statement, in order.

    ``moments`` are the days that the article names. A statement without a date of its own takes the first that there
    is of: the day counted from the last one named before it ("the same day", "after the talks"); that of what its
    speaker last said or did, or, where it sums up in the perfect what the article goes on to tell, does next; the day
    that heads the list or the part of the text where it stands; the last day named, where the article tells a story
    day by day; that of the last meeting told of, where it was said to people who had met; and, where that is likely
    enough (see `story_day`), a day of the last few that its paragraph has named for more than another's words, that of
    the meeting that the article opens with and reports, or else the last day named at all, on which its speaker then
    goes on; the day of publication. What was said to one outlet alone is of no occasion but its speaker's, what was
    said again and again of none.
    """
    if published is None:
        return [Settled(UNDATED) for _ in told]
    whole = _last(m for m in moments if m.whole and _is_exact(m))
    standing = whole.dated if whole is not None else Dated(published, DatePrecision.PUBLISHED, evidence)
    named = [*moments, *(_moment(item, item.own) for item in told if item.own.date is not None)]
    scene, company = _scene(told, moments), Company.of(told)
    likely: list[Moment] = []  # weighed: no rule builds on these, what their speakers go on with does
    settled: dict[int, Settled] = {}
    for index in sorted(range(len(told)), key=lambda i: told[i].place.token):
        item, story, weighed = told[index], None, None
        dated = _date(item, moments, named, published)
        undated = dated is None and item.tense != "habit"
        occasion = _occasion(item, moments, scene, published) if undated else None
        if occasion is not None and _day(occasion.moment) == published:
            dated = occasion.moment.dated
        elif undated and whole is None:
            story = story_day(item, moments, published, occasion, company)
            weighed = _of_story(item, moments, likely, published)
            weighed = weighed or (story.dated if story is not None and story.likely else None)
        settled[index] = Settled(dated or weighed or standing, story)
        if dated is not None:
            named.append(_moment(item, dated))
        elif weighed is not None:
            likely.append(_moment(item, weighed))
    return [settled[index] for index in range(len(told))]


def _moment(item: Told, dated: Dated) -> Moment:
    return Moment(item.place, frozenset({item.speaker}), dated)


def _date(item: Told, moments: Sequence[Moment], named: Sequence[Moment], published: dt.date) -> Dated | None:
    if item.own.date is not None:
        return item.own
    if item.tense == "habit":
        return None
    return (
        _counted(item.own, item.place, moments, published)
        or (item.listed if item.tense == "present" else None)  # the tense in which a chronicle is told
        or _of_story(item, moments, named, published)
        or item.listed
        or _of_chapter(item, _chapter(item, moments, published), moments, published)
        or _of_meeting(item, moments, published)
    )


def _of_story(item: Told, moments: Sequence[Moment], named: Sequence[Moment], published: dt.date) -> Dated | None:
    """Return the date of what the speaker last said or did; it ends where the story moves to the next day."""
    start = _chapter(item, moments, published)
    return _of_speaker(item, [m for m in named if m.place.token >= start], published)


def _occasion(item: Told, moments: Sequence[Moment], scene: Moment | None, published: dt.date) -> Occasion | None:
    """Return the occasion that a statement seems to be of, if there is one."""
    return _of_paragraph(item, moments, published) or _of_report(item, moments, scene, published)


def _counted(own: Dated, place: Place, moments: Iterable[Moment], published: dt.date) -> Dated | None:
    """Return the date that lies ``own.shift`` days from the last day named, if that is not in the future.

    Words about a meeting count from the last day of a meeting, where the article tells of any. A day that the
    pluperfect looks back at counts in the sentence after it at most, and in no new paragraph: then the story goes on
    from where it was.
    """
    if own.precision is DatePrecision.MONTH:
        return _same_month(own, moments)
    before = [m for m in moments if m.place.token < own.at and _is_exact(m)]
    last = _last(m for m in before if m.gathering) if own.of_meeting else None
    last = last or _last(m for m in before if not m.background or _is_beside(m, place))
    near = _last(m for m in moments if place.sentence - _POINTED_AT <= m.place.sentence < place.sentence)
    if own.evidence in POINTERS and near is not None and not _is_exact(near):
        return near.dated  # "In May she went to Velm. She said there"; no evening is "the same" as a month
    if last is None or own.shift is None:
        return None
    day = _day(last) + dt.timedelta(days=own.shift)
    return Dated(day, DatePrecision.DAY, f"{own.evidence} ({_day(last)})") if day <= published else None


def _is_beside(moment: Moment, place: Place) -> bool:
    """Tell whether a moment is of a sentence or the one before it, in its paragraph."""
    return moment.place.sentence >= place.sentence - 1 and moment.place.paragraph == place.paragraph


def _same_month(own: Dated, moments: Iterable[Moment]) -> Dated | None:
    """Return the month told of before "the same month"."""
    last = _last(m for m in moments if m.place.token < own.at and m.dated.precision is not DatePrecision.WEEK)
    month = None if last is None else _day(last).replace(day=1)
    return None if month is None else Dated(month, DatePrecision.MONTH, f"{own.evidence} ({month:%Y-%m})")


def _of_speaker(item: Told, named: Iterable[Moment], published: dt.date) -> Dated | None:
    """Return the date of what the speaker last said or did.

    What is told in the present goes on from the sentence before it at most. A recap looks ahead: its day follows. So
    does the day of an attitude with which a speaker is brought in ("Varn wants it reversed. ..., she said on Monday"),
    and, where it is just past, that of anything else ("Varn called it a disgrace. ..., she said on Monday").
    """
    if item.tense == "noun":
        return None
    here, mine = item.place, [m for m in named if item.speaker in m.actors]
    if item.tense == "recap":
        ahead = [m for m in mine if 0 < m.place.sentence - here.sentence <= _AHEAD and _is_exact(m)]
        return min(ahead, key=lambda m: m.place.token).dated if ahead else None
    before = [m for m in mine if m.place.token < here.token]
    fresh = [m for m in before if item.tense != "present" and _day(m) >= published - _FRESH]
    last = _last(fresh) or _last(m for m in before if m.place.sentence == here.sentence - 1)
    if last is None and not before and item.tense in {"past", "present", "modal"}:
        following = [m for m in mine if m.place.sentence == here.sentence + 1 and m.place.paragraph == here.paragraph]
        if item.tense == "past":
            following = [m for m in following if _day(m) >= published - _LATELY]
        last = min(filter(_is_exact, following), key=lambda m: m.place.token, default=None)
    return last.dated if last is not None else None


def _of_paragraph(item: Told, moments: Iterable[Moment], published: dt.date) -> Occasion | None:
    """Return the last day named before a statement, if that is in its paragraph and some days ago at most.

    What happened on a day has its comments then; that somebody spoke on it says nothing of when others did.
    """
    earlier = [m for m in moments if m.place.sentence < item.place.sentence and _is_exact(m)]
    last = _last(m for m in earlier if (m.actors or m.gathering or m.active) and not m.background)
    if item.apart or item.tense != "past" or last is None or last.place.paragraph != item.place.paragraph or last.said:
        return None
    return Occasion("paragraph", last) if _day(last) >= published - _RECENT else None


def _chapter(item: Told, moments: Iterable[Moment], published: dt.date) -> int:
    """Return the token from which the story is that of the day it has come to ("Wednesday began with figs"), or -1.

    In a part of the text that a day heads it is that of the heading.
    """
    if item.listed is not None:
        heads = (m.place.token for m in moments if m.dated == item.listed and m.place.token <= item.place.token)
        return max(heads, default=-1)
    opening = (m for m in moments if m.opens and _is_exact(m) and _day(m) >= published - _FRESH)
    return max((m.place.token for m in opening if m.place.token < item.place.token), default=-1)


def _of_chapter(item: Told, start: int, moments: Iterable[Moment], published: dt.date) -> Dated | None:
    """Return the last day named before a statement where the story, since token ``start``, is told day by day.

    An old day among those of a story told of late is none of the story's.
    """
    if start < 0 or item.apart or item.tense not in {"past", "modal", "other"}:
        return None
    days = [m for m in moments if start <= m.place.token < item.place.token and _is_exact(m) and not m.background]
    last = _last(m for m in days if item.listed is not None or _day(m) >= published - _FRESH)
    return last.dated if last is not None else None


def _of_meeting(item: Told, moments: Iterable[Moment], published: dt.date) -> Dated | None:
    """Return the day of the last meeting told of, for what was said to people who had met."""
    before = _lately(item, moments, published)
    met = _last(m for m in before if m.gathering) if _is_heard(item) else None
    return met.dated if met is not None and _still_goes_on(met, item, before) else None


def _of_report(item: Told, moments: Sequence[Moment], scene: Moment | None, published: dt.date) -> Occasion | None:
    """Return the meeting that an article reports, or else its opening for what was said to people who had met."""
    kind, met = "opening", _opening(moments) if _is_heard(item) else None
    if scene is not None and item.tense in {"past", "modal"} and not item.apart:
        kind, met = "scene", scene
    if met is None or not _still_goes_on(met, item, _lately(item, moments, published)):
        return None
    return Occasion(kind, met)


def _is_heard(item: Told) -> bool:
    return item.heard > 0 and item.tense in {"past", "modal", "other"}


def _lately(item: Told, moments: Iterable[Moment], published: dt.date) -> list[Moment]:
    """Return the last few days told of before a statement."""
    exact = (m for m in moments if _is_exact(m) and _day(m) >= published - _REPORTED)
    return [m for m in exact if m.place.token < item.place.token]


def _still_goes_on(met: Moment, item: Told, before: Sequence[Moment]) -> bool:
    """Tell whether a meeting is one of the days told of, and no later one is, unless those who met are spoken to."""
    return met in before and (item.heard >= _TOLD_OF or all(_day(m) <= _day(met) for m in before))


def _scene(told: Iterable[Told], moments: Iterable[Moment]) -> Moment | None:
    """Return the day of what an article reports as a whole, where it opens with one and is such a report.

    It is where a meeting comes first of all. Elsewhere, a meeting among the first days, each speaker who speaks to
    people who had met, and twice as much one who speaks to those that the article has told of are signs of it.
    """
    opening = _opening(moments)
    if opening is None:
        return None
    heard: dict[str, int] = {}
    for item in told:
        undated = item.own in (UNDATED, opening.dated) and item.place.sentence > opening.place.sentence
        if undated and item.tense == "past":
            heard[item.speaker] = max(item.heard, heard.get(item.speaker, 0))
    first = opening.gathering and opening.place.sentence < _FIRST
    return opening if first or opening.gathering + sum(heard.values()) >= _ENOUGH else None


def _opening(moments: Iterable[Moment]) -> Moment | None:
    """Return the first day that an article tells of, if it opens with it."""
    first = min((m for m in moments if _is_exact(m)), key=lambda m: m.place.token, default=None)
    return first if first is not None and first.place.token < _OPENING else None


def _last(moments: Iterable[Moment]) -> Moment | None:
    return max(moments, key=lambda m: m.place.token, default=None)


def _is_exact(moment: Moment) -> bool:
    return moment.dated.precision is DatePrecision.DAY


def _day(moment: Moment) -> dt.date:
    return moment.dated.date or dt.date.min
