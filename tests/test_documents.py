"""Files, tables and standard input become documents; what cannot be read becomes a skip that says why."""

from __future__ import annotations

import datetime as dt
import io
import json
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.documents import read_documents
from tracker.documents.decoding import decode
from tracker.documents.sandbox import Sandbox
from tracker.errors import InputError, TableError
from tracker.schema import Document, Skip

BODY = (
    "The island republic of Velmora will send twelve patrol boats to Ostrana, its defence minister Ilka Bront said.\n\n"
    "“We cannot stand aside,” Bront told reporters in the capital. “The boats leave in May.”\n\n"
    "Lawmakers approved the plan by 61 votes to 40, after a debate that lasted well into the night."
)


ROW = "The council approved the plan by 61 votes to 40 after a debate that lasted well into the night in Velm."


def _read(*inputs: object, **options: object) -> tuple[list[Document], list[Skip]]:
    found = list(read_documents([str(i) for i in inputs], **options))  # type: ignore[arg-type]
    return [d for d in found if isinstance(d, Document)], [s for s in found if isinstance(s, Skip)]


def _page(body: str, head: str = "") -> str:
    return f"<html><head><title>Boats for Ostrana</title>{head}</head><body><article>{body}</article></body></html>"


def _paragraphs() -> str:
    return "".join(f"<p>{p}</p>" for p in BODY.split("\n\n"))


def _pdf(text: str) -> bytes:
    """Return a one-page PDF written by hand, one line of print per line of ``text``."""
    lines = " ".join(f"({line}) Tj T*" for line in text.split("\n"))
    stream = f"BT /F1 12 Tf 14 TL 40 750 Td {lines} ET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(out),
    )


def test_text_file(tmp_path: Path) -> None:
    (tmp_path / "2024-03-05_boats.txt").write_text("Boats for Ostrana\n\n" + BODY, encoding="utf-8")
    (document,), skips = _read(tmp_path / "2024-03-05_boats.txt")
    assert skips == []
    assert document.title == "Boats for Ostrana"
    assert document.text.split("\n")[1:] == BODY.split("\n\n")
    assert (document.published, document.published_evidence) == (dt.date(2024, 3, 5), "file name: 2024-03-05")
    assert document.language == "en"


