"""Stretches of a text that a day heads: entries of a chronicle or a diary, and points of a list under "On Monday:"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from tracker.dates import find, resolve
from tracker.statements.lines import Line, lines_of
from tracker.statements.timewords import Dated, days_gone_by

if TYPE_CHECKING:
    from spacy.tokens import Doc

_FEWEST = 2  # days that head parts of a text, where it is ordered by days; one alone is that of printing
_STAMPS = 2  # days with their years that may tell of printing and of the last change
_REST = re.compile(r"\W*(?:\d{4}\W*)?(?:and (?:after|before|later)\W*)?")  # what may follow the day in a heading
_HEADING = 60  # characters in which a day that heads a line is told
_LONGEST = 6  # words of a line that is a heading
_DAYS = frozenset({"date", "weekday", "weekend"})
_MARK = re.compile(r" ?(?:[:–—]|\.(?=\s)|-(?=\s))\s*(?=\S)")  # what parts the day of an entry from its words
_STOPS = ('.', '!', '"', "'", "”", "’", "…", ";", ",")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_POINTS = ("-", "*", "•", "–", ">>")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a text, in characters, that a day heads."""

    start: int
    end: int
    dated: Dated


@lru_cache(maxsize=8)
def sections(text: str, published: dt.date) -> tuple[Section, ...]:
    """Return the parts of a text that days head, if it is ordered by them.

    Such a day is a line of its own ("Tuesday, March 5"), and then heads all up to the next heading, or it opens an
    entry ("5 March: The cabinet meets"), and then heads what comes before the next one, the last entry its own line.
    """
    lines = lines_of(text)
    headed = [(number, *head) for number, line in enumerate(lines) if (head := _head(line, published)) is not None]
    days_told = {dated.date for _, dated, _ in headed}
    stamps = all(_YEAR.search(lines[number].text) and not is_entry for number, _, is_entry in headed)
    if len(days_told) < _FEWEST or (stamps and len(days_told) <= _STAMPS):
        return ()
    days = {number for number, _, _ in headed}
    entries = [number for number, _, is_entry in headed if is_entry]
    found = []
    for number, dated, is_entry in headed:
        ends = is_entry and number == entries[-1]
        end = lines[number].end if ends else _end(lines, number, days, len(text))
        found.append(Section(lines[number].start, end, dated))
    return tuple(found)


def _end(lines: Sequence[Line], number: int, days: set[int], last: int) -> int:
    """Return where the part that a line heads ends: at the next heading."""
    following = (n for n in range(number + 1, len(lines)) if n in days or _is_title(lines[n]))
    return next((lines[n].start for n in following), last)


def _is_title(line: Line) -> bool:
    """Tell whether a line looks like a heading: it is short and ends without a stop."""
    return line.words <= _LONGEST and not line.text.endswith(_STOPS)


def _head(line: Line, published: dt.date) -> tuple[Dated, bool] | None:
    """Return the day that heads a line, and whether words follow that are of it."""
    first = next(iter(find(line.text[:_HEADING])), None)
    if first is None or first.span.start > 0 or first.kind not in _DAYS or first.bound:
        return None
    resolved = resolve(first, published)
    entry = _MARK.match(line.text, first.span.end)
    opens = line.text[0].isdigit() or line.text[0].isupper()
    alone = _is_title(line) and _REST.fullmatch(line.text, first.span.end)  # not "Thursday vote looms"
    if resolved is None or not opens or not (entry or alone):
        return None
    return Dated(*resolved, " ".join(first.text.split())), entry is not None


def days_of_sections(doc: Doc, found: Sequence[Section]) -> dict[int, Dated]:
    """Return the day of each sentence, by number, that begins in a part of the text that a day heads."""
    days = {}
    for number, sentence in enumerate(doc.sents):
        inside = next((part for part in found if part.start <= sentence.start_char < part.end), None)
        if inside is not None:
            days[number] = inside.dated
    return days


def listed_days(doc: Doc, published: dt.date) -> dict[int, Dated]:
    """Return the day of each sentence, by number, that is a point of a list under a line such as "On Monday:"."""
    found: dict[int, Dated] = {}
    day: Dated | None = None
    for number, sentence in enumerate(doc.sents):
        text = sentence.text.strip()
        days = [dated for _, dated in days_gone_by(sentence, published)] if text.endswith(":") else []
        opens_line = sentence.start == 0 or "\n" in doc[sentence.start - 1].text
        if opens_line and not text.startswith(_POINTS):
            day = days[-1] if days else None
        elif day is not None:
            found[number] = day
    return found
