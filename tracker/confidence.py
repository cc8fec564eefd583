"""How far a coded row can be trusted: the probability that actor, stance and date are all right.

A logistic regression on what is known of the row: how sure the coder is of the label, how probable the small model that
read it first finds that label, how the actor was found, how the statement is known and dated, and whether the other
rows of its document agree with it. Its weights stand in a model's ``calibration.json`` and are fitted, document by
document, on labelled rows that neither model nor head was trained on.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from tracker.candidates import Candidate
from tracker.errors import ModelError
from tracker.schema import STANCE_LABELS, ActorType, Evidence, Label
from tracker.stances.calibration import read_calibration
from tracker.stances.coder import Decision
from tracker.weighing import share

_LEAST = 0.001
_UNSURE_ACTOR = 0.5  # the confidence of an actor below which a row without learned trust needs a second look
_PRONOUNS = frozenset({"he", "she", "it", "they", "his", "her", "its", "their"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of a coded row: its label, the probability that all of it is right, and whether to look again."""

    label: Label
    confidence: float
    needs_review: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """How far the other rows of a row's document on its axis agree with it.

    Above 0 more than half have its label, below 0 fewer; the more rows there are, the nearer to 1 or -1; 0 where there
    are none. ``actor`` tells of those of its actor, who seldom takes two sides in one article, ``others`` of the rest.
    """

    actor: float = 0.0
    others: float = 0.0


ALONE = Beside()


@dataclass(frozen=True, slots=True)
class Trust:
    """Weights by feature name; without any, a row is as sure as its label times its actor.

    Below ``review`` a row needs a second look; below ``least`` it is more likely to harm the table than to serve it.
    """

    weights: Mapping[str, float] = field(default_factory=dict)
    review: float = 0.0
    least: float = 0.0

    @classmethod
    def load(cls, path: Path) -> Trust:
        """Read the ``trust`` of a ``calibration.json``; a folder without one gets the plain product."""
        values = read_calibration(path).get("trust")
        if values is None:
            return cls()
        try:
            weights = {str(name): float(weight) for name, weight in values["weights"].items()}
            return cls(weights, float(values["review"]), float(values.get("least", 0.0)))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ModelError(f"{path}: trust needs weights by name and a threshold of review ({error!r})") from error

    def judge(self, candidate: Candidate, decision: Decision, beside: Beside = ALONE) -> Verdict:
        """Return the label of a row (unclear where the whole row is too little sure), its confidence and its doubt."""
        label, actor = decision.label, candidate.held.holder.actor
        if not self.weights:
            unsure = decision.needs_review or actor.confidence < _UNSURE_ACTOR
            return Verdict(label, round(decision.confidence * actor.confidence, 6), unsure)
        confidence = round(self.share(features(candidate, decision, beside)), 6)
        if label is not Label.UNRELATED and confidence < self.least:
            label = Label.UNCLEAR
        return Verdict(label, confidence, label is Label.UNCLEAR or confidence < self.review)

    def share(self, known: Mapping[str, float]) -> float:
        """Return the probability that goes with what is known of a row."""
        return share(known, self.weights)


def besides(rows: Sequence[tuple[Candidate, Decision]]) -> list[Beside]:
    """Return for each row of a document how far the others agree; a row without a stance stands alone."""
    keys = [(c.axis.id, c.held.holder.actor.actor.id, d.label) for c, d in rows]
    coded = [key for key in keys if key[2] in STANCE_LABELS]
    # How many rows there are of an axis, an actor and a label; None stands for any.
    count = Counter(key for axis, who, label in coded for key in product((axis,), (who, None), (label, None)))
    found = []
    for axis, who, label in keys:
        if label not in STANCE_LABELS:
            found.append(ALONE)
            continue
        same, mine = count[axis, who, label], count[axis, who, None]
        theirs = count[axis, None, label] - same, count[axis, None, None] - mine
        found.append(Beside(_agreement(same - 1, mine - 1), _agreement(*theirs)))
    return found


def _agreement(same: int, rows: int) -> float:
    return (2 * same - rows) / (rows + 1)  # one more than there are: a single row says less than five


def features(candidate: Candidate, decision: Decision, beside: Beside = ALONE) -> dict[str, float]:
    """Return what is known of a row; names that are absent are 0."""
    statement, who, story = candidate.held.statement, candidate.held.holder.actor, candidate.held.story
    second = sorted(decision.probabilities)[-2]
    return {
        "constant": 1.0,
        "label": _logit(decision.confidence),
        "second": _logit(decision.confidence if decision.second is None else decision.second),
        "margin": math.log(max(decision.confidence, _LEAST) / max(second, _LEAST)),
        "actor": _logit(who.confidence),
        "own words": float(candidate.in_own_words),
        "framed": float(bool(candidate.held.frame)),
        "sided": float(candidate.query.side is not None),
        "of a told day": _logit(story.chance) if story is not None and story.likely else 0.0,
        "of no told day": -_logit(story.chance) if story is not None and not story.likely else 0.0,
        "same actor": beside.actor,
        "other actors": beside.others,
        "pronoun": float(candidate.held.holder.surface.lower() in _PRONOUNS),
        f"rule {who.rule}": 1.0,
        f"stance {decision.label}": 1.0,
        f"dated by {statement.date_precision}": 1.0,
        **{f"evidence {kind}": 1.0 for kind in Evidence if kind is statement.evidence},
        **{f"holder {kind}": 1.0 for kind in ActorType if kind is who.actor.type},
    }


def _logit(share: float) -> float:
    inside = min(max(share, _LEAST), 1 - _LEAST)
    return math.log(inside / (1 - inside))
