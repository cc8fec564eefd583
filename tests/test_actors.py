"""Registry and resolver: rules on invented names, then checks of the packaged registry."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.actors import Registry, Resolver
from tracker.actors.phrases import read
from tracker.actors.text import clean, key
from tracker.errors import RegistryError
from tracker.schema import ActorType, Resolution

DAY = dt.date(2022, 3, 16)
TABLES = {
    "states.csv": (
        "id,name,wikidata,capital,metonyms,demonyms,aliases,leader\n"
        "ardania,Ardania,Q1,Ardapol,Marble House,Ardanian|Ardanians,AR|Republic of Ardania,head_of_state\n"
        "brennia,Brennia,,Brenstad,,Brennish,,\n"
    ),
    "organisations.csv": (
        "id,name,type,wikidata,state,aliases,demonyms,parliament\n"
        "pact,Meridian Pact,organisation,,,MP7,,\n"
        "senat,Senat,organisation,,ardania,Ardanian Senat,,yes\n"
        "harbour,Harbour Party,party,,ardania,Harbourites,,\n"
        "lantern-a,Lantern League,party,,ardania,Lanterns,,\n"
        "lantern-b,Lantern Union,party,,brennia,Lanterns,,\n"
    ),
    "people.csv": (
        "id,name,wikidata,aliases,state,party\n"
        "mira-kolt,Mira Kolt,Q2,Myra Kolt,ardania,lantern-a\n"
        "tomas-veskin,Tomáš Veskin,,,ardania,harbour\n"
        "ida-veskin,Ida Veskin,,,brennia,\n"
        "olan-drusk,Olan Druskevic,,,pact,\n"
        "pia-lorn,Pia Lorn,,,ardania,\n"
    ),
    "offices.csv": (
        "person_id,role,title,of,executive,start,end\n"
        "mira-kolt,defence_minister,defence minister,ardania,yes,2021-01-01,2023-05-01\n"
        "mira-kolt,head_of_state,president,ardania,yes,2023-05-02,\n"
        "tomas-veskin,head_of_state,president,ardania,yes,2018-01-01,2023-05-01\n"
        "tomas-veskin,opposition_leader,opposition leader,ardania,,2023-06-01,\n"
        "ida-veskin,legislator,member of parliament,brennia,,2010-01-01,\n"
        "olan-drusk,organisation_head,secretary general,pact,yes,2020-01-01,\n"
        "pia-lorn,spokesperson,marble house spokesperson,ardania,yes,2020-01-01,\n"
    ),
    "media.txt": "# media\nThe Ardapol Courier\n",
}


def write(folder: Path, **changed: str) -> Path:
    for name, text in TABLES.items():
        (folder / name).write_text(changed.get(name.split(".")[0], text), encoding="utf-8")
    return folder


@pytest.fixture
def invented(tmp_path: Path) -> Resolver:
    return Resolver(Registry.from_folder(write(tmp_path)))


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load()


@pytest.fixture(scope="module")
def real(registry: Registry) -> Resolver:
    return Resolver(registry)


def name(found: Resolution | None) -> str:
    return found.actor.name if found else ""


@pytest.mark.parametrize(
    ("mention", "expected", "rule"),
    [
        ("Mira Kolt", "Mira Kolt", "name"),
        ("“Myra Kolt,”", "Mira Kolt", "alias"),
        ("Tomas Veskin's", "Tomáš Veskin", "name"),
        ("Mira J. Kolt", "Mira Kolt", "name"),
        ("Druskevics", "Olan Druskevic", "surname"),
        ("Mr. Druskevic", "Olan Druskevic", "surname"),
        ("Druskevi", "Olan Druskevic", "fuzzy"),
        ("President Veskin", "Tomáš Veskin", "title"),
        ("Ardania's President", "Tomáš Veskin", "role"),
        ("Ardanias president", "Tomáš Veskin", "role"),
        ("the Ardanian leader", "Tomáš Veskin", "role"),
        ("the Ardanian head of state", "Tomáš Veskin", "role"),
        ("Defense Minister of Ardania", "Mira Kolt", "role"),
        ("the Ardanian Minister of Defence", "Mira Kolt", "role"),
        ("Meridian Pact secretary-general", "Olan Druskevic", "role"),
        ("the Meridian Pact's chief", "Olan Druskevic", "role"),
        ("Marble House spokeswoman", "Pia Lorn", "role"),
        ("a spokesman for President Veskin", "Tomáš Veskin", "role"),
        ("Veskin's spokesman", "Tomáš Veskin", "role"),
        ("a spokesperson for the Ardanian defence ministry", "Ardania", "ministry"),
        ("the Ardanian Defence Ministry", "Ardania", "ministry"),
        ("Brennish officials", "Brennia", "officials"),
        ("the Veskin administration", "Ardania", "officials"),
        ("Ardapol", "Ardania", "capital"),
        ("the Marble House", "Ardania", "metonym"),
        ("the Ardanians", "Ardania", "demonym"),
        ("AR", "Ardania", "alias"),
        ("the Harbour Party", "Harbour Party", "name"),
        ("Ardania's Lanterns", "Lantern League", "alias"),
        ("Brennia's Lanterns", "Lantern Union", "alias"),
        ("the Ardanian parliament", "Senat", "name"),
    ],
)
def test_mentions_resolve_by_the_rule_expected(invented: Resolver, mention: str, expected: str, rule: str) -> None:
    found = invented.resolve(mention, DAY)
    assert found is not None
    assert (found.actor.name, found.rule) == (expected, rule)
    assert 0 < found.confidence <= 1


@pytest.mark.parametrize(
    "mention", ["", "he", "they", "March 16", "1,200", "Wednesday", "The Ardapol Courier", "who", "“”"]
)
def test_what_holds_no_position_is_none(invented: Resolver, mention: str) -> None:
    assert invented.resolve(mention, DAY) is None


@pytest.mark.parametrize(
    "mention", ["experts", "two people familiar with the matter", "Western officials", "critics", "Ardanian lawmakers"]
)
def test_groups_stay_unnamed_with_their_surface(invented: Resolver, mention: str) -> None:
    found = invented.resolve(mention, DAY)
    assert found is not None
    assert (found.actor.type, found.actor.name) == (ActorType.UNNAMED, mention)


def test_an_office_is_that_of_the_date(invented: Resolver) -> None:
    later = dt.date(2024, 2, 1)
    assert name(invented.resolve("the Ardanian president", later)) == "Mira Kolt"
    kolt = invented.resolve("Mira Kolt", later)
    assert kolt is not None
    assert (kolt.role, kolt.affiliation, kolt.executive) == ("president", "Ardania", True)
    opposition = invented.resolve("Tomáš Veskin", later)
    assert opposition is not None
    assert (opposition.affiliation, opposition.executive) == ("Harbour Party", False)


def test_former_holders_speak_for_no_one(invented: Resolver) -> None:
    found = invented.resolve("former President Tomáš Veskin", dt.date(2023, 5, 20))
    assert found is not None
    assert (found.role, found.affiliation, found.executive) == ("former president", "Ardania", False)
    assert name(invented.resolve("the former Ardanian president", dt.date(2023, 5, 20))) == "Tomáš Veskin"


def test_without_a_date_a_role_needs_a_single_holder(invented: Resolver) -> None:
    assert invented.resolve("the Ardanian president", None) is None
    assert name(invented.resolve("the Ardanian defence minister", None)) == "Mira Kolt"


def test_bare_roles_take_home_and_counterparts_the_hint(invented: Resolver) -> None:
    assert name(invented.resolve("the president", DAY, home="Ardania")) == "Tomáš Veskin"
    assert name(invented.resolve("a government spokesman", DAY, home="Ardania")) == "Ardania"
    assert name(invented.resolve("the ministry", DAY, home="Brennia")) == "Brennia"
    found = invented.resolve("her Ardanian counterpart", DAY, role_hint="Brennish defence minister")
    assert name(found) == "Mira Kolt"
    assert name(invented.resolve("the Lanterns", DAY, home="Brennia")) == "Lantern Union"
    assert name(invented.resolve("the alliance", DAY, home="Meridian Pact")) == "Meridian Pact"


def test_labels_decide_between_a_place_and_a_person(invented: Resolver, real: Resolver) -> None:
    person = real.resolve("Washington", DAY, label="PERSON")
    assert person is not None
    assert person.actor.type is ActorType.PERSON
    state = invented.resolve("Korvath", DAY, label="GPE")
    assert state is not None
    assert (state.actor.name, state.actor.type) == ("Korvath", ActorType.STATE)
    body = invented.resolve("Vesk Institute", DAY, label="ORG")
    assert body is not None
    assert body.actor.type is ActorType.ORGANISATION


@pytest.mark.parametrize(
    ("mention", "hint", "role", "affiliation", "executive"),
    [
        ("Norlandic Defence Minister Ebba Rusk", "", "defence minister", "Norland", True),
        ("Ebba Rusk, the defence minister of Norland", "", "defence minister", "Norland", True),
        ("Ebba Rusk", "Norland's defence minister", "defence minister", "Norland", True),
        ("Ebba Rusk, chair of the opposition Quay Party", "", "chair", "Quay Party", False),
        ("Quay Party leader Ebba Rusk", "", "leader", "Quay Party", False),
        ("Ebba Rusk", "leader of the opposition Quay Party", "leader", "Quay Party", False),
        ("Ebba Rusk, a Norlandic lawmaker", "", "lawmaker", "Norland", False),
        ("Ebba Rusk, head of the Zenith Council", "", "head", "Zenith Council", True),
        ("Norland's former president Ebba Rusk", "", "former president", "Norland", False),
    ],
)
def test_persons_outside_the_registry(
    invented: Resolver, mention: str, hint: str, role: str, affiliation: str, executive: bool
) -> None:
    found = invented.resolve(mention, DAY, role_hint=hint, places=["Norland"])
    assert found is not None
    assert (found.actor.name, found.actor.type) == ("Ebba Rusk", ActorType.PERSON)
    assert (found.role, found.affiliation, found.executive) == (role, affiliation, executive)


def test_later_mentions_find_who_was_introduced(invented: Resolver) -> None:
    first = invented.resolve("Norlandic Defence Minister Ebba Rusk", DAY, places=["Norland"])
    assert first is not None
    for mention in [
        "Rusk",
        "Rusks",
        "Ms. Rusk",
        "E. Rusk",
        "the Norlandic defence minister",
        "the minister",
        "Minister Rusk",
    ]:
        found = invented.resolve(mention, DAY, known=[first])
        assert found is not None, mention
        assert found.actor == first.actor, mention
    assert name(invented.resolve("a spokesman for Rusk", DAY, known=[first])) == "Ebba Rusk"
    state = invented.resolve("Norlandic officials", DAY, known=[first])
    assert state is not None
    assert (state.actor.name, state.actor.type) == ("Norland", ActorType.STATE)


@pytest.mark.parametrize(
    "title",
    [
        "Señora", "Sheikha", "Sister", "Bishop", "Princess", "Major-General", "Vice Admiral", "Vice-Admiral",
        "Air Vice-Marshal", "Air Marshal", "Field Marshal", "Candidate", "Judge",
    ],
)  # fmt: skip
def test_titles_and_ranks_are_no_part_of_a_name(invented: Resolver, title: str) -> None:
    assert name(invented.resolve(f"{title} Ebba Rusk", DAY, label="PERSON")) == "Ebba Rusk"


@pytest.mark.parametrize("mention", ["Vice Rusk", "Air Norland", "Air-Sea Rusk", "Field Rusk"])
def test_half_a_rank_is_part_of_a_name(invented: Resolver, mention: str) -> None:
    assert name(invented.resolve(mention, DAY, label="ORG")) == mention


def test_some_titles_take_the_first_name_of_who_was_introduced(invented: Resolver) -> None:
    known = invented.resolve("Princess Ebba Rusk", DAY, label="PERSON")
    assert known is not None
    for mention in ("Princess Ebba", "the Princess Ebba", "Dame Ebba"):
        assert name(invented.resolve(mention, DAY, known=[known], label="PERSON")) == "Ebba Rusk"
    for mention in ("Princess Ida", "Minister Ida"):
        assert name(invented.resolve(mention, DAY, known=[known], label="PERSON")) != "Ebba Rusk"


def test_of_two_namesakes_the_one_mentioned_last_is_meant(invented: Resolver) -> None:
    first, second = (invented.resolve(named, DAY, label="PERSON") for named in ("Salim Tarnov", "Salim Velmar"))
    assert first is not None
    assert second is not None
    assert name(invented.resolve("Prince Salim", DAY, known=[first, second], label="PERSON")) == "Salim Velmar"
    assert name(invented.resolve("Prince Salim", DAY, known=[first, second, first], label="PERSON")) == "Salim Tarnov"


@pytest.mark.parametrize("label", ["GPE", "NORP", "ORG", "PERSON"])
def test_who_was_introduced_is_meant_whatever_the_family_name_is_taken_for(invented: Resolver, label: str) -> None:
    known = invented.resolve("Ebba Rusk", DAY, label="PERSON")
    assert known is not None
    assert name(invented.resolve("Rusk", DAY, known=[known], label=label)) == "Ebba Rusk"


@pytest.mark.parametrize("label", ["GPE", "NORP"])
def test_the_name_of_a_state_is_no_family_name(invented: Resolver, label: str) -> None:
    people = [invented.resolve(f"Ebba {place}", DAY, label="PERSON") for place in ("Ardania", "Norland")]
    state = invented.resolve("Norland", DAY, label="GPE")
    known = [found for found in (state, *people) if found is not None]
    assert [name(invented.resolve(f, DAY, known=known, label=label)) for f in ("Ardania", "Norland")] == [
        "Ardania", "Norland",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("whole", "short"),
    [
        ("Weavers' Guild", "the Guild"), ("Bay and Shore Federation", "the Federation"),
        ("Union of Shire Pilots", "the Union"), ("National Harvest League", "The League"),
    ],
)  # fmt: skip
def test_a_body_named_before_is_called_by_its_kind(invented: Resolver, whole: str, short: str) -> None:
    known = invented.resolve(f"the {whole}", DAY, label="ORG")
    assert known is not None
    assert name(invented.resolve(short, DAY, known=[known], label="ORG")) == whole
    assert name(invented.resolve(short, DAY, label="ORG")) != whole
    assert name(invented.resolve("the Council", DAY, known=[known], label="ORG")) != whole


@pytest.mark.parametrize(("short", "meant"), [("BRA", True), ("the BRA", True), ("BRS", False), ("BR", False)])
def test_a_body_named_before_is_called_by_its_initials(invented: Resolver, short: str, meant: bool) -> None:
    known = invented.resolve("the Bay Rifle Association", DAY, label="ORG")
    assert known is not None
    found = invented.resolve(short, DAY, known=[known], label="ORG")
    assert (name(found) == "Bay Rifle Association") is meant


def test_a_person_may_be_called_by_the_first_word_of_the_name() -> None:
    """Where no other is called so, and nobody has it as a family name: "Gao" is Gao Lan, "Petra" Petra Holm."""
    resolver = Resolver(Registry.load())
    first, second, third = (resolver.resolve(n, DAY, label="PERSON") for n in ("Gao Lan", "Petra Holm", "Petra Vance"))
    assert first is not None
    assert second is not None
    assert third is not None
    assert name(resolver.resolve("Gao", DAY, known=[first, second], label="PERSON")) == "Gao Lan"
    assert name(resolver.resolve("Petra", DAY, known=[first, second], label="PERSON")) == "Petra Holm"
    assert name(resolver.resolve("Petra", DAY, known=[first, second, third], label="PERSON")) == "Petra"


def test_the_alliance_is_no_firm_that_was_named(real: Resolver) -> None:
    firm, pact = (real.resolve(said, DAY, label="ORG") for said in ("Radio Velm", "the Tarn Pact"))
    assert firm is not None
    assert pact is not None
    assert name(real.resolve("the alliance", DAY, known=[pact, firm])) == pact.actor.name
    assert name(real.resolve("the alliance", DAY, known=[firm])) == "NATO"


def test_a_body_is_named_without_whose_it_is(invented: Resolver) -> None:
    for mention in ("Norland's ruling Bloc for Order", "Norland's Bloc for Order"):
        assert name(invented.resolve(mention, DAY, places=["Norland"])) == "Bloc for Order"


def test_a_title_of_another_state_keeps_the_registry_out(invented: Resolver) -> None:
    found = invented.resolve("Norlandic Prime Minister Druskevic", DAY, places=["Norland"])
    assert found is not None
    assert found.actor.id != "olan-drusk"
    assert (found.actor.name, found.affiliation) == ("Druskevic", "Norland")


def test_a_role_nobody_holds_stays_unnamed_with_its_state(invented: Resolver) -> None:
    found = invented.resolve("the Brennish foreign minister", DAY)
    assert found is not None
    assert (found.actor.type, found.actor.name) == (ActorType.UNNAMED, "Brennish foreign minister")
    assert (found.role, found.affiliation) == ("foreign minister", "Brennia")


# -- offices and institutions -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("minister of Asylum and Migration", ""), ("minister for EU Affairs", ""),
        ("minister of Bay Integration", ""), ("state minister for Nordic relations", ""),
        ("minister of Norland", "Norland"), ("minister for Affairs Norland", "Affairs Norland"),
    ],
)  # fmt: skip
def test_a_portfolio_is_no_place(text: str, place: str) -> None:
    phrase = read(text)
    assert phrase is not None
    assert (phrase.role, phrase.place) == ("minister", place)


def test_a_minister_for_a_portfolio_is_of_the_state_in_focus(invented: Resolver) -> None:
    found = invented.resolve("the minister for EU Affairs", DAY, home="Norland")
    assert found is not None
    assert (found.actor.type, found.affiliation) == (ActorType.UNNAMED, "Norland")


@pytest.mark.parametrize(
    ("text", "kind", "role"),
    [
        ("department of defence", "institution", "ministry"), ("defence department", "institution", "ministry"),
        ("Department of Justice", "institution", "ministry"), ("state department", "institution", "government"),
        ("security ministry", "institution", "ministry"), ("security minister", "role", "minister"),
        ("first minister", "role", "other"), ("deputy first minister", "role", "deputy"),
        ("tánaiste", "role", "deputy"), ("Tanaiste", "role", "deputy"), ("minister", "role", "minister"),
    ],
)  # fmt: skip
def test_offices_and_departments_are_read(text: str, kind: str, role: str) -> None:
    phrase = read(text)
    assert phrase is not None
    assert (phrase.kind, phrase.role) == (kind, role)


def test_a_department_of_physics_is_no_institution() -> None:
    assert read("department of physics") is None
    assert read("physics department") is None


def test_a_department_of_one_state_has_a_name_of_its_own(real: Resolver) -> None:
    assert read("security department") is None
    for mention in ("the Homeland Security Department", "the Homeland Security department"):
        found = real.resolve(mention, DAY, label="ORG", home="Germany")
        assert found is not None
        assert key(found.actor.name) == "homeland security department"


def test_departments_stand_for_their_state_and_one_for_a_single_state(invented: Resolver, real: Resolver) -> None:
    for mention in ("the Ardanian department of defence", "Ardania's defence department"):
        found = invented.resolve(mention, DAY)
        assert found is not None
        assert (found.actor.name, found.rule) == ("Ardania", "ministry")
    for mention in ("the State Department", "the Department of State"):
        assert name(real.resolve(mention, DAY, home="Germany")) == "United States"


@pytest.mark.parametrize(
    ("hint", "role", "executive"),
    [
        ("Norland's prime minister", "prime minister", True), ("the tánaiste of Norland", "tanaiste", True),
        ("Norland's first minister", "first minister", False),  # of a part of a state
    ],
)
def test_who_governs_a_part_of_a_state_does_not_speak_for_it(
    invented: Resolver, hint: str, role: str, *, executive: bool
) -> None:
    found = invented.resolve("Ebba Rusk", DAY, role_hint=hint, label="PERSON", places=["Norland"])
    assert found is not None
    assert (found.actor.name, found.role, found.affiliation) == ("Ebba Rusk", role, "Norland")
    assert found.executive is executive


def test_a_first_minister_is_not_the_prime_minister(real: Resolver) -> None:
    for state in ("United Kingdom", "Norway"):
        first, prime = (real.resolve(f"the {rank} minister", DAY, home=state) for rank in ("first", "prime"))
        assert prime is not None
        assert prime.actor.type is ActorType.PERSON
        assert name(first) != prime.actor.name


# -- names of bodies and people outside the registry --------------------------------------------------------------


@pytest.mark.parametrize(
    ("mention", "label", "called", "kind"),
    [
        ("the New Quay caucus", "", "New Quay", ActorType.ORGANISATION),
        ("the Harmony of Shires party", "", "Harmony of Shires", ActorType.PARTY),
        ("the Quay and Coast faction", "", "Quay and Coast", ActorType.ORGANISATION),
        ("the Harmony of Shires Party", "ORG", "Harmony of Shires Party", ActorType.PARTY),
        ("the Party of the Quay", "ORG", "Party of the Quay", ActorType.PARTY),
        # words that in capitals begin a name
        ("New Quay", "ORG", "New Quay", ActorType.ORGANISATION), ("new Quay", "ORG", "Quay", ActorType.ORGANISATION),
        ("High Court", "ORG", "High Court", ActorType.ORGANISATION),
        # words that are none of a name though a sentence begins with them
        ("Former Quay", "ORG", "Quay", ActorType.ORGANISATION), ("Even Quay", "ORG", "Quay", ActorType.ORGANISATION),
        ("Another Quay", "ORG", "Quay", ActorType.ORGANISATION),
        # no names
        ("the Party of the Quay", "", "Party of the Quay", ActorType.UNNAMED),
        ("the Party of the port", "ORG", "Party of the port", ActorType.UNNAMED),
        ("the harmony of Shires party", "", "harmony of Shires party", ActorType.UNNAMED),
        ("the Party of the", "ORG", "Party of the", ActorType.UNNAMED),
    ],
)  # fmt: skip
def test_names_of_bodies_outside_the_registry(
    invented: Resolver, mention: str, label: str, called: str, kind: ActorType
) -> None:
    found = invented.resolve(mention, DAY, label=label)
    assert found is not None
    assert (found.actor.name, found.actor.type) == (called, kind)


@pytest.mark.parametrize(
    ("mention", "home", "meant"),
    [
        ("Only Hungary", "", "Hungary"), ("Even the Kremlin", "", "Russia"), ("Also Poland", "", "Poland"),
        ("Another Labour MP", "United Kingdom", "Labour MP"), ("the New Zealand government", "", "New Zealand"),
    ],
)  # fmt: skip
def test_what_opens_a_sentence_is_none_of_the_name(real: Resolver, mention: str, home: str, meant: str) -> None:
    assert name(real.resolve(mention, DAY, home=home)) == meant


@pytest.mark.parametrize("label", ["ORG", "PERSON"])
@pytest.mark.parametrize("kind", ["the company", "a private firm", "The charity"])
def test_what_is_called_a_kind_of_body_is_nobody_of_that_family_name(real: Resolver, kind: str, label: str) -> None:
    assert name(real.resolve("Meta", DAY, label=label, role_hint=kind)) == "Meta"
    assert name(real.resolve("Meta", DAY, label="PERSON")) == "Ilir Meta"


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ("Odo al-Marwani", "al-Marwani"), ("Odo al-Marwani", "Al-Marwani"), ("Odo ten Hove", "Ten Hove"),
        ("Odo van der Hove", "Der Hove"),
    ],
)  # fmt: skip
def test_names_with_particles_are_peoples_and_known_later(invented: Resolver, first: str, later: str) -> None:
    known = invented.resolve(first, DAY, label="PERSON")
    assert known is not None
    assert (known.actor.name, known.actor.type) == (first, ActorType.PERSON)
    found = invented.resolve(later, DAY, label="PERSON", known=[known])
    assert found is not None
    assert found.actor == known.actor


@pytest.mark.parametrize("mention", ["Odo xal-Marwani of port", "Odo al-marwani"])
def test_other_words_with_hyphens_are_no_names(invented: Resolver, mention: str) -> None:
    found = invented.resolve(mention, DAY, label="PERSON")
    assert found is None or found.actor.type is ActorType.UNNAMED


# -- houses of parliament -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mention", "home", "house"),
    [
        ("the Senate", "Norland", "Senate of Norland"), ("the lower house", "Norland", "Lower house of Norland"),
        ("Norland's lower house", "", "Lower house of Norland"),
        ("Norland's Diet", "Ardania", "Diet of Norland"), ("the Upper House", "Norland", "Upper House of Norland"),
        ("the National Assembly", "Norland", "National Assembly of Norland"),
    ],
)  # fmt: skip
def test_a_house_is_that_of_its_state_or_of_the_one_in_focus(
    invented: Resolver, mention: str, home: str, house: str
) -> None:
    found = invented.resolve(mention, DAY, home=home, label="ORG", places=["Norland"])
    assert found is not None
    assert (found.actor.name, found.actor.type, found.affiliation) == (house, ActorType.ORGANISATION, "Norland")
    assert not found.executive


def test_without_a_state_and_by_another_name_there_is_no_house(invented: Resolver) -> None:
    assert name(invented.resolve("the Senate", DAY, label="ORG")) == "Senate"
    assert name(invented.resolve("the Quay Senate", DAY, home="Norland", label="ORG")) == "Quay Senate"
    assert name(invented.resolve("the country's lower house", DAY, home="Norland")) == "Lower house of Norland"


@pytest.mark.parametrize(
    ("first", "later", "house"),
    [
        ("the National Assembly of Norland", "the Assembly", "National Assembly of Norland"),
        ("Norland's National Assembly", "the Assembly", "National Assembly of Norland"),
        ("the National Assembly of Norland", "the Senate", "Senate of Norland"),
        # whatever state is in focus
        ("the National Assembly of Ostland", "the Assembly", "National Assembly of Ostland"),
        ("the National Assembly of Ostland", "Norland's Assembly", "Assembly of Norland"),
    ],
)
def test_a_house_named_before_is_called_by_its_last_word(
    invented: Resolver, first: str, later: str, house: str
) -> None:
    known = invented.resolve(first, DAY, label="ORG", places=["Norland", "Ostland"])
    assert known is not None
    found = invented.resolve(later, DAY, known=[known], home="Norland", label="ORG", places=["Norland", "Ostland"])
    assert found is not None
    assert found.actor.name == house
    assert (found.actor == known.actor) is (house == known.actor.name)


def test_a_house_of_the_registry_is_known_by_its_name(real: Resolver, registry: Registry) -> None:
    for mention, home, house in [
        ("the Senate", "Italy", "Senate of Italy"), ("the National Assembly", "France", "National Assembly of France"),
        ("the Diet", "Japan", "National Diet"), ("Italy's Senate", "France", "Senate of Italy"),
        ("Japan's Diet", "France", "National Diet"), ("the country's senate", "Italy", "Senate of Italy"),
    ]:  # fmt: skip
        found = real.resolve(mention, DAY, home=home, label="ORG")
        assert found is not None
        assert (found.actor.name, found.actor.id in registry.entries) == (house, True)


def test_a_house_named_before_is_meant_though_it_is_no_states(real: Resolver) -> None:
    known = real.resolve("the UN General Assembly", DAY, label="ORG")
    assert known is not None
    for home in ("", "Ukraine", "France"):
        assert name(real.resolve("the Assembly", DAY, known=[known], home=home, label="ORG")) == known.actor.name


@pytest.mark.parametrize("owner", ["the party", "the firm", "the club"])
def test_the_house_of_what_is_no_state_is_not_the_states(real: Resolver, owner: str) -> None:
    for home in ("Italy", "Norland"):
        found = real.resolve(f"{owner}'s senate", DAY, home=home)
        assert found is None or (found.actor.type, found.affiliation) == (ActorType.UNNAMED, "")


@pytest.mark.parametrize("mention", ["Parliament", "the parliament", "the Senate"])
def test_a_continent_has_no_parliament(real: Resolver, mention: str) -> None:
    for place in ("Europe", "Asia"):
        found = real.resolve(mention, DAY, home=place, label="ORG", places=[place])
        assert found is not None
        assert place not in {found.affiliation, found.actor.name.split()[-1]}
    found = real.resolve(mention, DAY, home="Italy", places=["Europe", "Italy"])  # but a state on it has one
    assert found is not None
    assert found.affiliation == "Italy"


# -- parties and houses of states that the text never names -------------------------------------------------------


@pytest.mark.parametrize(
    ("mention", "home", "places", "meant"),
    [
        # about states that the registry does not know
        ("the Liberals", "Norland", ["Norland"], "Liberals"), ("the Senate", "Norland", [], "Senate of Norland"),
        ("the Freedom Party", "Norland", ["Norland"], "Freedom Party"),
        ("the Liberals", "", ["Norland"], "Liberals"), ("the Republicans", "Norland", ["Norland"], "Republicans"),
        # named states bring theirs
        ("the Liberals", "Norland", ["Norland", "Canada"], "Liberal Party of Canada"),
        ("the Liberals", "Canada", [], "Liberal Party of Canada"),
        ("the Freedom Party", "Austria", [], "Freedom Party of Austria"),
        ("the Freedom Party", "Netherlands", ["Netherlands"], "PVV"),
        ("the Freedom Party", "Ukraine", ["Ukraine"], "Freedom Party"),
        ("the Republicans", "Norland", ["Norland", "US"], "Republican Party"),
        ("the Republicans", "France", ["France"], "Les Républicains"),
        # of two the first
        ("the Freedom Party", "Ukraine", ["Austria", "Netherlands"], "Freedom Party of Austria"),
        ("the Freedom Party", "Ukraine", ["Netherlands", "Austria"], "PVV"),
        # short names that no other state's parties have
        ("Alternative for Germany", "Norland", ["Norland"], "AfD"), ("the Free Democrats", "Norland", [], "FDP"),
        # a document about no state at all leaves the registry as it is
        ("the Liberals", "", [], "Liberal Party of Canada"),
    ],
)  # fmt: skip
def test_a_short_name_means_no_party_of_a_state_never_named(
    real: Resolver, mention: str, home: str, places: list[str], meant: str
) -> None:
    assert name(real.resolve(mention, DAY, home=home, label="ORG", places=places)) == meant


def test_a_full_name_needs_no_state(real: Resolver, registry: Registry) -> None:
    found = real.resolve("the Liberal Party of Canada", DAY, home="Norland", label="ORG", places=["Norland"])
    assert found is not None
    assert found.actor.id in registry.entries


@pytest.mark.parametrize(("mention", "meant"), [("the Republicans", "Republican Party"), ("the Senate", "US Senate")])
def test_the_news_of_known_states_calls_those_of_the_united_states_by_short_names(
    real: Resolver, mention: str, meant: str
) -> None:
    biden = real.resolve("Joe Biden", DAY)
    assert biden is not None
    assert name(real.resolve(mention, DAY, known=[biden], home="Ukraine", label="ORG", places=["Ukraine"])) == meant
    assert name(real.resolve(mention, DAY, home="Ukraine", label="ORG", places=["Ukraine"])) == meant


def test_who_was_named_brings_the_parties_of_the_own_state(real: Resolver) -> None:
    trudeau = real.resolve("Justin Trudeau", DAY)
    assert trudeau is not None
    assert name(real.resolve("the Liberals", DAY, known=[trudeau], home="Ukraine")) == "Liberal Party of Canada"


def test_who_was_named_brings_the_parties_of_the_state_of_the_own_party(real: Resolver) -> None:
    davey = real.resolve("Ed Davey", DAY)
    assert davey is not None
    assert davey.affiliation == "Liberal Democrats"
    for home in ("Liberal Democrats", "Ukraine"):
        assert name(real.resolve("Labour", DAY, known=[davey], home=home, label="ORG")) == "Labour Party"
    assert name(real.resolve("Labour", DAY, home="Ukraine", label="ORG")) == "Labour"


def test_ambiguous_surnames_are_not_guessed_into_the_less_known(invented: Resolver) -> None:
    assert name(invented.resolve("Veskin", DAY)) == "Tomáš Veskin"
    known = invented.resolve("Ida Veskin", DAY)
    assert known is not None
    assert name(invented.resolve("Veskin", DAY, known=[known])) == "Ida Veskin"


def test_letters_that_hold_dots_have_the_key_of_their_dots() -> None:
    assert key("․") == key(".") == ""


@given(st.text(max_size=40))
def test_any_text_resolves_or_not_but_never_breaks(text: str) -> None:
    resolver = _shared()
    found = resolver.resolve(text, DAY)
    assert found is None or (found.actor.name and 0 <= found.confidence <= 1)
    assert resolver.resolve(text, DAY) == found
    assert clean(clean(text)) == clean(clean(clean(text)))
    assert key(key(text)) == key(text)


_CACHE: list[Resolver] = []


def _shared() -> Resolver:
    if not _CACHE:
        _CACHE.append(Resolver(Registry.load()))
    return _CACHE[0]


def test_phrases_are_read_in_any_order() -> None:
    for text in ["Ardania's foreign minister", "the Ardania foreign minister", "foreign minister of Ardania"]:
        phrase = read(text)
        assert phrase is not None
        assert (phrase.role, phrase.place) == ("foreign_minister", "Ardania")


@pytest.mark.parametrize(
    ("table", "old", "new", "message"),
    [
        ("offices", "mira-kolt,head_of_state", "mira-kolt,king", "offices.csv:3: role 'king'"),
        ("offices", "2023-05-02", "May 2023", "offices.csv:3: start 'May 2023'"),
        ("offices", "2021-01-01,2023-05-01", "2021-01-01,2020-05-01", "offices.csv:2: end 2020-05-01 lies before"),
        ("offices", "pact,yes", "pakt,yes", "offices.csv:7: of 'pakt'"),
        ("offices", "pia-lorn,", "pia-lor,", "offices.csv:8: person 'pia-lor'"),
        ("people", ",ardania,harbour", ",ardania,harbor", "people.csv:3: party 'harbor'"),
        ("people", "ida-veskin,", "mira-kolt,", "people.csv:4: id 'mira-kolt' is already used at people.csv:2"),
        ("people", "id,name", "id,nom", "people.csv:1: column missing: name"),
        (
            "organisations",
            "harbour,Harbour Party,party",
            "harbour,Harbour Party,club",
            "organisations.csv:4: type 'club'",
        ),
        ("states", "ardania,Ardania", "ardania,", "states.csv:2: column 'name' is empty"),
    ],
)
def test_errors_name_file_and_line(tmp_path: Path, table: str, old: str, new: str, message: str) -> None:
    folder = write(tmp_path, **{table: TABLES[f"{table}.csv"].replace(old, new, 1)})
    with pytest.raises(RegistryError, match=message.replace("(", r"\(")):
        Registry.from_folder(folder)


def test_check_reports_two_holders_of_one_office(tmp_path: Path) -> None:
    assert Registry.from_folder(write(tmp_path)).check() == ()
    offices = TABLES["offices.csv"].replace("2018-01-01,2023-05-01", "2018-01-01,2023-08-01")
    (problem,) = Registry.from_folder(write(tmp_path, offices=offices)).check()
    assert "head_of_state of ardania" in problem


YAML = """actors:
  - name: Ebba Rusk
    aliases: [E. B. Rusk]
    affiliation: Norland
    offices:
      - {role: foreign_minister, title: foreign minister, of: Norland, start: 2021-03-01}
  - {name: Norland, type: state, capital: Norholm, demonyms: [Norlandic]}
  - {name: Mira Kolt, aliases: [Kolt the Elder]}
