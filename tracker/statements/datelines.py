"""Datelines: "ANKARA, March 7 (Agency) -" names the place and day of printing, nobody who speaks and nothing said."""

from __future__ import annotations

import re
from functools import lru_cache

from tracker.schema import Span

_OPENING = 600  # characters in which a bare place and a dash are a dateline
_DATELINE = re.compile(
    r"^[A-Z][A-Z.'’-]+(?:[ /][A-Z][A-Z.'’-]+)*(?:, [A-Z][\w.]+){0,2}"
    r"(?P<dated>,? [A-Z][a-z]{2,8}\.? ?\d{1,2}(?:,? \d{4})?)?,?(?P<agency> \([^)\n]{2,30}\))? ?[-–—]{1,2} ",
    re.MULTILINE,
)


@lru_cache(maxsize=8)
def datelines(text: str) -> tuple[Span, ...]:
    """Return the datelines of a text."""
    found = _DATELINE.finditer(text)
    return tuple(Span(*m.span()) for m in found if m["dated"] or m["agency"] or m.start() < _OPENING)
