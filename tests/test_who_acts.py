"""Who holds what is told in a roundabout way: stand-ins, lines that broke, nays that came from somebody."""

from __future__ import annotations

from dataclasses import replace

import pytest
from invented import ARMS, FRIDAY, document, holder, line, parser, resolve_on

from tracker.actors import Registry, Resolver
from tracker.documents import clean
from tracker.schema import Evidence, Resolution, Span
from tracker.statements import held
from tracker.statements.attribution import Attribution
from tracker.statements.merging import from_tags, together
from tracker.statements.tagger import Tagged


def who(text: str, words: str, actors: Resolver | None = None) -> set[str]:
    """Return the holders of the statements that have certain words, by the grammar alone."""
    found = held(replace(parser().parse(text), tagged=()), document(text), resolve_on(FRIDAY, actors))
    return {holder(item) for item in found if words in item.statement.text}


# -- stand-ins ------------------------------------------------------------------------------------------------------


def test_who_governs_a_state_is_that_state_but_not_one_party_of_several() -> None:
    assert who("The parties that govern Velm agreed to send tanks.", "to send") == {"Velm"}
    assert who("The junta that rules Velm agreed to send tanks.", "to send") == {"Velm"}
    assert "Velm" not in who("The party that governs Velm agreed to send tanks.", "to send")
    assert "Velm" not in who("The parties that left Velm agreed to send tanks.", "to send")


def test_lawmakers_who_decide_are_their_house_and_some_of_them_are_not() -> None:
    text, actors = "{} endorsed a delivery of tanks by 148 votes to 46.", Resolver(Registry.load())
    assert who(text.format("German lawmakers"), "tanks", actors) == {"Bundestag"}
    others = "Some German lawmakers|Opposition lawmakers|Three German lawmakers|Republican lawmakers|Kurdish lawmakers"
    for who_else in (*others.split("|"), "German lawmakers who belong to the opposition"):
        found = who(text.format(who_else), "tanks", actors)
        assert not any("arliament" in name or name == "Bundestag" for name in found)
    assert who("German lawmakers called for a delivery of tanks.", "tanks", actors) == {"German lawmakers"}


@pytest.mark.parametrize("word", ["Democrat", "Liberal Democrat", "Republican"])
def test_the_partisan_is_the_person_that_the_last_words_were_about(word: str) -> None:
    assert who(f"John Tarr had come late. The {word} rejected tanks.", "tanks") == {"John Tarr"}


def test_another_partisan_is_somebody_else() -> None:
    assert "John Tarr" not in who("John Tarr had come late. The top Democrat rejected tanks.", "tanks")
    assert "John Tarr" not in who("John Tarr had come late. The Democrat on the panel rejected tanks.", "tanks")
    assert "John Tarr" not in who("John Tarr had come late. The Democrats rejected tanks.", "tanks")
    assert "John Tarr" not in who("John Tarr had come late. The Republican who chairs it rejected tanks.", "tanks")
    assert "John Tarr" not in who("John Tarr met Carl Venn. The Republican rejected tanks.", "tanks")


def test_a_pronoun_behind_a_comma_is_no_part_of_a_list() -> None:
    text = "Elizabeth Venn wrote it. In a letter put online by her paper, Emma, she and others called for tanks."
    assert "Emma" not in who(text, "tanks")


def test_a_mayor_does_not_bring_his_state_into_focus() -> None:
    text = "Velm offered helmets. {} called it a joke. The government then sent tanks."
    assert who(text.format("Halmari Mayor John Tarr"), "tanks") == {"Velm"}
    assert who(text.format("Halmari Premier John Tarr"), "tanks") == {"Halmar"}


def test_a_person_straight_before_a_verb_is_its_subject_whatever_the_parser_hung_him_on() -> None:
    text = "In Halmar, north of Orn, Velmish Foreign Minister John Tarr on May 13 appealed to Ostra for tanks."
    assert who(text, "tanks") == {"John Tarr"}


# -- votes and protests that come from somebody ---------------------------------------------------------------------


