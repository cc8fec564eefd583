"""Reading a phrase such as "Ardanian defence minister Mira Kolt" into role, place and name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from tracker.actors.lexicon import (
    HEADS,
    LONGEST_HEAD,
    ORGANISATION_WORDS,
    PLURAL_GROUPS,
    PORTFOLIOS,
    SURNAME_LIKE,
)
from tracker.actors.text import DETERMINERS, bare, clean, is_former, is_name_like, key
from tracker.names import HONORIFICS, PARTICLES

_SPELLING = {
    "defense": "defence", "labor": "labour", "advisor": "adviser", "chairman": "chair", "chairwoman": "chair",
    "chairperson": "chair", "sen": "senator", "rep": "representative", "coleader": "co leader",
    "cochair": "co chair", "councillor": "counsellor",
}  # fmt: skip
_LINKS = frozenset({"of", "for", "to", "at", "in", "from", "with"})
_HYPHENS = re.compile(r"(?i)\b(ex|secretary|director|vice|commander|attorney|co|minister|major|high|top|in)-(?=\w)")
_POSSESSIVE = re.compile(r"(?:'s|(?<=s)')\s+")
_VICE = frozenset({"deputy", "vice", "assistant", "associate", "under"})
_TAIL = re.compile(r"\s*(?:,| who | which | said | whose | - | – ).*$")


# Roles and houses that stand between who sends them, in front, and where they are, behind.
_SENT = frozenset({"ambassador", "adviser", "legislator", "embassy", "mission", "consulate"})
_OWNERS = frozenset({"his", "her", "its", "their"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A read phrase: ``kind`` is role or institution; ``place`` and ``name`` are surface texts, empty if absent.

    ``house`` holds the key of the words in front of the head ("government" of "a government spokesman").
    """

    kind: str
    role: str
    title: str
    place: str = ""
    name: str = ""
    house: str = ""
    former: bool = False
    indefinite: bool = False


@lru_cache(maxsize=16384)
def normal_title(title: str) -> str:
    """Return a title in one spelling: "Chairwoman" -> "chair", "Secretary-General" -> "secretary general"."""
    words = " ".join(_word(word) for word in key(title).split())
    return re.sub(r"\b(?:spokesman|spokeswoman|press spokesman|press spokeswoman)\b", "spokesperson", words)


def _word(word: str) -> str:
    low = key(word)
    return _SPELLING.get(low, low)


@lru_cache(maxsize=65536)
def read(text: str) -> Phrase | None:
    """Read a cleaned mention; None where it holds no role and no institution."""
    text = _HYPHENS.sub(r"\1 ", text)
    for match in reversed(list(_POSSESSIVE.finditer(text))):
        inner = _read_words(text[match.end() :].split(), text)
        if inner is not None and not inner.place:
            return replace(inner, place=text[: match.start()], indefinite=False)
    return _read_words(text.split(), text)


def _heads(words: list[str]) -> list[tuple[int, int, str, str]]:
    """Return the heads as (start, end, kind, role), longest match first, not overlapping."""
    low = [_word(word) for word in words]
    found, start = [], 0
    while start < len(low):
        for end in range(min(len(low), start + LONGEST_HEAD), start, -1):
            if (head := HEADS.get(tuple(low[start:end]))) is not None and not _in_name(words, start, end):
                found.append((start, end, *head))
                start = end - 1
                break
        start += 1
    return found


def _in_name(words: list[str], start: int, end: int) -> bool:
    """Tell whether the noun is rather a family name ("Angus King") or part of a name ("Harbour Party leader")."""
    if words[start] in {"Party", "Parliament"} and start > 0 and words[start - 1][0].isupper():
        return True
    if words[end - 1].lower() == "opposition" and end < len(words) and words[end][0].isupper():
        return True
    last = end == len(words) and end - start == 1 and start > 0
    return (
        last
        and words[start][0].isupper()
        and words[0].lower() not in DETERMINERS
        and _word(words[start]) in SURNAME_LIKE
        and is_name_like(words[start - 1])
    )


def _read_words(words: list[str], text: str) -> Phrase | None:
    heads = _heads(words)
    if not heads:
        return None
    linked = (head for head in heads if head[1] < len(words) and words[head[1]].lower() in _LINKS)
    start, end, kind, role = next(linked, heads[-1])
    before, after = words[:start], words[end:]
    title = " ".join(_word(word) for word in words[start:end])
    if role == "leader" and words[-1].lower() == "opposition":
        words, after, role, title = words[:-1], words[end:-1], "opposition_leader", "opposition leader"
    if before and before[-1].lower() in _VICE:
        before, role, title = before[:-1], "deputy", f"{before[-1].lower()} {title}"
    place, name = _after(after)
    sent = role in _SENT or title in _SENT
    if sent and before and before[0].lower() in _OWNERS:  # "its envoy in Tarn": whose it is, the focus tells
        place = ""
    if role == "ambassador" and place and before:
        title = f"{title} to {key(place)}"
    if place and key(place).split()[-1] in PORTFOLIOS:  # "minister for European affairs": of what, not of where
        place = ""
    house = key(bare(" ".join(before)))
    house = "" if house in DETERMINERS else house
    place = _join_place(_place_words(before), place, sent=sent)
    indefinite = bool(words) and words[0].lower() in {"a", "an", "another", "one"}
    return Phrase(kind, role, title, place, name, house, is_former(" ".join(before) or text), indefinite)


def _join_place(before: str, after: str, *, sent: bool) -> str:
    """Of "US ambassador to NATO" take the sender; of "parliamentary head of the Harbour Party" what follows "of"."""
    if not after or (before and sent):
        return before or after
    return after if not before or before[0].islower() or bare(before).lower() in DETERMINERS else f"{before} {after}"


def _place_words(words: list[str]) -> str:
    """Return the words in front of a head that may name a place or a body."""
    text = bare(clean(" ".join(words)))
    return (
        ""
        if key(text) in DETERMINERS | HONORIFICS
        or (all(word[0].islower() for word in text.split()) and not _known_low(text))
        else text
    )


def _known_low(text: str) -> bool:
    return bool({"alliance", "bloc"} & set(text.split()))


def _after(words: list[str]) -> tuple[str, str]:
    """Split what follows a head into a place ("of Ardania") and a name ("Mira Kolt")."""
    if not words:
        return "", ""
    if words[0].lower() in _LINKS:
        return bare(clean(_TAIL.sub("", " ".join(words[1:])))), ""
    name: list[str] = []
    for position, word in enumerate(words):
        if word.lower() in {"of", "for"}:
            return bare(clean(_TAIL.sub("", " ".join(words[position + 1 :])))), clean(" ".join(name))
        if word[0].islower() and word not in PARTICLES and word.rstrip(".") not in HONORIFICS:
            break
        name.append(word)
        if word.endswith(","):
            break
    return "", bare(clean(" ".join(name))) if name else ""


def is_group(text: str) -> bool:
    """Tell whether a mention names no one in particular ("experts", "two people familiar with the matter")."""
    words = [key(word) for word in text.split()]
    return bool(PLURAL_GROUPS.intersection(words)) or text.islower()


def is_body(text: str) -> bool:
    """Tell whether a capitalised name is rather that of a body than of a person."""
    words = key(text).split()
    return bool(ORGANISATION_WORDS.intersection(words)) or (text.isupper() and len(words) == 1 and len(text) > 1)
