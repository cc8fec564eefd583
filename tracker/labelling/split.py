"""Which documents train, which tune, which test: fixed by a hash, so that new documents move no old one."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256
from pathlib import Path
from typing import Any

from tracker.errors import InputError
from tracker.labelling.near import groups, same_documents, same_premises
from tracker.labelling.read import DOCUMENTS, Corpus, sound_corpus, write_lines

SEED = "split-1"


def split(
    folder: Path, *, seed: str = SEED, train: float = 0.6, dev: float = 0.2, hold: Collection[str] = (),
    write: bool = True,
) -> list[dict[str, Any]]:
    """Return the documents with their splits, and write them back to ``documents.jsonl``.

    ``train`` and ``dev`` are shares in hundredths; the rest is test, and so is every document coded on an axis of
    ``hold``. Documents that are near-identical, or have rows with near-identical premises, stay together. Raises
    InputError where the shares make no sense or no document is coded on an axis to hold out.
    """
    if train < 0 or dev < 0 or train + dev > 1 + 1e-9:
        raise InputError(f"shares of {train} and {dev} do not fit into 1; lower --train or --dev")
    corpus = sound_corpus(folder)
    known = {axis for entry in corpus.documents for axis in entry.item.get("axes") or ()}
    if unknown := sorted(set(hold) - known):
        raise InputError(f"no document is coded on {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    together = _together(corpus)
    held = {_leader(entry.item["id"], together) for entry in corpus.documents if {*hold} & {*entry.item["axes"]}}
    found = []
    for entry in corpus.documents:
        leader = _leader(entry.item["id"], together)
        found.append({**entry.item, "split": "test" if leader in held else _by_hash(seed, leader, train, dev)})
    if write:
        write_lines(folder / DOCUMENTS, found)
    return found


def _together(corpus: Corpus) -> dict[str, str]:
    """Return the leader of each document that may not be parted from another."""
    links = [(str(copy.item["id"]), str(first.item["id"])) for copy, first in same_documents(corpus)]
    links += [(str(copy.item["doc"]), str(first.item["doc"])) for copy, first in same_premises(corpus)]
    return groups(links)


def _leader(document_id: str, together: dict[str, str]) -> str:
    return together.get(document_id, document_id)


def _by_hash(seed: str, key: str, train: float, dev: float) -> str:
    place = int(sha256(f"{seed}{key}".encode()).hexdigest(), 16) % 100
    if place < round(100 * train):
        return "train"
    return "dev" if place < round(100 * (train + dev)) else "test"
