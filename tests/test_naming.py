"""People and bodies whom the recogniser missed: what makes a name one of theirs, and what is left as it is.

What the recogniser took the words for is set by hand: which invented names it misses is up to its model.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import parser
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from tracker.statements.lexicon import BODY_NOUNS, ROLE_NOUNS, TITLES
from tracker.statements.naming import bodies, people
from tracker.statements.parser import FurtherNames


def taken(text: str, *entities: tuple[str, str]) -> Doc:
    """Return a parsed text in which some words are taken for something, each (words, label), and nothing else is."""
    doc = parser().parse(text).doc
    spans = [doc.char_span(text.index(words), text.index(words) + len(words), label=label) for words, label in entities]
    assert None not in spans
    doc.set_ents([span for span in spans if span is not None])
    return doc


def missed(text: str, *entities: tuple[str, str], known: Collection[str] = ()) -> list[str]:
    """Return the people found in a text; ``known`` holds given names."""
    return [span.text for span in people(taken(text, *entities), known)]


# -- what makes a name a person's ---------------------------------------------------------------------------------


@pytest.mark.parametrize("label", ["", "ORG", "GPE", "FAC", "WORK_OF_ART", "EVENT"])
@pytest.mark.parametrize(
    "text",
    [
        "Tycoon Oska Venn opposed the toll.", "Dr Oska Venn opposed the toll.", "Captain Oska Venn opposed the toll.",
        "The whip Oska Venn opposed the toll.", "Their whip, Oska Venn, opposed the toll.",
        "The mayor of the city, Oska Venn, opposed the toll.", "Oska Venn, who opposed the toll, left.",
        "Oska Venn, the premier of Velm, left.",
        "Oska Venn, a former premier, left.", "Odo Brandt slept. Oska Venn, his spokesman, left.",
    ],
)  # fmt: skip
def test_what_stands_beside_a_name_makes_it_a_persons(text: str, label: str) -> None:
    assert missed(text, *([("Oska Venn", label)] if label else [])) == ["Oska Venn"]


@pytest.mark.parametrize("label", ["", "ORG", "GPE"])
@pytest.mark.parametrize(
    "text",
    [
        "Vossel Tarn opposed the toll.", "Shares of Vossel Tarn fell.", "Officials in Vossel Tarn opposed the toll.",
        "The envoy to Vossel Tarn opposed the toll.", "The leader of Vossel Tarn opposed the toll.",
        "Vossel Tarn, a shipyard in Halmar, opposed the toll.", "Vossel Tarn, which opposed the toll, closed.",
        "Vossel Tarn, 54, left.", "After the flood, Vossel Tarn opposed the toll.",
        "Vossel Tarn, in Velm, opposed the premier.", "The deputies Vossel Tarn and Bell Moor opposed the toll.",
    ],
)  # fmt: skip
def test_a_name_beside_no_title_is_left_as_it_is(text: str, label: str) -> None:
    assert missed(text, *([("Vossel Tarn", label)] if label else [])) == []


@pytest.mark.parametrize(
    "text",
    [
        "The party's leader, Harbour Front, opposed the toll.", "Harbour Front, whose leader left, opposed the toll.",
        "Harbour Front, the party of the premier, opposed the toll.", "Harbour Front said the toll was fine.",
        "The leader of the party, Harbour Front, opposed the toll.", "New Path said the toll was fine.",
        "New Path, who opposed the toll, left.", "The leader of New Path said the toll was fine.",
        "The envoy Vossel University met opposed the toll.", "Captain Oska Hall is a street.",
    ],
)  # fmt: skip
def test_a_bodys_name_is_never_a_persons(text: str) -> None:
    assert missed(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The chairman of the Harbour Board Oska Venn opposed the toll.",
        "The leader of the Lantern League Oska Venn opposed the toll.",
        "The whip of the Left Oska Venn opposed the toll.",
    ],
)
def test_a_name_after_the_body_that_it_leads_is_a_persons(text: str) -> None:
    assert missed(text) == ["Oska Venn"]


@pytest.mark.parametrize("text", ["Harbour Board Oska Venn opposed the toll.", "The sale of Harbour Board Oska Venn."])
def test_a_name_after_a_body_without_an_office_is_left(text: str) -> None:
    assert missed(text) == []


@pytest.mark.parametrize("verb", ["said", "wrote", "argued"])
def test_who_is_nothing_at_all_and_speaks_is_a_person(verb: str) -> None:
    assert missed(f"Oska Venn {verb} that the toll was fine.") == ["Oska Venn"]


@pytest.mark.parametrize("label", ["ORG", "GPE"])
def test_a_body_or_place_that_speaks_stays_one(label: str) -> None:
    assert missed("Vossel Tarn said that the toll was fine.", ("Vossel Tarn", label)) == []


def test_a_known_given_name_makes_a_name_a_persons() -> None:
    text = "Shares of Oska Venn fell."
    assert missed(text, ("Oska Venn", "ORG"), known={"oska"}) == ["Oska Venn"]
    assert missed(text, ("Oska Venn", "ORG"), known={"venn"}) == []
    assert missed("Shares of Oska Front fell.", ("Oska Front", "ORG"), known={"oska"}) == []
    assert missed("Shares of Oska fell.", ("Oska", "ORG"), known={"oska"}) == []


# -- how far a name goes ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["Oska Venn", "Oska Bell Venn", "Oska van der Venn", "Oska Venn-Bell", "Yann Le Floc'h", "Oska de la Venn"]
)
def test_particles_and_joints_belong_to_a_name(name: str) -> None:
    assert missed(f"Captain {name} opposed the toll.") == [name]


@pytest.mark.parametrize("name", ["Venn", "Oska Venn Tarr Bell Moor", "OSKA VENN"])
def test_a_surname_alone_and_what_is_too_long_or_shouted_is_no_name(name: str) -> None:
    assert missed(f"Captain {name} opposed the toll.") == []


def test_a_name_ends_before_lower_case_and_marks() -> None:
    text = "Captain Oska Venn, Captain Bell Moor and the whip Pell Marrow’s deputy left."
    assert missed(text) == ["Oska Venn", "Bell Moor", "Pell Marrow"]


def test_who_is_a_person_already_is_not_found_again() -> None:
    text = "Captain Oska Venn and Captain Bell Moor left."
    assert missed(text, ("Oska Venn", "PERSON")) == ["Bell Moor"]


@pytest.mark.parametrize("text", ["Oska Venn left.", "Captain Oska Venn left.", "Shares of Oska Venn fell."])
def test_a_family_name_that_is_another_persons_given_name(text: str) -> None:
    assert missed(text, ("Oska", "PERSON")) == ["Oska Venn"]
    assert missed(text.replace(" Venn", ""), ("Oska", "PERSON")) == []


def test_a_people_opens_no_name_but_may_end_one() -> None:
    assert missed("Captain Oska Venn left.", ("Oska", "NORP")) == []
    assert missed("Captain Oska Venn left.", ("Venn", "NORP")) == ["Oska Venn"]


# -- bodies -------------------------------------------------------------------------------------------------------


def test_a_subject_with_an_article_that_is_nothing_is_a_body() -> None:
    assert [span.text for span in bodies(taken("The Free Lanterns opposed the toll."))] == ["Free Lanterns"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The Free Lanterns opposed the toll.", "ORG"), ("The Free Lanterns opposed the toll.", "GPE"),
        ("Free Lanterns opposed the toll.", ""), ("The Lanterns opposed the toll.", ""),
        ("Odo Brandt praised the Free Lanterns.", ""), ("The free Lanterns opposed the toll.", ""),
    ],
)  # fmt: skip
def test_other_names_are_no_further_bodies(text: str, label: str) -> None:
    assert list(bodies(taken(text, *([("Free Lanterns", label)] if label else [])))) == []


# -- the step of the pipeline -------------------------------------------------------------------------------------


def after(doc: Doc, *patterns: dict[str, str]) -> list[tuple[str, str]]:
    """Return the entities of a document once the further people are marked."""
    step = FurtherNames()
    step.add(patterns)
    return [(entity.text, entity.label_) for entity in step(doc).ents]


def test_a_person_replaces_what_the_words_were_taken_for() -> None:
    text = "Captain Oska Venn left Velm on Monday."
    doc = taken(text, ("Captain Oska", "ORG"), ("Venn", "GPE"), ("Velm", "GPE"), ("Monday", "DATE"))
    assert after(doc) == [("Oska Venn", "PERSON"), ("Velm", "GPE"), ("Monday", "DATE")]


def test_the_step_knows_the_given_names_of_people_alone() -> None:
    text, names = "Shares of Oska Venn fell.", {"id": "x", "pattern": "Oska Moor"}
    for label, found in (("PERSON", "PERSON"), ("ORG", "ORG")):
        assert after(taken(text, ("Oska Venn", "ORG")), {**names, "label": label}) == [("Oska Venn", found)]
    surname = {"id": "x", "label": "PERSON", "pattern": "Oska"}
    assert after(taken(text, ("Oska Venn", "ORG")), surname) == [("Oska Venn", "ORG")]


def test_names_of_the_registry_keep_their_label_and_id() -> None:
    doc = parser().parse("The leader of the Meridian Pact, Captain Port Halm and Mira Kolt, who left, met.").doc
    known = {(entity.text, entity.label_, entity.ent_id_) for entity in doc.ents if entity.ent_id_}
    assert known == {
        ("Meridian Pact", "ORG", "pact"), ("Port Halm", "GPE", "halmar"), ("Mira Kolt", "PERSON", "mira-kolt"),
    }  # fmt: skip


# -- any document -------------------------------------------------------------------------------------------------

WORDS = (
    "Oska", "Venn", "Bell", "Yann", "OSKA", "de", "van", "-", "'", ",", ".", "the", "of", "who", "whose", "said",
    "Captain", "whip", "Harbour", "Front", "premier", "leaders", "Mr.", "\n",
)  # fmt: skip
TOKENS = st.tuples(
    st.sampled_from(WORDS),
    st.booleans(),  # followed by a space
    st.sampled_from(["PROPN", "PROPN", "PROPN", "NOUN", "VERB", "PUNCT", "DET"]),
    st.sampled_from(["NN", "NNP", "NNS", "VBD", ","]),
    st.sampled_from(["nsubj", "compound", "appos", "ROOT", "punct"]),
    st.sampled_from(["", "", "", "ORG", "PERSON", "DATE", "GPE velm", "PERSON kolt"]),
)


def document(rows: list[tuple[str, bool, str, str, str, str]]) -> Doc:
    """Return a document of tokens, each with its tags and what it was taken for: a label and an id of the registry."""
    words = [row[0] for row in rows]
    doc = Doc(
        Vocab(), words, [row[1] for row in rows], pos=[row[2] for row in rows], tags=[row[3] for row in rows],
        deps=[row[4] for row in rows], heads=[max(at - 1, 0) for at in range(len(rows))],
        lemmas=["say" if word == "said" else word.lower().removesuffix("s") for word in words],
    )  # fmt: skip
    labels = [(at, row[5].partition(" ")) for at, row in enumerate(rows) if row[5]]
    doc.set_ents([Span(doc, at, at + 1, label=label, span_id=known) for at, (label, _, known) in labels])
    return doc


@settings(max_examples=300, deadline=None)
@given(st.lists(TOKENS, max_size=14), st.sets(st.sampled_from(["oska", "bell", "harbour", "velm"])))
def test_people_lie_apart_in_order_and_hold_no_known_name(
    rows: list[tuple[str, bool, str, str, str, str]], known: set[str]
) -> None:
    doc = document(rows)
    found = list(people(doc, known))
    assert all(first.end <= second.start for first, second in pairwise(found))
    for span in found:
        capitalised = [token for token in span if token.text[0].isupper()]
        assert 2 <= len(capitalised) <= 4
        for token in span:
            assert token.ent_id_ in {"", "kolt"}
            assert not token.ent_id_ or token.i == span.start  # a known family name may be another's given name
            assert token.ent_type_ != "DATE"
            assert not {token.lower_} & (BODY_NOUNS | TITLES)
            assert token.lemma_.lower() not in ROLE_NOUNS


@settings(max_examples=150, deadline=None)
@given(st.lists(TOKENS, max_size=14))
def test_the_step_marks_the_people_and_keeps_what_it_does_not_touch(
    rows: list[tuple[str, bool, str, str, str, str]],
) -> None:
    doc = document(rows)
    before = {(e.start, e.end, e.label_, e.ent_id_) for e in doc.ents}
    step = FurtherNames()
    step.add([{"label": "PERSON", "pattern": "Bell Moor", "id": "bell"}])
    found = {(span.start, span.end) for span in people(doc, {"bell"})}
    entities = {(e.start, e.end, e.label_, e.ent_id_) for e in step(doc).ents}
    inside = {at for start, end in found for at in range(start, end)}
    assert {(start, end) for start, end, label, _ in entities if label == "PERSON"} >= found
    assert {entity for entity in before if entity[3] == "velm"} <= entities
    assert {entity for entity in before if entity[0] not in inside} <= entities
