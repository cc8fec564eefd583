"""Record to Document: cleaning, metadata, publication date, language and an id that nothing else has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from tracker.documents._calendar import parse_day, written_day
from tracker.documents.cleaning import clean, removed_ranges
from tracker.documents.inputs import STDIN, find_files
from tracker.documents.language import guess_language, language_code
from tracker.documents.published import published_date
from tracker.documents.readers import read_file, read_stdin
from tracker.documents.records import Metadata, Record, read_metadata
from tracker.documents.sandbox import Sandbox
from tracker.documents.shape import words
from tracker.schema import Document, Skip, content_id

# What is gone from the text may still date it (a stamp does), unless it belongs to another story or another day.
_DATELESS = frozenset(
    {"related stories", "link list", "read more", "copyright", "repeated line", "comments", "newsletter"}
)
_LONGEST_TITLE = 25


def read_documents(
    inputs: Sequence[str],
    *,
    metadata: Path | None = None,
    published: dt.date | None = None,
    stdin: BinaryIO | None = None,
    out: Path | None = None,
    warn: Callable[[str], None] = lambda message: None,
) -> Iterator[Document | Skip]:
    """Yield a `Document` per article that ``inputs`` name and a `Skip` per thing that could not be read.

    ``inputs`` are files, folders (searched to the bottom), glob patterns or ``-`` for standard input. ``metadata`` is a
    CSV or JSON Lines file keyed by ``path`` or ``id``; ``published`` dates the documents that nothing else dates.
    ``out`` is the file or folder that results go to, which is no input. ``warn`` is told where the metadata are of no
    use. The order is that of the paths, standard input first, whatever the order of ``inputs``.

    Raises:
        InputError: a path does not exist, a pattern matches nothing, the metadata cannot be used, or ``out`` would
            overwrite an input.
    """
    known = read_metadata(metadata) if metadata else Metadata()
    files, skips = find_files(inputs, leave_out=metadata, out=out)
    documents = _documents(files, skips, known, published, stdin, STDIN in inputs)
    return _judged(documents, known, lambda complaint: warn(f"{metadata}: {complaint}"))


def _judged(
    documents: Iterator[Document | Skip], known: Metadata, warn: Callable[[str], None]
) -> Iterator[Document | Skip]:
    """Yield the documents, and warn after the last of them where the metadata were of no use."""
    yield from documents
    for complaint in known.complaints():
        warn(complaint)


def _documents(
    files: list[Path],
    skips: list[Skip],
    known: Metadata,
    published: dt.date | None,
    stdin: BinaryIO | None,
    from_stdin: bool,
) -> Iterator[Document | Skip]:
    seen: set[str] = set()
    yield from skips
    with Sandbox() as sandbox:
        if from_stdin:
            yield from _built(read_stdin(stdin, sandbox), known, published, seen)
        for file in files:
            for record in read_file(file, sandbox):
                yield from _built(record, known, published, seen)


def _built(
    record: Record | Skip, known: Metadata, default: dt.date | None, seen: set[str]
) -> Iterator[Document | Skip]:
    """Yield the document of a record, preceded by what was wrong with its date cell."""
    if isinstance(record, Skip):
        yield record
        return
    fields = known.of(record.path, record.key)
    text, removed = clean(record.text, record.item)
    if not text:
        yield Skip(record.item, "clean", "no text left after cleaning")
        return
    for written in filter(None, (fields.get("published", ""), record.published)):
        if parse_day(written) is None:
            what = "no day an article can have" if written_day(written) else "not a date"
            yield Skip(f"{record.item}#published", "read", f"{what}: {written[:40]}")
    day, evidence = _dated(record, fields, removed, default)
    yield Document(
        id=_new_id(text, record.item, seen),
        text=text,
        title=fields.get("title") or record.title or _headline(text),
        published=day,
        published_evidence=evidence,
        url=fields.get("url") or record.url,
        source=fields.get("source") or record.source,
        path=record.path,
        language=language_code(fields.get("language") or record.language) or guess_language(text),
        removed=removed,
        item=record.item,
    )


def _dated(
    record: Record, fields: Mapping[str, str], removed: tuple[Skip, ...], default: dt.date | None
) -> tuple[dt.date | None, str]:
    explicit = parse_day(fields.get("published", "")) or parse_day(record.published)
    day, evidence = published_date(
        _dating_text(record.text, removed),
        url=fields.get("url") or record.url,
        path=Path(record.path).name if not record.key else record.key,
        html_date=record.html_date,
        metadata=explicit,
    )
    if day is None and default:
        return default, f"default: {default.isoformat()}"
    return day, evidence


def _dating_text(raw: str, removed: tuple[Skip, ...]) -> str:
    """Return the raw text without what other stories and page furniture would say about its date."""
    parts, position = [], 0
    for start, end, reason in removed_ranges(removed):
        if reason in _DATELESS:
            parts.append(raw[position:start])
            position = end
    return "".join((*parts, raw[position:]))


def _new_id(text: str, item: str, seen: set[str]) -> str:
    """Return the id of the text, told apart by ``item`` where an earlier input has the same, then by a number."""
    new, number = content_id("d", text), 1
    while new in seen:
        new = content_id("d", text, item, *([number] if number > 1 else []))
        number += 1
    seen.add(new)
    return new


def _headline(text: str) -> str:
    """Return the first paragraph where it is short and more follows."""
    first, _, rest = text.partition("\n")
    return first if rest and len(words(first)) <= _LONGEST_TITLE else ""
