"""How far a statement reaches: over to another axis, past an act beside it, and beyond a smaller one inside it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import document, line

from tracker.candidates import Candidate
from tracker.schema import Evidence

LINE = line()
KOLT, VELM = "Mira Kolt", "Velm"
ASKED = "Halmar asked for soldiers. "
FAR = "It rained. " * 8


def ask(text: str, who: str = KOLT) -> list[Candidate]:
    return [c for c in LINE.candidates(document(text)) if c.held.holder.actor.actor.name == who]


def axes(text: str, who: str = KOLT) -> dict[str, bool]:
    """Return the axes that somebody is asked about, each with whether in own words."""
    return {candidate.axis.id: candidate.in_own_words for candidate in ask(text, who)}


def said(found: Sequence[Candidate]) -> list[tuple[Evidence, str]]:
    return [(c.held.statement.evidence, c.held.statement.text.strip(" ,.")) for c in found]


BOTH = {"arms": True, "troops": False}


# -- acts and stands ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "stand",
    [
        "Velm would not be drawn.", "Velm will not be pinned down on that.", "Velm would in fact widen the plan.",
        "Velm struck the words out.", "Velm turned the wish down.", "Velm withdrew the permit.",
    ],
)  # fmt: skip
def test_a_refusal_to_be_moved_and_an_undoing_answer_what_stands_before(stand: str) -> None:
    assert axes(f"{ASKED}{stand}", VELM) == {"troops": False}


def test_a_passive_without_agent_that_is_no_refusal_is_nobodys_stand() -> None:
    assert axes(f"{ASKED}Velm would be moved by sea.", VELM) == {}


def test_a_stand_beside_a_verb_with_a_topic_of_its_own_is_asked_of_what_it_answers() -> None:
    assert axes(f"{ASKED}Mira Kolt is against it and sent tanks.") == BOTH


# -- a term of its own, and a pointer to another axis -------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Mira Kolt said tanks were no answer to such a request.", BOTH),
        ("Mira Kolt said that she had rejected it and sent tanks.", BOTH),
        ("Mira Kolt said tanks were no answer.", {"arms": True}),
        ("It rained. Mira Kolt said that tanks were no answer to it.", BOTH),
        ("Mira Kolt said that tanks were no answer to the whole plan.", BOTH),
        ("Mira Kolt said that tanks were no answer to the same wish.", BOTH),
        (f"{FAR}Mira Kolt said that tanks were no answer to it.", {"arms": True}),
    ],
)
def test_a_pointer_asks_about_the_sentence_before_too(text: str, asked: dict[str, bool]) -> None:
    assert axes(f"{ASKED}{text}") == asked


@pytest.mark.parametrize(
    ("text", "who", "words"),
    [
        (f"{ASKED}Mira Kolt sent troops and said it was too early for more.", KOLT, "it was too early for more"),
        (f"{ASKED}Velm, having sent troops, said it was too early for more.", VELM, "it was too early for more"),
        ("Halmar needs troops. Mira Kolt, who sent troops to Halmar, said that it was too early.", KOLT,
         "that it was too early"),
        ("Halmar needs troops. “We never rule it out,” said Mira Kolt, who sent troops to Halmar.", KOLT,
         "We never rule it out"),
    ],
)  # fmt: skip
def test_reported_words_are_not_dropped_for_an_act_of_the_sentence(text: str, who: str, words: str) -> None:
    found = {said([c])[0][1]: c for c in ask(text, who)}
    assert not found[words].in_own_words
    assert Evidence.ACT in {c.held.statement.evidence for c in found.values() if c.in_own_words}


def test_reported_words_are_dropped_for_reported_words_that_name_the_topic() -> None:
    text = f"{ASKED}Troops would come, Mira Kolt said, and she added that it was late."
    assert said(ask(text)) == [(Evidence.INDIRECT, "Troops would come")]


def test_a_mere_stand_is_dropped_for_what_names_the_topic() -> None:
    for text in ("Mira Kolt sent troops and rejected the toll.", "Mira Kolt promised troops and rejected the toll."):
        assert "the toll" not in [words for _, words in said(ask(ASKED + text))]
    assert "the toll" in [words for _, words in said(ask(f"{ASKED}Mira Kolt rejected the toll."))]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Velm would strike that off the list.", True),
        ("Velm will not lend its name to that.", True),
        ("Velm gave its consent.", True),
        ("Velm has formed no judgement.", True),
        ("Velm did so on Friday.", True),
        ("Velm struck that off the list.", True),
        ("Velm hung that on the wall.", False),
        ("Velm built a harbour.", False),
    ],
)
def test_a_stand_without_a_term_answers_what_stands_before_it(text: str, asked: bool) -> None:
    assert set(axes(f"{ASKED}{text}", VELM)) == ({"troops"} if asked else set())


def test_words_of_another_sentence_drop_nothing() -> None:
    text = f"{ASKED}Troops would come, Mira Kolt said. She added that it was late."
    assert [words for _, words in said(ask(text))] == ["Troops would come", "that it was late"]


@pytest.mark.parametrize("deed", ["Velm put its name to the same paper.", "Velm laid the bill on the table."])
def test_a_deed_that_points_at_what_stands_before_is_asked_of_it(deed: str) -> None:
    assert axes(f"{ASKED}{deed}", VELM) == {"troops": False}
    assert axes(f"{ASKED}It rained. {deed}", VELM) == axes(f"{ASKED}\n{deed}", VELM) == {}


def test_a_deed_that_points_at_nothing_is_not_asked() -> None:
    assert axes(f"{ASKED}Velm laid a stone on the table.", VELM) == {}


# -- members named of a group -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "vote",
    [
        "Ten states, Velm and Ostra among them, were in favour.", "Ten were in favour, Velm and Ostra among them.",
        "Five, led by Velm, were against.", "The other twelve, Velm included, abstained.",
        "A hundred members, including Velm, voted no.", "It was close: five, led by Velm, were not.",
    ],
)  # fmt: skip
def test_who_is_named_of_a_group_does_what_the_group_does(vote: str) -> None:
    assert axes(f"{ASKED}{vote}", VELM) == {"troops": False}


@pytest.mark.parametrize("vote", ["Among the nineteen was Mira Kolt.", "One of the six was Mira Kolt."])
def test_who_is_one_of_those_counted_is_asked_of_what_they_did(vote: str) -> None:
    assert axes(f"{ASKED}The committee refused by nineteen votes to six. {vote}") == {"troops": False}


def test_who_is_named_of_another_group_than_the_subject_does_nothing() -> None:
    assert axes(f"{ASKED}Ten ministers opposed their partners, Velm among them.", VELM) == {}
    assert axes(f"{ASKED}Sanctions on states, including Velm, stopped the transports.", VELM) == {}


# -- nouns that a clause after them tells the fate of ---------------------------------------------------------------


@pytest.mark.parametrize(
    "deed",
    [
        "People cheered the ten tanks which Velm had sent in April to Halmar.",
        "People cheered the plan for tanks in Halmar, approved by Velm in April.",
    ],
)
def test_a_clause_about_a_noun_takes_its_topic(deed: str) -> None:
    assert axes(deed, VELM) == {"arms": True}


def test_what_is_no_deed_of_the_kind_takes_no_topic() -> None:
    assert axes("People saw the ten tanks in Halmar, which Velm had burnt.", VELM) == {}


def test_who_is_named_in_a_sentence_that_may_go_on_with_speech_acts_for_himself() -> None:
    said = f"{ASKED}Mira Kolt said that it was late. Odo Brandt was not in favour of it."
    found = [c for c in ask(said, "Odo Brandt") if c.axis.id == "troops"]
    assert [c.held.statement.reported_by for c in found] == [""]


# -- a larger statement around a smaller one ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mira Kolt said that shells were useful and that she rejected tanks for Halmar.",
         ["that shells were useful and that she rejected tanks for Halmar", "tanks for Halmar"]),
        ("Mira Kolt said she would send guns to Halmar but would never agree to send tanks.",
         ["would send guns to Halmar", "to send tanks"]),
    ],
)  # fmt: skip
def test_a_larger_statement_with_a_term_outside_the_smaller_stays(text: str, words: list[str]) -> None:
    assert [found for _, found in said(ask(text))] == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mira Kolt said she had rejected a plan for tanks in Halmar.", "a plan for tanks in Halmar"),
        ("Mira Kolt said it was late and that she rejected tanks for Halmar.", "tanks for Halmar"),
        # a term of another axis is none of this one
        ("Mira Kolt said that troops were useful and that she rejected tanks for Halmar.", "tanks for Halmar"),
    ],
)
def test_a_larger_statement_that_says_no_more_is_asked_once(text: str, words: str) -> None:
    assert [found for found in said(ask(text)) if "tanks" in found[1] and "troops" not in found[1]] == [
        (Evidence.SPEECH_ACT, words)
    ]
    assert len([c for c in ask(text) if c.axis.id == "arms"]) == 1


def test_two_holders_keep_a_statement_each() -> None:
    text = "Mira Kolt said Ostra would send shells and tanks to Halmar."
    assert len(ask(text)) == len(ask(text, "Ostra")) == 1


SENTENCES = st.sampled_from(
    [
        ASKED, "Mira Kolt sent troops and said it was too early for more tanks.", FAR[:11],
        "“We reject it and promise tanks instead,” Mira Kolt said; “no soldiers”.",
        "Mira Kolt said shells were useful and that she rejected tanks for Halmar.", "Velm approved the plan.",
        "Velm vetoed guns, and its call for troops was one of the many.", "\n",
    ]
)  # fmt: skip


@settings(max_examples=25)
@given(st.lists(SENTENCES, min_size=1, max_size=6).map(" ".join))
def test_what_is_in_own_words_has_a_term_and_what_is_not_has_none(text: str) -> None:
    found = LINE.candidates(document(text))
    hits = LINE.gate.hits(text)
    for candidate in found:
        content = candidate.held.statement.content
        own = [hit for hit in hits if hit.axis_id == candidate.axis.id and any(s.overlaps(hit.span) for s in content)]
        assert candidate.in_own_words is bool(own)
        assert candidate.query.in_own_words is candidate.in_own_words
    keys = [(c.held.statement.id, c.held.holder.actor.actor.id, c.axis.id) for c in found]
    assert len(keys) == len(set(keys))


# -- long articles --------------------------------------------------------------------------------------------------

LONG = "\n\nIt rained in the valley all day. The river rose. The mayor slept." * 40


def test_few_words_of_a_long_article_stay_in_their_paragraph() -> None:
    asked = f"{ASKED}It rained.\n\nMira Kolt said that it was late."
    assert axes(asked) == {"troops": False}
    assert axes(f"{asked}{LONG}") == {}
    assert axes(f"{ASKED}It rained. Mira Kolt said that it was late.{LONG}") == {"troops": False}


def test_many_words_of_a_long_article_reach_the_paragraph_before() -> None:
    said = "Mira Kolt said that it was late and that they would not go there so soon."
    assert axes(f"{ASKED}It rained.\n\n{said}{LONG}") == {"troops": False}


def test_what_comes_next_is_no_topic_in_a_long_article() -> None:
    first = "It rained. It rained. Halmar asked for tanks."
    text = "Mira Kolt said that it was late. Halmar asked for soldiers."
    assert axes(f"{first} {FAR}\n\n{text}") == {"troops": False}
    assert axes(f"{first}{LONG}\n\n{text}") == {}
