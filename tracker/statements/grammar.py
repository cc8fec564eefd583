"""Attributions by grammar: who (source) says or thinks (cue) what (content), as token ranges of a parse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracker.schema import Evidence
from tracker.statements.attribution import Attribution, Range, clause_of, trimmed
from tracker.statements.clauses import (
    beyond_semicolon,
    has_subject,
    is_asked_of,
    is_gerund_object,
    is_passive,
    is_verb,
    only_quotes,
    own_subject,
    phrase,
    quoted_by,
    runs,
    shared_subject,
    subject,
    subtree,
    upper_verb,
)
from tracker.statements.lexicon import ATTITUDE, ENACTING, RELATIVE_PRONOUNS, SAY, SPEECH_ACT, SPEECH_NOUNS
from tracker.statements.nominal import INCLINED, SIDES, inclined, is_answer, nominal, sided, told_to_be
from tracker.statements.reactions import FEELINGS, TO_ANGER, TO_PLEASE, moved

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

_SAID = SAY | ATTITUDE | SPEECH_ACT
_OBJECTS = frozenset({"dobj", "obj", "attr", "oprd", "ccomp", "xcomp", "acomp", "nsubjpass", "pcomp"})
_WISHES = frozenset({"call", "ask", "push", "press", "appeal", "plead", "lobby", "argue", "wait", "beg", "vote"})
_ASKED = frozenset({"ask", "demand", "need", "request", "seek", "want"})  # "the tanks Velm wants": no pronoun needed
_CLAUSES = frozenset({"ccomp", "xcomp"})
_VIEWS = frozenset("assessment estimation eye judgement judgment opinion reading telling view word".split())


def attributions(sentence: Sentence) -> Iterator[Attribution]:
    """Yield the attributions of one sentence, in order of their cues."""
    for token in sentence:
        if token.pos_ in {"VERB", "AUX"} and token.lemma_.lower() in _SAID and not _is_inclined(token):
            yield from _verbal(token)
        elif token.pos_ == "VERB" and token.lemma_.lower() in TO_PLEASE | TO_ANGER:
            yield from moved(token)
        elif _is_view(token):
            yield from _viewed(token)
        elif (token.pos_ == "NOUN" or is_answer(token)) and _names_speech(token):
            yield from (*nominal(token), *told_to_be(token))
        elif token.lower_ in INCLINED:
            yield from inclined(token)
        elif token.lemma_.lower() in SIDES:
            yield from sided(token)
        elif token.lower_ == "according":
            yield from _according(token)
        elif token.lower_ == ":" and sentence.start < token.i:
            yield from _colon(token, sentence)


def _names_speech(noun: Token) -> bool:
    """Tell whether a noun names what somebody says or feels: "plea", and "to the dismay of Velm"."""
    lemma = noun.lemma_.lower()
    return lemma in SPEECH_NOUNS or (lemma in FEELINGS and noun.dep_ == "pobj" and noun.head.lower_ == "to")


def _is_inclined(token: Token) -> bool:
    """Tell whether a participle says how somebody is minded: "the League, long opposed to the toll"."""
    return token.lower_ in INCLINED and token.dep_ in {"acl", "amod"}


def _verbal(verb: Token) -> Iterator[Attribution]:
    if is_asked_of(verb) or only_quotes(verb):
        return
    source = subject(verb)
    lemma = verb.lemma_.lower()
    content = _complement(verb)
    quoting = quoted_by(verb)
    if not content and quoting is not None:
        content = _complement(quoting)
    if not content and lemma in SAY:
        content = _main_clause_around(verb)
    if not content and lemma in SPEECH_ACT and lemma not in SAY:
        content = _objects(verb)
    if lemma not in SAY:
        content |= _antecedent(verb)
    if not content or (source is None and not is_passive(verb) and lemma not in SAY):
        return
    source_range = phrase(source) if source is not None else None
    if source_range is not None:
        content -= set(range(*source_range))
    if lemma in SPEECH_ACT and lemma not in SAY:
        content |= _objects(verb)
    content -= set(range(*cue_range(verb)))
    ranges = tuple(runs(trimmed(verb, content)))
    if ranges:
        yield Attribution(source_range, cue_range(verb), ranges, verb.i, _kind(lemma))


def _kind(lemma: str) -> Evidence:
    if lemma in ENACTING:
        return Evidence.ACT
    return Evidence.SPEECH_ACT if lemma in SPEECH_ACT and lemma not in SAY else Evidence.INDIRECT


def _complement(verb: Token) -> set[int]:
    """Return the tokens of the verb's complement clauses, wherever they stand."""
    found: set[int] = set()
    for child in verb.children:
        goes_on = child.dep_ == "xcomp" and verb.lemma_.lower() in {"continue", "read", "like"}
        wished = child.dep_ == "advcl" and verb.lemma_.lower() in _WISHES and _is_wish(child)
        if wished or (child.dep_ in _CLAUSES and (is_verb(child) or child.dep_ == "ccomp") and not goes_on):
            found |= subtree(child)
    return {i for i in found if not beyond_semicolon(verb, i)}


