"""Write and read tables as files: CSV and Parquet twins out; CSV, JSON lines or Parquet in."""

from __future__ import annotations

import csv
import datetime as dt
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import TextIO

from tracker.errors import TableError
from tracker.tables.columns import Kind, kind_of
from tracker.tables.draft import drafts

_BATCH = 4096
_DELIMITERS = ",;\t"  # the first of those that part a header alike
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_PREFIXED = re.compile(r"'+[=+\-@\t\r]")


def write_table(
    rows: Iterable[Mapping[str, object]], columns: Sequence[str], path_without_suffix: Path
) -> tuple[Path, Path]:
    """Write ``rows`` as ``<path>.csv`` and ``<path>.parquet`` and return both paths.

    Rows are streamed; a column that a row lacks stays empty. Nothing is visible under either name before both are
    complete. Raises TableError for a cell that does not suit its column, or a key that is no column.
    """
    finals = [path_without_suffix.with_name(path_without_suffix.name + suffix) for suffix in (".csv", ".parquet")]
    with drafts(*finals) as written:
        _write_drafts(rows, columns, *written)
    return finals[0], finals[1]


def _write_drafts(rows: Iterable[Mapping[str, object]], columns: Sequence[str], csv_path: Path, parquet: Path) -> None:
    """Stream the rows into both files, one batch at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = [kind_of(column) for column in columns]
    schema = pa.schema([(column, getattr(pa, kind)()) for column, kind in zip(columns, kinds, strict=True)])
    with ExitStack() as stack:
        handle = stack.enter_context(csv_path.open("w", encoding="utf-8", newline=""))
        writer = csv.writer(_UnixLines(handle.write), lineterminator="\r\n")
        writer.writerow(columns)
        table = stack.enter_context(pq.ParquetWriter(parquet, schema))
        cells = (_cells(row, columns, kinds) for row in rows)
        while batch := list(islice(cells, _BATCH)):
            writer.writerows([_csv_cell(cell, kind) for cell, kind in zip(row, kinds, strict=True)] for row in batch)
            by_column = zip(*batch, strict=True)
            arrays = [pa.array(values, type=field.type) for values, field in zip(by_column, schema, strict=True)]
            table.write_batch(pa.record_batch(arrays, schema=schema))


class _UnixLines:
    """Ends lines in ``\\n`` while the csv module, told ``\\r\\n``, quotes cells that hold a lone ``\\r``."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write

    def write(self, line: str) -> None:
        """Write one row."""
        self._write(line[:-2] + "\n")


def _cells(row: Mapping[str, object], columns: Sequence[str], kinds: Sequence[Kind]) -> list[object]:
    """Return the cells of a row in column order, each of the type of its column, None where unknown."""
    if not row.keys() <= set(columns):
        raise TableError(f"no such column: {', '.join(sorted(row.keys() - set(columns)))}")
    return [_cell(row.get(column), kind, column) for column, kind in zip(columns, kinds, strict=True)]


def _cell(value: object, kind: Kind, column: str) -> object:
    """Check a value against the kind of its column; numbers are rounded, half characters replaced."""
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return None
    if kind is Kind.TEXT:
        return str(value).encode("utf-8", "replace").decode("utf-8")
    if kind is Kind.NUMBER and isinstance(value, (int, float)):
        return round(float(value), 4) + 0.0  # + 0.0 turns -0.0 into 0.0
    wanted = {Kind.INTEGER: int, Kind.TRUTH: bool, Kind.DATE: dt.date}.get(kind)
    if wanted is None or not isinstance(value, wanted):
        raise TableError(f"column {column}: {value!r} is no {kind.name.lower()}")
    return value


def _csv_cell(cell: object, kind: Kind) -> str:
    """Write a cell for CSV, where a text must not pass for a formula."""
    written = _written(cell)
    return f"'{written}" if kind is Kind.TEXT and _FORMULA.match(written) else written


def _written(cell: object) -> str:
    """Write a value the way every table does."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return json.dumps(cell, ensure_ascii=False) if isinstance(cell, (list, dict)) else str(cell)


def read_table(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a ``.csv``, ``.jsonl`` or ``.parquet`` file as text, an empty text where unknown.

    Raises TableError for another suffix, a missing file, or a row that does not fit; the first row below
    the header is row 1.
    """
    readers = {".csv": _read_csv, ".jsonl": _read_jsonl, ".parquet": _read_parquet}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise TableError(f"{path}: expected a file that ends in {', '.join(readers)}")
    if not path.is_file():
        raise TableError(f"{path}: no such file")
    return reader(path)


def _read_csv(path: Path) -> Iterator[dict[str, str]]:
    csv.field_size_limit(2**31 - 1)  # whole articles travel in cells
    with path.open(encoding="utf-8-sig", newline="") as handle:
        try:
            reader = csv.reader(handle, strict=True, delimiter=_delimiter(handle))
            header = next(reader, [])
            if len(set(header)) < len(header):
                raise TableError(f"{path}: a column name occurs twice in the header")
            for number, cells in enumerate((row for row in reader if row), start=1):
                if len(cells) != len(header):
                    raise TableError(f"{path}, row {number}: {len(cells)} cells under {len(header)} columns")
                plain = (cell[1:] if _PREFIXED.match(cell) else cell for cell in cells)
                yield dict(zip(header, plain, strict=True))
        except (csv.Error, UnicodeDecodeError) as error:
            raise TableError(f"{path}: not a CSV file in UTF-8 ({error})") from error


def _delimiter(handle: TextIO) -> str:
    """Return what parts the cells of a CSV file: that of `_DELIMITERS` under which the header has the most."""
    wide = {}
    for mark in _DELIMITERS:
        try:
            wide[mark] = len(next(csv.reader(handle, strict=True, delimiter=mark), []))
        except csv.Error:  # quoted cells that something else parts
            wide[mark] = 0
        handle.seek(0)
    return max(wide, key=lambda mark: wide[mark])


def _read_jsonl(path: Path) -> Iterator[dict[str, str]]:
    with path.open("rb") as handle:
        for number, line in enumerate((line for line in handle if line.strip()), start=1):
            try:
                row = json.loads(line.decode("utf-8-sig"))
            except ValueError as error:
                raise TableError(f"{path}, row {number}: not JSON ({error})") from error
            if not isinstance(row, dict):
                raise TableError(f"{path}, row {number}: expected an object")
            yield {str(column): _written(value) for column, value in row.items()}


def _read_parquet(path: Path) -> Iterator[dict[str, str]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=_BATCH):
                for row in batch.to_pylist():
                    yield {column: _written(value) for column, value in row.items()}
    except pa.ArrowInvalid as error:
        raise TableError(f"{path}: not a Parquet file ({error})") from error
