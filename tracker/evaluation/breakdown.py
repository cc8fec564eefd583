"""The same measures by kind of gold row, the confusion of stances, and dates by precision."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tracker.evaluation.attribution import Score
from tracker.evaluation.counts import matched
from tracker.evaluation.matching import Pair, Row, same_date
from tracker.schema import STANCE_LABELS


@dataclass(frozen=True, slots=True)
class Group:
    """Gold rows of one kind: how many, and how many have the actor and axis, the stance too, the date too.

    ``answered`` counts the found rows of that kind, or is None where a found row has no such property.
    """

    gold: int
    found: int
    stance: int
    date: int
    answered: int | None

    @property
    def missed(self) -> int:
        """Gold rows whose actor and axis were not found."""
        return self.gold - self.found

    @property
    def f1(self) -> float | None:
        """F1 with the stance right, where found rows have the property."""
        return None if self.answered is None else Score(self.stance, self.answered, self.gold).f1


def _extra(name: str) -> Callable[[Row], str]:
    return lambda row: dict(row.extra).get(name, "")


_FACETS: Mapping[str, Callable[[Row], str]] = {
    "axis": lambda row: row.axis,
    "class": lambda row: row.stance,
    "difficulty": _extra("difficulty"),
    "evidence": _extra("evidence_kind"),
    "actors": _extra("actors"),
    "train": _extra("in_train"),
}
_OF_FOUND = ("axis", "class")


def breakdown(pairs: Sequence[Pair]) -> dict[str, dict[str, Group]]:
    """Return the groups of each facet that the gold rows tell about; rows that do not say are a group of their own."""
    facets = {}
    for facet, value in _FACETS.items():
        groups: dict[str, list[Pair]] = defaultdict(list)
        for pair in pairs:
            if pair.gold is not None:
                groups[value(pair.gold)].append(pair)
        answered = Counter(value(pair.found) for pair in pairs if pair.found) if facet in _OF_FOUND else None
        if set(groups) - {""}:
            facets[facet] = {
                name or "not said": _group(groups[name], None if answered is None else answered[name])
                for name in sorted(groups)
            }
    return facets


def _group(pairs: Sequence[Pair], answered: int | None) -> Group:
    found, stance, date = (sum(pair.right(level) for pair in pairs) for level in ("actor+axis", "+stance", "+date"))
    return Group(len(pairs), found, stance, date, answered)


def confusion(pairs: Iterable[Pair]) -> dict[str, dict[str, int]]:
    """Return how often each gold stance was found as each stance, over pairs whose actor and axis are right."""
    seen = Counter((gold.stance, found.stance) for _, gold, found in matched(pairs))
    known = [label.value for label in STANCE_LABELS]
    labels = known + sorted({stance for cell in seen for stance in cell} - set(known))
    return {gold: {found: seen[gold, found] for found in labels} for gold in labels}


def dates_by_precision(pairs: Sequence[Pair]) -> dict[str, dict[str, Score]]:
    """Return dates right by the precision of the gold and of the found row, over pairs whose actor and axis are right.

    A date is right by the rule of the level *+date*.
    """
    sides: dict[str, dict[str, Score]] = {}
    for side in ("gold", "found"):
        groups: dict[str, list[bool]] = defaultdict(list)
        for _, gold, found in matched(pairs):
            row = gold if side == "gold" else found
            groups[row.precision or "not said"].append(same_date(gold, found))
        sides[side] = {name: Score(sum(hits), len(hits), len(hits)) for name, hits in sorted(groups.items())}
    return sides
