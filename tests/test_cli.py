"""The command line: what it prints and writes, and the exit code of everything that can go wrong."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ACTORS, ARTICLE, AXES
from typer.testing import CliRunner, Result

from tracker import __version__
from tracker.cli.app import EPILOG, app
from tracker.cli.output import program
from tracker.errors import MissingExtra

pytestmark = pytest.mark.usefixtures("one_parser")
Invoke = Callable[..., Result]


@pytest.fixture(scope="session")
def invoke() -> Invoke:
    runner = CliRunner()

    def run(*arguments: object, code: int = 0) -> Result:
        result = runner.invoke(app, [str(argument) for argument in arguments])
        assert result.exit_code == code, (result.output, result.exception)
        return result

    return run


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory, tiny_model: Path, invoke: Invoke, one_parser: None) -> Path:
    """Run the line once; the model is random, so the tests look at everything but the stances themselves."""
    desk = tmp_path_factory.mktemp("run")
    for name, text in {"axes.yaml": AXES, "actors.csv": ACTORS, "a.txt": ARTICLE}.items():
        (desk / name).write_text(text)
    result = invoke(
        "classify", desk / "a.txt", "--out", desk / "out", "--axes", desk / "axes.yaml", "--actors",
        desk / "actors.csv", "--model", tiny_model, "--threads", 1,
    )  # fmt: skip
    assert "documents   1\n" in result.stdout
    assert f"tables in {desk / 'out'}" in result.stdout
    return desk / "out"


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


# --- classify ------------------------------------------------------------------------------------------------------


def test_classify_writes_every_table_and_spans_point_at_the_words(out: Path) -> None:
    for name in ("positions", "positions_wide", "statements", "documents", "skipped"):
        assert (out / f"{name}.csv").is_file()
        assert (out / f"{name}.parquet").is_file()
    statements = rows(out / "statements.csv")
    assert "Mira Kolt" in {row["actor"] for row in statements}
    for row in statements:
        text = (out / "texts" / f"{row['document_id']}.txt").read_text(encoding="utf-8")
        said = [text[start:end] for start, end in json.loads(row["spans"])["content"]]
        assert " … ".join(" ".join(part.split()) for part in said) == row["text"]
    assert json.loads((out / "run.json").read_text())["counts"]["statements"] > 0
    assert {row["affiliation"] for row in rows(out / "positions.csv") if row["actor"] == "Mira Kolt"} == {"Ardania"}


def test_classify_prints_json_for_programs_and_nothing_when_quiet(desk: Path, tiny_model: Path, invoke: Invoke) -> None:
    asked = ("classify", desk / "news", "--out", desk / "out", "--axes", desk / "axes.yaml", "--model", tiny_model)
    (desk / "meta.csv").write_text("path,published\nb.txt,2024-05-05\n")
    assert "warning: " in invoke(*asked, "--metadata", desk / "meta.csv", "--quiet").stderr
    assert "warning: " in invoke("statements", desk / "news", "--metadata", desk / "meta.csv").stderr
    told = json.loads(invoke(*asked, "--json").stdout)
    assert told["documents"] == 1
    assert Path(told["files"]["positions.csv"]).is_file()
    assert invoke(*asked, "--quiet").output == ""


def test_when_nothing_can_be_read_the_code_is_4(desk: Path, tiny_model: Path, invoke: Invoke) -> None:
    (desk / "blank").mkdir()
    (desk / "blank" / "x.txt").write_text(" \n")
    result = invoke("classify", desk / "blank", "--out", desk / "out", "--model", tiny_model, code=4)
    assert "skipped.csv says why" in result.stderr
    assert rows(desk / "out" / "skipped.csv")
    assert "1 left out" in invoke("statements", desk / "blank", code=4).stderr


# --- bad input -----------------------------------------------------------------------------------------------------


def test_bad_input_is_one_line_on_stderr_and_code_2(desk: Path, tiny_model: Path, invoke: Invoke) -> None:
    (desk / "bad.yaml").write_text("axes:\n  canal_toll:\n    propsal: a toll\n")
    (desk / "bad.csv").write_text("name,hat\nMira Kolt,blue\n")
    (desk / "pickled").mkdir()
    line = ("classify", desk / "news", "--out", desk / "out")
    cases = {
        (*line, "--axes", desk / "bad.yaml"): "bad.yaml:3:",
        (*line, "--actors", desk / "bad.csv"): "bad.csv:1: unknown column: hat",
        (*line, "--model", desk / "none"): "no such model folder",
        (*line, "--model", desk / "pickled"): "no config.json",
        ("classify", desk / "nowhere", "--out", desk / "out", "--model", tiny_model): "nowhere: no such file",
        ("classify", desk / "news", "--out", desk / "bad.csv", "--model", tiny_model): "check the path",
        ("show", desk / "nowhere"): "no such file or folder",
        ("show", desk / "news"): "no positions.csv",
        ("positions", desk / "bad.csv"): "column p_support is missing",
        ("stance", desk / "bad.csv"): "column actor is missing",
        ("actors", "list", "--role", "jester"): "no such role",
        ("actors", "list", "--state", "Borvania"): "not in the registry",
    }
    for arguments, message in cases.items():
        result = invoke(*arguments, code=2)
        assert result.stderr.startswith("error: "), result.stderr
        assert message in result.stderr
        assert result.stderr.count("\n") == 1
        assert result.stdout == ""


def test_bad_usage_is_code_2(out: Path, invoke: Invoke) -> None:
    assert "no date like" in invoke("show", out, "--since", "soon", code=2).stderr
    never = ("statements", out, "--published", "0001-01-01")
    assert "no article appeared then" in invoke(*never, code=2).stderr
    invoke("classify", code=2)
    invoke("positions", out, "--by", "hat", code=2)
    invoke("positions", out, "--changes", "--as-of", "2024-05-06", code=2)


def test_a_missing_extra_is_code_3_and_a_bug_is_code_1(
    desk: Path, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object, **__: object) -> None:
        raise MissingExtra("this needs torch; pip install torch")

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    line = ("classify", desk / "news", "--out", desk / "out", "--model", desk)
    monkeypatch.setattr("tracker.engine.settings.load_scorer", missing)
    assert "error: this needs torch" in invoke(*line, code=3).stderr
    monkeypatch.setattr("tracker.engine.settings.load_scorer", broken)
    assert isinstance(invoke(*line, code=1).exception, ZeroDivisionError)


# --- a run read again ----------------------------------------------------------------------------------------------


def test_positions_come_out_of_the_statements_as_the_run_made_them(out: Path, tmp_path: Path, invoke: Invoke) -> None:
    invoke("positions", out, "--out", tmp_path / "again.csv")
    expected = rows(out / "positions.csv")
    assert [row | {"confidence": ""} for row in rows(tmp_path / "again.csv")] == [
        row | {"confidence": ""} for row in expected
    ]
    assert (tmp_path / "again.parquet").is_file()
    months = json.loads(invoke("positions", out / "statements.parquet", "--period", "month", "--json").stdout)
    assert {row["date"] for row in months} == {"2024-05-01"}


def test_positions_by_affiliation_as_of_and_changes(out: Path, invoke: Invoke) -> None:
    rolled = json.loads(invoke("positions", out, "--by", "affiliation", "--json").stdout)
    assert "Ardania" in {row["actor"] for row in rolled}
    assert "Mira Kolt" not in {row["actor"] for row in rolled}
    states = json.loads(invoke("positions", out, "--as-of", "2024-06-06", "--json").stdout)
    assert {row["age_days"] for row in states} <= {31}
    assert json.loads(invoke("positions", out, "--as-of", "2020-01-01", "--json").stdout) == []
    assert json.loads(invoke("positions", out, "--axis", "tram", "--json").stdout) == []
    assert isinstance(json.loads(invoke("positions", out, "--changes", "--json").stdout), list)
    assert "canal_toll" in invoke("positions", out).stdout


def test_show_filters_and_quotes_the_evidence(out: Path, invoke: Invoke) -> None:
    table = invoke("show", out).stdout
    assert "Mira Kolt" in table
    assert "canal_toll" in table
    assert "Lena Tarr" not in invoke("show", out, "--actor", "kolt", "--axis", "canal_toll").stdout
    assert "Mira Kolt" in invoke("show", out / "positions.parquet", "--since", "2024-05-06").stdout
    assert "no position fits" in invoke("show", out, "--until", "2024-01-01").stderr
    quoted = invoke("show", out, "--evidence", "--actor", "Mira Kolt").stdout
    statements = [row for row in rows(out / "statements.csv") if row["actor"] == "Mira Kolt"]
    joined = " ".join(quoted.split())
    for row in statements:
        assert row["text"] in joined
    start, end = json.loads(statements[0]["spans"])["content"][0]
    assert f"characters {start}-{end}" in joined


@pytest.mark.parametrize(
    ("table", "change", "message"),
    [
        ("positions", {"value": "abc"}, "positions.csv, row 1, column value: cannot read 'abc'"),
        ("positions", {"n_support": "few"}, "positions.csv, row 1, column n_support: cannot read 'few'"),
        ("positions", {"date": "6/5/2024"}, "positions.csv, row 1, column date: cannot read '6/5/2024'"),
        ("statements", {"spans": "[]"}, "statements.csv, row 1, column spans: cannot read '[]'"),
        ("statements", {"reported_by": None}, "statements.csv, row 1: column reported_by is missing"),
    ],
)
def test_show_names_the_cell_that_was_mended_wrongly(
    out: Path, tmp_path: Path, invoke: Invoke, table: str, change: dict[str, str | None], message: str
) -> None:
    for name in ("positions", "statements"):
        found = rows(out / f"{name}.csv")
        edited = [{**row, **(change if name == table else {})} for row in found]
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            kept = [column for column in found[0] if edited[0][column] is not None]
            writer = csv.DictWriter(file, kept, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(edited)
    assert message in invoke("show", tmp_path, "--evidence", code=2).stderr


def test_show_counts_utterances_that_differ(out: Path, invoke: Invoke, tmp_path: Path) -> None:
    table = rows(out / "positions.csv")
    counts = {name: "0" for name in table[0] if name.startswith("n_")}
    torn = counts | {"n_utterances": "4", "n_support": "1", "n_oppose": "1", "n_neutral": "2", "value": "0.0"}
    alike = counts | {"n_utterances": "3", "n_support": "3", "value": "1.0"}
    with (tmp_path / "positions.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, table[0].keys())
        writer.writeheader()
        writer.writerows([table[0] | torn | {"actor": "Torn"}, table[0] | alike | {"actor": "Alike"}])
    shown = {line.split()[1]: line for line in invoke("show", tmp_path).stdout.splitlines() if "canal" in line}
    assert " 0.00 " in shown["Torn"]
    assert "4 (1 support, 2 neutral, 1 oppose)" in shown["Torn"]
    assert shown["Alike"].split()[-1] == "3"


def test_the_program_is_named_as_the_shell_would_find_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ours, other = tmp_path / "our tools" / "tracker", tmp_path / "others" / "tracker"
    for file in (ours, other):
        file.parent.mkdir()
        file.write_text("#!/bin/sh\n")
        file.chmod(0o755)
    monkeypatch.setattr("sys.argv", [str(ours), "classify"])
    for path, named in {"": f"'{ours}'", str(other.parent): f"'{ours}'", str(ours.parent): "tracker"}.items():
        monkeypatch.setenv("PATH", path)
        assert program() == named


# --- the stages alone ----------------------------------------------------------------------------------------------


def test_statements_are_json_lines_with_offsets(desk: Path, invoke: Invoke) -> None:
    asked = ("statements", desk / "news", "--actors", desk / "actors.csv")
    found = [json.loads(line) for line in invoke(*asked).stdout.splitlines()]
    spoken = next(row for row in found if row["evidence"] == "direct")
    assert spoken["text"].startswith("We will never accept a toll")
    assert spoken["speaker"]["actor"]["name"] == "Mira Kolt"
    assert spoken["source"]["text"] == "Kolt"
    assert spoken["cue"]["text"] == "told"
    assert spoken["date"] == "2024-05-06"
    assert [row["content"][0]["start"] for row in found] == sorted(row["content"][0]["start"] for row in found)
    invoke(*asked, "--out", desk / "said.jsonl")
    assert [json.loads(line) for line in (desk / "said.jsonl").read_text().splitlines()] == found


def test_stance_codes_each_row_on_each_axis(desk: Path, tiny_model: Path, invoke: Invoke) -> None:
    (desk / "axes.yaml").write_text(AXES + "  tram:\n    proposal: a tram\n")
    (desk / "said.csv").write_text(
        "id,actor,words,date,confidence\n7,Mira Kolt,Kolt rejected the toll.,2024-05-06,high\n"
        "8,Lena Tarr,We want a tram.,,\n"
    )
    asked = ("stance", desk / "said.csv", "--axes", desk / "axes.yaml", "--model", tiny_model, "--text-column", "words")
    printed = list(csv.DictReader(io.StringIO(invoke(*asked).stdout)))
    assert [(row["id"], row["axis"]) for row in printed] == [
        ("7", "canal_toll"), ("7", "tram"), ("8", "canal_toll"), ("8", "tram"),
    ]  # fmt: skip
    assert printed[0]["date"] == "2024-05-06"
    for row in printed:
        shares = [float(row[f"p_{label}"]) for label in ("support", "conditional", "neutral", "oppose", "unrelated")]
        assert sum(shares) == pytest.approx(1, abs=1e-3)
    invoke(*asked, "--out", desk / "coded.csv")
    assert rows(desk / "coded.csv") == printed
    (desk / "said.csv").write_text("actor,words,date\nMira Kolt,Never.,2024-03-05T23:30:00-05:00\nMira Kolt,No.,May\n")
    assert "said.csv, row 2: column date: 'May' is no date" in invoke(*asked, code=2).stderr
    (desk / "said.csv").write_text("actor,words,date\nMira Kolt,Never.,2024-03-05 00:00:00\n")
    assert "2024-03-05,canal_toll" in invoke(*asked).stdout
    (desk / "said.csv").write_text("actor,words\nMira Kolt,\n")
    assert "row 1: column words is empty" in invoke(*asked, code=2).stderr


def test_outputs_take_their_place_when_complete_and_never_that_of_an_input(
    desk: Path, out: Path, tiny_model: Path, invoke: Invoke
) -> None:
    kept = desk / "keep.jsonl"
    kept.write_text("precious\n")
    (desk / "blank").mkdir()
    (desk / "blank" / "x.txt").write_text(" \n")
    invoke("statements", desk / "nosuch.txt", "--out", kept, code=2)
    invoke("statements", desk / "blank", "--out", kept, code=4)
    assert kept.read_text() == "precious\n"
    article, table, run = desk / "news" / "a.txt", desk / "said.csv", desk / "run"
    table.write_text("actor,text\nMira Kolt,Kolt rejected the toll.\n")
    run.mkdir()
    (run / "statements.csv").write_bytes((out / "statements.csv").read_bytes())
    for read, asked in {
        article: ("statements", article, "--out", article),
        desk / "actors.csv": ("statements", article, "--actors", desk / "actors.csv", "--out", desk / "actors.csv"),
        table: ("stance", table, "--model", tiny_model, "--out", desk / "said.parquet"),
        run / "statements.csv": ("positions", run, "--out", run / "statements"),
    }.items():
        before = read.read_bytes()
        assert "name another" in invoke(*asked, code=2).stderr
        assert read.read_bytes() == before
    invoke("statements", desk / "news", "--out", desk / "news" / "made" / "said.jsonl", "--quiet")
    assert sorted(path.name for path in (desk / "news").rglob("*")) == ["a.txt", "made", "said.jsonl"]
    assert "a folder; name a file in it" in invoke("positions", out, "--out", out, code=2).stderr


@pytest.mark.parametrize(
    ("actor", "text", "holder", "passage"),
    [
        ("Mira Kolt", "Mira Kolt rejected it.", "Mira Kolt", "Mira Kolt rejected it."),
        ("Mira Kolt", "Then Kolt rejected it.", "Kolt", "Then Kolt rejected it."),
        ("Mira Kolt", "“We reject it.”", "Mira Kolt", 'Mira Kolt said: "We reject it."'),
        ("Ministry of Trade", "Trade is good.", "Ministry of Trade", 'Ministry of Trade said: "Trade is good."'),
        ("Kol", "Kolt rejected it.", "Kol", 'Kol said: "Kolt rejected it."'),
    ],
)
def test_a_given_statement_becomes_a_query(actor: str, text: str, holder: str, passage: str) -> None:
    from tracker.engine.stance import Given
    from tracker.schema import Axis

    axis = Axis("tram", "Tram", "a tram")
    query = Given(actor, text).query(axis)
    assert query.passage == passage
    assert query.holder.of(query.passage) == holder
    later = Given(actor, text, "They met.").query(axis)
    assert later.passage == f"They met. {passage}"
    assert later.holder.of(later.passage) == holder
    assert later.focus.of(later.passage) == query.focus.of(query.passage)


def test_actors_are_found_and_listed(desk: Path, invoke: Invoke) -> None:
    extra = ("--actors", desk / "actors.csv")
    found = json.loads(
        invoke("actors", "find", "the foreign minister of Ardania", "--date", "2024-05-06", "--json", *extra).stdout
    )
    assert found["actor"]["name"] == "Mira Kolt"
    assert "foreign minister" in invoke("actors", "find", "Mira Kolt", "--date", "2024-05-06", *extra).stdout
    assert json.loads(invoke("actors", "find", "yesterday", "--json").stdout) is None
    listed = json.loads(invoke("actors", "list", "--state", "Ardania", "--json", *extra).stdout)
    assert {row["name"] for row in listed} == {"Ardania", "Mira Kolt"}
    assert "Mira Kolt" in invoke("actors", "list", "--state", "ardania", "--role", "foreign_minister", *extra).stdout


def test_axes_are_listed_and_checked(desk: Path, invoke: Invoke) -> None:
    assert json.loads(invoke("axes", "list", "--axes", desk / "axes.yaml", "--json").stdout)[0]["id"] == "canal_toll"
    assert "troops_to_ukraine" in invoke("axes", "list").stdout
    assert "1 axis, no mistake" in invoke("axes", "check", desk / "axes.yaml").stdout
    (desk / "axes.yaml").write_text("axes:\n  canal_toll:\n    proposal: [a, b]\n    hat: blue\n")
    assert "axes.yaml:4: canal_toll: unknown key 'hat'" in invoke("axes", "check", desk / "axes.yaml", code=2).stderr


# --- help ----------------------------------------------------------------------------------------------------------


def test_everything_has_help() -> None:
    import typer

    pending = [("tracker", typer.main.get_command(app))]
    while pending:
        name, command = pending.pop()
        pending += [(f"{name} {child}", found) for child, found in getattr(command, "commands", {}).items()]
        assert command.help, name
        assert all(parameter.help for parameter in command.params if parameter.name != "help"), name


def test_version_and_exit_codes_are_told(invoke: Invoke) -> None:
    assert invoke("--version").stdout.strip() == f"tracker {__version__}"
    assert " ".join(EPILOG.split()) in " ".join(invoke("--help").stdout.split())
