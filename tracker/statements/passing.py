"""Clauses that somebody without a side of his own passes on: "..., Reuters reported", "..., two officials said"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tracker.schema import ActorType, Span
from tracker.statements.attribution import Attribution, Range, pieces, source_head
from tracker.statements.cast import Holder
from tracker.statements.clauses import is_verb, own_subject
from tracker.statements.lexicon import ACT, OUTLETS, SAY

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from tracker.statements.parser import Parsed

MOUTHPIECES = frozenset({"official", "spokesman", "spokeswoman", "spokesperson"})
_CARRIERS = OUTLETS | frozenset("account insider media medium people person press report source".split())

_ALLEGING = frozenset({"allege", "claim", "speculate", "suspect"})
_DONE = ACT | {"intend", "plan"}
_PASSING = SAY | {"accord"}  # "according to"


def is_passed_on(doc: Doc, outer: Attribution, reporter: Holder | None) -> bool:
    """Tell whether the words of an attribution come from an outlet or from unnamed officials and sources."""
    if doc[outer.head].lemma_.lower() not in _PASSING:
        return False
    if reporter is not None:
        return reporter.actor.actor.type is ActorType.UNNAMED
    source = source_head(doc, outer)
    return source is not None and (source.ent_type_ == "ORG" or source.lemma_.lower() in _CARRIERS)


def alleged_doer(doc: Doc, attribution: Attribution) -> Token | None:
    """Return who is alleged to do something: of "Velm claims that Orn will send tanks", which is no stand of Velm's."""
    if doc[attribution.head].lemma_.lower() not in _ALLEGING:
        return None
    verb = doc[attribution.content[0][0] : attribution.content[0][1]].root
    doer = own_subject(verb) if is_verb(verb) and verb.lemma_.lower() in _DONE else None
    return doer if doer is not None and doer.pos_ == "PROPN" else None


def is_spoken_for(parsed: Parsed, attribution: Attribution, holder: Holder) -> bool:
    """Tell whether unnamed officials speak for a holder who is named elsewhere: "Velm had no plans, officials said"."""
    head = source_head(parsed.doc, attribution)
    if head is None or attribution.source is None or head.lemma_.lower() not in MOUTHPIECES:
        return False
    return not parsed.span(*attribution.source).overlaps(holder.span)


def clause_of_report(parsed: Parsed, report: Attribution, piece: Sequence[Range]) -> Span | None:
    """Return the reported words that stand in the sentence of a statement, with what is between them."""
    sentence = parsed.doc[piece[0][0]].sent
    for words in pieces(parsed.doc, report.content):
        if sentence.start <= words[0][0] < sentence.end:
            start, end = words[0][0], words[-1][1]
            start += parsed.doc[start].dep_ == "mark" and end - start > 1  # "that"
            return parsed.span(start, end)
    return None
