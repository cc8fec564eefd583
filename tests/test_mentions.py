"""Noun phrases as mentions: a name straight after a title, the names of bodies and people without what is no part.

What the recogniser took the words for is set by hand.
"""

from __future__ import annotations

import pytest
from invented import parser
from spacy.tokens import Token

from tracker.statements.mentions import core, mention_and_hint

TARR, PERSON, ORG = "Lena Tarr", "PERSON", "ORG"


def token_of(text: str, word: str, name: str = "", label: str = "") -> Token:
    """Return the first such word of a text in which one name is taken for something, and nothing else is."""
    doc = parser().parse(text).doc
    span = doc.char_span(text.index(name), text.index(name) + len(name), label=label) if name else None
    doc.set_ents([span] if span is not None else [])
    return next(token for token in doc if token.text == word)


def of(text: str, word: str, name: str = "", label: str = "") -> tuple[str, str]:
    return mention_and_hint(token_of(text, word, name, label))


# -- a name straight after a title --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "word", "hint"),
    [
        ("Their whip Lena Tarr wants a toll.", "whip", "Their whip"),
        ("Their whip Lena Tarr opposed a toll.", "whip", "Their whip"),
        ("Its envoy Lena Tarr sees no need.", "envoy", "Its envoy"),
        ("The premier Lena Tarr wants a toll.", "premier", "The premier"),
    ],
)
def test_a_name_straight_after_a_title_is_who_is_meant(text: str, word: str, hint: str) -> None:
    assert of(text, word, TARR, PERSON) == (TARR, hint)


@pytest.mark.parametrize(
    "text",
    [
        "The whip said Lena Tarr wants a toll.", "Their whip thinks Lena Tarr wants a toll.",
        "Their whip met Lena Tarr.", "Their whip and Lena Tarr want a toll.", "Lena Tarr slept. Their whip wants it.",
        "To their whip Lena Tarr is a hero.", "Unlike the whip Lena Tarr wants a toll.",
    ],
)  # fmt: skip
def test_a_name_elsewhere_is_not_the_titles(text: str) -> None:
    assert TARR not in of(text, "whip", TARR, PERSON)[0]


@pytest.mark.parametrize("label", ["", ORG, "GPE"])
def test_what_is_no_persons_name_is_not_the_titles(label: str) -> None:
    assert of("Their whip Lena Tarr wants a toll.", "whip", TARR if label else "", label) == ("Their whip", "")


def test_a_title_at_the_end_of_a_text_has_no_name_after_it() -> None:
    assert of("Odo Brandt met the whip", "whip") == ("the whip", "")


# -- names of bodies ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "word", "name", "mention"),
    [
        ("The Left opposed the toll.", "Left", "The Left", "The Left"),
        ("The Left opposed the toll.", "Left", "Left", "The Left"),
        ("The New Path opposed the toll.", "Path", "The New Path", "The New Path"),
        ("The Harbour Party opposed the toll.", "Party", "The Harbour Party", "The Harbour Party"),
        # adjectives before a name and "party" after it are no part
        ("The small Liberal Renewal opposed the toll.", "Renewal", "Liberal Renewal", "Liberal Renewal"),
        ("The small centre-left Liberal Renewal party opposed it.", "party", "Liberal Renewal", "Liberal Renewal"),
        ("The small liberal party opposed the toll.", "party", "", "The small liberal party"),
    ],
)
def test_an_article_before_a_name_stays_and_adjectives_go(text: str, word: str, name: str, mention: str) -> None:
    assert of(text, word, name, ORG)[0] == mention


@pytest.mark.parametrize("name", ["", "The Lantern Party"])
def test_where_a_party_is_belongs_not_to_its_name(name: str) -> None:
    assert of("The Lantern Party in Halmar opposed the toll.", "Party", name, ORG)[0] == "The Lantern Party"


def test_where_a_body_that_nobody_recognised_is_belongs_not_to_its_name() -> None:
    assert of("The Lantern Front in Halmar opposed the toll.", "Front")[0] == "The Lantern Front"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The Lantern Party of Halmar opposed the toll.", "Party"),
        ("The Ministry in Halmar opposed the toll.", "Ministry"),
        ("The Government in Halmar opposed the toll.", "Government"),
        ("The government in Halmar opposed the toll.", "government"),
        ("The President in Ostra opposed the toll.", "President"),
        ("Officials in Velm opposed the toll.", "Officials"),
    ],
)
def test_the_place_of_an_office_and_what_a_body_is_named_by_stay(text: str, word: str) -> None:
    assert of(text, word)[0] == text.split(" opposed")[0]


def test_the_place_of_a_party_is_not_among_its_words() -> None:
    start, end = core(party := token_of("The Lantern Party in Halmar opposed the toll.", "Party"))
    assert party.doc[start:end].text == "The Lantern Party"


# -- names of people ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lead", "taken", "mention"),
    [
        ("Lantern League", "Lena Tarr", "Lena Tarr"), ("Harbour Front", "Lena Tarr", "Lena Tarr"),
        ("Harbour Front", "Tarr", "Lena Tarr"), ("New Path", "Lena Tarr", "Lena Tarr"),
        # a word that no body is named by is a given name
        ("Jo", "Lena Tarr", "Jo Lena Tarr"), ("Jo", "Tarr", "Jo Lena Tarr"),
    ],
)  # fmt: skip
def test_a_persons_name_begins_after_the_name_of_a_body(lead: str, taken: str, mention: str) -> None:
    found, hint = of(f"{lead} Lena Tarr opposed the toll.", "Tarr", taken, PERSON)
    assert found == mention
    assert hint == ("" if lead in mention else lead)
