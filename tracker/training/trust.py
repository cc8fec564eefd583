"""How far a row can be trusted, fitted on rows whose scores come from a head that has not seen their document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tracker.confidence import Trust
from tracker.training.calibration import CERTAIN

_STRENGTH = 3.0
_ALIKE = 0.002  # F1 by which thresholds must differ to be told apart
_SURELY = 1.645  # standard errors: nineteen times in twenty
_FEWEST = 20  # rows that a threshold must leave, so that its precision is no accident


@dataclass(frozen=True, slots=True)
class Outcome:
    """A coded row: what is known of it, whether its stance is right, and whether its day is right too.

    Rows of one ``document`` tend to be right or wrong together.
    """

    known: Mapping[str, float]
    fold: int
    stance: bool
    whole: bool
    document: str


def fit_trust(rows: Sequence[Outcome], gold: int, first: int | None = None) -> Trust:
    """Return the weights fitted on all rows, and the thresholds that rows left out of the fit call for.

    The least confidence is the one of the best F1 (+stance) of the ``first`` rows (all, if not given), which ``gold``
    positions are to be found among.
    """
    weigh = fitter([row.known for row in rows], [row.whole for row in rows], _STRENGTH)
    unseen = np.zeros(len(rows))
    folds = np.array([row.fold for row in rows])
    for fold in np.unique(folds):
        trust = Trust(weigh(folds != fold))
        for at in np.flatnonzero(folds == fold):
            unseen[at] = trust.share(rows[int(at)].known)
    right = [row.stance for row in rows]
    weights = weigh(np.ones(len(rows), dtype=bool))
    review = _threshold(unseen, right, [row.document for row in rows])
    return Trust(weights, review=review, least=_least(unseen[:first], right[:first], gold))


def _least(shares: NDArray[np.float64], right: Sequence[bool], gold: int) -> float:
    """Return the confidence from which on rows are best kept: F1 of the stances against so many gold positions.

    Of those that chance alone tells apart it is the lowest: what is kept is still marked for review.
    """
    order = np.argsort(-shares)
    f1 = 2 * np.cumsum(np.asarray(right)[order]) / (np.arange(1, len(order) + 1) + gold)
    return round(float(shares[order[int(np.flatnonzero(f1 >= f1.max() - _ALIKE).max())]]), 4)


def _threshold(shares: NDArray[np.float64], right: Sequence[bool], documents: Sequence[str]) -> float:
    """Return the lowest confidence from which on stances are right as often as asked; 1 where none is.

    They must be so by `_SURELY` standard errors more, those of whole documents: the lowest of many thresholds owes
    something to chance, and what is promised is to hold for articles to come.
    """
    order = np.argsort(-shares)
    one_in = np.eye(len(set(documents)))[np.unique(documents, return_inverse=True)[1][order]]  # a column a document
    rows, hits = one_in.cumsum(axis=0), (one_in * np.asarray(right)[order][:, None]).cumsum(axis=0)
    count = np.arange(1, len(order) + 1)
    precision = hits.sum(axis=1) / count
    apart = hits - precision[:, None] * rows  # how far each document's rows are from what they would be
    surely = precision - _SURELY * np.sqrt((apart**2).sum(axis=1)) / count
    last = np.append(np.diff(shares[order]) != 0, True)  # rows of equal confidence stand or fall together
    enough = [at for at in range(_FEWEST - 1, len(order)) if last[at] and surely[at] >= CERTAIN]
    return round(float(shares[order[max(enough)]]), 4) if enough else 1.0


def fitter(
    known: Sequence[Mapping[str, float]], right: Sequence[bool], strength: float
) -> Callable[[NDArray[np.bool_]], dict[str, float]]:
    """Return what fits the weights of `share` by name to some of the rows, drawn to 0 by ``strength``."""
    from sklearn.linear_model import LogisticRegression

    names = sorted({name for row in known for name in row} - {"constant"})
    x = np.array([[row.get(name, 0.0) for name in names] for row in known])
    y = np.array(right)

    def fit(chosen: NDArray[np.bool_]) -> dict[str, float]:
        model = LogisticRegression(C=1 / strength, max_iter=2000).fit(x[chosen], y[chosen])
        weights = {name: round(float(value), 4) for name, value in zip(names, model.coef_[0], strict=True)}
        return weights | {"constant": round(float(model.intercept_[0]), 4)}

    return fit

