"""Axis files, their defaults and their mistakes; the gate and what it must not miss."""

from __future__ import annotations

import pickle
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.axes import Gate, check_axes, load_axes
from tracker.axes.defaults import derive_terms, thesaurus
from tracker.axes.words import STOP_WORDS, forms, nouns, parted, plain, squeeze, verbs
from tracker.errors import AxisError, InputError
from tracker.resources import resource
from tracker.schema import STANCE_LABELS, Axis, Label

MINIMAL = "axes:\n  carbon_tax:\n    proposal: a carbon tax on imports\n"


@pytest.fixture
def write(tmp_path: Path):
    def write_to(text: str | bytes) -> Path:
        path = tmp_path / "axes.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write_to


@pytest.fixture(scope="module")
def gate() -> Gate:
    return Gate(load_axes())


def axis(*terms: str, axis_id: str = "one") -> Axis:
    return Axis(id=axis_id, title="", proposal="", terms=terms)


def found(gate: Gate, text: str) -> list[tuple[str, str]]:
    return [(hit.axis_id, hit.span.of(text)) for hit in gate.hits(text)]


def test_the_packaged_axes_load_and_hold_no_problem() -> None:
    assert [axis.id for axis in load_axes()] == ["troops_to_ukraine", "no_fly_zone", "weapons_supply"]
    assert check_axes(resource("axes.yaml")) == []
    assert all(set(axis.hypotheses) == set(STANCE_LABELS) and axis.definition for axis in load_axes())


def test_two_lines_make_an_axis(write) -> None:
    (one,) = load_axes(write(MINIMAL))
    assert (one.title, one.definition, one.aspects) == ("Carbon tax", "", {})
    assert one.hypotheses[Label.OPPOSE] == "{actor} opposes {proposal}."
    assert {"carbon tax", "carbon pricing"} <= set(one.terms)
    assert "levy" in one.hints


def test_a_proposal_that_comes_with_the_program_is_familiar_in_any_file(write) -> None:
    shipped = load_axes()[0]
    mine, other = f"  mine:\n    proposal: {shipped.proposal}\n", "  toll:\n    proposal: a toll on the canal\n"
    found = load_axes(write(f"axes:\n{mine}{other}"))
    assert [axis.familiar for axis in found] == [True, False]
    assert all(axis.familiar for axis in load_axes())


def test_given_hypotheses_replace_the_defaults_one_by_one(write) -> None:
    (one,) = load_axes(write(MINIMAL + '    hypotheses: {support: "{actor} wants {proposal}."}\n'))
    assert one.hypotheses[Label.SUPPORT] == "{actor} wants {proposal}."
    assert one.hypotheses[Label.NEUTRAL] == "{actor} takes no position on {proposal}."


