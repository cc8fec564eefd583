"""Labelled rows into a labels folder: into a document it holds, or each context as a small document of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.errors import TableError
from tracker.labelling.read import DOCUMENTS, POSITION_FIELDS, POSITIONS, SPAN_FIELDS, read_lines, write_lines
from tracker.schema import Label, content_id

_STYLE = "labelled row"
_JOINT = "…"  # between the parts of a statement that was joined around its cue


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows and documents were added, how many rows were there before, how many became a document alone."""

    rows: int
    documents: int
    repeated: int
    unrelated: int


def merge(rows: Sequence[Mapping[str, Any]], folder: Path) -> Imported:
    """Add rows to ``positions.jsonl`` and, where their document is not known, documents to ``documents.jsonl``.

    The new document of a row is its context (the text where there is none), with the text behind it where the context
    does not hold it and so came before; rows that share it share the document. A row labelled unrelated adds its
    document alone: nobody in it takes a stance on the axis. Raises TableError where a known document does not hold the
    quotation, or is not coded on the axis, or where a text is both unrelated and not: in the folder, nothing would be
    left of that contradiction.
    """
    _check_unrelated(rows)
    documents = _known(folder / DOCUMENTS)
    positions = [dict(entry.item) for entry in read_lines(folder / POSITIONS)] if documents else []
    before, there, repeated, unrelated = len(documents), {_key(row) for row in positions}, 0, 0
    added = []
    for row in rows:
        position = _position(row, documents)
        if position is None:
            unrelated += 1
            continue
        if _key(position) in there:
            repeated += 1
            continue
        there.add(_key(position))
        added.append(position)
    write_lines(folder / DOCUMENTS, documents.values())
    write_lines(folder / POSITIONS, [*positions, *added])
    return Imported(len(added), len(documents) - before, repeated, unrelated)


def _check_unrelated(rows: Sequence[Mapping[str, Any]]) -> None:
    stances: dict[tuple[str, ...], str] = {}
    for row in rows:
        key = (row["doc"], row["context"], row["text"], row["actor"], row["axis"])
        other = stances.setdefault(key, row["stance"])
        if other != row["stance"] and Label.UNRELATED in {other, row["stance"]}:
            told = f"{row['actor']} on {row['axis']} is both {other} and {row['stance']}"
            raise TableError(f"text {row['text'][:60]!r}: {told}; keep one of the two rows")


def _known(path: Path) -> dict[str, dict[str, Any]]:
    return {str(entry.item["id"]): dict(entry.item) for entry in read_lines(path)} if path.is_file() else {}


def _key(position: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(position.get(name, "")) for name in POSITION_FIELDS)


def _position(row: Mapping[str, Any], documents: dict[str, dict[str, Any]]) -> dict[str, Any] | None:
    """Return the position that a row is; its document is added where it is not known."""
    document = documents.get(row["doc"])
    if document is None:
        document = _document(row, documents)
    elif row["axis"] not in document["axes"]:
        raise TableError(f"document {row['doc']} is not coded on {row['axis']}; add that to the document's axes")
    if row["stance"] == Label.UNRELATED:
        return None
    quote = _quote(row, document)
    found = {**row, **_others(row, quote, document["text"]), "doc": document["id"], "quote_span": quote,
             "quote": document["text"][slice(*quote)]}  # fmt: skip
    return {name: found[name] for name in POSITION_FIELDS}


def _document(row: Mapping[str, Any], documents: dict[str, dict[str, Any]]) -> dict[str, Any]:
    text = _text(row)
    key = content_id("d", text)
    new = {"id": key, "published": row["published"], "url": row["url"], "style": _STYLE, "axes": [], "text": text,
           "split": row["split"] or "train"}  # fmt: skip
    document = documents.setdefault(key, new)
    if row["axis"] not in document["axes"]:
        document["axes"] = [*document["axes"], row["axis"]]
    return document


def _text(row: Mapping[str, Any]) -> str:
    """Return the text of a row's document: what is around the quotation, or what came before it and the quotation."""
    context, text = row["context"], row["text"]
    return context if _standing(text, context) else f"{context.strip()} {text.strip()}".strip()


def _standing(quotation: str, text: str) -> list[int] | None:
    """Return where a quotation stands, however its blanks are; one joined around its cue reaches over the cue."""
    for parts in ([quotation], quotation.split(_JOINT)):
        patterns = [r"\s+".join(map(re.escape, part.split())) for part in parts if part.strip()]
        if match := re.search(r"[\s\S]*?".join(patterns), text):
            return [match.start(), match.end()]
    return None


def _quote(row: Mapping[str, Any], document: Mapping[str, Any]) -> list[int]:
    """Return where the quotation stands: at its span if it is there, else where it is first found."""
    span, text = row["quote_span"], document["text"]
    if span and text[slice(*span)] == row["text"]:
        return list(span)
    if found := _standing(row["text"], text):
        return found
    raise TableError(f"document {document['id']} does not hold the text {row['text'][:60]!r}")


def _others(row: Mapping[str, Any], quote: Sequence[int], text: str) -> dict[str, list[int] | None]:
    """Return the spans of speaker and cue, moved as far as the quotation was; else the actor's name is looked for."""
    by = quote[0] - row["quote_span"][0] if row["quote_span"] else None
    found: dict[str, list[int] | None] = {}
    for name in SPAN_FIELDS[1:]:
        moved = [place + by for place in row[name]] if row[name] and by is not None else None
        found[name] = moved if moved and 0 <= moved[0] < moved[1] <= len(text) else None
    if found["speaker_span"] is None and by is None:
        found["speaker_span"] = _name(row["actor"], text, quote)
    return found


def _name(actor: str, text: str, quote: Sequence[int]) -> list[int] | None:
    """Return where an actor is named: in the quotation itself, else anywhere in the text."""
    for start, end in (quote, (0, len(text))):
        for name in (actor, actor.split()[-1]):
            if match := re.compile(rf"\b{re.escape(name)}\b").search(text, start, end):
                return [match.start(), match.end()]
    return None
