"""Two runs on the same gold: which is better, and could chance have done it?

Two paired tests. *Bootstrap*: both runs are scored on the same 1,000 resamples of documents; p is twice the smaller
share of resamples in which the difference does not lie above, or below, nothing. *Rows*: of the gold rows that only one
run has right, as many as by tossing a coin? (McNemar's test, exact.) The first needs no independence of rows within a
document but few samples in the tail; the second counts every gold row once and sees no rows found in vain.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb
from pathlib import Path
from typing import Any

import numpy as np

from tracker.errors import InputError
from tracker.evaluation.bootstrap import RESAMPLES, Interval, interval, resampled_figures
from tracker.evaluation.counts import AFFILIATION, COUNTED, MACRO, Counts, document_counts, figures
from tracker.evaluation.matching import LEVELS, Pair
from tracker.evaluation.positions import Report

_COMPARED = (*LEVELS, *(AFFILIATION + level for level in LEVELS), MACRO)
_KEY = ("doc", "actor", "axis", "stance", "date")
_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """What is kept of a run: counts by document, and for each gold row at how many levels it is right."""

    counts: Counts
    rows: tuple[tuple[_Key, int], ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of two runs: both values, later minus earlier with its interval, and the p of either test.

    ``only_earlier`` and ``only_later`` count gold rows that one run alone has right; None where rows cannot tell.
    """

    earlier: float
    later: float
    difference: Interval
    p_bootstrap: float
    only_earlier: int | None = None
    only_later: int | None = None

    @property
    def p_rows(self) -> float | None:
        """The exact p of McNemar's test."""
        if self.only_earlier is None or self.only_later is None:
            return None
        return sign_test(self.only_earlier, self.only_later)


def run_dict(report: Report) -> dict[str, Any]:
    """Return what `read_run` needs, as plain values: ``document_counts`` and ``gold_rows``."""
    counts = document_counts(report)
    by_document = {
        name: {measure: cell.tolist() for measure, cell in zip(COUNTED, row, strict=True) if cell.any()}
        for name, row in zip(counts.documents, counts.table, strict=True)
    }
    lost = zip(report.pairs, report.losses, strict=True)
    return {
        "document_counts": by_document,
        "gold_rows": [_outcome(pair, stage, report.names) for pair, stage in lost if pair.gold is not None],
    }


def _outcome(pair: Pair, stage: str, names: Mapping[str, str]) -> dict[str, Any]:
    gold, found = pair.gold, pair.found
    assert gold is not None
    plain: dict[str, Any] = {
        "doc": names.get(gold.document, gold.document), "actor": gold.actor, "axis": gold.axis, "stance": gold.stance,
        "date": gold.date.isoformat() if gold.date else "", "right": [level for level in LEVELS if pair.right(level)],
        "lost": stage, "found": None,
    }  # fmt: skip
    if found is not None:
        said = dict(found.extra)
        plain["found"] = {
            "actor": found.actor, "stance": found.stance, "date": found.date.isoformat() if found.date else "",
            "confidence": round(float(said["confidence"]), 4), "needs_review": said["review"] == "yes",
        }  # fmt: skip
    return plain


def read_run(path: Path) -> Run:
    """Read the JSON of an evaluation. Raises InputError for a file that is not one."""
    try:
        return run_of(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error})") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"{path}: not the JSON of an evaluation ({error!r}); `tracker evaluate ... --out DIR` writes one"
        raise InputError(message) from error


def run_of(values: Mapping[str, Any]) -> Run:
    """Return the run that plain values hold; documents and rows in an order of their own."""
    by_document = values["document_counts"]
    documents = tuple(sorted(by_document))
    table = [[by_document[name].get(measure, (0, 0, 0)) for measure in COUNTED] for name in documents]
    rows = sorted((tuple(row[name] for name in _KEY), len(row["right"])) for row in values["gold_rows"])
    return Run(Counts(documents, np.array(table, dtype=np.int64).reshape(len(documents), len(COUNTED), 3)), tuple(rows))


def compare(earlier: Run, later: Run) -> dict[str, Compared]:
    """Return every figure of two runs compared. Raises InputError where documents or gold rows differ."""
    _same("documents", earlier.counts.documents, later.counts.documents)
    _same("gold rows", [key for key, _ in earlier.rows], [key for key, _ in later.rows])
    before, after = (figures(run.counts.table.sum(axis=0)) for run in (earlier, later))
    before_all, after_all = (resampled_figures(run.counts) for run in (earlier, later))
    compared = {}
    for name in _COMPARED:
        differences = after_all[name] - before_all[name]
        smaller = min(int((differences <= 0).sum()), int((differences >= 0).sum()))
        p = min(1.0, 2 * (smaller + 1) / (RESAMPLES + 1)) if len(earlier.counts.documents) > 1 else 1.0
        old, new = float(before[name]), float(after[name])
        compared[name] = Compared(old, new, interval(new - old, differences), p, *_discordant(name, earlier, later))
    return compared


def _same(what: str, earlier: Sequence[object], later: Sequence[object]) -> None:
    if list(earlier) != list(later):
        odd = sorted(map(str, set(earlier) ^ set(later))) or ["one that is there more than once"]
        raise InputError(f"the two runs differ in {what} ({len(odd)}; the first: {odd[0]}); compare runs on one gold")


def _discordant(name: str, earlier: Run, later: Run) -> tuple[int, int] | tuple[()]:
    if name not in LEVELS:
        return ()
    needed = LEVELS.index(name) + 1
    both = [(a >= needed, b >= needed) for (_, a), (_, b) in zip(earlier.rows, later.rows, strict=True)]
    return both.count((True, False)), both.count((False, True))


def sign_test(first: int, second: int) -> float:
    """Return the two-sided p of as uneven a split, or more, of first + second tosses of a coin."""
    tosses = first + second
    tail = sum(comb(tosses, heads) for heads in range(min(first, second) + 1))
    return min(1.0, tail / (1 << tosses) * 2)
