"""Words that stand for somebody without naming him: "whose country", "the former bricklayer", "Tarn, which wants"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.statements.clauses import SUBJECTS, is_verb, own_subject, referent
from tracker.statements.lexicon import GROUP_PRONOUNS, HOUSE_NOUNS, ROLE_NOUNS, VERDICTS

if TYPE_CHECKING:
    from spacy.tokens import Token

_GOVERNING = frozenset({"alliance", "coalition", "junta", "parties"})
_COUNTRIES = frozenset({"country", "homeland", "nation"})
_LAWMAKERS = frozenset("lawmaker legislator parliamentarian deputy mp".split())
_TO_DECIDE = VERDICTS | {"ratify", "vote"}


def all_meant(token: Token) -> Token:
    """Return the noun that a relative pronoun stands for, the first of several: "Tarn and Velm, who have offered"."""
    noun = _counted(referent(token))
    if noun is token or token.head.tag_ == "VBZ" or any(child.tag_ == "VBZ" for child in token.head.children):
        return noun
    while noun.dep_ == "conj" and noun.ent_type_ and noun.ent_type_ == noun.head.ent_type_:
        noun = noun.head
    return noun


def _counted(noun: Token) -> Token:
    """Return the lawmakers of "a majority of lawmakers", who decide as one; what is no majority stands for itself."""
    linked = (child for child in noun.children if child.lower_ == "of" and child.dep_ == "prep")
    people = (child for of in linked for child in of.children if child.dep_ == "pobj" and child.tag_ == "NNS")
    return next(people, noun) if noun.lemma_.lower() == "majority" else noun


def country_of(token: Token) -> Token | None:
    """Return the word that tells whose country is meant: "his country", "Kolt, whose country", "Kolt's country"."""
    owner = next((child for child in token.children if child.dep_ == "poss"), None)
    if token.lower_ not in _COUNTRIES or owner is None:
        return None
    told = token.dep_ in SUBJECTS and token.head.dep_ == "relcl"
    return (token.head.head if told else None) if owner.lower_ == "whose" else owner


def place_of_person(token: Token) -> Token | None:
    """Return the place behind a person's name: "Mira Kolt of Tarn"."""
    if token.ent_type_ != "PERSON":
        return None
    linked = (child for child in token.children if child.dep_ == "prep" and child.lower_ in {"of", "from"})
    places = (c for child in linked for c in child.children if c.dep_ == "pobj" and c.ent_type_ == "GPE")
    return next(places, None)


def stands_for_somebody(token: Token) -> bool:
    """Tell whether a noun without a name is somebody known: a state by who governs it, or what a person has been."""
    return any((country_of(token) is not None, is_former(token), governed_by(token) is not None))


def governed_by(token: Token) -> Token | None:
    """Return the state that a noun stands for: Tarn of "the parties that govern Tarn" and "the junta that rules Tarn".

    One party of several may disagree with its government.
    """
    if token.lower_ not in _GOVERNING:
        return None
    verbs = [child for child in token.children if child.dep_ == "relcl" and child.lemma_.lower() in {"govern", "rule"}]
    told = [verb for verb in verbs if any(c.dep_ in SUBJECTS and c.lower_ in {"that", "which"} for c in verb.children)]
    states = (child for verb in told for child in verb.children if child.dep_ == "dobj" and child.ent_type_ == "GPE")
    return next(states, None)


def lawmakers_of(token: Token) -> tuple[str, bool] | None:
    """Return whose lawmakers decide something together ("Velmar lawmakers passed it"), "" where that is not told.

    Beside it stands whether that is sure: an adjective may be one of a party or a people, "in Velm" is not.
    "Some lawmakers", "opposition lawmakers", "lawmakers who oppose it" and what they say are not the house's.
    """
    told = [child for child in token.children if child.dep_ != "punct"]
    places = [child for child in told if child.ent_type_ in {"NORP", "GPE"} and child.dep_ != "prep"]
    if len(told) == 1 and told[0].lower_ in {"in", "of", "from"}:  # "lawmakers in Velm"
        places = [child for child in told[0].children if child.ent_type_ == "GPE" and child.dep_ == "pobj"]
    together = token.dep_ == "nsubj" and token.head.tag_ == "VBD" and token.head.lemma_.lower() in _TO_DECIDE
    if token.tag_ != "NNS" or token.lemma_.lower() not in _LAWMAKERS or len(told) > len(places) or not together:
        return None
    inside = any(place.dep_ == "pobj" for place in places)
    return " ".join(place.text for place in places) + ("'s" if inside else ""), inside or not places


def is_former(token: Token) -> bool:
    """Tell whether a noun is a person by what that one has been: "the former bricklayer"."""
    before = {child.lower_ for child in token.children if child.i < token.i}
    return token.tag_ in {"NN", "NNP"} and before >= {"the", "former"}


def is_cleft(token: Token) -> bool:
    """Tell whether a name is the doer in "It was Kolt who rang": what follows goes on about it as about a subject."""
    told = any(child.dep_ == "relcl" and child.i > token.i for child in token.children)
    verb = token.head
    dummy = any(child.lower_ == "it" and child.dep_ in SUBJECTS for child in verb.children)
    return token.dep_ == "attr" and verb.lemma_ == "be" and dummy and told


def is_common_plural(token: Token) -> bool:
    """Tell whether the capital of a plural only opens a sentence: "Farmers accuse him", where farmers come up again."""
    if token.tag_ != "NNS" or token.ent_id_ or not token.is_sent_start:
        return False
    others = {other.text for other in token.doc if other.lower_ == token.lower_ and not other.is_sent_start}
    return others == {token.lower_}


def body_of_clause(pronoun: Token) -> Token | None:
    """Return the body or the people that the clause around a pronoun is about: "the harbour board said it would close".

    Such a noun names nobody, and whoever was named before it would be taken for what the pronoun means.
    """
    if pronoun.lower_ not in GROUP_PRONOUNS:
        return None
    many = pronoun.lower_.startswith("the")
    for verb in (token for token in pronoun.ancestors if is_verb(token)):
        doer = own_subject(verb)
        if doer is None or doer.pos_ == "PRON":
            continue
        fits = doer.lemma_.lower() in (ROLE_NOUNS if many else HOUSE_NOUNS) and (doer.tag_ == "NNS") == many
        return doer if fits and not doer.ent_type_ and pronoun.i not in range(doer.left_edge.i, doer.i + 1) else None
    return None
