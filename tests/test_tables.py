"""The files of a run: what is written comes back, byte rules hold, and complaints name the cell."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import json
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker import tables
from tracker.errors import TableError
from tracker.schema import (
    Actor,
    ActorType,
    Axis,
    DatePrecision,
    Document,
    Evidence,
    Label,
    Position,
    Skip,
    Span,
    Stance,
    Statement,
)

TEXT = '"We will not, ever," said Lena Tarr of Borvania.\nAn aide agreed.'
DOCUMENT = Document("d_1", TEXT, title="=SUM(A1)", published=dt.date(2031, 5, 2), path="in/a, b.txt", language="en")
STATEMENT = Statement(
    "s_1", "d_1", (Span(0, 20),), '"We will not, ever,"', TEXT, Span(26, 35), "Lena Tarr", Span(21, 25),
    Evidence.DIRECT, dt.date(2031, 5, 1), DatePrecision.DAY, "Thursday",
)  # fmt: skip
STANCE = Stance(
    "s_1", "u_1", "d_1", Actor("lena-tarr", "Lena Tarr", ActorType.PERSON), "foreign minister", "Borvania", True,
    Span(26, 35), Evidence.DIRECT, "", "bridge", "tolls", Label.OPPOSE, (0.1, 0.05, 0.05, 0.7, 0.1), 0.7, False,
    dt.date(2031, 5, 1), DatePrecision.DAY,
)  # fmt: skip
POSITION = Position(
    STANCE.actor, "foreign minister", "Borvania", "bridge", dt.date(2031, 5, 1), DatePrecision.DAY, Label.OPPOSE,
    -1.0, -1.0, 0.123456, 0.7, 0, 0, 0, 2, 1, 3, 4, 2, ("s_1", "s_2"),
)  # fmt: skip
AXES = [Axis("bridge", "Bridge", "a bridge"), Axis("n_tunnel", "Tunnel", "a tunnel")]
AXIS = AXES[0]


def write_stances(tmp_path, *stances):
    rows = [tables.stance_row(stance, STATEMENT, DOCUMENT, AXIS) for stance in stances]
    return tables.write_table(rows, tables.STATEMENT_COLUMNS, tmp_path / "statements")


def test_stances_come_back_from_both_twins(tmp_path):
    bare = dataclasses.replace(STANCE, holder=None, date=None, date_precision=DatePrecision.UNKNOWN, executive=False)
    for path in write_stances(tmp_path, STANCE, bare):
        assert tables.stances_from(path) == [STANCE, bare]


def test_twins_say_the_same(tmp_path):
    csv_path, parquet = write_stances(tmp_path, STANCE)
    rows = list(tables.read_table(csv_path))
    assert rows == list(tables.read_table(parquet))
    (row,) = rows
    assert tuple(row) == tables.STATEMENT_COLUMNS
    assert (row["cue"], row["published"], row["executive"], row["title"]) == ("said", "2031-05-02", "true", "=SUM(A1)")
    assert json.loads(row["spans"]) == {"content": [[0, 20]], "speaker": [26, 35], "cue": [21, 25], "holder": [26, 35]}


def test_bytes_of_a_csv(tmp_path):
    csv_path, _ = write_stances(tmp_path, STANCE)
    written = csv_path.read_bytes()
    assert b"\r" not in written
    assert written.startswith(b"statement_id,utterance_id,document_id,path,url")
    assert b"'=SUM(A1)" in written
    assert b'"in/a, b.txt"' in written


def test_numbers_are_never_prefixed(tmp_path):
    row = tables.position_row(POSITION)
    csv_path, parquet = tables.write_table([row], tables.POSITION_COLUMNS, tmp_path / "positions")
    header, cells = csv.reader(csv_path.read_text().splitlines())
    assert tuple(header) == tables.POSITION_COLUMNS
    found = dict(zip(header, cells, strict=True))
    assert (found["value"], found["value_high"], found["n_unclear"]) == ("-1.0", "0.1235", "1")
    assert found["statement_ids"] == "s_1 s_2"
    assert next(tables.read_table(parquet)) == found


def test_parquet_is_typed(tmp_path):
    import pyarrow.parquet as pq

    _, parquet = tables.write_table([tables.position_row(POSITION)], tables.POSITION_COLUMNS, tmp_path / "p")
    (row,) = pq.read_table(parquet).to_pylist()
    assert (row["date"], row["value"], row["n_oppose"], row["actor"]) == (dt.date(2031, 5, 1), -1.0, 2, "Lena Tarr")


def test_wide_rows_have_a_stance_and_a_value_per_axis(tmp_path):
    other = dataclasses.replace(POSITION, axis="n_tunnel", stance=Label.UNCLEAR, value=None)
    later = dataclasses.replace(POSITION, date=dt.date(2031, 6, 1))
    rows = tables.wide_rows([later, POSITION, other, dataclasses.replace(POSITION, axis="elsewhere")], AXES)
    for path in tables.write_table(rows, tables.wide_columns(AXES), tmp_path / "positions_wide"):
        first, second = tables.read_table(path)
        assert (first["date"], first["bridge_stance"], first["bridge_value"]) == ("2031-05-01", "oppose", "-1.0")
        assert (first["n_tunnel_stance"], first["n_tunnel_value"]) == ("unclear", "")
        assert (second["date"], second["n_tunnel_stance"], second["affiliation"]) == ("2031-06-01", "", "Borvania")


def test_documents_and_skips(tmp_path):
    document = tables.document_row(DOCUMENT, 3, 2, TEXT)
    assert set(document) == set(tables.DOCUMENT_COLUMNS)
    assert document["n_chars"] == len(TEXT)
    assert document["text_sha256"] == sha256(TEXT.encode()).hexdigest()
    skip = tables.skip_row(Skip("x.pdf", "read", "no text layer"))
    for path in tables.write_table([skip], tables.SKIP_COLUMNS, tmp_path / "skipped.v1"):
        assert path.name.startswith("skipped.v1.")
        assert list(tables.read_table(path)) == [skip]


def test_an_empty_table_keeps_its_header(tmp_path):
    csv_path, parquet = tables.write_table([], tables.SKIP_COLUMNS, tmp_path / "skipped")
    assert csv_path.read_text() == "item,stage,reason\n"
    assert list(tables.read_table(csv_path)) == list(tables.read_table(parquet)) == []


def test_drafts_replace_what_a_link_names_and_write_to_what_is_no_file(tmp_path):
    (tmp_path / "old.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to(tmp_path / "old.txt")
    with tables.drafts(tmp_path / "link.txt", Path("/dev/null")) as (draft, sink):
        draft.write_text("new")
        assert sink == Path("/dev/null")
        assert (tmp_path / "old.txt").read_text() == "old"
        assert tables.final_of(draft) == tmp_path / "old.txt"
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "old.txt").read_text() == "new"


def test_nothing_is_left_of_a_failed_write(tmp_path):
    target = tmp_path / "skipped"
    tables.write_table([{"item": "old"}], tables.SKIP_COLUMNS, target)

    def rows():
        yield {"item": "new"}
        raise RuntimeError

    with pytest.raises(RuntimeError):
        tables.write_table(rows(), tables.SKIP_COLUMNS, target)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["skipped.csv", "skipped.parquet"]
    assert next(tables.read_table(tmp_path / "skipped.csv"))["item"] == "old"


@pytest.mark.parametrize("row", [{"colour": "red"}, {"n_utterances": "three"}, {"date": "2031-05-01"}, {"value": "x"}])
def test_cells_that_do_not_suit_are_refused(tmp_path, row):
    with pytest.raises(TableError, match=next(iter(row))):
        tables.write_table([row], tables.POSITION_COLUMNS, tmp_path / "positions")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("column", "cell"),
    [("stance", "maybe"), ("p_oppose", "1.5"), ("confidence", "high"), ("date", "1 May"), ("needs_review", "no"),
     ("spans", "[]]"), ("actor_id", ""), ("evidence", "hearsay"), ("actor_type", "robot")],
)  # fmt: skip
def test_complaints_name_row_and_column(tmp_path, column, cell):
    row = tables.stance_row(STANCE, STATEMENT, DOCUMENT, AXIS)
    good = {name: str(value) for name, value in row.items()} | {"executive": "true", "needs_review": "FALSE"}
    path = tmp_path / "statements.jsonl"
    path.write_text("\n".join(json.dumps(item) for item in (good, good | {column: cell})))
    with pytest.raises(TableError, match=rf"row 2, column {column}"):
        tables.stances_from(path)


def test_a_missing_column_is_named(tmp_path):
    path = tmp_path / "statements.csv"
    path.write_text("statement_id,p_support\ns_1,0.5\n")
    with pytest.raises(TableError, match="row 1: column p_conditional is missing"):
        tables.stances_from(path)


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.csv", b"x,y\n1\n"), ("a.csv", b"x,x\n1,2\n"), ("a.csv", b"x\n\xff\n"), ("a.csv", b'x\n"open\n'),
     ("a.jsonl", b"{]"), ("a.jsonl", b"[1]"), ("a.parquet", b"no"), ("a.xlsx", b"")],
)  # fmt: skip
def test_unreadable_files_are_refused(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(TableError, match=r"a\."):
        list(tables.read_table(tmp_path / name))


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(TableError, match="no such file"):
        list(tables.read_table(tmp_path / "none.csv"))


def test_json_lines_are_read_as_text(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text('{"a": null, "b": true, "c": 1.5, "d": [1]}\n\n{"a": "=x"}\n')
    assert list(tables.read_table(path)) == [{"a": "", "b": "true", "c": "1.5", "d": "[1]"}, {"a": "=x"}]


@pytest.mark.parametrize("header", ['"a;b","c"', "a;b,c", '"a,b";"c"', "a;c", "a\tc"])
def test_what_parts_the_cells_is_told_by_the_header(tmp_path, header):
    mark = "\t" if "\t" in header else ";" if '";"' in header or "," not in header else ","
    (tmp_path / "t.csv").write_text(f"{header}\n1{mark}2\n")
    assert list(next(tables.read_table(tmp_path / "t.csv")).values()) == ["1", "2"]


CELLS = st.text(st.one_of(st.sampled_from("'=+-@\t\r\n,\"; é"), st.characters(codec="utf-8")), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6))
def test_any_cell_comes_back(tmp_path, cells):
    rows = [dict(zip(tables.SKIP_COLUMNS, row, strict=True)) for row in cells]
    csv_path, parquet = tables.write_table(rows, tables.SKIP_COLUMNS, tmp_path / "skipped")
    assert list(tables.read_table(csv_path)) == list(tables.read_table(parquet)) == rows
    with csv_path.open(encoding="utf-8", newline="") as handle:
        seen = [cell for row in csv.reader(handle) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in seen)
