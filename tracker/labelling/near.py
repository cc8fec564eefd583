"""Texts that are nearly the same: whole documents, and the premises that labelled rows give a model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tracker.documents import mark_duplicates
from tracker.labelling.read import Corpus, Entry
from tracker.schema import Axis, Document

_LEAST_WORDS = 8  # shorter sentences recur by chance


def originals(texts: Mapping[str, str]) -> dict[str, str]:
    """Return, for each key whose text nearly equals another's, the key of the first such text."""
    marked = mark_duplicates(Document(id=key, text=text) for key, text in texts.items())
    return {document.id: document.duplicate_of for document in marked if document.duplicate_of}


def same_documents(corpus: Corpus) -> list[tuple[Entry, Entry]]:
    """Return the pairs of documents that are near-identical, the later first."""
    entries = {str(entry.item["id"]): entry for entry in corpus.documents if entry.item.get("id")}
    found = originals({key: str(entry.item.get("text", "")) for key, entry in entries.items()})
    return [(entries[copy], entries[first]) for copy, first in sorted(found.items())]


def same_premises(corpus: Corpus) -> list[tuple[Entry, Entry]]:
    """Return the pairs of rows of different documents whose premises are near-identical, the later first.

    A premise is what a model reads of a row: the sentence with its speaker, or the speaker and the quotation.
    """
    texts = {str(entry.item.get("id")): str(entry.item.get("text", "")) for entry in corpus.documents}
    rows = {f"{entry.line:09}": entry for entry in corpus.rows}
    premises = {key: _premise(entry.item, texts) for key, entry in rows.items()}
    found = originals({key: premise for key, premise in premises.items() if len(premise.split()) >= _LEAST_WORDS})
    pairs = ((rows[copy], rows[first]) for copy, first in sorted(found.items()))
    return [(copy, first) for copy, first in pairs if copy.item["doc"] != first.item["doc"]]


def groups(links: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return, for each linked key, the smallest key that it hangs together with."""
    leader: dict[str, str] = {}

    def top(key: str) -> str:
        while leader.setdefault(key, key) != key:
            key = leader[key]
        return key

    for one, other in links:
        low, high = sorted((top(one), top(other)))
        leader[high] = low
    return {key: top(key) for key in list(leader)}


def _premise(row: Mapping[str, Any], texts: Mapping[str, str]) -> str:
    from tracker.training.queries import gold_query

    text = texts.get(str(row.get("doc")), "")
    try:
        return gold_query(text, row, Axis(str(row.get("axis")), title="", proposal="")).passage
    except (KeyError, TypeError, ValueError):
        return ""  # `check` names the row for its spans
