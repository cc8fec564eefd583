"""Noun phrases as mentions: a name straight after a title, the names of bodies and people without what is no part.

What the recogniser took the words for is set by hand.
"""

from __future__ import annotations

import pytest
from invented import parser
from spacy.tokens import Span, Token

from tracker.statements.mentions import (
    before_bracket,
    can_speak,
    core,
    is_one_person,
    label_of,
    mention_and_hint,
    other_places,
)

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


@pytest.mark.parametrize("office", ["Prime Minister", "President"])
def test_a_name_beside_a_former_office_is_who_is_meant(office: str) -> None:
    text = f"The former {office}, Lena Tarr, opposed the toll."
    token = token_of(text, office.split()[-1], TARR, PERSON)
    assert token.pos_ == "PROPN"
    assert mention_and_hint(token)[0] == TARR


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


# -- a party in brackets ------------------------------------------------------------------------------------------


def bracketed(text: str, word: str, name: str = TARR, label: str = PERSON) -> str:
    meant: str = before_bracket(token_of(text, word, name, label)).text
    return meant


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Lena Tarr (Greens) opposed the toll.", "Greens"),
        ("Lena Tarr (Harbour Party) opposed the toll.", "Party"),
        ("The whip Lena Tarr (Greens) opposed the toll.", "Greens"),
    ],
)
def test_who_belongs_to_a_party_in_brackets_is_meant(text: str, word: str) -> None:
    assert bracketed(text, word) == "Tarr"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Lena Tarr (of the port and Greens and more) left.", "Greens"),  # no last word of the bracket
        ("Lena Tarr and the Greens opposed the toll.", "Greens"), ("Lena Tarr left. Greens opposed it.", "Greens"),
        ("Lena Tarr (the whip) left. Greens) opposed it.", "left"), ("Lena Tarr (Greens) opposed the toll.", "toll"),
        ("Lena Tarr left (Greens) early.", "Greens"), ("(Greens) Lena Tarr left.", "Greens"), ("Greens)", "Greens"),
    ],
)  # fmt: skip
def test_words_elsewhere_are_themselves(text: str, word: str) -> None:
    assert bracketed(text, word, TARR if TARR in text else "") == word


def test_a_bracket_after_a_body_or_around_a_person_names_nobody_else() -> None:
    assert bracketed("Lena Tarr (Greens) opposed the toll.", "Greens", label=ORG) == "Greens"
    assert bracketed("Lena Tarr (Greens) opposed the toll.", "Tarr") == "Tarr"
    assert bracketed("Lena Tarr (Greens) opposed the toll.", "Greens", "Greens") == "Greens"
    assert bracketed("Lena Tarr (Oska Venn) left.", "Venn", "Lena Tarr (Oska Venn") == "Venn"


# -- when is no part of who ---------------------------------------------------------------------------------------


def cored(text: str, word: str, name: str, label: str) -> str:
    start, end = core(token := token_of(text, word, name, label))
    words: str = token.doc[start:end].text
    return words


@pytest.mark.parametrize("when", ["DATE", "TIME", ""])
@pytest.mark.parametrize("label", ["GPE", "ORG", "NORP", PERSON, ""])
def test_a_month_before_a_place_or_a_body_is_not_the_names(label: str, when: str) -> None:
    token = token_of("In August Halmar opposed the toll.", "Halmar")
    assert (token.nbor(-1).head, token.nbor(-1).dep_) == (token, "compound")  # that is why it needs a rule
    taken = [(token.i - 1, when), (token.i, label)]
    token.doc.set_ents([Span(token.doc, at, at + 1, label=found) for at, found in taken if found])
    start, end = core(token)
    apart = bool(when) and label in {"GPE", "ORG", "NORP"}
    assert token.doc[start:end].text == ("Halmar" if apart else "August Halmar")


def test_when_something_was_stays_with_what_is_no_name() -> None:
    assert cored("The August talks ended.", "talks", "August", "DATE") == "The August talks"
    assert cored("Monday's Halmar opposed the toll.", "Halmar", "Monday", "DATE") == "Monday's Halmar"


# -- bodies in apposition -----------------------------------------------------------------------------------------

FIRM, TOWER = "A private firm, Tarnell Tower, opposed the toll.", "Tarnell Tower"


