#!/usr/bin/env python3
"""Fit what stands behind the scores of a model folder, on a labelled split that the model has not been trained on.

    python models/recipes/calibrate.py models/NAME labels labels/unseen labels/wide --split dev --behind models/SIEVE
    python models/recipes/calibrate.py models/NAME labels --split dev --sieve 0.02

Writes ``calibration.json``: a linear head from the log probabilities of the hypotheses (entailment model) or of the
labels (stance model) to calibrated ones; the thresholds of the coder, chosen for the position F1 (+stance) of the
split's documents by a small grid; and how far a row can be trusted. Thresholds and trust come from scores of heads that
were fitted on other documents. Head and thresholds are of the first labels folder. On axes that it was not trained on a
model takes too much for unrelated: by how much its odds are lowered there is chosen for the position F1 of all folders'
documents on such axes. How sure a row is, and from where on it needs no review, is of all folders too, since rows on
axes that the model has not seen are less often right.
Behind a sieve, what it leaves out is unrelated.
With --sieve it is the head, and the mass on unrelated from which nothing more is asked: that which loses so small a
share of the positions.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from itertools import chain
from pathlib import Path

import numpy as np

from tracker.confidence import Trust
from tracker.evaluation.corpus import gold_rows, read_labels
from tracker.evaluation.matching import Row, name_key, pair_rows, position_scores
from tracker.evaluation.positions import found_rows
from tracker.stances.coder import UNRELATED, Coder
from tracker.stances.head import Head
from tracker.stances.models import CALIBRATION, load_scorer, sureness
from tracker.stances.scorer import Scorer
from tracker.stances.signals import SIGNALS
from tracker.training.asked import Asked, Features, ask, cross_fitted, outcomes
from tracker.training.calibration import choose, fit_head, shares_of
from tracker.training.data import Corpus, corpus_axes
from tracker.training.trust import fit_trust

LEANS = (0.0, 0.5, 1.0, 1.5)  # how far the odds of unrelated may be lowered on new axes, in powers of e
NEW = SIGNALS.index("new axis") - len(SIGNALS)  # where the head reads it


def read(scorer: Scorer, labels: Path, split: str) -> list[Asked]:
    """Return the questions of a split's documents, without what tells whether their axes are new."""
    documents = [document for document in read_labels(labels) if document.split == split]
    features: Features = scorer.features  # type: ignore[attr-defined]  # both kinds of scorer have them
    asked = ask(documents, Corpus(labels, corpus_axes(labels)).line(), features)
    for item in asked:
        item.x[:, NEW:] = 0
    return asked


def is_new(item: Asked) -> bool:
    """Tell whether a document is coded on axes that the embedded model was not trained on."""
    return any(not candidate.axis.familiar for candidate in item.candidates)


def leant(asked: Sequence[Asked], shares: Sequence[np.ndarray], lean: float) -> list[np.ndarray]:
    """Return label probabilities with the odds of unrelated lowered on new axes."""
    found = []
    for item, values in zip(asked, shares, strict=True):
        new = np.array([not candidate.axis.familiar for candidate in item.candidates], dtype=bool)
        odds = values.copy()
        odds[new, UNRELATED] *= np.exp(-lean)
        found.append(odds / odds.sum(axis=1, keepdims=True))
    return found


def sieved(asked: Sequence[Asked], shares: Sequence[np.ndarray], sure: float) -> list[np.ndarray]:
    """Return label probabilities as they are behind a sieve, where one has read the questions first."""
    found = []
    for item, values in zip(asked, shares, strict=True):
        if item.second is not None:
            left_out = item.second[:, [UNRELATED]] >= sure
            values = np.where(left_out, np.eye(values.shape[1], dtype=values.dtype)[UNRELATED], values)
        found.append(values)
    return found


def stacked(asked: Sequence[Asked]) -> tuple[np.ndarray, np.ndarray]:
    """Return what a head reads and the labels, for all questions that have one."""
    x, y = np.vstack([item.x for item in asked]), np.concatenate([item.y for item in asked])
    return x[y >= 0], y[y >= 0]


