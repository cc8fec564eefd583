"""The line: a document in, its coded stances out. Every stage stands here once, in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import islice
from time import perf_counter
from typing import Protocol

from tracker.axes.gate import Gate
from tracker.candidates import Candidate, candidates
from tracker.confidence import Beside, Trust, besides
from tracker.schema import Axis, DatePrecision, Document, Label, Resolution, Skip, Stance, Statement
from tracker.stances.coder import Coder, Decision
from tracker.stances.scorer import Scorer
from tracker.stances.sieve import read_twice
from tracker.statements import Parser, held
from tracker.statements.cast import Resolve
from tracker.topics import Sentences

CHUNK = 32
Related = tuple[Candidate, Decision, Beside]


class ActorResolver(Protocol):
    """Whom a mention means on a date; `tracker.actors.Resolver` is one."""

    def resolve(
        self,
        mention: str,
        date: dt.date | None,
        *,
        known: Sequence[Resolution] = (),
        home: str = "",
        role_hint: str = "",
        label: str = "",
        places: Sequence[str] = (),
    ) -> Resolution | None:
        """Return the actor, or None where the mention means nobody."""


@dataclass(frozen=True, slots=True)
class Coded:
    """What the line makes of one document; ``candidates`` counts the decisions that it asked for."""

    document: Document
    statements: tuple[Statement, ...] = ()
    stances: tuple[Stance, ...] = ()
    candidates: int = 0
    gated: bool = False
    skips: tuple[Skip, ...] = ()


@dataclass
class Line:
    """The stages between a document and its stances.

    `seconds` adds up what each of them took; scoring runs beside the others, so the sum can exceed the time gone by.
    """

    axes: tuple[Axis, ...]
    resolver: ActorResolver
    parser: Parser
    scorer: Scorer
    coder: Coder
    trust: Trust = field(default_factory=Trust)
    seconds: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.gate = Gate(self.axes)

    def narrowed(self, axis_ids: Container[str]) -> Line:
        """Return the same line for some of its axes alone."""
        return replace(self, axes=tuple(axis for axis in self.axes if axis.id in axis_ids))

    def run(self, documents: Iterable[Document]) -> Iterator[Coded]:
        """Code documents in order; what one document yields does not depend on its neighbours.

        While the decisions of one chunk are scored, the next chunk is read for candidates; the first chunks are small,
        so that the scorer need not wait.
        """
        with ThreadPoolExecutor(max_workers=1) as scoring:
            before: tuple[Sequence[Document], list[list[Candidate]], Future[list[Decision]]] | None = None
            for chunk in _chunks(documents):
                asked = [self.candidates(document) for document in chunk]
                running = scoring.submit(self._scored, asked)
                if before is not None:
                    yield from self._coded(*before)
                before = chunk, asked, running
            if before is not None:
                yield from self._coded(*before)

    def decide(self, documents: Sequence[Document]) -> list[list[tuple[Candidate, Decision]]]:
        """Return every decision that the documents ask for, those coded unrelated included."""
        asked = [self.candidates(document) for document in documents]
        return _shared_out(asked, self._scored(asked))

    def _scored(self, asked: Sequence[Sequence[Candidate]]) -> list[Decision]:
        start = perf_counter()
        scores = read_twice(self.scorer, [candidate.query for found in asked for candidate in found])
        decisions = self.coder.code(*scores)
        self._took("score", start)
        return decisions

    def _coded(
        self, documents: Sequence[Document], asked: Sequence[list[Candidate]], running: Future[list[Decision]]
    ) -> Iterator[Coded]:
        for document, rows in zip(documents, _shared_out(asked, running.result()), strict=True):
            yield _coded(document, rows, self.trust, gated=bool(rows) or self.gate.touches(document.text))

    def candidates(self, document: Document) -> list[Candidate]:
        """Return the decisions that a document asks for; none where no axis has a term in it."""
        start = perf_counter()
        hits = self.gate.hits(document.text)
        start = self._took("gate", start)
        if not hits:
            return []
        parsed = self.parser.parse(document.text)
        start = self._took("parse", start)
        sentences = Sentences.of(parsed)
        found = held(parsed, document, self.resolve_on(document))
        asked = candidates(found, hits, self.axes, parsed, sentences)
        self._took("find", start)
        return asked

    def resolve_on(self, document: Document) -> Resolve:
        """Return what tells whom a mention means in a document."""
        def resolve(
            mention: str, known: Sequence[Resolution], home: str, hint: str, label: str, places: Sequence[str]
        ) -> Resolution | None:
            return self.resolver.resolve(
                mention, document.published, known=known, home=home, role_hint=hint, label=label, places=places
            )

        return resolve

    def _took(self, stage: str, start: float) -> float:
        now = perf_counter()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - start
        return now


def _chunks(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Yield 1, 2, 4 ... documents, up to `CHUNK` at a time."""
    queue, size = iter(documents), 1
    while chunk := list(islice(queue, size)):
        yield chunk
        size = min(2 * size, CHUNK)


