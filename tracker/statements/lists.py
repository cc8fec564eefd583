"""Nouns in a row: who is joined to a name by "and", in a list or by "along with"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.statements.clauses import SUBJECTS

if TYPE_CHECKING:
    from spacy.tokens import Token

_ALONG = frozenset({"along", "together"})


def coordinated(token: Token) -> list[Token]:
    """Return the nouns joined to a noun by "and", in a list, or by "along with"."""
    found: list[Token] = []
    for child in token.children:
        if child.dep_ == "conj" and _is_partner(token, child):
            found += coordinated(child)
        elif child.pos_ in {"PROPN", "NOUN"} and (child.dep_ == "conj" or _is_listed(child) or _is_first_of_two(child)):
            found += [child, *coordinated(child)]
        elif child.dep_ == "prep" and token.ent_type_ == "PERSON":
            found += [other for other in in_phrase(child) if other.ent_type_ == "PERSON"]
    return found + _with(token)


def _is_partner(token: Token, joined: Token) -> bool:
    """Tell whether two are one firm: "Stolz & Sons"."""
    between = token.doc[token.i + 1 : joined.left_edge.i]
    return bool(token.ent_type_ == joined.ent_type_ == "ORG" and between.text == "&")


def _with(token: Token) -> list[Token]:
    """Return who does something "along with" or "together with" a name straight before that, or at the opening."""
    behind = [t for t in token.doc[token.i + 1 : token.i + 4] if t.text != ","]
    fronted = list(token.sent[:2]) if token.dep_ in SUBJECTS else []
    for along in (behind, fronted):
        if len(along) > 1 and along[0].lower_ in _ALONG and along[1].lower_ == "with":
            others = [child for child in along[1].children if child.dep_ == "pobj" and child.i != token.i]
            return [*others, *(joined for other in others for joined in coordinated(other))]
    return []


def in_phrase(preposition: Token) -> list[Token]:
    """Return what is joined to the noun after a preposition: of "Ann of Tarn and Bob of Velm" the parser joins Bob."""
    return [joined for noun in preposition.children if noun.dep_ == "pobj" for joined in coordinated(noun)]


def _is_first_of_two(token: Token) -> bool:
    """Tell whether a name before another is the first of two: in "Ann Bo and Cid Dee" the parser may hang Bo on Dee."""
    people = token.ent_type_ == token.head.ent_type_ == "PERSON" and token.i < token.head.i
    return token.dep_ == "nmod" and people and any(child.dep_ == "cc" for child in token.children)


def _is_listed(token: Token) -> bool:
    """Tell whether an apposition is the second of three people: "Ann, Bob and Cid" is parsed like "Ann, a friend"."""
    people = token.ent_type_ == token.head.ent_type_ == "PERSON"
    return token.dep_ == "appos" and people and any(child.dep_ == "conj" for child in token.children)
