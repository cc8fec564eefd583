"""How far two codings of the same documents agree.

A unit is (document, actor, axis); names of actors are compared without letter case and accents. Its value is the most
frequent stance of its rows, or the tied ones joined by "+". Krippendorff's alpha (nominal) is taken over the units both
coded, and over all units with "none" where one coder has no row; since nobody lists the units that neither coder saw,
the second is a lower bound. Precision and recall of rows follow `tracker.evaluation.matching`, the second coding read
against the first. Rows labelled unclear are no stance, but they are no "none" either.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

from tracker.evaluation.attribution import Score
from tracker.evaluation.matching import LEVELS, Pair, Row, name_key, pair_rows, position_scores
from tracker.labelling.read import read_lines
from tracker.schema import Label

NONE = "none"
DISAGREEMENT_COLUMNS: tuple[str, ...] = (
    "doc", "axis", "actor", "kind", "stance_a", "stance_b", "date_a", "date_b", "quote_a", "quote_b",
)  # fmt: skip
Unit = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two codings compared.

    ``stance`` and ``presence`` are alphas, None where they are not defined (a single value, or no unit); ``same`` is
    the share of the units both coded that have one value; ``scores`` holds a score per level of `LEVELS`;
    ``confusion`` counts (value of A, value of B) over all units; ``disagreements`` has `DISAGREEMENT_COLUMNS`.
    """

    documents: int
    rows: tuple[int, int]
    units: int
    both: int
    same: float | None
    stance: float | None
    presence: float | None
    scores: Mapping[str, Score]
    confusion: Mapping[tuple[str, str], int]
    disagreements: tuple[Mapping[str, str], ...]


def alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Return Krippendorff's alpha for nominal values; each unit lists the values it was given, however many.

    Units with fewer than two values say nothing. None where all values are alike: chance agreement is then certain.

    Source: K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011).
    """
    pairable = [unit for unit in units if len(unit) > 1]
    totals = Counter(value for unit in pairable for value in unit)
    n = totals.total()
    observed = sum(sum(a != b for a, b in permutations(unit, 2)) / (len(unit) - 1) for unit in pairable)
    expected = n * n - sum(count * count for count in totals.values())
    return 1 - (n - 1) * observed / expected if expected else None


def agreement(a: Sequence[Row], b: Sequence[Row], documents: Collection[str] | None = None) -> Agreement:
    """Compare two codings over ``documents``; without them, over the documents that both mention."""
    coded = set(documents) if documents is not None else {r.document for r in a} & {r.document for r in b}
    a, b = ([row for row in rows if row.document in coded] for rows in (a, b))
    values_a, values_b = _values(a), _values(b)
    every = sorted(values_a.keys() | values_b.keys())
    pairs = [(values_a.get(unit, NONE), values_b.get(unit, NONE)) for unit in every]
    both = [pair for pair in pairs if not {NONE, Label.UNCLEAR.value} & {*pair}]
    matched = pair_rows(_clear(a), _clear(b))
    return Agreement(
        documents=len(coded),
        rows=(len(a), len(b)),
        units=len(every),
        both=len(both),
        same=sum(one == other for one, other in both) / len(both) if both else None,
        stance=alpha(both),
        presence=alpha(pairs),
        scores=position_scores(matched),
        confusion=dict(sorted(Counter(pairs).items())),
        disagreements=tuple(_disagreement(pair) for pair in matched if not pair.right(LEVELS[-1])),
    )


def read_document_ids(path: Path) -> frozenset[str]:
    """Read which documents were coded: a documents.jsonl, or a text file with one id on each line."""
    if path.suffix == ".jsonl":
        return frozenset(str(entry.item["id"]) for entry in read_lines(path) if "id" in entry.item)
    return frozenset(line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def _clear(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row.stance != Label.UNCLEAR]


def _values(rows: Iterable[Row]) -> dict[Unit, str]:
    """Return the value of each unit; a stance that is clear counts before one that is not."""
    units: dict[Unit, Counter[str]] = defaultdict(Counter)
    for row in rows:
        units[row.document, name_key(row.actor), row.axis][row.stance] += 1
    return {unit: _most_frequent(counts) for unit, counts in units.items()}


def _most_frequent(counts: Counter[str]) -> str:
    clear = {stance: count for stance, count in counts.items() if stance != Label.UNCLEAR}
    top = max(clear.values(), default=0)
    return "+".join(sorted(stance for stance, count in clear.items() if count == top)) or Label.UNCLEAR.value


def _disagreement(pair: Pair) -> dict[str, str]:
    a, b = pair.gold, pair.found
    known = a or b
    assert known is not None
    kind = "only in B" if a is None else "only in A" if b is None else "date" if pair.right(LEVELS[1]) else "stance"
    cells = {"doc": known.document, "axis": known.axis, "actor": known.actor, "kind": kind}
    for side, row in (("a", a), ("b", b)):
        cells[f"stance_{side}"] = row.stance if row else ""
        cells[f"date_{side}"] = str(row.date or "") if row else ""
        cells[f"quote_{side}"] = dict(row.extra).get("quote", "") if row else ""
    return cells
