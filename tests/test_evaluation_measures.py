"""Measures of an evaluation: intervals, calibration, breakdowns, plots, and two runs compared."""

from __future__ import annotations

import datetime as dt
import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import document, line
from typer.testing import CliRunner

from tracker.cli.app import app
from tracker.errors import InputError
from tracker.evaluation.bootstrap import drawn, interval, intervals
from tracker.evaluation.breakdown import Group, breakdown, confusion, dates_by_precision
from tracker.evaluation.calibration import Judged, calibrate
from tracker.evaluation.compare import compare, read_run, run_dict, run_of, sign_test
from tracker.evaluation.corpus import gold_rows, marked, named_in_train, read_labels
from tracker.evaluation.counts import COUNTED, COVERAGE, FLIPPED, MACRO, SURE, Counts, document_counts, figures
from tracker.evaluation.matching import LEVELS, Pair, Row
from tracker.evaluation.plots import write_plots
from tracker.evaluation.positions import Report, evaluate
from tracker.evaluation.render import comparison_dict, comparison_markdown, markdown, report_dict

MONDAY, TUESDAY = dt.date(2024, 5, 6), dt.date(2024, 5, 7)
KOLT, BRANDT, MARROW = "Mira Kolt", "Odo Brandt", "Pell Marrow"
FIRST = (
    "Mira Kolt said on Monday that she will not send troops to Halmar.\n"
    "Odo Brandt said on Tuesday that he would send tanks to Halmar.\n"
)
SECOND = "Odo Brandt said on Tuesday that he would send tanks to Halmar.\n"


def row(
    name: str = "a", actor: str = KOLT, axis: str = "troops", stance: str = "oppose", date: dt.date = MONDAY,
    precision: str = "day", affiliation: str = "Velm", **extra: str,
) -> Row:  # fmt: skip
    return Row(name, actor, affiliation, axis, stance, date, precision, tuple(sorted(extra.items())))


def tanks(name: str, stance: str = "support", date: dt.date = TUESDAY, **extra: str) -> Row:
    return row(name, BRANDT, "arms", stance, date, affiliation="Ostra", **extra)


GOLD = (
    row(difficulty="easy", evidence_kind="indirect"),
    tanks("a", difficulty="hard"),
    row(actor=MARROW, stance="support", affiliation="", difficulty="hard"),
    tanks("b", stance="oppose", difficulty="easy"),
    row("elsewhere.txt", difficulty="easy"),
)


@pytest.fixture(scope="module")
def report() -> Report:
    return evaluate(line(), [document(FIRST, name="a"), document(SECOND, name="b"), document("Rain.", name="c")], GOLD)


def totals(report: Report) -> dict[str, list[int]]:
    return dict(zip(COUNTED, document_counts(report).table.sum(axis=0).tolist(), strict=True))


# -- counts and intervals -----------------------------------------------------------------------------------------


def test_counts_by_document(report: Report) -> None:
    counts = document_counts(report)
    assert counts.documents == ("a", "b", "c", "elsewhere.txt")
    assert counts.table[:, COUNTED.index("actor+axis")].tolist() == [[2, 2, 3], [1, 1, 1], [0, 0, 0], [0, 0, 1]]
    assert counts.table[:, COUNTED.index("+stance")].tolist() == [[2, 2, 3], [0, 1, 1], [0, 0, 0], [0, 0, 1]]
    by_measure = totals(report)
    assert by_measure["affiliation: +date"] == [2, 3, 4]  # Marrow's row has no affiliation
    assert by_measure["stance: support"] == [1, 2, 1]
    assert by_measure["stance: oppose"] == [1, 1, 2]
    assert by_measure[FLIPPED] == [1, 3, 3]


