"""Find the time expressions of English news text, by a table of patterns."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from tracker.schema import Span

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
            "nine": 9, "ten": 10, "eleven": 11, "twelve": 12}  # fmt: skip
_SHIFTS = {"last": -1, "previous": -1, "past": -1, "this": 0, "next": 1, "coming": 1, "following": 1}
_DAY_WORDS = {"the day before yesterday": -2, "yesterday": -1, "last night": -1, "tomorrow": 1,
              "the day after tomorrow": 2}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression in a text and what its words say.

    ``kind`` is one of day, weekday, weekend, week, month, date, or one of the kinds that name no point in time: hazy
    ("a few days ago", "in recent weeks"), duration, year. ``bound`` is the word that makes it one end of a stretch
    ("since", "until", "by"); ``part`` is early, earlier, late, later or mid; ``which`` is last, this, next and so on.
    ``shift`` counts days, weeks or months (after ``kind``) from the reference date; ``year_shift`` counts years.
    """

    span: Span
    text: str
    kind: str
    bound: str = ""
    part: str = ""
    which: str = ""
    weekday: int | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    shift: int | None = None
    year_shift: int | None = None


_GAP = r"(?:[^\S\n]*\n[^\S\n]*|[^\S\n]+)"  # at most one line break: "Feb.\n26"
_UNIT = r"(?P<unit>minute|hour|day|week|month|year)s?"
_COUNT = (r"(?P<count>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:a )?couple(?: of)?|"
          r"(?:a )?few|several|some|many)")  # fmt: skip
_HOURS = r"(?: (?:morning|afternoon|evening|night|lunchtime))?"
_AGAIN = r"(?! (?:morning|afternoon|evening|night)s\b)"  # "Friday nights" are many
_SIDE = r"(?P<which>last|previous|this past|past|this coming|this|next|coming|following)"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?![\d-])"
_OF_YEAR = rf"(?:,? (?:of )?(?:{_YEAR}|(?P<year_side>last|this|next) year\b))?"
_WEEKDAY = "(?P<weekday>(?-i:" + "|".join((*_WEEKDAYS, *map(str.upper, _WEEKDAYS))) + r"))\b"
_SHORT_DAY = r"(?:(?P<weekday>(?-i:(?:Mon|Tue|Wednes|Wed|Thurs|Thu|Fri|Satur|Sat|Sun)(?:s?day)?))[,.]*(?: the)? )?"
_FULL_MONTH = "|".join((*_MONTHS, *map(str.upper, _MONTHS)))
_MONTH = rf"(?P<month>(?-i:(?:{_FULL_MONTH})\b|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?))"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: ?[-–—] ?\d{1,2}(?:st|nd|rd|th)?)?"
_ORDINALS = dict(zip(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth "
    "twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first".split(),
    range(1, 32), strict=True,
))  # fmt: skip
_LEAD = (
    r"(?P<lead>(?:(?P<bound>since|until|till|by|before|after|from|between|through|throughout|within|prior to|ahead of|"
    r"up to|each|every(?: other| second)?) )?(?:as (?:late|recently|early|far back) as )?(?:(?:in|on|at|during|of) )?"
    r"(?:(?:the )?(?:end|start|beginning|middle) of )?(?:(?P<part>early|earlier|late|later|mid)(?: |-))?(?:on )?)"
)
_FEASTS = r"(?P<name>(?-i:Good|Black|Ash|Bloody|Palm|Easter|Whit|Super|Cyber|Holy|Maundy|Red|Mail on|Fox News) )?"
_PAPERS = r"(?! (?-i:Times|Telegraph|Mirror|Express|Mail|World|Independent|Herald|Morning Futures))"
_TITLES = r"(?P<name>(?-i:USA|Russia|Belarus|India|China) )?"

