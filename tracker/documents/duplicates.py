"""Finds articles that several sites print: candidates by MinHash, each verified on the word shingles."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.schema import Document

if TYPE_CHECKING:
    from rensa import RMinHash

LEAST_JACCARD = 0.8
_SHINGLE = 3
_PERMUTATIONS = 128
_BANDS = 32  # four rows each: a pair at 0.8 is a candidate all but surely
_SEED = 1


def mark_duplicates(documents: Iterable[Document]) -> list[Document]:
    """Return the documents in the given order, `duplicate_of` set to the id of the earliest near-identical one."""
    given = list(documents)
    originals = find_copies(given, lambda place: given[place].text)
    marked = {given[copy].id: given[original].id for copy, original in originals.items()}
    return [replace(document, duplicate_of=marked.get(document.id, "")) for document in given]


def find_copies(documents: Iterable[Document], text_at: Callable[[int], str]) -> dict[int, int]:
    """Return the place of each copy among the documents with the place of the earliest that it is near-identical to.

    Two documents are near-identical where their sets of three-word shingles have a Jaccard similarity of 0.8 or more.
    Earliest is by publication (unknown last), then id, so the order of ``documents`` plays no part. They are gone
    through once and not kept; ``text_at`` gives the text at a place again for the few that have to be compared.
    """
    rows = [(d.published or dt.date.max, d.id, place, _minhash(d.text)) for place, d in enumerate(documents)]
    rows.sort(key=lambda row: row[:3])
    places = [place for _, _, place, _ in rows]
    originals: dict[int, int] = {}
    for copy, candidates in enumerate(_candidates([minhash for *_, minhash in rows])):
        earlier = [rank for rank in sorted(candidates) if rank < copy and places[rank] not in originals]
        shingles = _shingles(text_at(places[copy])) if earlier else frozenset()
        for rank in earlier:
            if _jaccard(shingles, _shingles(text_at(places[rank]))) >= LEAST_JACCARD:
                originals[places[copy]] = places[rank]
                break
    return originals


def _minhash(text: str) -> RMinHash:
    from rensa import RMinHash

    minhash = RMinHash(_PERMUTATIONS, _SEED)
    minhash.update(list(_shingles(text)))
    return minhash


def _candidates(hashes: Sequence[RMinHash]) -> Iterator[list[int]]:
    """Yield, for each document, the ranks of those that may be like it."""
    from rensa import RMinHashLSH

    index = RMinHashLSH(LEAST_JACCARD, _PERMUTATIONS, _BANDS)
    for rank, minhash in enumerate(hashes):
        index.insert(rank, minhash)
    return (index.query(minhash) for minhash in hashes)


def _shingles(text: str) -> frozenset[str]:
    found = re.findall(r"\w+", text.lower())
    if len(found) < _SHINGLE:
        return frozenset({" ".join(found)})
    return frozenset(map(" ".join, zip(*(found[i:] for i in range(_SHINGLE)), strict=False)))


def _jaccard(first: frozenset[str], second: frozenset[str]) -> float:
    return len(first & second) / max(1, len(first | second))
