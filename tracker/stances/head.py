"""A linear head fitted on labelled queries: from a model's own probabilities to calibrated ones of the labels."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tracker.errors import ModelError
from tracker.schema import SCORED_LABELS


@dataclass(frozen=True, slots=True)
class Head:
    """Maps log probabilities (n, k) onto `SCORED_LABELS`; ``weights`` is (k, 5), ``bias`` (5,)."""

    weights: tuple[tuple[float, ...], ...]
    bias: tuple[float, ...]

    @classmethod
    def load(cls, path: Path, inputs: int) -> Head | None:
        """Read the head of a ``calibration.json`` for ``inputs`` probabilities; None where it holds none."""
        values = json.loads(path.read_text(encoding="utf-8")).get("head") if path.exists() else None
        if values is None:
            return None
        weights = tuple(tuple(float(value) for value in row) for row in values["weights"])
        bias = tuple(float(value) for value in values["bias"])
        labels = len(SCORED_LABELS)
        if len(weights) != inputs or any(len(row) != labels for row in weights) or len(bias) != labels:
            raise ModelError(f"{path}: the head needs {inputs} rows of {labels} weights, and {labels} numbers of bias")
        return cls(weights, bias)

    def __call__(self, probabilities: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return (n, 5) label probabilities."""
        logits = logs(probabilities) @ np.asarray(self.weights) + np.asarray(self.bias)
        shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares: NDArray[np.float32] = (shifted / shifted.sum(axis=1, keepdims=True)).astype(np.float32)
        return shares


def logs(probabilities: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return what a head reads: log probabilities, none below one in a thousand."""
    found: NDArray[np.float64] = np.log(np.clip(probabilities.astype(np.float64), 1e-3, 1.0))
    return found
