"""Names of places that the recogniser misses or takes for people: invented states and towns, by where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from tracker.names import looks_like_demonym
from tracker.statements.clauses import SUBJECTS, is_verb, opens_line, text_of
from tracker.statements.datelines import datelines
from tracker.statements.gender import plain
from tracker.statements.lexicon import BODY_NOUNS, ROLE_NOUNS, SAY, TITLES

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_UNSURE = frozenset({"", "PERSON", "ORG", "FAC", "LOC", "WORK_OF_ART", "PRODUCT", "EVENT", "LAW"})
_THINGS = frozenset({"", "FAC", "LOC", "WORK_OF_ART", "PRODUCT", "EVENT", "LAW"})  # what no speaker is
_WITHIN = frozenset({"in", "near", "across", "inside", "throughout"})
# What only states have, and what people, firms and clubs have too ("Kolt's government", "the president of Velm Steel").
_OF_STATES = frozenset("""
airspace ambassador border capital coast king kingdom parliament population queen republic
""".split())
_ALSO_OF_OTHERS = frozenset("army government people premier president".split())
_PRINTED = frozenset({"print", "publish", "write"})  # "In Kommersant she wrote"
_NOT_INTO = SAY | _PRINTED | frozenset({"believe", "invest", "play", "trust"})
STEM = 4  # letters that a place and its adjective share
_OF_CREEDS = ("ic", "ist", "ists")  # "Islamic", "Stalinist": of a faith or a thinker more often than of a place
_SHORTEST = 3  # letters of a place
_SERIES = 2  # places that open lines in the same way, from which others in their row are places, too


def places(doc: Doc, surnames: Collection[str] = ()) -> Iterator[Span]:
    """Yield single words that are names of places, in order: once in a place's frame, a name is one throughout.

    What is part of a person's full name is a family name wherever it stands; ``surnames`` holds further ones, plain.
    """
    personal = {token.text for entity in doc.ents if entity.label_ == "PERSON" and len(entity) > 1 for token in entity}
    alone = [t for t in doc if _stands_alone(t) and t.text not in personal and plain(t.text) not in surnames]
    known = [entity.root for entity in doc.ents if entity.label_ == "GPE" and len(entity) == 1 and not entity.ent_id_]
    often = Counter(token.text for token in alone)
    framed = {t.text for t in (*alone, *known) if _is_framed(t) or (often[t.text] > 1 and opens_line(t))}
    framed |= _of_datelines(doc) | _with_adjective(doc, alone)
    for marks in (".", ":", "\n"):
        framed |= _in_a_row([t for t in doc if _opens_row(t, marks) and t.text not in personal], framed)
    yield from (doc[t.i : t.i + 1] for t in doc if t.text in framed and (t in alone or _is_heading(t)))


def _of_datelines(doc: Doc) -> set[str]:
    """Return the states of datelines: Tarn of "HALMAR, Tarn (Agency) -"."""
    spans = datelines(text_of(doc))
    inside = (t for t in doc if t.i and any(span.start <= t.idx < span.end for span in spans))
    return {t.text for t in inside if t.nbor(-1).text == "," and t.text.istitle()}


def _with_adjective(doc: Doc, alone: Collection[Token]) -> set[str]:
    """Return the names that the document makes an adjective or a people of: Tarnia beside "Tarnian" or "Tarnians"."""
    peoples = {t.text for t in doc if t.ent_type_ == "NORP" or (t.pos_ == "ADJ" and looks_like_demonym(t.text))}
    stems = {t.text: t.text[: max(STEM, len(t) - 2)] for t in alone if len(t) > STEM}
    of_place = ((name, p) for name, stem in stems.items() for p in peoples if p.startswith(stem) and p != name)
    return {name for name, p in of_place if len(p) >= len(name) and p != f"{name}s" and not p.endswith(_OF_CREEDS)}


def _opens_row(token: Token, marks: str = ".:\n") -> bool:
    """Tell whether a name opens its line as a heading may: "Tarn. The cabinet met.", "TARN: The cabinet met."."""
    plain_name = token.ent_iob_ != "I" and not token.ent_id_ and len(token) >= _SHORTEST and token.ent_type_ != "DATE"
    return plain_name and opens_line(token, marks)


def _in_a_row(row: Collection[Token], places: Collection[str]) -> set[str]:
    """Return all names that open lines, where at least half of them are places: a round of countries."""
    found = {t.text for t in row if t.ent_type_ == "GPE" or t.text in places}
    names = {t.text for t in row}
    return names if len(found) >= _SERIES and 2 * len(found) >= len(names) else set()


def _is_heading(token: Token) -> bool:
    """Tell whether a name in capitals opens its line, as no other word of the text is written."""
    return token.text.isupper() and _opens_row(token) and token.ent_type_ != "GPE"


def demonyms(doc: Doc) -> Iterator[Span]:
    """Yield adjectives of the document's places before a noun ("Tarnian uniforms" beside "Tarn"), in order."""
    stems = {entity.text[:STEM] for entity in doc.ents if entity.label_ == "GPE" and len(entity.text) >= STEM}
    for token in doc:
        before_noun = (
            token.dep_ in {"amod", "compound", "nmod"} and token.head.text.islower() and token.head.i > token.i
        )
        if before_noun and token.text[:STEM] in stems and looks_like_demonym(token.text) and _stands_alone(token):
            yield doc[token.i : token.i + 1]