MISTAKES = [
    ("", 1, "empty"),
    ("- a\n", 1, "mapping"),
    ("axis:\n  a: {proposal: the levy}\n", 1, "did you mean 'axes'"),
    ("axes:\n", 1, "mapping"),
    ("axes: {}\n", 1, "no axis"),
    ("axes:\n  a:\n    title: Levy\n", 2, "`proposal` is missing"),
    ("axes:\n  a:\n", 2, "mapping"),
    ("axes:\n  a:\n    proposal:\n", 3, "found nothing"),
    ("axes:\n  a:\n    proposal: ''\n", 3, "empty"),
    ("axes:\n  a:\n    proposal: 42\n", 3, 'in quotes: "42"'),
    ("axes:\n  a:\n    proposal: what it is about\n", 3, "no term follows"),
    ("axes:\n  a:\n    propsal: the levy\n", 3, "did you mean 'proposal'"),
    (MINIMAL + "    terms: levy\n", 4, "list"),
    (MINIMAL + "    terms: []\n", 4, "empty list"),
    (MINIMAL + "    terms: [levy, no]\n", 4, "yes/no"),
    (MINIMAL + "    terms:\n      - levy\n      - of the\n", 6, "nearly every text"),
    (MINIMAL + "    terms:\n      - levy\n      - x\n", 6, "too short"),
    (MINIMAL + "    terms:\n      - levy\n      - '--'\n", 6, "no letter"),
    (MINIMAL + "    terms:\n      - levy\n      - Levy\n", 6, "first on line 5"),
    (MINIMAL + "    aspects: [a, b]\n", 4, "mapping"),
    (MINIMAL + "    aspects:\n      imports: steel\n", 5, "list"),
    (MINIMAL + "  carbon_tax:\n    proposal: again\n", 4, "first on line 2"),
    (MINIMAL + "    title: One\n    title: Two\n", 5, "twice"),
    ("axes:\n  Carbon-Tax:\n    proposal: the levy\n", 2, "'carbon_tax'"),
    (MINIMAL + "    hypotheses:\n      suport: '{actor} supports {proposal}.'\n", 5, "did you mean 'support'"),
    (MINIMAL + "    hypotheses:\n      unclear: '{actor} mumbles {proposal}.'\n", 5, "no hypothesis 'unclear'"),
    (MINIMAL + "    hypotheses:\n      support: 'Someone supports {proposal}.'\n", 5, "{actor}"),
    (MINIMAL + "    hypotheses:\n      support: '{actor} agrees.'\n", 5, "names no proposal"),
    (MINIMAL + "    hypotheses:\n      support: '{actor} supports {topic}.'\n", 5, "{topic}"),
    (MINIMAL + "    hypotheses:\n      support: '{actor supports {proposal}.'\n", 5, "hypothesis 'support'"),
    (MINIMAL + "    hypotheses:\n      support: '{actor} supports the levy}.'\n", 5, "braces"),
    ("axes:\n  a:\n    proposal: [one\n", 4, "not valid YAML"),
    ("axes:\n\ta: b\n", 2, "not valid YAML"),
    (b"axes:\n  a: {proposal: caf\xe9}\n", 1, "UTF-8"),
    ("axes: " + "[" * 5000, 1, "nested too deeply"),
]


@pytest.mark.parametrize(("text", "line", "message"), MISTAKES)
def test_a_mistake_is_explained_on_its_line(write, text: str | bytes, line: int, message: str) -> None:
    path = write(text)
    problems = check_axes(path)
    assert [(p.line, p.message) for p in problems if p.line == line and message in p.message], problems
    with pytest.raises(AxisError, match=f"axes.yaml:{problems[0].line}: "):
        load_axes(path)


def test_every_mistake_is_listed_in_the_order_of_lines(write) -> None:
    path = write("axes:\n  A:\n    proposal: the levy\n    colour: red\n  b:\n    terms: [the]\n")
    assert [problem.line for problem in check_axes(path)] == [2, 4, 5]


def test_a_missing_file_and_a_folder_are_said(tmp_path: Path) -> None:
    assert "cannot be read" in check_axes(tmp_path / "none.yaml")[0].message
    with pytest.raises(AxisError):
        load_axes(tmp_path)
    with pytest.raises(InputError, match="not part of this installation"):
        resource("models/never")


@pytest.mark.parametrize(
    ("proposal", "wanted", "unwanted"),
    [
        ("phasing out nuclear power in Germany", {"nuclear power", "reactor", "nuclear plant"}, {"germany", "power"}),
        ("raising the minimum wage to 15 dollars", {"minimum wage", "living wage"}, {"raising", "minimum", "15"}),
        ("Ruritania's membership in the League", {"membership", "accession", "join"}, {"ruritania"}),
        ("banning fur farms", {"fur farms"}, {"banning", "prohibit"}),
        ("a wall between the United States and Mexico", {"wall"}, {"united", "states", "mexico"}),
        ("confirming Ada Kolt to the Supreme Court", {"kolt", "supreme court"}, {"supreme", "court", "judge"}),
        ("tariffs on imported steel", {"import duty", "imported steel", "steel"}, {"on"}),
        ("the Ruritania plan", {"ruritania"}, {"plan", "the"}),
        ("accepting more asylum seekers", {"asylum seeker", "refugee", "migrant"}, {"more"}),
        ("US troops in Ruritania", {"us troops", "soldiers"}, {"us", "ruritania"}),
    ],
)
def test_terms_follow_from_a_proposal(proposal: str, wanted: set[str], unwanted: set[str]) -> None:
    terms = set(derive_terms(proposal)[0])
    assert wanted <= terms, terms
    assert not terms & unwanted


