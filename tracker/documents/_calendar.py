"""English names of months and weekdays, and how calendar dates are written out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            ("monday", "mon"),
            ("tuesday", "tues", "tue"),
            ("wednesday", "wed"),
            ("thursday", "thurs", "thu"),
            ("friday", "fri"),
            ("saturday", "sat"),
            ("sunday", "sun"),
        )
    )
    for name in names
}
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

MONTH = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?|aug(?:ust|\.)?"
    r"|sept?(?:ember|\.)?|"
    r"oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:19[89]\d|20[0-4]\d)"
_NAMES_YEAR = re.compile(_YEAR)
_FULL = re.compile(
    rf"(?:\b(?P<wd>{WEEKDAY}),?\s+(?:the\s+)?)?(?:\b(?P<m1>{MONTH})\s*(?P<d1>{_DAY})(?:st|nd|rd"
    rf"|th)?,?\s+(?P<y1>{_YEAR})\b"
    rf"|\b(?P<d2>{_DAY})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<m2>{MONTH}),?[\s-]+(?P<y2>{_YEAR})\b"
    rf"|\b(?P<y3>{_YEAR})-(?P<m3>0\d|1[0-2])-(?P<d3>[0-3]\d)(?!\d)"
    rf"|\b(?P<a>\d{{1,2}})(?P<sep>[./])(?P<b>\d{{1,2}})(?P=sep)(?P<y4>{_YEAR})\b)",
    re.IGNORECASE,
)
_PARTIAL = re.compile(
    rf"(?:\b(?P<wd>{WEEKDAY}),?\s+(?:the\s+)?)?(?:\b(?P<m1>{MONTH})\s+(?P<d1>{_DAY})(?:st|nd|rd|th)?(?![\d:%]"
    rf"|[.,]\d|\s*(?:percent|,?\s*{_YEAR}))"
    rf"|\b(?P<d2>{_DAY})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<m2>{MONTH})\b(?!,?\s*{_YEAR}))",
    re.IGNORECASE,
)
_LONGEST_STAMP = 120
FIRST_DAY = dt.date(1900, 1, 1)
_CLOCK = (
    r"(?:(?:at\s+)?\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?)"
    r"(?:\s*\(?(?:[A-Z]{2,6}|local time)(?:[+-]\d+)?\)?)?"
)
_STAMP = re.compile(
    rf"^[\W_]*(?:(?:first |last |originally )?(?:published|posted|updated|modified|created|released"
    rf"|date)(?: (?:on|at))?\s*:?\s*)?"
    rf"(?:{_CLOCK}[\s,|•·–-]*)?(?:{_FULL.pattern})(?:[\s,|•·/–-]*{_CLOCK})?[\s,|•·–-]*(?:GMT|UTC|E[SD]?T|CET|EET"
    rf"|BST)?\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A calendar date as written; ``day`` is None where the year is missing, ``weekday`` None where none was named."""

    month: int
    day_of_month: int
    day: dt.date | None
    weekday: int | None
    start: int
    end: int
    text: str


def full_dates(text: str) -> Iterator[DateMention]:
    """Yield the dates of ``text`` that name a year and exist; 3/4/2024 counts only where the order is plain."""
    if not _NAMES_YEAR.search(text):
        return  # the look below is slow
    for match in _FULL.finditer(text):
        parts = _full_parts(match)
        day = _date(*parts) if parts else None
        if day:
            yield DateMention(day.month, day.day, day, _weekday(match["wd"]), *match.span(), match.group().strip())


def partial_dates(text: str) -> Iterator[DateMention]:
    """Yield month and day without a year ("March 5", "Tuesday, Feb. 6", "5 March")."""
    for match in _PARTIAL.finditer(text):
        month, number = month_number(match["m1"] or match["m2"]), int(match["d1"] or match["d2"])
        if _capital(match["m1"] or match["m2"]) and _date(2024, month, number):
            yield DateMention(month, number, None, _weekday(match["wd"]), *match.span(), match.group().strip())


def is_stamp(line: str) -> bool:
    """Tell whether a line is nothing but a date, with or without a label such as "Published on" and a time."""
    return len(line) <= _LONGEST_STAMP and bool(_STAMP.match(line))


def parse_day(value: str) -> dt.date | None:
    """Read a day of publication from a cell; one that no article can have stands for none, as databases write it."""
    day = written_day(value)
    return day if day and is_plausible(day) else None


def is_plausible(day: dt.date) -> bool:
    """Tell whether an article can have appeared on a day: not before 1900, nor more than a year from now."""
    return FIRST_DAY <= day <= dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=366)


def written_day(value: str) -> dt.date | None:
    """Read a calendar day from a cell: ISO 8601 (with or without a time), a Unix time, or English."""
    value = value.strip()
    try:
        return dt.datetime.fromisoformat(value).date()
    except ValueError:
        pass
    if re.fullmatch(r"\d{10}(?:\d{3})?", value):
        return unix_day(int(value[:10]))
    if re.fullmatch(r"(?:19|20)\d{6}", value):
        return _date(int(value[:4]), int(value[4:6]), int(value[6:]))
    return next((mention.day for mention in full_dates(value)), None)


def unix_day(seconds: int) -> dt.date:
    """Return the day in UTC of a Unix time."""
    return dt.datetime.fromtimestamp(seconds, tz=dt.UTC).date()


def month_number(name: str) -> int:
    """Return 1 to 12 for a month name or its abbreviation."""
    return MONTHS[name.lower().rstrip(".")]


def _capital(name: str) -> bool:
    return name[0].isupper()


def _weekday(name: str | None) -> int | None:
    if not name:
        return None
    key = name.lower().rstrip(".")
    return WEEKDAYS.get(key, WEEKDAYS.get(key.removesuffix("day")))


def _full_parts(match: re.Match[str]) -> tuple[int, int, int] | None:
    if match["y1"]:
        return int(match["y1"]), month_number(match["m1"]), int(match["d1"])
    if match["y2"]:
        return int(match["y2"]), month_number(match["m2"]), int(match["d2"])
    if match["y3"]:
        return int(match["y3"]), int(match["m3"]), int(match["d3"])
    first, second, year = int(match["a"]), int(match["b"]), int(match["y4"])
    if match["sep"] == "." or first > 12 or first == second:
        return year, second, first
    return (year, first, second) if second > 12 else None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