def _stands_alone(token: Token) -> bool:
    """Tell whether a capitalised word is a name by itself that the recogniser has not taken for a place's."""
    open_to_doubt = token.ent_type_ in _UNSURE - {"GPE", "NORP"} and not token.ent_id_
    if not open_to_doubt or not token.text.istitle() or len(token) < _SHORTEST:
        return False
    words = {token.lower_, token.lemma_.lower()}
    follows = token.i + 1 < len(token.doc) and token.nbor().ent_iob_ == "I"
    inside = (token.ent_iob_ == "I" or follows) and token.ent_type_ not in _THINGS
    return not inside and words.isdisjoint(ROLE_NOUNS | BODY_NOUNS | TITLES)


def _is_framed(token: Token) -> bool:
    """Tell whether a name stands where only a place stands: "in Tarn", "the president of Tarn", "Tarn's parliament"."""
    if any(child.dep_ in {"compound", "nmod"} for child in token.children) or token.pos_ != "PROPN":
        return False
    nobody = token.ent_type_ in _THINGS  # not taken for a person or a body
    if token.dep_ == "pobj":
        where = _is_where(token.head) or (token.head.is_sent_start and token.head.head.lemma_ not in _PRINTED)
        within = token.head.lower_ in _WITHIN and token.ent_type_ != "ORG" and where
        of_state = token.head.lower_ == "of" and _is_of_states(token.head.head, nobody=nobody)
        return within or of_state
    owned = token.head.lemma_.lower() if token.dep_ == "poss" else ""
    with_portfolio = owned == "minister" and any(child.dep_ in {"amod", "compound"} for child in token.head.children)
    return owned in _OF_STATES or with_portfolio or (nobody and owned in _ALSO_OF_OTHERS)


def _is_where(preposition: Token) -> bool:
    """Tell whether "in" tells where something is done: not "shares in Velm", "trusts in Kolt", "wrote in the Mail"."""
    above = preposition.head
    return is_verb(above) and above.lemma_.lower() not in _NOT_INTO


def _is_of_states(token: Token, *, nobody: bool) -> bool:
    """Tell whether a noun is something of a state: its capital, or a house with a name of its own ("the Althing")."""
    words = {token.text.lower(), token.lemma_.lower()}
    named = token.pos_ == "PROPN" and token.dep_ in SUBJECTS and token.ent_type_ in _THINGS and token.text.istitle()
    of_state = not words.isdisjoint(_OF_STATES) or (nobody and not words.isdisjoint(_ALSO_OF_OTHERS))
    return of_state or (named and words.isdisjoint(BODY_NOUNS | ROLE_NOUNS))