@pytest.mark.parametrize(
    ("proposal", "hints"),
    [
        ("raising the minimum wage to 15 dollars", {"pay", "salary"}),
        ("banning fur farms", {"banning", "prohibit", "outlaw"}),
        ("a wall on the border between the United States and Mexico", {"united states", "mexico"}),
        ("admitting Syrian refugees", {"admitting", "syrian", "membership"}),
        ("phasing out nuclear power", set()),
    ],
)
def test_what_says_little_alone_is_a_hint(proposal: str, hints: set[str]) -> None:
    terms, found = derive_terms(proposal)
    assert hints <= set(found)
    assert not set(terms) & set(found)
    assert bool(found) == bool(hints)


def test_hints_are_terms_where_nothing_else_is() -> None:
    terms, hints = derive_terms("banning it")
    assert "banning" in terms
    assert not hints


def test_a_hint_counts_near_a_term_alone() -> None:
    gate = Gate([Axis(id="one", title="", proposal="", terms=("wall",), hints=("mexico",))])
    far = "Mexico won. " + "Nothing else was told of it all day long. " * 12 + "The wall by Mexico is white."
    assert [hit.term for hit in gate.hits(far)] == ["wall", "mexico"]
    assert gate.hits("Mexico won.") == ()
    assert not gate.touches("Mexico won.")


def test_the_thesaurus_is_well_formed() -> None:
    members = [member for group in thesaurus() for member in group]
    assert len(thesaurus()) >= 120
    assert all(len(set(group)) == len(group) > 1 for group in thesaurus())
    assert all(member == member.strip().lower() and len(member) > 1 for member in members)
    assert not STOP_WORDS & set(members)


@pytest.mark.parametrize(
    ("term", "wanted"),
    [
        ("ban", {"bans", "banned", "banning"}),
        ("supply", {"supplies", "supplied", "supplying"}),
        ("close the sky", {"closing the sky", "closed the skies"}),
        ("sending soldiers", {"send soldiers", "sent soldiers", "sending soldier"}),
        ("phasing out coal", {"phase out coal", "phased out coal"}),
        ("anti-tank", {"anti tank", "antitank", "antitanks"}),
        ("antitank", {"anti tank"}),
        ("f-16", {"f 16", "f16"}),
        ("armored vehicle", {"armoured vehicles"}),
        ("defence aid", {"defense aid"}),
        ("nationalisation", {"nationalization"}),
        ("serviceman", {"servicemen"}),
        ("veto", {"vetoes", "vetoed", "vetoing"}),
        ("ruritania's airspace", {"ruritanias airspace"}),
    ],
)
def test_forms(term: str, wanted: set[str]) -> None:
    assert wanted <= forms(term), sorted(forms(term))


def test_words_that_are_no_verb_or_no_plural_stay_as_they_are() -> None:
    assert forms("arms") == {"arms"}
    assert verbs("string") == {"string", "strings", "stringed", "stringing"}
    assert nouns("crisis") == {"crisis", "crises"}
    assert verbs("soldiers") == {"soldiers"}


