"""What a response answers: the statement before it on the same axis, which it only points at ("welcomed the move")."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from tracker.axes.gate import Hit
from tracker.schema import Evidence, Span
from tracker.statements.clauses import own_clause, own_subject, subtree
from tracker.statements.find import Held
from tracker.statements.parser import Parsed
from tracker.statements.responses import Response, denies, response
from tracker.topics import Sentences

if TYPE_CHECKING:
    from spacy.tokens import Token

_NEAR = 2  # sentences that a response may stand after what it answers


def answered(
    item: Held, met: Response, found: Sequence[Held], hits: Sequence[Hit], parsed: Parsed, sentences: Sentences
) -> dict[str, Held]:
    """Return the statement of another actor that a response points at, for each axis that it speaks to.

    It stands in the sentence of the response or in the last one shortly before that has a term of any axis. Empty where
    the narrator tells the matter, where the response has a topic of its own, and where what it points at is not sure.
    """
    cue = parsed.doc[item.head]
    called = parsed.span(met.called.i, met.called.i + 1) if met.called is not None else None
    told = [hit for hit in hits if called is None or not called.contains(hit.span)]
    if any(span.overlaps(hit.span) for span in item.statement.content for hit in told):
        return {}
    here = sentences.at(item.statement.content[0].start)
    own = [hit for hit in told if sentences.at(hit.span.start) == here]
    near = _NEAR if met.called is not None else 1  # who just "protested" answers the sentence before
    last = max((index for hit in told if here - near <= (index := sentences.at(hit.span.start)) < here), default=here)
    before = [hit for hit in told if sentences.at(hit.span.start) == last != here]
    if cue.dep_ == "conj" and own_subject(cue) is not None:
        before = []  # "bread got dearer, and the League criticised it" has what it points at beside it
    meant: dict[str, Held] = {}
    for axis_id, group in groupby(sorted((*before, *own), key=_axis), key=_axis):
        statement = _main(item, [hit.span for hit in group], found)
        if statement is not None and _is_meant(statement, met, parsed):
            meant[axis_id] = statement
    return meant


def _axis(hit: Hit) -> str:
    return hit.axis_id


def _main(item: Held, terms: Sequence[Span], found: Sequence[Held]) -> Held | None:
    """Return the main one of other actors' statements that have one of some terms."""
    mine = item.holder.actor.actor.id
    others = (other for other in found if other.holder.actor.actor.id != mine)
    naming = [o for o in others if any(span.overlaps(term) for span in o.statement.content for term in terms)]
    return max(naming, key=_weight, default=None)


def _is_meant(statement: Held, met: Response, parsed: Parsed) -> bool:
    """Tell whether a response can be to a statement: "the idea" after words that reject it is what they reject."""
    if met.of_plan and denies(parsed.doc[statement.head], _words(statement, parsed)):
        return False
    whose = met.owner.lower_ if met.owner is not None and met.owner.pos_ != "PRON" else ""
    return whose in f"{statement.holder.surface} {statement.holder.actor.actor.name}".lower()


def responding(item: Held, parsed: Parsed) -> Response | None:
    """Return what a statement is for or against that it only points at; None where it says more, or less."""
    return response(parsed.doc[item.head], _words(item, parsed)) if item.statement.cue is not None else None


def _words(item: Held, parsed: Parsed) -> list[Token]:
    """Return the tokens of a statement's cue and content that stand in its own clause, or before what it belongs to."""
    head, cue = parsed.doc[item.head], item.statement.cue
    said = [*item.statement.content, *([cue] if cue is not None else [])]
    top, kept = head, own_clause(head)
    while top.dep_ == "conj" and kept:
        top = top.head
    beside = subtree(top) - kept if kept else set()
    return [
        token
        for token in head.sent
        if not token.is_punct
        and token.i not in beside
        and any(span.overlaps(parsed.span(token.i, token.i + 1)) for span in said)
    ]


def _weight(item: Held) -> tuple[bool, int]:
    """Return what the main statement of a sentence has most of: it is nobody else's, and it has the most words."""
    return item.statement.evidence is not Evidence.EMBEDDED, sum(s.end - s.start for s in item.statement.content)