def test_nays_are_of_those_from_whom_they_came() -> None:
    text = "Velm voted on the tanks. The nays came above all from the Green Union and from the Harvest Party."
    assert who(text, "The nays") == {"Green Union", "Harvest Party"}
    assert who("The protests against tanks came from Velm and Ostra.", "tanks") == {"Velm", "Ostra"}


def test_other_things_come_from_somewhere() -> None:
    assert who("The tanks came from Velm.", "The tanks") == set()
    assert who("The delegates for tanks came from Velm.", "tanks") == set()


def test_what_somebody_got_is_an_act_of_those_from_whom_it_came() -> None:
    assert who("Ostra got tanks from Velm and from Halmar.", "got tanks") == {"Ostra", "Velm", "Halmar"}
    assert who("Ostra will receive tanks from Velm.", "receive tanks") == {"Ostra", "Velm"}
    for unreal in ("did not get tanks from Velm", "could get tanks from Velm", "got tanks from depots"):
        assert "Velm" not in who(f"Ostra {unreal}.", "tanks")


@pytest.mark.parametrize("pair", ["Both Velm and Halmar", "Neither Velm nor Halmar"])
def test_the_first_word_of_a_pair_is_no_part_of_a_name(pair: str) -> None:
    assert who(f"{pair} wanted to send tanks.", "to send tanks") == {"Velm", "Halmar"}


def test_a_reaction_is_of_those_from_whom_it_came() -> None:
    assert who("The plan to send tanks ran into opposition from Velm.", "opposition") == {"Velm"}
    assert who("The offer of tanks ended with a rejection by Velm.", "rejection") == {"Velm"}
    assert who("The offer of tanks won the approval of Velm.", "approval") == {"Velm"}
    assert "Velm" not in who("The president won the heart of Velm with tanks.", "heart")


def test_both_participles_after_a_noun_have_their_doers() -> None:
    text = "The offer of tanks, praised by Velm and condemned by Halmar, came on Monday."
    assert who(text, "tanks") == {"Velm", "Halmar"}


@pytest.mark.parametrize("text", ["John Tarr, a vocal critic of tanks, came late.", "John Tarr is a critic of tanks."])
def test_who_is_called_a_critic_is_against_it(text: str) -> None:
    assert "John Tarr" in who(text, "of tanks")


@pytest.mark.parametrize(
    "others", [", along with Halmar,", " together with Halmar", ", along with the government of Halmar,"]
)
def test_who_goes_along_does_it_too(others: str) -> None:
    assert who(f"Velm{others} has called for tanks to be sent.", "to be sent") == {"Velm", "Halmar"}


@pytest.mark.parametrize(
    "text",
    ["The daily Kurier quoted John Tarr as saying that tanks would go to Ostra.",
     "John Tarr was quoted by the daily Kurier as saying that tanks would go to Ostra.",
     "“The tanks would go to Ostra,” the agency quoted John Tarr as saying.",
     "“The tanks would go to Ostra,” John Tarr was quoted as saying."],
)  # fmt: skip
def test_who_is_quoted_as_saying_it_says_it(text: str) -> None:
    assert who(text, "tanks would go") == {"John Tarr"}


def test_a_decision_to_do_something_is_of_who_stands_after_of() -> None:
    assert who("The decision of Velm last week to send tanks met with reservations.", "to send tanks") == {"Velm"}
    assert "Velm" not in who("The defence of Velm met with reservations about tanks.", "tanks")


# -- titles that only some states give --------------------------------------------------------------------------------


def _known(name: str, role: str, of: str) -> Resolution:
    found = Resolver(Registry.load()).resolve(name, FRIDAY)
    assert found is not None
    return replace(found, role=role, affiliation=of)


def test_the_chancellor_is_no_prime_minister() -> None:
    resolver = Resolver(Registry.load())
    known = [_known("Olaf Scholz", "chancellor", "Germany"), _known("Rishi Sunak", "prime minister", "United Kingdom")]
    found = resolver.resolve("the chancellor", FRIDAY, known=known, home="United Kingdom")
    assert found is not None
    assert found.actor.name == "Olaf Scholz"
    premier = resolver.resolve("the premier", FRIDAY, known=known, home="United Kingdom")
    assert premier is not None
    assert premier.actor.name == "Rishi Sunak"
    alone = resolver.resolve("the chancellor", FRIDAY, home="United Kingdom")
    assert alone is None or alone.actor.name != "Rishi Sunak"