def _shared_out(
    asked: Sequence[Sequence[Candidate]], decisions: Sequence[Decision]
) -> list[list[tuple[Candidate, Decision]]]:
    """Return each document's candidates with their decisions, which come in one row."""
    row = iter(decisions)
    return [[(candidate, next(row)) for candidate in found] for found in asked]


def _coded(
    document: Document, decided: Sequence[tuple[Candidate, Decision]], trust: Trust, *, gated: bool
) -> Coded:
    rows = related(decided)
    statements = {c.held.statement.id: c.held.statement for c, _, _ in rows}
    return Coded(document, tuple(statements.values()), tuple(coded_rows(rows, trust)), len(decided), gated)


def related(decided: Iterable[tuple[Candidate, Decision]]) -> list[Related]:
    """Return the decisions of one document that make rows, those not coded unrelated, with what stands beside each."""
    rows = [(candidate, decision) for candidate, decision in decided if decision.label is not Label.UNRELATED]
    return [(*row, beside) for row, beside in zip(rows, besides(rows), strict=True)]


def coded_rows(rows: Iterable[Related], trust: Trust) -> list[Stance]:
    """Return the coded rows of one document's related decisions, in order."""
    return sharing_days([stance(*row, trust) for row in rows])


def sharing_days(stances: Sequence[Stance]) -> list[Stance]:
    """Date what is only known to be no later than publication like other statements of its actor in the document.

    The day of publication is an upper bound: where the actor is reported to have taken the same stance on the axis on a
    day that the article names, the undated repetition is that utterance retold; and who spoke on the day before
    publication said the rest then, too, unless the article dates anybody's stance to its own day.
    """
    printed = {row.date for row in stances if row.date_precision is DatePrecision.PUBLISHED}
    current = any(row.date in printed for row in stances if row.date_precision is DatePrecision.DAY)
    retold: dict[tuple[str, str, Label], Stance] = {}
    spoken: dict[str, Stance] = {}
    for row in stances:
        if row.date_precision is not DatePrecision.PUBLISHED:
            retold.setdefault((row.actor.id, row.axis, row.label), row)
        if row.date_precision is DatePrecision.DAY:
            spoken.setdefault(row.actor.id, row)
    found = []
    for row in stances:
        other = retold.get((row.actor.id, row.axis, row.label))
        lately = spoken.get(row.actor.id)
        if other is None and not current and lately is not None and _is_day_after(row.date, lately.date):
            other = lately
        undated = row.date_precision is DatePrecision.PUBLISHED
        found.append(replace(row, date=other.date, date_precision=other.date_precision) if other and undated else row)
    return found


def _is_day_after(published: dt.date | None, spoken: dt.date | None) -> bool:
    return published is not None and spoken is not None and published - spoken == dt.timedelta(days=1)


def stance(candidate: Candidate, decision: Decision, beside: Beside, trust: Trust) -> Stance:
    """Return the coded row; its utterance is known only when all documents of a run are."""
    statement, holder = candidate.held.statement, candidate.held.holder
    who, verdict = holder.actor, trust.judge(candidate, decision, beside)
    a, b, c, d, e = decision.probabilities
    return Stance(
        statement_id=statement.id,
        utterance_id="",
        document_id=statement.document_id,
        actor=who.actor,
        role=who.role,
        affiliation=who.affiliation,
        executive=who.executive,
        holder=holder.span,
        evidence=statement.evidence,
        reported_by=statement.reported_by,
        axis=candidate.axis.id,
        aspect=candidate.aspect,
        label=verdict.label,
        probabilities=(a, b, c, d, e),
        confidence=verdict.confidence,
        needs_review=verdict.needs_review,
        date=statement.date,
        date_precision=statement.date_precision,
    )
