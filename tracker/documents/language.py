"""A cheap look at whether a text is English: the share of its words that no English text does without."""

from __future__ import annotations

import re

from tracker.documents.shape import word_set

_STOP_WORDS = word_set(
    "the of and to in a that is for on with as by at from it was were be are has have had not this which but "
    "his her their its they he she will would who said after an or been if we i you there about more when what "
    "could than"
)
_LEAST_WORDS = 5
_LEAST_SHARE = 0.18
_SAMPLE = 20_000


def guess_language(text: str) -> str:
    """Return ``en`` where English stop words are frequent enough, otherwise ``und``."""
    found = re.findall(r"[^\W\d_]+", text[:_SAMPLE].lower())
    if len(found) < _LEAST_WORDS:
        return "und"
    return "en" if sum(map(_STOP_WORDS.__contains__, found)) >= _LEAST_SHARE * len(found) else "und"
