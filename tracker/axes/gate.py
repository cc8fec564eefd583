"""The gate: which passages can speak to an axis, decided from terms alone, before anything is parsed.

An axis with anchors (the country or body its proposal is about) has no hit in a document that holds none of them, so
that its terms may be as common as "forces" or "vehicles". A hint ("Mexico", of a wall on its border) is a hit near a
term alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from typing import NamedTuple

import ahocorasick

from tracker.axes.words import forms, parted, plain, squeeze, tight
from tracker.schema import Axis, Span

_NEAR = 400  # characters from a term within which a hint counts
_BETWEEN = 6  # words that may part a verb from its particle


class _Use(Enum):
    """What a form is to its axis."""

    TERM = auto()
    HINT = auto()
    ANCHOR = auto()


class _Owner(NamedTuple):
    """Whose form it is. A particle has to follow the form, with words between ("shoot such missiles down")."""

    axis: int
    term: str
    use: _Use
    particle: str = ""


class _Match(NamedTuple):
    """A whole-word match in a text."""

    start: int
    end: int
    axis: int
    term: str
    use: _Use


@dataclass(frozen=True, slots=True)
class Hit:
    """A term of an axis at a place of a text; ``term`` is spelt as the axis spells it."""

    axis_id: str
    span: Span
    term: str


class Gate:
    """Finds the terms of all axes in one pass, whole words only, whatever their inflection, hyphens or spelling."""

    def __init__(self, axes: Iterable[Axis]) -> None:
        self.axes = tuple(axes)
        owners: dict[str, dict[_Owner, None]] = {}
        for number, axis in enumerate(self.axes):
            uses = {_Use.TERM: axis.terms, _Use.HINT: axis.hints, _Use.ANCHOR: axis.anchors}
            for use, terms in uses.items():
                for term in terms:
                    for form in forms(term):
                        owners.setdefault(form, {})[_Owner(number, term, use)] = None
                    for verb, particle in parted(term) if use is not _Use.ANCHOR else ():
                        owners.setdefault(verb, {})[_Owner(number, term, use, particle)] = None
        self._automaton = ahocorasick.Automaton()
        for form, owned in owners.items():
            self._automaton.add_word(form, (len(form), tuple(owned)))
        self._empty = not owners
        if owners:
            self._automaton.make_automaton()

    def __reduce__(self) -> tuple[type[Gate], tuple[tuple[Axis, ...]]]:
        return Gate, (self.axes,)

    def touches(self, text: str) -> bool:
        """Tell whether any axis has a term in ``text``, and an anchor if it asks for one; stops at the first."""
        termed: set[int] = set()
        anchored = {number for number, axis in enumerate(self.axes) if not axis.anchors}
        for match in self._matches(tight(plain(text))):
            if match.use is not _Use.HINT:
                (anchored if match.use is _Use.ANCHOR else termed).add(match.axis)
                if match.axis in termed & anchored:
                    return True
        return False

    def hits(self, text: str) -> tuple[Hit, ...]:
        """Return the terms found, sorted by place; of two terms of one axis, one inside the other, the longer."""
        spelt = plain(text)
        matches = list(self._matches(tight(spelt)))
        anchored = {match.axis for match in matches if match.use is _Use.ANCHOR}
        anchored |= {number for number, axis in enumerate(self.axes) if not axis.anchors}
        found = [match for match in matches if match.use is not _Use.ANCHOR and match.axis in anchored]
        found.sort(key=lambda match: (match.start, -match.end))
        if not found:
            return ()
        _, offsets = squeeze(spelt)
        reached = [0] * len(self.axes)
        hits: list[Hit] = []
        for match in _without_lone_hints(found):
            if match.end > reached[match.axis]:
                reached[match.axis] = last = match.end
                span = Span(match.start, last) if offsets is None else Span(offsets[match.start], offsets[last - 1] + 1)
                hits.append(Hit(self.axes[match.axis].id, span, match.term))
        return tuple(hits)

    def _matches(self, flat: str) -> Iterator[_Match]:
        """Yield every whole-word match."""
        if self._empty:
            return
        size = len(flat)
        for last, (length, owned) in self._automaton.iter(flat):
            start, end = last + 1 - length, last + 1
            if (start > 0 and flat[start - 1].isalnum()) or (end < size and flat[end].isalnum()):
                continue
            for owner in owned:
                apart = _apart(owner.particle).match(flat, end) if owner.particle else None
                if apart is not None or not owner.particle:
                    yield _Match(start, apart.end() if apart else end, owner.axis, owner.term, owner.use)


def _without_lone_hints(matches: list[_Match]) -> list[_Match]:
    """Return matches, in the order of their places, without the hints that no term of their axis is near to."""
    places: dict[int, list[int]] = {}
    for match in matches:
        if match.use is _Use.TERM:
            places.setdefault(match.axis, []).append(match.start)

    def is_near(hint: _Match) -> bool:
        terms = places.get(hint.axis, [])
        after = bisect_left(terms, hint.start - _NEAR)
        return after < len(terms) and terms[after] <= hint.start + _NEAR

    return [match for match in matches if match.use is _Use.TERM or is_near(match)]


@cache
def _apart(particle: str) -> re.Pattern[str]:
    """Return what stands between a verb and its particle, up to the particle: a few words of one clause."""
    return re.compile(rf"(?: [\w'%]+){{1,{_BETWEEN}}}? {particle}\b")
