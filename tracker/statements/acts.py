"""Acts and stands told by the narrator: a clause whose subject is an actor and whose words touch a topic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from tracker.schema import Evidence
from tracker.statements.attribution import Attribution, Range
from tracker.statements.clauses import (
    agent,
    beyond_semicolon,
    is_gerund_object,
    is_main_verb,
    is_passive,
    is_verb,
    only_quotes,
    own_subject,
    phrase,
    runs,
    subject,
    subtree,
    upper_verb,
)
from tracker.statements.lexicon import (
    ACT,
    ATTITUDE,
    CHAMBERS,
    MODALS,
    MOTIONS,
    RELATIVE_PRONOUNS,
    SAY,
    SPEECH_ACT,
    VERDICTS,
)
from tracker.statements.members import members, one_of
from tracker.statements.mentions import LABELS

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

_OPINION = SAY | ATTITUDE | SPEECH_ACT
_DEEDS = ACT | SPEECH_ACT
# What is put to a vote, the verbs of its fate where nobody is named who decides it, and who decides such things.
_FATES = VERDICTS | frozenset("carry clear fail fall lose".split())
_DECIDING = CHAMBERS | {"council"}
# What comes from those who are for or against: "The nays came from Velm".
_COMING = frozenset("""
abstention appeal applause approval backing call complaint criticism demand dissent endorsement nay no objection
opposition plea praise pressure proposal protest rejection request resistance support veto vote warning yes
""".split())
_RECEIVING = frozenset({"get", "obtain", "receive"})
_ADVERBS = 4  # words that may stand between a modal and its verb: "would in fact widen"
_BACK = 150  # words that a vote may stand after the chamber it was held in
_PRESSED = frozenset("bring draw move persuade pin press provoke push rush sway tempt".split())
_LIGHT = frozenset("be have make take get come remain stay keep go let express play".split())


def acts(sentence: Sentence, taken: Mapping[int, Sequence[Range]]) -> Iterator[Attribution]:
    """Yield clauses of a sentence in which a subject does or undertakes something.

    ``taken`` are the verbs that an attribution already has as its cue, with its content: such a verb counts only for
    words that are none of that content, and not where it merely reports. The content is the clause without its subject
    and the verbs joined to its own; a clause that only carries another one ("agreed to send") is yielded once, by its
    upper verb.
    """
    for verb in sentence:
        if not is_main_verb(verb) or only_quotes(verb):
            continue
        lemma, doer = verb.lemma_.lower(), _unmoved(verb) or _reduced(verb) or subject(verb)
        if (put := _put_to_vote(verb)) is not None and doer in {None, put} and verb.i not in taken:
            yield from _voted(verb)
            continue
        yield from (*_come_from(verb), *_received(verb))
        if (counted := one_of(verb)) is not None:
            yield _of_named(verb, phrase(counted), _clause(verb, doer))
            continue
        for name in members(verb, doer):
            yield _of_named(verb, (name.start, name.end), _clause(verb, doer))
        if doer is None or _carried(verb):
            continue
        inner = _clause(verb, doer)
        if verb.i in taken and (lemma in SAY or any(not inner.isdisjoint(range(*words)) for words in taken[verb.i])):
            continue
        ranges = tuple(_worded(verb, runs(inner | _what(verb, doer))))
        if ranges:
            yield Attribution(phrase(doer), _cue(verb), ranges, verb.i, _kind(verb))


def _clause(verb: Token, doer: Token | None) -> set[int]:
    """Return the clause of a verb without its subject and without the verbs joined to it."""
    named = set(range(*phrase(doer))) if doer is not None else set()
    inner = subtree(verb, without=_beside(verb)) - named
    return {i for i in inner if not verb.doc[i].is_space and not beyond_semicolon(verb, i)}


def _of_named(verb: Token, name: Range, clause: set[int]) -> Attribution:
    """Return a clause as that of one who is named among those who do what it says."""
    ranges = tuple(_worded(verb, runs(clause - set(range(*name)))))
    return Attribution(name, _cue(verb), ranges or (_cue(verb),), verb.i, _kind(verb))


def _unmoved(verb: Token) -> Token | None:
    """Return who cannot be made to speak or to move: "would not be drawn", "will not be pinned down"."""
    if not is_passive(verb) or verb.lemma_.lower() not in _PRESSED:
        return None
    denied = any(child.dep_ in {"neg", "preconj"} or child.lower_ == "neither" for child in verb.children)
    return own_subject(verb) if denied else None


def _what(verb: Token, doer: Token) -> set[int]:
    """Return the noun that a clause after it tells the fate of: "the tanks which Velm sent", "sold by Velm"."""
    top = verb
    while top.dep_ == "conj" and is_verb(top.head):
        top = top.head
    about = top.head
    if verb.lemma_.lower() not in _DEEDS or about.pos_ not in {"NOUN", "PROPN"} or doer.lower_ in RELATIVE_PRONOUNS:
        return set()
    told = top.dep_ == "relcl" and any(t.dep_ == "dobj" and t.lower_ in RELATIVE_PRONOUNS for t in top.children)
    return set(range(*phrase(about))) if told or _reduced(verb) is not None else set()


def _reduced(verb: Token) -> Token | None:
    """Return who did what a participle after a noun says: Velm of "the plan turned down by Velm (and by Orn)"."""
    joined = verb.dep_ == "conj" and verb.head.tag_ == "VBN" and verb.head.dep_ == "acl"
    named = verb.tag_ == "VBN" and (verb.dep_ == "acl" or joined) and verb.lemma_.lower() in _DEEDS
    return agent(verb) if named else None


def _beside(verb: Token) -> list[Token]:
    """Return the verb joined to a verb, and what joins it: "is against it and wants an end of it" is two stands."""
    joined = [c for c in verb.children if c.dep_ == "conj" and is_verb(c) and own_subject(c) is None]
    return [*joined, *(child for child in verb.children if child.dep_ == "cc")] if joined else []


def _come_from(verb: Token) -> Iterator[Attribution]:
    """Yield "The loudest protests came from X and from Y" as what both do."""
    what = own_subject(verb) if verb.lemma_ == "come" and verb.tag_ != "VB" else None
    unreal = any(child.dep_ == "neg" or child.lower_ in {"if", "unless"} for child in verb.children)
    if what is None or what.lemma_.lower() not in _COMING or unreal:
        return
    for holder in _sources(verb):
        yield Attribution(phrase(holder), (verb.i, verb.i + 1), (phrase(what),), verb.i, Evidence.SPEECH_ACT)


def _received(verb: Token) -> Iterator[Attribution]:
    """Yield "Tarn got tanks from X and from Y" as what both gave."""
    gift = next((child for child in verb.children if child.dep_ == "dobj"), None)
    if gift is None or verb.lemma_.lower() not in _RECEIVING or not _is_fact(verb):
        return
    for holder in (*_sources(verb), *_sources(gift)):
        if holder.ent_type_ in LABELS and (ranges := tuple(_worded(verb, runs(_clause(verb, holder))))):
            yield Attribution(phrase(holder), _cue(verb), ranges, verb.i, Evidence.ACT)


def _is_fact(verb: Token) -> bool:
    """Tell whether a verb says what was or will be done, not what is wanted, denied or supposed."""
    unreal = any(child.dep_ == "neg" or child.lower_ in {"if", "unless", "would", "could", "may", "might", "should"}
                 for child in verb.children)  # fmt: skip
    return not unreal and (own_subject(verb) is not None or verb.head.lemma_.lower() == "be")


def _sources(word: Token) -> list[Token]:
    """Return X and Y of "came from X and from Y"."""
    first = [child for child in word.children if child.lower_ == "from" and child.dep_ == "prep"][:1]
    both = [*first, *(child for other in first for child in other.children if child.lower_ == "from")]
    return [child for preposition in both for child in preposition.children if child.dep_ == "pobj"]


def _put_to_vote(verb: Token) -> Token | None:
    """Return the motion that passed, failed or was lost."""
    put = own_subject(verb) if verb.lemma_.lower() in _FATES else None
    return put if put is not None and put.lemma_.lower() in MOTIONS else None


def _voted(verb: Token) -> Iterator[Attribution]:
    """Yield "The motion failed: 29 for, 80 against" as what the chamber named last before it decided."""
    before = verb.doc[max(0, verb.i - _BACK) : verb.i]
    chamber = next((t for t in reversed(before) if t.lemma_.lower() in _DECIDING and t.dep_ != "compound"), None)
    clause = {i for i in subtree(verb) if not beyond_semicolon(verb, i)}
    if chamber is not None and (ranges := tuple(_worded(verb, runs(clause)))):
        yield Attribution(phrase(chamber), _cue(verb), ranges, verb.i, Evidence.SPEECH_ACT)


def _worded(verb: Token, ranges: Iterable[Range]) -> Iterator[Range]:
    """Yield the ranges that hold a word, each from its first word on."""
    for start, end in ranges:
        first = next((i for i in range(start, end) if not verb.doc[i].is_punct), None)
        if first is not None:
            yield first, end


def _carried(verb: Token) -> bool:
    """Tell whether an upper verb with the same subject already carries this one."""
    complement = verb.dep_ == "xcomp" or is_gerund_object(verb)
    return complement and is_verb(verb.head) and own_subject(verb) is None and not is_passive(verb.head)


def _kind(verb: Token) -> Evidence:
    lemma = verb.lemma_.lower()
    if lemma in ACT and lemma not in _OPINION:
        return Evidence.ACT
    if lemma in SPEECH_ACT:
        return Evidence.SPEECH_ACT
    return Evidence.INDIRECT if lemma in _OPINION | _LIGHT else Evidence.ACT


def _cue(verb: Token) -> tuple[int, int]:
    end = verb.i + 1
    while end < len(verb.doc) and verb.doc[end].dep_ == "prt":
        end += 1
    start = verb.i
    while start > 0 and verb.doc[start - 1].dep_ in {"neg", "aux", "auxpass"} and verb.doc[start - 1].head == verb:
        start -= 1
    modal = next((c for c in verb.children if c.dep_ == "aux" and c.lower_ in MODALS and c.i < start), None)
    if modal is not None and start - modal.i <= _ADVERBS:
        start = modal.i
    above = upper_verb(verb, start)
    return (_cue(above)[0] if above is not None else start), end
