"""Statements: whose words they are, in which characters, and how they are known. All names are invented."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import document, holder, parser, resolve_on, statements

from tracker.schema import Evidence, Span
from tracker.statements import Held, attributed
from tracker.statements.quotations import quotations
from tracker.statements.repair import repair

KOLT, BRANDT, SOLD = "Mira Kolt", "Odo Brandt", "Ida Sold"
DIRECT, INDIRECT, EMBEDDED = Evidence.DIRECT, Evidence.INDIRECT, Evidence.EMBEDDED
SAID_OR_DONE = frozenset({Evidence.SPEECH_ACT, Evidence.ACT})


def brief(text: str) -> list[tuple[str, Evidence, str]]:
    """Return (holder, evidence, words) of every statement."""
    return [(holder(item), item.statement.evidence, item.statement.text.strip(" ,.")) for item in statements(text)]


def of(text: str, who: str) -> list[Held]:
    return [item for item in statements(text) if holder(item) == who]


# -- direct quotation ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("marks", ["“”", '""', "„“", "«»"])
@pytest.mark.parametrize(
    "pattern",
    [
        "{}We will not send arms to Halmar,{} Mira Kolt told reporters.",
        "{}We will not send arms to Halmar,{} said Mira Kolt.",
        "Mira Kolt said: {}We will not send arms to Halmar.{}",
        "Mira Kolt told the press, {}We will not send arms to Halmar.{}",
    ],
)
def test_a_quotation_belongs_to_who_stands_beside_its_cue(pattern: str, marks: str) -> None:
    assert brief(pattern.format(*marks)) == [(KOLT, DIRECT, "We will not send arms to Halmar")]


def test_a_quotation_split_around_its_cue_is_one_speakers() -> None:
    found = brief('"We will not send arms," Mira Kolt said, "because it would mean war with our neighbour."')
    assert {(who, how) for who, how, _ in found} == {(KOLT, DIRECT)}
    assert found[0][2] == "We will not send arms … because it would mean war with our neighbour"


def test_a_quotation_goes_on_after_its_cue_and_over_paragraphs() -> None:
    text = (
        "“We will not send arms to Halmar,” Kolt said. “That would mean war.”\n"
        "“And nobody in Velm wants a war with its neighbour.”"
    )
    assert [(who, how) for who, how, _ in brief(text)] == [(KOLT, DIRECT)] * 3


def test_a_paragraph_that_opens_a_quotation_anew_without_closing_the_last() -> None:
    text = "“We will not send arms to Halmar,” she said. “It is too early.\n“We have not decided on tanks either.”"
    found = of("Mira Kolt spoke in Velmar.\n" + text, KOLT)
    words = [item.statement.text for item in found if item.statement.evidence is DIRECT]
    assert "We have not decided on tanks either." in words


def test_a_mark_that_never_closes_takes_no_words_from_the_speaker() -> None:
    found = of("“We will not send arms to Halmar, said Mira Kolt.\nOdo Brandt slept.", KOLT)
    assert [item.statement.text for item in found] == ["We will not send arms to Halmar"]


def test_two_quoted_speakers_of_one_paragraph_keep_their_own_words() -> None:
    found = brief('"The tanks will come soon," Odo Brandt wrote. "We will not wait for others," Kolt added.')
    assert found == [(BRANDT, DIRECT, "The tanks will come soon"), (KOLT, DIRECT, "We will not wait for others")]


def test_a_few_quoted_words_inside_a_clause_are_part_of_it() -> None:
    (found,) = of('Mira Kolt said Velm would "never" send arms to Halmar.', KOLT)
    assert found.statement.text == 'Velm would "never" send arms to Halmar'
    assert found.statement.evidence is INDIRECT


@given(st.lists(st.sampled_from(["“", "”", '"', "\n", "a word ", "’", "«", "»", "''"]), max_size=30).map("".join))
def test_quotations_lie_in_the_text_in_order_and_apart(text: str) -> None:
    found = quotations(text)
    assert all(0 <= q.span.start < q.span.end <= len(text) for q in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert all("\n" not in q.span.of(text) for q in found)


# -- reported speech, speech acts, acts ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "who", "how", "words"),
    [
        ("Mira Kolt said that Velm would not send arms.", KOLT, {INDIRECT}, "that Velm would not send arms"),
        ("Mira Kolt says Velm will send tanks.", KOLT, {INDIRECT}, "Velm will send tanks"),
        ("Velm would send tanks, Mira Kolt said.", KOLT, {INDIRECT}, "Velm would send tanks"),
        ("According to Mira Kolt, Velm would send tanks.", KOLT, {INDIRECT}, "Velm would send tanks"),
        ("Velm would send tanks, according to Mira Kolt.", KOLT, {INDIRECT}, "Velm would send tanks"),
        ("Rifles, in Mira Kolt's view, are a thing for later.", KOLT, {INDIRECT}, "are a thing for later"),
        ("Old tanks are no gift at all, in the opinion of Odo Brandt.", BRANDT, {INDIRECT}, "Old tanks are no gift"),
        ("Odo Brandt ruled out sending troops to Halmar.", BRANDT, SAID_OR_DONE, "sending troops to Halmar"),
        ("Odo Brandt called for a toll on the canal.", BRANDT, SAID_OR_DONE, "for a toll on the canal"),
        ("Odo Brandt warned against sending arms.", BRANDT, SAID_OR_DONE, "sending arms"),
        ("Ostra opposed the plan for a toll.", "Ostra", SAID_OR_DONE, "the plan for a toll"),
        ("Velm urged Ostra to send tanks.", "Velm", {INDIRECT, *SAID_OR_DONE}, "to send tanks"),
        ("Ostra pledged three billion crowns in arms.", "Ostra", SAID_OR_DONE, "three billion crowns in arms"),
        ("Ostra approved the delivery of tanks.", "Ostra", SAID_OR_DONE, "the delivery of tanks"),
        ("Ostra halted deliveries of shells to Halmar.", "Ostra", {Evidence.ACT}, "halted deliveries of shells"),
        ("Velm lifted the ban on arms exports.", "Velm", {Evidence.ACT}, "lifted the ban on arms exports"),
        ("Velm has delivered ten guns to Halmar.", "Velm", {Evidence.ACT}, "delivered ten guns to Halmar"),
        ("The plan to send tanks was rejected by Odo Brandt.", BRANDT, SAID_OR_DONE, "The plan to send tanks"),
        ("The request for tanks was turned down by Velm.", "Velm", SAID_OR_DONE, "The request for tanks"),
        ("Ida Sold asked for tanks and shells.", SOLD, SAID_OR_DONE, "for tanks and shells"),
    ],
)
def test_one_speaker_one_statement(text: str, who: str, how: set[Evidence], words: str) -> None:
    found = of(text, who)
    assert any(words in item.statement.text and item.statement.evidence in how for item in found), brief(text)


@pytest.mark.parametrize(
    ("text", "who", "words"),
    [
        ("The parliament of Velm met. The motion failed: 29 for, 80 against.", "parliament of Velm", "motion failed"),
        ("The Ostran parliament was full. It was late. The bill was lost by 71 votes.", "parliament", "bill was lost"),
        ("The parliament of Velm met. The motion was rejected by Odo Brandt.", BRANDT, "The motion"),
    ],
)
def test_a_motion_falls_to_the_chamber_named_before_it(text: str, who: str, words: str) -> None:
    told = [(holder(item), item.statement.text) for item in statements(text) if "met" not in item.statement.text]
    assert any(who.lower() in name.lower() and words in said for name, said in told), brief(text)


@pytest.mark.parametrize(
    ("text", "outer", "inner"),
    [
        ("Odo Brandt rejected Halmar's plea for tanks.", BRANDT, "Halmar"),
        ("Odo Brandt has rejected Velm's call for a no-fly zone.", BRANDT, "Velm"),
        ("Mira Kolt rejected calls by Ostra to send troops.", KOLT, "Ostra"),
        ("Odo Brandt rejected a plea from Halmar for tanks.", BRANDT, "Halmar"),
    ],
)
def test_a_rejected_plea_is_two_statements(text: str, outer: str, inner: str) -> None:
    by_holder = {holder(item): item.statement for item in statements(text)}
    assert set(by_holder) == {outer, inner}
    assert by_holder[outer].evidence is Evidence.SPEECH_ACT
    assert by_holder[inner].evidence is EMBEDDED
    assert by_holder[inner].reported_by == outer


@pytest.mark.parametrize(
    "text",
    [
        "Velm approved the delivery of tanks over the objections of Ostra.",
        "Velm approved the delivery of tanks against the resistance of Ostra.",
        "Velm approved the delivery of tanks despite Ostra's protests.",
        "Velm sent tanks to Halmar over Ostra's objections.",
    ],
)
def test_who_is_overridden_objects_to_what_was_done(text: str) -> None:
    by_holder = {holder(item): item.statement for item in statements(text)}
    assert set(by_holder) == {"Velm", "Ostra"}
    assert "tanks" in by_holder["Ostra"].text
    assert by_holder["Ostra"].evidence is EMBEDDED
    assert by_holder["Velm"].evidence in SAID_OR_DONE
    assert by_holder["Velm"].reported_by == ""


def test_what_one_reports_of_another_is_embedded_and_says_by_whom() -> None:
    (velm,) = of("Odo Brandt claimed that Velm would send troops to Halmar.", "Velm")
    assert velm.statement.evidence is EMBEDDED
    assert velm.statement.reported_by == BRANDT
    assert velm.frame


def test_nobody_reports_on_oneself() -> None:
    found = of("Mira Kolt said she rejected the plan for a toll.", KOLT)
    assert all(item.statement.reported_by == "" for item in found)
    assert any("the plan for a toll" in item.statement.text for item in found)


def test_asked_is_not_what_the_asked_one_does() -> None:
    found = brief('Asked about troops, Mira Kolt said: "We do not rule out any option at all."')
    assert found == [(KOLT, DIRECT, "We do not rule out any option at all")]


def test_a_consequence_is_not_what_was_rejected() -> None:
    found = brief("Velm rejected the toll, sending shock waves through Ostra.")
    assert ("Velm", Evidence.SPEECH_ACT, "the toll") in found


# -- who ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Velm and Ostra do not rule out sending troops to Halmar.", {"Velm", "Ostra"}),
        ("Velm, Ostra and Halmar refused to send troops.", {"Velm", "Ostra", "Halmar"}),
        ("Mira Kolt and Odo Brandt said they would send tanks.", {KOLT, BRANDT}),
        ("Mira Kolt, Odo Brandt and Ida Sold agreed to send troops.", {KOLT, BRANDT, SOLD}),
    ],
)
def test_coordinated_subjects_hold_it_each(text: str, who: set[str]) -> None:
    found = [item for item in statements(text) if "send" in item.statement.text]
    assert {holder(item) for item in found} == who
    assert len({item.holder.span for item in found}) == len(who)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The Velmish foreign minister ruled out sending troops.", KOLT),
        ("The foreign minister of Velm ruled out sending troops.", KOLT),
        ("Velm's foreign minister ruled out sending troops.", KOLT),
        ("The Ostran president ruled out sending troops.", BRANDT),
        ("President Brandt ruled out sending troops.", BRANDT),
        ("The secretary general of the Meridian Pact ruled out sending troops.", "Olan Druske"),
        ("Officials in Velm refused to send troops.", "Velm"),
        ("The White Pavilion refused to send troops.", "Ostra"),
        ("A spokesman for Mira Kolt ruled out sending troops.", KOLT),
        ("Pell Marrow, the mayor of Lund Bay, refused to send troops.", "Pell Marrow"),
    ],
)
def test_roles_and_bodies_without_a_name(text: str, who: str) -> None:
    assert {holder(item) for item in statements(text) if "troops" in item.statement.text} == {who}


def test_pronouns_lead_back_through_a_chain() -> None:
    text = "Ida Sold spoke in Velmar. She asked for tanks. She also said Halmar needs shells.\nHer country is small."
    words = [item.statement.text for item in of(text, SOLD)]
    assert "for tanks" in words
    assert "Halmar needs shells" in words


def test_he_and_she_of_two_people_are_told_apart_by_nearness() -> None:
    text = "Mira Kolt arrived in Ostragrad. She ruled out tanks. Odo Brandt listened. He endorsed the toll."
    found = {(who, words) for who, _, words in brief(text)}
    assert (KOLT, "tanks") in found
    assert (BRANDT, "the toll") in found


def test_it_is_a_state_and_no_person() -> None:
    text = "Velm borders Ostra. Mira Kolt was born there. It has promised ten tanks to Halmar."
    assert any("ten tanks" in item.statement.text for item in of(text, "Velm"))
    assert not any("promised" in item.statement.text for item in of(text, KOLT))


def test_relative_pronouns_stand_for_their_noun() -> None:
    text = "Mira Kolt, who said Velm would never send troops, met Odo Brandt, who rejected the plan for a toll."
    found = {(who, words) for who, _, words in brief(text)}
    assert {(KOLT, "Velm would never send troops"), (BRANDT, "the plan for a toll")} <= found


def test_a_transcript_names_its_speakers_before_a_colon() -> None:
    text = (
        "Ida Sold, the defence minister of Halmar, met the press.\n"
        "MINISTER SOLD: We need tanks and shells from our friends. It is urgent.\n"
        "PRESIDENT BRANDT: We will send no tanks.\n"
    )
    found = [item for item in brief(text) if item[1] is DIRECT]
    assert found == [
        (SOLD, DIRECT, "We need tanks and shells from our friends"), (SOLD, DIRECT, "It is urgent"),
        (BRANDT, DIRECT, "We will send no tanks"),
    ]  # fmt: skip


def test_a_colon_after_no_name_makes_no_speaker() -> None:
    assert brief("There are two options: tanks or nothing at all.") == []


def test_nobody_known_or_named_holds_nothing() -> None:
    assert brief("It rained. The harbour froze over, and the market closed early.") == []


# -- offsets ------------------------------------------------------------------------------------------------------


def sound(text: str) -> None:
    """Check every span of every statement of a text against its characters."""
    parsed = parser().parse(text)
    found = [item.statement for item in statements(text)] + attributed(parsed, document(text), resolve_on(None))
    for statement in found:
        spans = [*statement.content, *filter(None, (statement.speaker, statement.cue))]
        assert statement.content
        assert statement.speaker_text == (statement.speaker.of(text) if statement.speaker is not None else "")
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert list(statement.content) == sorted(statement.content)
        assert statement.text == " … ".join(" ".join(span.of(text).split()) for span in statement.content)
        assert not any(span.of(text)[0].isspace() or span.of(text)[-1].isspace() for span in statement.content)


def test_lost_apostrophes_are_put_back_for_the_parser_alone() -> None:
    text = (
        "Halmar asked again. Odo Brandt rejected Halmars plea for tanks. Im afraid we cant send them, he said. "
        "Velm doesnt rule it out."
    )
    by_holder = {holder(item): item.statement for item in statements(text)}
    plea = next(item.statement for item in of(text, "Halmar") if item.statement.evidence is EMBEDDED)
    assert plea.text == "for tanks"
    assert plea.speaker is not None
    assert plea.speaker.of(text) == "Halmars"
    assert "Im afraid we cant send them" in {item.statement.text for item in of(text, BRANDT)}
    assert by_holder["Velm"].text == "it"
    sound(text)


def test_quotation_marks_are_made_straight_without_moving_anything() -> None:
    text = "“It’s late,” Kolt’s aide said. „Velm won’t pay,“ Odo Brandt’s office wrote."
    fixed = repair(text)
    assert len(fixed.text) == len(text)
    assert set(fixed.text) & set("“”’„") == set()


SENTENCES = st.sampled_from(
    [
        "“We will not send arms to Halmar,” Mira Kolt told reporters.",
        "Odo Brandt rejected Halmar’s plea for tanks over Velm’s objections.",
        "“Nothing,” Ida Sold said, “is excluded, and we don’t rule it out.”",
        "\nPRESIDENT BRANDT: We can’t send tanks. That’s all.\n",
        "Velm and Ostra, she added, won’t send troops on Feb. 26.",
        "According to the Ostran president, “there’s no plan",
        "Kolt’s spokesman  said\u00a0it was \t“too early”.",
        "🛡 Velm has delivered ten guns.",
    ]
)
STRIPPED = st.sampled_from([str, lambda text: text.replace("’", ""), lambda text: text.replace("“", '"')])


@settings(max_examples=25)
@given(st.lists(SENTENCES, min_size=1, max_size=6).map(" ".join), STRIPPED)
def test_every_span_is_the_characters_it_says(text: str, strip) -> None:
    sound(strip(text))


WORDS = st.sampled_from(["dont", "Im", "Kolts plea", "Velms", "Velm", "we", *"“”’'\n. é🛡"])


@given(st.lists(WORDS | st.text(max_size=5), max_size=30).map(" ".join))
def test_repair_adds_apostrophes_and_nothing_else(text: str) -> None:
    fixed = repair(text, {"kolt", "velm"})
    offsets = fixed.offsets or tuple(range(len(fixed.text) + 1))
    assert len(offsets) == len(fixed.text) + 1
    assert all(a <= b <= a + 1 for a, b in pairwise(offsets))
    assert (offsets[0], offsets[-1]) == (0, len(text))
    marks = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\u00a0": " "})
    assert fixed.text.replace("'", "").lower() == text.translate(marks).replace("'", "").lower()
    assert fixed.original(Span(0, len(fixed.text))) == Span(0, len(text))


@pytest.mark.parametrize("paper", ["amendment", "motion"])
def test_what_somebody_moves_in_a_chamber_is_a_wish(paper: str) -> None:
    found = statements(f"The Senate threw out a {paper} by Mira Kolt to send tanks to Halmar.")
    assert any(holder(item) == "Mira Kolt" and "tanks" in item.statement.text for item in found)
