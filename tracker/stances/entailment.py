"""The entailment scorer: does a passage entail that its actor supports, opposes, or leaves open the proposal?

The actor's name is masked in premise and hypothesis alike, so no name can mean a stance.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tracker.errors import AxisError
from tracker.schema import SCORED_LABELS, STANCE_LABELS, Axis, Evidence, Label, Query
from tracker.stances.backends import PairBackend
from tracker.stances.head import Head
from tracker.stances.scorer import taken

ACTOR_MARK = "the speaker"
# Characters of a passage from which it is cut, and kept beside statement and actor, so that cutting to the model's
# length spares both.
_LONG = 900
_WINDOW = 300
_OPENS_SENTENCE = re.compile(r"(?:^|[.!?:]|\n)[\s\"'“”‘’(\[]*$")
_ARTICLE = re.compile(r"\b(?:the|an?)\s+$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?:'s|’s|s'|s’)$")
_OWNING = frozenset({"his", "her", "its", "their", "my", "our"})
_MARK_AT_START = re.compile(rf"(^|[.!?]\s+){ACTOR_MARK[0]}(?={ACTOR_MARK[1:]}\b)")


def premise(query: Query) -> str:
    """Return the passage with the actor's mention masked; nothing else of it is changed.

    A possessive stays one ("Ann's" and "her" before a noun become "the speaker's"), an article before the mention goes.
    Of a long passage only the surroundings of statement and actor are kept.
    """
    start, end = query.holder.start, query.holder.end
    low, high = _window(query)
    before, mention, after = query.passage[low:start], query.passage[start:end], query.passage[end:high]
    if not mention.strip():
        return query.passage[low:high]
    owner = mention.lower() in _OWNING or (query.evidence is Evidence.EMBEDDED and mention.endswith("s"))
    owns = _POSSESSIVE.search(mention) or (owner and re.match(r"\s+[a-z]", after))
    before = _ARTICLE.sub("", before)
    mark = ACTOR_MARK[0].upper() + ACTOR_MARK[1:] if _OPENS_SENTENCE.search(before) else ACTOR_MARK
    return before + mark + ("'s" if owns else "") + after


def _window(query: Query) -> tuple[int, int]:
    """Return the range of the passage to keep, cut at blanks."""
    text = query.passage
    if len(text) <= _LONG:
        return 0, len(text)
    low = max(0, min(query.holder.start, query.focus.start) - _WINDOW)
    high = min(len(text), max(query.holder.end, query.focus.end) + _WINDOW)
    while low > 0 and not text[low - 1].isspace():
        low -= 1
    while high < len(text) and not text[high].isspace():
        high += 1
    return low, high


def hypotheses(axis: Axis) -> tuple[str, ...]:
    """Return an axis's four hypotheses about the masked actor, in the order of `STANCE_LABELS`."""
    return tuple(_hypothesis(axis, label) for label in STANCE_LABELS)


def _hypothesis(axis: Axis, label: Label) -> str:
    if label not in axis.hypotheses:
        raise AxisError(f"axis {axis.id} has no hypothesis for {label}; read axes with load_axes, which fills it in")
    filled = axis.hypotheses[label].format(actor=ACTOR_MARK, proposal=axis.proposal)
    return _MARK_AT_START.sub(lambda match: match[1] + ACTOR_MARK[0].upper(), filled)


def probabilities(logits: NDArray[np.float32], labels: Sequence[str]) -> NDArray[np.float32]:
    """Return softmax probabilities in the columns entailment, neutral, contradiction.

    Of a two-class model, what is not entailment counts as neutral and contradiction is 0; where its other class is
    contradiction, neutral is 0.
    """
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    given = shifted / shifted.sum(axis=1, keepdims=True)
    ordered = np.zeros((len(logits), 3), dtype=np.float32)
    for column, label in enumerate(labels):
        ordered[:, {"entailment": 0, "contradiction": 2}.get(label, 1)] = given[:, column]
    return ordered


def combine(features: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return label probabilities (n, 5) from those of the hypotheses (n, 4, 3); no parameter is fitted.

    Axis 1 follows `STANCE_LABELS`, axis 2 is entailment, neutral, contradiction. Support is the entailment of its
    hypothesis, halved where the passage does not contradict the opposite one; oppose likewise. Both sides also entail
    "does not rule out" or its denial, so conditional and neutral count only as far as neither side is entailed.
    Unrelated is the geometric mean by which support, conditional and oppose are all left undecided.
    """
    entails, undecided, denies = (features[:, :, column] for column in range(3))
    support, conditional, neutral, oppose = (STANCE_LABELS.index(label) for label in STANCE_LABELS)
    sideless = (1 - entails[:, support]) * (1 - entails[:, oppose])
    columns = {
        Label.SUPPORT: entails[:, support] * (1 + denies[:, oppose]) / 2,
        Label.CONDITIONAL: entails[:, conditional] * sideless,
        Label.NEUTRAL: entails[:, neutral] * sideless,
        Label.OPPOSE: entails[:, oppose] * (1 + denies[:, support]) / 2,
        Label.UNRELATED: np.cbrt(undecided[:, support] * undecided[:, conditional] * undecided[:, oppose]),
    }
    masses = np.stack([columns[label] for label in SCORED_LABELS], axis=1) + np.float32(1e-6)
    shares: NDArray[np.float32] = (masses / masses.sum(axis=1, keepdims=True)).astype(np.float32)
    return shares


class EntailmentScorer:
    """Scores queries with any entailment model of two or three classes; four passes for each query.

    Without a fitted ``head`` the hypotheses are combined by `combine`.
    """

    def __init__(self, backend: PairBackend, name: str = "entailment", head: Head | None = None) -> None:
        self.name = name
        self._backend = backend
        self._head = head

    def features(self, queries: Sequence[Query]) -> NDArray[np.float32]:
        """Return (n, 4, 3): how far each hypothesis (order of `STANCE_LABELS`) is entailed, open, denied."""
        pairs = [(premise(query), hypothesis) for query in queries for hypothesis in hypotheses(query.axis)]
        if not pairs:
            return np.zeros((0, len(STANCE_LABELS), 3), dtype=np.float32)
        found = probabilities(self._backend.logits(pairs), self._backend.labels)
        return found.reshape(len(queries), len(STANCE_LABELS), 3)

    def score(self, queries: Sequence[Query]) -> NDArray[np.float32]:
        """Return (n, 5) label probabilities, columns as in `SCORED_LABELS`, before any calibration."""
        found = self.features(queries)
        return taken(self._head(found, queries) if self._head is not None and len(found) else combine(found), queries)
