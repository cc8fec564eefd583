"""What a text says of how long Russia's war on Ukraine, begun on 24 February 2022, has lasted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from tracker.documents.constraints import WAR_START, Clue, around, within

WAR_TEXT = re.compile(r"\b(?:ukrain|kyiv|kiev|russia|moscow|kremlin)", re.IGNORECASE)
_WAR = r"(?:war|invasion|conflict|offensive|fighting|hostilities|special military operation)"
_WAR_DAYS = (
    re.compile(rf"\b(\d{{1,4}})[- ]day(?:-old|-long)?\s+(?:\w+\s+)?{_WAR}\b", re.IGNORECASE),
    re.compile(rf"\bday\s+(\d{{1,4}})\s+(?:of|since|in)\s+[^.\n]{{0,40}}?{_WAR}\b", re.IGNORECASE),
    re.compile(rf"\b(\d{{1,4}})(?:st|nd|rd|th)\s+day\s+(?:of|since|in)\s+[^.\n]{{0,40}}?{_WAR}\b", re.IGNORECASE),
)
_NUMBERS = {
    word: n
    for n, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
} | {"a": 1, "an": 1}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_SPAN = re.compile(
    rf"(?:(?P<about>nearly|almost|more than|over|about|around|some|just over|just under)\s+)?\b(?P<n>\d{{1,2}}"
    rf"|{'|'.join(_NUMBERS)})[ -]"
    rf"(?P<unit>day|week|month|year)s?(?:-(?:old|long))?\b,?\s*(?P<tail>(?:into|of|after|since|later|on"
    rf"|following)\b[^.\n]{{0,60}}|{_WAR}\b)?",
    re.IGNORECASE,
)
_FULL_SCALE = re.compile(
    r"\bfull[- ]scale (?:invasion|war)\b|\brussia[’']?s? (?:\w+ )?invasion of ukraine\b", re.IGNORECASE
)
_ANNIVERSARY = re.compile(
    rf"\b(first|second|third|fourth|fifth) (?:anniversary|year) of [^.\n]{{0,40}}{_WAR}", re.IGNORECASE
)


def war_clues(text: str) -> Iterator[Clue]:
    """Yield what the text says of how long the war begun on 24 February 2022 has lasted."""
    if not WAR_TEXT.search(text):
        return
    for pattern in _WAR_DAYS:
        for match in pattern.finditer(text):
            number = int(match[1])
            if number >= 2:
                day = WAR_START + dt.timedelta(days=number - 1)
                yield Clue(match.group().strip(), 4.0, within(day, 0, 2), around(day, 2, 3), anchors=True, pins=True)
    for match in _SPAN.finditer(text):
        yield from _span(text, match)
    if _FULL_SCALE.search(text):
        yield Clue("after the full-scale invasion began", 3.0, lambda day: 0.0 if day >= WAR_START else -1.0)
    for match in _ANNIVERSARY.finditer(text):
        day = WAR_START.replace(year=WAR_START.year + _ORDINALS[match[1].lower()])
        yield Clue(match.group().strip(), 1.5, within(day, 10, 30), around(day, 30, 30), anchors=True)


def _span(text: str, match: re.Match[str]) -> Iterator[Clue]:
    unit = match["unit"].lower()
    number = int(match["n"]) if match["n"].isdigit() else _NUMBERS[match["n"].lower()]
    tail = match["tail"] or ""
    context = text[max(0, match.start() - 60) : match.end() + 120]
    lasting = re.search(r"\bfor\s*$", text[max(0, match.start() - 5) : match.start()], re.IGNORECASE) or re.match(
        r"later", tail
    )
    tied = re.search(rf"{_WAR}\b", tail, re.IGNORECASE) and not re.match(r"(?:ago|before)", tail)
    if unit == "day" or not (tied or (lasting and re.search(rf"\b{_WAR}\b|invaded", context, re.IGNORECASE))):
        return
    days = number * {"week": 7, "month": 30.44, "year": 365.25}[unit]
    slack = {"week": 4, "month": 14, "year": 45}[unit]
    about = (match["about"] or "").lower()
    expected = WAR_START + dt.timedelta(days=round(days))
    before, after = (
        (slack, 3)
        if about in {"nearly", "almost", "just under"}
        else (3, 2 * slack)
        if "over" in about or "more" in about
        else (slack, slack)
    )
    yield Clue(
        match.group().strip(),
        2.2 if tied else 1.8,
        within(expected, before, after),
        around(expected, 60, 60),
        anchors=True,
    )
