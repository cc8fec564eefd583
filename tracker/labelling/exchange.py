"""Labelled rows out to other formats and back: CSV, JSON Lines, a `datasets` folder, the Discourse Network Analyzer.

A row is flat: the quotation (``text``) with the paragraph around it (``context``), actor, axis, stance, and whatever
else is known. A row that has only text, actor, axis and stance can be trained on as well. Spans are ranges of
code points of the document ``doc``; in CSV they are JSON.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tracker.errors import InputError, TableError
from tracker.labelling import dna
from tracker.labelling.merge import Imported, merge
from tracker.labelling.read import SPAN_FIELDS, sound_corpus, write_lines
from tracker.schema import CODED_LABELS, SPLITS, DatePrecision, Label, Span
from tracker.tables import Kind, kind_of, read_table, write_table

LABELLED_COLUMNS: tuple[str, ...] = (
    "text", "context", "actor", "axis", "stance", "date", "date_precision", "affiliation", "actor_type", "role",
    "aspect", "evidence_kind", "reported_by", "difficulty", "coder", "note", "doc", "published", "url", "split",
    *SPAN_FIELDS,
)  # fmt: skip
FORMATS: tuple[str, ...] = ("csv", "jsonl", "datasets", "dna")
_NEEDED = ("text", "actor", "axis", "stance")
# Headers as people write them, by the names they mean.
_NAMES = {column.replace(" ", "_"): column for column in (*LABELLED_COLUMNS, *dna.COLUMNS)}
# Endings of files that are no labels folder and no table that is written here.
_OTHER_FILES = frozenset(".txt .tsv .json .parquet .xlsx .xls .ods .yaml .yml .md .pdf .docx .html .zip".split())
_STANCES = (*CODED_LABELS, Label.UNRELATED)
Row = dict[str, Any]


def labelled_rows(folder: Path) -> list[Row]:
    """Return the positions of a labels folder as flat rows in the order of the file."""
    corpus = sound_corpus(folder)
    documents = {entry.item["id"]: entry.item for entry in corpus.documents}
    rows = []
    for entry in corpus.rows:
        item = entry.item
        if item.get("doc") not in documents:
            raise TableError(f"{entry.path}:{entry.line}: no document has the id {item.get('doc')!r}")
        document = documents[item["doc"]]
        known = {**{name: document.get(name) or "" for name in ("published", "url", "split")}, **item}
        known |= {"text": item.get("quote", ""), "context": _around(document["text"], item)}
        rows.append({column: known.get(column, None if column in SPAN_FIELDS else "") for column in LABELLED_COLUMNS})
    return rows


def _around(text: str, row: Mapping[str, Any]) -> str:
    """Return the paragraphs that hold the quotation and its speaker."""
    spans = [Span(*row[name]) for name in ("quote_span", "speaker_span") if row.get(name)]
    if not spans:
        return ""
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    stop = text.find("\n", end)
    return text[text.rfind("\n", 0, start) + 1 : stop if stop >= 0 else len(text)]


def export_rows(
    rows: Sequence[Row], file_format: str, out: Path, agreements: Mapping[str, int | None] = dna.AGREEMENTS
) -> int:
    """Write labelled rows as one of `FORMATS` and return how many were written; ``datasets`` makes a folder.

    ``agreements`` says for ``dna`` which agreement (1 or 0) stands for a stance; rows whose stance has None stay out.
    """
    if file_format == "datasets":
        _write_dataset(rows, out)
    elif file_format == "jsonl":
        write_lines(out, rows)
    elif file_format == "csv":
        write_csv(rows, LABELLED_COLUMNS, out)
    elif file_format == "dna":
        statements = dna.statements(rows, agreements)
        write_csv(statements, dna.COLUMNS, out)
        return len(statements)
    else:
        raise InputError(f"{file_format!r} is no format; known are {', '.join(FORMATS)}")
    return len(rows)


def write_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], out: Path) -> None:
    """Write a CSV file alone, in the way of all tables; it appears when it is complete."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=out.parent, prefix=".") as folder:
        os.replace(write_table(map(table_cells, rows), columns, Path(folder) / "table")[0], out)


def table_cells(row: Mapping[str, Any]) -> Row:
    """Return a row whose days are dates and whose spans are JSON, as tables want them."""
    cells = {column: json.dumps(value) if isinstance(value, list) else value for column, value in row.items()}
    for column in (column for column, value in cells.items() if value and kind_of(column) is Kind.DATE):
        cells[column] = dt.date.fromisoformat(str(cells[column]))
    return cells


