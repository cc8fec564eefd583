"""The engine: equal runs, resumed runs, and a ledger that gives back what it was given."""

from __future__ import annotations

import datetime as dt
import json
import tracemalloc
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.candidates import Candidate
from tracker.engine import local
from tracker.engine.corpus import file_documents
from tracker.engine.ledger import Ledger, Lines, decode, encode
from tracker.engine.settings import Settings, build
from tracker.pipeline import Coded, Line
from tracker.schema import (
    Actor,
    ActorType,
    DatePrecision,
    Document,
    Evidence,
    Label,
    Skip,
    Span,
    Stance,
    Statement,
)

pytestmark = pytest.mark.usefixtures("one_parser")
TABLES = ("positions.csv", "positions_wide.csv", "statements.csv", "documents.csv", "skipped.csv")
ARTICLES = {
    "a.txt": "May 6, 2024\nMira Kolt, the foreign minister of Ardania, said her country opposes a toll on the canal.\n"
             '"We will never accept a toll on the canal," Kolt told reporters in the capital after the talks.\n',
    "b.txt": "May 9, 2024\nBorvania supports a toll on the canal, its prime minister Lena Tarr said in the harbour.\n",
    "c.txt": "May 12, 2024\nThe weather was fine. Nobody spoke of ships, and the mayor Odo Brenn said it would last.\n",
    "d.txt": "May 13, 2024\nThe mayor Odo Brenn rejected the canal toll on Sunday and asked both for patience.\n",
}  # fmt: skip


@pytest.fixture
def settings(desk: Path, tiny_model: Path) -> Settings:
    (desk / "news" / "a.txt").unlink()
    for name, text in ARTICLES.items():
        (desk / "news" / name).write_text(text)
    return Settings(
        inputs=(str(desk / "news"),), out=desk / "out", axes=desk / "axes.yaml", actors=(desk / "actors.csv",),
        model=str(tiny_model), threads=1,
    )  # fmt: skip


def tables(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in TABLES}


def coded_in(ledger: Path) -> set[str]:
    with Ledger(ledger) as kept:
        return set(kept)


def moved(settings: Settings, out: Path) -> Settings:
    return Settings(settings.inputs, out, settings.axes, settings.actors, settings.model, threads=1)