def test_counts_add_up_to_the_report(report: Report) -> None:
    by_measure, plain = totals(report), report_dict(report)
    for level in LEVELS:
        score, rolled = report.positions[level], report.affiliations[level]
        assert by_measure[level] == [score.right, score.found, score.gold]
        assert by_measure[f"affiliation: {level}"] == [rolled.right, rolled.found, rolled.gold]
        assert plain["intervals"][level]["value"] == plain["positions"][level]["f1"]
    for label, score in report.stance_f1.items():
        assert by_measure[f"stance: {label}"] == [score.right, score.found, score.gold]
    assert plain["intervals"][MACRO]["value"] == plain["stance_macro_f1"]
    assert plain["intervals"][SURE]["value"] == plain["without_review"]["precision"]
    assert plain["intervals"][COVERAGE]["value"] == plain["without_review_coverage"]
    assert plain["intervals"][FLIPPED]["value"] == pytest.approx(1 / 3, abs=1e-4)


def test_figures_by_hand() -> None:
    table = np.zeros((len(COUNTED), 3), dtype=np.int64)
    table[COUNTED.index("+stance")] = (3, 4, 6)
    table[COUNTED.index("actor+axis")] = (4, 8, 6)
    table[COUNTED.index("stance: support")] = (2, 2, 2)
    table[COUNTED.index("stance: oppose")] = (1, 2, 2)
    table[COUNTED.index(SURE)] = (3, 4, 6)
    shown = figures(table)
    assert (shown["+stance"], shown[MACRO], shown[SURE], shown[COVERAGE]) == (0.6, 0.375, 0.75, 0.5)
    assert shown[FLIPPED] == 0.0


CELLS = st.tuples(*[st.integers(0, 6)] * 3).map(lambda cell: (min(cell), cell[1], cell[2]))
TABLES = st.lists(st.lists(CELLS, min_size=len(COUNTED), max_size=len(COUNTED)), min_size=1, max_size=6)


def counted(cells: list[list[tuple[int, int, int]]]) -> Counts:
    return Counts(tuple(f"d{number}" for number in range(len(cells))), np.array(cells, dtype=np.int64))


@given(TABLES)
def test_an_interval_holds_its_figure(cells: list[list[tuple[int, int, int]]]) -> None:
    for figure in intervals(counted(cells)).values():
        assert figure.low <= figure.value <= figure.high
        assert figure.low >= 0


@given(st.integers(0, 40))
def test_each_resample_draws_as_many_documents_as_there_are(documents: int) -> None:
    once, again = drawn(documents, 20), drawn(documents, 20)
    assert once.shape == (20, documents)
    assert (once.sum(axis=1) == documents).all()
    assert (once == again).all()


def test_like_documents_leave_no_doubt_and_unlike_ones_some() -> None:
    right, wrong = [(2, 2, 2)] * len(COUNTED), [(0, 2, 2)] * len(COUNTED)
    sure = intervals(counted([right] * 8))["+stance"]
    assert (sure.value, sure.low, sure.high) == (1.0, 1.0, 1.0)
    few, many = (intervals(counted([right, wrong] * times))["+stance"] for times in (4, 100))
    assert few.value == many.value == 0.5
    assert few.high - few.low > many.high - many.low > 0
    # a share of n like halves has a standard error of 0.5 / sqrt(n)
    assert many.high - many.low == pytest.approx(2 * 1.96 * 0.5 / 200**0.5, abs=0.02)


def test_the_interval_is_the_percentiles() -> None:
    assert interval(0.5, np.linspace(0, 1, 1001)).low == pytest.approx(0.025)
    assert interval(0.5, np.linspace(0, 1, 1001)).high == pytest.approx(0.975)
    assert interval(1.5, np.linspace(0, 1, 1001)).high == 1.5


# -- calibration --------------------------------------------------------------------------------------------------


def said(confidence: float, right: int, wrong: int, name: str = "a") -> list[Judged]:
    return [Judged(name, confidence, True)] * right + [Judged(name, confidence, False)] * wrong


