"""From files and standard input to records."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from tracker.documents._calendar import parse_day
from tracker.documents.decoding import decode, is_page
from tracker.documents.inputs import STDIN
from tracker.documents.records import Record
from tracker.documents.rows import read_table
from tracker.documents.sandbox import Sandbox
from tracker.errors import InputError
from tracker.schema import Skip

_TEXT = frozenset({".txt", ".md"})
_UNTRUSTED = {".html": "html", ".htm": "html", ".pdf": "pdf"}
_TABLES = frozenset({".csv", ".jsonl", ".parquet"})
_LARGEST = 50 * 2**20


def read_file(path: Path, sandbox: Sandbox) -> Iterator[Record | Skip]:
    """Yield what the file holds: one record, a record per row of a table, or the reason why there is none."""
    suffix, item = path.suffix.lower(), str(path)
    try:
        if not path.is_file():
            yield Skip(item, "read", "not a regular file")
        elif suffix in _TABLES:
            yield from read_table(path, sandbox)
        elif suffix in _UNTRUSTED:
            yield _untrusted(path, _UNTRUSTED[suffix], sandbox)
        elif suffix in _TEXT:
            yield _plain(path, sandbox)
        else:
            yield Skip(item, "read", f"unsupported file type {suffix or '(no suffix)'}")
    except OSError as error:
        yield Skip(item, "read", f"cannot be read ({error.strerror or error})")


def read_stdin(stream: BinaryIO | None, sandbox: Sandbox) -> Record | Skip:
    """Read raw text or a page from ``stream``, by default standard input."""
    return _text(STDIN, (stream or sys.stdin.buffer).read(_LARGEST + 1), sandbox)


def _plain(path: Path, sandbox: Sandbox) -> Record | Skip:
    with path.open("rb") as file:
        return _text(str(path), file.read(_LARGEST + 1), sandbox)


def _text(item: str, data: bytes, sandbox: Sandbox) -> Record | Skip:
    if len(data) > _LARGEST:
        return Skip(item, "read", "larger than 50 MB")
    try:
        text = decode(data)
    except InputError as error:
        return Skip(item, "read", str(error))
    if is_page(text):
        return _found(item, sandbox.read("html", data))
    return Record(item, item, text) if text.strip() else Skip(item, "read", "no text found")


def _untrusted(path: Path, kind: str, sandbox: Sandbox) -> Record | Skip:
    if path.stat().st_size > _LARGEST:
        return Skip(str(path), "read", "larger than 50 MB")
    return _found(str(path), sandbox.read(kind, path))


def _found(item: str, found: Mapping[str, str]) -> Record | Skip:
    """Return what was found in an untrusted file, or why there is nothing."""
    if "reason" in found:
        return Skip(item, "read", found["reason"])
    return Record(
        item,
        item,
        found["text"],
        title=found["title"],
        url=found["url"],
        source=found["source"],
        html_date=parse_day(found["published"]),
    )
