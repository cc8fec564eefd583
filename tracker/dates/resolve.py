"""Resolve a time expression against the day it is spoken from; calendar arithmetic only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Literal

from tracker.dates.find import TimeExpression
from tracker.schema import DatePrecision

Tense = Literal["past", "present", "future"]
Resolved = tuple[dt.date, DatePrecision]

_TOLERANCE = dt.timedelta(days=2)  # time zones, and pages stamped before their last edit
_SUNDAY = 6
_NEAR = 3  # a day of the year that lies so many times nearer ahead than behind is one to come


def shift(day: dt.date, *, days: int = 0, weeks: int = 0, months: int = 0) -> dt.date:
    """Return ``day`` moved by whole months (kept inside the month it lands in), then by weeks and days."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    if months:
        first = dt.date(year, month0 + 1, 1)
        last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
        day = first.replace(day=min(day.day, last.day))
    return day + dt.timedelta(days=days, weeks=weeks)


def resolve(expression: TimeExpression, published: dt.date, *, tense: Tense = "past") -> Resolved | None:
    """Return the day (or the first day of the week or month) that an expression names, and how exact that is.

    ``published`` is the day the words are spoken from: the publication date, or the date of the event that "two days
    later" follows. ``tense`` is that of the verb: in the past tense the answer never lies after ``published`` (by two
    days at most for a day of a month), in the future tense never wholly before it; the present reads a weekday as the
    past does and lets "tomorrow" stand. A bare weekday may be the publication day itself in every tense. A week is
    dated by its Monday, a weekend by its Saturday (precision week), a month by its first day. None: the words name no
    point in time, one coarser than a month, or one on the wrong side. A deadline ("by Friday") is for the future only.
    """
    future = tense == "future"
    reader = _READERS.get(expression.kind)
    if reader is None or (expression.bound and not (expression.bound == "by" and future)):
        return None
    if expression.kind in {"day", "week", "month"} and expression.part == ("earlier" if future else "later"):
        return None
    resolved = reader(expression, published, future)
    if resolved is None or tense == "present":
        return resolved
    return resolved if _on_side(resolved, expression.kind, published, future) else None


def _on_side(resolved: Resolved, kind: str, published: dt.date, future: bool) -> bool:
    """Tell whether a date lies where the tense of the verb says."""
    day, precision = resolved
    if not future:
        return day <= published + (_TOLERANCE if kind == "date" else dt.timedelta())
    if precision is DatePrecision.MONTH:
        return shift(day, months=1) > published
    length = {"week": 7, "weekend": 2}.get(kind, 1)
    return shift(day, days=length) > published


def _on_or_before(day: dt.date, weekday: int) -> dt.date:
    """Return the latest such weekday that is not after ``day``."""
    return shift(day, days=-((day.weekday() - weekday) % 7))


def _read_day(expression: TimeExpression, published: dt.date, future: bool) -> Resolved:
    """Yesterday, two days ago."""
    return shift(published, days=expression.shift or 0), DatePrecision.DAY


def _read_weekday(expression: TimeExpression, published: dt.date, future: bool) -> Resolved:
    """On Wednesday, last Friday, next Tuesday, Monday last week."""
    weekday = expression.weekday or 0
    if expression.shift is not None:  # "next Tuesday" is the one of the next calendar week
        day = shift(_on_or_before(published, 0), weeks=expression.shift, days=weekday)
    elif expression.which in {"last", "past", "previous"}:
        day = _on_or_before(shift(published, days=-1), weekday)
    elif expression.which in {"coming", "following"}:
        day = _on_or_before(shift(published, weeks=1), weekday)
    else:
        day = _on_or_before(shift(published, days=6) if future else published, weekday)
    return day, DatePrecision.DAY


def _read_week(expression: TimeExpression, published: dt.date, future: bool) -> Resolved:
    """Last week, three weeks ago. On a Sunday last week is the one that ends, as Sunday papers have it."""
    weeks = 0 if expression.shift == -1 and published.weekday() == _SUNDAY else expression.shift or 0
    return shift(_on_or_before(published, 0), weeks=weeks), DatePrecision.WEEK


def _read_weekend(expression: TimeExpression, published: dt.date, future: bool) -> Resolved:
    """Over the weekend, last weekend, next weekend."""
    saturday = shift(_on_or_before(published, 0), days=5)
    if expression.which in {"next", "following"}:
        saturday = shift(saturday, weeks=1)
    elif expression.which in {"last", "previous"}:
        saturday = shift(saturday, weeks=-1)
    elif expression.which == "past" or not future:
        saturday = _on_or_before(published, 5)
    return saturday, DatePrecision.WEEK


def _read_month(expression: TimeExpression, published: dt.date, future: bool) -> Resolved | None:
    """Last month, in March, last March, in March 2023, two months ago."""
    this = published.replace(day=1)
    if expression.month is None:
        return shift(this, months=expression.shift or 0), DatePrecision.MONTH
    year = _said_year(expression, published)
    if year is None:
        after = expression.which == "next" or (future and expression.which != "last")
        strict = expression.which in {"last", "next"}
        ahead = (expression.month - this.month) % 12
        bare = not expression.which and not expression.text.lower().startswith("as ")
        if not future and bare and 0 < _NEAR * ahead < 12 - ahead:
            return None  # "in May", said in April, is a plan; "as late as May" is not
        distance = ahead if after else -((this.month - expression.month) % 12)
        distance += (0 if distance or not strict else 12 if after else -12)
        return shift(this, months=distance), DatePrecision.MONTH
    return dt.date(year, expression.month, 1), DatePrecision.MONTH


def _read_date(expression: TimeExpression, published: dt.date, future: bool) -> Resolved | None:
    """Feb. 26; 26 February 2024; on the 26th. A weekday that goes with it helps to choose the year."""
    days = _possible_days(expression, published)
    if _said_year(expression, published) is None:
        days = [day for day in days if day.weekday() == expression.weekday] or days
        ahead = [day for day in days if day > published + _TOLERANCE]
        days = [day for day in days if (day >= published if future else day <= published + _TOLERANCE)]
        if not future and days and ahead and _NEAR * (min(ahead) - published) < published - max(days):
            return None
    return ((min if future else max)(days), DatePrecision.DAY) if days else None


def _possible_days(expression: TimeExpression, published: dt.date) -> list[dt.date]:
    """Return the days that a date could mean: one if its year is named, else those of the years or months around."""
    year, month = _said_year(expression, published), expression.month
    if month is None:
        firsts = [shift(published.replace(day=1), months=distance) for distance in range(-12, 13)]
    elif year is None:
        firsts = [dt.date(published.year + distance, month, 1) for distance in range(-8, 9)]
    else:
        firsts = [dt.date(year, month, 1)]
    days = [shift(first, days=(expression.day or 1) - 1) for first in firsts]
    return [day for first, day in zip(firsts, days, strict=True) if day.month == first.month]


def _said_year(expression: TimeExpression, published: dt.date) -> int | None:
    """Return the year that an expression names, in digits or as "last year"."""
    if expression.year_shift is not None:
        return published.year + expression.year_shift
    return expression.year


_READERS: dict[str, Callable[[TimeExpression, dt.date, bool], Resolved | None]] = {
    "day": _read_day, "weekday": _read_weekday, "week": _read_week, "weekend": _read_weekend, "month": _read_month,
    "date": _read_date,
}  # fmt: skip
