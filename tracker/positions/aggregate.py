"""Stances -> positions: one row per actor, axis and date, every distinct utterance counted once."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import fsum
from typing import Literal, TypeVar

from tracker.errors import InputError
from tracker.positions.interval import Distribution, value_interval
from tracker.schema import (
    DEFAULT_VALUES,
    STANCE_LABELS,
    Actor,
    ActorType,
    DatePrecision,
    Label,
    Position,
    Stance,
    content_id,
)

By = Literal["actor", "affiliation"]
Period = Literal["day", "week", "month"]
K = TypeVar("K", bound=Hashable)

_LABELS = (*STANCE_LABELS, Label.UNCLEAR)
_EXACTNESS = {precision: rank for rank, precision in enumerate(DatePrecision)}
_COLLECTIVES = (ActorType.STATE, ActorType.ORGANISATION)


def aggregate(
    stances: Sequence[Stance],
    *,
    values: Mapping[Label, float] = DEFAULT_VALUES,
    by: By = "actor",
    period: Period = "day",
    organisations: Collection[str] = (),
) -> list[Position]:
    """Return one position per actor, axis and day (or week, or month), sorted by date, actor's name and axis.

    ``values`` gives support, conditional, neutral and oppose a number in [-1, 1]. ``by="affiliation"`` rolls office
    holders of the executive, and the state's or organisation's own rows, up to the affiliation; its type is that of its
    own rows, else organisation if ``organisations`` names it, else state. Stances that are unrelated or have no date
    yield nothing; equal rows count once; neither their order nor how they were split up matters.

    An utterance's label is the most frequent among its rows, a row's stance the most frequent among its utterances that
    are clear (ties: the one coded with more confidence). ``value`` leaves neutral utterances out where the actor said
    more, and is None where all are unclear. ``low`` and ``high`` come from `value_interval` and are widened where
    needed to hold ``value``: the most probable labels can all lie on one side of what is likely on the whole.
    A precision coarser than the period is kept. Raises InputError for values that miss a label or leave [-1, 1].
    """
    if not all(label in values and -1 <= values[label] <= 1 for label in STANCE_LABELS):
        raise InputError("values must give each of support, conditional, neutral and oppose a number from -1 to 1")
    rows: Iterable[Stance] = {stance for stance in stances if stance.label is not Label.UNRELATED}
    if by == "affiliation":
        rows = _rolled_up(rows, organisations)
    groups: dict[tuple[dt.date, str, str], list[Stance]] = defaultdict(list)
    for row in rows:
        if row.date is not None and row.date_precision is not DatePrecision.UNKNOWN:
            groups[_first_day(row.date, period), row.actor.id, row.axis].append(row)
    positions = [_position(date, group, values, period) for (date, _, _), group in groups.items()]
    return sorted(positions, key=lambda row: (row.date, row.actor.name, row.axis, row.actor.id))


@dataclass(frozen=True, slots=True)
class _Utterance:
    """What an actor said on one occasion, however often it was printed."""

    label: Label
    confidence: float
    precision: DatePrecision
    distribution: Distribution


def _utterance(rows: Sequence[Stance]) -> _Utterance:
    """Reduce the rows of one utterance to one label."""
    confidences = _mean_confidence(rows)
    label = _commonest((row.label for row in rows), lambda label: (confidences[label], -_LABELS.index(label)))
    return _Utterance(label, confidences[label], _precision(rows), _distribution(rows, label))


def _distribution(rows: Sequence[Stance], label: Label) -> Distribution:
    """Return the mean probabilities of the rows with that label over the four stances, unrelated left aside."""
    carrying = [row.probabilities for row in rows if row.label is label]
    sums = [fsum(row[index] for row in carrying) for index in range(len(STANCE_LABELS))]
    whole = fsum(sums)
    if whole > 0:
        return tuple(part / whole for part in sums)
    return tuple(float(stance is label) for stance in STANCE_LABELS)


def _position(date: dt.date, rows: Sequence[Stance], values: Mapping[Label, float], period: Period) -> Position:
    """Make the row of one actor, axis and date."""
    printed: dict[str, list[Stance]] = defaultdict(list)
    for row in rows:
        printed[row.utterance_id].append(row)
    utterances = [_utterance(group) for group in printed.values()]
    stance = _stance(utterances)
    value, low, high = _value(utterances, values)
    counts = Counter(utterance.label for utterance in utterances)
    return Position(
        actor=min((row.actor for row in rows), key=lambda actor: (actor.name, actor.type, actor.wikidata)),
        role=_said_most(row.role for row in rows), affiliation=_said_most(row.affiliation for row in rows),
        axis=rows[0].axis, date=date, date_precision=_period_precision(utterances, period), stance=stance,
        value=value, low=low, high=high, confidence=_mean_confidence(utterances)[stance],
        n_support=counts[Label.SUPPORT], n_conditional=counts[Label.CONDITIONAL], n_neutral=counts[Label.NEUTRAL],
        n_oppose=counts[Label.OPPOSE], n_unclear=counts[Label.UNCLEAR], n_utterances=len(utterances),
        n_statements=len({row.statement_id for row in rows}), n_documents=len({row.document_id for row in rows}),
        statement_ids=tuple(sorted({row.statement_id for row in rows})),
    )  # fmt: skip


def _stance(utterances: Sequence[_Utterance]) -> Label:
    """Return the most frequent label; an unclear utterance has no say."""
    clear = [utterance for utterance in utterances if utterance.label is not Label.UNCLEAR]
    best: dict[Label, float] = defaultdict(float)
    for utterance in clear:
        best[utterance.label] = max(best[utterance.label], utterance.confidence)
    if not clear:
        return Label.UNCLEAR
    return _commonest((row.label for row in clear), lambda label: (best[label], -_LABELS.index(label)))


def _value(
    utterances: Sequence[_Utterance], values: Mapping[Label, float]
) -> tuple[float | None, float | None, float | None]:
    """Return the mean value and its interval."""
    clear = [utterance for utterance in utterances if utterance.label is not Label.UNCLEAR]
    if not clear:
        return None, None, None
    sided = [values[utterance.label] for utterance in clear if utterance.label is not Label.NEUTRAL]
    value = fsum(sided) / len(sided) if sided else float(values[Label.NEUTRAL])
    low, high = value_interval([utterance.distribution for utterance in clear], values)
    return value, min(low, value), max(high, value)


# --- dates ---------------------------------------------------------------------------------------------------------


def _first_day(date: dt.date, period: Period) -> dt.date:
    """Return the day that stands for the period of a date."""
    if period == "week":
        return date - dt.timedelta(days=date.weekday())
    return date.replace(day=1) if period == "month" else date


def _precision(rows: Sequence[Stance]) -> DatePrecision:
    """Return the precision of most rows, of equals the more exact."""
    return _commonest((row.date_precision for row in rows), lambda precision: -_EXACTNESS[precision])


def _period_precision(utterances: Sequence[_Utterance], period: Period) -> DatePrecision:
    """Return the precision of most utterances, or that of the period if it is coarser."""
    common = _commonest((row.precision for row in utterances), lambda precision: -_EXACTNESS[precision])
    return max(common, DatePrecision(period), key=_EXACTNESS.__getitem__)


# --- roll-up -------------------------------------------------------------------------------------------------------


def _rolled_up(rows: Iterable[Stance], organisations: Collection[str]) -> list[Stance]:
    """Return the rows that speak for a state or organisation, each put under its name."""
    speaking = [(row, name) for row in rows if (name := _speaks_for(row))]
    types = dict.fromkeys(organisations, ActorType.ORGANISATION)
    types |= {name: row.actor.type for row, name in sorted(speaking, key=lambda pair: pair[0].actor.type)
              if row.actor.type in _COLLECTIVES and row.actor.name == name}  # fmt: skip
    return [
        replace(row, actor=Actor(_slug(name), name, types.get(name, ActorType.STATE)), role="", affiliation=name)
        for row, name in speaking
    ]


def _speaks_for(row: Stance) -> str:
    """Return the state or organisation that a row speaks for, or nothing: a parliament does not speak for its state."""
    if row.executive and row.affiliation:
        return row.affiliation
    own = row.actor.type in _COLLECTIVES and row.affiliation in {"", row.actor.name}
    return row.actor.name if own else ""


def _slug(name: str) -> str:
    """Return a readable id for a name: the same name has the same id everywhere."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or content_id("a", name)


# --- counting ------------------------------------------------------------------------------------------------------


def _commonest(items: Iterable[K], rank: Callable[[K], float | tuple[float, ...]]) -> K:
    """Return the most frequent item; of equals the one that ranks highest."""
    counts = Counter(items)
    most = max(counts.values())
    return max((item for item, count in counts.items() if count == most), key=rank)


def _said_most(words: Iterable[str]) -> str:
    """Return the most frequent word that is not empty, of equals the first in the alphabet."""
    counts = Counter(word for word in words if word)
    return min(counts, key=lambda word: (-counts[word], word), default="")


def _mean_confidence(rows: Sequence[Stance] | Sequence[_Utterance]) -> dict[Label, float]:
    """Return the mean confidence of each label."""
    confidences: dict[Label, list[float]] = defaultdict(list)
    for row in rows:
        confidences[row.label].append(row.confidence)
    return {label: fsum(found) / len(found) for label, found in confidences.items()}
