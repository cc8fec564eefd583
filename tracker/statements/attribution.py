"""Attributions by grammar: who (source) says or thinks (cue) what (content), as token ranges of a parse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.schema import Evidence
from tracker.statements.clauses import (
    behind_comma,
    beyond_semicolon,
    has_subject,
    is_asked_of,
    is_demonym,
    is_gerund_object,
    is_passive,
    is_verb,
    own_subject,
    phrase,
    runs,
    subject,
    subtree,
    upper_verb,
)
from tracker.statements.lexicon import ATTITUDE, ENACTING, RELATIVE_PRONOUNS, SAY, SPEECH_ACT, SPEECH_NOUNS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Sentence

Range = tuple[int, int]
_OBJECTS = frozenset({"dobj", "obj", "attr", "oprd", "ccomp", "xcomp", "acomp", "nsubjpass", "pcomp"})
_OBJECTIONS = frozenset({"objection", "opposition", "protest", "protestation", "resistance", "reservation", "warning"})
_WISHES = frozenset({"call", "ask", "push", "press", "appeal", "plead", "lobby", "argue", "wait", "beg", "vote"})
_ASKED = frozenset({"ask", "demand", "need", "request", "seek", "want"})  # "the tanks Velm wants": no pronoun needed
_CLAUSES = frozenset({"ccomp", "xcomp"})
_VIEWS = frozenset("assessment estimation eye judgement judgment opinion reading telling view word".split())


@dataclass(frozen=True, slots=True)
class Attribution:
    """Token ranges of one attribution; ``head`` is the index of the cue's main word, ``evidence`` its kind."""

    source: Range | None
    cue: Range
    content: tuple[Range, ...]
    head: int
    evidence: Evidence


def attributions(sentence: Sentence) -> Iterator[Attribution]:
    """Yield the attributions of one sentence, in order of their cues."""
    for token in sentence:
        if token.pos_ in {"VERB", "AUX"} and token.lemma_.lower() in SAY | ATTITUDE | SPEECH_ACT:
            yield from _verbal(token)
        elif _is_view(token):
            yield from _viewed(token)
        elif token.pos_ == "NOUN" and token.lemma_.lower() in SPEECH_NOUNS:
            yield from _nominal(token)
        elif token.lower_ == "according":
            yield from _according(token)
        elif token.lower_ == ":" and sentence.start < token.i:
            yield from _colon(token, sentence)


def source_head(doc: Doc, attribution: Attribution) -> Token | None:
    """Return the main word of whom words are attributed to."""
    return behind_comma(doc[slice(*attribution.source)].root) if attribution.source is not None else None


def pieces(doc: Doc, content: Sequence[Range]) -> list[tuple[Range, ...]]:
    """Cut content into one tuple of ranges for each sentence that it touches."""
    by_sentence: dict[int, list[Range]] = {}
    for start, end in content:
        at = start
        while at < end:
            sentence = doc[at].sent
            stop = min(end, sentence.end)
            by_sentence.setdefault(sentence.start, []).append((at, stop))
            at = stop
    return [tuple(ranges) for _, ranges in sorted(by_sentence.items())]


def _verbal(verb: Token) -> Iterator[Attribution]:
    if is_asked_of(verb):
        return
    source = subject(verb)
    lemma = verb.lemma_.lower()
    content = _complement(verb)
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
    ranges = tuple(runs(_trimmed(verb, content)))
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
    aside = verb.dep_ in {"parataxis", "ccomp", "dep"} or (verb.dep_ == "advcl" and marked)
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


def _trimmed(verb: Token, content: set[int]) -> set[int]:
    """Drop marks and blanks at the edges of each run of content."""
    words = verb.doc
    kept: set[int] = set()
    for start, end in runs(content):
        while start < end and (words[start].is_punct or words[start].is_space):
            start += 1
        while end > start and (words[end - 1].is_punct or words[end - 1].is_space):
            end -= 1
        kept |= set(range(start, end))
    return kept


