"""A logistic regression on things known by name: the probability that goes with them."""

from __future__ import annotations

import math
from collections.abc import Mapping


def share(known: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the probability, from 0 to 1; what is known without a weight counts nothing."""
    return 1 / (1 + math.exp(-sum(weight * known.get(name, 0.0) for name, weight in weights.items())))
