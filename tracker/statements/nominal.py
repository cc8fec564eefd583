"""Speech acts and stands named by a noun: "Kyiv's plea for tanks", "resistance from Velm", "a critic of the plan"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracker.schema import Evidence
from tracker.statements.attribution import Attribution, trimmed
from tracker.statements.clauses import beyond_semicolon, is_demonym, is_verb, own_subject, phrase, runs, subtree
from tracker.statements.reactions import BLOWS, FEELINGS, OBJECTIONS, REACTIONS, TO_MEET, around, overridden

if TYPE_CHECKING:
    from spacy.tokens import Token

# What somebody is called who is for or against something.
_INCLINED = {
    "critical": "of", "hostile": "to", "opposed": "to", "sceptical": "of", "skeptical": "of", "supportive": "of",
}  # fmt: skip
INCLINED = frozenset(_INCLINED)
SIDES = frozenset("advocate backer champion critic opponent proponent supporter".split())


def sided(noun: Token) -> Iterator[Attribution]:
    """Yield "Mira Kolt, a vocal critic of the toll, ..." and "Kolt is an opponent of the toll" as what Kolt holds."""
    of = next((child for child in noun.children if child.lower_ == "of" and child.dep_ == "prep"), None)
    if noun.dep_ == "attr" and is_verb(noun.head):
        holder = own_subject(noun.head)
    else:
        holder = noun.head if noun.dep_ == "appos" else None
    content = trimmed(noun, subtree(of)) if of is not None else set()
    if holder is not None and content:
        yield Attribution(phrase(holder), (noun.i, noun.i + 1), tuple(runs(content)), noun.i, Evidence.INDIRECT)


def inclined(word: Token) -> Iterator[Attribution]:
    """Yield "The League, long opposed to the toll, ..." and "Kolt, sceptical of it, ..." as what they hold."""
    linked = (child for child in word.children if child.lower_ == _INCLINED[word.lower_] and child.dep_ == "prep")
    to = next(linked, None)
    holder = word.head
    if to is None or word.dep_ not in {"acl", "amod", "appos"} or not holder.i < word.i or holder.pos_ == "VERB":
        return
    if content := trimmed(word, subtree(to)):
        yield Attribution(phrase(holder), (word.i, word.i + 1), tuple(runs(content)), word.i, Evidence.INDIRECT)


def nominal(noun: Token) -> Iterator[Attribution]:
    """Yield "Kyiv's plea for X", "a Tarnian plea for X", "calls by allies to X", "over the objections of X"."""
    holder, marker = _noun_holder(noun)
    content: set[int] = set()
    for child in noun.children:
        if child.i > noun.i and child != marker and child.dep_ in {"prep", "acl", "ccomp", "relcl"}:
            content |= subtree(child)
    start, end = noun.i, noun.i + 1
    if marker is not None and marker.i == end:
        end += 1
    if not content and (done := overridden(noun)):
        content, start = done, noun.head.i
    if holder is None:
        return
    content = trimmed(noun, content or _beside(noun) or around(noun, holder))
    if content:
        yield Attribution(phrase(holder), (start, end), tuple(runs(content)), noun.i, Evidence.EMBEDDED)


def told_to_be(noun: Token) -> Iterator[Attribution]:
    """Yield "Velm's position is that ..." and "Velm's answer was no" as what Velm says."""
    holder = next((child for child in noun.children if child.dep_ == "poss"), None)
    verb = noun.head
    if holder is None or noun.dep_ != "nsubj" or verb.lemma_.lower() not in {"be", "remain"}:
        return
    what = [child for child in verb.children if child.i > verb.i and child.dep_ in {"ccomp", "attr", "intj"}]
    content = {i for child in what for i in subtree(child) if not beyond_semicolon(verb, i)}
    if content := trimmed(verb, content):
        yield Attribution(phrase(holder), (noun.i, verb.i + 1), tuple(runs(content)), verb.i, Evidence.INDIRECT)


def is_answer(token: Token) -> bool:
    """Tell whether "no" or "yes" is somebody's, whatever the tagger takes it for: "Velm's firm no to tanks"."""
    return token.pos_ == "INTJ" and any(child.dep_ == "poss" for child in token.children)


def _noun_holder(noun: Token) -> tuple[Token | None, Token | None]:
    """Return whose speech act a noun names, and the preposition that says so, if one does."""
    holder = next((child for child in noun.children if child.dep_ == "poss"), None)
    if holder is not None:
        return holder, None
    met = _met_with(noun) is not None
    if noun.lemma_.lower() in BLOWS and noun.head.lower_ != "under":
        return None, None
    decided = any(child.dep_ == "acl" and child.tag_ == "VB" for child in noun.children)  # "the decision of X to send"
    whose = met or decided or noun.lemma_.lower() in OBJECTIONS | FEELINGS
    sources = {"from", "by", "of"} if whose else {"from", "by"}
    for child in (*noun.children, *_behind_phrase(noun)):
        if child.dep_ in {"prep", "agent"} and child.lower_ in sources:
            return next((c for c in child.children if c.dep_ == "pobj"), None), child
    return next((child for child in noun.children if is_demonym(child)), None), None


def _met_with(noun: Token) -> Token | None:
    """Return the verb by which something gets what a noun names: "won the approval of Velm", "drew criticism"."""
    top = noun
    while top.dep_ == "conj" and top.head.pos_ == "NOUN":
        top = top.head
    meets = top.dep_ in {"dobj", "conj"} and top.head.lemma_.lower() in TO_MEET
    return top.head if meets and noun.lemma_.lower() in REACTIONS else None


def _behind_phrase(noun: Token) -> list[Token]:
    """Return "from Velm" of "came under attack from Velm" and "won applause from Velm", which hang on the verb."""
    under = noun.dep_ == "pobj" and noun.head.lower_ == "under"
    verb = noun.head.head if under else _met_with(noun)
    return [c for c in verb.children if c.i > noun.i and c.lower_ in {"from", "by"}] if verb is not None else []


def _beside(noun: Token) -> set[int]:
    """Return the phrase straight after "rejected X's plea" that the parser hung on the verb: "for tanks"."""
    if noun.dep_ not in {"dobj", "nsubjpass"} or not is_verb(noun.head):
        return set()
    for child in noun.head.children:
        starts = child.left_edge.i == noun.right_edge.i + 1
        if starts and child.left_edge.lower_ in {"for", "to"} and child.dep_ in {"prep", "xcomp", "advcl"}:
            return subtree(child)
    return set()
