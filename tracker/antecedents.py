"""What a response answers: the statement before it on the same axis, which it only points at ("welcomed the move")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tracker.axes.gate import Hit
from tracker.schema import Axis, Evidence, Side, Span
from tracker.statements.clauses import own_clause, own_subject, subtree
from tracker.statements.find import Held
from tracker.statements.parser import Parsed
from tracker.statements.responses import Response, can_answer, response
from tracker.topics import Sentences

if TYPE_CHECKING:
    from spacy.tokens import Token

_LONG = 150  # characters from which a statement says more than that it is for or against something
_NEAR = 2  # sentences that a response may stand after what it answers


class Antecedents:
    """The statements of a document and the terms of axes in it, by sentence."""

    def __init__(
        self, found: Sequence[Held], hits: Sequence[Hit], axes: Sequence[Axis], parsed: Parsed, sentences: Sentences
    ) -> None:
        self._axes = axes
        self._parsed = parsed
        self._sentences = sentences
        self._held: dict[int, list[Held]] = defaultdict(list)
        self._hits: dict[int, list[Hit]] = defaultdict(list)
        for held in found:
            for index in {sentences.at(span.start) for span in held.statement.content}:
                self._held[index].append(held)
        for hit in hits:
            self._hits[sentences.at(hit.span.start)].append(hit)

    def of(self, item: Held) -> tuple[Side | None, dict[str, Held]]:
        """Return the side that a statement takes toward what it only points at, and that statement for each axis.

        It is another actor's, and stands in the same sentence or shortly before. None and nothing where the statement
        has a topic of its own, where the narrator tells the matter, and where what it points at is not sure.
        """
        met = self._response(item)
        here = self._sentences.at(item.statement.content[0].start)
        if met is None or any(self._names(item, hit, met) for hit in self._hits.get(here, ())):
            return None, {}
        near = _NEAR if met.called is not None else 1  # who just "protested" answers the sentence before
        cue = self._parsed.doc[item.head]
        if cue.dep_ in {"advcl", "conj"} and own_subject(cue) is not None:
            near = 0  # "bread got dearer, and the League criticised it", "Velm declined, as did Orn": beside it
        for index in range(here, max(-1, here - near - 1), -1):
            if answered := self._answered(item, met, index):
                return met.side, answered
            if index < here and met.to_words and self._others(item, index):
                break
        return None, {}

    def _response(self, item: Held) -> Response | None:
        if item.statement.cue is None or sum(s.end - s.start for s in item.statement.content) > _LONG:
            return None
        return response(self._parsed.doc[item.head], self._words(item))

    def _names(self, item: Held, hit: Hit, met: Response) -> bool:
        """Tell whether a term stands in a statement's own words, and not in what it calls the thing: "the package"."""
        called = self._parsed.span(met.called.i, met.called.i + 1) if met.called is not None else None
        own = any(span.overlaps(hit.span) for span in item.statement.content)
        return own and (called is None or not called.contains(hit.span))

    def _answered(self, item: Held, met: Response, index: int) -> dict[str, Held]:
        """Return the main statement of a sentence on each axis it has terms of, where the response can be to it."""
        found: dict[str, Held] = {}
        for axis_id in {hit.axis_id for hit in self._hits.get(index, ())} - self._meant_itself(met):
            terms = [hit.span for hit in self._hits[index] if hit.axis_id == axis_id]
            naming = [held for held in self._others(item, index) if _overlaps(held, terms)]
            meant = max(naming, key=_weight, default=None)
            if meant is not None and self._fits(met, meant):
                found[axis_id] = meant
        return found

    def _meant_itself(self, met: Response) -> set[str]:
        """Return the axes whose own proposal is called what the response calls it: "the ban", where one is proposed."""
        called = met.called.lemma_.lower() if met.called is not None else ""
        return {axis.id for axis in self._axes if called in axis.proposal.lower().split()}

    def _others(self, item: Held, index: int) -> list[Held]:
        mine = item.holder.actor.actor.id
        return [held for held in self._held.get(index, ()) if held.holder.actor.actor.id != mine]

    def _fits(self, met: Response, meant: Held) -> bool:
        owner = met.owner
        if owner is not None and owner.pos_ != "PRON":
            named = f"{meant.holder.surface} {meant.holder.actor.actor.name}".lower().replace("'s", "").split()
            if owner.lower_ not in named:
                return False
        inside = subtree(met.called) if met.called is not None else set()  # "..., a move that Velm welcomed"
        words = [word for word in self._words(meant) if word.i not in inside]
        return can_answer(met, self._parsed.doc[meant.head], words)

    def _words(self, item: Held) -> list[Token]:
        """Return the tokens of a statement's cue and content in its own clause, or before what it belongs to."""
        head, cue = self._parsed.doc[item.head], item.statement.cue
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
            and any(span.overlaps(self._parsed.span(token.i, token.i + 1)) for span in said)
        ]


def _overlaps(held: Held, terms: Sequence[Span]) -> bool:
    return any(span.overlaps(term) for span in held.statement.content for term in terms)


def _weight(item: Held) -> tuple[bool, int]:
    """Return what the main statement of a sentence has most of: it is nobody else's, and it has the most words."""
    return item.statement.evidence is not Evidence.EMBEDDED, sum(s.end - s.start for s in item.statement.content)
