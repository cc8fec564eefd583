"""Small judgements about the shape of a paragraph, shared by the cleaning passes."""

from __future__ import annotations

import re

BULLET = re.compile(r"^(?:[-*•·▪‣►▶»>–—]|\d{1,2}[.)])\s+")
TERMINAL = re.compile(r"[.!?…][\"'”’»)\]]*$|[,;:][\"”’»]$")


def word_set(*groups: str) -> frozenset[str]:
    """Return the words of ``groups``, which are separated by white space."""
    return frozenset(word for group in groups for word in group.split())


def words(text: str) -> list[str]:
    """Return the words of ``text``, apostrophes and inner hyphens included."""
    return re.findall(r"\w[\w'’-]*", text)


def squash(text: str) -> str:
    """Return letters and digits in lower case only, so that quote style, spaces and glue make no difference."""
    return "".join(char for char in text.lower() if char.isalnum())


def bare(text: str) -> str:
    """Return ``text`` without a leading bullet."""
    return BULLET.sub("", text)


def headline_like(text: str, longest: int = 25) -> bool:
    """Tell whether ``text`` could be a headline: short, and without the full stop of a sentence."""
    return 0 < len(words(text)) <= longest and not TERMINAL.search(text)
