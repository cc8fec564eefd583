"""Tables as input: CSV, JSON Lines and Parquet with a column ``text`` or ``html``, read row by row."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tracker.documents._calendar import parse_day
from tracker.documents.decoding import decode, is_page, repair
from tracker.documents.records import FIELDS, Record
from tracker.documents.sandbox import Sandbox
from tracker.errors import InputError
from tracker.schema import Skip

_LARGEST_CELL = 50 * 2**20
_MARK = '"'


def read_table(path: Path, sandbox: Sandbox) -> Iterator[Record | Skip]:
    """Yield a record per row that holds text, and a skip per row that does not or that does not parse."""
    readers = {".csv": _csv, ".jsonl": _jsonl, ".parquet": _parquet}
    number = 0
    try:
        for number, row in readers[path.suffix.lower()](path):
            yield row if isinstance(row, Skip) else _record(path, number, row, sandbox)
        if not number:
            yield Skip(str(path), "read", "no row in this table")
    except InputError as error:
        yield Skip(str(path), "read", str(error))
    except (csv.Error, OSError, ValueError) as error:  # pyarrow's errors are of the last two kinds
        yield Skip(str(path), "read", f"broken table ({str(error)[:160]})")


def _record(path: Path, number: int, row: Mapping[str, Any], sandbox: Sandbox) -> Record | Skip:
    key = _cell(row.get("id"))
    item = f"{path}#{key or number}"
    fields = {name: _cell(row.get(name)) for name in FIELDS}
    published = fields.pop("published")
    text, page = _cell(row.get("text")), _cell(row.get("html"))
    if max(len(text), len(page)) > _LARGEST_CELL:
        return Skip(item, "read", "larger than 50 MB")
    if is_page(text):
        text, page = "", page or text
    if text:
        return Record(
            item=item, path=str(path), text=repair(text), key=key, published=published, html_date=None, **fields
        )
    if not page:
        return Skip(item, "read", "no text found")
    found = sandbox.read("html", page.encode("utf-8", "replace"))
    if "reason" in found:
        return Skip(item, "read", found["reason"])
    return Record(
        item=item,
        path=str(path),
        text=found["text"],
        key=key,
        published=published,
        html_date=parse_day(found["published"]),
        **{name: value or found.get(name, "") for name, value in fields.items()},
    )


def _csv(path: Path) -> Iterator[tuple[int, Mapping[str, Any] | Skip]]:
    csv.field_size_limit(_LARGEST_CELL)
    with path.open(encoding="utf-8-sig", errors="strict" if _is_utf8(path) else "replace", newline="") as file:
        lines = file if _is_utf8(path) else iter(decode(path.read_bytes()).splitlines(keepends=True))
        marks = Counter[str]()
        reader = csv.DictReader(_counted(lines, marks))
        _check_columns(reader.fieldnames or ())
        number = 0
        for number, row in enumerate(reader, start=1):
            yield number, row
        if marks[_MARK] % 2:
            reason = "a quotation mark in it is not closed: the rows behind it were read as a part of it"
            yield number, Skip(f"{path}#{number}", "read", reason)


def _counted(lines: Iterable[str], marks: Counter[str]) -> Iterator[str]:
    """Yield lines without null bytes and add up their quotation marks, of which a whole table has an even number."""
    for line in lines:
        marks[_MARK] += line.count(_MARK)
        yield line.replace("\0", "")


def _is_utf8(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8-sig") as file:
            while file.read(2**20):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _jsonl(path: Path) -> Iterator[tuple[int, Mapping[str, Any] | Skip]]:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                row = None
            yield number, row if isinstance(row, dict) else Skip(f"{path}#{number}", "read", "not a JSON object")


def _parquet(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        _check_columns(file.schema_arrow.names)
        wanted = [name for name in ("id", "text", "html", *FIELDS) if name in file.schema_arrow.names]
        number = 0
        for batch in file.iter_batches(batch_size=256, columns=wanted):
            for row in batch.to_pylist():
                number += 1
                yield number, row


def _check_columns(names: Any) -> None:
    if not {"text", "html"} & set(names):
        raise InputError("a table needs a column text or html; it has " + (", ".join(map(str, names)) or "none"))


def _cell(value: object) -> str:
    """Return a cell as text; half of a pair of surrogates, which no file can hold, becomes a question mark."""
    text = "" if value is None or value != value else str(value).strip()
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
