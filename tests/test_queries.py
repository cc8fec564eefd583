"""Labelled queries: what the line asks of a labelled document, and which gold row answers it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import TROOPS, document, line

from tracker.errors import TableError
from tracker.evaluation.corpus import LabelledDocument, gold_rows, read_labels
from tracker.schema import Label
from tracker.training.queries import gold_query, labelled_queries

TEXT = (
    "Mira Kolt said on Monday that Velm will not send troops to Halmar.\n"
    "Odo Brandt promised tanks for Halmar. A delegation of old friends thought soldiers of its own a fine idea."
)


def gold(actor: str, quote: str, stance: str, axis: str = "troops", speaker: str = "") -> dict[str, Any]:
    start = TEXT.index(quote)
    row = {"doc": "d", "actor": actor, "axis": axis, "stance": stance, "quote_span": [start, start + len(quote)]}
    if speaker:
        at = TEXT.index(speaker)
        row["speaker_span"] = [at, at + len(speaker)]
    return row


def asked(*rows: dict[str, Any], axes: tuple[str, ...] = ("troops", "arms")) -> list[tuple[str, str, bool]]:
    """Return (marked holder, label, asked) of the queries that a document with these rows gives."""
    found = labelled_queries(LabelledDocument(document(TEXT), "train", axes, rows), line())
    return [(one.query.holder.of(one.query.passage), one.label.value, one.asked) for one in found]


def test_a_row_answers_the_candidate_of_its_actor_and_words() -> None:
    found = asked(gold("Mira Kolt", "will not send troops to Halmar", "oppose"))
    assert ("Mira Kolt", "oppose", True) in found
    assert ("Odo Brandt", "unrelated", True) in found


def test_a_row_by_another_name_answers_where_its_speaker_stands() -> None:
    found = asked(gold("M. Kolt", "will not send troops to Halmar", "oppose", speaker="Mira Kolt"))
    assert ("Mira Kolt", "oppose", True) in found


def test_a_row_answers_by_any_name_that_the_registry_knows() -> None:
    found = asked(gold("Ms Kolt, foreign minister of Velm", "will not send troops to Halmar", "oppose"))
    assert ("Mira Kolt", "oppose", True) in found


def test_a_position_coded_elsewhere_leaves_its_actor_out() -> None:
    found = asked(gold("Odo Brandt", "A delegation of old friends", "support", axis="arms"))
    assert not [row for row in found if row[0] == "Odo Brandt" and row[2]]


def test_a_row_that_the_line_misses_becomes_a_query_of_its_own() -> None:
    found = asked(gold("Pell Marrow", "soldiers of its own a fine idea", "support"))
    assert ("Pell Marrow", "support", False) in found


def test_such_a_query_carries_the_sentence_that_it_may_answer() -> None:
    row = gold("Pell Marrow", "soldiers of its own a fine idea", "support")
    hits = line().gate.hits(TEXT)
    axes = {axis.id: axis for axis in line().axes}
    answering = gold_query(TEXT, row, axes["arms"], hits)
    assert answering.passage.startswith("Odo Brandt promised tanks for Halmar. Pell Marrow said: ")
    assert answering.holder.of(answering.passage) == "Pell Marrow"
    assert answering.focus.of(answering.passage) == "soldiers of its own a fine idea"
    assert gold_query(TEXT, row, axes["troops"], hits).passage.startswith("Pell Marrow said: ")  # it names soldiers


def test_what_nobody_could_tell_teaches_nothing() -> None:
    found = asked(gold("Mira Kolt", "will not send troops to Halmar", "unclear"))
    assert not [row for row in found if row[0] == "Mira Kolt" or row[1] == Label.UNCLEAR]
    labelled = LabelledDocument(document(TEXT), "train", ("troops",), (gold("Mira Kolt", "troops", "unclear"),))
    assert gold_rows(labelled) == []


def test_axes_that_were_not_labelled_are_not_asked() -> None:
    assert "Odo Brandt" not in {row[0] for row in asked(axes=("troops",))}


@given(st.integers(0, len(TEXT) - 2), st.integers(1, 60), st.one_of(st.none(), st.integers(0, len(TEXT) - 5)))
def test_a_gold_query_marks_what_the_row_says(start: int, length: int, speaker: int | None) -> None:
    quote = [start, min(len(TEXT), start + length)]
    row = {"actor": "Pell Marrow", "quote_span": quote, "speaker_span": [speaker, speaker + 4] if speaker else None}
    query = gold_query(TEXT, row, TROOPS)
    surface = TEXT[speaker : speaker + 4] if speaker else "Pell Marrow"
    assert query.holder.of(query.passage) == surface
    assert query.focus.of(query.passage).split() == TEXT[quote[0] : quote[1]].split()


def test_labels_are_read_and_a_broken_line_is_named(tmp_path: Path) -> None:
    item = {"id": "d", "text": TEXT, "split": "dev", "axes": ["troops"], "published": "2024-05-10"}
    (tmp_path / "documents.jsonl").write_text(json.dumps(item) + "\n")
    (tmp_path / "positions.jsonl").write_text(json.dumps(gold("Mira Kolt", "troops", "oppose")) + "\n")
    (read,) = read_labels(tmp_path)
    assert (read.document.id, read.split, read.axes, len(read.rows)) == ("d", "dev", ("troops",), 1)
    right = gold("Mira Kolt", "troops", "oppose")
    for bad, words in (
        ("{}{", "not JSON"), ("{}", "doc, actor, axis, stance is missing"),
        (json.dumps(right | {"stance": "pro"}), "stance 'pro' is none of support"),
        (json.dumps(right | {"date": "May"}), "date 'May'"),
    ):  # fmt: skip
        (tmp_path / "positions.jsonl").write_text(f"{json.dumps(right)}\n{bad}\n")
        with pytest.raises(TableError, match=rf"positions\.jsonl:2: {words}"):
            read_labels(tmp_path)


def test_splits_are_read_in_any_letter_case_and_unknown_ones_refused(tmp_path: Path) -> None:
    (tmp_path / "positions.jsonl").write_text("")
    item = {"id": "d", "text": TEXT, "axes": ["troops"]}
    for written, read in ((" Test ", "test"), ("", "")):
        (tmp_path / "documents.jsonl").write_text(json.dumps(item | {"split": written}) + "\n")
        assert [document.split for document in read_labels(tmp_path)] == [read]
    (tmp_path / "documents.jsonl").write_text(json.dumps(item | {"split": "tset"}) + "\n")
    with pytest.raises(TableError, match=r"documents\.jsonl:1: split 'tset' is none of train, dev, test"):
        read_labels(tmp_path)
