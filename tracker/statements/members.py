"""Who is named of a group that acts: "Ten, Tarn among them, were in favour", "One of the six was Mira Kolt"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracker.statements.clauses import own_subject
from tracker.statements.lexicon import HOUSE_NOUNS, ROLE_NOUNS

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token

_NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_ENDS = frozenset({";", ".", ":", "(", ")", "–", "—", "!", "?"})
_LEADS = frozenset({"including", "included", "led"})
# What can act and have members that act, beside people by their office and houses.
_GROUPS = ROLE_NOUNS | HOUSE_NOUNS | frozenset("capital country member nation state".split())
_VOTERS = frozenset("aye dissenter dissident naysayer no objector rebel signatory supporter opponent yes".split())


def members(verb: Token, doer: Token | None) -> Iterator[Words]:
    """Yield those whom a clause names of the group that is its subject.

    They stand between subject and verb, or behind a clause whose subject alone they can be members of. What cannot act
    has none: "sanctions on several states, including Tarn, ..." are not Tarn's.
    """
    group = doer if doer is not None else _number_before(verb)
    if group is None or group.ent_type_ in _NAMED or not _can_act(group):
        return
    last = _end(verb)
    for at in range(group.i + 1, last):
        if at != verb.i and (at < verb.i or _is_of_subject(verb, at)):
            start, end = _window(verb, group, at, last)
            yield from (entity for entity in verb.doc[start:end].ents if _is_member(entity))


def _can_act(group: Token) -> bool:
    """Tell whether a subject is a number of those who act, or a noun for such a group."""
    return bool(group.like_num) or group.pos_ in {"NUM", "ADJ"} or group.lemma_.lower() in _GROUPS


def one_of(verb: Token) -> Token | None:
    """Return who is said to be one of those counted: "Among the nineteen was Kolt", "One of the six was Kolt"."""
    named = next((child for child in verb.children if child.dep_ in {"attr", "nsubj"} and child.i > verb.i), None)
    if verb.lemma_ != "be" or named is None or named.ent_type_ not in _NAMED:
        return None
    before = [child for child in verb.children if child.i < verb.i and child.dep_ in {"prep", "nsubj", "attr"}]
    links = [p for child in before for p in (child, *child.children) if p.lower_ in {"among", "of"}]
    counted = [noun for link in links for noun in link.children if noun.dep_ == "pobj"]
    return named if any(noun.tag_ == "CD" or noun.lemma_.lower() in _VOTERS for noun in counted) else None


def _number_before(verb: Token) -> Token | None:
    """Return the number that a verb follows without having it as its subject: ": five, led by Tarn, were not"."""
    if own_subject(verb) is not None:
        return None
    for token in reversed(verb.doc[verb.sent.start : verb.i]):
        if token.text in _ENDS or (token.pos_ in {"VERB", "AUX"} and token.lower_ not in _LEADS):
            return None
        if token.tag_ == "CD" and token.dep_ != "nummod":
            return token
    return None


def _window(verb: Token, group: Token, at: int, last: int) -> tuple[int, int]:
    """Return where the members stand that a word leads to, or an empty range."""
    words = verb.doc
    low, high = (group.i + 1, verb.i) if at < verb.i else (verb.i + 1, last)
    following = words[at + 1].lower_ if at + 1 < len(words) else ""
    if words[at].lower_ == "among" and following in {"them", "whom"}:
        before = _back(words[at], low)
        return (before, at) if words[before:at].ents else (at + 2, high)
    if words[at].lower_ == "included" and words[at - 1].text != ",":
        return _back(words[at], low), at
    if words[at].lower_ == "including" or (words[at].lower_ == "led" and following == "by"):
        return at + 1, high
    return at, at


def _back(token: Token, low: int) -> int:
    """Return where the list before "among them" starts: at the first comma behind the group."""
    return next((i + 1 for i in range(low, token.i) if token.doc[i].text == ","), token.i)


def _end(verb: Token) -> int:
    """Return where the clause of a verb ends: at a mark that parts sentences or at the next verb of the main line."""
    for token in verb.doc[verb.i + 1 : verb.sent.end]:
        if token.text in _ENDS or (token.dep_ in {"conj", "ROOT"} and token.pos_ in {"VERB", "AUX"}):
            return int(token.i)
    return int(verb.sent.end)


def _is_of_subject(verb: Token, at: int) -> bool:
    """Tell whether only a comma and the subject's own words part a word from a verb: no other group has members."""
    words = verb.doc
    comma = next((i for i in range(verb.i + 1, at) if words[i].text == ","), at)
    others = words[verb.i + 1 : comma]
    return comma < at and not any(token.tag_ in {"NNS", "NNPS"} or token.ent_type_ in _NAMED for token in others)


def _is_member(entity: Words) -> bool:
    """Tell whether a name stands for itself: not "Kolt" of "Kolt's plan" nor "Velm" of "the minister of Velm"."""
    root = entity.root
    inner = root.dep_ in {"poss", "compound", "amod", "nmod"} and root.head not in entity
    placed = root.dep_ == "pobj" and root.head.lower_ in {"of", "from", "in"}
    return entity.label_ in _NAMED and not inner and not placed