_RULES: tuple[tuple[str, str], ...] = (
    ("date", rf"{_LEAD}{_SHORT_DAY}{_MONTH}(?: |(?<=\.)){_DAY}{_OF_YEAR}(?![\w%]|[.,:]\d)"),
    ("date", rf"{_LEAD}{_SHORT_DAY}(?<!\d[.,])(?:the )?{_DAY}(?: of)? {_MONTH}{_OF_YEAR}"),
    ("date", rf"{_LEAD}{_SHORT_DAY}(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.{_YEAR}"),
    ("date", rf"{_LEAD}(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])"),
    ("date", rf"{_LEAD}the (?P<ordinal>{'|'.join(sorted(_ORDINALS, reverse=True))}) of {_MONTH}{_OF_YEAR}"),
    ("date", rf"{_LEAD}{_WEEKDAY} the (?P<day>\d{{1,2}})(?:st|nd|rd|th)\b(?! of\b)(?! (?-i:[A-Z]))"),
    ("date", r"on the (?P<day>\d{1,2})(?:st|nd|rd|th)(?=[.,;:)]|\s*$)"),
    ("weekday", rf"{_LEAD}(?:the )?(?:{_SIDE} )?{_FEASTS}{_WEEKDAY}{_AGAIN}{_PAPERS}{_HOURS}"
                r"(?:,? (?:of )?(?P<week_side>last|this|next) week\b)?"),
    ("day", rf"{_LEAD}{_TITLES}(?P<word>the day before yesterday|the day after tomorrow|last night|tonight|"
            rf"(?:yesterday|today|tomorrow){_HOURS}|this (?:morning|afternoon|evening))\b"),
    ("weekend", rf"(?P<lead>(?:(?P<bound>since|until|by|before|after) )?)(?:(?:over|at|on|during|for) )?(?:the )?"
                rf"(?:{_SIDE} )?weekend\b"),
    ("relative", rf"{_LEAD}(?:the )?(?P<which>last|previous|this|next|coming|following) (?P<unit>week|month)\b"
                 r"(?! of\b)"),
    ("relative", r"at the (?P<which>beginning|start) of the (?P<unit>week|month)\b"),
    ("relative", r"(?P<part>earlier|later) in the (?P<unit>day|week|month)\b"),
    ("ago", rf"(?:{_COUNT} )?{_UNIT} (?P<way>ago|earlier|later)\b"),
    ("ago", rf"(?P<way>in) {_COUNT} {_UNIT}\b(?!-)"),
    ("duration", rf"(?:for|within|during|over|in) (?:the|these) (?:last|past|next|coming|first|recent) (?:{_COUNT} )?"
                 rf"{_UNIT}\b(?! (?:ago|earlier|later)\b)"),
    ("duration", rf"(?:for|within|during|over|every|each) {_COUNT} {_UNIT}\b(?! (?:ago|earlier|later)\b)"),
    ("hazy", r"in (?:recent|coming) (?:hours|days|weeks|months|years)\b"),
    ("month", rf"{_LEAD}(?:(?P<which>last|this|next) )?{_MONTH}{_OF_YEAR}"),
    ("year", rf"{_LEAD}{_YEAR}"),
    ("year", rf"{_LEAD}(?:last|this|next) (?:year|spring|summer|autumn|fall|winter)\b"),
)  # fmt: skip
_COMPILED = tuple((kind, re.compile(r"(?<!\w)" + rule.replace(" ", _GAP), re.IGNORECASE)) for kind, rule in _RULES)
_RANGE_JOINT = re.compile(r"\s+(?:to|and)\s+")
_RANGE_FOLLOWS = re.compile(r"\s+(?:to|until|till|through)\b")


@lru_cache(maxsize=1024)  # the sentence of several statements is read once
def find(text: str) -> tuple[TimeExpression, ...]:
    """Return the time expressions of ``text`` from left to right; where two overlap, the leftmost and longest."""
    hits = [
        (match.start(), -match.end(), rank, match, kind)
        for rank, (kind, rule) in enumerate(_COMPILED)
        for match in rule.finditer(text)
    ]
    chosen: list[TimeExpression] = []
    end = 0
    for start, _, _, match, kind in sorted(hits, key=lambda hit: hit[:3]):
        if start >= end and (expression := _read(kind, match)):
            if chosen and chosen[-1].bound in {"from", "between"} and _RANGE_JOINT.fullmatch(text, end, start):
                expression = replace(expression, bound="to")
            chosen.append(expression)
            end = match.end()
    return tuple(chosen)


