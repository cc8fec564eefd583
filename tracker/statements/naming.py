"""People, bodies and places whom the recogniser missed: capitalised names that stand where only such a name stands.

A small recogniser takes the names of less reported countries for bodies or places, or for nothing at all. What stands
beside a name is surer: a title before it, an office or "who" after it, a given name that others bear; "in" before a
place, its parliament after it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from tracker.names import FIRM_KINDS, PARTICLES
from tracker.statements.clauses import SUBJECTS
from tracker.statements.gender import plain
from tracker.statements.lexicon import BODY_NOUNS, NO_BODIES, PERSON_NOUNS, SAY, TITLES

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_UNSURE = frozenset({"", "PERSON", "ORG", "GPE", "FAC", "LOC", "WORK_OF_ART", "PRODUCT", "NORP", "EVENT", "LAW"})
_THINGS = frozenset({"", "FAC", "LOC", "WORK_OF_ART", "PRODUCT", "EVENT", "LAW"})  # what no speaker is
_KINDS = FIRM_KINDS | {"association", "group", "movement", "organisation", "party"}
OF_MANY = frozenset("alliance bloc congress council federation front guild league movement party rally union".split())
_OF_ONE = frozenset("chancellor governor mayor minister premier president senator".split())  # what no body is
# Given names that open names of places, bodies and things too.
ALSO_WORDS = frozenset("""
austin bill charlotte christian dean don florence grace grant guy jordan june kent mark max paris pearl rose santiago
victor violet will
""".split())
_WHERE = frozenset({"at", "from", "in", "near", "outside", "to"})
_LONGEST = 4  # words of a name
_NEAR = 6  # words in which an office after a name must come


def people(doc: Doc, given: Collection[str]) -> Iterator[Span]:
    """Yield names that the recogniser has not taken for people, in order; ``given`` holds known given names.

    Names of the registry (entities with an id) are left as they are, but for a family name that opens another's.
    """
    start = 0
    alone = _lone_words(doc)
    while start < len(doc):
        end = _name_end(doc, start, given)
        first = max((t.i + 1 for t in doc[start:end] if _is_of_body(t)), default=start)
        of_body = first > start and _holds_office(_clause(doc, start))  # "chairman of the Harbour Board Mira Kolt"
        missed = first > start or any(token.ent_type_ != "PERSON" for token in doc[first:end])
        missed = missed or _is_lone_person(doc[first])
        sure = of_body or _is_called_so(doc, first, end, alone)
        if missed and _is_person(doc, first, end, given, titled=sure):
            yield doc[first:end]
        start = max(end, start + 1)


def bodies(doc: Doc) -> Iterator[Span]:
    """Yield the names of bodies that are no entity or a broken one, in order."""
    for token in doc:
        name = _body_of_many(token) or _body_of_two(token) or _body_of_partners(token) or _body_after_kind(token)
        if name is None and token.pos_ == "PROPN" and token.lemma_.lower() not in NO_BODIES:
            name = _second_body(token) or _body_as_subject(token)
        if name is not None:
            yield name


def _body_as_subject(token: Token) -> Span | None:
    """Return "Free Nationalists" of "the Free Nationalists want"."""
    article, name = token.doc[token.left_edge.i], token.doc[token.left_edge.i + 1 : token.i + 1]
    return name if token.dep_ in SUBJECTS and article.lower_ == "the" and _is_unseen_name(name) else None


def _second_body(token: Token) -> Span | None:
    """Return the second of two bodies, "Merciful Road" of "the Bay League and Merciful Road want"."""
    name = token.doc[token.left_edge.i : token.i + 1]
    joined = token.dep_ == "conj" and token.head.ent_type_ == "ORG" and token.head.dep_ in SUBJECTS
    return name if joined and _is_unseen_name(name) else None


def _body_after_kind(token: Token) -> Span | None:
    """Return "Free Land" of "the opposition party Free Land"."""
    if token.lower_ not in _KINDS or not token.text.islower():
        return None
    end = token.i + 1
    while end < len(token.doc) and _is_word_of_body(token.doc[end]):
        end += 1
    return token.doc[token.i + 1 : end] if end > token.i + 1 else None


def _is_word_of_body(token: Token) -> bool:
    """Tell whether a word may be one of a body's name: a day, a person or a title is not."""
    named = token.pos_ == "PROPN" and token.text[0].isupper() and token.ent_type_ in _THINGS | {"ORG"}
    return named and not token.ent_id_ and not _is_title(token) and token.lemma_.lower() not in PERSON_NOUNS


