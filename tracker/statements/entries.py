"""Whom "the party", "a spokesman" and "an aide" mean, by who was mentioned before them in the document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.names import unmarked
from tracker.schema import Actor, ActorType, Resolution
from tracker.statements.clauses import SUBJECTS
from tracker.statements.gender import Gender, of_mention, of_name
from tracker.statements.lexicon import BODY_NOUNS, HOUSE_NOUNS, ROLE_NOUNS
from tracker.statements.mentions import SPOKESMEN
from tracker.statements.standins import is_former

if TYPE_CHECKING:
    from spacy.tokens import Token

BODIES = frozenset({ActorType.STATE, ActorType.ORGANISATION, ActorType.PARTY})
PEOPLE = frozenset({ActorType.PERSON, ActorType.UNNAMED})
_NO_PARTY = (HOUSE_NOUNS | {"pact"}) - {"alliance", "bloc", "coalition", "group", "movement", "party", "union"}
_OFFICES = frozenset("chancellor governor leader mayor minister premier president secretary senator".split())
_SINGLE = ROLE_NOUNS - HOUSE_NOUNS - SPOKESMEN - frozenset("""
activist adviser advisor aide ally analyst archbishop campaigner colleague counterpart critic defender delegate democrat
diplomat doctor economist employer envoy expert farmer lawmaker lawyer liberal neighbor neighbour nurse officer official
opponent partner politician predecessor professor prosecutor republican rival scientist source statesman successor
supporter teacher
""".split())
# Ranks that an article may leave to the reader: "Odo Brandt left. The general had said".
_RANKS = frozenset("admiral archbishop bishop brigadier captain cardinal colonel general major marshal".split())
_PARTISANS = frozenset("centrist communist conservative democrat liberal nationalist republican socialist".split())
_RANKED = frozenset("another chief first former leading next other second senior third top".split())
_WHERE = frozenset({"across", "in", "inside", "into", "near", "over", "through", "throughout", "within"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A mention of an actor: its token, its sentence, whether it is a subject, and what it says of "he" and "she"."""

    index: int
    sentence: int
    subject: bool
    actor: Resolution
    gender: Gender = ""


def named_of(entries: Sequence[Entry]) -> list[Resolution]:
    """Return the actors that have a name, oldest first."""
    return [entry.actor for entry in entries if entry.actor.actor.type is not ActorType.UNNAMED]


def words_of(name: str) -> set[str]:
    """Return the words of a name in small letters, without accents."""
    return set(unmarked(name).lower().replace("-", " ").split())


def nearest(near: Sequence[Entry], gender: Gender, here: int) -> Entry:
    """Return whom a pronoun means most likely: a subject, of its gender, not many sentences back."""

    def fit(entry: Entry) -> float:
        agrees = bool(gender) and entry.gender == gender
        return entry.subject * 1.2 + agrees * 0.5 - (here - entry.sentence) * 1.1

    return max(near, key=lambda e: (fit(e), e.subject, -e.index))


def gender_of(token: Token, actor: Resolution, before: Sequence[Entry]) -> Gender:
    """Return what a mention, earlier mentions of the same person and the person's name say of "he" and "she"."""
    if actor.actor.type not in PEOPLE:
        return ""
    said = (entry.gender for entry in before if entry.actor.actor.id == actor.actor.id and entry.gender)
    return of_mention(token) or next(said, "") or of_name(actor.actor.name)


def in_passing(entry: Entry, token: Token) -> bool:
    """Tell whether a mention but says whose or where something is, as no pronoun takes up: "Tarnian jets over Velm"."""
    of_state = entry.actor.actor.type is ActorType.STATE
    if entry.subject or not (of_state or entry.actor.actor.type is ActorType.PERSON):
        return False
    where = token.dep_ == "pobj" and token.head.lower_ in _WHERE
    return where or (of_state and token.dep_ in {"amod", "compound", "nmod"})


def party_meant(token: Token, sentence: int, before: Sequence[Entry]) -> Resolution | None:
    """Return the party that "the party" means: the last one named, or the body that the last sentence was about."""
    words = [child.lower_ for child in token.children if not child.is_punct]
    if token.lower_ not in {"party", "movement"} or words not in (["the"], ["his"], ["her"]):
        return None
    parties = [entry for entry in before if entry.actor.actor.type is ActorType.PARTY]
    near = [entry for entry in before if entry.subject and entry.sentence >= sentence - 1]
    bodies = [entry for entry in near if _may_be_party(entry.actor.actor)]
    return (bodies or parties)[-1].actor if bodies or parties else None


