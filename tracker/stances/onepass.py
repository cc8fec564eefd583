"""The stance scorer: passage and proposal in one pass, a column for each label.

The actor is masked as for entailment, so no name can mean a stance; the axis is known by its proposal. An axis's
definition is for people: half as many words again cost a third of the speed and brought no better labels.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tracker.errors import ModelError
from tracker.schema import SCORED_LABELS, Axis, Query
from tracker.stances.backends import PairBackend
from tracker.stances.entailment import premise
from tracker.stances.head import Head
from tracker.stances.scorer import taken


def target(axis: Axis) -> str:
    """Return what the model reads of an axis: its proposal as a sentence."""
    return f"{axis.proposal[:1].upper()}{axis.proposal[1:]}."


class StanceScorer:
    """Scores queries with a model whose classes are the labels of `SCORED_LABELS`, one pass for each query."""

    def __init__(self, backend: PairBackend, name: str = "stance", head: Head | None = None) -> None:
        self.name = name
        self._head = head
        self._backend = backend
        missing = [label.value for label in SCORED_LABELS if label.value not in backend.labels]
        if missing:
            raise ModelError(f"{name}: a stance model needs the labels {', '.join(missing)}; found {backend.labels}")
        self._columns = [backend.labels.index(label.value) for label in SCORED_LABELS]

    def score(self, queries: Sequence[Query]) -> NDArray[np.float32]:
        """Return (n, 5) label probabilities, columns as in `SCORED_LABELS`."""
        found = self.features(queries)
        return taken(self._head(found, queries) if self._head is not None and len(found) else found, queries)

    def features(self, queries: Sequence[Query]) -> NDArray[np.float32]:
        """Return the model's own probabilities (n, 5)."""
        if not queries:
            return np.zeros((0, len(SCORED_LABELS)), dtype=np.float32)
        logits = self._backend.logits([(premise(query), target(query.axis)) for query in queries])[:, self._columns]
        shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares: NDArray[np.float32] = (shifted / shifted.sum(axis=1, keepdims=True)).astype(np.float32)
        return shares
