"""Benchmarks and stress figures: generated articles, disturbed documents, the ratchet, batches, memory."""

from __future__ import annotations

import datetime as dt
import json
import os
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from checkpoints import random_checkpoint
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from invented import TROOPS
from typer.testing import CliRunner

from tracker.actors import Registry
from tracker.axes import Gate, load_axes
from tracker.benchmarks import parity, ratchet, speed, throughput
from tracker.benchmarks.__main__ import app
from tracker.benchmarks.articles import Stock, articles, write_articles
from tracker.errors import InputError, TableError
from tracker.evaluation.corpus import LabelledDocument, read_labels
from tracker.evaluation.disturb import Edit, edited, renamed, shuffled, without_quotation_marks
from tracker.evaluation.stress import Hiding, Stress, Variant, without_actor, without_axis
from tracker.evaluation.swaps import swapped_names
from tracker.schema import SCORED_LABELS, Document, Label, Query, Span
from tracker.stances.coder import Coder
from tracker.stances.entailment import premise
from tracker.training.export import pack
from tracker.training.queries import LabelledQuery

ROOT = Path(__file__).parents[1]


@cache
def corpus() -> list[LabelledDocument]:
    return [item for item in read_labels(ROOT / "labels") if item.split == "dev"]


@cache
def registry() -> Registry:
    return Registry.load()


@cache
def axes() -> dict[str, object]:
    found = (*load_axes(None), *load_axes(ROOT / "labels" / "axes-other.yaml"))
    return {axis.id: axis for axis in found}


@cache
def stock() -> Stock:
    return Stock.shipped(ROOT / "labels", ROOT / "seeds", load_axes(None))


documents = st.integers(0, 9999).map(lambda number: corpus()[number % len(corpus())])

# --- generated articles --------------------------------------------------------------------------------------------


@settings(max_examples=15)
@given(st.integers(4, 40), st.sampled_from([0.0, 0.05, 0.3, 1.0]), st.integers(0, 5))
def test_articles_touch_an_axis_as_often_as_asked(count: int, share: float, seed: int) -> None:
    found = list(articles(stock(), count, share, seed))
    gate = Gate(stock().axes)
    assert [gate.touches(article.text) for article in found] == [article.touches for article in found]
    assert sum(article.touches for article in found) == int(count * share + 1e-9)
    assert len({article.text for article in found}) == count
    assert found[:4] == list(articles(stock(), 4, share, seed)), "an article depends on its number alone"


def test_articles_are_as_long_as_news_and_read_back(tmp_path: Path) -> None:
    from tracker.documents import read_documents

    path = tmp_path / "articles.jsonl"
    made = list(articles(stock(), 12, 0.5))
    assert write_articles(made, path) == 12
    read = [item for item in read_documents([str(path)]) if isinstance(item, Document)]
    assert [item.published for item in read] == [article.published for article in made]
    assert all(min(stock().lengths) <= len(article.text.split()) <= max(stock().lengths) + 150 for article in made)


def test_too_small_a_stock_is_refused() -> None:
    with pytest.raises(InputError, match="too few"):
        Stock.of(["Nobody said a word about it all day."], [TROOPS])


# --- disturbed documents -------------------------------------------------------------------------------------------


