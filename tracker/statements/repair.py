"""A copy of the text that a parser understands, with every offset mapped back to the stored text.

Scrapers strip apostrophes ("Kulebas plea", "Im afraid") and break lines inside sentences. The copy puts back what a
parser needs; spans found in it are translated to the stored text, which is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from tracker.schema import Span

_CONTRACTIONS = {
    "dont": "don't", "doesnt": "doesn't", "didnt": "didn't", "cant": "can't", "couldnt": "couldn't", "wont": "won't",
    "wouldnt": "wouldn't", "shouldnt": "shouldn't", "isnt": "isn't", "arent": "aren't", "wasnt": "wasn't",
    "werent": "weren't", "hasnt": "hasn't", "havent": "haven't", "hadnt": "hadn't", "im": "I'm", "ive": "I've",
    "youre": "you're", "theyre": "they're", "weve": "we've", "theyve": "they've", "thats": "that's", "whats": "what's",
    "theres": "there's", "lets": "let's",
}
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_WORDS_TOO = frozenset({"wont", "lets", "cant", "im"})  # contractions that are words or names as they stand
_APOSTROPHE = re.compile(r"[^\W\d_]'[^\W\d_]")
_SAME_LENGTH = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\u00a0": " "})


@dataclass(frozen=True, slots=True)
class Repaired:
    """The repaired copy and, for each of its characters and its end, the offset in the stored text."""

    text: str
    offsets: tuple[int, ...] | None

    def original(self, span: Span) -> Span:
        """Translate a span of the copy into the stored text."""
        if self.offsets is None:
            return span
        return Span(self.offsets[span.start], self.offsets[span.end])


def repair(text: str, names: Collection[str] = ()) -> Repaired:
    """Return the copy: straight marks, and apostrophes put back where the text has lost its own.

    ``names`` are the lower-case words of known names: "Wales" is one, "Kyivs" is not. Only a text that holds next to no
    apostrophe (one in 3,000 characters or fewer) and shows that it lost some ("dont", "Kyiv" beside "Kyivs") is mended.
    """
    copy = text.translate(_SAME_LENGTH)
    seen = {word for word in _WORD.findall(copy) if word[0].isupper()}
    if len(_APOSTROPHE.findall(copy)) > len(copy) / 3000 or not _has_lost_some(copy, names, seen):
        return Repaired(copy, None)
    pieces: list[str] = []
    offsets: list[int] = []
    at = 0
    for match in _WORD.finditer(copy):
        mended = _mended(match[0], copy[match.end() : match.end() + 2], names, seen)
        if mended is None:
            continue
        pieces.append(copy[at : match.start()])
        offsets += range(at, match.start())
        pieces.append(mended)
        offsets += _spread(match[0], mended, match.start())
        at = match.end()
    pieces.append(copy[at:])
    offsets += range(at, len(copy) + 1)
    return Repaired("".join(pieces), tuple(offsets))


def _mended(word: str, after: str, names: Collection[str], seen: set[str]) -> str | None:
    lower = word.lower()
    if lower in _CONTRACTIONS and (lower not in {"im", "ive"} or word[0].isupper()):
        fixed = _CONTRACTIONS[lower]
        return fixed[0].upper() + fixed[1:] if word[0].isupper() else fixed
    if len(after) > 1 and after[0] == " " and after[1].isalpha() and _is_possessive(word, names, seen):
        return word[:-1] + "'s"
    return None


def _is_possessive(word: str, names: Collection[str], seen: set[str]) -> bool:
    """Tell whether a word that ends in s is a name whose apostrophe is lost: the name is known or stands elsewhere."""
    if not word[0].isupper() or len(word) < 4 or not word.endswith("s") or word.lower() in names:
        return False
    stem = word[:-1]
    return stem.lower() in names or (stem in seen and not stem.endswith(("s", "n")))


def _has_lost_some(text: str, names: Collection[str], seen: set[str]) -> bool:
    lost = [word for word in _WORD.findall(text) if word.lower() in _CONTRACTIONS and word.lower() not in _WORDS_TOO]
    both = {word for word in seen if word.endswith("s") and word[:-1] in seen and _is_possessive(word, names, seen)}
    return bool(lost) or len(both) > 1


def _spread(word: str, mended: str, start: int) -> list[int]:
    """Return an offset for each character of the mended word: the apostrophe shares the next letter's."""
    offsets, at = [], 0
    for letter in mended:
        offsets.append(start + min(at, len(word) - 1))
        at += letter != "'"
    return offsets
