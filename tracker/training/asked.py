"""Whole documents put to the line: what it asks of them, how a head that has not seen them answers, what is right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tracker.candidates import Candidate
from tracker.confidence import Trust, features
from tracker.evaluation.corpus import LabelledDocument, gold_rows
from tracker.evaluation.matching import Row, name_key, same_date
from tracker.pipeline import Line, coded_rows, related
from tracker.schema import SCORED_LABELS, STANCE_LABELS, Query, Stance
from tracker.stances.coder import Coder, Decision
from tracker.stances.head import Head, inputs
from tracker.stances.scorer import taken
from tracker.training.calibration import Floats, shares_of, unseen
from tracker.training.data import Progress
from tracker.training.queries import answer, with_known_names
from tracker.training.trust import Outcome

FOLDS = 5
Features = Callable[[Sequence[Query]], NDArray[np.float32]]


@dataclass
class Asked:
    """What the line asks of a document, what each passage says (-1: not known), and what a head reads of it.

    ``second`` are the label probabilities (questions, 5) of a small model that comes first, where one does.
    """

    labelled: LabelledDocument
    candidates: list[Candidate]
    fold: int
    y: NDArray[np.int64]
    x: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    second: NDArray[np.float32] | None = None

    def decided(self, coder: Coder, shares: NDArray[np.float32]) -> list[tuple[Candidate, Decision]]:
        """Return what a coder makes of a head's probabilities (questions, 5), beside each question."""
        found = taken(shares, [candidate.query for candidate in self.candidates])
        return list(zip(self.candidates, coder.code(found, self.second), strict=True))


def ask(
    documents: Sequence[LabelledDocument], line: Line, scored: Features,
    progress: Progress = lambda stage, done, total: None,
) -> list[Asked]:
    """Return the questions of documents on the axes they are coded on; ``scored`` gives a model's probabilities."""
    found: list[Asked] = []
    for labelled in documents:
        progress("trust", len(found), len(documents))
        candidates = line.narrowed(labelled.axes).candidates(labelled.document)
        document = with_known_names(labelled, line, candidates)
        labels = [answer(c, document.rows)[1] if c.query.side is None else None for c in candidates]
        y = np.array([-1 if label is None else SCORED_LABELS.index(label) for label in labels], dtype=np.int64)
        found.append(Asked(document, candidates, len(found) % FOLDS, y))
    if queries := [candidate.query for item in found for candidate in item.candidates]:
        x = inputs(scored(queries), queries)
        for item, part in zip(found, np.split(x, np.cumsum([len(item.candidates) for item in found])), strict=False):
            item.x = part
    return found


def cross_fitted(asked: Sequence[Asked], strength: float, prior: Head | None = None) -> list[NDArray[np.float32]]:
    """Return each document's label probabilities from a head fitted on the documents of other folds."""
    sizes = [len(item.candidates) for item in asked]
    x, y = np.vstack([item.x for item in asked]), np.concatenate([item.y for item in asked])
    if prior is not None and np.isinf(strength):  # held so fast that nothing is fitted
        shares = shares_of(prior, x)
    else:
        shares = unseen(x, y, np.repeat([item.fold for item in asked], sizes), strength, prior)
    return np.split(shares.astype(np.float32), np.cumsum(sizes)[:-1])


def outcomes(coder: Coder, asked: Sequence[Asked], shares: Sequence[NDArray[np.float32]]) -> list[Outcome]:
    """Return the coded rows of the documents with what is known of each and whether it is right."""
    found: list[Outcome] = []
    for item, values in zip(asked, shares, strict=True):
        gold = gold_rows(item.labelled)
        rows = related(item.decided(coder, values))
        for row, coded in zip(rows, coded_rows(rows, Trust()), strict=True):
            if coded.label in STANCE_LABELS:
                found.append(_outcome(coded, features(*row), item, gold))
    return found


def _outcome(coded: Stance, known: Mapping[str, float], item: Asked, gold: Sequence[Row]) -> Outcome:
    """Hold a coded row against the gold rows of its document."""
    row = Row(item.labelled.document.id, coded.actor.name, "", coded.axis, coded.label.value, coded.date,
              coded.date_precision.value)  # fmt: skip
    same = [g for g in gold if g.axis == row.axis and g.stance == row.stance
            and name_key(g.actor) == name_key(row.actor)]  # fmt: skip
    return Outcome(known, item.fold, bool(same), any(same_date(g, row) for g in same), row.document)
