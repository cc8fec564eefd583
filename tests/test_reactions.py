"""What models misread when two things are held at once: reactions, reports passed on, votes told beside, stands."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from invented import FRIDAY, document, holder, line, parser, resolve_on
from spacy.tokens import Doc

from tracker.actors import Registry, Resolver
from tracker.candidates import Candidate
from tracker.evaluation.corpus import LabelledDocument
from tracker.schema import SCORED_LABELS, Label, Query, Side
from tracker.stances.coder import Coder
from tracker.stances.scorer import taken
from tracker.statements import held
from tracker.statements.doers import doers, whole_bodies
from tracker.training.asked import ask as ask_all
from tracker.training.queries import labelled_queries

LINE = line()


def ask(text: str, who: str) -> list[Candidate]:
    found = LINE.candidates(document(f"{text} Halmar was calm."))  # without the name no axis has a topic
    return [c for c in found if c.held.holder.actor.actor.name == who]


def read(text: str, who: str) -> list[tuple[str, bool]]:
    """Return what is asked of somebody in own words: each passage, and whether he is against what it says."""
    return [(c.query.passage, c.query.side is Side.AGAINST) for c in ask(text, who) if c.in_own_words]


def stands(text: str, actors: Resolver | None = None) -> set[tuple[str, str]]:
    """Return holders and cues by the grammar alone."""
    found = held(replace(parser().parse(text), tagged=()), document(text), resolve_on(FRIDAY, actors))
    return {(holder(item), item.statement.cue.of(text)) for item in found if item.statement.cue is not None}


# -- reactions ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "who", "passage", "against"),
    [
        ("Velm approved tanks, over the objections of Ostra.", "Ostra", "Velm approved tanks.", True),
        ("The delivery of guns met with resistance from Ostra.", "Ostra", "They approved the delivery of guns.", True),
        ("The plan to send tanks has the backing of Ostra.", "Ostra", "They approved the plan to send tanks.", False),
        ("Velm's halt to arms deliveries drew condemnation from Ostra.", "Ostra",
         "Velm's halt to arms deliveries was noted.", True),
        ("Ostra criticised Velm's refusal to send tanks.", "Ostra", "Velm's refusal to send tanks was noted.", True),
        ("Ostra denounced the halt in arms deliveries.", "Ostra", "They approved the halt in arms deliveries.", True),
        ("Ostra regretted that Velm had not sent tanks.", "Ostra", "Velm had not sent tanks.", True),
        ("Velm sent tanks in spite of resistance from Ostra.", "Ostra", "Velm sent tanks.", True),
        ("Ostra voted against ending the aid in arms.", "Ostra", "They approved ending the aid in arms.", True),
        ("Ostra criticised Velm for refusing to send tanks.", "Ostra", "Velm refusing to send tanks.", True),
        ("Velm's decision to send tanks angered Ostra.", "Ostra", "Velm's decision to send tanks was noted.", True),
        ("Velm sent tanks, to the dismay of Ostra.", "Ostra", "Velm sent tanks.", True),
        ("Velm sent tanks, to the delight of Ostra.", "Ostra", "Velm sent tanks.", False),
        ("Velm said it would send tanks, drawing protest from Ostra.", "Ostra", "Velm said it would send tanks.", True),
        ("The sale of tanks won applause from Ostra.", "Ostra", "They approved the sale of tanks.", False),
    ],
)  # fmt: skip
def test_a_reaction_is_read_through_what_it_is_about(text: str, who: str, passage: str, against: bool) -> None:
    assert (passage, against) in read(text, who)
    for candidate in ask(text, who):
        assert candidate.query.holder.of(candidate.query.passage) in {"They", "Velm", "Velm's", "Ostra"}


@pytest.mark.parametrize(
    "text",
    [
        "Ostra condemned the delivery of tanks.",  # nothing is turned back: best read as it stands
        "Ostra did not criticise the refusal to send tanks.",
        "Ostra voted against the delivery of tanks.",
        "Ostra left the talks on tanks in protest.",
        "Ostra welcomed the halt in arms deliveries.",
        "Ostra complained that it had asked for tanks.",
        "The plan to send tanks did not win the support of Ostra.",
    ],
)
def test_what_is_no_objection_to_a_refusal_is_read_as_it_stands(text: str) -> None:
    assert [(passage, against) for passage, against in read(text, "Ostra") if against or "They" in passage] == []


def test_the_scene_of_a_reaction_stands_before_what_it_is_about() -> None:
    (found,) = [c.query for c in ask("Halmar was quiet. The sale of tanks met with resistance from Ostra.", "Ostra")
                if c.query.side is Side.AGAINST]  # fmt: skip
    assert found.passage == "Halmar was quiet. They approved the sale of tanks."
    assert found.holder.of(found.passage) == "They"
    assert found.focus.of(found.passage) == "approved the sale of tanks"


def query(side: Side | None) -> Query:
    return replace(ask("Ostra wants tanks.", "Ostra")[0].query, side=side)


def test_who_is_on_a_side_of_what_another_holds_is_so_toward_the_thing() -> None:
    shares = np.array([[0.5, 0.2, 0.1, 0.15, 0.05]] * 4, dtype=np.float32)
    found = taken(shares, [query(side) for side in (None, Side.WITH, Side.FOR, Side.AGAINST)])
    assert found[0] == pytest.approx(shares[0])
    assert found[1] == pytest.approx(shares[0])
    assert found[2] == pytest.approx([0.7, 0, 0.1, 0.15, 0.05])
    assert found[3] == pytest.approx([0.15, 0, 0.1, 0.7, 0.05])  # against what is kept open, too
    assert shares[3, 0] == pytest.approx(0.5)  # what was handed in stays as it is


@pytest.mark.parametrize(
    ("first", "other", "whole"),
    [
        (Side.FOR, None, Side.FOR), (Side.AGAINST, None, Side.AGAINST), (Side.WITH, None, Side.WITH),
        (Side.FOR, Side.FOR, Side.FOR), (Side.FOR, Side.AGAINST, Side.AGAINST),
        (Side.AGAINST, Side.FOR, Side.AGAINST), (Side.AGAINST, Side.AGAINST, Side.FOR),
        (Side.WITH, Side.AGAINST, Side.AGAINST), (Side.AGAINST, Side.WITH, Side.AGAINST),
    ],
)  # fmt: skip
def test_sides_toward_sides(first: Side, other: Side | None, whole: Side) -> None:
    assert first.toward(other) is whole


# -- who is blamed, who is one of those --------------------------------------------------------------------------------


def test_who_is_blamed_for_something_is_who_does_it() -> None:
    assert ("Velm", "refusing") in stands("Ostra criticised Velm for refusing to send tanks.")
    assert ("Ostra", "refusing") not in stands("Ostra criticised Velm for refusing to send tanks.")


def test_one_of_those_who_do_something_does_it() -> None:
    assert ("Velm", "to rule out") in stands("Velm became the latest state to rule out sending tanks.")
    assert not any("rule" in cue for _, cue in stands("Velm invited the latest state to rule out sending tanks."))


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Velm, long opposed to any delivery of tanks, asked who would pay.", "opposed"),
        ("Velm's position is that tanks are needed.", "position is"),
        ("The tanks were welcomed by Ostra and opposed by Velm.", "opposed"),
        ("Along with Ostra, Velm has not excluded sending tanks.", "has not excluded"),
    ],
)
def test_stands_beside_the_main_clause(text: str, cue: str) -> None:
    assert ("Velm", cue) in stands(text)


def test_votes_told_beside_the_main_clause_are_those_of_whom_they_name() -> None:
    found = stands("The plan to send tanks was adopted, with Velm voting in favour and Ostra against.")
    assert {("Velm", "voting in favour"), ("Ostra", "against")} <= found
    assert not any(cue == "against" for _, cue in stands("Velm came with Ostra to the talks against the ban."))


def test_it_could_agree_is_no_aside() -> None:
    found = ask("The talks were about tanks. Ostra said it could agree to ten if Velm paid.", "Ostra")
    assert found
    assert all(c.held.statement.reported_by != "Ostra" and "said" not in c.held.statement.text for c in found)


# -- reports passed on ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("Velm will send tanks to Halmar, two officials said on Tuesday.", "Velm will send tanks to Halmar."),
        ("According to people briefed on the talks, Velm will send tanks.", "Velm will send tanks."),
        ("Local media said that Velm would send tanks.", "Velm would send tanks."),
    ],
)
def test_who_passes_a_report_on_is_left_out_of_the_passage(text: str, passage: str) -> None:
    assert {p for p, _ in read(text, "Velm")} == {passage}


def test_somebody_with_a_side_of_his_own_stays_in_the_passage() -> None:
    assert all("Ostra" in passage for passage, _ in read("Ostra claimed that Velm would send tanks.", "Velm"))


def test_what_somebody_is_alleged_to_do_is_no_stand_of_who_alleges_it() -> None:
    assert read("Ostra claimed that Velm would send tanks.", "Ostra") == []
    assert read("Ostra claimed that Velm would send tanks.", "Velm")
    assert read("Ostra claimed that tanks would prolong the war.", "Ostra")
    assert read("Ostra claimed that it would send tanks.", "Ostra")
    assert read("Ostra said that Velm would send tanks.", "Ostra")


def test_officials_of_a_ministry_speak_for_the_state_that_the_sentence_names() -> None:
    assert ("Velm", "said") in stands("Velm could send tanks, defence ministry officials said.")
    assert ("Velm", "said") not in stands("Velm could send tanks, Ostra ministry officials said.")


def test_two_who_differ_in_one_sentence_are_asked_about_their_own_clauses() -> None:
    text = "Velm said it would send tanks, but Ostra ruled out sending any guns."
    assert [passage for passage, _ in read(text, "Velm")] == ["Velm said it would send tanks."]
    assert [passage for passage, _ in read(text, "Ostra")] == ["Ostra ruled out sending any guns."]
    alone = "Velm approved tanks and said that more weapons would follow."
    assert {passage for passage, _ in read(alone, "Velm")} == {alone}


def test_a_plea_that_points_at_the_topic_before_it_is_asked_about() -> None:
    found = ask("Halmar asked for tanks. Velm's rejection of the idea still stands.", "Velm")
    assert [candidate.axis.id for candidate in found] == ["arms"]
    assert ask("Halmar asked for tanks. Velm's rejection of the court still stands.", "Velm") == []


# -- names ------------------------------------------------------------------------------------------------------------


def bare(text: str) -> Doc:
    """Return a parsed text in which nothing is an entity."""
    doc = parser().parse(text).doc
    doc.set_ents([])
    return doc


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("On Monday Tarnmetal welcomed the plan.", ["Tarnmetal"]),
        ("The talks went on, but Lenthia's plan to send tanks was read.", ["Lenthia"]),
        ("The plan was rejected by Lenthia.", ["Lenthia"]),
        ("The committee welcomed the plan of theirs.", []),
        ("The plan was read in Lenthia.", []),
    ],
)
def test_names_that_are_no_entities_are_found_where_somebody_acts(text: str, names: list[str]) -> None:
    assert [name.text for name, _ in doers(bare(text))] == names


def test_two_names_of_some_body_are_a_person() -> None:
    found = {name.text: kind for name, kind in doers(bare("In Tarnia, Ilse Kantor of the National Bloc condemned it."))}
    assert found["Ilse Kantor"] == "PERSON"
    assert {label for _, label in doers(bare("In Tarnia, Tarnmetal condemned it."))} == {"ORG"}


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("The Crofters' Party abstained.", ["Crofters' Party"]), ("It was the Left Bloc that asked.", ["Left Bloc"]),
        ("The party abstained.", []),
    ],
)  # fmt: skip
def test_the_name_of_a_body_is_taken_whole(text: str, whole: list[str]) -> None:
    assert [name.text for name in whole_bodies(bare(text))] == whole


def test_a_union_of_workers_is_not_that_of_states_and_lawmakers_are_their_party() -> None:
    resolver = Resolver(Registry.load())
    names = ("the soldiers' union", "Lawmakers of the far-right AfD", "lawmakers of the ruling party", "the union")
    found = [meant.actor.name if (meant := resolver.find(name)) is not None else "" for name in names]
    assert found == ["soldiers' union", "AfD", "lawmakers of the ruling party", "European Union"]


def test_a_parliament_without_a_state_is_that_of_the_dateline() -> None:
    resolver = Resolver(Registry.load())
    found = stands("BERLIN - Parliament approved the delivery of tanks to Ukraine on Thursday.", resolver)
    assert {name for name, _ in found} == {"Bundestag"}
    found = stands("Lawmakers in Estonia endorsed a delivery of tanks.", resolver)
    assert "Riigikogu" in {name for name, _ in found}


# -- what is learned from them -----------------------------------------------------------------------------------------


def labelled(text: str, who: str, stance: str) -> LabelledDocument:
    row = {"doc": "d", "actor": who, "axis": "arms", "stance": stance, "quote_span": [0, len(text)]}
    return LabelledDocument(document(f"{text} Halmar was calm."), "train", ("arms",), [row])


def test_what_is_asked_through_anothers_words_is_not_learned_but_judged() -> None:
    document_ = labelled("Ostra criticised Velm's refusal to send tanks.", "Ostra", "support")
    assert all(found.query.side is None for found in labelled_queries(document_, LINE))
    (one,) = ask_all([document_], LINE, lambda queries: np.full((len(queries), 5), 0.2, dtype=np.float32))
    at = next(i for i, c in enumerate(one.candidates) if c.query.side is Side.AGAINST)
    assert one.y[at] == -1
    shares = np.tile(np.eye(5, dtype=np.float32)[SCORED_LABELS.index(Label.OPPOSE)], (len(one.candidates), 1))
    assert one.decided(Coder(), shares)[at][1].label is Label.SUPPORT


def test_a_row_answers_under_the_name_that_its_candidate_has() -> None:
    text = "In Velm the Social Democrats rejected tanks for Halmar."
    known = replace(LINE, resolver=Resolver(Registry.load()))  # which knows parties of that name in other states
    found = labelled_queries(labelled(text, "Social Democrats", "oppose"), known)
    assert {q.label for q in found if "Social Democrats" in q.query.holder.of(q.query.passage)} == {Label.OPPOSE}
