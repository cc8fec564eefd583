"""Noun phrases as mentions: where the name is, which title stands beside it, who else is listed with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.names import BODY_KINDS, FIRM_KINDS
from tracker.statements.clauses import SUBJECTS, is_correlative, opens_line, run_around
from tracker.statements.lexicon import BODY_NOUNS, FIRM_NOUNS, HOUSE_NOUNS, NO_BODIES, OFFICE_NOUNS, ROLE_NOUNS, SAY
from tracker.statements.lists import coordinated, in_phrase
from tracker.statements.standins import stands_for_somebody

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token

LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP"})
POSSESSIVES = frozenset({"his", "her", "its", "their", "our", "my"})
_BODY_LABELS = frozenset({"ORG", "PRODUCT", "FAC", "WORK_OF_ART"})  # a recogniser's guesses at a body's name
_BODIES = BODY_KINDS - {"movement"}  # in a movement's name the word is often a part
_OF_BODIES = HOUSE_NOUNS | FIRM_KINDS | FIRM_NOUNS | {"ally", "chain", "giant", "partner", "rival"}
_OF_BODIES -= {"city", "municipality", "town", "village"}
_SEATED = frozenset({"embassy", "ministry"})  # where they are tells whose they are
_OWNERS = frozenset("agency city company firm island municipality region town university village".split())
_LOCAL = frozenset("board bureau club commission committee council guild institute league service".split())
_WHEN = frozenset({"DATE", "TIME"})
_SKIPPED = frozenset({"relcl", "appos", "conj", "cc", "preconj", "parataxis", "acl", "punct"})
SPOKESMEN = frozenset({"spokesman", "spokeswoman", "spokesperson"})
_VOICES = SPOKESMEN | {"office", "aide"}
_NAMED_BY = frozenset({"of", "for", "to", "'s", "de", "von"})  # prepositions that belong to a name
_HEADING = 5  # words of a line from which it is no heading


def can_speak(token: Token) -> bool:
    """Tell whether a noun phrase can be somebody: a name, a pronoun, a title with a name, officials, a ministry."""
    if token.ent_type_ in LABELS or token.pos_ == "PRON" or token.lower_ in POSSESSIVES or _is_role(token):
        return True
    return _named_body(token) is not None or stands_for_somebody(token) or any(
        _is_name(child) if child.dep_ == "appos" else child.dep_ == "compound" and child.lemma_.lower() in OFFICE_NOUNS
        for child in token.children
    )


def other_places(token: Token) -> list[Token]:
    """Return the further places of an office in the plural: Velm and Orn of "the ministers of Tarn, Velm and Orn"."""
    if token.tag_ not in {"NNS", "NNPS"} or not _is_role(token):
        return []
    linked = (child for child in token.children if child.dep_ == "prep" and child.lower_ == "of")
    return [place for child in linked for place in in_phrase(child) if place.ent_type_ == "GPE"]


def listed(token: Token) -> list[Token]:
    """Return the people that a plural title introduces ("the ministers of three states, Ann, Bob and Cid")."""
    if token.tag_ not in {"NNS", "NNPS"} or not _is_role(token):
        return []
    first = next((child for child in token.children if child.dep_ == "appos" and child.ent_type_ == "PERSON"), None)
    return [first, *coordinated(first)] if first is not None else []


def before_bracket(token: Token) -> Token:
    """Return the name of whom a bracket tells the party: in "Ann Bo (Greens) said" the parser takes Greens for it."""
    opens = token.left_edge.i - 1 if token.left_edge.text != "(" else token.left_edge.i
    at = token.i - 1
    while at > max(opens - 1, 0) and token.doc[at].text != "(":
        at -= 1
    named = at > 0 and token.doc[at].text == "(" and token.doc[at - 1].ent_type_ == "PERSON"
    closed = token.i + 1 < len(token.doc) and token.nbor().text == ")"
    return token.doc[at - 1] if named and closed and token.ent_type_ != "PERSON" else token


def heads_section(token: Token) -> bool:
    """Tell whether a name stands alone on its line or, of a place, opens one ("Tarn. The cabinet met."): a heading."""
    words, start, end = token.doc, token.i, token.i
    if token.ent_type_ == "GPE" and opens_line(token, ".:"):
        return True
    while start > 0 and "\n" not in words[start - 1].text:
        start -= 1
    while end + 1 < len(words) and "\n" not in words[end + 1].text and end - start < _HEADING:
        end += 1
    inside = {i for i in range(start, end + 1) if not words[i].is_punct}
    return len(inside) < _HEADING and inside <= {token.i, *(t.i for t in token.subtree)}


def core(token: Token) -> tuple[int, int]:
    """Return the token range of a noun phrase without appositions, clauses and coordinated others."""
    kept = {token.i}
    left_out = (is_correlative, _is_beside, _is_when)
    stack = [c for c in token.children if c.dep_ not in _SKIPPED and not any(is_so(c) for is_so in left_out)]
    while stack:
        current = stack.pop()
        kept.add(current.i)
        stack += [child for child in current.children if child.dep_ not in {"relcl", "parataxis", "conj", "cc"}]
    start, end = run_around(token.i, kept)
    words, end = token.doc, end - 1
    while end + 2 < len(words) and words[end + 1].text == "&" and words[end + 2].ent_type_ == token.ent_type_ == "ORG":
        end += 2
        while end + 1 < len(words) and words[end + 1].ent_iob_ == "I":
            end += 1
    while start > 1 and words[start - 1].text == "-" and not words[start - 1].whitespace_:
        start -= 2
    while end + 2 < len(words) and words[end + 1].text == "-" and not words[end].whitespace_:
        end += 2
    while end > token.i and (token.doc[end].is_space or token.doc[end].is_punct):
        end -= 1
    while start < token.i and token.doc[start].is_space:
        start += 1
    return start, end + 1


def _is_when(token: Token) -> bool:
    """Tell whether a word before a place or a body is a time: "In August Berlin said" is parsed like "August talks"."""
    return token.ent_type_ in _WHEN and token.dep_ != "poss" and token.head.ent_type_ in {"GPE", "ORG", "NORP"}


def _is_beside(token: Token) -> bool:
    """Tell whether a phrase after a body's name says where or whose it is ("the NDP under Ann Bo")."""
    party = token.head.lemma_.lower() in _BODIES or not _is_role(token.head)
    inside = token.lower_ == "in" and token.head.pos_ == "PROPN" and party
    body = token.head.ent_type_ == "ORG" or token.head.lower_ in _BODIES
    led = token.lower_ == "of" and body and any(child.ent_type_ == "PERSON" for child in token.children)
    beside = token.lower_ not in _NAMED_BY and (inside or token.head.ent_type_ == "ORG")
    seated = token.lower_ == "in" and any(t.lemma_.lower() in _SEATED for t in (token.head, *token.head.ancestors))
    return token.dep_ == "prep" and (led or beside) and not seated


