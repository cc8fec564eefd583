"""Right, found and gold rows of each document: what intervals and paired tests resample."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tracker.evaluation.matching import LEVELS, Pair, Row
from tracker.evaluation.positions import Report, flipped
from tracker.schema import STANCE_LABELS

AFFILIATION, STANCE = "affiliation: ", "stance: "
MACRO, SURE, COVERAGE, FLIPPED = "stance macro-F1", "not for review", "not for review: coverage", "taken for opposite"
COUNTED = (*LEVELS, *(AFFILIATION + level for level in LEVELS), *(STANCE + label for label in STANCE_LABELS), SURE,
           FLIPPED)  # fmt: skip
_AT = {name: number for number, name in enumerate(COUNTED)}


@dataclass(frozen=True, slots=True)
class Counts:
    """Documents by name, and for each the right, found and gold rows of each of `COUNTED`."""

    documents: tuple[str, ...]
    table: NDArray[np.int64]


def document_counts(report: Report) -> Counts:
    """Return the counts of every document read, and of those that gold names and that were not read."""
    gold = (pair.gold.document for pair in report.pairs if pair.gold is not None)
    ids = list(dict.fromkeys((*report.names, *sorted(gold))))
    at = {document: number for number, document in enumerate(ids)}
    table = np.zeros((len(ids), len(COUNTED), 3), dtype=np.int64)
    for measure, pair, right in _counted(report):
        row = pair.gold or pair.found
        if row is not None:
            table[at[row.document], _AT[measure]] += (right, pair.found is not None, pair.gold is not None)
    return Counts(tuple(report.names.get(document, document) for document in ids), table)


def _counted(report: Report) -> Iterator[tuple[str, Pair, bool]]:
    """Yield each pair under every measure that it counts for."""
    for level in LEVELS:
        yield from ((level, pair, pair.right(level)) for pair in report.pairs)
        yield from ((AFFILIATION + level, pair, pair.right(level)) for pair in report.affiliation_pairs)
    yield from ((SURE, pair, pair.right("+stance")) for pair in report.sure_pairs)
    for pair, gold, found in matched(report.pairs):
        yield FLIPPED, pair, flipped(pair)
        if gold.stance == found.stance and STANCE + gold.stance in _AT:
            yield STANCE + gold.stance, pair, True
            continue
        for alone in (Pair(gold, None), Pair(None, found)):
            stance = gold.stance if alone.gold else found.stance
            if STANCE + stance in _AT:
                yield STANCE + stance, alone, False


def matched(pairs: Iterable[Pair]) -> Iterator[tuple[Pair, Row, Row]]:
    """Yield the pairs whose actor and axis are right, with their gold and their found row."""
    for pair in pairs:
        if pair.gold is not None and pair.found is not None:
            yield pair, pair.gold, pair.found


def figures(totals: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
    """Return every figure of totals of the shape (..., measures, 3); an F1 where its name says nothing else.

    `SURE` is a precision, `COVERAGE` a share of the found rows, `FLIPPED` a share of the rows whose actor and axis are
    right. A figure of no rows is 0.
    """
    right, found, gold = totals[..., 0], totals[..., 1], totals[..., 2]
    f1 = _ratio(2 * right, found + gold)
    precision = _ratio(right, found)
    shown = {name: f1[..., number] for name, number in _AT.items()}
    stances = [number for name, number in _AT.items() if name.startswith(STANCE)]
    coverage = _ratio(found[..., _AT[SURE]], found[..., _AT[LEVELS[0]]])
    means = f1[..., stances].mean(axis=-1)
    return shown | {
        MACRO: means, SURE: precision[..., _AT[SURE]], COVERAGE: coverage, FLIPPED: precision[..., _AT[FLIPPED]],
    }  # fmt: skip


def _ratio(part: NDArray[np.int64], whole: NDArray[np.int64]) -> NDArray[np.float64]:
    return part / np.maximum(whole, 1)
