"""Who is meant without being named: spokesmen and offices, "the party", a surname, a title beside a place."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from invented import FRIDAY, TABLES, document, holder, parser, resolve_on

from tracker.actors import Registry, Resolver
from tracker.schema import ActorType, Resolution
from tracker.statements import Held, held
from tracker.statements.mentions import mention_and_hint, voice_of
from tracker.statements.parser import Parsed

KOLT, BRANDT, SOLD, DRUSKE = "Mira Kolt", "Odo Brandt", "Ida Sold", "Olan Druske"
PACT, PARTY = "Meridian Pact", "Harbour Party"
SAID = "said troops would not be sent"


def parse(text: str) -> Parsed:
    """Parse a text for the grammar alone, whatever the tagger says of it."""
    return replace(parser().parse(text), tagged=())


def found_in(parsed: Parsed) -> list[Held]:
    return held(parsed, document(parsed.text), resolve_on(FRIDAY))


def who_says(text: str, words: str = "troops") -> list[str]:
    """Return the holders of the statements that have certain words, in order of the text."""
    return [holder(item) for item in found_in(parse(text)) if words in item.statement.text]


def voice(text: str, word: str) -> str | None:
    """Return whose voice the first such word of a text is."""
    token = next(token for token in parse(text).doc if token.text == word)
    owner = voice_of(token)
    return owner.text if owner is not None else None


# -- whose voice a noun is ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "word", "owner"),
    [
        (f"Mira Kolt's spokesman {SAID}.", "spokesman", "Kolt"),
        (f"The spokeswoman of Mira Kolt {SAID}.", "spokeswoman", "Kolt"),
        (f"A spokesperson for Mira Kolt {SAID}.", "spokesperson", "Kolt"),
        (f"An aide to Mira Kolt {SAID}.", "aide", "Kolt"),
        (f"The office of Mira Kolt {SAID}.", "office", "Kolt"),
        (f"His office {SAID}.", "office", "His"),
        (f"Her aides {SAID}.", "aides", "Her"),
        (f"The minister's press secretary {SAID}.", "secretary", "minister"),
        # no voice: no owner, another preposition, another noun, a name beside it
        (f"The spokesman {SAID}.", "spokesman", None),
        (f"A spokesman in Velmar {SAID}.", "spokesman", None),
        (f"Mira Kolt's deputy {SAID}.", "deputy", None),
        (f"The secretary of Mira Kolt {SAID}.", "secretary", None),
        (f"Mira Kolt's spokesman, Pell Marrow, {SAID}.", "spokesman", None),
    ],
)  # fmt: skip
def test_a_voice_has_an_owner(text: str, word: str, owner: str | None) -> None:
    assert voice(text, word) == owner


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The office of Mira Kolt {}.", KOLT), ("Mira Kolt's office {}.", KOLT), ("An aide to Mira Kolt {}.", KOLT),
        ("The press secretary of Odo Brandt {}.", BRANDT), ("Odo Brandt's spokeswoman {}.", BRANDT),
        ("The office of the Ostran president {}.", BRANDT), ("An aide to the foreign minister of Velm {}.", KOLT),
        ("Odo Brandt slept badly. His spokesman {}.", BRANDT), ("Ida Sold left Velmar. Her office {}.", SOLD),
        ("Ida Sold left Velmar. Troops would not be sent, her aides said. Her aides {}.", SOLD),
        ("Mira Kolt and Odo Brandt met. Brandt's spokeswoman {}.", BRANDT),
        ("Mira Kolt spoke in Velmar. A spokesman for the minister {}.", KOLT),
        ("A spokesman for Lena Tarr {}.", "Lena Tarr"),
        # who is named speaks for himself
        ("Mira Kolt's spokesman, Pell Marrow, {}.", "Pell Marrow"),
        ("Mira Kolt spoke in Velmar. Pell Marrow, her spokesman, {}.", "Pell Marrow"),
    ],
)
def test_who_speaks_through_an_unnamed_voice_is_quoted(text: str, who: str) -> None:
    assert set(who_says(text.format(SAID), "not be sent")) == {who}


def test_a_quotation_of_an_office_is_the_persons() -> None:
    (item,) = found_in(parse("“No troops will go to Halmar,” said the office of Mira Kolt."))
    assert (holder(item), item.holder.surface, item.statement.text) == (
        KOLT, "the office of Mira Kolt", "No troops will go to Halmar,",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Velm's spokesman {}.", "Velm"), ("A spokesman for the government of Velm {}.", "Velm"),
        ("The Velmish government's spokesman {}.", "Velm"), ("The spokesman of the White Pavilion {}.", "Ostra"),
        ("Velm's foreign office {}.", "Velm"), ("A spokesperson for the Meridian Pact {}.", PACT),
        ("Velm slept. The government's spokesman {}.", "Velm"),
    ],
)
def test_the_voice_of_a_state_or_an_organisation_is_not_a_persons(text: str, who: str) -> None:
    assert who_says(text.format(SAID), "not be sent") == [who]


@pytest.mark.parametrize(
    "lead",
    [
        "A spokesman for the Brightwater Company", "The Brightwater Company's spokesman",
        "The Harbour Party's spokesman", "The office of the Harbour Party", "The company's spokesman",
    ],
)  # fmt: skip
def test_a_body_that_nobody_knows_does_not_become_a_person(lead: str) -> None:
    kinds = [i.holder.actor.actor.type for i in found_in(parse(f"{lead} {SAID}.")) if "troops" in i.statement.text]
    assert len(kinds) == 1
    assert ActorType.PERSON not in kinds


# -- "the party" --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("meant", ["The party", "His party", "Her party"])
def test_the_party_is_the_party_named_before(meant: str) -> None:
    text = f"Odo Brandt spoke to the Harbour Party on Monday. {meant} opposed the toll."
    assert who_says(text, "toll") == [PARTY]


def test_the_last_party_named_is_meant() -> None:
    text = "The Harbour Party met on Monday. The Lantern Party met on Friday. The party opposed the toll."
    assert who_says(text, "toll") == ["Lantern Party"]


def test_a_party_named_later_is_not_meant() -> None:
    text = "The Harbour Party met on Monday. The party opposed the toll. The Lantern Party slept."
    assert who_says(text, "toll") == [PARTY]


def test_a_movement_is_a_party_too() -> None:
    text = "The Reform Movement met on Monday. The movement opposed the toll."
    assert who_says(text, "toll") == ["Reform Movement"]


@pytest.mark.parametrize("other", ["A party", "The other party", "No party", "Every party", "The ruling party"])
def test_another_party_is_not_meant(other: str) -> None:
    assert PARTY not in who_says(f"The Harbour Party met on Monday. {other} opposed the toll.", "toll")


def test_without_a_party_before_nobody_is_meant() -> None:
    (item,) = [i for i in found_in(parse("Velm slept. The party opposed the toll.")) if "toll" in i.statement.text]
    assert item.holder.actor.actor.type is ActorType.UNNAMED


BODIES = "The Harbour Party met on Monday. {} The party ruled out troops."


@pytest.mark.parametrize(
    ("between", "who"),
    [
        ("Liberal Renewal opposed the toll.", "Liberal Renewal"),
        # neither what somebody else spoke of, nor a state or a person
        ("Odo Brandt praised Liberal Renewal.", PARTY), ("Velm opposed the toll.", PARTY),
        ("Odo Brandt opposed the toll.", PARTY),
        ("Liberal Renewal opposed the toll. Odo Brandt slept. Ida Sold slept.", PARTY),
    ],
)  # fmt: skip
def test_a_body_just_named_may_be_the_party(between: str, who: str) -> None:
    assert who_says(BODIES.format(between)) == [who]


def test_a_body_may_be_the_party_where_none_was_named() -> None:
    text = "Liberal Renewal opposed the toll. {} ruled out troops."
    assert who_says(text.format("The party")) == ["Liberal Renewal"]
    assert who_says(text.format("His party")) == ["Liberal Renewal"]
    assert who_says(text.format("A party")) == ["party"]


# -- officials and spokesmen whom nothing names -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("In Halmar, officials {}.", "Halmar"), ("In Halmar, a spokesman {}.", "Halmar"),
        ("In Velmar, officials {}.", "Velm"), ("In Ardania, an official {}.", "Ardania"),
        ("Odo Brandt slept. In Halmar, a spokeswoman {}.", "Halmar"),
        # who is named otherwise speaks for another, and a month is no place
        ("In Halmar, Ostran officials {}.", "Ostra"), ("In Velm, a spokesman for the Meridian Pact {}.", PACT),
        ("In Velm, a spokeswoman for Lena Tarr {}.", "Lena Tarr"), ("In Halmar, Lena Tarr {}.", "Lena Tarr"),
        ("On Halmar, officials {}.", "officials"), ("Unlike Halmar, officials {}.", "officials"),
        ("In May, officials {}.", "officials"), ("Officials {} to Halmar.", "Officials"),
        # experts and sources speak for nobody
        ("In Halmar, experts {}.", "experts"), ("In Halmar, a source {}.", "source"),
    ],
)  # fmt: skip
def test_officials_speak_for_the_place_that_opens_their_sentence(text: str, who: str) -> None:
    assert who_says(text.format(SAID), "not be sent") == [who]


@pytest.mark.parametrize("voices", ["a spokesman", "a spokeswoman", "an official", "officials"])
@pytest.mark.parametrize(
    ("clause", "who"),
    [
        ("The government of Velm had no view on troops", "Velm"), ("Velm would send no troops", "Velm"),
        ("The Meridian Pact would send no troops", PACT), ("The Harbour Party would send no troops", PARTY),
    ],
)  # fmt: skip
def test_a_spokesman_speaks_for_the_body_that_he_tells_of(clause: str, who: str, voices: str) -> None:
    found = [item for item in found_in(parse(f"{clause}, {voices} said.")) if item.statement.text == clause]
    assert [holder(item) for item in found] == [who]


@pytest.mark.parametrize(
    ("text", "clause", "who"),
    [
        ("Mira Kolt would send no troops, officials said.", "Mira Kolt would send no troops", "officials"),
        ("Troops would not be sent, an official said.", "Troops would not be sent", "official"),
        ("The sea was too rough for troops, officials said.", "The sea was too rough for troops", "officials"),
        ("Velm slept. It would send no troops, officials said.", "It would send no troops", "officials"),
        ("Velm would send no troops, experts said.", "Velm would send no troops", "experts"),
        ("Velm would send no troops, a source said.", "Velm would send no troops", "source"),
        ("Velm would send no troops, Ostra's spokesman said.", "Velm would send no troops", "Ostra"),
        ("Velm would send no troops, officials in Halmar said.", "Velm would send no troops", "Halmar"),
    ],
)
def test_it_is_a_body_alone_and_a_voice_that_names_nobody(text: str, clause: str, who: str) -> None:
    found = [item for item in found_in(parse(text)) if item.statement.text == clause]
    assert [holder(item) for item in found] == [who]


# -- surnames that the recogniser passes over ---------------------------------------------------------------------


def unrecognised(text: str, surname: str) -> Parsed:
    """Return a parse in which the last such word of a text is a name that nothing has recognised."""
    parsed = parse(text)
    doc = parsed.doc
    last = max(token.i for token in doc if token.text == surname)
    doc.set_ents([span for span in doc.ents if not span.start <= last < span.end])
    assert doc[last].pos_ == "PROPN"
    assert not doc[last].ent_type_
    return parsed


@pytest.mark.parametrize("verb", ["said troops would wait", "rejected the plea for troops"])
def test_a_surname_alone_is_the_person_named_before(verb: str) -> None:
    found = found_in(unrecognised(f"Lena Tarr spoke in Velmar on Monday. Tarr {verb}.", "Tarr"))
    assert [holder(item) for item in found if "troops" in item.statement.text] == ["Lena Tarr"]


def test_a_surname_that_nobody_has_borne_before_is_nobody() -> None:
    found = found_in(unrecognised("Lena Tarr spoke in Velmar on Monday. Oskwell said troops would wait.", "Oskwell"))
    assert not [item for item in found if "troops" in item.statement.text]


# -- a name beside a title and a place ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Mira Kolt spoke in Velmar. Her counterpart from Halmar, Lena Tarr, opposed the toll.", "Lena Tarr"),
        ("The mayor of Lund Bay, Pell Marrow, opposed the toll.", "Pell Marrow"),
        ("The foreign minister of Velm, Mira Kolt, opposed the toll.", KOLT),
    ],
)
def test_a_name_after_a_title_and_its_place_is_who_speaks(text: str, who: str) -> None:
    assert who_says(text, "toll") == [who]


def test_a_name_that_hangs_on_the_place_belongs_to_the_title() -> None:
    parsed = parse("Odo Brandt slept. His counterpart from Halmar, Lena Tarr, opposed the toll.")
    title = next(token for token in parsed.doc if token.text == "counterpart")
    assert mention_and_hint(title)[0] == "Lena Tarr"


@pytest.mark.parametrize("places", ["Velm, Ostra and Halmar", "Velm, Lund Bay and Halmar"])
def test_places_in_a_list_are_no_names(places: str) -> None:
    parsed = parse(f"The colleagues from {places} opposed the toll.")
    title = next(token for token in parsed.doc if token.text == "colleagues")
    assert "colleagues" in mention_and_hint(title)[0]
    assert not {"Lund Bay", "Ostra", "Halmar"} & set(who_says(parsed.text, "toll"))


def test_a_name_beside_the_subject_is_the_subject_for_pronouns() -> None:
    assert who_says("With Odo Brandt away, the winner, Pell Marrow, slept. He rejected tanks.", "tanks") == [
        "Pell Marrow"
    ]


# -- spokespersons and secretaries general ------------------------------------------------------------------------


@cache
def resolver() -> Resolver:
    """Return a resolver that knows a spokesperson of the organisation and one of a state by name."""
    more = {
        "people.csv": "pia-lorn,Pia Lorn,,,pact,\npell-marrow,Pell Marrow,,,velm,\n",
        "offices.csv": "pia-lorn,spokesperson,meridian pact spokesperson,pact,yes,2020-01-01,\n"
                       "pell-marrow,spokesperson,government spokesperson,velm,yes,2020-01-01,\n",
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        for name, text in TABLES.items():
            (Path(folder) / name).write_text(text + more.get(name, ""), encoding="utf-8")
        return Resolver(Registry.from_folder(Path(folder)))


def meant(mention: str, known: list[str] | None = None, home: str = "") -> Resolution | None:
    """Return whom a mention means where certain actors were named before."""
    before = [found for name in known or [] if (found := resolver().resolve(name, FRIDAY)) is not None]
    return resolver().resolve(mention, FRIDAY, known=before, home=home)


def name(found: Resolution | None) -> str:
    return found.actor.name if found is not None else ""


@pytest.mark.parametrize(
    "mention",
    [
        "a Meridian Pact spokesperson", "a Meridian Pact spokesman", "a spokeswoman for the Meridian Pact",
        "a spokesperson of the Meridian Pact",
    ],
)  # fmt: skip
def test_an_indefinite_spokesperson_is_the_organisation(mention: str) -> None:
    found = meant(mention)
    assert name(found) == PACT
    assert found is not None
    assert found.actor.type is ActorType.ORGANISATION
    assert found.executive


@pytest.mark.parametrize("mention", ["the Meridian Pact spokesperson", "the spokesman of the Meridian Pact"])
def test_the_spokesperson_is_the_one_in_office(mention: str) -> None:
    assert name(meant(mention)) == "Pia Lorn"


@pytest.mark.parametrize("mention", ["a Velmish government spokesman", "a spokesperson for the government of Velm"])
def test_an_indefinite_spokesperson_of_a_state_is_the_state(mention: str) -> None:
    assert name(meant(mention)) == "Velm"


@pytest.mark.parametrize("known", [[BRANDT], [BRANDT, "Ostra"], []])
def test_a_secretary_general_is_no_head_of_state(known: list[str]) -> None:
    found = meant("the secretary general", known, home="Ostra")
    assert name(found) != BRANDT
    assert found is None or found.actor.type is ActorType.UNNAMED


@pytest.mark.parametrize(
    ("known", "home"), [([PACT], "Ostra"), ([PACT, BRANDT], "Ostra"), ([], PACT), ([DRUSKE, BRANDT], "Ostra")]
)
def test_a_secretary_general_is_that_of_the_organisation_named(known: list[str], home: str) -> None:
    assert name(meant("the secretary general", known, home)) == DRUSKE


def test_a_president_is_still_the_head_of_the_state_in_focus() -> None:
    assert name(meant("the president", [PACT], home="Ostra")) == BRANDT


def test_the_secretary_general_of_a_state_is_not_its_president() -> None:
    assert name(meant("the secretary general of Ostra")) != BRANDT


def test_in_a_text_the_organisation_gives_the_secretary_general() -> None:
    text = "Velm joined the Meridian Pact. Odo Brandt waited in Ostra. The secretary general ruled out troops."
    assert who_says(text) == [DRUSKE]


# -- bodies and trades --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [
    "alpine club", "teachers' guild", "planning board", "ambulance service", "assembly of Wells", "fishermen of Wells",
    "villagers", "pharmacists", "sickness fund", "hotel keepers' league", "director of the museum", "drivers",
    "staff at the airport", "carmaker",
])  # fmt: skip
def test_bodies_and_trades_hold_what_they_say(who: str) -> None:
    assert who_says(f"The {who} {SAID}.") == [who]


@pytest.mark.parametrize("trade", ["Treasurer", "Pensioner", "Cllr", "Midwife", "Grocer", "Constable"])
def test_a_trade_before_a_name_is_no_part_of_it(trade: str) -> None:
    assert who_says(f"{trade} Lena Orvik {SAID}.") == ["Lena Orvik"]


@pytest.mark.parametrize("text", ["Paolo Kolt {}.", "The vintner Paolo Kolt {}.", "Mira Kolt left. Paolo Kolt {}."])
def test_somebody_elses_given_name_before_a_known_family_name_makes_somebody_else(text: str) -> None:
    assert who_says(text.format(SAID)) == ["Paolo Kolt"]


def test_partners_are_one_firm() -> None:
    assert who_says(f"Stolz & Sons {SAID}.") == ["Stolz & Sons"]
    assert who_says(f"Mira Kolt & Odo Brandt {SAID}.") == [KOLT, BRANDT]


def test_whose_city_a_body_is_of_is_no_part_of_its_name() -> None:
    assert who_says(f"The city's planning board {SAID}.") == ["planning board"]
    assert who_says(f"The mothers' league {SAID}.") == ["mothers' league"]


@pytest.mark.parametrize("text", [
    "Consumer prices suggest the bank should cut rates.", "Hospital records show no beds.",
])  # fmt: skip
def test_things_of_bodies_and_trades_say_nothing(text: str) -> None:
    assert not any("prices" in holder(item) or "records" in holder(item) for item in found_in(parse(text)))


@pytest.mark.parametrize(("text", "who"), [
    ("The harbour board said it would send troops.", "harbour board"),
    ("The farmers said they would send troops.", "farmers"),
    ("The sickness fund noted that it had no view on troops.", "sickness fund"),
])  # fmt: skip
def test_it_and_they_are_the_body_of_their_own_clause(text: str, who: str) -> None:
    assert set(who_says(f"The Meridian Pact opposed the sale. {text}")) == {who}
