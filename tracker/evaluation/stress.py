"""Stress figures: what the line loses when a document is disturbed, or when the model is not told what it is asked.

What the text says is the same after its actors' names were swapped, its quotation marks stripped, or its paragraphs
shuffled: the figures should hold. With the actor or the axis hidden from the model they must fall, or it was not
reading them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from tracker.actors import Registry
from tracker.axes.defaults import HYPOTHESES
from tracker.documents import clean
from tracker.evaluation.attribution import macro_f1
from tracker.evaluation.corpus import LabelledDocument, gold_rows
from tracker.evaluation.disturb import renamed, shuffled, without_quotation_marks
from tracker.evaluation.matching import LEVELS
from tracker.evaluation.positions import evaluate
from tracker.evaluation.swaps import swapped_names
from tracker.pipeline import Line
from tracker.schema import STANCE_LABELS, ActorType, Axis, Label, Query, Span
from tracker.stances.entailment import premise
from tracker.stances.scorer import Scorer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_CHANGES = 0.02
HOLDS, LOSES = "should hold", "must lose"
QueryOf = Callable[[str, Mapping[str, Any], Axis], Query]
"""Makes the query of a gold row out of a text, the row and its axis; `tracker.training.queries.gold_query` is one."""
Items = Sequence[LabelledDocument]


@dataclass(frozen=True, slots=True)
class Variant:
    """One disturbance: F1 of the whole line at each level, and label macro-F1 given the gold statement and actor."""

    name: str
    expected: str
    f1: Mapping[str, float]
    given: float


@dataclass(frozen=True, slots=True)
class Stress:
    """The plain figures, those of each variant, and how many labels changed with the names, given the actor.

    ``renamed`` counts gold rows whose actor has another name; ``altered`` those of all rows whose masked passage, which
    is what the model reads, differs; ``changed`` the labels that did.
    """

    documents: int
    rows: int
    renamed: int
    altered: int
    changed: int
    plain: Variant
    variants: tuple[Variant, ...]

    @property
    def changes(self) -> float:
        """Share of the labels that changed with the names."""
        return self.changed / self.rows if self.rows else 0.0

    @property
    def failures(self) -> tuple[str, ...]:
        """What is not as it must be."""
        kept = [
            f"{v.name}: loses nothing ({v.f1[LEVELS[1]]:.3f} against {self.plain.f1[LEVELS[1]]:.3f})"
            for v in self.variants if v.expected == LOSES and v.f1[LEVELS[1]] >= self.plain.f1[LEVELS[1]]
        ]  # fmt: skip
        many = f"names swapped: {self.changes:.1%} of the labels change, at most {MOST_CHANGES:.0%} may"
        return (*kept, many) if self.changes > MOST_CHANGES else tuple(kept)


@dataclass(frozen=True, slots=True)
class Hiding:
    """A scorer that is not told everything: each query is changed before it is scored."""

    scorer: Scorer
    change: Callable[[Query], Query]

    @property
    def name(self) -> str:
        """The name of the scorer behind it."""
        return self.scorer.name

    def score(self, queries: Sequence[Query]) -> NDArray[np.float32]:
        """Return what the scorer says of the changed queries."""
        return self.scorer.score([self.change(query) for query in queries])


def without_actor(query: Query) -> Query:
    """Return the query with nobody marked in its passage."""
    nobody = Span(query.focus.start, query.focus.start)
    return replace(query, holder=nobody, holder_type=ActorType.PERSON)


def without_axis(query: Query) -> Query:
    """Return the query asked about a proposal that says nothing."""
    return replace(query, axis=Axis(query.axis.id, "", "this", hypotheses=HYPOTHESES))


def stress(line: Line, items: Items, registry: Registry, query_of: QueryOf) -> Stress:
    """Measure the line on labelled documents, plain and disturbed; it must hold every axis that they are coded on."""
    axes = {axis.id: axis for axis in line.axes}
    swapped = [_swapped(item, axes, registry) for item in items]
    measured = partial(_measured, query_of=query_of)
    no_actor = replace(line, scorer=Hiding(line.scorer, without_actor))
    no_axis = replace(line, scorer=Hiding(line.scorer, without_axis))
    variants = (
        measured("names swapped", HOLDS, line, swapped),
        measured("quotation marks stripped", HOLDS, line, [without_quotation_marks(item) for item in items]),
        measured("paragraphs shuffled", HOLDS, line, [shuffled(item) for item in items]),
        measured("actor hidden", LOSES, no_actor, items),
        measured("axis hidden", LOSES, no_axis, items),
    )
    before, after = (_queries(line, found, query_of) for found in (items, swapped))
    labels = zip(_labels(line, before), _labels(line, after), strict=True)
    return Stress(
        documents=len(items),
        rows=len(before),
        renamed=sum(a["actor"] != b["actor"] for a, b in zip(_rows(items), _rows(swapped), strict=True)),
        altered=sum(premise(a) != premise(b) for a, b in zip(before, after, strict=True)),
        changed=sum(a is not b for a, b in labels),
        plain=measured("plain", "", line, items),
        variants=variants,
    )


def _swapped(item: LabelledDocument, axes: Mapping[str, Axis], registry: Registry) -> LabelledDocument:
    anchors = {anchor for name in item.axes for anchor in axes[name].anchors}
    near = [axis for axis in axes.values() if axis.id in item.axes or anchors & set(axis.anchors)]
    return renamed(item, swapped_names(item, near, registry))


def _measured(name: str, expected: str, line: Line, items: Items, query_of: QueryOf) -> Variant:
    documents = [replace(item.document, text=clean(item.document.text, item.document.id)[0]) for item in items]
    gold = [row for item in items for row in gold_rows(item)]
    report = evaluate(line, documents, gold, {item.document.id: item.axes for item in items})
    f1 = {level: score.f1 for level, score in report.positions.items()}
    return Variant(name, expected, f1, macro_f1([r["stance"] for r in _rows(items)], _labels(line, _queries(
        line, items, query_of)), STANCE_LABELS))  # fmt: skip


def _rows(items: Items) -> list[Mapping[str, Any]]:
    return [row for item in items for row in item.rows if row["stance"] != Label.UNCLEAR]


def _queries(line: Line, items: Items, query_of: QueryOf) -> list[Query]:
    axes = {axis.id: axis for axis in line.axes}
    return [query_of(item.document.text, row, axes[row["axis"]]) for item in items for row in _rows([item])]


def _labels(line: Line, queries: Sequence[Query]) -> list[Label]:
    return [decision.label for decision in line.coder.code(line.scorer.score(queries))]


def markdown(found: Stress) -> str:
    """Return the figures as Markdown."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Stress) -> Iterator[str]:
    yield f"{found.documents} documents, {found.rows} gold rows. F1 of the whole line at each level, and macro-F1 of"
    yield "the labels given the gold statement and its actor."
    yield ""
    yield f"| | {' | '.join(LEVELS)} | labels, given the actor | |"
    yield f"|---|{'---|' * len(LEVELS)}---|---|"
    for variant in (found.plain, *found.variants):
        cells = " | ".join(f"{variant.f1[level]:.3f}" for level in LEVELS)
        yield f"| {variant.name} | {cells} | {variant.given:.3f} | {variant.expected} |"
    yield ""
    yield (
        f"- names swapped: {found.renamed} rows have an actor of another name; {found.altered} masked passages differ; "
        f"given the actor, {found.changed} of {found.rows} labels change ({found.changes:.1%}; at most "
        f"{MOST_CHANGES:.0%} should)"
    )
    yield from (f"- **not as it must be**: {failure}" for failure in found.failures)