def read_rows(path: Path) -> tuple[list[Row], int]:
    """Read labelled rows from a file or ``datasets`` folder, and how many had no stance yet and were passed over.

    Letter case and blanks of headers do not matter. A table that has the columns concept and agreement is read as one
    of the Discourse Network Analyzer. Raises TableError for a column that is missing, and with the number of the row
    that lacks a value or holds one that is not known.
    """
    read = _read_dataset(path) if path.is_dir() else list(read_table(path))
    given = [_named(f"{path}, row {number}", row) for number, row in enumerate(read, 1)]
    columns = {column for row in given for column in row}
    if {"concept", "agreement"} <= columns:
        given = [dna.labelled(row) for row in given]
    elif given and (missing := [column for column in _NEEDED if column not in columns]):
        there = ", ".join(dict.fromkeys(str(column) for row in read for column in row))
        raise TableError(f"{path}: no column {', '.join(missing)}; there are: {there}")
    coded = [(number, row) for number, row in enumerate(given, 1) if row.get("stance")]
    return [_whole(f"{path}, row {number}", row) for number, row in coded], len(given) - len(coded)


def _named(where: str, row: Mapping[str, Any]) -> Row:
    """Return a row whose columns have the names that are known here, however their header is written."""
    plain = [(column, "_".join(str(column).lower().split())) for column in row]
    named = {_NAMES.get(name, name): row[column] for column, name in plain}
    if len(named) < len(row):
        raise TableError(f"{where}: two columns have the same name but for letter case and blanks: {', '.join(row)}")
    return named


def _whole(where: str, given: Mapping[str, Any]) -> Row:
    """Return a row with all columns, its cells checked and the precision of its date filled in."""
    if missing := [column for column in _NEEDED if not given.get(column)]:
        raise TableError(f"{where}: {', '.join(missing)} is empty; a row needs text, actor, axis and stance")
    row: Row = {column: given.get(column) or "" for column in LABELLED_COLUMNS}
    for column, known in (("stance", _STANCES), ("split", ("", *SPLITS))):
        row[column] = row[column].strip().lower()
        if row[column] not in known:
            raise TableError(f"{where}: {column} {row[column]!r} is none of {', '.join(filter(None, known))}")
    for column in ("date", "published"):
        _check_day(where, column, row[column])
    if not row["date_precision"]:
        row["date_precision"] = DatePrecision.DAY.value if row["date"] else _standing_in(row)
    return {**row, **{name: _span(where, name, given.get(name)) for name in SPAN_FIELDS}}


def _standing_in(row: Row) -> str:
    """Date a row by its document's publication, and say so."""
    row["date"] = row["published"]
    return (DatePrecision.PUBLISHED if row["published"] else DatePrecision.UNKNOWN).value


def _check_day(where: str, column: str, value: str) -> None:
    try:
        assert not value or dt.date.fromisoformat(value)
    except ValueError:
        raise TableError(f"{where}: {column} {value!r} is no date like 2024-07-05") from None


def _span(where: str, name: str, value: object) -> list[int] | None:
    try:
        match json.loads(value) if isinstance(value, str) and value else value or None:
            case None:
                return None
            case [int(start), int(end)]:
                return [start, end]
    except ValueError:
        pass
    raise TableError(f"{where}: {name} {value!r} is no pair of numbers like [10, 25]")


def import_rows(rows: Sequence[Row], target: Path) -> Imported:
    """Write rows to a ``.csv`` or ``.jsonl`` file anew, or add them to a labels folder (see `merge`).

    Without rows nothing is written. Raises InputError where the target is, or is named like, a file of another kind.
    """
    suffix = target.suffix.lower()
    as_table = suffix in {".csv", ".jsonl"} and not target.is_dir()
    if not as_table and (target.is_file() or (suffix in _OTHER_FILES and not target.is_dir())):
        raise InputError(f"{target}: neither a labels folder nor a .csv or .jsonl file; name one of these")
    if not rows:
        return Imported(0, 0, 0, 0)
    return Imported(export_rows(rows, suffix[1:], target), 0, 0, 0) if as_table else merge(rows, target)


def _write_dataset(rows: Sequence[Row], out: Path) -> None:
    from datasets import Dataset, Features, Sequence, Value, disable_progress_bars

    disable_progress_bars()
    whole_numbers = Sequence(Value("int64"))
    kinds = {column: whole_numbers if column in SPAN_FIELDS else Value("string") for column in LABELLED_COLUMNS}
    columns = {column: [row.get(column) for row in rows] for column in LABELLED_COLUMNS}
    Dataset.from_dict(columns, features=Features(kinds)).save_to_disk(str(out))


def _read_dataset(path: Path) -> list[Row]:
    from datasets import DatasetDict, load_from_disk

    try:
        loaded = load_from_disk(str(path))
    except (OSError, ValueError) as error:
        raise TableError(f"{path}: not a folder that `datasets` has saved ({error})") from error
    parts = loaded.values() if isinstance(loaded, DatasetDict) else [loaded]
    return [dict(row) for part in parts for row in _each(part)]


def _each(part: Any) -> Iterator[Row]:
    """Yield the rows of a dataset as plain dictionaries."""
    yield from part.to_list()
