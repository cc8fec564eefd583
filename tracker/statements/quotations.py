"""Stretches of text between quotation marks, tolerant of marks that never close."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tracker.schema import Span

OPENING, CLOSING, STRAIGHT = "“„«", "”»", '"'
_MARK = re.compile(r'[“”„«»"]|\'\'|``')


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation: the span between its marks; ``runs_on`` when no closing mark stood in its paragraph."""

    span: Span
    runs_on: bool


@lru_cache(maxsize=8)
def quotations(text: str) -> tuple[Quotation, ...]:
    """Return the quotations of a text in order.

    Paragraphs are the lines of the text. Straight marks alternate within a paragraph; a mark that is never closed
    opens a quotation to the paragraph's end; a closing mark without an opening one closes what ran on from the
    paragraph before, or is ignored. Quotations never overlap.
    """
    found: list[Quotation] = []
    start = 0
    for line in text.split("\n"):
        found += _in_paragraph(line, start, carried=bool(found) and found[-1].runs_on)
        start += len(line) + 1
    return tuple(found)


def _in_paragraph(line: str, offset: int, carried: bool) -> list[Quotation]:
    found: list[Quotation] = []
    opened: int | None = None
    marks = list(_MARK.finditer(line))
    if carried and marks and marks[0][0] in CLOSING and marks[0].start() > 0:
        opened = 0
    for mark in marks:
        kind = mark[0]
        closes = kind in CLOSING or (kind not in OPENING and opened is not None)
        if closes and opened is not None:
            if mark.start() > opened:
                found.append(Quotation(Span(offset + opened, offset + mark.start()), runs_on=False))
            opened = None
        elif not closes and opened is None:
            opened = mark.end()
    if opened is not None and len(line.rstrip()) > opened:
        found.append(Quotation(Span(offset + opened, offset + len(line.rstrip())), runs_on=True))
    return found