def test_perfect_calibration_has_no_error() -> None:
    rows = said(0.5, 5, 5) + said(0.75, 6, 2, "b") + said(0.25, 2, 6, "c") + said(1.0, 8, 0, "c")
    found = calibrate(rows, ("a", "b", "c"))
    assert found.ece.value == 0.0
    assert [(one.rows, one.right) for one in found.bins] == [(8, 0.25), (10, 0.5), (8, 0.75), (8, 1.0)]


def test_the_error_by_hand() -> None:
    # ten bins of two rows, none of them right: the error is the mean confidence
    rows = [Judged("a", number / 1000, False) for number in range(18)] + [Judged("b", 0.9, False)] * 2
    low = sum(number / 1000 for number in range(18))
    found = calibrate(rows, ("a", "b"))
    assert found.ece.value == pytest.approx((low + 1.8) / 20)
    assert [one.rows for one in found.bins] == [2] * 10
    assert (found.bins[0].low, found.bins[0].high, found.bins[0].confidence) == (0.0, 0.001, 0.0005)


def test_no_rows_no_error() -> None:
    assert calibrate([], ("a",)).ece.value == 0.0
    assert calibrate([], ()).bins == ()


JUDGED = st.lists(
    st.builds(Judged, st.sampled_from("abc"), st.sampled_from([0.0, 0.2, 0.35, 0.5, 0.8, 1.0]), st.booleans()),
    min_size=1, max_size=30,
)  # fmt: skip


@given(JUDGED, st.randoms())
def test_calibration_properties(rows: list[Judged], random) -> None:
    found = calibrate(rows, tuple("abc"))
    assert 0 <= found.ece.low <= found.ece.value <= found.ece.high <= 1
    assert sum(one.rows for one in found.bins) == len(rows)
    from_table = sum(one.rows * abs(one.confidence - one.right) for one in found.bins) / len(rows)
    assert found.ece.value == pytest.approx(from_table)
    assert all(one.high < two.low for one, two in zip(found.bins, found.bins[1:], strict=False))
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert calibrate(shuffled, tuple("abc")).ece.value == pytest.approx(found.ece.value)


# -- breakdowns ---------------------------------------------------------------------------------------------------


def test_groups_by_hand(report: Report) -> None:
    facets = breakdown(report.pairs)
    assert set(facets) == {"axis", "class", "difficulty", "evidence"}
    assert facets["axis"] == {"arms": Group(2, 2, 1, 1, 2), "troops": Group(3, 1, 1, 1, 1)}
    assert facets["class"] == {"oppose": Group(3, 2, 1, 1, 1), "support": Group(2, 1, 1, 1, 2)}
    assert facets["difficulty"] == {"easy": Group(3, 2, 1, 1, None), "hard": Group(2, 1, 1, 1, None)}
    assert facets["evidence"]["not said"].gold == 4
    assert facets["axis"]["troops"].missed == 2
    assert facets["axis"]["troops"].f1 == 0.5
    assert facets["difficulty"]["easy"].f1 is None


def test_every_facet_counts_every_gold_row(report: Report) -> None:
    for groups in breakdown(report.pairs).values():
        assert sum(group.gold for group in groups.values()) == report.gold
        assert sum(group.stance for group in groups.values()) == report.positions["+stance"].right


def test_confusion_by_hand(report: Report) -> None:
    table = confusion(report.pairs)
    assert list(table) == ["support", "conditional", "neutral", "oppose"]
    assert table["oppose"] == {"support": 1, "conditional": 0, "neutral": 0, "oppose": 1}
    assert table["support"]["support"] == 1
    assert sum(sum(found.values()) for found in table.values()) == 3
    odd = confusion([Pair(row(stance="against"), row())])
    assert odd["against"]["oppose"] == 1


