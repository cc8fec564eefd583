"""Finds what an article says twice: repeated paragraphs, captions, and headlines in breadcrumbs and slugs.

Nothing goes unless every word of substance in it stays somewhere else.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from tracker.documents import _rules as rules
from tracker.documents._calendar import full_dates
from tracker.documents.paragraphs import Paragraph
from tracker.documents.shape import headline_like, squash, words

_SHORTEST = 25
_TOP = 5
_NEAR = 0.9
_SITE_NAME = re.compile(r"\s+[|–—-]\s+[^|–—]{2,40}$")


def exact(kept: list[Paragraph]) -> dict[int, str]:
    """Return paragraphs of the same letters and digits as an earlier one."""
    seen: set[str] = set()
    reasons: dict[int, str] = {}
    for i, paragraph in enumerate(kept):
        key = squash(paragraph.text)
        if key in seen:
            reasons[i] = "repeated paragraph"
        elif len(key) >= _SHORTEST:
            seen.add(key)
    return reasons


def covered(kept: list[Paragraph]) -> dict[int, str]:
    """Return paragraphs that hold a headline or a neighbour and beyond it only numbers, stamps and section names."""
    keys = [squash(paragraph.text) for paragraph in kept]
    reasons: dict[int, str] = {}
    for i, paragraph in enumerate(kept):
        without_stamps = _without_stamps(paragraph.text)
        rest = key = keys[i] if without_stamps == paragraph.text else squash(without_stamps)
        # A colon of its own may name who speaks ("Minister: we stand by them"), which no other copy says.
        others = {
            keys[j]
            for j in (*range(_TOP), *range(i - 2, i + 3))
            if 0 <= j < len(kept) and j != i and j not in reasons
            if len(keys[j]) >= _SHORTEST and keys[j] in key and kept[j].text.count(":") >= paragraph.text.count(":")
        }
        for other in sorted(others, key=lambda k: (-len(k), k)):
            rest = rest.replace(other, " ")
        if rest != key and not _substance(rest):
            reasons[i] = "doubled headline" if i < _TOP else "doubled caption"
    return reasons


def headlines(kept: list[Paragraph]) -> dict[int, str]:
    """Return, at the top, the shorter of two headlines where one begins the other, and copies with the site's name."""
    top = kept[: _TOP + 1]
    keys = [squash(paragraph.text) for paragraph in top]
    reasons: dict[int, str] = {}
    for i, paragraph in enumerate(top):
        key = keys[i]
        others = [keys[j] for j in range(len(top)) if j != i and j not in reasons]
        without_site = _SITE_NAME.sub("", paragraph.text)
        named = key if without_site == paragraph.text else squash(without_site)
        begins = (
            headline_like(paragraph.text) and len(key) >= _SHORTEST and any(other.startswith(key) for other in others)
        )
        if begins or (named != key and len(named) >= _SHORTEST and named in others):
            reasons[i] = "doubled headline"
    return reasons


def near(kept: list[Paragraph]) -> dict[int, str]:
    """Return paragraphs that differ from an earlier one by words that change no polarity, number or name."""
    from rapidfuzz import fuzz

    lowered = [" ".join(words(paragraph.text)).replace("’", "'") for paragraph in kept]
    reasons: dict[int, str] = {}
    for i, text in enumerate(lowered):
        for j in range(max(0, i - 60), i) if len(text) >= 40 else ():
            if j in reasons or not 0.8 <= len(text) / max(1, len(lowered[j])) <= 1.25:
                continue
            if fuzz.ratio(text, lowered[j]) >= 100 * _NEAR and _same(lowered[j].split(), text.split()):
                reasons[i] = "repeated paragraph"
                break
    return reasons


def _without_stamps(text: str) -> str:
    for mention in reversed(list(full_dates(text))):
        text = text[: mention.start] + " " + text[mention.end :]
    return text


def _substance(rest: str) -> bool:
    """Tell whether letters remain that are no section name; digits and crumbs of three letters are none."""
    crumbs = [re.sub(r"\d+", "", rules.NAV_WORDS.sub("", piece)) for piece in rest.split()]
    return any(len(crumb) > 3 or crumb in rules.ALTERS_MEANING for crumb in crumbs)


def _same(first: list[str], second: list[str]) -> bool:
    """Tell whether two paragraphs say the same: at least nine words in ten, and no telling word among the others."""
    matcher = SequenceMatcher(None, [w.lower() for w in first], [w.lower() for w in second], autojunk=False)
    if matcher.ratio() < _NEAR:
        return False
    changed = [w for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal" for w in (*first[a:b], *second[c:d])]
    return not any(_telling(word) for word in changed)


def _telling(word: str) -> bool:
    return (
        word.lower() in rules.ALTERS_MEANING
        or word[0].isupper()
        or any(char.isdigit() for char in word)
        or word.endswith("n't")
    )
