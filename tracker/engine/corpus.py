"""The documents of a run: on disk until they are coded, in memory no more than what one must know of all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.documents import find_copies
from tracker.engine.ledger import Lines
from tracker.schema import Document, Skip

Progress = Callable[[str, int, int], None]
"""Called with the stage, how many are done, and how many there are (0 when unknown)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What memory keeps of a document: where it is filed, how it is sorted, and its own day of publication."""

    id: str
    start: int
    path: str
    published: dt.date | None


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents and skips in files; ``entries`` are the documents to code, ``originals`` what the copies copy."""

    documents: Lines[Document]
    skips: Lines[Skip]
    entries: Sequence[Entry]
    originals: Mapping[str, Entry]

    def document(self, entry: Entry) -> Document:
        """Return a document as it is coded: a copy is dated by its original's day of publication."""
        document = self.documents.at(entry.start)
        original = self.originals.get(entry.id)
        if original is None:
            return document
        return replace(document, duplicate_of=original.id, published=original.published or entry.published)


def not_english(document: Document) -> Skip | None:
    """Return why a document is not read further, None where it is in English."""
    if document.language in {"", "en"}:
        return None
    where = document.item or document.path or document.id
    return Skip(where, "read", f"not English (language {document.language}); not coded")


def file_documents(
    items: Iterable[Document | Skip], documents: Lines[Document], skips: Lines[Skip], progress: Progress
) -> Corpus:
    """Put what was read into two files and find the copies in it; a document in another language is a skip."""
    entries: list[Entry] = []
    foreign: dict[str, Skip] = {}

    def filed() -> Iterator[Document]:
        for item in items:
            if isinstance(item, Skip):
                skips.add(item)
            else:
                entries.append(Entry(item.id, documents.add(item), item.path, item.published))
                for removed in item.removed:
                    skips.add(removed)
                if skip := not_english(item):
                    foreign[item.id] = skip
                yield item
            progress("reading", len(entries), 0)

    # One in another language counts as an original, too.
    copies = find_copies(filed(), lambda place: documents.at(entries[place].start).text)
    for skip in foreign.values():
        skips.add(skip)
    originals = {entries[copy].id: entries[original] for copy, original in copies.items()}
    return Corpus(documents, skips, [entry for entry in entries if entry.id not in foreign], originals)
