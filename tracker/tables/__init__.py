"""The files of a run: the only place that knows column names and their order.

Every table is written twice, as CSV (UTF-8, ``\\n``, RFC 4180) and as Parquet, each put in place by one rename. Dates
are ISO 8601, numbers have a point and at most four places, truth values are ``true`` and ``false``; an empty cell is
unknown. In CSV alone a text cell that begins with ``= + - @``, a tab or a carriage return gets a ``'`` in front, so
that no spreadsheet runs it; `read_table` takes it off again.

    >>> write_table([skip_row(Skip("a.pdf", "read", "no text"))], SKIP_COLUMNS, Path("out/skipped"))
    >>> next(read_table(Path("out/skipped.csv")))["reason"]
    'no text'
"""

from tracker.tables.checked import evidence_cells, position_cells
from tracker.tables.columns import (
    AS_OF_COLUMNS,
    CHANGE_COLUMNS,
    CODED_COLUMNS,
    DOCUMENT_COLUMNS,
    POSITION_COLUMNS,
    SKIP_COLUMNS,
    STATEMENT_COLUMNS,
    Kind,
    kind_of,
    wide_columns,
)
from tracker.tables.draft import drafts, final_of
from tracker.tables.files import read_table, write_table
from tracker.tables.rows import document_row, position_row, skip_row, stance_row, stances_from, wide_rows

__all__ = [
    "AS_OF_COLUMNS",
    "CHANGE_COLUMNS",
    "CODED_COLUMNS",
    "DOCUMENT_COLUMNS",
    "POSITION_COLUMNS",
    "SKIP_COLUMNS",
    "STATEMENT_COLUMNS",
    "Kind",
    "document_row",
    "drafts",
    "evidence_cells",
    "final_of",
    "kind_of",
    "position_cells",
    "position_row",
    "read_table",
    "skip_row",
    "stance_row",
    "stances_from",
    "wide_columns",
    "wide_rows",
    "write_table",
]
