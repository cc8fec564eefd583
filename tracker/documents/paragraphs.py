"""Lines to paragraphs: joins what a scraper or a fixed page width broke, and never two paragraphs.

Every `Paragraph` remembers the range of the input it came from, so that what is later taken out can be named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from tracker.documents.shape import BULLET, TERMINAL, word_set

_MONTH_ABBREVIATION = re.compile(r"(?:^|\s|\()(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$")
_TITLE_ABBREVIATION = re.compile(
    r"(?:^|\s|[(“\"])(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|Maj|Capt|Sgt|Adm|Prof|Rev|Hon|St|Brig|vs)\.$"
)
# Letters with dots that were taken for the end of a sentence: after "a U.S." or "of U.S." and before small letters
# there is none.
_INITIALS = re.compile(r"(?P<one>\b(?:an?|his|her|its|their|our|of|by|from|for|with|and) )?\b(?:[A-Z]\.){2,}$")
_KEEPS_HYPHEN = word_set(
    "long short medium mid no air anti non self cease pro pre post ex co all well high low first second third "
    "two three four five six ten half cross multi ground surface sea land cyber then so would vice east west "
    "north south"
)
_WIDEST = 110
_NARROWEST = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its outer white space; ``gap`` tells whether a blank line stands before it."""

    text: str
    start: int
    end: int
    gap: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text of one paragraph on one line, and the half-open range of the input it was made of."""

    text: str
    start: int
    end: int


def split_lines(text: str) -> list[Line]:
    """Return the lines of ``text`` that hold anything, stripped, with their ranges."""
    found: list[Line] = []
    position, gap = 0, True
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = position + raw.index(stripped[0])
            found.append(Line(stripped, start, start + len(stripped), gap))
        gap = not stripped
        position += len(raw) + 1
    return found


def join_lines(lines: list[Line]) -> list[Paragraph]:
    """Return paragraphs: lines that continue one another are joined by a space (or by a dissolved hyphen)."""
    width = _wrap_width(lines)
    gaps = sum(line.gap for line in lines) > 1
    groups = list(_groups(lines, width, gaps))
    known = _words(lines) if len(groups) < len(lines) else frozenset()
    return [_merge(group, known) for group in groups]


def _groups(lines: list[Line], width: int, gaps: bool) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line in lines:
        if group and not _belongs(group[-1], line, width, gaps):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _belongs(before: Line, line: Line, width: int, gaps: bool) -> bool:
    if _MONTH_ABBREVIATION.search(before.text) and line.text[0].isdigit():
        return True  # "on Sept.\n2. Velm scrambled", though a point of a list may begin so
    if BULLET.match(line.text):
        return False
    if _TITLE_ABBREVIATION.search(before.text) and line.text[0].isalnum():
        return True
    if line.gap:
        return False
    initials = _INITIALS.search(before.text)
    if initials is not None and (line.text[0].islower() or (initials["one"] and line.text[0].isalpha())):
        return True
    ended = bool(TERMINAL.search(before.text))
    if width:
        return _wrapped(before.text, line.text, width, ended, gaps)
    return not ended and line.text[0].islower() and len(before.text) >= 20


def _wrapped(before: str, line: str, width: int, ended: bool, gaps: bool) -> bool:
    """Tell whether the page width broke the line: its neighbour's first word would not have fitted."""
    room = width - len(before) - 1 - len(line.split()[0])
    if not ended and line[0].islower():
        return True
    if title_case(before) and not ended and len(before) < 0.9 * width:
        return False
    return room < (0.12 * width if gaps else 0) and not (ended and not gaps)


def _wrap_width(lines: list[Line]) -> int:
    """Return the page width of hard-wrapped text, or 0 where lines are paragraphs."""
    lengths = [len(line.text) for line in lines]
    if len(lines) < 4 or sum(length > _WIDEST for length in lengths) > 0.05 * len(lines):
        return 0
    width = max((length for length in lengths if length <= _WIDEST), default=0)
    if width < _NARROWEST:
        return 0
    pairs = [(a, b) for a, b in pairwise(lines) if not b.gap]
    full = sum(len(a.text) + len(b.text.split()[0]) >= 0.88 * width for a, b in pairs)
    running = sum(not TERMINAL.search(a.text) for a, b in pairs)
    wrapped = len(pairs) >= 3 and full >= 0.6 * len(pairs) and running >= 0.5 * len(pairs)
    return width if wrapped else 0


def title_case(text: str) -> bool:
    """Tell whether most long words begin with a capital, as in many headlines."""
    long_words = [word for word in re.findall(r"[^\W\d_][\w'’-]*", text) if len(word) > 3]
    return len(long_words) >= 2 and sum(word[0].isupper() for word in long_words) >= 0.75 * len(long_words)


def _words(lines: Iterable[Line]) -> frozenset[str]:
    return frozenset(word.lower() for line in lines for word in re.findall(r"[^\W\d_]+", line.text))


def _merge(group: list[Line], known: frozenset[str]) -> Paragraph:
    text = group[0].text
    for line in group[1:]:
        text = _glue(text, line.text, known)
    return Paragraph(" ".join(text.split()), group[0].start, group[-1].end)


def _glue(before: str, line: str, known: frozenset[str]) -> str:
    broken = re.search(r"([^\W\d_]+)-$", before)
    if not broken or not line[0].islower():
        return f"{before} {line}"
    rest = re.match(r"[^\W\d_]+", line)
    head = broken.group(1).lower()
    whole = head + rest.group().lower() if rest else ""
    if whole in known:
        return before[:-1] + line
    return before + line if head in _KEEPS_HYPHEN or head in known else before[:-1] + line
