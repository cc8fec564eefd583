"""Intervals by resampling documents: rows of one article err together, so whole articles are drawn.

1,000 samples of as many documents as there are, drawn with replacement under a fixed seed; the interval runs from the
2.5th to the 97.5th percentile (95 %). Counts are summed by a product of matrices; nothing is paired or coded again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tracker.evaluation.counts import Counts, figures

RESAMPLES, SEED, LEVEL = 1000, 20240506, 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure and the ends of its interval."""

    value: float
    low: float
    high: float


def drawn(documents: int, resamples: int = RESAMPLES, seed: int = SEED) -> NDArray[np.int64]:
    """Return how often each document stands in each resample: an array of resamples by documents."""
    if not documents:
        return np.zeros((resamples, 0), dtype=np.int64)
    return np.random.default_rng(seed).multinomial(documents, np.full(documents, 1 / documents), size=resamples)


def interval(value: float, resampled: NDArray[np.float64]) -> Interval:
    """Return the percentile interval, widened where needed to hold the figure itself."""
    low, high = np.quantile(resampled, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(value, min(float(low), value), max(float(high), value))


def resampled_figures(counts: Counts) -> dict[str, NDArray[np.float64]]:
    """Return every figure of `figures` in every resample; runs over the same documents share the draws."""
    return figures(np.tensordot(drawn(len(counts.documents)), counts.table, axes=1))


def intervals(counts: Counts) -> dict[str, Interval]:
    """Return every figure of `figures` with its interval."""
    values, resampled = figures(counts.table.sum(axis=0)), resampled_figures(counts)
    return {name: interval(float(value), resampled[name]) for name, value in values.items()}