def _body_of_many(token: Token) -> Span | None:
    """Return "Workers' Bloc", of which the recogniser makes two names."""
    if not token.text[0].isupper() or token.i < 2 or {token.lower_, token.lemma_.lower()}.isdisjoint(OF_MANY):
        return None
    mark, many = token.nbor(-1), token.nbor(-2)
    named = mark.tag_ == "POS" and many.text[0].isupper() and (many.text.endswith("s") or many.lower_ == "people")
    inside = token.ent_iob_ == many.ent_iob_ == "I"  # of a longer name that was seen as one
    sure = inside or token.ent_id_ or many.ent_type_ == "GPE"
    return token.doc[many.i : token.i + 1] if named and not sure else None


def _body_of_two(token: Token) -> Span | None:
    """Return "Farmers and Fishers Alliance" of "the Farmers and Fishers Alliance", in which the parser joins two."""
    if token.lower_ not in OF_MANY or not token.text[0].isupper() or token.i < _LONGEST:
        return None
    article, first, joint, second = token.doc[token.i - _LONGEST : token.i]
    capitals = all(t.text[0].isupper() and not t.ent_id_ and t.ent_type_ in _THINGS | {"ORG"} for t in (first, second))
    return token.doc[first.i : token.i + 1] if article.lower_ == "the" and joint.lower_ == "and" and capitals else None


def _body_of_partners(token: Token) -> Span | None:
    """Return "Stolz & Sons", of which the parser makes two."""
    start, end = token.i, token.i + 1
    while start > token.sent.start and _is_word_of_body(token.doc[start - 1]):
        start -= 1
    while end < len(token.doc) and _is_word_of_body(token.doc[end]):
        end += 1
    return token.doc[start:end] if token.text == "&" and start < token.i and end > token.i + 1 else None


def _is_unseen_name(name: Span) -> bool:
    return len(name) > 1 and all(token.text[0].isupper() and not token.ent_type_ for token in name)


def _name_end(doc: Doc, start: int, given: Collection[str]) -> int:
    """Return the end of the capitalised words from a token on; the token itself where it opens no name."""
    opening = doc[start]
    is_given = opening.text[0].isupper() and plain(opening.text) in given  # whatever the tagger took it for
    end = start + (is_given and opening.ent_type_ in _UNSURE and not opening.ent_id_)
    end += end > start and end < len(doc) and _is_lone_person(doc[end]) and not _is_where(opening)
    while end < len(doc) and end - start < 2 * _LONGEST and _belongs(doc[end], first=end == start):
        end += 1
    while end > start and not (doc[end - 1].text[0].isupper() or _is_joint(doc[end - 2])):
        end -= 1
    return end


def _is_where(opening: Token) -> bool:
    """Tell whether a given name may be a place or a word instead: "in Milan Kolt promised a bridge"."""
    after = opening.i > 0 and opening.nbor(-1).lower_ in _WHERE
    return after or plain(opening.text) in ALSO_WORDS or _is_title(opening) or opening.lemma_.lower() in NO_BODIES


def _is_of_body(token: Token) -> bool:
    """Tell whether a word of a name is one of bodies and places; "Bay" of "Bay-Lund" is not."""
    joined = token.i + 1 < len(token.doc) and _is_joint(token.nbor())
    return token.lower_ in BODY_NOUNS and not joined


def _is_joint(token: Token) -> bool:
    """Tell whether a token glues two parts of a name: "Do-hyeok", "Le Floc'h"."""
    return token.text in {"-", "’", "'"} and not token.whitespace_


