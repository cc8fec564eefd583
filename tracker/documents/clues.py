"""What the body of a text says about the day it was published, each clue a constraint that a day satisfies or not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from tracker.documents._calendar import (
    MONTH,
    WEEKDAY_NAMES,
    DateMention,
    full_dates,
    is_stamp,
    month_number,
    partial_dates,
)
from tracker.documents.constraints import WAR_START, Clue, around, follows, precedes, same_month, since
from tracker.documents.wardays import WAR_TEXT, war_clues

_WEEKDAY = re.compile(
    r"(?P<lead>\b(?:on|late|early|last|next|this|by|until|from|for)\s+)?\b(?P<day>"
    + "|".join(WEEKDAY_NAMES)
    + r")\b(?P<own>['’]s)?"
)
_PAST = re.compile(
    r"\b(?:said|told|was|were|had|did|announced|accused|warned|rejected|met|called|suggested|reported|added"
    r"|urged|held|came|made|took|"
    r"began|spoke|gave|agreed|signed|voted|approved|pledged|visited|launched|struck|killed|[a-z]{3,}ed)\b",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(?:will|would|is to|are to|is set to|are set to|scheduled|expected to|plans? to|due to|is due|are due"
    r"|ahead of|upcoming|invit(?:e[sd]?|ing)|(?-i:may|might|could|must|can|should)|"
    r"to be held|set for|slated|later this (?:week|month)|tomorrow|to take place|on the eve of|next)\b|['’]ll\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(r"\b(?:is|are)\s+(?:\w+\s+)?\w+ing\b|\btoday\b", re.IGNORECASE)
_REPORTED = re.compile(
    r"\b(?:reported|said|told|announced|wrote|confirmed|stated|posted|declared)\s+(?:\w+\s+){0,4}?(?:on|late"
    r"|early)?\s*$",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"^[A-Z][A-Z .,'/-]{2,40}(?:\([A-Za-z .]+\))?[,\s–—-]*(?:[A-Z][a-z]+[.,]?\s*)?$")
_LATER_THIS_MONTH = re.compile(rf"\blater this month\b[^\n]{{0,200}}?\b({MONTH})\s+(\d{{1,2}})\b", re.IGNORECASE)
_MONTH_YEAR = re.compile(
    rf"\b(?:in|since|of|from|last)\s+(?:early |late |mid-)?({MONTH})(?:\s+of)?,?\s+(20[0-4]\d)\b", re.IGNORECASE
)
_IN_YEAR = re.compile(r"\b(?:in|since|of|during|late|early)\s+(20[0-4]\d)\b(?!\s*(?:deadline|target))", re.IGNORECASE)
_VAGUE_LEADS = frozenset({"last", "next", "by", "until", "from"})
_TOP_CHARS = 700
_MOST_CANDIDATE_YEARS = 8


def body_clues(text: str) -> list[Clue]:
    """Return the clues of ``text``, the same clue once however often it is said."""
    clues: dict[str, Clue] = {}
    years = _likely_years(text)
    for clue in (
        *_full(text),
        *_partial(text, years),
        *_weekdays(text),
        *war_clues(text),
        *_later_this_month(text),
        *_year(text),
    ):
        name = " ".join(clue.text.split()).rstrip(",")
        if name not in clues or clues[name].weight < clue.weight:
            clues[name] = replace(clue, text=name)
    return list(clues.values())


def candidate_days(clues: list[Clue]) -> Iterator[dt.date]:
    """Yield the days that the clues themselves propose."""
    for clue in clues:
        yield from clue.days


def _sentence(text: str, start: int, end: int) -> str:
    """Return the clause around a range: to the next full stop or line end, abbreviations of months not counted."""
    left = max(
        (
            m.end()
            for m in re.finditer(r"(?<=[a-z”\"’)])[.!?][”\"’]?\s+(?=[A-Z“\"])|\n", text[max(0, start - 300) : start])
        ),
        default=0,
    )
    right = re.search(r"(?<=[a-z”\"’)\d])[.!?][”\"’]?(?:\s|$)|\n", text[end : end + 300])
    return text[max(0, start - 300) + left : end + (right.start() if right else 300)]


def _tense(text: str, start: int, end: int) -> str:
    """Return past, present, future or an empty string for the clause of a date, judged by what stands nearest."""
    clause = _sentence(text, start, end)
    at = clause.find(text[start:end])
    right = re.split(r"[,;]", clause[at + (end - start) :], maxsplit=1)[0]
    near = clause[max(0, at - 90) : at + (end - start)] + right[:70]
    centre = near.find(text[start:end])
    best = ("", 10_000)
    for name, pattern in (("future", _FUTURE), ("present", _PRESENT), ("past", _PAST)):
        for match in pattern.finditer(near):
            distance = centre - match.end() if match.end() <= centre else (match.start() - centre) * 2
            best = min(best, (name, distance), key=lambda pair: pair[1])
    return best[0]


def _full(text: str) -> Iterator[Clue]:
    """Yield one clue per full date: what a text tells of has happened; what it announces has not."""
    for mention in full_dates(text):
        day = mention.day
        if day is None or day == WAR_START or is_stamp(_line(text, mention)):
            continue
        future = _tense(text, mention.start, mention.end) == "future"
        top = mention.start < _TOP_CHARS
        lead = text[max(0, mention.start - 60) : mention.start]
        told = mention.weekday == day.weekday() or bool(_REPORTED.search(lead.rsplit("\n", 1)[-1]))
        weight = (2.5 if top else 1.5) if told else 1.2 if top else 0.8
        if future:
            yield Clue(mention.text, weight, precedes(day))
        else:
            yield Clue(mention.text, weight, follows(day), around(day, 0, 7), anchors=told, pins=True)


def _line(text: str, mention: DateMention) -> str:
    end = text.find("\n", mention.end)
    return text[text.rfind("\n", 0, mention.start) + 1 : end if end >= 0 else len(text)]


def _partial(text: str, years: tuple[int, ...]) -> Iterator[Clue]:
    for mention in partial_dates(text):
        tense = _tense(text, mention.start, mention.end)
        before = text[text.rfind("\n", 0, mention.start) + 1 : mention.start]
        reported = bool(_REPORTED.search(before[-60:]) or _DATELINE.match(before))
        weight = 2.0 if reported else 1.2 if mention.start < _TOP_CHARS else 0.8
        candidates = years if tense != "future" else ()
        days = tuple(day for year in candidates for start in _on(mention, year) for day in around(start, 0, 3))
        yield Clue(mention.text, weight, _month_day(mention, tense, reported), days, pins=True)
        if mention.weekday is not None:
            yield Clue(f"{mention.text} on that weekday", 2.0, _weekday_fits(mention), anchors=True)


def _on(mention: DateMention, year: int) -> tuple[dt.date, ...]:
    try:
        return (dt.date(year, mention.month, mention.day_of_month),)
    except ValueError:
        return ()


def _nearest(mention: DateMention, candidate: dt.date) -> int:
    """Return the days from the nearest such month and day to ``candidate``; negative where it is yet to come."""
    gaps = [
        (candidate - day).days
        for year in (candidate.year - 1, candidate.year, candidate.year + 1)
        for day in _on(mention, year)
    ]
    return min(gaps, key=abs, default=400)


def _month_day(mention: DateMention, tense: str, reported: bool) -> Callable[[dt.date], float]:
    def score(candidate: dt.date) -> float:
        gap = _nearest(mention, candidate)
        if tense == "future" and not reported:
            return (1.0 if gap >= -14 else 0.7 if gap >= -45 else 0.2) if gap < 0 else 0.4 if gap == 0 else -0.3
        if reported:
            return 1.0 if gap == 0 else 0.7 if gap == 1 else 0.3 if 0 < gap <= 7 else 0.1 if gap > 0 else -0.7
        if gap < 0:
            return -0.3 if tense == "past" else 0.4 if gap >= -14 else 0.0
        return 1.0 if gap <= 7 else 0.8 if gap <= 31 else 0.3 if gap <= 120 else 0.0

    return score


def _weekday_fits(mention: DateMention) -> Callable[[dt.date], float]:
    def score(candidate: dt.date) -> float:
        gap = _nearest(mention, candidate)
        return 1.0 if (candidate - dt.timedelta(days=gap)).weekday() == mention.weekday else -0.5

    return score


def _weekdays(text: str) -> Iterator[Clue]:
    dated = [(m.start, m.end) for m in (*full_dates(text), *partial_dates(text))]
    for match in _WEEKDAY.finditer(text):
        lead = (match["lead"] or "").strip().lower()
        if lead in _VAGUE_LEADS or any(start <= match.start("day") < end for start, end in dated):
            continue
        tense = _tense(text, match.start("day"), match.end("day"))
        if tense:
            weekday = WEEKDAY_NAMES.index(match["day"])
            label = f"{'will ... ' if tense == 'future' else ''}{(lead + ' ' if lead else '')}{match['day']}"
            yield Clue(label, 1.5 if match.start() < _TOP_CHARS else 1.0, _weekday(weekday, tense))


_GAP_SCORES = {
    "past": (1.0, 0.75, 0.4, 0.25, 0.1, 0.0, -0.1),
    "present": (1.0, 0.4, 0.0, 0.0, 0.0, 0.2, 0.6),
    "future": (0.4, 0.0, 0.3, 0.5, 0.7, 0.9, 1.0),
}


def _weekday(weekday: int, tense: str) -> Callable[[dt.date], float]:
    """Rate a day by how many days after the named weekday it falls."""
    return lambda candidate: _GAP_SCORES[tense][(candidate.weekday() - weekday) % 7]


def _later_this_month(text: str) -> Iterator[Clue]:
    for match in _LATER_THIS_MONTH.finditer(text):
        month, day = month_number(match[1]), int(match[2])
        yield Clue(f"later this month ... {match[1]} {match[2]}", 1.5, same_month(month, day))


def _year(text: str) -> Iterator[Clue]:
    """Yield the latest month or year the text looks back on: it was not written before, and seldom long after."""
    days = [dt.date(int(m[2]), month_number(m[1]), 1) for m in _MONTH_YEAR.finditer(text)]
    if days:
        latest = max(days)
        yield Clue(f"{latest:%B %Y}", 0.8, since(latest))
    years = [int(m[1]) for m in _IN_YEAR.finditer(text) if _tense(text, m.start(1), m.end(1)) != "future"]
    if years:
        yield Clue(f"in {max(years)}", 0.8, since(dt.date(max(years), 1, 1)))


def _likely_years(text: str) -> tuple[int, ...]:
    """Return the years a bare "March 5" may belong to: those the text names or implies, and the one after each."""
    named = {m.day.year for m in full_dates(text) if m.day and m.day != WAR_START}
    named |= {int(m[2]) for m in _MONTH_YEAR.finditer(text)} | {int(m[1]) for m in _IN_YEAR.finditer(text)}
    if WAR_TEXT.search(text):
        named |= {day.year for clue in war_clues(text) for day in clue.days}
        if any(m.weekday is not None for m in partial_dates(text)) and re.search(
            r"\b(?:full-scale )?invasion|war\b", text
        ):
            named |= set(range(WAR_START.year, dt.datetime.now(tz=dt.UTC).year + 1))
    years = sorted({year + n for year in named for n in (0, 1)}, reverse=True)
    return tuple(years[:_MOST_CANDIDATE_YEARS])
