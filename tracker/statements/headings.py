"""Rounds of places: lines that each open with the name of a place and a colon, as in "Tarn: Ann Bo said no."."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.statements.clauses import text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

_FEWEST = 3  # places of a round
_LONGEST = 3  # words of a place
_PLACES = frozenset({"GPE", "LOC"})


def after_headings(doc: Doc) -> frozenset[int]:
    """Return the indices of the tokens that follow the headings of a round of places.

    What is said there is whose name comes next; in a transcript the names before the colons are those who speak, and
    recur. The names of the registry must be marked; most headings must be places by that, or stand after "in".
    """
    found = [(doc[start:colon], colon + 1) for start in range(len(doc)) if (colon := _colon_after(doc, start))]
    names = [heading.text.lower() for heading, _ in found]
    known = sum(_is_place(doc, heading.start, heading.end) for heading, _ in found)
    is_round = len(names) >= _FEWEST and len(set(names)) == len(names) and 2 * known > len(names)
    return frozenset(following for _, following in found) if is_round else frozenset()


def _colon_after(doc: Doc, start: int) -> int:
    """Return the index of the colon after a name that opens a line and is followed by words; 0 where there is none."""
    if start > 0 and "\n" not in doc[start - 1].text:
        return 0
    end = start
    while end < len(doc) and end - start < _LONGEST and doc[end].text[0].isupper():
        end += 1
    named = end > start and end + 1 < len(doc) and doc[end].text == ":"
    return end if named and not doc[end + 1].is_space else 0


def _is_place(doc: Doc, start: int, end: int) -> bool:
    name = doc[start:end].text
    return doc[start].ent_type_ in _PLACES or f" in {name.title() if name.isupper() else name}" in text_of(doc)
