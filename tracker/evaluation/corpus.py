"""Labelled documents read from the two files of a labels folder."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tracker.errors import TableError
from tracker.evaluation.matching import Row, check_stance, gold_row, name_key
from tracker.schema import SPLITS, Document, Label

_ACTORS = {True: "invented", False: "real", None: ""}
_TRAIN = {True: "named in train", False: "never named in train"}


@dataclass(frozen=True, slots=True)
class LabelledDocument:
    """A document of the corpus with its gold rows as they stand in the file; ``invented`` tells of its actors."""

    document: Document
    split: str
    axes: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]
    invented: bool | None = None


def read_labels(folder: Path) -> list[LabelledDocument]:
    """Read ``documents.jsonl`` and ``positions.jsonl`` of a labels folder.

    Raises TableError with file and line where something is missing that everything rests on, or is not known.
    """
    rows: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for where, row in _lines(folder / "positions.jsonl", ("doc", "actor", "axis", "stance")):
        check_stance(where, row["stance"])
        _day(where, row, "date")
        rows[row["doc"]].append(row)
    found = []
    for where, item in _lines(folder / "documents.jsonl", ("id", "text", "axes")):
        published = _day(where, item, "published")
        document = Document(id=item["id"], text=item["text"], published=published, language="en")
        axes, coded = tuple(item["axes"]), tuple(rows.get(item["id"], ()))
        invented = bool(item["invented"]) if "invented" in item else None
        found.append(LabelledDocument(document, _split(where, item), axes, coded, invented))
    return found


def _lines(path: Path, needed: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield where an object stands and the object; TableError where it is none or lacks what is needed."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise TableError(f"{path}: cannot be read ({error})") from error
    for number, line in enumerate(lines, 1):
        where = f"{path}:{number}"
        try:
            item = json.loads(line)
        except ValueError as error:
            raise TableError(f"{where}: not JSON ({error})") from error
        missing = [name for name in needed if not isinstance(item, dict) or name not in item]
        if missing:
            raise TableError(f"{where}: {', '.join(missing)} is missing; `tracker labels check` names every mistake")
        yield where, item


def _day(where: str, item: Mapping[str, Any], name: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(item[name]) if item.get(name) else None
    except (ValueError, TypeError):
        raise TableError(f"{where}: {name} {item[name]!r} is no date like 2024-07-05") from None


def _split(where: str, item: Mapping[str, Any]) -> str:
    """Return the split of a document, empty where it has none."""
    split = str(item.get("split") or "").strip().lower()
    if split and split not in SPLITS:
        raise TableError(f"{where}: split {item['split']!r} is none of {', '.join(SPLITS)}")
    return split


def gold_rows(labelled: LabelledDocument) -> list[Row]:
    """Return the gold rows of a document in the form that evaluation compares; unclear ones are left out."""
    about = {"doc": labelled.document.id, "actors": _ACTORS[labelled.invented]}
    return [gold_row({**row, **about}) for row in labelled.rows if row["stance"] != Label.UNCLEAR]


def named_in_train(labelled: Iterable[LabelledDocument]) -> frozenset[str]:
    """Return the keys of the names that stand in gold rows of the training split."""
    return frozenset(name_key(row["actor"]) for item in labelled if item.split == "train" for row in item.rows)


def marked(row: Row, known: frozenset[str]) -> Row:
    """Return a gold row that says whether the training split names its actor."""
    said = _TRAIN[name_key(row.actor) in known]
    return replace(row, extra=tuple(sorted({**dict(row.extra), "in_train": said}.items())))
