"""A small model before the large one: what it is sure says nothing of an axis is not asked again.

Of the questions that an article raises most say nothing of the axis, and most of those plainly. A sieve spends a sixth
of the work on them; it decides nothing else, so that every label is still the large model's. How probable it finds that
label tells how far to trust it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tracker.schema import SCORED_LABELS, Query
from tracker.stances.coder import UNRELATED
from tracker.stances.scorer import Scorer


class SievedScorer:
    """Scores with a large model what a small one cannot tell to be unrelated.

    A query whose mass on unrelated is at least ``sure`` by ``small`` has that for all of its mass.
    """

    def __init__(self, small: Scorer, large: Scorer, sure: float) -> None:
        self.name = large.name
        self.small, self.large, self.sure = small, large, sure

    def score(self, queries: Sequence[Query]) -> NDArray[np.float32]:
        """Return (n, 5) label probabilities, columns as in `SCORED_LABELS`."""
        return self.both(queries)[0]

    def both(self, queries: Sequence[Query]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the label probabilities, and those of the small model, each (n, 5), columns as in `SCORED_LABELS`."""
        found = np.zeros((len(queries), len(SCORED_LABELS)), dtype=np.float32)
        found[:, UNRELATED] = 1.0
        before = self.small.score(queries)
        left = np.flatnonzero(before[:, UNRELATED] < self.sure)
        if len(left):
            found[left] = self.large.score([queries[int(row)] for row in left])
        return found, before


def read_twice(scorer: Scorer, queries: Sequence[Query]) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
    """Return a scorer's label probabilities, and those of the small model that has read the queries first, if any."""
    return scorer.both(queries) if isinstance(scorer, SievedScorer) else (scorer.score(queries), None)
