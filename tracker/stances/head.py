"""A linear head fitted on labelled queries: from a model's probabilities and a query's signals to the labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tracker.errors import ModelError
from tracker.schema import SCORED_LABELS, Query
from tracker.stances.calibration import read_calibration
from tracker.stances.signals import SIGNALS, signals


@dataclass(frozen=True, slots=True)
class Head:
    """Maps k log probabilities and the `SIGNALS` onto the labels: ``weights`` is (k + signals, 5), ``bias`` (5,)."""

    weights: tuple[tuple[float, ...], ...]
    bias: tuple[float, ...]

    @classmethod
    def load(cls, path: Path, probabilities: int) -> Head | None:
        """Read the head of a ``calibration.json`` for so many probabilities a query; None where it holds none."""
        values = read_calibration(path).get("head")
        if values is None:
            return None
        try:
            weights = tuple(tuple(float(value) for value in row) for row in values["weights"])
            bias = tuple(float(value) for value in values["bias"])
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(f"{path}: the head needs numbers as weights and bias ({error!r})") from error
        labels, inputs = len(SCORED_LABELS), probabilities + len(SIGNALS)
        if len(weights) != inputs or any(len(row) != labels for row in weights) or len(bias) != labels:
            raise ModelError(f"{path}: the head needs {inputs} rows of {labels} weights, and {labels} numbers of bias")
        return cls(weights, bias)

    def __call__(self, probabilities: NDArray[np.float32], queries: Sequence[Query]) -> NDArray[np.float32]:
        """Return (n, 5) label probabilities."""
        logits = inputs(probabilities, queries) @ np.asarray(self.weights) + np.asarray(self.bias)
        shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares: NDArray[np.float32] = (shifted / shifted.sum(axis=1, keepdims=True)).astype(np.float32)
        return shares


def inputs(probabilities: NDArray[np.float32], queries: Sequence[Query]) -> NDArray[np.float64]:
    """Return what a head reads: log probabilities, none below one in a thousand, and the signals of the queries."""
    logs = np.log(np.clip(probabilities.astype(np.float64), 1e-3, 1.0)).reshape(len(queries), -1)
    found: NDArray[np.float64] = np.hstack([logs, signals(queries)])
    return found