def _nominal(noun: Token) -> Iterator[Attribution]:
    """Yield "Kyiv's plea for X", "a Tarnian plea for X", "calls by allies to X", "over the objections of X"."""
    holder, marker = _noun_holder(noun)
    content: set[int] = set()
    for child in noun.children:
        if child.i > noun.i and child != marker and child.dep_ in {"prep", "acl", "ccomp", "relcl"}:
            content |= subtree(child)
    start, end = noun.i, noun.i + 1
    if marker is not None and marker.i == end:
        end += 1
    if not content and noun.lemma_.lower() in _OBJECTIONS:
        content = _overridden(noun)
        start = noun.head.i if content else start
    content = _trimmed(noun, content or _beside(noun))
    if holder is not None and content:
        yield Attribution(phrase(holder), (start, end), tuple(runs(content)), noun.i, Evidence.EMBEDDED)


def _noun_holder(noun: Token) -> tuple[Token | None, Token | None]:
    """Return whose speech act a noun names, and the preposition that says so, if one does."""
    holder = next((child for child in noun.children if child.dep_ == "poss"), None)
    if holder is not None:
        return holder, None
    sources = {"from", "by", "of"} if noun.lemma_.lower() in _OBJECTIONS else {"from", "by"}
    for child in noun.children:
        if child.dep_ in {"prep", "agent"} and child.lower_ in sources:
            return next((c for c in child.children if c.dep_ == "pobj"), None), child
    return next((child for child in noun.children if is_demonym(child)), None), None


def _beside(noun: Token) -> set[int]:
    """Return the phrase straight after "rejected X's plea" that the parser hung on the verb: "for tanks"."""
    if noun.dep_ not in {"dobj", "nsubjpass"} or not is_verb(noun.head):
        return set()
    for child in noun.head.children:
        starts = child.left_edge.i == noun.right_edge.i + 1
        if starts and child.left_edge.lower_ in {"for", "to"} and child.dep_ in {"prep", "xcomp", "advcl"}:
            return subtree(child)
    return set()


def _overridden(noun: Token) -> set[int]:
    """Return what was done "over the objections of X" or "despite X's protests": the clause around the phrase."""
    preposition = verb = noun.head
    if preposition.lower_ not in {"over", "despite", "against"}:
        return set()
    while not is_verb(verb) and verb.head != verb:
        verb = verb.head
    return subtree(verb, without=[preposition]) if is_verb(verb) else set()


def _is_view(noun: Token) -> bool:
    return noun.lemma_.lower() in _VIEWS and noun.dep_ == "pobj" and noun.head.lower_ == "in"


def _viewed(noun: Token) -> Iterator[Attribution]:
    """Yield "Rifles are, in her view, a thing for later" and what is so "in the words of X": the clause around it."""
    preposition = noun.head
    holder = next((child for child in noun.children if child.dep_ == "poss"), None)
    if holder is None:
        owner = next((child for child in noun.children if child.lower_ == "of"), None)
        holder = next((child for child in owner.children if child.dep_ == "pobj"), None) if owner is not None else None
    top = _clause_of(preposition)
    content = _trimmed(noun, subtree(top, without=[preposition]))
    if holder is not None and content:
        yield Attribution(phrase(holder), (preposition.i, noun.i + 1), tuple(runs(content)), noun.i, Evidence.INDIRECT)


def _clause_of(token: Token) -> Token:
    """Return the verb of the clause that a token stands in, or the top of its sentence where that has none."""
    top = token.head
    while not is_verb(top) and top.head != top:
        top = top.head
    return top


def _according(token: Token) -> Iterator[Attribution]:
    """Yield "..., according to X"."""
    to = next((child for child in token.children if child.lower_ == "to"), None)
    if to is None and token.i + 1 < len(token.doc) and token.doc[token.i + 1].lower_ == "to":
        to = token.doc[token.i + 1]
    holder = next((c for c in to.children if c.dep_ == "pobj"), None) if to is not None else None
    if to is None or holder is None:
        return
    clause = subtree(_clause_of(token), without=[token])
    content = _trimmed(token, clause - set(range(*phrase(holder))) - {token.i, to.i})
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
    content = _trimmed(colon, kept)
    if content:
        source = (sentence.start, colon.i)
        yield Attribution(source, (colon.i, colon.i + 1), tuple(runs(content)), colon.i, Evidence.DIRECT)
