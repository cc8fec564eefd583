"""What stands behind a model's scores, fitted on rows it was not trained on: a linear head and the coder's thresholds.

The head is a multinomial logistic regression on scaled inputs, drawn toward a head that is there already: the fewer the
rows, the less it moves away. What is measured on the rows that it is fitted on is cross-fitted, document by document.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tracker.schema import SCORED_LABELS, STANCE_LABELS, Label
from tracker.stances.coder import UNRELATED, Coder, Decision
from tracker.stances.head import Head
from tracker.stances.signals import SIGNALS

STRENGTHS = (1.0, 10.0, 30.0, 100.0, 300.0)
_LEAST_SPREAD = 0.05  # a signal that is seldom there must not get a huge weight
CERTAIN = 0.85  # the precision asked of rows that need no review
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A head fitted on all rows, how strongly it was held to its prior, and what its cross-fitted twins say."""

    head: Head
    strength: float
    shares: Floats


def plain_head(probabilities: int) -> Head:
    """Return the head that nothing is fitted for: five label probabilities as they are, or of twelve of hypotheses.

    A label is as probable as its hypothesis is entailed, unrelated as support and oppose are left open.
    """
    weights = np.zeros((probabilities + len(SIGNALS), len(SCORED_LABELS)))
    if probabilities == len(SCORED_LABELS):
        weights[: len(SCORED_LABELS)] = np.eye(len(SCORED_LABELS))
    else:
        for row, label in enumerate(STANCE_LABELS):
            weights[3 * row, SCORED_LABELS.index(label)] = 1.0
            if label in {Label.SUPPORT, Label.OPPOSE}:
                weights[3 * row + 1, UNRELATED] = 0.5
    return Head(tuple(map(tuple, weights.tolist())), (0.0,) * len(SCORED_LABELS))


def fit_head(x: Floats, y: NDArray[np.int64], strength: float, prior: Head | None = None) -> Head:
    """Return the head with the least log loss, held to its prior (or to 0) by the square of the scaled distance."""
    import torch

    known = prior or Head(((0.0,) * len(SCORED_LABELS),) * x.shape[1], (0.0,) * len(SCORED_LABELS))
    mean, scale = x.mean(axis=0), np.maximum(x.std(axis=0), _LEAST_SPREAD)
    start = torch.from_numpy(x @ np.asarray(known.weights) + np.asarray(known.bias))
    inputs, truth = torch.from_numpy((x - mean) / scale), torch.from_numpy(y)
    weights = torch.zeros(x.shape[1], len(SCORED_LABELS), dtype=torch.float64, requires_grad=True)
    bias = torch.zeros(len(SCORED_LABELS), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights, bias], max_iter=100, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        logits = start + inputs @ weights + bias
        loss = torch.nn.functional.cross_entropy(logits, truth, reduction="sum")
        loss = loss + strength / 2 * (weights**2).sum() + (bias**2).sum() / 2
        loss.backward()
        return loss

    optimizer.step(closure)
    moved = weights.detach().numpy() / scale[:, None]
    return Head(
        tuple(map(tuple, (np.asarray(known.weights) + moved).round(5).tolist())),
        tuple((np.asarray(known.bias) + bias.detach().numpy() - mean @ moved).round(5).tolist()),
    )


def shares_of(head: Head, x: Floats) -> Floats:
    """Return label probabilities (n, 5) for what a head reads."""
    logits = x @ np.asarray(head.weights) + np.asarray(head.bias)
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    found: Floats = shifted / shifted.sum(axis=1, keepdims=True)
    return found


def cross_fit(x: Floats, y: NDArray[np.int64], fold: Sequence[int], prior: Head) -> Fitted:
    """Fit a head, choosing how strongly to hold it to the prior by the log loss of rows that it has not seen."""
    parts = np.asarray(fold)
    tried = {strength: unseen(x, y, parts, strength, prior) for strength in STRENGTHS}
    tried[np.inf] = shares_of(prior, x)
    best = min(tried, key=lambda strength: log_loss(tried[strength], y))
    head = prior if np.isinf(best) else fit_head(x, y, best, prior)
    return Fitted(head, best, tried[best])


def unseen(
    x: Floats, y: NDArray[np.int64], parts: NDArray[np.int64], strength: float, prior: Head | None = None
) -> Floats:
    """Return each row's probabilities from a head fitted on the other folds; rows labelled -1 are not fitted on."""
    found = np.zeros((len(x), len(SCORED_LABELS)))
    for part in np.unique(parts):
        here = parts == part
        others = ~here & (y >= 0)
        found[here] = shares_of(fit_head(x[others], y[others], strength, prior), x[here])
    return found


def log_loss(shares: NDArray[np.floating], y: NDArray[np.int64]) -> float:
    """Return the mean negative log probability of the right labels."""
    return float(-np.log(np.clip(shares[np.arange(len(y)), y], 1e-6, 1.0)).mean())


def choose(score: Callable[[Coder], float]) -> tuple[float, dict[str, float]]:
    """Return the best score over a small grid of the coder's thresholds, and those thresholds."""
    grid = [(related, decide) for related in (0.4, 0.5, 0.6, 0.7) for decide in (0.25, 0.35, 0.45, 0.55)]
    best, related, decide = max(
        ((score(Coder(related=related, decide=decide)), -related, -decide) for related, decide in grid)
    )
    return best, {"related": -related, "decide": -decide}


def row_f1(decisions: Sequence[Decision], y: NDArray[np.int64]) -> float:
    """Return the F1 of coded stances over rows: neither unrelated nor unclear is found, unrelated is no gold row."""
    truth = [SCORED_LABELS[label] for label in y]
    found = [decision.label in STANCE_LABELS for decision in decisions]
    right = sum(d.label is label for d, label, coded in zip(decisions, truth, found, strict=True) if coded)
    asked = sum(label is not Label.UNRELATED for label in truth)
    return 2 * right / max(1, asked + sum(found))


def thresholds(shares: Floats, y: NDArray[np.int64]) -> dict[str, float]:
    """Return the coder's thresholds for cross-fitted probabilities: related, decide and review."""
    scores = shares.astype(np.float32)
    _, best = choose(lambda coder: row_f1(coder.code(scores), y))
    decisions = Coder(related=best["related"], decide=best["decide"]).code(scores)
    sure = [(d.confidence, d.label is SCORED_LABELS[label]) for d, label in zip(decisions, y, strict=True)
            if d.label in STANCE_LABELS]  # fmt: skip
    for review in (0.5, 0.6, 0.7, 0.8):
        right = [is_right for confidence, is_right in sure if confidence >= review]
        if right and sum(right) / len(right) >= CERTAIN:
            return best | {"review": review}
    return best | {"review": 0.9}
