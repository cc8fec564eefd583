"""A small model before the large one: what it is sure says nothing of an axis is not asked again.

Of the questions that an article raises most say nothing of the axis, and most of those plainly. A sieve spends a sixth
of the work on them. Where it is not sure both have a say, the small model the lesser one: two models that learned alike
err less often together than one of them alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from tracker.schema import Query
from tracker.stances.coder import UNRELATED
from tracker.stances.scorer import taken

SAY = 0.2  # the small model's weight in the geometric mean
_LEAST = 1e-3  # the share below which a label is as good as out of the question

Shares = NDArray[np.float32]


class Judge(Protocol):
    """Says how probable it is that a passage says each label, whatever side its actor takes toward that."""

    @property
    def name(self) -> str:
        """The model behind the shares."""

    def shares(self, queries: Sequence[Query]) -> Shares:
        """Return an array (queries, 5): one column per label of `SCORED_LABELS`, rows sum to 1."""


def sieved(small: Shares, large: Shares, sure: float) -> Shares:
    """Return what is made of two models' shares (n, 5): unrelated where the small one is ``sure``, else of both."""
    logs = (1 - SAY) * np.log(np.maximum(large, _LEAST)) + SAY * np.log(np.maximum(small, _LEAST))
    masses = np.exp(logs - logs.max(axis=1, keepdims=True, initial=-np.inf))
    found: Shares = (masses / masses.sum(axis=1, keepdims=True)).astype(np.float32)
    out = small[:, UNRELATED] >= sure
    found[out] = np.eye(found.shape[1], dtype=np.float32)[UNRELATED]
    return found


class SievedScorer:
    """Scores with a large model and a small one what the small one cannot tell to be unrelated.

    A query whose mass on unrelated is at least ``sure`` by ``small`` has that for all of its mass.
    """

    def __init__(self, small: Judge, large: Judge, sure: float) -> None:
        self.name = large.name
        self.small, self.large, self.sure = small, large, sure

    def score(self, queries: Sequence[Query]) -> Shares:
        """Return (n, 5) label probabilities, columns as in `SCORED_LABELS`."""
        small = self.small.shares(queries)
        large = small.copy()  # of what is left out nothing else is known
        left = np.flatnonzero(small[:, UNRELATED] < self.sure)
        if len(left):
            large[left] = self.large.shares([queries[int(row)] for row in left])
        return taken(sieved(small, large, self.sure), queries)
