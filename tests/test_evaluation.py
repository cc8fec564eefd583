"""Evaluation: what counts as right, who is paired with whom, and where a gold row is lost."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import document, line

from tracker.errors import InputError, TableError
from tracker.evaluation.attribution import Attributed, Score, evaluate_attributions, read_polnear
from tracker.evaluation.baseline import baseline_rows, majority_label
from tracker.evaluation.matching import LEVELS, Pair, Row, name_key, pair_rows, position_scores, read_gold, same_date
from tracker.evaluation.positions import LOSSES, evaluate, named_by_id
from tracker.evaluation.render import markdown, report_dict
from tracker.schema import Document, Span

MONDAY = dt.date(2024, 5, 6)
FRIDAY = dt.date(2024, 5, 10)
KOLT, BRANDT = "Mira Kolt", "Odo Brandt"


def row(
    actor: str = KOLT, stance: str = "oppose", date: dt.date | None = MONDAY, axis: str = "troops",
    precision: str = "day", name: str = "d", affiliation: str = "Velm", quote: str = "",
) -> Row:  # fmt: skip
    return Row(name, actor, affiliation, axis, stance, date, precision, (("quote", quote),))


# -- matching -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "right"),
    [
        (row(), (True, True, True)),
        (row(date=FRIDAY), (True, True, False)),
        (row(stance="support"), (True, False, False)),
        (row(stance="support", date=FRIDAY), (True, False, False)),
        (None, (False, False, False)),
    ],
)
def test_each_level_asks_for_one_thing_more(found: Row | None, right: tuple[bool, ...]) -> None:
    assert tuple(Pair(row(), found).right(level) for level in LEVELS) == right
    assert not any(Pair(None, row()).right(level) for level in LEVELS)


@pytest.mark.parametrize(
    ("gold", "found", "same"),
    [
        ((MONDAY, "day"), (MONDAY, "published"), True),
        ((MONDAY, "day"), (FRIDAY, "published"), False),
        ((MONDAY, "week"), (FRIDAY, "week"), True),
        ((MONDAY, "week"), (FRIDAY, "day"), False),
        ((MONDAY, "week"), (dt.date(2024, 5, 13), "week"), False),
        ((dt.date(2024, 5, 1), "month"), (dt.date(2024, 5, 31), "month"), True),
        ((dt.date(2024, 5, 1), "month"), (dt.date(2023, 5, 1), "month"), False),
        ((None, ""), (None, "unknown"), True),
        ((None, ""), (MONDAY, "day"), False),
    ],
)
def test_days_weeks_and_months(gold: tuple, found: tuple, same: bool) -> None:
    left, right = (row(date=date, precision=precision) for date, precision in (gold, found))
    assert same_date(left, right) is same
    assert same_date(right, left) is same


def test_names_agree_without_case_accents_and_marks() -> None:
    assert name_key("Tomáš O'Veskin-Łom") == name_key("tomas oveskin lom")
    assert name_key("Mira Kolt") != name_key("Mira Kolte")


def test_pairs_are_made_one_to_one_best_first() -> None:
    gold = [row(stance="support"), row(stance="oppose")]
    found = [row(stance="oppose", date=FRIDAY), row(stance="support"), row(stance="support", date=FRIDAY)]
    pairs = pair_rows(gold, found)
    assert [(p.gold.stance if p.gold else "", p.found.stance if p.found else "") for p in pairs] == [
        ("support", "support"), ("oppose", "oppose"), ("", "support"),
    ]  # fmt: skip
    assert pairs[0].right("+date")
    assert not pairs[1].right("+date")


@pytest.mark.parametrize("other", [row(axis="arms"), row(name="e"), row(actor=BRANDT)])
def test_rows_of_other_documents_actors_or_axes_are_never_paired(other: Row) -> None:
    assert sorted(pair.gold is None for pair in pair_rows([row()], [other])) == [False, True]


ROWS = st.lists(
    st.builds(
        row, st.sampled_from([KOLT, BRANDT]), st.sampled_from(["support", "oppose"]), st.sampled_from([MONDAY, FRIDAY]),
        st.sampled_from(["troops", "arms"]),
    ),
    max_size=7,
)  # fmt: skip


@given(ROWS, ROWS)
def test_pairing_loses_and_doubles_nothing(gold: list[Row], found: list[Row]) -> None:
    pairs = pair_rows(gold, found)
    assert sorted(map(str, (p.gold for p in pairs if p.gold))) == sorted(map(str, gold))
    assert sorted(map(str, (p.found for p in pairs if p.found))) == sorted(map(str, found))
    scores = position_scores(pairs)
    assert [scores[level].right for level in LEVELS] == sorted((s.right for s in scores.values()), reverse=True)
    assert all(score.right <= min(score.found, score.gold) for score in scores.values())


@given(ROWS)
def test_gold_against_itself_is_right(gold: list[Row]) -> None:
    assert all(pair.right("+date") for pair in pair_rows(gold, list(gold)))


def test_scores_by_hand() -> None:
    score = Score(right=3, found=4, gold=6)
    assert (score.precision, score.recall, score.f1) == (0.75, 0.5, 0.6)
    assert (Score(0, 0, 0).precision, Score(0, 0, 5).recall, Score(0, 0, 0).f1) == (0.0, 0.0, 0.0)


# -- gold files ---------------------------------------------------------------------------------------------------


def test_a_gold_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    lines = [
        {"doc": "a.txt", "actor": KOLT, "axis": "troops", "stance": "oppose", "date": "2024-05-06",
         "date_precision": "day", "affiliation": "Velm", "quote": "no troops"},
        {"doc": "a.txt", "actor": BRANDT, "axis": "arms", "stance": "support"},
    ]  # fmt: skip
    path.write_text("\n\n".join(json.dumps(line) for line in lines) + "\n", encoding="utf-8")
    first, second = read_gold(path)
    assert (first.document, first.date, first.precision, first.affiliation) == ("a.txt", MONDAY, "day", "Velm")
    assert dict(first.extra)["quote"] == "no troops"
    assert (second.date, second.precision, second.affiliation) == (None, "", "")


def test_gold_rows_name_a_document_by_its_file_its_id_or_the_row_of_its_table() -> None:
    alone = Document("d1", "A text.", path="in/talk.txt", item="in/talk.txt")
    row = Document("d2", "A text.", path="in/all.csv", item="in/all.csv#a7")
    for name, found in (("talk.txt", "d1"), ("talk", "d1"), ("d1", "d1"), ("a7", "d2"), ("d2", "d2")):
        assert named_by_id([Row(name, KOLT, "", "troops", "oppose", None, "")], [alone, row]) == {found}
    assert named_by_id([Row("", KOLT, "", "troops", "oppose", None, "")], [alone, row]) == set()


@pytest.mark.parametrize(
    "bad",
    [
        "{", "[]", '"text"', '{"doc": "a", "actor": "b", "axis": "c"}',
        '{"doc": "a", "actor": "b", "axis": "c", "stance": "support", "date": "6 May"}',
    ],
)  # fmt: skip
def test_a_wrong_gold_line_is_named(tmp_path: Path, bad: str) -> None:
    good = '{"doc": "a", "actor": "b", "axis": "c", "stance": "support"}'
    path = tmp_path / "gold.jsonl"
    path.write_text(f"{good}\n\n{bad}\n{good}\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"gold\.jsonl:3: "):
        read_gold(path)


def test_a_stance_or_an_axis_that_nobody_knows_is_named_with_those_that_are(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    good = {"doc": "a", "actor": KOLT, "axis": "troops", "stance": "support"}
    path.write_text(f"{json.dumps(good)}\n{json.dumps(good | {'stance': 'against'})}\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"gold\.jsonl:2: stance 'against' is none of support, conditional"):
        read_gold(path)
    path.write_text(json.dumps(good | {"axis": "trops"}), encoding="utf-8")
    with pytest.raises(TableError, match=r"gold\.jsonl:1: axis 'trops' is none of .*arms, troops; .*--axes"):
        read_gold(path, {"troops", "arms"})


def test_a_gold_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "latin.jsonl").write_bytes(b'{"doc": "caf\xe9"}')
    for name in ("missing.jsonl", "latin.jsonl"):
        with pytest.raises(TableError, match=name):
            read_gold(tmp_path / name)


# -- attribution --------------------------------------------------------------------------------------------------

TEXT = "Kolt said tanks will come soon. Brandt said nothing at all."


def at(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def given_(source: str, content: str) -> Attributed:
    return Attributed((at(source),) if source else (), (at(content),))


def test_attribution_scores_by_hand() -> None:
    gold = [given_("Kolt", "tanks will come soon"), given_("Brandt", "nothing at all")]
    # content: 3 of 4 words, then 1 of 3; sources: right, then right (the pair needs one shared word)
    found = [given_("Kolt", "tanks will come"), given_("Brandt", "all"), given_("", "soon")]
    scores = evaluate_attributions([(TEXT, gold)], lambda text: found)
    assert scores["content"] == Score(right=1, found=3, gold=2)
    assert scores["content_exact"] == Score(right=0, found=3, gold=2)
    assert scores["source"] == Score(right=2, found=2, gold=2)
    assert scores["source_exact"] == Score(right=2, found=2, gold=2)
    assert evaluate_attributions([(TEXT, gold)], lambda text: found, threshold=0.3)["content"].right == 2


def test_marks_around_a_content_do_not_count() -> None:
    gold = [given_("Kolt", "tanks will come soon")]
    scores = evaluate_attributions([(TEXT, gold)], lambda text: [given_("Kolt", "tanks will come soon.")])
    assert scores["content_exact"].f1 == 1.0


def test_content_without_a_shared_word_is_not_paired() -> None:
    scores = evaluate_attributions([(TEXT, [given_("Kolt", "tanks")])], lambda text: [given_("Kolt", "nothing")])
    assert scores["source"].right == 0


@pytest.mark.parametrize("zipped", [False, True])
def test_attribution_files_plain_and_zipped(tmp_path: Path, zipped: bool) -> None:
    path = tmp_path / ("a.jsonl.gz" if zipped else "a.jsonl")
    content = json.dumps({"text": TEXT, "attributions": [{"source": [[0, 4]], "content": [[10, 30]]}]}) + "\n"
    for number, written in ((1, content), (2, content + "{}\n")):
        path.write_bytes(gzip.compress(written.encode()) if zipped else written.encode())
        if number == 1:
            ((text, (only,)),) = read_polnear(path)
            assert (text, only.source, only.content) == (TEXT, (Span(0, 4),), (Span(10, 30),))
        else:
            with pytest.raises(InputError, match=r":2: "):
                list(read_polnear(path))


# -- the line against gold ----------------------------------------------------------------------------------------

ARTICLE = (
    "Mira Kolt said on Monday that she will not send troops to Halmar.\n"
    "Odo Brandt said on Tuesday that he would send tanks to Halmar.\n"
    "Ida Sold said perhaps the guns are enough for her soldiers at home.\n"
    "Olan Druske said the weather decides when peacekeepers come.\n"
)


def judge(*gold: Row):
    return evaluate(line(), [document(ARTICLE, name="d")], gold)


RIGHT = row(quote="she will not send troops to Halmar")


@pytest.mark.parametrize(
    ("gold", "lost"),
    [
        (RIGHT, ""),
        (replace(RIGHT, stance="support"), "wrong stance"),
        (replace(RIGHT, date=FRIDAY), "wrong date"),
        (row(actor="Pell Marrow", quote="she will not send troops to Halmar"), "wrong actor"),
        (row(actor="Olan Druske", affiliation="Meridian Pact"), "coded unrelated"),
        (row(actor="Ida Sold", axis="arms", affiliation="Halmar"), "unclear"),
        (row(actor="Pell Marrow", quote="quite other words altogether"), "no candidate"),
        (row(axis="toll"), "not gated"),
        (row(name="elsewhere.txt"), "not read"),
    ],
)
def test_every_lost_row_has_its_stage(gold: Row, lost: str) -> None:
    report = judge(gold)
    assert report.lost == {name: int(name == lost) for name in LOSSES}
    assert report.gold == 1


def test_a_report_by_hand() -> None:
    report = judge(
        RIGHT,
        row(actor=BRANDT, stance="oppose", date=MONDAY.replace(day=7), axis="arms", affiliation="Ostra"),
        row(actor="Pell Marrow", stance="support", affiliation=""),
        row(stance="unclear"),
    )
    assert (report.documents, report.gold) == (1, 3)
    by_level = {level: score.right for level, score in report.positions.items()}
    assert by_level == {"actor+axis": 2, "+stance": 1, "+date": 1}
    assert report.flipped == 1
    assert (report.dates_right.right, report.dates_right.found) == (2, 2)
    assert report.gate_recall == Score(3, 3, 3)
    assert sum(report.lost.values()) == 2
    assert report.affiliations["actor+axis"].right == 2
    plain = report_dict(report)
    assert plain["support_taken_for_oppose_or_back"] == 1
    assert json.loads(json.dumps(plain)) == plain
    assert "| wrong stance | 1 |" in markdown(report)


def test_rows_without_a_date_are_found_and_agree_with_gold_rows_without_one() -> None:
    undated = document("Mira Kolt said she will not send troops to Halmar.", published=None)
    report = evaluate(line(), [undated], [replace(RIGHT, date=None, precision="unknown")])
    assert (report.found, report.positions["+date"].right) == (1, 1)
    assert report.pairs[0].found is not None
    assert (report.pairs[0].found.date, report.pairs[0].found.precision) == (None, "unknown")
    dated = evaluate(line(), [undated], [RIGHT])  # the position table has no row for what has no day
    assert (dated.found, dated.positions["+stance"].right) == (0, 0)


def test_names_that_the_registry_knows_as_one_actor_agree() -> None:
    assert judge(replace(RIGHT, actor="the foreign minister of Velm")).positions["+date"].right == 1


def test_the_baseline_names_everybody_with_the_majority_label() -> None:
    found = baseline_rows(line(), document(ARTICLE, name="d"), "oppose")
    assert {(r.actor, r.axis) for r in found} >= {(KOLT, "troops"), (BRANDT, "arms"), ("Halmar", "troops")}
    assert {(r.stance, r.date) for r in found} == {("oppose", FRIDAY)}
    assert baseline_rows(line(), document("It rained.", name="d"), "oppose") == []
    assert majority_label([row(stance="support"), row(), row()]) == "oppose"
    assert majority_label([row(stance="support"), row()]) == "oppose"
    assert majority_label([]) == ""