def _belongs(token: Token, *, first: bool) -> bool:
    """Tell whether a token may be a word of a name that is still open to doubt."""
    if not first and (token.lower_ in PARTICLES or _is_joint(token) or _is_joint(token.nbor(-1))):
        unsure = token.ent_type_ in _UNSURE | {"CARDINAL"} and not token.ent_id_  # "ten Hove"
        return unsure and not _is_title(token) and token.lemma_.lower() not in NO_BODIES
    known = token.ent_id_ and not (first and _is_lone_person(token))
    a_people = first and token.ent_type_ == "NORP" and not (token.i > 0 and token.nbor(-1).text == ",")
    if known or token.ent_type_ not in _UNSURE or a_people:
        return False
    if _is_title(token) or token.lemma_.lower() in NO_BODIES:
        return False
    return token.pos_ == "PROPN" and token.text[0].isupper() and not (token.is_upper and len(token) > 1)


def _is_title(token: Token) -> bool:
    return token.lower_.rstrip(".") in TITLES


def _is_lone_person(token: Token) -> bool:
    """Tell whether a family name of the registry stands where somebody else's given name may stand."""
    alone = token.ent_type_ == "PERSON" and token.ent_iob_ == "B"
    return alone and token.i + 1 < len(token.doc) and bool(token.nbor().ent_iob_ == "O")


def _is_person(doc: Doc, start: int, end: int, given: Collection[str], *, titled: bool) -> bool:
    words = [token for token in doc[start:end] if token.text[0].isupper()]
    bracketed = end < len(doc) and doc[end].text == "("  # "Ann Bo (Greens) said": the parser hangs Bo on what follows
    if not 2 <= len(words) <= _LONGEST or (doc[end - 1].dep_ in {"compound", "nmod", "amod"} and not bracketed):
        return False
    if titled or plain(doc[start].text) in given or _is_lone_person(doc[start]) or _is_titled(doc, start):
        return True
    return _has_office(doc, start, end) or _speaks(doc[end - 1]) or _is_in_office(doc[end - 1])


def _lone_words(doc: Doc) -> frozenset[str]:
    """Return the capitalised words that stand somewhere without another before or after them."""
    found = set()
    for token in doc:
        beside = [token.nbor(step) for step in (-1, 1) if 0 <= token.i + step < len(doc)]
        if token.pos_ == "PROPN" and not any(other.text[0].isupper() or _is_joint(other) for other in beside):
            found.add(token.text)
    return frozenset(found)


def _is_called_so(doc: Doc, start: int, end: int, alone: Collection[str]) -> bool:
    """Tell whether a name is that of a person because of its last word or a party: "Ann Bo (Greens)", later "Bo"."""
    party = end + 1 < len(doc) and doc[end].text == "(" and doc[end + 1].text.istitle()
    called = doc[end - 1].text in alone and all(token.ent_type_ in _THINGS for token in doc[start:end])
    return not any(_is_of_body(token) for token in doc[start:end]) and (party or called)


def _is_titled(doc: Doc, start: int) -> bool:
    """Tell whether a title stands straight before a name, or an office and a comma: "their whip, Mira Kolt,"."""
    if start == 0:
        return False
    before = doc[start - 1]
    if _is_title(before) or before.lemma_.lower() in PERSON_NOUNS:
        return before.tag_ in {"NN", "NNP"}
    return before.text == "," and _holds_office(_clause(doc, start - 1))


def _holds_office(words: Span) -> bool:
    """Tell whether a phrase names somebody in an office: "their whip", "chairman of the"."""
    return any(token.lemma_.lower() in PERSON_NOUNS and token.tag_ == "NN" for token in words)


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
        if token.lemma_.lower() in PERSON_NOUNS and token.tag_ in {"NN", "NNP"}:
            return doc[end + 1].pos_ in {"DET", "PRON", "NOUN", "ADJ"} or doc[end + 1].ent_type_ in {"GPE", "NORP"}
    return False


def _speaks(last: Token) -> bool:
    """Tell whether a name that is no entity at all is the subject of a verb of saying."""
    return not last.ent_type_ and last.dep_ in SUBJECTS and last.head.lemma_.lower() in SAY


def _is_in_office(last: Token) -> bool:
    """Tell whether a name is that of whom an office is said of: "Mira Kolt has been premier since May"."""
    said = (child for child in last.head.children if child.dep_ == "attr" and child.tag_ in {"NN", "NNP"})
    office = any(child.lemma_.lower() in _OF_ONE for child in said)
    return office and last.dep_ in SUBJECTS and last.head.lemma_ == "be"