def mention_and_hint(token: Token) -> tuple[str, str]:
    """Return the mention to resolve and the title or apposition beside it.

    Of "Ukraine's foreign minister, Dmytro Kuleba", "Dmytro Kuleba, Ukraine's foreign minister" and "Ukrainian Foreign
    Minister Dmytro Kuleba" alike the name is the mention and the office the hint.
    """
    words = token.doc
    start, end = core(token)
    mention = words[start:end].text
    beside = next((c for c in token.children if c.dep_ == "appos"), None)
    beside = beside or _name_after_place(token) or _name_straight_after(token)
    if beside is None and token.dep_ == "appos":
        beside = token.head
    other = words[slice(*core(beside))].text if beside is not None else ""
    bare = token.ent_type_ not in LABELS and (token.pos_ == "NOUN" or _is_role(token))
    if beside is not None and bare and (_is_name(beside) or (_is_office(token) and _is_full_name(beside))):
        return _person_name(beside), mention
    if (body := _named_body(token)) is not None:
        return body.text, mention
    hint = other if beside is not None and any(_is_role(t) for t in words[slice(*core(beside))]) else ""
    if token.ent_type_ == "PERSON" and (name := _person_name(token)) != mention:
        return name, hint or mention.replace(name, "").strip(" ,")
    if token.ent_type_ == "ORG" or token.lemma_.lower() in _BODIES:
        start += _is_kind_before(words[start])
        return _capitalised(words[start:end].text), hint
    return words[_behind_owner(token, start) : end].text, hint


def _behind_owner(token: Token, start: int) -> int:
    """Return where "planning board" begins in "the city's planning board", which later is "the planning board"."""
    owner = next((c for c in token.children if c.dep_ == "poss" and c.lower_ in _OWNERS and not c.ent_type_), None)
    body = token.lemma_.lower() in _LOCAL
    return owner.i + 2 if body and owner is not None and start <= owner.i < token.i - 1 else start


def _name_after_place(token: Token) -> Token | None:
    """Return the name in "his counterpart from Ardania, Mira Kolt, opposed it", which the parser hangs on the place."""
    if not _is_role(token) or token.ent_type_ == "PERSON":
        return None
    for preposition in (child for child in token.children if child.dep_ == "prep"):
        for place in preposition.children:
            joined = [c for c in place.children if c.dep_ in {"conj", "appos"} and _is_full_name(c)]
            listed_on = any(c.dep_ == "cc" for c in (place, *joined) for c in c.children)
            if joined and not listed_on and joined[0].doc[joined[0].left_edge.i - 1].text == ",":
                return joined[0]
    return None


def _name_straight_after(token: Token) -> Token | None:
    """Return the name in "their whip Mira Kolt wants", of which the parser makes two subjects."""
    if not _is_role(token) or token.ent_type_ or token.i + 1 >= len(token.doc):
        return None
    following = token.nbor()
    name = following.head if following.dep_ == "compound" else following
    return name if name.ent_type_ == "PERSON" and name.head == token.head and name.dep_ == token.dep_ else None


