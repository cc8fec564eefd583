"""Small judgements about the shape of a paragraph, shared by the cleaning passes."""

from __future__ import annotations

import re
from functools import lru_cache

BULLET = re.compile(r"^(?:[-*•·▪‣►▶»>–—]|\d{1,2}[.)])\s+")
TERMINAL = re.compile(r"[.!?…][\"'”’»)\]]*$|[,;:][\"”’»]$")
_WORD = re.compile(r"\w[\w'’-]*")


class _Alphanumeric(dict[int, str | None]):
    """What `str.translate` makes of each character: itself where it is a letter or digit, nothing otherwise."""

    def __missing__(self, code: int) -> str | None:
        self[code] = chr(code) if chr(code).isalnum() else None
        return self[code]


_ALPHANUMERIC = _Alphanumeric()


def word_set(*groups: str) -> frozenset[str]:
    """Return the words of ``groups``, which are separated by white space."""
    return frozenset(word for group in groups for word in group.split())


@lru_cache(maxsize=512)
def words(text: str) -> tuple[str, ...]:
    """Return the words of ``text``, apostrophes and inner hyphens included."""
    return tuple(_WORD.findall(text))


@lru_cache(maxsize=512)  # one pass of cleaning after another asks for the same paragraphs
def squash(text: str) -> str:
    """Return letters and digits in lower case only, so that quote style, spaces and glue make no difference."""
    return text.lower().translate(_ALPHANUMERIC)


def bare(text: str) -> str:
    """Return ``text`` without a leading bullet."""
    return BULLET.sub("", text)


def headline_like(text: str, longest: int = 25) -> bool:
    """Tell whether ``text`` could be a headline: short, and without the full stop of a sentence."""
    return not TERMINAL.search(text) and 0 < len(words(text)) <= longest
