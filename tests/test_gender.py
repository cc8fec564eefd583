"""Whether "he" or "she" can mean a person: pronouns, words beside a name, given names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import parser

from tracker.statements.gender import given_names, of_mention, of_name, of_pronoun


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (("he", "him", "his", "himself"), "m"), (("she", "her", "hers", "herself"), "f"),
        (("they", "it", "we", "who", "their", ""), ""),
    ],
)  # fmt: skip
def test_a_pronoun_asks_for_a_gender_or_for_none(words: tuple[str, ...], asked: str) -> None:
    assert {of_pronoun(word) for word in words} == {asked}


# -- names --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("John Venn", "m"), ("Elizabeth Venn", "f"), ("JOHN VENN", "m"), ("Marie-Louise Venn", "f"),
        ("Jean-Luc Venn", ""),  # the first half is borne by both
        # an ending tells where no list does, but not of what is hardly a word
        ("Belura Venn", "f"), ("Belura-Sy Venn", "f"), ("Ka Venn", ""), ("Belur Venn", ""),
        ("Beluro Venn", "m"), ("Beluko Venn", ""),
        # the list has the last word
        ("Nikita Venn", ""), ("Mykola Venn", "m"), ("Luca Venn", ""),
        ("Ivica Venn", "m"), ("Mykyta Venn", "m"), ("Mojtaba Venn", "m"),
        # with marks or without
        ("Éric Venn", "m"), ("Eric Venn", "m"), ("Łukasz Venn", "m"), ("BJØRN Venn", "m"), ("Agnès Venn", "f"),
        # a family name alone tells nothing, and no later word does
        ("Belura", ""), ("John", ""), ("Venn Elizabeth", ""), ("Venn Belura", ""), ("", ""), ("- -", ""),
    ],
)  # fmt: skip
def test_a_given_name_tells_the_gender(name: str, gender: str) -> None:
    assert of_name(name) == gender


@given(st.text(max_size=30))
def test_any_name_has_one_of_three_answers(name: str) -> None:
    assert of_name(name) in {"", "f", "m"}


def test_the_list_has_all_three_kinds_and_no_name_in_two() -> None:
    assert set(given_names().values()) == {"", "f", "m"}
    assert all(name == name.lower() and name.isalpha() for name in given_names())
    assert not {"a", "of", "the", "women", "men", "either", "names", "#"} & given_names().keys()


# -- words beside a name ------------------------------------------------------------------------------------------


def mention(text: str, word: str = "Venn") -> str:
    return of_mention(next(token for token in parser().parse(text).doc if token.text == word))


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("Mr. Venn opposed the toll.", "m"), ("Mr Venn opposed the toll.", "m"), ("Mrs Venn opposed the toll.", "f"),
        ("Queen Venn opposed the toll.", "f"), ("Chairman Venn opposed the toll.", "m"),
        ("Congresswoman Oska Venn opposed the toll.", "f"), ("Spokesman Oska Venn opposed the toll.", "m"),
        ("Oska Venn, a spokeswoman, opposed the toll.", "f"), ("Oska Venn, the chairman, opposed the toll.", "m"),
        ("The spokeswoman, Oska Venn, opposed the toll.", "f"),
        # a name, an office that both hold, and words elsewhere tell nothing
        ("Oska Venn opposed the toll.", ""), ("President Venn opposed the toll.", ""), ("Elizabeth Venn left.", ""),
        ("Oska Venn met the spokesman.", ""), ("The chairman praised Oska Venn.", ""),
        # who is called both is neither
        ("Mr Venn, a spokeswoman, opposed the toll.", ""),
    ],
)  # fmt: skip
def test_the_words_of_a_mention_tell_the_gender(text: str, gender: str) -> None:
    assert mention(text) == gender


@pytest.mark.parametrize(("word", "gender"), [("spokeswoman", "f"), ("chairman", "m"), ("official", "")])
def test_a_noun_that_names_nobody_tells_its_own(word: str, gender: str) -> None:
    assert mention(f"The {word} opposed the toll.", word) == gender
