"""Labelled documents to labelled queries: what the line asks of each document, answered by the gold rows.

A candidate of the line that agrees with a gold row in axis, actor (or speaker mention) and words takes the row's
label; one whose actor has no row on the axis is unrelated; one whose actor has rows elsewhere in the document only is
left out, since a position that is said again is coded once, and so is one that is asked through what another did,
since its row says what the actor makes of that and not what the passage says. A gold row that the line asks nothing
for becomes a query of its own, made from its spans, so that what the rules of attribution miss is learned from all the
same; where its sentence has no term of the axis it carries, as a candidate would, the sentence before it that has one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tracker.axes.gate import Hit
from tracker.candidates import Candidate
from tracker.evaluation.corpus import LabelledDocument
from tracker.evaluation.matching import name_key
from tracker.evaluation.positions import registered
from tracker.pipeline import Line
from tracker.schema import Axis, Label, Query, Span

_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*\s|\n")


@dataclass(frozen=True, slots=True)
class LabelledQuery:
    """A query and what its passage says of its axis; ``asked`` tells whether the line itself would ask it."""

    query: Query
    label: Label
    document_id: str
    asked: bool


def labelled_queries(labelled: LabelledDocument, line: Line) -> list[LabelledQuery]:
    """Return the queries of one document with their labels; ``line`` must hold the document's axes."""
    axes = {axis.id: axis for axis in line.axes if axis.id in labelled.axes}
    asked = [c for c in line.candidates(labelled.document) if c.axis.id in axes]
    labelled = with_known_names(labelled, line, asked)
    found: list[LabelledQuery] = []
    answered: set[int] = set()
    for candidate in asked:
        index, label = answer(candidate, labelled.rows)
        if index is not None:
            answered.add(index)
        if label is not None and candidate.query.side is None:
            found.append(LabelledQuery(candidate.query, label, labelled.document.id, asked=True))
    hits = line.gate.hits(labelled.document.text)
    for number, row in enumerate(labelled.rows):
        if number not in answered and row["stance"] != Label.UNCLEAR:
            query = gold_query(labelled.document.text, row, axes[row["axis"]], hits)
            found.append(LabelledQuery(query, Label(row["stance"]), labelled.document.id, asked=False))
    return found


def with_known_names(labelled: LabelledDocument, line: Line, asked: Iterable[Candidate]) -> LabelledDocument:
    """Return a document whose gold rows name actors as candidates do, or else as the registry does ("Zelenskyy")."""
    named = {name_key(candidate.held.holder.actor.actor.name) for candidate in asked}

    def renamed(row: Mapping[str, Any]) -> Mapping[str, Any]:
        if name_key(row["actor"]) in named:
            return row
        actor = registered(line, row["actor"], dt.date.fromisoformat(row["date"]) if row.get("date") else None)
        return row if actor is None else {**row, "actor": actor.name}

    return replace(labelled, rows=tuple(map(renamed, labelled.rows)))


def answer(candidate: Candidate, rows: Sequence[Mapping[str, Any]]) -> tuple[int | None, Label | None]:
    """Return the gold row that answers a candidate and its label; (None, None) where no answer is sure."""
    on_axis = [(number, row) for number, row in enumerate(rows) if row["axis"] == candidate.axis.id]
    mine = [(number, row) for number, row in on_axis if _same_holder(candidate, row)]
    near = [(_shared(candidate, row), number, row) for number, row in mine]
    best = max(near, default=None, key=lambda item: (item[0], -item[1]))
    if best is not None and best[0] > 0.3:
        label = Label(best[2]["stance"])
        return best[1], None if label is Label.UNCLEAR else label
    return None, None if mine else Label.UNRELATED


def _same_holder(candidate: Candidate, row: Mapping[str, Any]) -> bool:
    holder = candidate.held.holder
    if name_key(holder.actor.actor.name) == name_key(row["actor"]):
        return True
    speaker = row.get("speaker_span")
    return speaker is not None and Span(*speaker).overlaps(holder.span)


def _shared(candidate: Candidate, row: Mapping[str, Any]) -> float:
    """Return the share of the shorter text's characters that statement and gold quotation have in common."""
    quote = Span(*row["quote_span"])
    spans = candidate.held.statement.content
    common = sum(max(0, min(s.end, quote.end) - max(s.start, quote.start)) for s in spans)
    return common / max(1, min(quote.end - quote.start, sum(s.end - s.start for s in spans)))


def gold_query(text: str, row: Mapping[str, Any], axis: Axis, hits: Iterable[Hit] = ()) -> Query:
    """Return the query of a gold row: its sentence where the speaker stands in it, else "X said" and the quotation.

    With ``hits``, the terms of axes in the text, the sentence that a row without a term may answer stands before it.
    """
    quote = Span(*row["quote_span"])
    speaker = Span(*row["speaker_span"]) if row.get("speaker_span") else None
    around = sentence_around(text, quote)
    lead = _topic(text, around, [hit.span for hit in hits if hit.axis_id == axis.id])
    if speaker is not None and around.contains(speaker):
        by = around.start - len(lead)
        return Query(lead + around.of(text), _shift(speaker, by), _shift(quote, by), axis)
    surface = speaker.of(text) if speaker is not None else row["actor"]
    start = len(lead) + len(surface) + 8
    passage = f'{lead}{surface} said: "{" ".join(quote.of(text).split())}"'
    return Query(passage, Span(len(lead), len(lead) + len(surface)), Span(start, len(passage) - 1), axis)


def _topic(text: str, around: Span, terms: Sequence[Span]) -> str:
    """Return the last sentence before some words that has a term, if they have none themselves, and a blank."""
    if any(around.overlaps(term) for term in terms):
        return ""
    before = [term for term in terms if term.end <= around.start]
    return " ".join(sentence_around(text, before[-1]).of(text).split()) + " " if before else ""


def sentence_around(text: str, span: Span) -> Span:
    """Return the span widened to the ends of its sentences."""
    start = max((match.end() for match in _SENTENCE_END.finditer(text, 0, span.start + 1)), default=0)
    match = _SENTENCE_END.search(text, max(span.start, span.end - 1))
    return Span(min(start, span.start), max(span.end, match.end() if match else len(text)))


def _shift(span: Span, by: int) -> Span:
    return Span(span.start - by, span.end - by)