def test_dates_by_the_precision_of_either_row() -> None:
    week, wednesday = row(precision="week"), row(date=dt.date(2024, 5, 8), precision="week")
    pairs = [
        Pair(week, wednesday), Pair(week, row(date=TUESDAY)), Pair(row(), row()), Pair(row(), None), Pair(None, row()),
    ]  # fmt: skip
    dates = dates_by_precision(pairs)
    plain = {side: {name: (one.right, one.found) for name, one in groups.items()} for side, groups in dates.items()}
    assert plain == {"gold": {"day": (1, 1), "week": (1, 2)}, "found": {"day": (1, 2), "week": (1, 1)}}


def test_the_corpus_says_which_actors_are_invented_and_which_train_names(tmp_path: Path) -> None:
    documents = [
        {"id": "t", "split": "train", "invented": True, "axes": ["troops"], "text": FIRST},
        {"id": "d", "split": "dev", "invented": False, "axes": ["troops"], "text": FIRST},
        {"id": "e", "split": "dev", "axes": ["troops"], "text": FIRST},
    ]
    rows = [
        {"doc": doc, "actor": actor, "axis": "troops", "stance": "oppose"}
        for doc, actor in (("t", "Mira Kólt"), ("d", KOLT), ("d", BRANDT), ("e", BRANDT))
    ]
    for name, items in (("documents", documents), ("positions", rows)):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(item) + "\n" for item in items), encoding="utf-8")
    labelled = read_labels(tmp_path)
    known = named_in_train(labelled)
    gold = [marked(one, known) for item in labelled for one in gold_rows(item) if item.split == "dev"]
    facets = breakdown([Pair(one, None) for one in gold])
    assert {name: group.gold for name, group in facets["actors"].items()} == {"not said": 1, "real": 2}
    assert {name: group.gold for name, group in facets["train"].items()} == {
        "named in train": 1, "never named in train": 2,
    }  # fmt: skip


# -- reports and plots --------------------------------------------------------------------------------------------


def test_a_report_shows_everything(report: Report) -> None:
    text, plain = markdown(report), report_dict(report)
    assert json.loads(json.dumps(plain)) == plain
    for words in (
        "| oppose | 1 | 0 | 0 | 1 |", "| troops | 3 | 1 | 2 | 1 | 1 | 0.333 | 1 | 0.500 |",
        "| gold: day | 3 | 3 | 1.000 |",
        "support taken for oppose or back: 1 of 3 rows (0.333 [", "Expected calibration error", "| not read | 1 |",
        "95 % intervals", "same day (no tolerance)", "same week (Monday to Sunday)", "coverage",
    ):  # fmt: skip
        assert words in text
    outcomes = {(one["doc"], one["actor"]): one for one in plain["gold_rows"]}
    assert outcomes["a", KOLT]["right"] == list(LEVELS)
    assert (outcomes["b", BRANDT]["right"], outcomes["b", BRANDT]["lost"]) == (["actor+axis"], "wrong stance")
    assert outcomes["b", BRANDT]["found"]["stance"] == "support"
    assert (outcomes["elsewhere.txt", KOLT]["found"], outcomes["elsewhere.txt", KOLT]["lost"]) == (None, "not read")


def test_nothing_found_is_still_reported() -> None:
    empty = evaluate(line(), [document("Rain.", name="a")], [row()])
    plain = report_dict(empty)
    assert plain["calibration"] == {"ece": {"value": 0.0, "low": 0.0, "high": 0.0}, "bins": []}
    assert "| no candidate |" in markdown(empty)
    assert plain["without_review_coverage"] == 0.0


def test_plots_are_whole_pictures(report: Report, tmp_path: Path) -> None:
    plain = report_dict(report)
    paths = write_plots(plain, tmp_path / "new")
    assert [path.name for path in paths] == ["reliability.svg", "confusion.svg", "losses.svg"]
    drawn_ = {path.stem: ET.parse(path).getroot() for path in paths}
    space = "{http://www.w3.org/2000/svg}"
    assert len(drawn_["reliability"].findall(f"{space}circle")) == len(plain["calibration"]["bins"])
    assert len(drawn_["confusion"].findall(f"{space}rect")) == 16 + 1  # and the ground
    assert len(drawn_["losses"].findall(f"{space}rect")) == len(plain["lost"]) + 1
    assert "not gated" in [element.text for element in drawn_["losses"].iter(f"{space}text")]
    nothing = evaluate(line(), [document("Rain.", name="a")], [])
    write_plots(report_dict(nothing), tmp_path)