@pytest.mark.parametrize("label", [ORG, "PRODUCT", "FAC", "WORK_OF_ART"])
def test_a_body_in_apposition_is_what_a_noun_names(label: str) -> None:
    token = token_of(FIRM, "firm", TOWER, label)
    assert mention_and_hint(token) == (TOWER, "A private firm")
    assert (label_of(token), can_speak(token)) == (ORG, True)


@pytest.mark.parametrize("label", ["GPE", "EVENT", "NORP", "LAW"])
def test_what_is_no_body_is_not_named_by_a_noun(label: str) -> None:
    token = token_of(FIRM, "firm", TOWER, label)
    assert mention_and_hint(token)[0] == "A private firm"
    assert label_of(token) == ""  # a private firm itself can speak


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("Tarnell Tower, a private firm, opposed the toll.", "firm", TOWER),  # the noun stands beside the name
        ("A private firm of Tarnell Tower opposed the toll.", "firm", TOWER),
        ("Halmar, like Tarnell Tower, opposed the toll.", "Halmar", TOWER),
        # no kind of body
        ("A city, Tarnell Tower, opposed the toll.", "city", TOWER),
        ("A treaty, Tarnell Tower, opposed the toll.", "treaty", TOWER),
    ],
)
def test_a_body_elsewhere_is_not_what_a_noun_names(text: str, word: str, name: str) -> None:
    assert label_of(token_of(text, word, name, ORG)) == ""


@pytest.mark.parametrize(("label", "told"), [(ORG, ORG), (PERSON, PERSON), ("GPE", "GPE"), ("DATE", ""), ("FAC", "")])
def test_a_name_has_the_label_of_its_entity(label: str, told: str) -> None:
    assert label_of(token_of("Halmar opposed the toll.", "Halmar", "Halmar", label)) == told


# -- one person by an office --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "word", "one"),
    [
        ("A senior official said the toll was fine.", "official", True),
        ("The mayor told Velm about the toll.", "mayor", True),
        ("The toll was opposed, the Mayor said.", "Mayor", True),
        ("The spokesman said the toll was fine.", "spokesman", True),
        # several, a body, no subject, another's voice, no office
        ("Senior officials said the toll was fine.", "officials", False),
        ("The government said the toll was fine.", "government", False),
        ("The ministry said the toll was fine.", "ministry", False), ("Odo Brandt told the mayor.", "mayor", False),
        ("The mayor's spokesman said the toll was fine.", "spokesman", False),
        ("The crowd said the toll was fine.", "crowd", False),
        # no word said, and nobody who said it
        ("The mayor opposed the toll.", "mayor", False), ("The partner must pay.", "partner", False),
        ("No minister said the toll was fine.", "minister", False),
        ("Every minister said the toll was fine.", "minister", False),
    ],
)  # fmt: skip
def test_an_office_that_says_something_is_one_person(text: str, word: str, one: bool) -> None:
    assert is_one_person(token_of(text, word)) is one


# -- whose party it is, further places ----------------------------------------------------------------------------


def test_who_leads_a_party_is_no_part_of_its_name() -> None:
    start, end = core(token := token_of("The Harvest party of Lena Tarr wants a toll.", "party", TARR, PERSON))
    assert token.doc[start:end].text == "The Harvest party"
    start, end = core(token := token_of("The Harvest party of Velm wants a toll.", "party"))
    assert token.doc[start:end].text == "The Harvest party of Velm"


def test_an_office_in_the_plural_has_several_places() -> None:
    text = "The ministers of Velm, Ostra and Halmar want a toll."
    doc = parser().parse(text).doc
    assert [place.text for place in other_places(doc[1])] == ["Ostra", "Halmar"]
    doc = parser().parse(text.replace("ministers", "minister")).doc
    assert other_places(doc[1]) == []


def test_a_double_first_name_is_taken_whole() -> None:
    assert of("Their whip, Odo-Brant Tarr, wants a toll.", "Tarr", "Tarr", PERSON)[0] == "Odo-Brant Tarr"
    assert of("The well-known Tarr wants a toll.", "Tarr", "Tarr", PERSON)[0] == "Tarr"


def test_what_a_body_is_stands_before_its_name_and_is_no_part_of_it() -> None:
    assert of("Operator Lunt Power said no.", "Power", "Lunt Power", ORG)[0] == "Lunt Power"
    assert of("Operator Lunt Power said no.", "Power", "Operator Lunt Power", ORG)[0] == "Operator Lunt Power"
    assert of("Then Free Lunt Power said no.", "Power", "Lunt Power", ORG)[0] == "Free Lunt Power"
