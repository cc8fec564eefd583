"""Utterances: what was said once counts once, however often and wherever it is printed.

The order of rows can decide which wording leads a group, so nothing is claimed about other orders.
"""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st
from invented import document, line

from tracker.pipeline import sharing_days
from tracker.schema import Actor, ActorType, DatePrecision, Evidence, Label, Stance
from tracker.utterances import utterance_ids

DAY = dt.date(2024, 5, 6)
SAID = "We will not send troops to Halmar, and that is final."


def row(
    statement: str, actor: str = "kolt", axis: str = "troops", day: dt.date | None = DAY, label: Label = Label.OPPOSE,
    precision: DatePrecision = DatePrecision.DAY, document_id: str = "d",
) -> Stance:  # fmt: skip
    return Stance(
        statement_id=statement, utterance_id="", document_id=document_id, actor=Actor(actor, actor, ActorType.PERSON),
        role="", affiliation="", executive=False, holder=None, evidence=Evidence.DIRECT, reported_by="", axis=axis,
        aspect="", label=label, probabilities=(0.0, 0.0, 0.0, 1.0, 0.0), confidence=1.0, needs_review=False, date=day,
        date_precision=precision,
    )  # fmt: skip


def ids(rows: list[Stance], *texts: str) -> list[str]:
    words = {row.statement_id: text for row, text in zip(rows, texts, strict=True)}
    found = utterance_ids(rows, words)
    assert [stance.statement_id for stance in found] == [stance.statement_id for stance in rows]
    return [stance.utterance_id for stance in found]


def test_the_same_words_in_two_documents_are_one_utterance() -> None:
    first, second = ids([row("a"), row("b", document_id="e")], SAID, SAID.upper())
    assert first == second
    assert first.startswith("u_")


def test_a_shortened_quotation_is_the_same_utterance() -> None:
    first, second = ids([row("a"), row("b")], SAID, "We will not send troops to Halmar")
    assert first == second


def test_other_words_are_another_utterance() -> None:
    first, second = ids([row("a"), row("b")], SAID, "Soldiers of ours on that soil would be madness")
    assert first != second


def test_another_day_actor_or_axis_is_another_utterance() -> None:
    tuesday = DAY.replace(day=7)
    rows = [row("a"), row("b", day=tuesday), row("c", actor="brandt"), row("d", axis="arms"), row("e", day=None)]
    assert len(set(ids(rows, *[SAID] * 5))) == 5


def test_an_id_depends_on_nothing_but_its_utterance() -> None:
    alone = ids([row("a")], SAID)
    among = ids([row("z", actor="brandt"), row("a")], "Troops will march at dawn", SAID)
    assert alone == among[1:]


@given(st.lists(st.tuples(st.sampled_from("ab"), st.text("xyz ", min_size=1, max_size=12)), max_size=8))
def test_ids_part_actors_and_join_equal_words(said: list[tuple[str, str]]) -> None:
    rows = [row(str(number), actor=actor) for number, (actor, _) in enumerate(said)]
    found = ids(rows, *(text for _, text in said))
    for (actor, text), one in zip(said, found, strict=True):
        for (other, words), two in zip(said, found, strict=True):
            assert one != two or actor == other
            assert one == two or actor != other or text != words


# -- the same stance told again without a day ---------------------------------------------------------------------


def test_an_undated_repetition_takes_the_day_that_the_article_names() -> None:
    published = DatePrecision.PUBLISHED
    stamp = dt.date(2024, 5, 10)
    rows = [
        row("headline", day=stamp, precision=published), row("lead"),
        row("other stance", day=stamp, precision=published, label=Label.SUPPORT),
        row("other axis", day=stamp, precision=published, axis="arms"),
        row("other actor", day=stamp, precision=published, actor="brandt"),
    ]  # fmt: skip
    found = sharing_days(rows)
    assert [stance.date for stance in found] == [DAY, DAY, stamp, stamp, stamp]
    assert found[0].date_precision is DatePrecision.DAY


def test_who_spoke_on_the_day_before_publication_said_the_rest_then() -> None:
    published, stamp = DatePrecision.PUBLISHED, DAY + dt.timedelta(days=1)
    rows = [
        row("dated"), row("other stance", day=stamp, precision=published, label=Label.SUPPORT),
        row("other axis", day=stamp, precision=published, axis="arms"),
        row("other actor", day=stamp, precision=published, actor="brandt"),
    ]  # fmt: skip
    assert [stance.date for stance in sharing_days(rows)] == [DAY, DAY, DAY, stamp]
    # not where the article dates somebody's stance to its own day
    current = row("current", day=stamp, actor="brandt")
    assert [stance.date for stance in sharing_days([*rows[:3], current])] == [DAY, stamp, stamp, stamp]


def test_one_quotation_printed_twice_counts_once_down_the_line() -> None:
    quoted = "“We will not send troops to Halmar,” Mira Kolt said on Monday. “That is final.”"
    coded = list(line().run([document(f"It rained in Velmar.\n{quoted}", name="a"), document(quoted, name="b")]))
    rows = [stance for one in coded for stance in one.stances if "kolt" in stance.actor.id and stance.axis == "troops"]
    texts = {statement.id: statement.text for one in coded for statement in one.statements}
    of_quotation = [s for s in utterance_ids(rows, texts) if "troops" in texts[s.statement_id]]
    assert len(of_quotation) == 2
    assert len({stance.utterance_id for stance in of_quotation}) == 1
    assert {stance.date for stance in of_quotation} == {DAY}