def test_two_runs_are_equal_whatever_the_chunk(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = local.classify(settings)
    assert first.documents == 4
    assert first.positions > 0
    monkeypatch.setattr("tracker.pipeline.CHUNK", 1)
    second = local.classify(moved(settings, tmp_path / "second"))
    assert (second.statements, second.positions) == (first.statements, first.positions)
    assert tables(tmp_path / "second") == tables(settings.out)


def test_neighbours_do_not_matter(settings: Settings) -> None:
    line = build(settings).line
    documents = [
        Document(f"d_{name}", text, published=dt.date(2024, 5, 14), path=name) for name, text in ARTICLES.items()
    ]
    alone = [coded for document in documents for coded in line.run([document])]
    assert [coded.stances for coded in line.run(reversed(documents))] == [c.stances for c in reversed(alone)]
    assert sum(len(coded.stances) for coded in alone) >= 3
    assert [coded.gated for coded in alone] == [True, True, False, True]


def test_an_interrupted_run_goes_on_and_ends_the_same(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    local.classify(moved(settings, tmp_path / "whole"))
    ask, asked = Line.candidates, []

    def interrupted(line: Line, document: Document) -> list[Candidate]:
        if len(asked) == 3:
            raise KeyboardInterrupt
        asked.append(document)
        return ask(line, document)

    monkeypatch.setattr("tracker.pipeline.CHUNK", 1)
    monkeypatch.setattr(Line, "candidates", interrupted)
    with pytest.raises(KeyboardInterrupt):
        local.classify(settings)
    assert not (settings.out / "positions.csv").exists()
    ledger = next((settings.out / ".ledger").glob("*.jsonl"))
    kept = coded_in(ledger)
    assert kept == {document.id for document in asked[:2]}  # the third was not scored yet
    with ledger.open("a") as handle:
        handle.write('{"document": {"id": "cut o')  # what a crash leaves behind
    later: list[Document] = []

    def counted(line: Line, document: Document) -> list[Candidate]:
        later.append(document)
        return ask(line, document)

    monkeypatch.setattr(Line, "candidates", counted)
    local.classify(settings)
    coded = asked[:2] + later
    assert coded_in(ledger) == {document.id for document in coded}
    assert [document.path for document in coded] == [str(tmp_path / "news" / name) for name in sorted(ARTICLES)]
    assert tables(settings.out) == tables(tmp_path / "whole")


def test_a_changed_axis_is_coded_anew(settings: Settings) -> None:
    before = build(settings).signature
    assert settings.axes is not None
    settings.axes.write_text(settings.axes.read_text() + "  tram:\n    proposal: a tram to the harbour\n")
    assert build(settings).signature != before


# --- the ledger ----------------------------------------------------------------------------------------------------

TEXT = st.text(max_size=12)
DAYS = st.none() | st.dates()
SPANS = st.builds(Span, st.integers(0, 99), st.integers(100, 999))
SKIPS = st.builds(Skip, TEXT, TEXT, TEXT)
SHARES = st.tuples(*[st.floats(0, 1)] * 5)
DOCUMENTS = st.builds(
    Document, id=TEXT, text=TEXT, title=TEXT, published=DAYS, path=TEXT, removed=st.lists(SKIPS, max_size=2).map(tuple)
)
STATEMENTS = st.builds(
    Statement, id=TEXT, document_id=TEXT, content=st.lists(SPANS, max_size=3).map(tuple), text=TEXT, context=TEXT,
    speaker=st.none() | SPANS, speaker_text=TEXT, cue=st.none() | SPANS, evidence=st.sampled_from(Evidence), date=DAYS,
    date_precision=st.sampled_from(DatePrecision),
)  # fmt: skip
STANCES = st.builds(
    Stance, statement_id=TEXT, utterance_id=TEXT, document_id=TEXT,
    actor=st.builds(Actor, TEXT, TEXT, st.sampled_from(ActorType), TEXT), role=TEXT, affiliation=TEXT,
    executive=st.booleans(), holder=st.none() | SPANS, evidence=st.sampled_from(Evidence), reported_by=TEXT, axis=TEXT,
    aspect=TEXT, label=st.sampled_from(Label), probabilities=SHARES, confidence=st.floats(0, 1),
    needs_review=st.booleans(), date=DAYS, date_precision=st.sampled_from(DatePrecision),
)  # fmt: skip
CODED = st.builds(
    Coded, document=DOCUMENTS, statements=st.lists(STATEMENTS, max_size=2).map(tuple),
    stances=st.lists(STANCES, max_size=2).map(tuple), candidates=st.integers(0, 9), gated=st.booleans(),
    skips=st.lists(SKIPS, max_size=2).map(tuple),
)  # fmt: skip


@given(CODED)
def test_what_is_encoded_comes_back(coded: Coded) -> None:
    assert decode(Coded, json.loads(json.dumps(coded, default=encode, ensure_ascii=False))) == coded


@given(st.lists(CODED, max_size=4))
def test_the_ledger_gives_back_what_it_was_given(tmp_path_factory: pytest.TempPathFactory, items: list[Coded]) -> None:
    path = tmp_path_factory.mktemp("ledger") / "l.jsonl"
    expected = {coded.document.id: coded for coded in items}
    with Ledger(path) as ledger:
        for coded in items:
            ledger.add(coded)
        assert ledger == expected
    with Ledger(path) as ledger:
        assert ledger == expected


def test_a_line_cut_off_hides_neither_what_precedes_nor_what_follows(tmp_path: Path) -> None:
    one, two = (Coded(Document(name, f"{name} said \u2028 no\n")) for name in "ab")
    with Ledger(tmp_path / "l.jsonl") as ledger:
        ledger.add(one)
    with (tmp_path / "l.jsonl").open("ab") as file:
        file.write(b'{"document": {"id": "cut o\xff')
    with Ledger(tmp_path / "l.jsonl") as ledger:
        ledger.add(two)
        assert ledger == {"a": one, "b": two}
    with Ledger(tmp_path / "l.jsonl") as ledger:
        assert ledger == {"a": one, "b": two}


# --- what a run holds ----------------------------------------------------------------------------------------------


def test_a_copy_is_coded_as_of_its_originals_day_and_listed_with_its_own() -> None:
    text = ARTICLES["a.txt"]
    copy = Document("d_2", text + "More soon.", published=dt.date(2024, 5, 9), path="b", language="en")
    first = Document("d_1", text, published=dt.date(2024, 5, 6), path="a", language="en")
    other = Document("d_3", "Das Wetter war gut, und niemand sprach vom Zoll.", path="c", language="de")
    unread = Skip("d", "read", "no text found")
    corpus = file_documents(
        [copy, unread, first, other], Lines(BytesIO(), Document), Lines(BytesIO(), Skip), lambda *_: None
    )
    assert [entry.published for entry in corpus.entries] == [copy.published, first.published]
    assert [corpus.document(entry) for entry in corpus.entries] == [
        replace(copy, duplicate_of="d_1", published=first.published), first,
    ]  # fmt: skip
    assert [skip.item for _, skip in corpus.skips.whole()] == ["d", "c"]


LONG = 20_000


def long_document(number: int) -> Document:
    text = f"town {number} spoke {number} of tolls. " * LONG
    removed = tuple(Skip(f"{number}.txt:{start}-{start + 9}", "clean", "link list") for start in range(20))
    return Document(f"d_{number}", text[:LONG], published=dt.date(2024, 5, 6), path=f"{number}.txt", removed=removed)


def coded_on_the_canal(document: Document) -> Coded:
    said = Statement(
        f"s_{document.id}", document.id, (Span(0, 9),), "Said.", "He said.", None, "", None, Evidence.DIRECT
    )
    row = Stance(
        statement_id=said.id, utterance_id="", document_id=document.id,
        actor=Actor(f"a_{document.id}", "Mayor", ActorType.PERSON), role="", affiliation="", executive=False,
        holder=None, evidence=said.evidence, reported_by="", axis="canal_toll", aspect="", label=Label.OPPOSE,
        probabilities=(0.0, 0.0, 0.0, 1.0, 0.0), confidence=1.0, needs_review=False, date=document.published,
        date_precision=DatePrecision.DAY,
    )  # fmt: skip
    return Coded(document, (said,), (row,))


def test_texts_do_not_pile_up_in_memory(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = build(settings)
    monkeypatch.setattr(local, "build", lambda _: parts)
    monkeypatch.setattr(Line, "run", lambda _, documents: map(coded_on_the_canal, documents))

    def peak(count: int) -> int:
        monkeypatch.setattr(local, "read_documents", lambda *_, **__: map(long_document, range(count)))
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        run = local.classify(moved(settings, tmp_path / str(count)))
        assert (run.documents, run.stances, run.skips) == (count, count, 20 * count)
        return tracemalloc.get_traced_memory()[1] - before

    tracemalloc.start()
    try:
        peak(2)  # what is imported on the way counts for nothing
        growth = (peak(120) - peak(20)) / 100
    finally:
        tracemalloc.stop()
    assert growth < LONG / 2  # most of it is the stance's row, which waits to be written with others


# --- what a run wrote is no input -----------------------------------------------------------------------------------


@pytest.mark.parametrize("below", ["news/out", "news"])
def test_a_run_does_not_read_what_it_wrote(settings: Settings, desk: Path, below: str) -> None:
    again = moved(settings, desk / below)
    first, before = local.classify(again), tables(again.out)
    second = local.classify(again)
    assert second.documents == first.documents == len(ARTICLES)
    assert tables(again.out) == before


def test_the_results_of_another_run_below_an_input_are_left_out_and_named(settings: Settings, desk: Path) -> None:
    local.classify(moved(settings, desk / "news" / "old"))
    other = local.classify(moved(settings, desk / "out"))
    assert other.documents == len(ARTICLES)
    assert "old,read,the results of an earlier run" in (desk / "out" / "skipped.csv").read_text()


def test_texts_of_an_earlier_run_are_not_kept(settings: Settings, desk: Path) -> None:
    local.classify(settings)
    assert len(list((settings.out / "texts").iterdir())) == len(ARTICLES)
    (desk / "one.txt").write_text("Mira Kolt said on Monday that the canal must stay free of any toll.")
    local.classify(replace(settings, inputs=(str(desk / "one.txt"),)))
    assert len(list((settings.out / "texts").iterdir())) == 1


def test_a_row_in_another_language_is_named(settings: Settings, desk: Path) -> None:
    (desk / "rows.csv").write_text("id,text,language\n,Nichts.,de\nr2,Rien.,fr\n")
    local.classify(replace(settings, inputs=(str(desk / "rows.csv"),)))
    left_out = (desk / "out" / "skipped.csv").read_text()
    assert "rows.csv#1,read,not English (language de)" in left_out
    assert "rows.csv#r2,read,not English (language fr)" in left_out
