"""Finds articles that several sites print: candidates by MinHash, each verified on the word shingles."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import replace

from tracker.schema import Document

LEAST_JACCARD = 0.8
_SHINGLE = 3
_PERMUTATIONS = 128
_BANDS = 32  # four rows each: a pair at 0.8 is a candidate all but surely
_SEED = 1


def mark_duplicates(documents: Iterable[Document]) -> list[Document]:
    """Return the documents in the given order, `duplicate_of` set to the id of the earliest near-identical one.

    Two documents are near-identical where their sets of three-word shingles have a Jaccard similarity of 0.8 or more.
    Earliest is by publication (unknown last), then id, so the order of ``documents`` plays no part.
    """
    given = list(documents)
    ordered = sorted(given, key=lambda d: (d.published or dt.date.max, d.id))
    shingles = [_shingles(document.text) for document in ordered]
    originals = _originals(shingles)
    marked = {ordered[i].id: ordered[original].id for i, original in originals.items()}
    return [replace(document, duplicate_of=marked.get(document.id, "")) for document in given]


def _originals(shingles: list[frozenset[str]]) -> dict[int, int]:
    """Return, for each duplicate, the index of the first document it resembles that is none itself."""
    originals: dict[int, int] = {}
    for i, candidates in enumerate(_candidates(shingles)):
        for j in sorted(candidates):
            if j < i and j not in originals and _jaccard(shingles[i], shingles[j]) >= LEAST_JACCARD:
                originals[i] = j
                break
    return originals


def _candidates(shingles: list[frozenset[str]]) -> list[list[int]]:
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(LEAST_JACCARD, _PERMUTATIONS, _BANDS)
    hashes = []
    for i, shingle_set in enumerate(shingles):
        minhash = RMinHash(_PERMUTATIONS, _SEED)
        minhash.update(sorted(shingle_set))
        index.insert(i, minhash)
        hashes.append(minhash)
    return [index.query(minhash) for minhash in hashes]


def _shingles(text: str) -> frozenset[str]:
    found = re.findall(r"\w+", text.lower())
    if len(found) < _SHINGLE:
        return frozenset({" ".join(found)})
    return frozenset(" ".join(found[i : i + _SHINGLE]) for i in range(len(found) - _SHINGLE + 1))


def _jaccard(first: frozenset[str], second: frozenset[str]) -> float:
    return len(first & second) / max(1, len(first | second))