def _read(kind: str, match: re.Match[str]) -> TimeExpression | None:
    """Turn a match into an expression, or None where its words turn out to mean something else."""
    groups = {name: " ".join(value.split()).lower() for name, value in match.groupdict().items() if value}
    fields = _fields(kind, groups, match)
    if fields is None or "name" in groups:
        return None
    bound = groups.get("bound", "").split(" ")[0]
    if bound == "from" and not _RANGE_FOLLOWS.match(match.string, match.end()):
        bound = ""  # "a statement from Wednesday"
    if bound == "after" and match.string[match.end() : match.end() + 2] in {"'s", "’s"}:
        bound = ""  # "after Wednesday's talks"
    known: dict[str, object] = {"kind": kind, "bound": bound, "part": groups.get("part", "")} | fields
    return TimeExpression(Span(*match.span()), match.group(), **known)  # type: ignore[arg-type]


def _fields(kind: str, groups: dict[str, str], match: re.Match[str]) -> dict[str, object] | None:
    """Return what the groups of a match say, by the kind of its rule; None rejects the match."""
    which = groups.get("which", "").removeprefix("this ")
    match kind:
        case "weekday":
            week = groups.get("week_side") or (which if which == "next" else "")
            return {"which": which, "weekday": _weekday(groups), "shift": _SHIFTS.get(week)}
        case "day":
            return {"shift": next((_DAY_WORDS[word] for word in _DAY_WORDS if groups["word"].startswith(word)), 0)}
        case "weekend":
            return {"which": which} if which or re.match(r"\w+\s+the\s", match.group()) else None
        case "relative":
            return {"kind": groups["unit"], "which": which, "shift": _SHIFTS.get(which, 0)}
        case "ago":
            return _count_fields(groups)
        case "date":
            return _date_fields(groups)
        case "month":
            return _month_fields(groups, which, match)
        case "year" if "year" in groups:
            return {} if re.match(r"(?!of\b|on\b|at\b)\w", groups.get("lead", "")) else None
    return {}


def _weekday(groups: dict[str, str]) -> int | None:
    """Return the number of the weekday named, Monday being 0."""
    name = groups.get("weekday", "")
    return next((number for number, day in enumerate(_WEEKDAYS) if name and day.lower().startswith(name[:3])), None)


def _count_fields(groups: dict[str, str]) -> dict[str, object]:
    """Read "two weeks ago", "a day later", "hours earlier", "in three days"."""
    unit, word = groups["unit"], groups.get("count", "")
    count = int(word) if word.isdigit() else _NUMBERS.get(word)
    if unit in {"minute", "hour"}:
        hours = (count or 1) if unit == "hour" else 0
        unit, count = "day", round(hours / 24)
    if groups["way"] == "ago" and word in {"a", "one"} and unit == "week":
        unit, count = "day", 7  # "a week ago" is said of the day; "two weeks ago" of the week
    if count is None or unit == "year":
        return {"kind": "year" if unit == "year" else "hazy"}
    return {"kind": unit, "shift": count if groups["way"] in {"later", "in"} else -count}


def _date_fields(groups: dict[str, str]) -> dict[str, object] | None:
    """Read a day of a month, with or without month and year; None where the calendar has no such day."""
    month = _month_number(groups["month"]) if "month" in groups else None
    day = _ORDINALS[groups["ordinal"]] if "ordinal" in groups else int(groups["day"])
    year = int(groups["year"]) if "year" in groups else None
    try:
        dt.date(year or 2000, month or 1, day)
    except ValueError:
        return None
    return {"day": day, "month": month, "year": year, "weekday": _weekday(groups),
            "year_shift": _SHIFTS.get(groups.get("year_side", ""))}  # fmt: skip


def _month_fields(groups: dict[str, str], which: str, match: re.Match[str]) -> dict[str, object] | None:
    """Read a month; a bare "March" or "May" is as likely a walk or a name, so some word must say that it is a time."""
    name, dated = groups["month"], "year" in groups or "year_side" in groups
    surname = name == "may" and groups.get("bound") in {"by", "after", "before", "from"}
    possessive = match.string[match.end() : match.end() + 1] in {"'", "’"}
    if "lead" not in groups and not which and not dated:
        return None
    if name == "may" and not dated and (surname or possessive):
        return None
    year = int(groups["year"]) if "year" in groups else None
    return {"which": which, "month": _month_number(name), "year": year,
            "year_shift": _SHIFTS.get(groups.get("year_side", ""))}  # fmt: skip


def _month_number(name: str) -> int:
    """Return 1 to 12 for a month's name, short name or number (a wrong number is returned as it is)."""
    if name.isdigit():
        return int(name)
    return next(number for number, month in enumerate(_MONTHS, start=1) if month.lower().startswith(name[:3]))