# -- lines -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("He met his U.S.\ncounterpart, who said no.", "He met his U.S. counterpart, who said no."),
        ("They said that a U.S.\nPatriot battery would come.", "They said that a U.S. Patriot battery would come."),
        ("He left as head of U.S.\nSouthern Command.", "He left as head of U.S. Southern Command."),
        ("They talked about the U.S.\nThe premier said no.", "They talked about the U.S.\nThe premier said no."),
        ("He met his aide.\nbut nobody came to the place.", "He met his aide.\nbut nobody came to the place."),
    ],
)
def test_a_line_that_ends_in_initials_goes_on_where_it_must(broken: str, whole: str) -> None:
    assert clean(broken, "d")[0] == whole


def _tagged(text: str, source: str, cue: str, content: str) -> list[Attribution]:
    def span(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    parsed = replace(parser().parse(text), tagged=(Tagged(span(cue), span(source), (span(content),)),))
    return list(from_tags(parsed))


def test_a_heading_above_a_name_is_no_part_of_it() -> None:
    text = "The neighbours\nVelm has blocked the tanks."
    (found,) = _tagged(text, "The neighbours\nVelm", "has blocked", "the tanks")
    assert found.source is not None
    assert parser().parse(text).doc[slice(*found.source)].text == "Velm"


@pytest.mark.parametrize("cue", ["would", "have"])
def test_a_cue_cut_short_is_its_verb(cue: str) -> None:
    (found,) = _tagged("Odo Brandt would have ruled out a toll.", "Odo Brandt", cue, "a toll")
    assert (found.head, found.cue) == (4, (2, 6))
    (turned,) = _tagged("Nor would Odo Brandt have ruled out a toll.", "Odo Brandt", "would", "a toll")
    assert turned.head == 5
    assert turned.cue[0] > 3  # the name is no part of it


def test_what_the_grammar_finds_beside_a_cue_outlasts_words_of_another_line() -> None:
    text = "Velm will send tanks\nVelm wants to send tanks, President Odo Brandt said on Friday."
    doc = parser().parse(text).doc
    said = next(token.i for token in doc if token.text == "said")
    here = Attribution((said - 3, said), (said, said + 1), ((5, 10),), said, Evidence.INDIRECT)
    (kept,) = together(doc, [here], [replace(here, content=((0, 4),))])
    assert kept.content == here.content
    quoted = replace(here, content=((0, 4),), evidence=Evidence.DIRECT)  # quotations may stand in a line of their own
    (kept,) = together(doc, [here], [quoted])
    assert kept.content == quoted.content


# -- what a few words take up ------------------------------------------------------------------------------------


_FILLER = "The weather was fine in the hills and on the coast that day. " * 45


def _asked(text: str, words: str) -> set[str]:
    return {c.axis.id for c in line().candidates(document(text)) if words in c.held.statement.text}


def test_a_few_words_on_a_choice_look_into_another_paragraph() -> None:
    text = f"It rained.\n{_FILLER}\nVelm will send tanks to Halmar.\nOstra called Velm's {{}} dangerous."
    assert ARMS.id in _asked(text.format("choice"), "dangerous")
    assert _asked(text.format("roads"), "dangerous") == set()


def test_a_vote_on_the_bill_is_asked_about_what_the_article_opens_with() -> None:
    text = f"Velm has a bill for tanks to Halmar.\n{_FILLER}\nA bill for soldiers is old. {{}} on Monday at last."
    passed = text.replace("{}", "Mira Kolt passed the Halmar bill by 311 votes to 112, with many against it")
    assert ARMS.id in _asked(passed, "the Halmar bill")
    other = text.replace("{}", "Mira Kolt passed the night by candles and by lamps, with many in it asleep")
    assert ARMS.id not in _asked(other, "passed the night")
