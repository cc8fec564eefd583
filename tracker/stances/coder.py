"""The coder: scores to labels, calibrated, abstaining where it cannot tell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tracker.errors import ModelError
from tracker.schema import SCORED_LABELS, Label
from tracker.stances.calibration import read_calibration

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNRELATED = SCORED_LABELS.index(Label.UNRELATED)
_SUPPORT, _OPPOSE = SCORED_LABELS.index(Label.SUPPORT), SCORED_LABELS.index(Label.OPPOSE)
_OPPOSITE = {_SUPPORT: _OPPOSE, _OPPOSE: _SUPPORT}


@dataclass(frozen=True, slots=True)
class Decision:
    """One coded query: the label, its probabilities over `SCORED_LABELS`, and how sure the coder is of it.

    ``second`` is how probable a second model finds the label, None where none has read the query.
    """

    label: Label
    probabilities: tuple[float, ...]
    confidence: float
    needs_review: bool
    second: float | None = None


@dataclass(frozen=True, slots=True)
class Coder:
    """Turns score rows into decisions.

    ``temperature`` and ``bias`` (one number per scored label) calibrate the scores; a row whose mass on unrelated
    reaches ``related`` is unrelated; a label surer than ``decide`` stands, one below is unclear; so is support or
    oppose where the other has the share ``torn`` of both or more, since to take one for the other is the worst error; a
    label below ``review`` is kept but marked for a second look.
    """

    temperature: float = 1.0
    bias: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0, 0.0)
    related: float = 0.5
    decide: float = 0.34
    review: float = 0.6
    torn: float = 0.4

    @classmethod
    def load(cls, path: Path) -> Coder:
        """Read ``calibration.json`` of a model folder; a folder without one gets the plain coder."""
        values = read_calibration(path)
        try:
            bias = tuple(float(value) for value in values.get("bias", (0.0,) * len(SCORED_LABELS)))
            names = ("temperature", "related", "decide", "review", "torn")
            known = {name: float(values[name]) for name in names if name in values}
        except (ValueError, TypeError) as error:
            raise ModelError(f"{path}: not a calibration file ({error})") from error
        if len(bias) != len(SCORED_LABELS) or known.get("temperature", 1.0) <= 0:
            raise ModelError(f"{path}: needs a positive temperature and {len(SCORED_LABELS)} numbers of bias")
        return cls(bias=bias, **known)

    def calibrate(self, scores: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return calibrated probabilities (n, 5) for score rows (n, 5) that sum to 1."""
        logits = np.log(np.clip(scores.astype(np.float64), 1e-6, 1.0)) / self.temperature + np.asarray(self.bias)
        shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
        calibrated: NDArray[np.float64] = shifted / shifted.sum(axis=1, keepdims=True)
        return calibrated

    def code(self, scores: NDArray[np.float32], second: NDArray[np.float32] | None = None) -> list[Decision]:
        """Return one decision for each row of scores (n, 5); ``second``, those of a second model, decide nothing."""
        made = [self._decide(row) for row in self.calibrate(scores)] if len(scores) else []
        if second is None:
            return made
        return [replace(one, second=_share_of(one.label, row)) for one, row in zip(made, second, strict=True)]

    def _decide(self, row: NDArray[np.float64]) -> Decision:
        shares = tuple(round(float(value), 6) for value in row)
        if row[UNRELATED] >= self.related:
            return Decision(Label.UNRELATED, shares, shares[UNRELATED], needs_review=False)
        best = int(np.argmax(row[:UNRELATED]))
        sure = float(row[best])
        label = SCORED_LABELS[best] if sure >= self.decide and not self._is_torn(row, best) else Label.UNCLEAR
        return Decision(label, shares, round(sure, 6), needs_review=label is Label.UNCLEAR or sure < self.review)

    def _is_torn(self, row: NDArray[np.float64], best: int) -> bool:
        other = _OPPOSITE.get(best)
        return other is not None and float(row[other]) >= self.torn * float(row[best] + row[other])


def _share_of(label: Label, shares: NDArray[np.float32]) -> float | None:
    """Return the share of a label; unclear has none."""
    return round(float(shares[SCORED_LABELS.index(label)]), 6) if label in SCORED_LABELS else None
