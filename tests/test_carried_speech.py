"""Speech that goes on without a cue, quotations after a colon, and datelines that belong to nobody's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import FRIDAY, document, holder, parser, resolve_on

from tracker.schema import Evidence
from tracker.statements import held
from tracker.statements.attribution import Attribution
from tracker.statements.carried import carried_on
from tracker.statements.joining import attribute
from tracker.statements.parser import Parsed

KOLT, BRANDT = "Mira Kolt", "Odo Brandt"
DIRECT, INDIRECT = Evidence.DIRECT, Evidence.INDIRECT
SAID = "Mira Kolt said Velm was ready."


def parse(text: str) -> Parsed:
    """Parse a text for the grammar alone, whatever the tagger says of it."""
    return replace(parser().parse(text), tagged=())


def words(parsed: Parsed, found: Sequence[Attribution]) -> list[tuple[str, str]]:
    """Return (source, content) of attributions."""
    doc = parsed.doc
    return [
        (doc[slice(*a.source)].text if a.source else "", " … ".join(doc[slice(*part)].text for part in a.content))
        for a in found
    ]


def carried(text: str) -> list[tuple[str, str]]:
    """Return who goes on with which words."""
    parsed = parse(text)
    return words(parsed, list(carried_on(parsed.doc, attribute(parsed))))


def brief(text: str) -> list[tuple[str, Evidence, str]]:
    """Return (holder, evidence, words) of every statement."""
    found = held(parse(text), document(text), resolve_on(FRIDAY))
    return [(holder(item), item.statement.evidence, item.statement.text.strip(" ,.")) for item in found]


# -- sentences that go on -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "Nobody would be sent to Halmar", "Tanks could come later", "The others must wait", "It was too early to ask",
        "There is no plan for troops", "The army has no tanks to spare", "The toll did not matter",
        "The guns will come in May", "The ships had left the harbour", "Nobody would be sent, and it was late",
    ],
)  # fmt: skip
def test_a_modal_a_state_or_a_denial_goes_on_with_what_was_said(sentence: str) -> None:
    assert carried(f"{SAID} {sentence}.") == [(KOLT, sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "He flew home.", "The army marched north.", "Ostra sends tanks to Halmar.", "No word on tanks.",
        "Not a word on tanks.",
    ],
)  # fmt: skip
def test_what_was_done_and_what_is_no_clause_is_the_narrators(sentence: str) -> None:
    assert carried(f"{SAID} {sentence}") == []


@pytest.mark.parametrize(
    "first",
    [
        "Velm was ready, Mira Kolt said.", "“We are ready to go at once,” Mira Kolt said.",
        "According to Mira Kolt, Velm was ready.", "Mira Kolt urged Velm to wait.",
        "Mira Kolt told the press Velm was ready.",
    ],
)  # fmt: skip
def test_any_reported_speech_can_go_on(first: str) -> None:
    assert carried(f"{first} It would be a mistake.") == [(KOLT, "It would be a mistake")]


@pytest.mark.parametrize(
    "first",
    [
        "Mira Kolt rejected the toll.", "Mira Kolt opposed the toll.", "Velm approved the delivery of tanks.",
        "Mira Kolt arrived by train.", "Ostra's plea for tanks was loud.",
    ],
)  # fmt: skip
def test_a_mere_stand_an_act_or_a_plea_does_not_go_on(first: str) -> None:
    assert carried(f"{first} It would be a mistake.") == []


def test_speech_goes_on_for_three_sentences() -> None:
    sentences = ["It is too early", "Others must wait", "Nobody should hope", "Tanks could come later"]
    assert carried(f"{SAID} {'. '.join(sentences)}.") == [(KOLT, sentence) for sentence in sentences[:3]]


def test_what_the_narrator_tells_between_ends_it() -> None:
    assert carried(f"{SAID} The army marched north. It was too early to ask.") == []


def test_a_paragraph_ends_it() -> None:
    assert carried(f"{SAID}\nIt was too early to ask.") == []
    assert carried(f"{SAID} The others must wait.\nIt was too early to ask.") == [(KOLT, "The others must wait")]


def test_the_last_speaker_goes_on() -> None:
    text = f"{SAID} Odo Brandt said Ostra was not. It was too early to ask."
    assert carried(text) == [(BRANDT, "It was too early to ask")]


def test_of_two_reports_of_a_sentence_the_one_that_says_most_goes_on() -> None:
    text = (
        "Mira Kolt said that Velm was ready for a long war and for a longer peace, and Odo Brandt said no tank would "
        "come. It was too early to ask."
    )
    assert carried(text) == [(KOLT, "It was too early to ask")]


def test_a_sentence_with_a_speaker_of_its_own_is_not_carried() -> None:
    text = f"{SAID} It would not pay, Odo Brandt said. The army marched north."
    assert carried(text) == []
    assert (BRANDT, INDIRECT, "It would not pay") in brief(text)


def test_a_quotation_over_two_sentences_is_not_said_twice() -> None:
    text = "“We are ready,” Mira Kolt said. “It is not too early. Nobody must wait for us.”"
    assert carried(text) == []
    assert len([item for item in brief(text) if item[0] == KOLT]) == 3


def test_what_follows_a_semicolon_goes_on() -> None:
    text = "“Velm will send no troops to Halmar,” said Mira Kolt on Monday; it was too early to ask."
    assert carried(text) == [(KOLT, "it was too early to ask")]


def test_after_a_semicolon_nothing_is_carried_that_somebody_has_said() -> None:
    text = "“Velm will send no troops to Halmar,” said Mira Kolt on Monday; Odo Brandt said it was too early to ask."
    assert carried(text) == []
    assert (BRANDT, INDIRECT, "it was too early to ask") in brief(text)
    assert carried("“Velm will send no troops; it is too early to ask,” said Mira Kolt on Monday.") == []


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Odo Brandt wants more tanks for Halmar; Mira Kolt considers that a mistake.", KOLT),
        ("Odo Brandt left; Mira Kolt wants tanks.", KOLT),
        ("Mira Kolt said Velm would not send troops; nobody should ask for more.", "nobody"),
    ],
)
def test_a_clause_before_a_semicolon_is_not_what_the_next_one_reports(text: str, who: str) -> None:
    parsed = parse(text)
    assert not [content for source, content in words(parsed, attribute(parsed)) if source == who and "Mira" in content]
    assert not [content for source, content in words(parsed, attribute(parsed)) if source == who and "Odo" in content]


def test_a_clause_before_a_semicolon_is_in_no_statement_of_the_next() -> None:
    text = "Odo Brandt left Ostra; Mira Kolt wants no troops."
    assert [said for who, _, said in brief(text) if who == KOLT and "Brandt" in said] == []


def test_what_goes_on_is_the_speakers_statement() -> None:
    text = "Mira Kolt said Velm was ready. Nobody would be sent to Halmar."
    assert (KOLT, INDIRECT, "Nobody would be sent to Halmar") in brief(text)


def test_what_another_does_in_words_that_go_on_is_reported_by_the_speaker() -> None:
    text = "Mira Kolt said Velm was ready. Ostra would not send troops to Halmar."
    found = held(parse(text), document(text), resolve_on(FRIDAY))
    (ostra,) = [item.statement for item in found if holder(item) == "Ostra"]
    assert (ostra.evidence, ostra.reported_by) == (Evidence.EMBEDDED, KOLT)


SENTENCES = st.sampled_from(
    [
        SAID, "It is too early. ", "Nobody would be sent; it was late. ", "“No,” Odo Brandt said; it was not his war. ",
        "The army marched north. ", "\n", "“We must wait. It is late,” she said. ", "; ", "Velm approved the toll. ",
        "VELMAR, May 7 (Harbour Wire) - ", "“Nothing is ", "Others must wait ",
    ]
)  # fmt: skip


@settings(max_examples=25)
@given(st.lists(SENTENCES, max_size=8).map(" ".join))
def test_carried_words_are_nobody_elses_and_stay_in_their_sentence(text: str) -> None:
    parsed = parse(text)
    found = attribute(parsed)
    told = {i for a in found for start, end in a.content for i in range(start, end)}
    cues = {a.head for a in found}
    for item in carried_on(parsed.doc, found):
        ((start, end),) = item.content
        assert start < end
        assert item.source is not None
        assert item.evidence is INDIRECT
        assert parsed.doc[start].sent == parsed.doc[end - 1].sent
        assert not told & set(range(start, end))
        assert not cues & set(range(start, end))


# -- a quotation after a colon ------------------------------------------------------------------------------------

QUOTED = "Nobody sends our soldiers to Halmar."


@pytest.mark.parametrize(
    "lead",
    [
        "Mira Kolt will not have it:", "Mira Kolt was blunt:", "On Monday Mira Kolt lost patience:",
        "The Velmish foreign minister was blunt:", "Mira Kolt, whom Odo Brandt met on Monday, was blunt:",
        "“We need tanks at once,” Odo Brandt said. Mira Kolt was blunt:",
    ],
)  # fmt: skip
@pytest.mark.parametrize("marks", ["“”", '""'])
def test_a_quotation_after_a_colon_is_the_subjects(lead: str, marks: str) -> None:
    found = brief(f"{lead} {marks[0]}{QUOTED}{marks[1]}")
    assert [who for who, how, said in found if how is DIRECT and said == QUOTED.strip(".")] == [KOLT]


def test_it_is_not_added_to_what_was_quoted_before() -> None:
    found = brief(f"“We need tanks at once,” Odo Brandt said. Mira Kolt was blunt: “{QUOTED}”")
    assert [said for who, how, said in found if who == BRANDT and how is DIRECT] == ["We need tanks at once"]


def test_a_subject_that_cannot_speak_introduces_nobody() -> None:
    parsed = parse(f"The sea was calm: “{QUOTED}”")
    assert attribute(parsed) == []


@pytest.mark.parametrize("lead", ["Mira Kolt was blunt.", "Foreign Minister Mira Kolt sat down on a bench in Halmar."])
def test_the_first_quotation_of_a_paragraph_is_of_whom_the_sentence_before_tells(lead: str) -> None:
    assert (KOLT, DIRECT, QUOTED.strip(".")) in brief(f"{lead} “{QUOTED}”")


@pytest.mark.parametrize("lead", [
    "The bridge was built in May.", "Halmar lies by the sea.", "Mira Kolt was blunt.\n",
    "According to a leaflet, Mira Kolt wants war.",
])  # fmt: skip
def test_a_place_a_thing_or_another_paragraph_tells_of_nobody_who_speaks(lead: str) -> None:
    assert not any(how is DIRECT for _, how, _ in brief(f"{lead} “{QUOTED}”"))


def test_a_sentence_that_goes_on_behind_its_quotation_is_not_of_whom_the_one_before_tells() -> None:
    found = brief("Mira Kolt signed it. “A betrayal of all our farmers” is how the union leader described it.")
    assert not any(who == KOLT and how is DIRECT for who, how, _ in found)


def test_who_was_quoted_in_the_paragraph_goes_on_whatever_is_told_between() -> None:
    found = brief(f"“We need tanks at once,” Odo Brandt said. Mira Kolt sat beside him. “{QUOTED}”")
    assert not any(who == KOLT and how is DIRECT for who, how, _ in found)


def test_a_colon_of_the_line_before_introduces_nobody() -> None:
    assert not any(how is DIRECT for _, how, _ in brief(f"Mira Kolt was blunt:\n“{QUOTED}”"))


def test_three_words_after_a_colon_are_no_quotation_of_their_own() -> None:
    assert not any(how is DIRECT for _, how, _ in brief("Mira Kolt will not have it: “No troops.”"))


def test_a_reporting_verb_before_a_colon_keeps_its_quotation() -> None:
    assert brief(f"Mira Kolt said: “{QUOTED}”") == [(KOLT, DIRECT, QUOTED.strip("."))]


# -- datelines ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "VELMAR, May 7 (Harbour Wire) - ", "VELMAR (Harbour Wire) — ", "PORT HALM, Halmar, May 7, 2024 – ",
        "VELMAR - ",
    ],
)  # fmt: skip
def test_a_dateline_is_a_sentence_of_its_own(line: str) -> None:
    parsed = parse(f"{line}Velm would send no troops, Odo Brandt said on Monday.")
    assert "Velm would send no troops, Odo Brandt said on Monday." in [sent.text for sent in parsed.doc.sents]


def test_a_dateline_of_a_later_paragraph_is_one_too() -> None:
    text = "The harbour froze over.\nVELMAR, May 7 (Harbour Wire) - Velm would send no troops, Odo Brandt said."
    assert [sent.text for sent in parse(text).doc.sents][-1] == "Velm would send no troops, Odo Brandt said."


def test_a_dash_in_a_sentence_parts_nothing() -> None:
    text = "Velm would send no troops - not one - to Halmar, Odo Brandt said."
    assert [sent.text for sent in parse(text).doc.sents] == [text]


def test_a_dateline_is_in_nobodys_words() -> None:
    for text in (
        "VELMAR, May 7 (Harbour Wire) - Troops would not be sent, Odo Brandt said.",
        "VELMAR, May 7 (Harbour Wire) - Odo Brandt ruled out troops for Halmar.",
    ):
        assert {who for who, _, _ in brief(text)} == {BRANDT}
        assert not any("Wire" in said or "VELMAR" in said for _, _, said in brief(text))


# -- clauses beside the main one ----------------------------------------------------------------------------------


def test_a_cue_in_a_clause_beside_one_about_things_does_not_end_the_speech() -> None:
    text = f"{SAID} The vests would leave as soon as Odo Brandt confirmed that they were safe."
    assert carried(text) == [(KOLT, "The vests would leave as soon as Odo Brandt confirmed that they were safe")]


def test_a_cue_beside_what_somebody_else_would_do_ends_the_speech() -> None:
    assert carried(f"{SAID} Odo Brandt would leave as soon as Halmar confirmed that they were safe.") == []
