"""Speech that goes on without a cue: "The minister said no. Nobody would be sent, and it was too early to ask"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.schema import Evidence
from tracker.statements.attribution import Attribution
from tracker.statements.clauses import helpers, is_verb, own_subject
from tracker.statements.lexicon import MODALS, SAY
from tracker.statements.mentions import can_speak

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Sentence

_REPORTED = frozenset({Evidence.DIRECT, Evidence.INDIRECT, Evidence.SPEECH_ACT})
_MODALS = MODALS | {"must", "need", "ought"}
_STATES = frozenset({"be", "have"})
_BESIDE = frozenset({"advcl", "relcl", "acl"})
_SPAN = 3


def carried_on(doc: Doc, found: Sequence[Attribution]) -> Iterator[Attribution]:
    """Yield sentences that go on with what the sentence before reports, as words of its last speaker.

    Such a sentence stands in the same paragraph, has no reported words of its own (but in a clause beside a main one
    about things: "The vests would go once Bo certified that ..."), and its main verb has a modal or a pluperfect, is a
    state or negated, as in reported speech; what somebody did ("He flew home") is the narrator's.
    """
    last: Attribution | None = None
    length = 0
    for sentence in doc.sents:
        beside = {a for a in found if _within(a, sentence) and _is_aside(doc, a) and _is_of_things(sentence.root)}
        own = [a for a in found if sentence.start <= a.head < sentence.end and a not in beside]
        inside = any(_touches(a, sentence) for a in found if a not in beside)
        reported = [a for a in own if a.evidence in _REPORTED and a.source is not None]
        if reported:
            last, length = _main(doc, reported), 0
            yield from _after_semicolon(sentence, last, found)
        elif last is not None and not own and not inside and length < _SPAN and _goes_on(sentence):
            length += 1
            yield replace(last, content=((sentence.start, _end(sentence)),), evidence=Evidence.INDIRECT)
        elif not inside:
            last = None
        if "\n" in sentence[-1].text_with_ws or "\n" in sentence.text.rstrip(" "):
            last = None


def _touches(attribution: Attribution, sentence: Sentence) -> bool:
    return any(start < sentence.end and sentence.start < end for start, end in attribution.content)


def _within(attribution: Attribution, sentence: Sentence) -> bool:
    """Tell whether cue and content of an attribution stand in a sentence."""
    words = (attribution.cue, *attribution.content)
    return all(sentence.start <= start and end <= sentence.end for start, end in words)


def _is_aside(doc: Doc, attribution: Attribution) -> bool:
    """Tell whether a cue stands in a clause beside the main one: "They would go as soon as Bo certified that"."""
    cue = doc[attribution.head]
    above = (cue, *cue.ancestors)
    return any(token.dep_ in _BESIDE for token in above if token.head != token)


def _is_of_things(verb: Token) -> bool:
    """Tell whether a main verb has a modal and a subject that does not speak: "The vests would be sent"."""
    doer = own_subject(verb)
    return doer is not None and not can_speak(doer) and bool(helpers(verb) & _MODALS)


def _after_semicolon(
    sentence: Sentence, last: Attribution | None, found: Sequence[Attribution]
) -> Iterator[Attribution]:
    """Yield what follows "..., she said; " where nobody else has a word there."""
    if last is None:
        return
    start = next((t.i + 1 for t in sentence if t.text == ";" and t.i > last.head), sentence.end)
    end = _end(sentence)
    spoken = any(start <= a.head < end for a in found)
    told = any(begin < end and start < stop for a in found for begin, stop in a.content)
    if start < end and not spoken and not told:
        yield replace(last, content=((start, end),), evidence=Evidence.INDIRECT)


def _main(doc: Doc, reported: Sequence[Attribution]) -> Attribution | None:
    """Return the attribution that says the most of its sentence, if it is reported speech and not a mere stand."""
    best = max(reported, key=lambda a: sum(end - start for start, end in a.content))
    return best if doc[best.head].lemma_.lower() in SAY or best.evidence is not Evidence.SPEECH_ACT else None


def _goes_on(sentence: Sentence) -> bool:
    root = sentence.root
    if not is_verb(root):
        return False
    denied = any(child.dep_ == "neg" for child in root.children)
    return bool(helpers(root) & (_MODALS | {"had"})) or denied or root.lemma_.lower() in _STATES


def _end(sentence: Sentence) -> int:
    end: int = sentence.end
    while end > sentence.start + 1 and (sentence.doc[end - 1].is_space or sentence.doc[end - 1].is_punct):
        end -= 1
    return end