def _antecedent(verb: Token) -> set[int]:
    """Return the noun that a relative clause is about: "the tanks that Velm wants", "tanks for which Velm asks"."""
    if verb.dep_ != "relcl" or verb.head.pos_ not in {"NOUN", "PROPN"}:
        return set()
    owner = own_subject(verb)
    relative = (token for token in verb.subtree if token.lower_ in RELATIVE_PRONOUNS)
    inside = [token for token in relative if owner is None or token not in owner.subtree]  # "whose country wants"
    asked = verb.lemma_.lower() in _ASKED and not any(child.dep_ in _OBJECTS for child in verb.children)
    if owner is None or owner.lower_ in RELATIVE_PRONOUNS or not (asked or any(t.i < verb.i for t in inside)):
        return set()
    return set(range(*phrase(verb.head)))


def _is_wish(clause: Token) -> bool:
    """Tell whether a clause is of the kind "for NATO to act"."""
    return any(child.dep_ == "mark" and child.lower_ == "for" for child in clause.children)


def _main_clause_around(verb: Token) -> set[int]:
    """Return the clause that a parenthetical "he said" or "as he said" hangs on."""
    marked = any(child.dep_ == "mark" and child.lower_ == "as" for child in verb.children)
    first = verb.left_edge
    parted = first.is_sent_start or not first.nbor(-1).is_alpha  # "said it could agree" is no aside
    aside = (verb.dep_ in {"parataxis", "ccomp", "dep"} and parted) or (verb.dep_ == "advcl" and marked)
    if aside and verb.head != verb and is_verb(verb.head):
        return subtree(verb.head, without=[verb])
    return set()


def _objects(verb: Token) -> set[int]:
    """Return the tokens of what a speech act is about: objects, clauses and prepositional phrases after the verb."""
    found: set[int] = set()
    for child in verb.children:
        about = child.dep_ == "prep" and child.i > verb.i and not _is_date(child)
        if about or child.dep_ in _OBJECTS or is_gerund_object(child):
            found |= subtree(child)
    if is_passive(verb) and (shared := shared_subject(verb)) is not None:
        found |= subtree(shared)
    return {i for i in found if not beyond_semicolon(verb, i)}


def _is_date(preposition: Token) -> bool:
    return any(child.ent_type_ in {"DATE", "TIME"} for child in preposition.children)


def cue_range(verb: Token) -> Range:
    """Return the verb with its particles and helpers, and the verb that decides what it means ("declined to say")."""
    start, end = verb.i, verb.i + 1
    words = verb.doc
    while end < len(words) and words[end].dep_ == "prt" and words[end].head == verb:
        end += 1
    lefts = {child.i for child in verb.children if child.dep_ in {"aux", "auxpass", "neg", "advmod"}}
    while start - 1 in lefts:
        start -= 1
    above = upper_verb(verb, start)
    return (cue_range(above)[0] if above is not None else start), end


def _is_view(noun: Token) -> bool:
    return noun.lemma_.lower() in _VIEWS and noun.dep_ == "pobj" and noun.head.lower_ == "in"


def _viewed(noun: Token) -> Iterator[Attribution]:
    """Yield "Rifles are, in her view, a thing for later" and what is so "in the words of X": the clause around it."""
    preposition = noun.head
    holder = next((child for child in noun.children if child.dep_ == "poss"), None)
    if holder is None:
        owner = next((child for child in noun.children if child.lower_ == "of"), None)
        holder = next((child for child in owner.children if child.dep_ == "pobj"), None) if owner is not None else None
    top = clause_of(preposition)
    content = trimmed(noun, subtree(top, without=[preposition]))
    if holder is not None and content:
        yield Attribution(phrase(holder), (preposition.i, noun.i + 1), tuple(runs(content)), noun.i, Evidence.INDIRECT)


def _according(token: Token) -> Iterator[Attribution]:
    """Yield "..., according to X"."""
    to = next((child for child in token.children if child.lower_ == "to"), None)
    if to is None and token.i + 1 < len(token.doc) and token.doc[token.i + 1].lower_ == "to":
        to = token.doc[token.i + 1]
    holder = next((c for c in to.children if c.dep_ == "pobj"), None) if to is not None else None
    if to is None or holder is None:
        return
    clause = subtree(clause_of(token), without=[token])
    content = trimmed(token, clause - set(range(*phrase(holder))) - {token.i, to.i})
    if content:
        yield Attribution(phrase(holder), (token.i, to.i + 1), tuple(runs(content)), token.i, Evidence.INDIRECT)


def _colon(colon: Token, sentence: Sentence) -> Iterator[Attribution]:
    """Yield "Name: what was said", as transcripts and headlines have it."""
    words = colon.doc
    lead = words[sentence.start : colon.i]
    opens = sentence.start == 0 or words[sentence.start - 1].is_space
    named = all(t.is_title or t.is_upper or t.pos_ in {"ADP", "DET", "PUNCT"} for t in lead)
    if not opens or not named or not 1 <= len(lead) <= 6 or not any(t.pos_ == "PROPN" for t in lead):
        return
    end = sentence.end
    while end < len(words) and "\n" not in words[end - 1].text:
        end += 1
    heads = sentence.end == colon.i + 1 and lead.root.ent_type_ == "GPE"  # such lines name who says what
    kept = {i for i in range(colon.i + 1, end) if not heads or not has_subject(words[i].sent)}
    content = trimmed(colon, kept)
    if content:
        source = (sentence.start, colon.i)
        yield Attribution(source, (colon.i, colon.i + 1), tuple(runs(content)), colon.i, Evidence.DIRECT)