def is_one_person(token: Token) -> bool:
    """Tell whether a noun means one person who speaks, by an office: "a senior official said"."""
    office = token.lemma_.lower() in ROLE_NOUNS - HOUSE_NOUNS and token.tag_ in {"NN", "NNP"}
    said = token.dep_ in SUBJECTS and token.head.lemma_.lower() in SAY
    one = not any(child.lower_ in {"any", "each", "every", "no"} for child in token.children)
    return office and said and one and voice_of(token) is None


def voice_of(token: Token) -> Token | None:
    """Return whose unnamed voice a noun is: "the minister's spokesman", "his office", "an aide to Mira Kolt"."""
    press = token.lower_ == "secretary" and any(child.lower_ == "press" for child in token.children)
    if token.ent_type_ in LABELS or not (press or token.lemma_.lower() in _VOICES):
        return None
    if any(child.dep_ == "appos" and _is_name(child) for child in token.children):
        return None
    for child in token.children:
        if child.dep_ == "poss":
            return child
        if child.dep_ == "prep" and child.lower_ in {"of", "for", "to"}:
            return next((inner for inner in child.children if inner.dep_ == "pobj"), None)
    return None


def _is_kind_before(first: Token) -> bool:
    """Tell whether a sentence opens with what a body is, before its name: "Operator Baltic Tower said"."""
    beside = first.dep_ == "compound" and first.is_sent_start and not first.ent_type_
    return bool(beside and first.head.ent_type_ == "ORG" and first.nbor().ent_iob_ == "B")


def _capitalised(mention: str) -> str:
    """Return a body's name without the adjectives before it ("the small centre-left Liberal Renewal party")."""
    words = mention.split()
    first = next((at for at, word in enumerate(words) if word[0].isupper() and word != "The"), 0)
    if words[:first] == ["The"]:  # "The Left" is a name; that it may be an article, the resolver knows
        return mention
    kept = words[first:]
    while len(kept) > 1 and kept[-1] in _BODIES | {"opposition"}:
        kept = kept[:-1]
    return " ".join(kept) if first and len(kept) > 0 else mention


def _is_role(token: Token) -> bool:
    return token.lemma_.lower() in ROLE_NOUNS


def _is_office(token: Token) -> bool:
    return token.lemma_.lower() in NO_BODIES


def _is_name(token: Token) -> bool:
    return token.ent_type_ == "PERSON" or (token.pos_ == "PROPN" and not token.ent_type_ and not _is_role(token))


def _named_body(token: Token) -> Words | None:
    """Return the name in apposition to a noun that names no one: "a private firm, Baltic Tower Consult"."""
    if token.ent_type_ or token.pos_ != "NOUN" or token.lemma_.lower() not in _OF_BODIES:
        return None
    for child in token.children:
        if child.dep_ == "appos" and child.pos_ == "PROPN" and child.i > token.i and child.ent_type_ in _BODY_LABELS:
            return next((entity for entity in token.doc.ents if entity.start <= child.i < entity.end), None)
    return None


def label_of(token: Token) -> str:
    """Return the entity label of what a mention names."""
    if _named_body(token) is not None:
        return "ORG"
    label: str = token.ent_type_
    return label if label in LABELS else ""


def _is_full_name(token: Token) -> bool:
    """Tell whether a noun beside a role is a first name and a surname, whatever the recogniser took it for."""
    first = [child for child in token.children if child.dep_ == "compound" and child.pos_ == "PROPN"]
    return token.pos_ == "PROPN" and len(first) == 1 and token.text.istitle() and first[0].text.istitle()


def _person_name(token: Token) -> str:
    """Return the recognised name around a token, hyphenated parts included, titles left out."""
    words = token.doc
    start = end = token.i
    kind = token.ent_type_ or "PERSON"
    while start > 0 and (words[start - 1].ent_type_ == kind or _hyphenated(words[start - 1])):
        if words[start].ent_iob_ == "B" and not _hyphenated(words[start - 1]):
            break
        start -= 1
    while end + 1 < len(words) and (words[end + 1].ent_iob_ == "I" or _hyphenated(words[end])):
        end += 1
    while start < end and _is_role(words[start]):
        start += 1
    while start > 0 and (_is_first_name(words[start - 1]) or _hyphenated(words[start - 1])):
        start -= 1
    name: str = words[start : end + 1].text
    return name


def _is_first_name(token: Token) -> bool:
    named = _is_name(token) and token.dep_ == "compound"
    return named and token.lower_ not in BODY_NOUNS and not _is_role(token)


def _hyphenated(token: Token) -> bool:
    """Tell whether a token is glued to the next one by a hyphen, or is that hyphen."""
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    if token.text == "-":
        return not token.whitespace_
    return following is not None and following.text == "-" and not token.whitespace_
