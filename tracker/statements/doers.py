"""Names that the recogniser misses where somebody does or says something: "Tarnmetal welcomed", "Velm's plan to"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracker.statements.clauses import SUBJECTS, is_verb
from tracker.statements.lexicon import (
    BODY_NOUNS,
    GROUP_PRONOUNS,
    PERSON_PRONOUNS,
    ROLE_NOUNS,
    SPEAKER_PRONOUNS,
    SPEECH_NOUNS,
    TITLES,
)
from tracker.statements.naming import OF_MANY

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_SHORTEST = 3  # letters of a name
_NO_NAMES = ROLE_NOUNS | BODY_NOUNS | TITLES | PERSON_PRONOUNS | GROUP_PRONOUNS | SPEAKER_PRONOUNS
# Words of bodies' names that are no names by themselves: after one or two other names they end one.
_ENDINGS = OF_MANY | {"assembly", "association", "chamber", "coalition", "committee", "forum", "list", "society"}


def doers(doc: Doc) -> Iterator[tuple[Span, str]]:
    """Yield names that are no entities and stand where only an actor stands, each with its label, in order."""
    personal = {token.text for entity in doc.ents if entity.label_ == "PERSON" for token in entity}
    for token in doc:
        if _is_name(token) and _acts(token) and not _is_house(token):
            name = doc[_start(token) : token.i + 1]
            if _is_person(name):
                yield name[-2:], "PERSON"
            else:
                yield name, "PERSON" if token.text in personal else "ORG"


def _is_person(name: Span) -> bool:
    """Tell whether two names in a row are a person's: "Ilse Kantor of the National Bloc"."""
    behind = name.doc[name.end : name.end + 1]
    return len(name) > 1 and any(token.lower_ == "of" for token in behind)


def whole_bodies(doc: Doc) -> Iterator[Span]:
    """Yield bodies of whose names the recogniser took a part or a thing: "the Left Bloc", "the Crofters' Party"."""
    for token in doc:
        if token.lower_ not in _ENDINGS or not token.text[0].isupper() or token.ent_id_:
            continue
        start = token.i
        while start > 0 and _is_part(doc[start - 1], doc[start]):
            start -= 1
        whole = doc[start : token.i + 1]
        if len(whole) > 1 and {t.ent_type_ for t in whole} != {"ORG"} and not any(t.ent_id_ for t in whole):
            yield whole


def _is_part(token: Token, following: Token) -> bool:
    """Tell whether a word before another one belongs to the name of a body."""
    mark = token.tag_ == "POS" and token.i > 0 and token.nbor(-1).tag_ in {"NNS", "NNPS"}
    word = token.text[0].isupper() and token.pos_ in {"PROPN", "ADJ", "NOUN"} and token.ent_type_ in {"", "ORG", "LOC"}
    named = word and not token.ent_id_ and token.lower_ not in ROLE_NOUNS - BODY_NOUNS
    joined = following.tag_ == "POS" or token.dep_ in {"compound", "amod", "nmod", "poss"}
    return bool(mark or (named and joined))


def _start(token: Token) -> int:
    start: int = token.i
    while start > 0 and token.doc[start - 1].dep_ == "compound" and _is_name(token.doc[start - 1]):
        start -= 1
    return start


def _is_name(token: Token) -> bool:
    """Tell whether a word is written and tagged as a name of one and is no entity's, office's or body's word."""
    words = {token.lower_, token.lemma_.lower(), token.lower_.rstrip(".")}
    written = token.tag_ == "NNP" and token.text.istitle() and len(token) >= _SHORTEST
    return written and not (token.ent_type_ or token.is_stop) and words.isdisjoint(_NO_NAMES)


def _is_house(token: Token) -> bool:
    """Tell whether a name is that of what a state has: "the Diet of Tarn"."""
    return any(c.lower_ == "of" and any(inner.ent_type_ == "GPE" for inner in c.children) for c in token.children)


def _acts(token: Token) -> bool:
    """Tell whether a name does something, is owner of a stand, or is whom something is done by."""
    if token.dep_ == "poss":
        return token.head.lemma_.lower() in SPEECH_NOUNS | ROLE_NOUNS
    if token.dep_ == "pobj" and token.head.dep_ == "agent":
        return True
    return token.dep_ in SUBJECTS and is_verb(token.head)
