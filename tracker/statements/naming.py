"""People and bodies whom the recogniser missed: capitalised names that stand where only such a name stands.

A small recogniser takes the names of less reported countries for bodies or places, or for nothing at all. What stands
beside a name is surer: a title before it, an office or "who" after it, a given name that others in the registry bear.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from tracker.names import PARTICLES
from tracker.statements.clauses import SUBJECTS
from tracker.statements.lexicon import BODY_NOUNS, HOUSE_NOUNS, ROLE_NOUNS, SAY, TITLES

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_UNSURE = frozenset({"", "PERSON", "ORG", "GPE", "FAC", "LOC", "WORK_OF_ART", "PRODUCT", "NORP", "EVENT", "LAW"})
_OFFICES = ROLE_NOUNS - HOUSE_NOUNS
_LONGEST = 4  # words of a name
_NEAR = 6  # words in which an office after a name must come


def people(doc: Doc, given: Collection[str]) -> Iterator[Span]:
    """Yield names that the recogniser has not taken for people, in order; ``given`` holds known given names.

    Names of the registry (entities with an id) are left as they are, but for a family name that opens another's.
    """
    start = 0
    while start < len(doc):
        end = _name_end(doc, start)
        first = max((t.i + 1 for t in doc[start:end] if _is_of_body(t)), default=start)
        of_body = first > start and _holds_office(_clause(doc, start))  # "chairman of the Harbour Board Mira Kolt"
        missed = first > start or all(token.ent_type_ != "PERSON" for token in doc[first:end])
        missed = missed or _is_lone_person(doc[first])
        if missed and _is_person(doc, first, end, given, titled=of_body):
            yield doc[first:end]
        start = max(end, start + 1)


def bodies(doc: Doc) -> Iterator[Span]:
    """Yield the names of bodies that are no entity: subjects such as "the Free Nationalists", in order."""
    for token in doc:
        if token.pos_ != "PROPN" or token.dep_ not in SUBJECTS or token.lemma_.lower() in ROLE_NOUNS:
            continue
        article, name = doc[token.left_edge.i], doc[token.left_edge.i + 1 : token.i + 1]
        if article.lower_ == "the" and len(name) > 1 and all(t.text[0].isupper() and not t.ent_type_ for t in name):
            yield name


def _name_end(doc: Doc, start: int) -> int:
    """Return the end of the capitalised words from a token on; the token itself where it opens no name."""
    end = start
    while end < len(doc) and end - start < 2 * _LONGEST and _belongs(doc[end], first=end == start):
        end += 1
    while end > start and not (doc[end - 1].text[0].isupper() or _is_joint(doc[end - 2])):
        end -= 1
    return end


def _is_of_body(token: Token) -> bool:
    """Tell whether a word of a name is one of bodies and places; "Bay" of "Bay-Lund" is not."""
    joined = token.i + 1 < len(token.doc) and _is_joint(token.nbor())
    return token.lower_ in BODY_NOUNS and not joined


def _is_joint(token: Token) -> bool:
    """Tell whether a token glues two parts of a name: "Do-hyeok", "Le Floc'h"."""
    return token.text in {"-", "’", "'"} and not token.whitespace_


def _belongs(token: Token, *, first: bool) -> bool:
    """Tell whether a token may be a word of a name that is still open to doubt."""
    known = token.ent_id_ and not (first and _is_lone_person(token))
    if known or token.ent_type_ not in _UNSURE or (first and token.ent_type_ == "NORP"):
        return False
    if _is_title(token) or token.lemma_.lower() in ROLE_NOUNS:
        return False
    if not first and (token.lower_ in PARTICLES or _is_joint(token) or _is_joint(token.nbor(-1))):
        return True
    return token.pos_ == "PROPN" and token.text[0].isupper() and not (token.is_upper and len(token) > 1)


def _is_title(token: Token) -> bool:
    return token.lower_.rstrip(".") in TITLES


def _is_lone_person(token: Token) -> bool:
    """Tell whether a family name of the registry stands where somebody else's given name may stand."""
    alone = token.ent_type_ == "PERSON" and token.ent_iob_ == "B"
    return alone and token.i + 1 < len(token.doc) and bool(token.nbor().ent_iob_ == "O")


def _is_person(doc: Doc, start: int, end: int, given: Collection[str], *, titled: bool) -> bool:
    words = [token for token in doc[start:end] if token.text[0].isupper()]
    if not 2 <= len(words) <= _LONGEST or doc[end - 1].dep_ in {"compound", "nmod", "amod"}:
        return False
    if titled or doc[start].lower_ in given or _is_lone_person(doc[start]) or _is_titled(doc, start):
        return True
    return _has_office(doc, start, end) or _speaks(doc[end - 1])


def _is_titled(doc: Doc, start: int) -> bool:
    """Tell whether a title stands straight before a name, or an office and a comma: "their whip, Mira Kolt,"."""
    if start == 0:
        return False
    before = doc[start - 1]
    if _is_title(before) or before.lemma_.lower() in _OFFICES:
        return before.tag_ in {"NN", "NNP"}
    return before.text == "," and _holds_office(_clause(doc, start - 1))


def _holds_office(words: Span) -> bool:
    """Tell whether a phrase names somebody in an office: "their whip", "chairman of the"."""
    return any(token.lemma_.lower() in _OFFICES and token.tag_ == "NN" for token in words)


def _clause(doc: Doc, comma: int) -> Span:
    """Return the words between a comma and the mark before it."""
    start = comma
    while start > 0 and not (doc[start - 1].is_punct or doc[start - 1].is_space):
        start -= 1
    return doc[start:comma]


def _has_office(doc: Doc, start: int, end: int) -> bool:
    """Tell whether ", who" or ", the premier of" follows a name."""
    if end + 1 >= len(doc) or doc[end].text != ",":
        return False
    if doc[end + 1].lower_ == "who":
        return True
    for token in doc[end + 1 : end + 1 + _NEAR]:
        if token.is_punct and token.text != "-":
            return False
        if token.lemma_.lower() in _OFFICES and token.tag_ in {"NN", "NNP"}:
            return doc[end + 1].pos_ in {"DET", "PRON", "NOUN", "ADJ"} or doc[end + 1].ent_type_ in {"GPE", "NORP"}
    return False


def _speaks(last: Token) -> bool:
    """Tell whether a name that is no entity at all is the subject of a verb of saying."""
    return not last.ent_type_ and last.dep_ in SUBJECTS and last.head.lemma_.lower() in SAY
