"""Hand-labelled data: what the checker finds, how agreement is measured, and that rows survive every format."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from tracker.cli.app import app
from tracker.errors import InputError, TableError
from tracker.evaluation.corpus import read_labels
from tracker.evaluation.matching import Row, read_gold
from tracker.labelling import (
    agreement,
    alpha,
    check,
    export_rows,
    import_rows,
    labelled_rows,
    next_rows,
    read_rows,
    split,
    stats,
)
from tracker.labelling.near import groups
from tracker.labelling.read import read_lines, write_lines

Item = dict[str, Any]
AXES = "axes:\n  canal_toll:\n    proposal: a toll on the canal\n  night_ferry:\n    proposal: a night ferry\n"
FIRST = (
    "Ardania rejects the toll\n\nMira Kolt, foreign minister of Ardania, said on Monday that her country opposes a "
    "toll on the canal. The talks go on.\n\nBorvania is for it: its prime minister Lena Tarr called a toll overdue.\n"
)
SECOND = "=SUM of the evening: “We could live with a toll,” Oda Brink said, “if the dredging is paid for.”\r\n"
THIRD = "The night ferry will not sail this winter, the harbour council of Velm decided on 3 May 2024 by nine votes."


def document(key: str, text: str, split_name: str, *axes: str) -> dict[str, Any]:
    return {"id": key, "published": "2024-05-07", "url": f"https://example.org/{key}", "invented": True,
            "style": "wire", "axes": list(axes), "text": text, "split": split_name}  # fmt: skip


def position(doc: dict[str, Any], actor: str, quote: str, stance: str, speaker: str = "", **more: Any) -> Item:
    def span(part: str) -> list[int]:
        return [doc["text"].index(part), doc["text"].index(part) + len(part)]

    return {"doc": doc["id"], "actor": actor, "actor_type": "person", "role": "", "affiliation": "Ardania",
            "axis": "canal_toll", "aspect": "", "stance": stance, "date": "2024-05-06", "date_precision": "day",
            "quote": quote, "quote_span": span(quote), "speaker_span": span(speaker) if speaker else None,
            "cue_span": None, "evidence_kind": "indirect", "reported_by": "", "difficulty": "easy", "coder": "A",
            "note": ""} | more  # fmt: skip


DOCUMENTS = [
    document("a", FIRST, "train", "canal_toll"),
    document("b", SECOND, "dev", "canal_toll", "night_ferry"),
    document("c", THIRD, "test", "night_ferry"),
]
ROWS = [
    position(DOCUMENTS[0], "Mira Kolt", "her country opposes a toll on the canal", "oppose", "Mira Kolt",
             role="foreign minister", cue_span=[62, 66]),
    position(DOCUMENTS[0], "Lena Tarr", "called a toll overdue", "support", "Lena Tarr", affiliation="Borvania",
             date="2024-05-07", date_precision="published", note="a, \"b\"\nc"),
    position(DOCUMENTS[1], "Oda Brink", "=SUM of the evening: “We could live with a toll,” Oda Brink said",
             "conditional", evidence_kind="direct", date="", date_precision="unknown"),
    position(DOCUMENTS[2], "Harbour Council of Velm", "will not sail this winter", "oppose", axis="night_ferry",
             actor_type="organisation", affiliation="Harbour Council of Velm", evidence_kind="act", date="2024-05-03"),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return labels(tmp_path / "labels", DOCUMENTS, ROWS)


@pytest.fixture(scope="session")
def invoke() -> Callable[..., Result]:
    def run(*arguments: object, code: int = 0) -> Result:
        result = CliRunner().invoke(app, ["labels", *(str(argument) for argument in arguments)])
        assert result.exit_code == code, (result.output, result.exception)
        return result

    return run


def labels(folder: Path, documents: list[dict[str, Any]], rows: list[dict[str, Any]]) -> Path:
    write_lines(folder / "documents.jsonl", documents)
    write_lines(folder / "positions.jsonl", rows)
    (folder / "axes.yaml").write_text(AXES)
    return folder


def items(path: Path) -> list[dict[str, Any]]:
    return [dict(entry.item) for entry in read_lines(path)]


# --- files and check -----------------------------------------------------------------------------------------------


@given(st.lists(st.dictionaries(st.text(max_size=3), st.text(max_size=9), min_size=1), max_size=4))
@settings(max_examples=50)
def test_lines_survive_whatever_a_text_holds(tmp_path_factory: pytest.TempPathFactory, given_items: list[Any]) -> None:
    path = tmp_path_factory.mktemp("lines") / "x.jsonl"
    write_lines(path, given_items)
    assert items(path) == given_items
    assert len(path.read_text(encoding="utf-8").splitlines()) == len(given_items)


def test_a_right_folder_has_no_mistake(folder: Path, invoke: Callable[..., Result]) -> None:
    assert check(folder) == []
    assert "no mistake" in invoke("check", folder).stdout


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"quote": "her country favours a toll"}, "at its span stands"),
        ({"quote_span": [0, 9000]}, "does not lie in the text"),
        ({"speaker_span": [5, 5]}, "speaker_span"),
        ({"quote_span": None}, "quote_span is missing"),
        ({"stance": "unrelated"}, "stance 'unrelated'"),
        ({"actor_type": "city"}, "actor_type 'city'"),
        ({"evidence_kind": "hearsay"}, "evidence_kind"),
        ({"actor": ""}, "actor is empty"),
        ({"axis": "moon_base"}, "no axis file holds 'moon_base'"),
        ({"axis": "night_ferry"}, "not coded on night_ferry"),
        ({"doc": "z"}, "no document has the id 'z'"),
        ({"date": "6 May"}, "no date like"),
        ({"date": "2024-05-08"}, "later than the document"),
        ({"date": ""}, "there is no date"),
        ({"date_precision": "unknown"}, "is unknown but the date"),
        ({"date_precision": "published"}, "document's day is 2024-05-07"),
        ({"date_precision": "week", "date": "2024-05-07"}, "Monday"),
        ({"date_precision": "month"}, "first day"),
    ],
)
def test_each_mistake_of_a_row_is_found_once_on_its_line(tmp_path: Path, row: dict[str, Any], words: str) -> None:
    found = check(labels(tmp_path, DOCUMENTS, [ROWS[1], ROWS[0] | row]))
    assert [(problem.path.name, problem.line) for problem in found] == [("positions.jsonl", 2)]
    assert words in found[0].message


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"id": "a"}, "taken by line 1"), ({"split": "late"}, "split 'late'"), ({"axes": []}, "axes is empty"),
        ({"axes": ["moon_base"]}, "moon_base"), ({"published": "May"}, "published 'May'"),
        ({"text": " "}, "text is empty"),
    ],
)  # fmt: skip
def test_each_mistake_of_a_document_is_found(tmp_path: Path, change: dict[str, Any], words: str) -> None:
    found = check(labels(tmp_path, [DOCUMENTS[0], DOCUMENTS[1] | change], ROWS[:2]))
    found = [problem for problem in found if problem.path.name == "documents.jsonl"]
    assert [problem.line for problem in found] == [2]
    assert words in found[0].message


def test_repeated_rows_and_rows_of_a_second_coder(folder: Path, invoke: Callable[..., Result]) -> None:
    write_lines(folder / "positions.jsonl", [*ROWS, ROWS[1] | {"note": "again"}])
    bare = {name: ROWS[0][name] for name in ("doc", "actor", "axis", "stance", "date", "quote")}
    write_lines(folder / "second" / "B.jsonl", [bare, bare | {"quote": "not in the text"}])
    result = invoke("check", folder, "--json", code=2)
    found = [(Path(problem["path"]).name, problem["line"]) for problem in json.loads(result.stdout)]
    assert found == [("positions.jsonl", 5), ("B.jsonl", 2)]
    invoke("check", folder.parent, code=2)


def test_a_quotation_with_two_stances_is_found(folder: Path, invoke: Callable[..., Result]) -> None:
    other = "support" if ROWS[1]["stance"] != "support" else "oppose"
    write_lines(folder / "positions.jsonl", [*ROWS, ROWS[1] | {"stance": other}])
    shown = invoke("check", folder, code=2).stderr
    assert f"positions.jsonl:5: the same quotation of {ROWS[1]['actor']} is {other} here and" in shown
    write_lines(folder / "positions.jsonl", [*ROWS, ROWS[1] | {"stance": other, "aspect": "another"}])
    assert check(folder) == []


@pytest.mark.parametrize("stances", [("support", "unrelated"), ("unrelated", "support")])
def test_a_text_that_is_unrelated_and_is_not_is_refused(
    tmp_path: Path, invoke: Callable[..., Result], stances: tuple[str, str]
) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("text,actor,axis,stance\n" + "".join(f"No toll.,Kolt,canal_toll,{one}\n" for one in stances))
    shown = invoke("import", sheet, "--to", tmp_path / "new", code=2).stderr
    assert f"Kolt on canal_toll is both {stances[0]} and {stances[1]}" in shown
    assert not (tmp_path / "new").exists()


def test_near_duplicates_across_splits(tmp_path: Path) -> None:
    copy = document("a2", FIRST + "More soon.", "test", "canal_toll")
    sentence = "Oda Brink of the port union said that a toll on the canal would be a gift to the railways. "
    one = document("m", sentence + THIRD, "train", "canal_toll")
    other = document("n", SECOND + sentence, "dev", "canal_toll")
    quote = "a toll on the canal would be a gift to the railways"
    rows = [position(one, "Oda Brink", quote, "oppose", "Oda Brink"), position(other, "Oda Brink", quote, "oppose")]
    rows[1]["speaker_span"] = [len(SECOND), len(SECOND) + 9]
    folder = labels(tmp_path, [DOCUMENTS[0], copy, one, other], rows)
    found = check(folder)
    assert [(problem.path.name, problem.line) for problem in found] == [("documents.jsonl", 2), ("positions.jsonl", 2)]
    split(folder)
    assert check(folder) == []


# --- agreement -----------------------------------------------------------------------------------------------------


def test_alpha_of_the_published_example() -> None:
    """Four observers, twelve units, gaps: Krippendorff (2011), section C, gives 0.743."""
    observers = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
    units = [[value for value in unit if value != "."] for unit in zip(*observers, strict=True)]
    assert alpha(units) == pytest.approx(0.743, abs=5e-4)


def test_alpha_of_two_observers() -> None:
    """The same source, sections A (binary, 0.095) and B (five values, 0.692)."""
    assert alpha(list(zip("0100000010", "1110010000", strict=True))) == pytest.approx(0.095, abs=5e-4)
    assert alpha(list(zip("aabbdcccedda", "babbbccceddd", strict=True))) == pytest.approx(0.692, abs=5e-4)
    assert alpha([("a", "a"), ("a", "a")]) is None


@given(st.lists(st.lists(st.sampled_from("abc"), min_size=2, max_size=4), min_size=2, max_size=8))
def test_alpha_is_one_where_all_agree_and_never_more(units: list[list[str]]) -> None:
    value = alpha(units)
    assert value is None or value <= 1
    assert alpha([[unit[0]] * len(unit) for unit in units]) in (None, 1)
    assert value is None or value == pytest.approx(alpha([unit[::-1] for unit in units[::-1]]))


def coded(doc: str, actor: str, stance: str, date: str = "2024-05-06") -> dict[str, str]:
    return {"doc": doc, "actor": actor, "axis": "canal_toll", "stance": stance, "date": date, "date_precision": "day"}


def test_agreement_counts_units_pairs_and_dates(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", [coded("1", "José Mar", "oppose"), coded("1", "Velm", "support"),
                                       coded("2", "Tarr", "support"), coded("3", "Kolt", "neutral")])  # fmt: skip
    late = coded("2", "Tarr", "support", "2024-05-05")
    write_lines(tmp_path / "b.jsonl", [coded("1", "Jose Mar", "oppose"), coded("1", "Velm", "conditional"),
                                       late, coded("2", "Brink", "oppose")])  # fmt: skip
    a, b = read_gold(tmp_path / "a.jsonl"), read_gold(tmp_path / "b.jsonl")
    found = agreement(a, b)
    assert (found.documents, found.units, found.both) == (2, 4, 3)
    assert found.same == pytest.approx(2 / 3)
    assert [score.right for score in found.scores.values()] == [3, 2, 1]
    assert found.confusion == {
        ("none", "oppose"): 1, ("oppose", "oppose"): 1, ("support", "conditional"): 1, ("support", "support"): 1,
    }  # fmt: skip
    assert sorted(row["kind"] for row in found.disagreements) == ["date", "only in B", "stance"]
    assert agreement(a, b, {"1", "2", "3"}).confusion["neutral", "none"] == 1


def test_agreement_with_oneself_is_whole_and_ties_are_kept() -> None:
    rows = [Row("1", "Kolt", "", "t", stance, None, "") for stance in ("support", "oppose", "unclear")]
    rows += [Row("1", "Tarr", "", "t", "oppose", None, ""), Row("1", "Brink", "", "t", "unclear", None, "")]
    found = agreement(rows, rows)
    assert (found.stance, found.presence, found.same, found.disagreements) == (1, 1, 1, ())
    assert set(found.confusion) == {("oppose+support",) * 2, ("oppose",) * 2, ("unclear",) * 2}


def test_agreement_on_the_command_line(folder: Path, invoke: Callable[..., Result]) -> None:
    write_lines(folder / "second" / "B.jsonl", [ROWS[0], ROWS[1] | {"stance": "neutral"}])
    (folder / "ids.txt").write_text("a\nb\n")
    pair = (folder / "positions.jsonl", folder / "second" / "B.jsonl")
    shown = invoke("agreement", *pair, "--out", folder / "diff.csv").stdout
    assert "F1 +stance     0.500" in shown
    with (folder / "diff.csv").open() as handle:
        assert [row["quote_b"] for row in csv.DictReader(handle)] == ["called a toll overdue"]
    found = json.loads(invoke("agreement", *pair, "--documents", folder / "ids.txt", "--json").stdout)
    assert found["documents"] == 2
    assert ["conditional", "none", 1] in found["confusion"]
    write_lines(folder / "other.jsonl", [coded("zz", "Kolt", "oppose")])
    invoke("agreement", pair[0], folder / "other.jsonl", code=2)
    (folder / "ids.txt").write_text("x\ny\n")
    assert "neither" in invoke("agreement", *pair, "--documents", folder / "ids.txt", code=2).stderr


# --- stats and split -----------------------------------------------------------------------------------------------


def test_stats(folder: Path, invoke: Callable[..., Result]) -> None:
    found = stats(folder)
    assert found["rows_by_stance"] == {"oppose": 2, "conditional": 1, "support": 1}
    assert found["rows_by_split"] == {"train": 2, "dev": 1, "test": 1}
    assert (found["invented"], found["documents_without_rows"]) == (1, 0)
    assert json.loads(invoke("stats", folder, "--json").stdout) == found
    assert "canal_toll: conditional 1" in invoke("stats", folder).stdout


def test_split_is_fixed_by_ids_alone(tmp_path: Path) -> None:
    many = [document(f"d{i}", f"{THIRD} Number {i} " + f"w{i} " * 40, "", "night_ferry") for i in range(200)]
    folder = labels(tmp_path, many, [])
    places = {item["id"]: item["split"] for item in split(folder)}
    assert {name: list(places.values()).count(name) > 15 for name in ("train", "dev", "test")} == dict.fromkeys(
        ("train", "dev", "test"), True
    )
    labels(tmp_path, many[::-2], [])
    assert {item["id"]: item["split"] for item in split(folder)}.items() <= places.items()
    assert {item["split"] for item in split(folder, train=1, dev=0)} == {"train"}
    assert split(folder, seed="other") != split(folder)


def test_split_holds_axes_out_and_writes_back(folder: Path, invoke: Callable[..., Result]) -> None:
    before = (folder / "documents.jsonl").read_bytes()
    everything = ("--train", 1, "--dev", 0, "--hold-axis", "night_ferry")
    assert invoke("split", folder, *everything, "--dry-run").stdout == "train 1, dev 0, test 2 (not written)\n"
    assert (folder / "documents.jsonl").read_bytes() == before
    assert json.loads(invoke("split", folder, *everything, "--json").stdout) == {"train": 1, "dev": 0, "test": 2}
    after = items(folder / "documents.jsonl")
    assert [item | {"split": ""} for item in after] == [item | {"split": ""} for item in DOCUMENTS]
    assert [item["split"] for item in after] == ["train", "test", "test"]
    invoke("split", folder, "--hold-axis", "moon_base", code=2)
    with pytest.raises(InputError, match="fit into 1"):
        split(folder, train=0.9, dev=0.2)


def test_groups_hang_together() -> None:
    assert groups([("d", "c"), ("b", "a"), ("c", "b")]) == dict.fromkeys("abcd", "a")


# --- exchange ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file_format", ["csv", "jsonl", "datasets"])
def test_rows_survive_a_format_exactly(folder: Path, tmp_path: Path, file_format: str) -> None:
    rows, out = labelled_rows(folder), tmp_path / ("set" if file_format == "datasets" else f"rows.{file_format}")
    assert export_rows(rows, file_format, out) == len(ROWS)
    assert read_rows(out) == (rows, 0)
    empty = labels(tmp_path / "again", DOCUMENTS, [])
    assert import_rows(read_rows(out)[0], empty).rows == len(ROWS)
    assert (empty / "positions.jsonl").read_bytes() == (folder / "positions.jsonl").read_bytes()
    assert (empty / "documents.jsonl").read_bytes() == (folder / "documents.jsonl").read_bytes()
    assert import_rows(read_rows(out)[0], empty).repeated == len(ROWS)


def test_rows_without_their_documents_become_small_documents(folder: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    assert import_rows(labelled_rows(folder), new).documents == 4
    (new / "axes.yaml").write_text(AXES)
    assert check(new) == []
    for labelled in read_labels(new):
        for row in labelled.rows:
            if row["speaker_span"]:
                assert labelled.document.text[slice(*row["speaker_span"])] == row["actor"]


def test_a_spreadsheet_row_is_enough(tmp_path: Path, invoke: Callable[..., Result]) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(
        "text,actor,axis,stance,context\n"
        "no toll will  ever pass,Mira Kolt,canal_toll,Oppose,\"Asked again, Kolt said no toll will ever pass.\"\n"
        "a toll is right,Lena Tarr,canal_toll,support,\n"
        "ferries are slow,Oda Brink,night_ferry,unrelated,\n"
        "we shall see,Oda Brink,night_ferry,,\n",
        encoding="utf-8",
    )
    shown = invoke("import", sheet, "--to", tmp_path / "new").stdout
    assert shown.endswith("2 rows (3 new documents, 0 there before, 1 without a stance, "
                          "1 unrelated: kept as documents without a row (no row: unrelated))\n")  # fmt: skip
    (tmp_path / "new" / "axes.yaml").write_text(AXES)
    invoke("check", tmp_path / "new")
    first, second, third = read_labels(tmp_path / "new")
    assert first.document.text[slice(*first.rows[0]["speaker_span"])] == "Kolt"
    assert first.rows[0]["quote"] == "no toll will ever pass"
    assert (second.rows[0]["date_precision"], third.rows, third.axes) == ("unknown", (), ("night_ferry",))
    again = json.loads(invoke("import", sheet, "--to", tmp_path / "rows.jsonl", "--json").stdout)
    assert again == {"rows": 3, "documents": 0, "repeated": 0, "unrelated": 0, "without_stance": 1}


def test_a_context_that_came_before_the_text_stands_before_it(tmp_path: Path) -> None:
    before, joined = "Mira Kolt spoke about the toll.", "“We could,” Oda Brink said, “if it is paid for.”"
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(
        "text,context,actor,axis,stance\n"
        f"She would never agree.,{before},Mira Kolt,canal_toll,oppose\n"
        f"Kolt praised it.,{before},Mira Kolt,canal_toll,support\n"
        f'We could … if it is paid for,"{joined}",Oda Brink,canal_toll,conditional\n',
        encoding="utf-8",
    )
    assert import_rows(read_rows(sheet)[0], tmp_path / "new").documents == 3
    found = [(labelled.document.text, labelled.rows[0]) for labelled in read_labels(tmp_path / "new")]
    assert [text for text, _ in found] == [f"{before} She would never agree.", f"{before} Kolt praised it.", joined]
    assert [row["quote"] for _, row in found] == ["She would never agree.", "Kolt praised it.", joined[1:-2]]
    assert [text[slice(*row["speaker_span"])] for text, row in found] == ["Mira Kolt", "Kolt", "Oda Brink"]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_headers_and_delimiters_are_read_as_spreadsheets_write_them(tmp_path: Path, mark: str) -> None:
    sheet = tmp_path / "sheet.csv"
    lines = (["Text", " Actor", "AXIS", "Stance", "Date Precision", "Split"],
             ["No toll.", "Mira Kolt", "canal_toll", "Oppose", "", " Test "])  # fmt: skip
    sheet.write_bytes(("\ufeff" + "\r\n".join(map(mark.join, lines)) + "\r\n").encode())
    ((row,), waiting) = read_rows(sheet)
    assert waiting == 0
    assert [row[name] for name in ("text", "actor", "stance", "date_precision", "split")] == [
        "No toll.", "Mira Kolt", "oppose", "unknown", "test",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sheet", "words"),
    [
        ("text,actor,position\nt,K,support\n", "no column axis, stance; there are: text, actor, position"),
        ("text,actor,axis,stance,split\nt,K,canal_toll,oppose,tset\n", "row 1: split 'tset' is none of train, dev"),
        ("text,actor,axis,stance,Stance\nt,K,canal_toll,oppose,oppose\n", "the same name but for letter case"),
    ],
)
def test_a_wrong_table_is_refused_and_leaves_no_folder(
    tmp_path: Path, invoke: Callable[..., Result], sheet: str, words: str
) -> None:
    (tmp_path / "x.csv").write_text(sheet)
    assert words in invoke("import", tmp_path / "x.csv", "--to", tmp_path / "new", code=2).stderr
    assert not (tmp_path / "new").exists()


def test_where_nothing_is_imported_no_folder_is_made(tmp_path: Path, invoke: Callable[..., Result]) -> None:
    (tmp_path / "x.csv").write_text("text,actor,axis,stance\nt,K,canal_toll,\n")
    assert "0 rows" in invoke("import", tmp_path / "x.csv", "--to", tmp_path / "new").stdout
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["out.txt", "out.parquet", "out.XLSX", "notes"])
def test_a_target_that_is_no_labels_folder_is_refused(
    tmp_path: Path, invoke: Callable[..., Result], name: str
) -> None:
    (tmp_path / "x.csv").write_text("text,actor,axis,stance\nt,K,canal_toll,oppose\n")
    (tmp_path / "notes").write_text("a file")
    assert "neither a labels folder" in invoke("import", tmp_path / "x.csv", "--to", tmp_path / name, code=2).stderr
    assert not (tmp_path / name).is_dir()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (",K,canal_toll,oppose,,,", "row 1: text is empty"), ("t,K,canal_toll,against,,,", "stance 'against'"),
        ("t,K,canal_toll,oppose,May,,", "date 'May'"), ("t,K,canal_toll,oppose,,a,", "not hold the text 'zzz'"),
        ("t,K,night_ferry,oppose,,a,", "not coded on night_ferry"), ("t,K,canal_toll,oppose,,,5", "quote_span '5'"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_named(folder: Path, tmp_path: Path, line: str, words: str) -> None:
    (tmp_path / "x.csv").write_text(f"text,actor,axis,stance,date,doc,quote_span\n{line.replace('t,K', 'zzz,K')}\n")
    before = (folder / "positions.jsonl").read_bytes()
    with pytest.raises(TableError, match=words):
        import_rows(read_rows(tmp_path / "x.csv")[0], folder)
    assert (folder / "positions.jsonl").read_bytes() == before


def test_statements_of_a_discourse_network(folder: Path, tmp_path: Path, invoke: Callable[..., Result]) -> None:
    out = tmp_path / "dna.csv"
    assert "4 rows" in invoke("export", folder, "--format", "dna", "--out", out).stdout
    with out.open(encoding="utf-8", newline="") as handle:
        found = list(csv.DictReader(handle))
    assert [(row["person"], row["organization"], row["agreement"], row["qualifier"]) for row in found] == [
        ("Mira Kolt", "Ardania", "0", "oppose"), ("Lena Tarr", "Borvania", "1", "support"),
        ("Oda Brink", "Ardania", "1", "conditional"), ("", "Harbour Council of Velm", "0", "oppose"),
    ]  # fmt: skip
    kept = ("text", "actor", "axis", "stance", "affiliation", "doc", "url", "coder")
    back, _ = read_rows(out)
    there = labelled_rows(folder)
    assert [[row[name] for name in kept] for row in back] == [[row[name] for name in kept] for row in there]
    target = labels(tmp_path / "again", DOCUMENTS, [])
    import_rows(back, target)
    assert [row["quote_span"] for row in items(target / "positions.jsonl")] == [row["quote_span"] for row in ROWS]
    left = invoke("export", folder, "--format", "dna", "--out", out, "--agreement", "conditional=-").stdout
    assert "3 rows, 1 left out" in left
    invoke("export", folder, "--format", "dna", "--out", out, "--agreement", "maybe=1", code=2)


def test_statements_coded_by_others_have_the_day_first(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("time,text,person,organization,concept,agreement\n06-05-2024,no toll,Kolt,Ardania,canal_toll,0\n")
    row = read_rows(path)[0][0]
    assert (row["date"], row["date_precision"], row["stance"]) == ("2024-05-06", "day", "oppose")


# --- next ----------------------------------------------------------------------------------------------------------


def statement(key: str, text: str, actor: str, stance: str, sure: float, axis: str = "canal_toll") -> dict[str, str]:
    rest = (1 - sure) / 4
    scores = {f"p_{label}": str(sure if label == stance else rest)
              for label in ("support", "conditional", "neutral", "oppose", "unrelated")}  # fmt: skip
    return {"statement_id": key, "document_id": "d1", "text": text, "context": f"{actor} said: {text}", "actor": actor,
            "axis": axis, "stance": stance, "date": "2024-05-06", "evidence": "direct", **scores}  # fmt: skip


def test_next_prefers_the_unsure_the_rare_and_the_varied(tmp_path: Path, invoke: Callable[..., Result]) -> None:
    said = ["no toll on our canal", "dredging needs money first", "the canal is free water", "ships must pay their way",
            "a toll would sink the port", "we are looking at the sums"]  # fmt: skip
    rows = [
        statement("sure", said[0], "Kolt", "oppose", 0.99), statement("unsure", said[1], "Kolt", "oppose", 0.3),
        statement("unsure too", said[2], "Kolt", "oppose", 0.3), statement("rare", said[5], "Tarr", "neutral", 0.6),
        statement("copy", said[1], "Brink", "oppose", 0.3), statement("other", said[4], "Brink", "oppose", 0.5),
    ]  # fmt: skip
    write_lines(tmp_path / "statements.jsonl", rows)
    table = tmp_path / "statements.jsonl"
    found = [row["statement_id"] for row in next_rows(table, 6)]
    assert found[-1] == "sure"
    assert len(found) == 5
    assert not {"unsure", "copy"} <= set(found)
    assert found.index("rare") < found.index("other")
    invoke("next", table, "--n", 2, "--out", tmp_path / "sheet.csv")
    with (tmp_path / "sheet.csv").open(encoding="utf-8", newline="") as handle:
        offered = list(csv.DictReader(handle))
    assert [(row["stance"], row["date"], row["doc"]) for row in offered] == [("", "2024-05-06", "d1")] * 2
    more = json.loads(invoke("next", table, "--coded", tmp_path / "sheet.csv", "--json").stdout)
    assert not {row["statement_id"] for row in more} & {row["statement_id"] for row in offered}
    assert invoke("next", table).stdout.startswith("text,context,actor,axis,stance")
    assert read_rows(tmp_path / "sheet.csv") == ([], 2)
    invoke("next", tmp_path / "none", code=2)