def test_plots_survive_odd_labels(report: Report, tmp_path: Path) -> None:
    odd = {"<&": {"<&": 0, '"': 3}, '"': {"<&": 1, '"': 0}}
    for path in write_plots(report_dict(report) | {"confusion": odd}, tmp_path):
        ET.parse(path)


# -- two runs -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "p"),
    [(0, 0, 1.0), (1, 0, 1.0), (5, 5, 1.0), (0, 5, 2 / 32), (5, 0, 2 / 32), (1, 9, 22 / 1024), (0, 2000, 0.0)],
)
def test_the_sign_test_by_hand(first: int, second: int, p: float) -> None:
    assert sign_test(first, second) == pytest.approx(p)


@given(st.integers(0, 60), st.integers(0, 60))
def test_the_sign_test_is_symmetric(first: int, second: int) -> None:
    assert sign_test(first, second) == sign_test(second, first)
    assert 0 < sign_test(first, second) <= 1


def test_a_run_is_as_good_as_itself(report: Report) -> None:
    run = run_of(run_dict(report))
    for one in compare(run, run).values():
        assert (one.p_bootstrap, one.difference.value, one.difference.low, one.difference.high) == (1.0, 0.0, 0.0, 0.0)
        assert one.p_rows in (None, 1.0)
        assert one.earlier == one.later


def several(right: list[bool], vain: int = 0) -> dict[str, object]:
    """Return the plain values of a run over documents of one gold row each."""
    return {
        "document_counts": {
            f"d{n}": {level: [int(hit), 1 + vain, 1] for level in LEVELS} for n, hit in enumerate(right)
        },
        "gold_rows": [
            {"doc": f"d{n}", "actor": KOLT, "axis": "troops", "stance": "oppose", "date": "",
             "right": list(LEVELS) if hit else []}
            for n, hit in enumerate(right)
        ],
    }  # fmt: skip


def test_a_better_run_is_told_from_a_worse_one() -> None:
    worse, better = run_of(several([False] * 10 + [True] * 10)), run_of(several([True] * 20))
    one = compare(worse, better)["+stance"]
    assert (one.earlier, one.later, one.difference.value) == (0.5, 1.0, 0.5)
    assert (one.only_earlier, one.only_later, one.p_rows) == (0, 10, pytest.approx(2 / 1024))
    assert one.p_bootstrap == pytest.approx(2 / 1001)
    assert one.difference.low > 0
    back = compare(better, worse)["+stance"]
    assert (back.difference.value, back.p_bootstrap, back.p_rows) == (-0.5, one.p_bootstrap, one.p_rows)
    assert (back.difference.low, back.difference.high) == pytest.approx((-one.difference.high, -one.difference.low))


def test_rows_found_in_vain_count_for_f1_alone() -> None:
    half = [True, False] * 10
    one = compare(run_of(several(half)), run_of(several(half, vain=1)))["+date"]
    assert (one.only_earlier, one.only_later, one.p_rows) == (0, 0, 1.0)
    assert one.difference.value < 0
    assert one.p_bootstrap < 0.05


def test_the_documents_and_rows_may_stand_in_any_order() -> None:
    values = several([True, False, True])
    turned = {
        "document_counts": dict(reversed(list(values["document_counts"].items()))),  # type: ignore[attr-defined]
        "gold_rows": list(reversed(values["gold_rows"])),  # type: ignore[call-overload]
    }
    assert all(one.p_rows in (None, 1.0) for one in compare(run_of(values), run_of(turned)).values())


