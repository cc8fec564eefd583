"""Candidates: which decisions a document asks for, and what the scorer is shown of each."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import FRIDAY, document, line

from tracker.candidates import Candidate
from tracker.confidence import ALONE, Trust
from tracker.pipeline import stance
from tracker.schema import DatePrecision, Label
from tracker.stances.coder import Decision
from tracker.stances.entailment import premise

LINE = line()
KOLT, BRANDT = "Mira Kolt", "Odo Brandt"


def ask(text: str) -> list[Candidate]:
    return LINE.candidates(document(text))


def brief(text: str) -> set[tuple[str, str]]:
    return {(c.held.holder.actor.actor.name, c.axis.id) for c in ask(text)}


def one(text: str, who: str, axis: str) -> Candidate:
    (found,) = [c for c in ask(text) if (c.held.holder.actor.actor.name, c.axis.id) == (who, axis)]
    return found


def test_a_decision_knows_the_length_of_its_article() -> None:
    assert {c.query.article for c in ask("Mira Kolt ruled out troops for Halmar. It rained in Velm.")} == {11}


# -- which decisions ----------------------------------------------------------------------------------------------


def test_nothing_is_asked_without_a_term_or_without_an_anchor() -> None:
    assert ask("Mira Kolt ruled out a toll. Halmar is far.") == []
    assert ask("Mira Kolt ruled out troops. Ostra is near.") == []


def test_what_names_no_topic_is_asked_about_every_axis_spoken_of_shortly_before() -> None:
    text = "Halmar wants tanks. It wants troops too. “We do not rule anything out,” Mira Kolt said."
    assert brief(text) >= {(KOLT, "arms"), (KOLT, "troops")}


def test_what_a_document_opens_with_stays_a_topic_beside_one_that_is_nearer() -> None:
    rain = "It rained in Velm. " * 8
    text = f"Halmar wants tanks. {rain}Halmar wants troops. “The sea was calm,” Mira Kolt said."
    assert brief(text) >= {(KOLT, "arms"), (KOLT, "troops")}
    assert (KOLT, "arms") not in brief(f"{rain}{text}")


def test_a_vote_and_a_pointer_reach_back_to_what_a_document_opens_with() -> None:
    text = f"Halmar wants tanks. {'It rained in Velm. ' * 8}"
    assert (KOLT, "arms") in brief(f"{text}Mira Kolt voted against.")
    assert (KOLT, "arms") in brief(f"{text}“I reject the plan,” Mira Kolt said.")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Odo Brandt rejected Halmar's plea for tanks.", {(BRANDT, "arms"), ("Halmar", "arms")}),
        ("Mira Kolt backed peacekeepers for Halmar, while Odo Brandt rejected the idea of troops.",
         {(KOLT, "troops"), (BRANDT, "troops")}),
        ("Mira Kolt said that Velm would not send troops to Halmar.", {(KOLT, "troops")}),
        ("“We will send tanks and shells to Halmar,” Mira Kolt said. “But no troops at all.”",
         {(KOLT, "arms"), (KOLT, "troops")}),
        ("“No troops and no tanks will be sent to Halmar,” Mira Kolt said.", {(KOLT, "arms"), (KOLT, "troops")}),
        # who is asked for something has not said a thing
        ("Ida Sold asked Velm to approve a delivery of guns to Halmar.", {("Ida Sold", "arms")}),
        # near misses are asked about all the same: the model decides
        ("Velm has reinforced its own border with troops, Mira Kolt said in Halmar.", {(KOLT, "troops")}),
        ("Velm bought guns for its own police in Halmar.", {("Velm", "arms")}),
    ],
)  # fmt: skip
def test_one_decision_for_each_holder_and_axis(text: str, asked: set[tuple[str, str]]) -> None:
    assert brief(text) == asked
    assert len(ask(text)) == len(asked)


def test_what_is_said_twice_over_in_one_sentence_is_asked_once() -> None:
    text = "Mira Kolt said she had rejected a plan for troops in Halmar."
    assert len([c for c in ask(text) if c.held.holder.actor.actor.name == KOLT]) == 1


def test_decisions_are_made_in_the_order_of_the_text() -> None:
    text = "Mira Kolt ruled out tanks for Halmar. Odo Brandt promised shells. Mira Kolt wants troops."
    starts = [c.held.statement.content[0].start for c in ask(text)]
    assert starts == sorted(starts)
    assert ask(text) == ask(text)


# -- own words and context ----------------------------------------------------------------------------------------


def test_own_words_need_no_context() -> None:
    found = one("It rained. Mira Kolt ruled out troops for Halmar.", KOLT, "troops")
    assert found.in_own_words
    assert found.query.passage == "Mira Kolt ruled out troops for Halmar."


def test_own_words_that_name_no_place_carry_the_sentence_before() -> None:
    found = one("Ostra fears for Halmar. It rained in Velm. Mira Kolt promised more troops.", KOLT, "troops")
    assert found.in_own_words
    assert found.query.passage == "It rained in Velm. Mira Kolt promised more troops."
    assert found.query.focus.of(found.query.passage) == "promised more troops"


@pytest.mark.parametrize(
    "text",
    [
        "Halmar asked for soldiers. Mira Kolt said nothing is excluded.",
        "Halmar asked for soldiers. It rained. “We do not rule out any option,” said Mira Kolt.",
    ],
)
def test_words_that_point_back_carry_the_sentence_they_answer(text: str) -> None:
    found = one(text, KOLT, "troops")
    assert not found.in_own_words
    assert found.query.passage.startswith("Halmar asked for soldiers. ")
    assert "soldiers" not in found.query.focus.of(found.query.passage)
    assert "rained" not in found.query.passage


def test_a_statement_with_words_of_its_own_is_not_asked_about_another_axis_nearby() -> None:
    text = "Halmar asked for soldiers. Mira Kolt promised tanks."
    assert brief(text) == {("Halmar", "troops"), (KOLT, "arms")}


def test_beyond_reach_the_first_topic_is_the_context_where_none_is_nearer() -> None:
    far = " ".join(["It rained."] * 8)
    said = f"{far} Mira Kolt said nothing is excluded."
    assert brief(f"{far} Halmar asked for soldiers. {said}") == {("Halmar", "troops"), (KOLT, "troops")}
    nearer = brief(f"{far} Halmar asked for soldiers. {far} Halmar has tanks. Mira Kolt said nothing is excluded.")
    assert {axis for who, axis in nearer if who == KOLT} == {"arms"}
    assert brief(f"{far} Halmar asked for soldiers. {far} Mira Kolt flew home.") == {("Halmar", "troops")}


def test_what_somebody_says_of_the_own_state_is_held_by_the_speaker_alone() -> None:
    assert brief("Mira Kolt said that Velm would send troops to Halmar.") == {(KOLT, "troops")}
    assert ("Velm", "troops") in brief("Odo Brandt said that Velm would send troops to Halmar.")


# -- what the scorer sees -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "who", "axis", "shown"),
    [
        ("Odo Brandt rejected Halmar's plea for tanks.", BRANDT, "arms",
         "The speaker rejected Halmar's plea for tanks."),
        ("Odo Brandt rejected Halmar's plea for tanks.", "Halmar", "arms",
         "The speaker's plea for tanks was noted."),  # embedded: the answer is not the plea, but a sentence it must be
        ("Odo Brandt, the president of Ostra, ruled out troops for Halmar.", BRANDT, "troops",
         "The speaker, the president of Ostra, ruled out troops for Halmar."),
        ("The Velmish foreign minister ruled out sending troops to Halmar.", KOLT, "troops",
         "The speaker ruled out sending troops to Halmar."),
        ("Velm lifted its ban on arms for Halmar.", "Velm", "arms", "The speaker lifted its ban on arms for Halmar."),
        ("Mira Kolt refused to rule out sending troops to Halmar.", KOLT, "troops",
         "The speaker refused to rule out sending troops to Halmar."),
        ("“No troops for Halmar,” said Mira Kolt", KOLT, "troops", "“No troops for Halmar,” said the speaker."),
        ("War in Halmar\nIt is late, and Velm was asked to send tanks to Halmar.\nIt rained.", "Velm", "arms",
         "It is late, and the speaker was asked to send tanks to Halmar."),
    ],
)  # fmt: skip
def test_the_whole_sentence_is_shown_with_the_holder_masked(text: str, who: str, axis: str, shown: str) -> None:
    assert premise(one(text, who, axis).query) == shown


@pytest.mark.parametrize(
    ("text", "axis", "shown"),
    [
        ("Mira Kolt backed peacekeepers for Halmar, while Odo Brandt rejected the idea of troops.", "troops",
         {KOLT: "The speaker backed peacekeepers for Halmar, while Odo Brandt rejected the idea of troops.",
          BRANDT: "Mira Kolt backed peacekeepers for Halmar, while the speaker rejected the idea of troops."}),
        ("Odo Brandt claims that Velm sent troops to Halmar.", "troops",
         {"Velm": "Odo Brandt claims that the speaker sent troops to Halmar."}),
        ("Odo Brandt rejected requests from Halmar for more guns.", "arms",
         {BRANDT: "The speaker rejected requests from Halmar for more guns.",
          "Halmar": "requests from the speaker for more guns were noted."}),
        ("Velm sent tanks to Halmar over Ostra's objections.", "arms",
         {"Velm": "The speaker sent tanks to Halmar over Ostra's objections.",
          "Ostra": "The speaker sent tanks to Halmar."}),
        ("Velm and Ostra will not send troops to Halmar.", "troops",
         {"Velm": "The speaker and Ostra will not send troops to Halmar.",
          "Ostra": "Velm and the speaker will not send troops to Halmar."}),
    ],
)  # fmt: skip
def test_of_two_actors_in_a_sentence_only_the_holder_is_masked(text: str, axis: str, shown: dict[str, str]) -> None:
    assert {who: premise(one(text, who, axis).query) for who in shown} == shown


def test_two_statements_of_a_sentence_share_the_passage_and_differ_in_focus() -> None:
    text = "Mira Kolt ruled out troops for Halmar but promised peacekeepers."
    queries = [candidate.query for candidate in ask(text)]
    assert {query.passage for query in queries} == {text}
    assert [query.focus.of(text) for query in queries] == ["ruled out troops for Halmar", "promised peacekeepers"]


# Too much for one passage: with these in front or in the middle, a sentence is cut down to its statement.
WEATHER = (
    "rain in the hills, wind over the bay, snow on the roofs, ice on the pond, mud in the lanes, fog along the river, "
    "hail on the fields, frost in the gardens, leaves on the paths, foam along the shore, sand on the stairs, "
    "smoke over the huts, dew on the hedges, moss on the walls, nets on the quay, ropes in the yard, crows on the "
    "gates, sheep in the barn, apples in the carts, lamps along the pier, cats on the sills, bells in the towers"
)
LONG = f"There was {WEATHER}, and dust on the shelves, but "
MIDDLE = f", whose house has {WEATHER}, and dust on the shelves,"


@pytest.mark.parametrize(
    ("text", "who", "axis", "shown"),
    [
        ("Odo Brandt rejected Halmar's plea for tanks.", BRANDT, "arms",
         "The speaker rejected Halmar's plea for tanks."),
        ("Odo Brandt rejected Halmar's plea for tanks.", "Halmar", "arms", "The speaker's plea for tanks was noted."),
        ("Odo Brandt, the president of Ostra, rejected the idea of troops for Halmar.", BRANDT, "troops",
         "The speaker rejected the idea of troops for Halmar."),
        ("Mira Kolt backed peacekeepers for Halmar, while Odo Brandt rejected the idea of troops.", BRANDT, "troops",
         "The speaker rejected the idea of troops."),
        ("the Velmish foreign minister ruled out sending troops to Halmar.", KOLT, "troops",
         "The speaker ruled out sending troops to Halmar."),
        # no noun of Velm's
        ("Velm demands tanks for Halmar.", "Velm", "arms", "The speaker demands tanks for Halmar."),
        ("Velm lifted its ban on arms for Halmar.", "Velm", "arms", "The speaker lifted its ban on arms for Halmar."),
        ("Ostra halted its deliveries of guns to Halmar.", "Ostra", "arms",
         "The speaker halted its deliveries of guns to Halmar."),
        ("Mira Kolt declined to say whether Velm would send tanks to Halmar.", KOLT, "arms",
         "The speaker declined to say whether Velm would send tanks to Halmar."),
        ("Mira Kolt refused to rule out sending troops to Halmar.", KOLT, "troops",
         "The speaker refused to rule out sending troops to Halmar."),
        ("Velm was asked to send tanks to Halmar.", "Velm", "arms", "The speaker was asked to send tanks to Halmar."),
        ("Odo Brandt rejected requests from Halmar for more guns.", "Halmar", "arms",
         "requests from the speaker for more guns were noted."),
        ("Velm sent tanks to Halmar over Ostra's objections.", "Ostra", "arms",
         "The speaker sent tanks to Halmar."),  # what Ostra objects to
        ("Velm and Ostra will not send troops to Halmar.", "Ostra", "troops",
         "The speaker will not send troops to Halmar."),
        # the words of another actor that a statement stands inside of are kept
        ("Odo Brandt claims that Velm sent troops to Halmar.", "Velm", "troops",
         "Odo Brandt claims that the speaker sent troops to Halmar."),
    ],
)  # fmt: skip
def test_of_a_long_sentence_the_statement_is_shown_alone(text: str, who: str, axis: str, shown: str) -> None:
    assert len(LONG + text) > 500
    assert premise(one(LONG + text, who, axis).query) == shown


@pytest.mark.parametrize(
    "words", ["said that Ostra should send troops to Halmar", "rejected the idea of sending troops to Halmar"]
)
def test_a_gap_between_holder_and_statement_of_a_long_sentence_is_closed(words: str) -> None:
    query = one(f"Mira Kolt{MIDDLE} {words}.", KOLT, "troops").query
    assert premise(query) == f"The speaker {words}."
    assert query.focus.of(query.passage) == query.passage.removesuffix(".")


def test_a_sentence_is_whole_up_to_a_length() -> None:
    shorter = LONG.replace(", cats on the sills, bells in the towers", "")
    text = f"{shorter}Mira Kolt ruled out troops for Halmar."
    for size, whole in ((500, True), (501, False)):
        sized = text.replace("dust", "d" + "u" * (size - len(text) + 1) + "st")
        assert len(sized) == size
        assert (one(sized, KOLT, "troops").query.passage == sized) is whole


def test_a_holder_of_the_sentence_before_brings_that_sentence_along() -> None:
    text = "It rained. “We talked,” Mira Kolt said. “There will be no troops for Halmar.” It rained."
    (query,) = [candidate.query for candidate in ask(text) if candidate.in_own_words]
    assert premise(query) == "“We talked,” the speaker said. “There will be no troops for Halmar.”"
    assert query.focus.of(query.passage) == "said. “There will be no troops for Halmar."


@pytest.mark.parametrize("apart", ["\n", f" “There was {WEATHER}.” “There were {WEATHER}, too.” "])
def test_a_holder_of_another_paragraph_or_far_off_is_put_in_front(apart: str) -> None:
    text = f"“We talked,” Mira Kolt said.{apart}“There will be no troops for Halmar from us.”"
    (query,) = [candidate.query for candidate in ask(text) if candidate.in_own_words]
    assert query.passage == 'Mira Kolt said: "There will be no troops for Halmar from us."'
    assert query.holder.of(query.passage) == KOLT
    assert query.focus.of(query.passage) == "There will be no troops for Halmar from us."


def test_what_stands_between_a_holder_and_a_statement_two_sentences_on_is_left_out() -> None:
    text = "“It is simple,” Mira Kolt said. “It is late. No troops will go to Halmar from us.”"
    (query,) = [candidate.query for candidate in ask(text) if candidate.in_own_words]
    assert query.holder.of(query.passage) == KOLT
    assert "No troops will go to Halmar from us" in query.focus.of(query.passage)
    assert "late" not in query.passage


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        # the topic stands in the sentence itself
        ("Halmar asked for soldiers, and Mira Kolt said nothing is excluded.",
         "Halmar asked for soldiers, and Mira Kolt said nothing is excluded."),
        # or in the one before, which the holder stands in
        ("“Halmar needs soldiers,” Mira Kolt said. “We never rule it out.”",
         "“Halmar needs soldiers,” Mira Kolt said. “We never rule it out.”"),
        # a context of its own stands in front once
        ("Halmar asked for soldiers. It rained. Mira Kolt said nothing is excluded.",
         "Halmar asked for soldiers. Mira Kolt said nothing is excluded."),
    ],
)  # fmt: skip
def test_a_context_is_not_repeated_where_the_sentences_hold_it(text: str, whole: str) -> None:
    (query,) = [c.query for c in ask(text) if c.held.holder.actor.actor.name == KOLT and not c.in_own_words]
    assert query.passage == whole


def test_names_do_not_matter_to_what_is_shown() -> None:
    pattern = "{} said on Monday: “We will never send tanks to Halmar.”"
    shown = {premise(one(pattern.format(who), who, "arms").query) for who in (KOLT, BRANDT)}
    assert len(shown) == 1


def test_a_speaker_of_another_paragraph_is_put_in_front() -> None:
    text = "Mira Kolt spoke of Halmar in Velmar.\n“We have a plan,” she said.\n“There will be no troops from us.”"
    (query,) = [candidate.query for candidate in ask(text) if candidate.in_own_words]
    assert query.passage.endswith(' she said: "There will be no troops from us."')
    assert query.holder.of(query.passage) == "she"
    assert query.focus.of(query.passage) == "There will be no troops from us."


SENTENCES = st.sampled_from(
    [
        "“We will send tanks and shells to Halmar,” Mira Kolt said. “But no troops.”",
        "Odo Brandt, the president of Ostra, rejected Halmar's plea for tanks on Monday.",
        "Velm and Ostra do not rule out sending soldiers.",
        "The tanks that Halmar wants will be delivered by Ostra in May, Odo Brandt told the Halmari parliament.",
        "“It’s too early,” he said,  “and no one asked.”\n“Guns, yes.”\n",
        "PRESIDENT BRANDT: Perhaps peacekeepers.\n",
        "Nothing is excluded, according to the Velmish\u00a0foreign minister.",
        "Its neighbours' objections were noted; their call for guns, too.",
    ]
)


@settings(max_examples=25)
@given(st.lists(SENTENCES, min_size=1, max_size=6).map(" ".join))
def test_the_holder_stands_where_the_query_says(text: str) -> None:
    for candidate in ask(text):
        query, surface = candidate.query, " ".join(candidate.held.holder.span.of(text).split())
        assert query.holder.of(query.passage) == surface
        assert 0 <= query.focus.start < query.focus.end <= len(query.passage)
        assert query.passage == " ".join(query.passage.split())


BLANKS = st.sampled_from([" ", " ", "  ", "\u00a0", "\t", " \u2009 "])
SPACED = st.sampled_from(
    [
        "“We want it all,” Mira Kolt said in Velmar. “But there will be no troops for Halmar.” It rained.",
        "On Monday Odo Brandt, the president of Ostra, rejected Halmar's plea for tanks. It rained.",
        "Velm's ministers met; the Velmish foreign minister promised tanks for Halmar",
    ]
)


@settings(max_examples=25)
@given(SPACED, st.lists(BLANKS, min_size=20, max_size=20), st.sampled_from(["", "\n", " \n\n ", "  "]))
def test_blanks_are_closed_and_the_holder_stays_where_it_is_mentioned(words: str, blanks: list[str], end: str) -> None:
    text = end + "".join(word + blank for word, blank in zip(words.split(), [*blanks, ""], strict=False)).rstrip() + end
    flat = " ".join(text.split())
    for candidate in ask(text):
        query, mention = candidate.query, candidate.held.holder.span
        assert query.holder.of(query.passage) == " ".join(mention.of(text).split())
        assert query.focus.of(query.passage).strip() == query.focus.of(query.passage)
        if candidate.in_own_words:  # no context in front
            start = flat.index(query.passage.removesuffix(".").removesuffix(" was noted")) + query.holder.start
            assert len("".join(flat[:start].split())) == len("".join(text[: mention.start].split()))


# -- aspects, rows ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "axis", "aspect"),
    [
        ("tanks", "arms", "tanks"), ("shells", "arms", "ammunition"), ("guns", "arms", ""),
        ("peacekeepers", "troops", "post-war force"), ("soldiers", "troops", ""),
    ],
)  # fmt: skip
def test_the_part_of_the_proposal_that_is_meant(words: str, axis: str, aspect: str) -> None:
    assert one(f"Mira Kolt promised {words} for Halmar.", KOLT, axis).aspect == aspect


def test_a_decision_becomes_a_row_with_all_that_is_known() -> None:
    candidate = one("Odo Brandt rejected Halmar's plea for tanks on Monday.", "Halmar", "arms")
    decision = Decision(Label.SUPPORT, (0.8, 0.05, 0.05, 0.05, 0.05), 0.8, needs_review=False)
    row = stance(candidate, decision, ALONE, Trust())
    assert (row.actor.name, row.axis, row.aspect, row.label) == ("Halmar", "arms", "tanks", Label.SUPPORT)
    assert row.reported_by == BRANDT
    assert row.holder is not None
    assert row.confidence == pytest.approx(0.8 * candidate.held.holder.actor.confidence)
    assert (row.date, row.date_precision) == (FRIDAY, DatePrecision.PUBLISHED)  # Monday is the day of the answer
    answer = one("Odo Brandt rejected Halmar's plea for tanks on Monday.", BRANDT, "arms")
    dated = stance(answer, decision, ALONE, Trust())
    assert (dated.date, dated.date_precision) == (FRIDAY.replace(day=6), DatePrecision.DAY)
