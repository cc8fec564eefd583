"""Decisions to score: a statement, its holder and an axis become one short passage with the holder marked.

A statement whose own words have no term of the axis ("any option", "such a step") carries the sentence that it may
answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.antecedents import Antecedents
from tracker.axes.gate import Hit
from tracker.passages import query_of
from tracker.schema import Axis, Evidence, Query, Span
from tracker.stated import takes_stand
from tracker.statements.find import Held
from tracker.statements.parser import Parsed
from tracker.topics import Sentences, asked, topics_of

_REPORTED = frozenset({Evidence.DIRECT, Evidence.INDIRECT})


@dataclass(frozen=True, slots=True)
class Candidate:
    """One decision: who might hold what on which axis, and the query that asks it."""

    held: Held
    axis: Axis
    aspect: str
    query: Query
    in_own_words: bool


def candidates(
    found: Sequence[Held], hits: Sequence[Hit], axes: Sequence[Axis], parsed: Parsed, sentences: Sentences
) -> list[Candidate]:
    """Return the decisions that a document asks for, one for each statement, holder and axis."""
    known = {axis.id: axis for axis in axes}
    topics = topics_of(hits, sentences)
    made: list[Candidate] = []
    taking = [held for held in found if takes_stand(held, parsed.text)]
    antecedents = Antecedents(taking, hits, axes, parsed, sentences)
    for item in taking:
        side, before = antecedents.of(item)
        topical = dict.fromkeys(before) or asked(item, hits, topics, sentences, parsed.text)
        for axis_id, context in sorted(topical.items()):
            axis, earlier, own = known[axis_id], before.get(axis_id, item), context is None
            lead = _scene(earlier, axis, parsed.text, sentences) if own else context
            query = query_of(earlier, axis, parsed, lead, sentences, found if own else None)
            query = replace(
                query,
                evidence=earlier.statement.evidence,
                holder_type=earlier.holder.actor.actor.type,
                in_own_words=own,
                framed=bool(earlier.frame),
                side=side.toward(query.side) if side is not None else query.side,
                article=sentences.words,
            )
            made.append(Candidate(item, axis, _aspect(earlier.statement.text, axis), query, own and not before))
    return _one_per_sentence(_outspoken(made, sentences), hits)


def _scene(item: Held, axis: Axis, text: str, sentences: Sentences) -> Span | None:
    """Return the sentence before a statement that leaves open which place it is about ("We will send more troops")."""
    before = sentences.at(item.statement.content[0].start) - 1
    if before < 0 or not axis.anchors:
        return None
    said = sentences.spans[before + 1].of(text).lower()
    return None if any(anchor in said for anchor in axis.anchors) else sentences.spans[before]


def _outspoken(made: Sequence[Candidate], sentences: Sentences) -> list[Candidate]:
    """Drop what needs a context where its holder names the topic in the same sentence; reported words outlast acts."""

    def place(candidate: Candidate) -> tuple[str, str, int]:
        held = candidate.held
        return held.holder.actor.actor.id, candidate.axis.id, sentences.at(held.statement.content[0].start)

    def said(candidate: Candidate) -> bool:
        return candidate.held.statement.evidence in _REPORTED

    own = [candidate for candidate in made if candidate.in_own_words]
    named, said_so = {place(c) for c in own}, {place(c) for c in own if said(c)}
    return [c for c in made if c.in_own_words or place(c) not in (said_so if said(c) else named)]


def _aspect(text: str, axis: Axis) -> str:
    lower = text.lower()
    return next((name for name, terms in axis.aspects.items() if any(term in lower for term in terms)), "")


def _one_per_sentence(made: Sequence[Candidate], hits: Sequence[Hit]) -> list[Candidate]:
    """Keep what is not repeated: of two statements of one holder on one axis, one inside the other, the smaller.

    A larger one that has a term of the axis outside the smaller says more than that and stays too.
    """
    kept: list[Candidate] = []
    for candidate in sorted(made, key=_size):
        hull = _hull(candidate)
        same = [
            other
            for other in kept
            if other.axis.id == candidate.axis.id
            and other.held.holder.actor.actor.id == candidate.held.holder.actor.actor.id
            and hull.overlaps(_hull(other))
        ]
        if same and _says_more(candidate, same, hits):
            kept.append(candidate)
        elif not any(_prefer(other, candidate) for other in same):
            kept = [other for other in kept if other not in same] + [candidate]
    return sorted(kept, key=lambda c: (c.held.statement.content, c.held.statement.id, c.axis.id))


def _says_more(candidate: Candidate, others: Sequence[Candidate], hits: Sequence[Hit]) -> bool:
    inner = [_hull(other) for other in others]
    return any(
        hit.axis_id == candidate.axis.id
        and any(span.overlaps(hit.span) for span in candidate.held.statement.content)
        and not any(hull.overlaps(hit.span) for hull in inner)
        for hit in hits
    )


def _prefer(first: Candidate, second: Candidate) -> bool:
    """Tell whether the smaller statement stands for the larger: reported words are kept with their cue.

    What somebody does with "its ban" or "its deliveries" is said by the verb before, not by the noun.
    """
    if _owns(first) and not _owns(second):
        return False
    return not (first.held.statement.evidence is Evidence.ACT and second.held.statement.evidence in _REPORTED)


def _owns(candidate: Candidate) -> bool:
    surface = candidate.held.holder.surface.lower()
    return surface in {"its", "his", "her", "their"} or surface.endswith(("'s", "’s"))


def _hull(candidate: Candidate) -> Span:
    content = candidate.held.statement.content
    return Span(content[0].start, content[-1].end)


def _size(candidate: Candidate) -> tuple[int, str]:
    statement = candidate.held.statement
    return sum(span.end - span.start for span in statement.content), statement.id
