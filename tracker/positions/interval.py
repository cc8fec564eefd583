"""The interval that label uncertainty alone gives a position's value; computed, never drawn."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from math import fsum, lcm, sqrt

from tracker.schema import STANCE_LABELS, Label

Distribution = tuple[float, ...]

_TAIL = 0.05
_QUANTILE = 1.6448536269514722  # of the standard normal, at 0.95
_EXACT_WORK = 10**8  # about a second; the exact way takes time in proportion to the cube of the utterances
_SLACK = 1e-9


def value_interval(distributions: Sequence[Distribution], values: Mapping[Label, float]) -> tuple[float, float]:
    """Return the 5 % and 95 % quantiles of the value of one or more utterances, taken as independent.

    Each distribution holds the probabilities of support, conditional, neutral and oppose and sums to 1. The value is
    the mean over the utterances that turn out not neutral, and the value of neutral if all do; how many are neutral is
    itself uncertain and enters the interval. Exact (on a grid of hundredths at the finest) up to some 290 utterances
    with the default values, by a normal approximation of the ratio beyond.
    """
    ordered = sorted(distributions)  # sums of floats depend on their order; the result must not
    fractions = [Fraction(values[label]).limit_denominator(100) for label in STANCE_LABELS]
    unit = lcm(*(fraction.denominator for fraction in fractions))
    steps = [int(fraction * unit) for fraction in fractions]
    if 2 * len(ordered) ** 3 * max(map(abs, steps)) > _EXACT_WORK:
        return _approximate(ordered, values)
    means, weights = _exact(ordered, steps)
    return _quantiles([mean / unit if sided else float(values[Label.NEUTRAL]) for mean, sided in means], weights)


def _exact(
    distributions: Sequence[Distribution], steps: Sequence[int]
) -> tuple[list[tuple[float, bool]], list[float]]:
    """Return the means there can be, each with whether anyone took sides, and their probabilities."""
    import numpy as np

    n = len(distributions)
    middle = n * max(1, *map(abs, steps))
    joint = np.zeros((n + 1, 2 * middle + 1))
    joint[0, middle] = 1.0
    for distribution in distributions:
        moved = np.zeros_like(joint)
        for label, step, probability in zip(STANCE_LABELS, steps, distribution, strict=True):
            if label is Label.NEUTRAL:
                moved += joint * probability
            else:
                moved[1:] += np.roll(joint[:-1], step, axis=1) * probability
        joint = moved
    counts, sums = np.nonzero(joint)
    means = (sums - middle) / np.maximum(counts, 1)
    return list(zip(means.tolist(), (counts > 0).tolist(), strict=True)), joint[counts, sums].tolist()


def _quantiles(means: Sequence[float], weights: Sequence[float]) -> tuple[float, float]:
    """Return the smallest means below or at which 5 % and 95 % of the weight lie."""
    ordered = sorted(zip(means, weights, strict=True))
    reached = list(accumulate(weight for _, weight in ordered))
    low, high = (bisect_left(reached, share - _SLACK) for share in (_TAIL, 1 - _TAIL))
    return ordered[low][0], ordered[min(high, len(ordered) - 1)][0]


def _approximate(distributions: Sequence[Distribution], values: Mapping[Label, float]) -> tuple[float, float]:
    """Treat the ratio of the sum to the number of those who take sides as normal."""
    sided = [(index, values[label]) for index, label in enumerate(STANCE_LABELS) if label is not Label.NEUTRAL]
    count = fsum(row[index] for row in distributions for index, _ in sided)
    if count < 1:
        return float(values[Label.NEUTRAL]), float(values[Label.NEUTRAL])
    mean = fsum(row[index] * value for row in distributions for index, value in sided) / count
    variance = 0.0
    for row in distributions:
        deviations = [(row[index], value - mean) for index, value in sided]
        variance += fsum(p * gap**2 for p, gap in deviations) - fsum(p * gap for p, gap in deviations) ** 2
    reach = _QUANTILE * sqrt(max(variance, 0.0)) / count
    bottom, top = min(values.values()), max(values.values())
    return max(bottom, mean - reach), min(top, mean + reach)
