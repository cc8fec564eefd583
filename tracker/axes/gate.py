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
from functools import cache

import ahocorasick

from tracker.axes.words import forms, parted, plain, squeeze, tight
from tracker.schema import Axis, Span

# (axis, term, particle, whether it is a hint): a particle has to follow the form, with words between ("shoot such
# missiles down").
_Owner = tuple[int, str, str, bool]
_Match = tuple[int, int, int, str, bool]  # start, the end below zero, axis, term, whether it is a hint
_NEAR = 400  # characters from a term within which a hint counts
_BETWEEN = 6  # words that may part a verb from its particle
_ANCHOR = -1  # an axis owns its anchors under the number -1, -2, ... so that one automaton serves both


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
        owners: dict[str, dict[tuple[int, str], _Owner]] = {}

        def own(form: str, owner: _Owner) -> None:
            owners.setdefault(form, {}).setdefault((owner[0], owner[2]), owner)

        for number, axis in enumerate(self.axes):
            for term in (*axis.terms, *axis.hints):
                is_hint = term not in axis.terms
                for form in forms(term):
                    own(form, (number, term, "", is_hint))
                for verb, particle in parted(term):
                    own(verb, (number, term, particle, is_hint))
            for anchor in axis.anchors:
                for form in forms(anchor):
                    own(form, (_ANCHOR - number, anchor, "", False))
        self._automaton = ahocorasick.Automaton()
        for form, owned in owners.items():
            self._automaton.add_word(form, (len(form), tuple(owned.values())))
        self._empty = not owners
        if owners:
            self._automaton.make_automaton()

    def __reduce__(self) -> tuple[type[Gate], tuple[tuple[Axis, ...]]]:
        return Gate, (self.axes,)

    def touches(self, text: str) -> bool:
        """Tell whether any axis has a term in ``text``, and an anchor if it asks for one; stops at the first."""
        terms: set[int] = set()
        anchored = {number for number, axis in enumerate(self.axes) if not axis.anchors}
        for _, _, number, _, is_hint in self._matches(tight(plain(text))):
            if is_hint:
                continue
            (terms if number >= 0 else anchored).add(number if number >= 0 else _ANCHOR - number)
            if terms & anchored:
                return True
        return False

    def hits(self, text: str) -> tuple[Hit, ...]:
        """Return the terms found, sorted by place; of two terms of one axis, one inside the other, the longer."""
        spelt = plain(text)
        matches = [
            (start, -end, number, term, is_hint) for start, end, number, term, is_hint in self._matches(tight(spelt))
        ]
        anchored = {_ANCHOR - number for _, _, number, _, _ in matches if number < 0}
        found = sorted(
            match for match in matches if match[2] >= 0 and (match[2] in anchored or not self.axes[match[2]].anchors)
        )
        found = _without_lone_hints(found)
        if not found:
            return ()
        _, offsets = squeeze(spelt)
        reached = [0] * len(self.axes)
        hits: list[Hit] = []
        for start, minus_end, number, term, _ in found:
            if -minus_end > reached[number]:
                reached[number] = -minus_end
                last = -minus_end - 1
                span = Span(start, last + 1) if offsets is None else Span(offsets[start], offsets[last] + 1)
                hits.append(Hit(self.axes[number].id, span, term))
        return tuple(hits)

    def _matches(self, flat: str) -> Iterator[tuple[int, int, int, str, bool]]:
        """Yield (start, end, axis, term, whether that is a hint) of every whole-word match."""
        if self._empty:
            return
        size = len(flat)
        for last, (length, owned) in self._automaton.iter(flat):
            start = last + 1 - length
            before_is_word = start > 0 and flat[start - 1].isalnum()
            if before_is_word or (last + 1 < size and flat[last + 1].isalnum()):
                continue
            for number, term, particle, is_hint in owned:
                apart = _apart(particle).match(flat, last + 1) if particle else None
                if apart is not None or not particle:
                    yield start, apart.end() if apart is not None else last + 1, number, term, is_hint


def _without_lone_hints(found: list[_Match]) -> list[_Match]:
    """Return sorted matches without the hints that no term of their axis is near to."""
    terms: dict[int, list[int]] = {}
    for start, _, number, _, is_hint in found:
        if not is_hint:
            terms.setdefault(number, []).append(start)

    def is_near(start: int, number: int) -> bool:
        places = terms.get(number, [])
        after = bisect_left(places, start - _NEAR)
        return after < len(places) and places[after] <= start + _NEAR

    return [match for match in found if not match[4] or is_near(match[0], match[2])]


@cache
def _apart(particle: str) -> re.Pattern[str]:
    """Return what stands between a verb and its particle, up to the particle: a few words of one clause."""
    return re.compile(rf"(?: [\w'%]+){{1,{_BETWEEN}}}? {particle}\b")
