"""The files of a labels folder, line by line, and their writing.

A folder holds ``documents.jsonl`` and ``positions.jsonl``, axis files (``axes*.yaml``), and under ``second`` the
codings of further coders in the form of ``positions.jsonl``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.errors import TableError

DOCUMENTS = "documents.jsonl"
POSITIONS = "positions.jsonl"
POSITION_FIELDS: tuple[str, ...] = (
    "doc", "actor", "actor_type", "role", "affiliation", "axis", "aspect", "stance", "date", "date_precision", "quote",
    "quote_span", "speaker_span", "cue_span", "evidence_kind", "reported_by", "difficulty", "coder", "note",
)  # fmt: skip
SPAN_FIELDS: tuple[str, ...] = ("quote_span", "speaker_span", "cue_span")
# Line ends to some readers though JSON allows them unescaped.
_LINE_ENDS = {ord(mark): f"\\u{ord(mark):04x}" for mark in "\x85\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class Entry:
    """An object of a JSON Lines file and where it stands."""

    path: Path
    line: int
    item: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Corpus:
    """The documents of a folder, its positions, and the rows of further coders."""

    folder: Path
    documents: tuple[Entry, ...]
    rows: tuple[Entry, ...]
    second: tuple[Entry, ...]


def read_corpus(folder: Path) -> Corpus:
    """Read a labels folder; raises TableError with file and line where one is missing or no JSON."""
    second = (entry for path in sorted((folder / "second").glob("*.jsonl")) for entry in read_lines(path))
    return Corpus(folder, read_lines(folder / DOCUMENTS), read_lines(folder / POSITIONS), tuple(second))


def sound_corpus(folder: Path) -> Corpus:
    """Read a labels folder whose documents and rows have the fields that everything rests on, or raise TableError."""
    corpus = read_corpus(folder)
    needed = ((corpus.documents, ("id", "text", "axes")), (corpus.rows, ("doc", "actor", "axis", "stance")))
    for entries, names in needed:
        for entry in entries:
            if missing := [name for name in names if not entry.item.get(name)]:
                where = f"{entry.path}:{entry.line}"
                raise TableError(f"{where}: {', '.join(missing)} is empty; `tracker labels check` names every mistake")
    return corpus


def read_lines(path: Path) -> tuple[Entry, ...]:
    """Read a JSON Lines file of objects; empty lines are passed over."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise TableError(f"{path}: cannot be read ({error})") from error
    return tuple(_entry(path, number, line) for number, line in enumerate(lines, 1) if line.strip())


def _entry(path: Path, number: int, line: str) -> Entry:
    try:
        item = json.loads(line)
    except ValueError as error:
        raise TableError(f"{path}:{number}: not JSON ({error})") from error
    if not isinstance(item, dict):
        raise TableError(f"{path}:{number}: expected an object in braces")
    return Entry(path, number, item)


def write_lines(path: Path, items: Iterable[Mapping[str, Any]]) -> None:
    """Write a JSON Lines file; it appears under its name when it is complete, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as handle:
            handle.writelines(json.dumps(item, ensure_ascii=False).translate(_LINE_ENDS) + "\n" for item in items)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