def test_folder_is_read_to_the_bottom_in_order_and_the_rest_is_named(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name, text in (("b/z.md", BODY), ("a.txt", BODY + " One."), ("c.docx", "x"), ("empty.txt", " \n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    documents, skips = _read(tmp_path)
    assert [Path(d.path).name for d in documents] == ["a.txt", "z.md"]
    assert {(Path(s.item).name, s.reason) for s in skips} == {
        ("c.docx", "unsupported file type .docx"),
        ("empty.txt", "no text found"),
    }
    assert _read(tmp_path / "*.txt", tmp_path / "b", tmp_path / "a.txt")[0] == documents


def test_missing_paths_are_errors_and_empty_folders_skips(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        list(read_documents([str(tmp_path / "none.txt")]))
    with pytest.raises(InputError, match="no file matches"):
        list(read_documents([str(tmp_path / "*.txt")]))
    assert _read(tmp_path) == ([], [Skip(str(tmp_path), "read", "empty folder")])


def test_standard_input_and_default_date() -> None:
    documents, _ = _read("-", stdin=io.BytesIO(BODY.encode()), published=dt.date(2023, 1, 2))
    assert [(d.path, d.published, d.published_evidence) for d in documents] == [
        ("-", dt.date(2023, 1, 2), "default: 2023-01-02")
    ]


def test_same_text_twice_has_two_ids_that_do_not_change(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(BODY, encoding="utf-8")
    first, second = _read(tmp_path)[0]
    assert first.text == second.text
    assert first.id != second.id
    assert [d.id for d in _read(tmp_path)[0]] == [first.id, second.id]
    assert _read(tmp_path / "b.txt")[0][0].id == first.id


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings(encoding: str) -> None:
    text = (
        "“We won’t,” said José Ñandú of Velmora – and that was that.\r\nNext line of the text, for good measure.\r\n"
        * 3
    )
    assert decode(text.encode(encoding)) == text.replace("\r\n", "\n")


def test_mojibake_nul_and_decomposed_letters_are_mended() -> None:
    assert decode("Itâ€™s a cafe\u0301\x00 in Lenn".encode()) == "It’s a café in Lenn"
    with pytest.raises(InputError):
        decode(bytes(range(256)) * 50)


@given(st.text(max_size=200))
@example("00\x00")  # looks like two-byte text, and is too short by a byte
def test_decoded_text_is_normal(text: str) -> None:
    result = decode(text.encode("utf-8", "surrogatepass"))
    assert unicodedata.is_normalized("NFC", result)
    assert not {"\x00", "\r"} & set(result)


def test_html_gives_text_title_and_date(tmp_path: Path) -> None:
    head = (
        '<meta charset="utf-8"><meta property="article:published_time" content="2024-03-05T10:00:00Z">'
        '<meta property="og:site_name" content="Harbour Post">'
    )
    (tmp_path / "a.html").write_text(_page("<nav>Home News</nav>" + _paragraphs(), head), encoding="utf-8")
    (document,), _ = _read(tmp_path)
    assert all(paragraph in document.text.split("\n") for paragraph in BODY.split("\n\n"))
    assert (document.title, document.source) == ("Boats for Ostrana", "Harbour Post")
    assert (document.published, document.published_evidence) == (dt.date(2024, 3, 5), "html: 2024-03-05")


def test_pdf_and_broken_files(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(
        _pdf("Velmora will send twelve patrol boats to Ostrana, the minister\nsaid on Monday in the port of Lenn.")
    )
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 and nothing more")
    (tmp_path / "c.html").write_text("<html><body></body></html>", encoding="utf-8")
    (tmp_path / "d.html").write_text(_page("<div>" * 5000 + _paragraphs()), encoding="utf-8")
    (tmp_path / "e.pdf").write_bytes(_pdf(""))
    (tmp_path / "f.htm").write_text(_page(_paragraphs()), encoding="utf-8")
    documents, skips = _read(tmp_path)
    assert [Path(d.path).name for d in documents] == ["a.pdf", "f.htm"]
    assert (
        documents[0].text
        == "Velmora will send twelve patrol boats to Ostrana, the minister said on Monday in the port of Lenn."
    )
    reasons = {Path(s.item).name: s.reason for s in skips}
    assert reasons["b.pdf"].startswith("broken")
    assert reasons["c.html"] == reasons["e.pdf"] == "no text found"
    assert reasons["d.html"] == "nested too deeply"


def test_encrypted_pdf_is_named(tmp_path: Path) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(_pdf("Secret boats"))))
    writer.encrypt("key", algorithm="RC4-128")
    writer.write(tmp_path / "a.pdf")
    assert [s.reason for s in _read(tmp_path)[1]] == ["encrypted"]


def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read() -> None:
    endless = ("<html><body>" + "<p><b><i>Words and more words to go over.</p>" * 150_000).encode()
    with Sandbox(seconds=1.5) as sandbox:
        sandbox.read("html", _page(_paragraphs()).encode())
        started = time.monotonic()
        assert sandbox.read("html", endless)["reason"] in {"took longer than 1.5 s", "nested too deeply"}
        assert time.monotonic() - started < 10
    with Sandbox(seconds=0.01) as sandbox:
        assert sandbox.read("html", _page(_paragraphs()).encode()) == {"reason": "took longer than 0.01 s"}


def test_a_file_that_needs_too_much_memory_is_given_up_and_the_next_is_read() -> None:
    wide = ("<html><body>" + "<p>Words and more words to go over.</p>" * 400_000).encode()
    with Sandbox(megabytes=150) as sandbox:
        assert sandbox.read("html", wide)["reason"] == "needed more than 150 MB"
        assert "text" in sandbox.read("html", _page(_paragraphs()).encode())


def test_tables(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [
        {
            "id": "r1",
            "text": BODY,
            "title": "Boats",
            "url": "https://p.example/x",
            "published": "2024-03-05",
            "source": "Post",
            "language": "en",
        },
        {"id": "r2", "html": _page(_paragraphs()), "published": "some day"},
        {"id": "r3", "text": ""},
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n{broken\n", encoding="utf-8")
    pq.write_table(pa.Table.from_pylist([{"id": "q1", "text": BODY + " Two."}]), tmp_path / "b.parquet")
    (tmp_path / "c.csv").write_text(
        'id,text\n7,"First line of it, by Bront.\n\nSecond paragraph, said Fask."\n', encoding="utf-8"
    )
    (tmp_path / "d.csv").write_text("name,size\na,1\n", encoding="utf-8")
    (tmp_path / "e.parquet").write_bytes(b"no parquet at all")
    documents, skips = _read(tmp_path)
    assert [Path(d.path).name for d in documents] == ["a.jsonl", "a.jsonl", "b.parquet", "c.csv"]
    first = documents[0]
    assert (first.title, first.url, first.published, first.source) == (
        "Boats",
        "https://p.example/x",
        dt.date(2024, 3, 5),
        "Post",
    )
    assert documents[1].published is None
    assert documents[3].text == "First line of it, by Bront.\nSecond paragraph, said Fask."
    reasons = {Path(s.item).name: s.reason for s in skips}
    assert reasons["a.jsonl#r2#published"] == "not a date: some day"
    assert reasons["a.jsonl#r3"] == "no text found"
    assert reasons["a.jsonl#4"] == "not a JSON object"
    assert "it has name, size" in reasons["d.csv"]
    assert reasons["e.parquet"].startswith("broken table")


def test_metadata_supplies_what_the_text_lacks(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / "in" / name).write_text(BODY + f" {name}.", encoding="utf-8")
    (tmp_path / "in" / "t.jsonl").write_text(json.dumps({"id": "r1", "text": BODY}), encoding="utf-8")
    table = tmp_path / "in" / "meta.csv"
    table.write_text(
        f"path,id,published,title,source\na.txt,,2024-03-05,Given title,\nin/b.txt,,5 March "
        f"2024,,Post\n{tmp_path / 'in' / 'c.txt'},,2024-03-06,,\n,r1,2024-03-07,,\n",
        encoding="utf-8",
    )
    documents, skips = _read(tmp_path / "in", metadata=table, published=dt.date(2020, 1, 1))
    assert skips == []
    assert [d.published for d in documents] == [
        dt.date(2024, 3, 5),
        dt.date(2024, 3, 5),
        dt.date(2024, 3, 6),
        dt.date(2024, 3, 7),
    ]
    assert (documents[0].title, documents[1].source, documents[0].published_evidence) == (
        "Given title",
        "Post",
        "metadata: 2024-03-05",
    )


@pytest.mark.parametrize(
    ("table", "complaints"),
    [
        ("path,published\na.txt,2020-01-01\n", []),
        ("path,published\nother.txt,2020-01-01\n", ["no article matches any of its rows (the first is of 'o"]),
        ("path,date\na.txt,2020-01-01\n", ["no column published (there are: path, date)"]),
        ("path,title\nb.txt,Boats\n", ["no column published", "no article matches"]),
    ],
)
def test_metadata_of_no_use_are_told(tmp_path: Path, table: str, complaints: list[str]) -> None:
    (tmp_path / "a.txt").write_text(BODY, encoding="utf-8")
    (tmp_path / "meta.csv").write_text(table)
    told: list[str] = []
    _read(tmp_path / "a.txt", metadata=tmp_path / "meta.csv", warn=told.append)
    assert len(told) == len(complaints)
    for said, complaint in zip(told, complaints, strict=True):
        assert said.startswith(f"{tmp_path / 'meta.csv'}: {complaint}")


def test_bad_metadata_is_an_error_that_names_the_row(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY, encoding="utf-8")
    table = tmp_path / "meta.csv"
    table.write_text("path,published\na.txt,soon\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"meta\.csv:2: 'soon'"):
        list(read_documents([str(tmp_path / "a.txt")], metadata=table))
    with pytest.raises(InputError, match="no such metadata file"):
        list(read_documents([str(tmp_path / "a.txt")], metadata=tmp_path / "none.csv"))


def test_a_day_no_article_can_have_is_none_and_nothing_else_is_lost(tmp_path: Path) -> None:
    cells = ["0001-01-01", "9999-12-31", "1899-12-31", "1900-01-01"]
    rows = [json.dumps({"id": cell, "text": f"{BODY} {cell[:4]}", "published": cell}) for cell in cells]
    (tmp_path / "t.jsonl").write_text("\n".join(rows))
    documents, skips = _read(tmp_path / "t.jsonl")
    assert [d.published for d in documents] == [None, None, None, dt.date(1900, 1, 1)]
    assert [s.reason for s in skips] == [f"no day an article can have: {cell}" for cell in cells[:3]]
    (tmp_path / "meta.csv").write_text("path,published,title\na.txt,0001-01-01,Boats\n")
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "b.html").write_text(_page(_paragraphs(), '<meta name="date" content="2099-05-05">'))
    given = dt.date(2024, 3, 5)
    first, second = _read(tmp_path / "a.txt", tmp_path / "b.html", metadata=tmp_path / "meta.csv", published=given)[0]
    assert (first.title, first.published, second.published) == ("Boats", given, given)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("en-US", "en"), ("English", "en"), ("EN", "en"), ("en_GB", "en"), ("eng", "en"), ("British English", "en"),
        ("de-CH", "de"), ("GERMAN", "de"), ("Brazilian Portuguese", "pt"), ("Klingon", "klingon"),
        ("non-English", "und"), ("unknown", "en"), ("", "en"),
    ],
)  # fmt: skip
def test_languages_are_told_by_tag_or_name(tmp_path: Path, written: str, code: str) -> None:
    (tmp_path / "t.jsonl").write_text(json.dumps({"text": BODY, "language": written}))
    assert [d.language for d in _read(tmp_path / "t.jsonl")[0]] == [code]


def test_a_table_without_a_row_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,text\n")
    (tmp_path / "b.jsonl").write_text("\n")
    assert [s.reason for s in _read(tmp_path)[1]] == ["no row in this table"] * 2


@pytest.mark.parametrize(
    "opening", ["", "<!DOCTYPE html>\n", "\ufeff\n<!-- saved --> <!doctype HTML>", "<?xml version='1'?>"]
)
def test_a_page_is_read_as_one_whatever_holds_it(tmp_path: Path, opening: str) -> None:
    page = opening + _page(_paragraphs(), '<meta charset="utf-8">')
    (tmp_path / "a.txt").write_text(page, encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(json.dumps({"text": page}))
    documents, _ = _read("-", tmp_path, stdin=io.BytesIO(page.encode()))
    assert [d.title for d in documents] == ["Boats for Ostrana"] * 3
    assert all("<" not in d.text and "patrol boats" in d.text for d in documents)


def test_a_text_about_html_is_no_page(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"<htmlish> {BODY} <html>")
    (document,), _ = _read(tmp_path)
    assert document.text.startswith("<htmlish>")


def test_language_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "de.txt").write_text(
        "Der Minister sagte am Montag, dass die Boote im Mai nach Norden fahren sollen und nicht vorher.",
        encoding="utf-8",
    )
    assert [d.language for d in _read(tmp_path)[0]] == ["und"]


# --- what is no input -----------------------------------------------------------------------------------------------


def test_nothing_below_the_results_is_read_and_no_input_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    for name in ("a.txt", "out/notes.txt", "documents.csv"):
        (tmp_path / name).write_text(BODY, encoding="utf-8")
    assert [Path(d.path).name for d in _read(tmp_path / "*.txt", tmp_path / "out", out=tmp_path)[0]] == [
        "a.txt", "notes.txt",
    ]  # fmt: skip
    documents, skips = _read(tmp_path, out=tmp_path / "out")
    assert [Path(d.path).name for d in documents] == ["a.txt"]
    assert [Path(s.item).name for s in skips] == ["documents.csv"]  # no table of articles
    for named, out in (("a.txt", tmp_path / "a.txt"), ("documents.csv", tmp_path)):
        with pytest.raises(InputError, match=f"{named}: an input that --out would overwrite"):
            _read(tmp_path / named, out=out)


def test_any_other_run_json_keeps_nothing_out(tmp_path: Path) -> None:
    (tmp_path / "race").mkdir()
    (tmp_path / "race" / "run.json").write_text('{"runner": "Bront"}')
    (tmp_path / "race" / "a.txt").write_text(BODY, encoding="utf-8")
    assert [Path(d.path).name for d in _read(tmp_path)[0]] == ["a.txt"]


def test_a_link_to_a_folder_is_named_and_read_where_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "a.txt").write_text(ROW)
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "link").symlink_to(tmp_path / "far", target_is_directory=True)
    documents, skips = _read(tmp_path / "news")
    assert documents == []
    assert skips[0] == Skip(str(tmp_path / "news" / "link"), "read", "a link to a folder; name it to read it")
    documents, skips = _read(tmp_path / "news" / "link")
    assert len(documents) == 1
    assert skips == []


def test_a_quotation_mark_left_open_in_a_table_is_told(tmp_path: Path) -> None:
    table = tmp_path / "rows.csv"
    table.write_text(f'id,text\na,{ROW}\nb,"{ROW}\nc,{ROW}\n')
    documents, skips = _read(table)
    assert len(documents) == 2
    assert [skip.item for skip in skips] == [f"{table}#2"]
    assert "not closed" in skips[0].reason
    table.write_text(f'id,text\na,{ROW}\nb,"{ROW} ""So,"" he said."\n')
    assert _read(table)[1] == []


def test_rows_alike_in_all_but_their_place_are_documents_of_their_own(tmp_path: Path) -> None:
    table = tmp_path / "rows.jsonl"
    table.write_text((json.dumps({"id": "a", "text": ROW}) + "\n") * 3)
    documents, _ = _read(table)
    assert len({document.id for document in documents}) == 3


def test_half_a_pair_of_surrogates_is_a_question_mark(tmp_path: Path) -> None:
    table = tmp_path / "rows.jsonl"
    table.write_text('{"title": "Ships \\ud83d", "text": ' + json.dumps(ROW) + "}\n")
    (document,), _ = _read(table)
    assert document.title == "Ships ?"