def test_runs_on_other_gold_are_not_compared() -> None:
    one, more = several([True, False]), several([True, False, True])
    with pytest.raises(InputError, match="documents"):
        compare(run_of(one), run_of(more))
    twice = one | {"gold_rows": [*one["gold_rows"], one["gold_rows"][0]]}  # type: ignore[index, misc]
    for other in (one | {"gold_rows": more["gold_rows"]}, twice):
        with pytest.raises(InputError, match="gold rows"):
            compare(run_of(one), run_of(other))


def test_one_document_proves_nothing() -> None:
    compared = compare(run_of(several([False])), run_of(several([True])))
    assert {one.p_bootstrap for one in compared.values()} == {1.0}


def test_a_comparison_is_shown() -> None:
    compared = compare(run_of(several([False] * 10)), run_of(several([True] * 10)))
    text = comparison_markdown(compared, "old.json", "new.json")
    assert "| +stance | 0.000 | 1.000 | +1.000 [+1.000, +1.000] | 0.002 | 0 | 10 | 0.002 |" in text
    assert "McNemar" in text
    plain = comparison_dict(compared)
    assert json.loads(json.dumps(plain)) == plain
    assert plain["+stance"]["p_rows"] == pytest.approx(2 / 1024, abs=1e-4)
    assert plain[MACRO]["p_rows"] is None


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"document_counts": {"a": []}, "gold_rows": []}', '"x"'])
def test_what_is_no_evaluation_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"run\.json"):
        read_run(path)
    with pytest.raises(InputError, match=r"missing\.json"):
        read_run(tmp_path / "missing.json")


def test_two_saved_runs_on_the_command_line(tmp_path: Path, report: Report) -> None:
    paths = []
    for name, values in (("old", report_dict(report)), ("new", report_dict(replace(report)))):
        paths.append(tmp_path / f"{name}.json")
        paths[-1].write_text(json.dumps(values), encoding="utf-8")
    both = ["evaluate", "--compare", str(paths[0]), "--compare", str(paths[1])]
    shown = CliRunner().invoke(app, [*both, "--json", "--out", str(tmp_path / "out")])
    assert shown.exit_code == 0
    assert json.loads(shown.output)["+stance"]["p_bootstrap"] == 1.0
    assert json.loads((tmp_path / "out" / "comparison.json").read_text(encoding="utf-8")) == json.loads(shown.output)
    assert "p (rows)" in CliRunner().invoke(app, both).output
    assert CliRunner().invoke(app, [*both, "--labels", str(tmp_path)]).exit_code == 2
    assert CliRunner().invoke(app, [*both, "--compare", str(paths[0])]).exit_code == 2


def test_a_labels_folder_is_measured_on_its_own_axes(tmp_path: Path) -> None:
    text = "LISSA, 3 May 2024 - Minister Ada Holm backs the bridge to Odde, she said on Friday."
    start = text.index("backs")
    row = {"doc": "d", "actor": "Ada Holm", "actor_type": "person", "axis": "bridge", "stance": "support",
           "date": "2024-05-03", "date_precision": "day", "quote": "backs the bridge to Odde",
           "quote_span": [start, start + 24], "speaker_span": [start - 9, start - 1]}  # fmt: skip
    document = {"id": "d", "published": "2024-05-03", "axes": ["bridge"], "text": text, "split": "dev"}
    (tmp_path / "documents.jsonl").write_text(json.dumps(document) + "\n", encoding="utf-8")
    (tmp_path / "positions.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    command = ["evaluate", "--labels", str(tmp_path), "--split", "dev", "--json"]
    assert CliRunner().invoke(app, command).exit_code == 2  # no axis that ships is coded there
    (tmp_path / "axes.yaml").write_text("axes:\n  bridge:\n    proposal: a bridge to Odde\n", encoding="utf-8")
    shown = CliRunner().invoke(app, command)
    assert shown.exit_code == 0, shown.output
    assert json.loads(shown.stdout)["gold"] == 1