def position_f1(coder: Coder, asked: Sequence[Asked], shares: Sequence[np.ndarray]) -> float:
    """Return the F1 of actor, axis and stance over the documents as a coder codes them."""
    gold = [row for item in asked for row in gold_rows(item.labelled)]
    rows: list[Row] = []
    for item, values in zip(asked, shares, strict=True):
        rows += found_rows(item.labelled.document.id, item.decided(coder, values), Trust())
    return position_scores(pair_rows(gold, rows, lambda row: name_key(row.actor)))["+stance"].f1


def lean_on_new(coder: Coder, folders: Sequence[tuple[Sequence[Asked], Sequence[np.ndarray]]], sure: float) -> float:
    """Return by how far the odds of unrelated are best lowered for the position F1 of the documents on new axes."""
    every = chain.from_iterable(zip(part, shares, strict=True) for part, shares in folders)
    new = [(item, values) for item, values in every if is_new(item)]
    if not new:
        return 0.0
    asked, shares = zip(*new, strict=True)
    f1 = {lean: position_f1(coder, asked, sieved(asked, leant(asked, shares, lean), sure)) for lean in LEANS}
    print(f"F1 (+stance) on new axes by how far unrelated is lowered: {f1}")
    return max(f1, key=lambda lean: (f1[lean], -lean))


def sure_from(asked: Sequence[Asked], shares: Sequence[np.ndarray], lose: float) -> float:
    """Return the mass on unrelated that no more than a share ``lose`` of the questions with a stance reaches."""
    y, mass = np.concatenate([item.y for item in asked]), np.concatenate(shares)[:, UNRELATED]
    sure = float(np.quantile(mass[(y >= 0) & (y != UNRELATED)], 1 - lose, method="higher"))
    print(f"sure from {sure:.4f}: {(mass >= sure).mean():.3f} of {len(mass)} questions are not asked again")
    return round(sure, 4)


def main() -> None:
    """Fit and write the calibration."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("labels", type=Path, nargs="+")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--behind", type=Path, metavar="MODEL", help="the sieve that comes before the model")
    parser.add_argument("--penalty", type=float, default=0.03, help="inverse strength of the regularisation")
    parser.add_argument("--sieve", type=float, metavar="SHARE", help="share of the positions that a sieve may lose")
    args = parser.parse_args()
    (args.model / CALIBRATION).unlink(missing_ok=True)
    scorer = load_scorer(str(args.model))
    asked = read(scorer, args.labels[0], args.split)
    x, y = stacked(asked)
    head = fit_head(x, y, 1 / args.penalty)
    shares = cross_fitted(asked, 1 / args.penalty)
    right = np.concatenate([s.argmax(1)[i.y >= 0] == i.y[i.y >= 0] for s, i in zip(shares, asked, strict=True)])
    print(f"{len(y)} questions with a label, accuracy of cross-fitted heads {right.mean():.3f}")
    if args.sieve is not None:
        write(args.model, {"head": asdict(head), "sure": sure_from(asked, shares, args.sieve)})
        return
    folders = [(asked, shares)]
    for folder in args.labels[1:]:
        others = read(scorer, folder, args.split)
        folders.append((others, [shares_of(head, item.x).astype(np.float32) for item in others]))
    sure = 1.0
    if args.behind is not None:
        small, sure = load_scorer(str(args.behind)), sureness(args.behind)
        for item in chain.from_iterable(part for part, _ in folders):
            item.second = small.score([candidate.query for candidate in item.candidates])
    best, limits = choose(lambda coder: position_f1(coder, asked, sieved(asked, shares, sure)))
    print(f"best F1 (+stance) {best:.3f} at {limits}")
    coder, gold = Coder(**limits), sum(len(item.labelled.rows) for item in asked)
    lean = lean_on_new(coder, folders, sure)
    weights = np.array(head.weights)
    weights[NEW, UNRELATED] = -lean
    head = Head(tuple(map(tuple, weights.tolist())), head.bias)
    rows = [outcomes(coder, part, sieved(part, leant(part, values, lean), sure)) for part, values in folders]
    every = list(chain.from_iterable(rows))
    trust = fit_trust(every, gold, len(rows[0]))
    right = np.mean([row.whole for row in every])
    print(f"{len(every)} coded rows, {right:.3f} right; review below {trust.review}, unclear below {trust.least}")
    write(args.model, {"head": asdict(head), **limits, "review": 0.6, "trust": asdict(trust)})


def write(model: Path, values: dict[str, object]) -> None:
    """Write the calibration of a model folder."""
    (model / CALIBRATION).write_text(json.dumps(values) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
