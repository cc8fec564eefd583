"""Calibration: is a row of confidence 0.8 right, actor, axis, stance and date, in 80 % of cases?

Found rows are sorted by confidence into ten bins of equal mass; rows of equal confidence share a bin. The expected
calibration error (ECE) is the mean distance of confidence and share right over the bins, weighted by their rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tracker.evaluation.bootstrap import Interval, drawn, interval
from tracker.evaluation.positions import Report

BINS = 10
_Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Judged:
    """The confidence of a found row of a document, and whether the row is right."""

    document: str
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Rows of like confidence: the range, their number, the mean confidence and the share that is right."""

    low: float
    high: float
    rows: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """The error with its interval, and the bins that it comes from."""

    ece: Interval
    bins: tuple[Bin, ...]


def judged(report: Report) -> list[Judged]:
    """Return the found rows of a report; right is a row whose actor, axis, stance and date are."""
    return [
        Judged(pair.found.document, float(dict(pair.found.extra)["confidence"]), pair.right("+date"))
        for pair in report.pairs
        if pair.found is not None
    ]


def calibrate(rows: Sequence[Judged], documents: Sequence[str]) -> Calibration:
    """Return the calibration of rows; ``documents`` are all that were read, and what the interval resamples.

    Resampling adds noise to the bins and so raises the error on average; the resamples are shifted back by that much.
    """
    if not rows:
        return Calibration(Interval(0.0, 0.0, 0.0), ())
    rows = sorted(rows, key=lambda row: row.confidence)
    at = {document: number for number, document in enumerate(documents)}
    values, starts = np.unique([row.confidence for row in rows], return_index=True)
    right = np.array([row.right for row in rows], dtype=np.int64)
    once = np.ones((1, len(rows)), dtype=np.int64)
    value = float(_error(values, once, right, starts)[0])
    owners = [at[row.document] for row in rows]
    parts = np.array_split(drawn(len(documents)), 20)  # all resamples of all rows at once would fill the memory
    resampled = np.concatenate([_error(values, part[:, owners], right, starts) for part in parts])
    shifted = np.clip(resampled - (resampled.mean() - value), 0.0, 1.0)
    return Calibration(interval(value, shifted), _table(rows, _bins(np.add.reduceat(once, starts, axis=1))[0], starts))


def _error(values: NDArray[np.float64], weights: _Ints, right: _Ints, starts: _Ints) -> NDArray[np.float64]:
    """Return the error of each resample; ``starts`` are the first rows of each distinct confidence."""
    mass = np.add.reduceat(weights, starts, axis=1)
    hits = np.add.reduceat(weights * right, starts, axis=1)
    cells = np.arange(len(weights))[:, None] * BINS + _bins(mass)
    gaps = np.bincount(cells.ravel(), weights=(mass * values - hits).ravel(), minlength=len(weights) * BINS)
    error: NDArray[np.float64] = np.abs(gaps).reshape(-1, BINS).sum(axis=1) / np.maximum(mass.sum(axis=1), 1)
    return error


def _bins(mass: _Ints) -> _Ints:
    """Return the bin of each distinct confidence: that of the middle of its rows."""
    doubled = 2 * np.cumsum(mass, axis=1) - mass
    found: _Ints = np.minimum(doubled * BINS // np.maximum(2 * mass.sum(axis=1, keepdims=True), 1), BINS - 1)
    return found


def _table(rows: Sequence[Judged], bins: _Ints, starts: _Ints) -> tuple[Bin, ...]:
    sizes = np.diff([*starts, len(rows)])
    of_row = np.repeat(bins, sizes)
    groups = [[row for row, number in zip(rows, of_row, strict=True) if number == wanted] for wanted in range(BINS)]
    return tuple(
        Bin(group[0].confidence, group[-1].confidence, len(group), sum(r.confidence for r in group) / len(group),
            sum(r.right for r in group) / len(group))
        for group in groups if group
    )  # fmt: skip