@given(st.text(max_size=60), st.data())
def test_a_span_keeps_what_no_edit_touches(text: str, data: st.DataObject) -> None:
    places = st.integers(0, len(text))
    cuts = sorted(data.draw(st.lists(places, max_size=6, unique=True)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    edits = [Edit(start, end, data.draw(st.text(max_size=4))) for start, end in pairs]
    start, end = sorted((data.draw(places), data.draw(places)))
    assume(start < end)
    assume(not any(edit.start < place < edit.end for edit in edits for place in (start, end)))
    new, move = edited(text, edits)
    inside = [Edit(e.start - start, e.end - start, e.text) for e in edits if start <= e.start and e.end <= end]
    assert move(Span(start, end)).of(new) == edited(text[start:end], inside)[0]


def spans(item: LabelledDocument) -> list[tuple[str, str]]:
    """Return the words of every span of the rows."""
    names = ("quote_span", "speaker_span", "cue_span")
    return [(name, Span(*row[name]).of(item.document.text)) for row in item.rows for name in names if row.get(name)]


@settings(max_examples=40)
@given(documents, st.integers(0, 9))
def test_shuffling_moves_paragraphs_and_nothing_else(item: LabelledDocument, seed: int) -> None:
    found = shuffled(item, seed)
    assert sorted(found.document.text.split("\n")) == sorted(item.document.text.split("\n"))
    assert spans(found) == spans(item)
    assert all(Span(*row["quote_span"]).of(found.document.text) == row["quote"] for row in found.rows)
    assert found.document.text.split("\n")[0] == item.document.text.split("\n")[0]


@settings(max_examples=40)
@given(documents)
def test_no_quotation_mark_is_left_and_the_words_are(item: LabelledDocument) -> None:
    found = without_quotation_marks(item)
    marks = str.maketrans("", "", "\"“”„«»‘’")
    assert not set(found.document.text) & set("\"“”„«»")
    assert found.document.text.translate(marks) == item.document.text.translate(marks)
    for (name, old), (same, new) in zip(spans(item), spans(found), strict=True):
        assert (name, old.translate(marks)) == (same, new.translate(marks))


@settings(max_examples=40)
@given(documents)
def test_swapped_names_take_text_and_gold_along(item: LabelledDocument) -> None:
    names = swapped_names(item, [axes()[name] for name in item.axes], registry())  # type: ignore[misc]
    found = renamed(item, names)
    for old, new in zip(item.rows, found.rows, strict=True):
        assert Span(*new["quote_span"]).of(found.document.text) == new["quote"]
        assert (old["stance"], old["axis"], old["date"]) == (new["stance"], new["axis"], new["date"])
        if old["actor"] != new["actor"] and old["actor"] in item.document.text and names.get(old["actor"]):
            assert new["actor"] in found.document.text
    people = {row["actor"] for row in item.rows if row["actor_type"] == "person" and row["actor"] in names}
    assert not any(name in found.document.text for name in people), "a swapped name is gone"
    assert len({names[name] for name in people}) == len(people), "two actors do not become one"


def test_a_name_is_swapped_throughout_and_its_part_of_a_word_is_not() -> None:
    text = "Velmar - Mira Kolt spoke. Kolt's aides, and Koltian hills, said nothing. “We stay,” Kolt said."
    quote = text.index("We stay")
    row = {"actor": "Mira Kolt", "actor_type": "person", "affiliation": "Velm", "axis": "troops", "stance": "oppose",
           "quote": "We stay", "quote_span": [quote, quote + 7], "speaker_span": [9, 18], "role": ""}  # fmt: skip
    item = LabelledDocument(Document("d", text), "dev", ("troops",), (row,))
    names = swapped_names(item, [TROOPS], registry())
    found = renamed(item, names)
    actor = found.rows[0]["actor"]
    assert set(names) == {"Mira Kolt", "Kolt"}
    assert Span(*found.rows[0]["speaker_span"]).of(found.document.text) == actor
    family = actor.split()[-1]
    assert found.document.text.count(family) == 3
    assert "Koltian" in found.document.text


def test_a_name_that_the_axis_is_about_stays() -> None:
    text = "Ida Halmar said that Halmar wants no troops. Halmar, she said, is safe."
    row = {"actor": "Ida Halmar", "actor_type": "person", "affiliation": "", "axis": "troops", "stance": "oppose",
           "quote": "wants no troops", "quote_span": [28, 43], "role": ""}  # fmt: skip
    item = LabelledDocument(Document("d", text), "dev", ("troops",), (row,))
    assert swapped_names(item, [TROOPS], registry()) == {}


# --- what is kept from the model -----------------------------------------------------------------------------------


class Recorder:
    name = "recorder"

    def __init__(self) -> None:
        self.seen: list[Query] = []

    def score(self, queries: Sequence[Query]) -> np.ndarray:
        self.seen += queries
        return np.full((len(queries), 5), 0.2, dtype=np.float32)


def test_hidden_actor_and_axis_do_not_reach_the_model() -> None:
    passage = "Mira Kolt and Odo Brandt met; Brandt rejected sending troops."
    query = Query(passage, Span(30, 36), Span(30, len(passage)), TROOPS)
    recorder = Recorder()
    Hiding(recorder, without_actor).score([query])
    Hiding(recorder, without_axis).score([query])
    nobody, nothing = recorder.seen
    assert premise(nobody) == passage
    assert premise(nothing) == premise(query)
    assert TROOPS.proposal not in str(nothing.axis)
    assert nothing.axis.terms == ()


def test_stress_says_what_is_not_as_it_must_be() -> None:
    def variant(name: str, expected: str, f1: float) -> Variant:
        return Variant(name, expected, dict.fromkeys(("actor+axis", "+stance", "+date"), f1), 0.5)

    plain = variant("plain", "", 0.5)
    fine = Stress(3, 100, 60, 40, 2, plain, (variant("axis hidden", "must lose", 0.4),))
    assert fine.failures == ()
    deaf = replace(fine, changed=3, variants=(variant("axis hidden", "must lose", 0.5),))
    assert [failure.partition(":")[0] for failure in deaf.failures] == ["axis hidden", "names swapped"]


# --- the ratchet ---------------------------------------------------------------------------------------------------

measured = st.dictionaries(st.sampled_from("abcdef"), st.floats(0, 1), min_size=1)


@given(measured, measured)
def test_floors_rise_with_the_measures_and_never_fall(before: dict[str, float], after: dict[str, float]) -> None:
    first = ratchet.raised(before, ratchet.Floors({}))
    assert ratchet.falls(before, first) == []
    second = ratchet.raised(after, first)
    assert all(second.floors[name] >= floor for name, floor in first.floors.items())
    fallen = {fall.measure for fall in ratchet.falls(after, first)}
    assert fallen == {name for name, floor in first.floors.items() if after.get(name, -1.0) < floor - 1e-9}


@given(measured, measured)
def test_a_lowered_floor_holds_and_keeps_its_reason(before: dict[str, float], after: dict[str, float]) -> None:
    first = ratchet.raised(before, ratchet.Floors({}))
    fallen = ratchet.falls(after, first)
    second = ratchet.lowered(after, first, "the gold was mended", dt.date(2024, 5, 6))
    assert {note.measure for note in second.lowered} == {fall.measure for fall in fallen}
    assert [fall.measure for fall in ratchet.falls(after, second)] == [f.measure for f in fallen if f.found is None]
    with pytest.raises(ValueError, match="reason"):
        ratchet.lowered(after, first, " ", dt.date(2024, 5, 6))


def test_the_command_refuses_a_fall_and_records_a_lowering(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    values = {"default.+stance F1": 0.6123}
    monkeypatch.setattr("tracker.benchmarks.__main__._parts", lambda threads: None)
    monkeypatch.setattr("tracker.benchmarks.__main__._values", lambda found: values)
    monkeypatch.setattr("tracker.benchmarks.measures.measure", lambda parts, labels, split: [])

    def ran(*arguments: str, code: int) -> str:
        result = CliRunner().invoke(app, ["ratchet", "--labels", str(tmp_path), *arguments])
        assert result.exit_code == code, result.output
        return result.output

    ran("--update", code=0)
    written = json.loads((tmp_path / "floors.json").read_text())
    assert written == {"floors": {"default.+stance F1": 0.612}, "lowered": []}
    values["default.+stance F1"] = 0.55
    assert "default.+stance F1 is 0.5500; its floor is 0.612" in ran(code=1)
    assert "below" in ran("--update", code=1), "an update alone lowers nothing"
    ran("--update", "--allow-lower", "stricter matching", code=0)
    floors = ratchet.read_floors(tmp_path / "floors.json")
    assert floors.floors == {"default.+stance F1": 0.55}
    assert [(note.before, note.reason) for note in floors.lowered] == [(0.612, "stricter matching")]


def test_a_broken_file_of_floors_is_named(tmp_path: Path) -> None:
    (tmp_path / "floors.json").write_text('{"floors": {"a": "high"}}')
    with pytest.raises(TableError, match=r"floors\.json"):
        ratchet.read_floors(tmp_path / "floors.json")


def test_committed_floors_are_floors() -> None:
    floors = ratchet.read_floors(ROOT / "labels" / "floors.json")
    assert all(0 <= floor <= 1 for floor in floors.floors.values())


# --- speed and memory ----------------------------------------------------------------------------------------------


@given(st.lists(st.integers(1, 90), max_size=50), st.integers(1, 9), st.booleans())
def test_batches_hold_every_row_once(lengths: list[int], size: int, by_length: bool) -> None:
    found = speed.batches(lengths, size, by_length=by_length)
    flat = [row for rows in found for row in rows]
    assert sorted(flat) == list(range(len(lengths)))
    assert all(len(rows) <= size for rows in found)
    assert not by_length or [lengths[row] for row in flat] == sorted(lengths)


@given(st.integers(1, 300), st.integers(1, 400))
def test_fewer_decisions_are_spread_over_all_in_their_order(total: int, count: int) -> None:
    every = [Query(str(number), Span(0, 1), Span(0, 1), TROOPS) for number in range(total)]
    found = [int(query.passage) for query in speed.spread(every, count)]
    assert found == sorted(set(found))
    assert min(count, total) - 8 < len(found) <= min(count, total)
    assert count < total or len(found) == total
    if count >= 16:
        assert found[-1] >= total // 2, "the second half has its share"


def test_a_slow_way_is_timed_on_fewer_decisions_of_the_same() -> None:
    every = [Query(str(number), Span(0, 1), Span(0, 1), TROOPS) for number in range(200)]
    slow, fast = speed.timed([lambda asked: time.sleep(0.004 * len(asked)), len], every, 0.2, 2)
    assert 16 <= slow[0] <= 50
    assert 100 < slow[1] <= 250
    assert fast[0] == 200
    assert fast[1] > slow[1]


def test_a_runner_judges_equal_pairs_once_and_pads_to_the_longest(tiny_model: Path) -> None:
    from tokenizers import Tokenizer

    shapes: list[tuple[int, ...]] = []
    runner = speed.Runner(
        Tokenizer.from_file(str(tiny_model / "tokenizer.json")),
        lambda tensors: shapes.append(tensors["input_ids"].shape), ("input_ids", "attention_mask"),
    )  # fmt: skip
    pairs = [("a", "b"), ("a", "b"), ("a long one", "b")]
    assert runner.run(pairs, 8) == 3
    assert runner.run(pairs, 8, once=True) == 2
    assert [shape[0] for shape in shapes] == [3, 2]
    assert shapes[0][1] == shapes[1][1] > len(("[CLS]", "a", "[SEP]", "b", "[SEP]"))


def test_memory_of_a_process_is_seen_where_the_system_tells() -> None:
    if Path("/proc/self/statm").exists():
        assert 5 < throughput.resident(os.getpid()) < 1e5
    assert throughput.resident(2**22 + 1) == 0.0


def test_growth_is_between_the_second_and_the_last_quarter() -> None:
    flat = tuple((float(at), 100.0) for at in range(1, 41))
    rising = tuple((float(at), 100.0 + at) for at in range(1, 41))
    run = throughput.Watched(1.0, 80, 80, 80, 99, {"total": 40.0, "load": 0.5}, flat)
    assert run.growth == 0
    assert replace(run, memory=rising).growth == 20
    assert replace(run, memory=()).growth == 0
    assert round(run.per_second, 2) == 2.03
    assert "| 100% | 80 of 80 | 99 | 2.0 |" in throughput.markdown([run], 2)
    fewer = throughput.markdown([replace(run, asked=5000)], 2)
    assert "| 100% | 80 of 5000 | 99 | 2.0 |" in fewer
    assert "80 of 5000 articles fitted into the time" in fewer
    assert "no /proc" in throughput.markdown([replace(run, memory=())], 2)


@pytest.mark.parametrize(("limit", "fits"), [(0.0, 5000), (10.0, 200), (0.5, 20), (1e6, 5000)])
def test_a_run_gets_as_many_articles_as_fit_into_the_time(
    limit: float, fits: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def twenty_a_second(stock: Stock, asked: int, count: int, share: float, threads: int) -> throughput.Watched:
        return throughput.Watched(share, asked, count, 0, 0, {"total": 1 + count / 20, "load": 1.0}, ())

    monkeypatch.setattr(throughput, "_run", twenty_a_second)
    (run,) = throughput.throughput(Stock((), (), (), ()), 5000, 2, limit, shares=[1.0])
    assert (run.documents, run.asked) == (fits, 5000)


# --- runtimes ------------------------------------------------------------------------------------------------------


def test_weights_judge_alike_in_every_runtime(tmp_path: Path) -> None:
    words = "the speaker supports opposes troops will never send a b c . ' \""
    labels = {column: label.value for column, label in enumerate(SCORED_LABELS)}
    pack(random_checkpoint(tmp_path / "float", words, "MPNet", labels), tmp_path / "packed")
    passages = [f"Kolt {verb} troops {tail}" for verb in ("opposes", "supports") for tail in ("a", "b c", "c .")]
    asked = [
        LabelledQuery(Query(passage, Span(0, 4), Span(5, len(passage)), TROOPS), label, "d", asked=True)
        for passage, label in zip(passages, [*SCORED_LABELS, Label.OPPOSE], strict=True)
    ]
    found = parity.parity(asked, Coder(), None, 1, tmp_path / "packed")
    torch, other, ours = found.runtimes
    assert (torch.same, torch.most_apart) == (1.0, 0.0)
    assert other.same == 1.0
    assert 0 < ours.mean_apart < 0.05
    assert found.apart < 1e-5
    told = parity.markdown(found)
    assert told.count("ONNX Runtime |") == 2
    assert "the shipped ones decoded" in told
    with pytest.raises(InputError, match="no question"):
        parity.parity([], Coder(), None, 1)


def test_parity_says_what_is_not_as_it_must_be() -> None:
    torch = parity.Runtime("torch", 1.0, 0.8, 0.0, 0.0, 2.0)
    fine = parity.Parity(100, "ours", (torch, replace(torch, name="other"), replace(torch, same=0.98)), 10, 0.0)
    assert fine.failures == ()
    apart = replace(torch, name="other", same=0.99)
    poor = replace(fine, runtimes=(torch, apart, replace(torch, macro_f1=0.79)), apart=0.01)
    assert [failure.split()[0] for failure in poor.failures] == ["other:", "8", "scores"]


class Moody(Recorder):
    def __init__(self, extra: float) -> None:
        super().__init__()
        self.extra = extra

    def score(self, queries: Sequence[Query]) -> np.ndarray:
        return super().score(queries) + np.float32(self.extra)


def test_batches_are_as_far_apart_as_their_scores() -> None:
    query = Query("Kolt slept.", Span(0, 4), Span(5, 10), TROOPS)
    assert parity.batches_apart([Moody(0.0), Moody(0.0)], [query]) == 0.0
    assert parity.batches_apart([Moody(0.0), Moody(0.1), Moody(-0.1)], [query]) == pytest.approx(0.2)
