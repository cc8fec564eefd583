"""Articles in turns: whose words stand behind a label or under a question, and what is no such article."""

from __future__ import annotations

import datetime as dt

import pytest
from invented import document, line, parser

from tracker.schema import DatePrecision, Evidence
from tracker.statements.turns import turns

KOLT, BRANDT = "Mira Kolt", "Odo Brandt"
TRANSCRIPT = """Morning Round, Friday 10 May 2024

HOST: With us is the foreign minister of Velm, Mira Kolt. Should Velm send troops to Halmar?

KOLT: Good morning. No. And we told the allies so.

HOST: President Odo Brandt said on Thursday that Ostra would send soldiers.

KOLT: Brandt may do as he likes.

HOST: And tanks for Halmar?

KOLT: Those we will send tonight."""
INTERVIEW = """"A border is not a wall"

Mira Kolt, foreign minister of Velm, on borders and boats. We spoke to her on Wednesday.

Your allies say that troops should go to Halmar.

They may say so. I see no reason for it. Velm has three ships and a long coast.

So you are against it?

I am, and my party is.

What about the tanks that Halmar has asked for?

Those I would send tonight.

And the boats?

We have none that would float, but my ministry has ordered two."""
ROUND_UP = """Four capitals on troops for Halmar

VELM: Foreign Minister Mira Kolt said that Velm would send soldiers to Halmar.

OSTRA: President Odo Brandt ruled it out. "We will not do it," he said.

HALMAR: Defence Minister Ida Sold asked for more tanks.

Read more: Why Halmar wants soldiers

MERIDIAN PACT: No comment."""
COLUMN = """Who will send soldiers to Halmar?

By Mira Kolt

I was born in an airbase, and I know what a war is.

What would a soldier do there?

He would die, and I do not want that.

Would tanks help?

They would help nobody, and we should keep them in Velm.

Will our children thank us?

I doubt it, but you may ask them."""
EXPLAINER = """Tanks for Halmar: what you need to know

President Odo Brandt of Ostra wants to send them.

What has been promised?

Ostra has promised forty tanks.

When will you see them in Halmar?

In spring, Brandt said.

Who pays?

The Meridian Pact does."""


def asked(text: str) -> set[tuple[str, str, str]]:
    """Return holder, axis and words of every question that a text asks."""
    found = line().candidates(document(text))
    return {(c.held.holder.actor.actor.name, c.axis.id, c.held.statement.text) for c in found}


def test_what_follows_a_label_is_its_speakers_and_takes_its_topic_from_the_question() -> None:
    found = asked(TRANSCRIPT)
    assert {(KOLT, "troops", "No."), (KOLT, "arms", "Those we will send tonight.")} <= found
    assert not any("Should Velm" in words for _, _, words in found)


def test_a_question_tells_what_others_said() -> None:
    assert any(who == BRANDT and "Ostra would send soldiers" in words for who, _, words in asked(TRANSCRIPT))


def test_answers_without_labels_are_those_of_the_person_introduced() -> None:
    found = asked(INTERVIEW)
    assert (KOLT, "troops", "I see no reason for it.") in found
    assert (KOLT, "troops", "I am, and my party is.") in found
    assert (KOLT, "arms", "Those I would send tonight.") in found


def test_q_and_a_stand_for_the_person_introduced() -> None:
    text = INTERVIEW.replace("\n\nYour", "\n\nQ: Your").replace("\n\nThey may", "\n\nA: They may")
    text = text.replace("\n\nSo you", "\n\nQ: So you").replace("\n\nI am", "\n\nA: I am")
    assert (KOLT, "troops", "I am, and my party is.") in asked(text)


def test_an_interview_is_dated_by_the_day_on_which_it_was_held() -> None:
    found = line().candidates(document(INTERVIEW))
    said = [c.held.statement for c in found if "tonight" in c.held.statement.text]
    dates = {(statement.date, statement.date_precision) for statement in said}
    assert dates == {(dt.date(2024, 5, 8), DatePrecision.DAY)}


def test_words_in_a_turn_are_direct_speech_and_the_passage_names_the_speaker() -> None:
    found = line().candidates(document(INTERVIEW))
    (said,) = (c for c in found if c.held.statement.text == "Those I would send tonight.")
    assert said.held.statement.evidence is Evidence.DIRECT
    assert said.query.passage.endswith('Mira Kolt said: "Those I would send tonight."')
    assert said.query.passage.startswith("What about the tanks")


def test_an_answer_may_tell_what_the_speaker_said_on_another_day() -> None:
    text = TRANSCRIPT.replace("he likes.", "he likes. On Tuesday I said that we would send no soldiers.")
    found = line().candidates(document(text))
    assert (KOLT, dt.date(2024, 5, 7)) in {(c.held.holder.actor.actor.name, c.held.statement.date) for c in found}


@pytest.mark.parametrize("label", ["FOREIGN MINISTER KOLT", "MIRA KOLT (recorded)", "Kolt", "Minister Kolt, Velm"])
def test_labels_of_many_kinds_mean_one_person(label: str) -> None:
    found = asked(TRANSCRIPT.replace("KOLT:", f"{label}:"))
    assert {who for who, _, words in found if words == "No."} == {KOLT}


def test_a_label_that_the_text_does_not_introduce_is_a_new_person() -> None:
    text = TRANSCRIPT.replace("KOLT: Brandt may do as he likes.", "TESSA VARN: No soldiers, I say.\n\nVARN: Never.")
    assert "Tessa Varn" in {who for who, _, _ in asked(text)}


@pytest.mark.parametrize("asker", ["HOST", "Question (Radio Velmar)", "PRESENTER (Tessa Varn)", "TESSA VARN", "VW"])
def test_who_asks_holds_nothing(asker: str) -> None:
    assert {who for who, _, _ in asked(TRANSCRIPT.replace("HOST", asker))} <= {KOLT, BRANDT, "Ostra", "Velm"}


def test_a_reporter_who_answers_the_studio_holds_nothing() -> None:
    text = TRANSCRIPT.replace("KOLT", "VARN")
    text = text.replace("the foreign minister of Velm, Mira Kolt", "our reporter Tessa Varn")
    assert {who for who, _, words in asked(text) if words.startswith(("No", "Those"))} <= {"Velm"}


@pytest.mark.parametrize("text", [ROUND_UP, COLUMN, EXPLAINER], ids=["round-up", "column", "explainer"])
def test_round_ups_columns_and_explainers_are_not_in_turns(text: str) -> None:
    assert not [turn for turn in turns(parser().parse(text).doc) if turn.label is not None]
    assert not any("I " in words for _, _, words in asked(text))


def test_stamps_of_a_live_blog_are_no_labels() -> None:
    text = "\n\n".join(f"{n:02}:15: Mira Kolt said that no soldiers would go to Halmar." for n in range(8, 14))
    assert not turns(parser().parse(text).doc)