def test_the_gate_finds_variants_where_they_stand(gate: Gate) -> None:
    text = "A no–fly\nzone,  an “anti‐tank  rocket”, İ armored vehicles, wea\u00adpons; they closed the skies; Ukraine."
    assert [hit.span.of(text) for hit in gate.hits(text)] == [
        "no–fly\nzone", "anti‐tank", "rocket", "armored vehicles", "wea\u00adpons", "closed the skies",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "axis_id"),
    [
        ("Two technicians went to Vinnytsia.", "troops_to_ukraine"),
        ("Crimea was to get cartridges.", "weapons_supply"),
    ],
)
def test_towns_of_the_country_are_anchors_and_gear_has_many_names(gate: Gate, text: str, axis_id: str) -> None:
    assert axis_id in {axis for axis, _ in found(gate, text)}


def test_only_whole_words_are_hits() -> None:
    gate = Gate([axis("tank", "arms")])
    assert found(gate, "He thanks Tankred, whose charms and harms are farms; a tanker, 2tank, tankä.") == []
    assert found(gate, "(Tank)") == [("one", "Tank")]
    assert not gate.touches("thanks")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("They shot two of the kites down.", ["shot two of the kites down"]),
        ("Bringing the\nkite down took a day.", ["Bringing the\nkite down"]),
        ("Kites were brought down.", ["brought down"]),
        ("She shot at kites, then sat down.", []),
        ("He shot a kite. Down it came.", []),
        ("They brought a very long list of other kinds of kites down.", []),
        ("He shot the downhill race.", []),
    ],
)
def test_a_verb_may_stand_apart_from_its_particle(text: str, wanted: list[str]) -> None:
    gate = Gate([axis("shoot down", "bring down")])
    assert [words for _, words in found(gate, text)] == wanted
    assert gate.touches(text) == bool(wanted)


def test_only_a_verb_with_a_particle_comes_apart() -> None:
    assert ("phased", "out") in parted("phase out")
    assert parted("boots on the ground") == parted("air cover") == parted("down drones") == frozenset()


def test_the_longer_term_of_an_axis_wins_and_axes_do_not_disturb_each_other() -> None:
    gate = Gate([axis("air", "air defence"), axis("defence", axis_id="two")])
    assert found(gate, "air-defense") == [("one", "air-defense"), ("two", "defense")]


def test_a_gate_without_terms_and_a_pickled_gate() -> None:
    assert Gate([]).hits("arms") == ()
    assert not Gate([axis()]).touches("arms")
    assert pickle.loads(pickle.dumps(Gate([axis("arms")]))).touches("ARMS")


@given(st.text(alphabet="tanksarm f-16–no’' \n\u00ad\u200bİßﬁ.", max_size=60))
def test_hits_lie_in_the_text_and_agree_with_touches(text: str) -> None:
    gate = Gate([axis("tank", "f-16", "arms"), axis("no fan", axis_id="two")])
    hits = gate.hits(text)
    assert bool(hits) == gate.touches(text)
    for hit in hits:
        flat = squeeze(plain(hit.span.of(text)))[0]
        assert flat in forms(hit.term)
        assert flat == flat.strip()


@given(st.text(max_size=200))
def test_plain_keeps_every_offset(text: str) -> None:
    flat, offsets = squeeze(plain(text))
    assert len(plain(text)) == len(text)
    if offsets is not None:
        assert len(offsets) == len(flat)
        assert all(plain(text[at]) == letter for at, letter in zip(offsets, flat, strict=True))


@given(st.sampled_from(sorted({member for group in thesaurus() for member in group})))
def test_every_form_of_every_term_passes_the_gate(term: str) -> None:
    gate = Gate([axis(term)])
    assert all(gate.touches(f"It is {form}, they say.") for form in forms(term))


def test_the_gate_is_quick(gate: Gate) -> None:
    text = "The minister said on Monday that the weather had been fine and that he had nothing to add to it. " * 40
    began = time.process_time()
    for _ in range(200):
        gate.touches(text)
    assert 200 / (time.process_time() - began) > 1000