def spoken_for(token: Token, sentence: int, before: Sequence[Entry]) -> Resolution | None:
    """Return whom "a spokesman" or "an aide" speaks for: the body or the person that the last sentence was about."""
    bare = all(child.dep_ == "det" for child in token.children if child.i < token.i)
    alone = not any(child.dep_ in {"prep", "appos", "relcl"} for child in token.children)
    if not (token.lower_ in SPOKESMEN or token.lower_ == "aide") or not (bare and alone):
        return None
    near = [entry.actor for entry in before if entry.subject and entry.sentence == sentence - 1]
    kinds = BODIES if token.lower_ in SPOKESMEN else frozenset({ActorType.PERSON})
    return replace(near[-1], rule="officials") if near and near[-1].actor.type in kinds else None


def former_one(token: Token, sentence: int, before: Sequence[Entry]) -> Resolution | None:
    """Return whom "the former bricklayer" means as a subject: the person that the last words were about.

    "The former president" may be somebody else than the one who is.
    """
    named = token.ent_type_ or any(child.dep_ in {"appos", "prep"} for child in token.children)
    if token.dep_ not in SUBJECTS or named or not is_former(token) or token.lemma_.lower() in _OFFICES:
        return None
    near = [entry.actor for entry in before if entry.subject and entry.sentence >= sentence - 1]
    return next((actor for actor in reversed(near) if actor.actor.type is ActorType.PERSON), None)


def partisan(token: Token, sentence: int, before: Sequence[Entry]) -> Resolution | None:
    """Return whom "the Liberal Democrat" means as a subject: the person that the last words were about.

    "The top Democrat" and "the Democrat on the panel" may be somebody else.
    """
    children = {child.lower_ for child in token.children}
    told = any(child.dep_ in {"appos", "prep", "poss", "relcl", "acl"} for child in token.children)
    if token.lower_ not in _PARTISANS or token.dep_ not in SUBJECTS or "the" not in children:
        return None
    if told or not children.isdisjoint(_RANKED) or token.tag_ not in {"NN", "NNP"}:
        return None
    near = [entry for entry in before if entry.sentence >= sentence - 1 and entry.actor.actor.type is ActorType.PERSON]
    alone = len({entry.actor.actor.id for entry in near}) == 1
    return near[-1].actor if alone and near[-1].subject else None


def office_holder(token: Token, sentence: int, before: Sequence[Entry]) -> Resolution | None:
    """Return whom "the general" means, an office that nobody else is known by: the last person named with that office.

    Else a rank means the one person that the last sentence was about, where nothing has told that one's office yet.
    """
    if not _is_the_office(token):
        return None
    people = [entry for entry in before if entry.actor.actor.type is ActorType.PERSON]
    said = {child.lower_ for child in (token, *token.children) if child.text.islower()} - {"the"}
    for entry in reversed(people):
        if said & {token.lower_} and said <= _words_beside(token.doc[entry.index]):
            return entry.actor
    if token.lower_ not in _RANKS or any(child.dep_ == "prep" for child in token.children):
        return None
    near = [entry for entry in people if entry.sentence >= sentence - 1]
    alone = len({entry.actor.actor.id for entry in near}) == 1 and not any(entry.actor.role for entry in near)
    return near[-1].actor if alone and near[0].subject else None


def _is_the_office(token: Token) -> bool:
    """Tell whether a noun without a name is somebody by a single office: "the general", "the Tarnian premier"."""
    the = any(child.lower_ == "the" for child in token.children)
    named = token.ent_type_ == "PERSON" or any(child.dep_ == "appos" for child in token.children)
    former = any(child.lower_ == "former" for child in token.children)
    return the and not (named or former) and token.tag_ in {"NN", "NNP"} and token.lemma_.lower() in _SINGLE


def _words_beside(token: Token) -> set[str]:
    """Return the small-lettered words of what stands beside a name or in front of it: "the general, Mira Kolt"."""
    beside = [child for child in token.children if child.dep_ in {"appos", "compound", "nmod", "amod"}]
    beside += [token.head] if token.dep_ in {"appos", "compound", "nmod"} else []
    return {word.lower_ for other in beside for word in (other, *other.children)}


def may_be_state(actor: Resolution) -> bool:
    """Tell whether a body may be a state that the recogniser took for a firm: one word that is in no body's name."""
    name = actor.affiliation
    return actor.actor.type is ActorType.ORGANISATION and name.istitle() and " " not in name and not _is_of_body(name)


def _is_of_body(word: str) -> bool:
    return word.lower() in BODY_NOUNS or word.endswith("s")


def _may_be_party(actor: Actor) -> bool:
    """Tell whether a body is a party for all that its name says: "Lusania First", not "the Velm Company"."""
    unsaid = _NO_PARTY.isdisjoint(actor.name.lower().split())
    return actor.type is ActorType.PARTY or (actor.type is ActorType.ORGANISATION and unsaid)