"""


def test_a_users_yaml_adds_and_extends(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(YAML, encoding="utf-8")
    registry = Registry.from_folder(write(tmp_path), [path])
    resolver = Resolver(registry)
    assert name(resolver.resolve("the Norlandic foreign minister", DAY)) == "Ebba Rusk"
    assert name(resolver.resolve("Norholm", DAY)) == "Norland"
    assert name(resolver.resolve("Kolt the Elder", DAY)) == "Mira Kolt"
    assert registry.sha256 != Registry.from_folder(tmp_path).sha256


def test_a_users_csv_adds_one_line_per_office(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(
        "name,type,affiliation,role,title,of,start,end\n"
        "Norland,state,,,,,,\n"
        "Ebba Rusk,person,Norland,minister,trade minister,Norland,2020-01-01,2020-12-31\n"
        "Ebba Rusk,person,Norland,head_of_government,prime minister,Norland,2021-01-01,\n",
        encoding="utf-8",
    )
    resolver = Resolver(Registry.from_folder(write(tmp_path), [path]))
    assert name(resolver.resolve("Norland's prime minister", DAY)) == "Ebba Rusk"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("actors:\n  - nam: Ebba\n", "mine.yaml:2: unknown field: nam"),
        ("people: []\n", "mine.yaml:1: unknown field: people"),
        ("actors:\n  - name: [\n", "mine.yaml:3: not readable as YAML"),
        ("actors:\n  - name: Ebba\n    affiliation: Nowhere\n", "mine.yaml:2: state 'Nowhere' is no name or id"),
        ("actors:\n  - name: Ebba\n    affiliation: Ardanja\n", r"\(near: Ardania\); .*: name Ardanja, type state"),
        ("actors:\n  - {name: Ebba, party: Sand Club}\n", "define it in the actor file: name Sand Club, type party"),
        ("", "mine.yaml: the file is empty"),
    ],
)
def test_errors_in_a_users_file_name_the_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RegistryError, match=message):
        Registry.from_folder(write(tmp_path), [path])


def test_the_packaged_registry_is_consistent(registry: Registry) -> None:
    assert registry.check() == ()
    kinds = [entry.actor.type for entry in registry.entries.values()]
    assert kinds.count(ActorType.STATE) == 197
    assert kinds.count(ActorType.PARTY) >= 150
    wikidata = [entry.actor.wikidata for entry in registry.entries.values() if entry.actor.wikidata]
    assert len(wikidata) == len(set(wikidata))
    assert len(list(registry.rows())) == len(registry.entries)


def test_every_full_name_resolves_to_its_actor(registry: Registry, real: Resolver) -> None:
    missed = [
        entry.actor.name
        for entry in registry.entries.values()
        if name(real.resolve(entry.actor.name, DAY)) != entry.actor.name
    ]
    assert missed == []


@pytest.mark.parametrize(
    ("mention", "day", "expected"),
    [
        ("the French Foreign Minister", "2022-03-04", "Jean-Yves Le Drian"),
        ("the EU's top diplomat", "2022-03-04", "Josep Borrell"),
        ("EU foreign policy chief", "2025-02-04", "Kaja Kallas"),
        ("NATO chief", "2024-12-01", "Mark Rutte"),
        ("the alliance's secretary-general", "2022-03-04", "Jens Stoltenberg"),
        ("Kulebas", "2022-03-16", "Dmytro Kuleba"),
        ("Kaczynsk", "2022-03-16", "Jarosław Kaczyński"),
        ("Kremlin spokesman", "2022-03-16", "Dmitry Peskov"),
        ("White House press secretary", "2022-03-16", "Jen Psaki"),
        ("British premier", "2022-03-16", "Boris Johnson"),
        ("the Pentagon chief", "2022-03-16", "Lloyd Austin"),
        ("the Ukrainian leader", "2022-03-16", "Volodymyr Zelensky"),
        ("German Chancellor Scholz", "2022-03-16", "Olaf Scholz"),
        ("the Biden administration", "2022-03-16", "United States"),
        ("Brussels", "2022-03-16", "European Union"),
        ("the bloc", "2022-03-16", "European Union"),
        ("No. 10", "2022-03-16", "United Kingdom"),
        ("Germany's parliament", "2022-03-16", "Bundestag"),
        ("U.S. House Speaker", "2022-03-16", "Nancy Pelosi"),
    ],
)
def test_the_packaged_registry_knows_who_it_was(real: Resolver, mention: str, day: str, expected: str) -> None:
    assert name(real.resolve(mention, dt.date.fromisoformat(day))) == expected


def test_patterns_suit_an_entity_ruler(registry: Registry) -> None:
    patterns = registry.patterns()
    texts = [pattern["pattern"] for pattern in patterns]
    assert len(texts) == len(set(texts))
    assert {pattern["label"] for pattern in patterns} == {"PERSON", "GPE", "ORG"}
    assert {"label": "PERSON", "pattern": "Jens Stoltenberg", "id": "jens-stoltenberg"} in patterns
    assert {"label": "PERSON", "pattern": "Stoltenberg", "id": "jens-stoltenberg"} in patterns
    assert {"label": "ORG", "pattern": "Kremlin", "id": "russia"} in patterns
    assert "French" not in texts


def test_loading_and_resolving_are_quick() -> None:
    start = time.process_time()
    resolver = Resolver(Registry.load())
    assert time.process_time() - start < 1.0
    mentions = ["the French Foreign Minister", "Kuleba", "a spokesperson for the German defence ministry", "NATO"]
    for mention in mentions:
        resolver.resolve(mention, DAY)
    start = time.process_time()
    for _ in range(100):
        for mention in mentions:
            resolver.resolve(mention, DAY)
    assert (time.process_time() - start) / 400 < 0.001
