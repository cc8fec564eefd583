"""What a query shows besides a model's scores: how the statement is known, and the words that mark a stance.

A small entailment model overlooks negation, conditions and demands that a list of words does not; a linear head reads
both. No signal names an actor, and none depends on the axis but the count of its terms and whether the embedded model
has been trained on it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tracker.schema import ActorType, Evidence, Query

_WORDS = {
    "negation": r"\b(not|n't|no|never|none|nothing|neither|nor|without|cannot)\b",
    "ruling out": r"\brul(e|es|ed|ing) (\w+ ){0,3}out\b|\bexclud",
    "opposition": (
        r"\b(reject|refus|oppos|against|veto|block|halt|stop|suspend|ban(s|ned|ning)?\b|denounc|condemn|warn|declin|"
        r"resist|object|forbid|turn(ed|s|ing)? down|vot(ed|es|ing) (down|against)|escalat|provocation|"
        r"legitimate target|mistake|dangerous|irresponsib|red line|world war)"
    ),
    "no plans": (
        r"\bno (plans?|intention|question|need|desire|wish|reason|troops|soldiers|weapons|tanks)\b|"
        r"off the table|out of the question|not on the (table|agenda|cards)"
    ),
    "condition": (
        r"\b(if|unless|provided|once|only|condition|depend|as long as|should the|subject to|in return|until|mandate|"
        r"after a ceasefire|consider|examin|study|weigh|review|open to|look(ing|s|ed)? (at|into)|option|possib|may\b|"
        r"might|could|would)\b"
    ),
    "evasion": (
        r"\b(declin\w* to|no comment|would not (say|comment|be drawn)|premature|too early|under discussion|discuss|"
        r"undecided|not (yet )?(decided|taken)|no decision|wait|speculat|no position|abstain|neither|consensus|"
        r"confirm)\b"
    ),
    "demand": (
        r"\b(call(s|ed|ing)?|urg|demand|ask|appeal|plea|must|need|should|beg|request|push|press(ed|es|ing)?|want)\b"
    ),
    "giving": (
        r"\b(send|sent|deliver|suppl|pledg|promis|approv|announc|provid|donat|give|giving|gave|giv|transfer|commit|"
        r"support|back|favou?r|agree|allow|authori|welcom|ready|willing|prepared|will)\w*\b"
    ),
}
_PATTERNS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _WORDS.values())
_FULL = 40  # words from which a statement counts as long
# Words up to which an article may speak of its topic alone, and from which it speaks of much else: of what long ones
# report, one statement in ten is a position where it is one in three of short ones.
_SHORT, _LONG = 300, 1000
SIGNALS: tuple[str, ...] = (
    "own words", "framed", "length", *(f"evidence {kind}" for kind in Evidence),
    *(f"holder {kind}" for kind in ActorType), *_WORDS, "phrase of the axis", "terms of the axis", "anchor", "aspect",
    "long article", "new axis",
)  # fmt: skip


def signals(queries: Sequence[Query]) -> NDArray[np.float64]:
    """Return (n, len(`SIGNALS`)): truth values as 0 and 1, shares between 0 and 1."""
    rows = [_row(query) for query in queries]
    return np.asarray(rows, dtype=np.float64).reshape(len(rows), len(SIGNALS))


def _row(query: Query) -> list[float]:
    said = query.focus.of(query.passage)
    lower = said.lower()
    terms = [term for term in (*query.axis.terms, *query.axis.hints) if term in lower]
    parts = [part for part_terms in query.axis.aspects.values() for part in part_terms]
    long = math.log(min(max(query.article, _SHORT), _LONG) / _SHORT) / math.log(_LONG / _SHORT)
    return [
        float(query.in_own_words), float(query.framed), min(len(said.split()), _FULL) / _FULL,
        *(float(query.evidence is kind) for kind in Evidence),
        *(float(query.holder_type is kind) for kind in ActorType),
        *(float(bool(pattern.search(said))) for pattern in _PATTERNS),
        float(any(" " in term or "-" in term for term in terms)), min(len(terms), 5) / 5,
        float(any(anchor in lower for anchor in query.axis.anchors)), float(any(part in lower for part in parts)),
        long, float(not query.axis.familiar),
    ]  # fmt: skip
