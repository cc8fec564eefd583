#!/usr/bin/env python3
"""Fit what stands behind the scores of a model folder, on a labelled split that the model has not been trained on.

    python models/recipes/calibrate.py models/NAME labels --split dev

Writes ``calibration.json``: a linear head from the log probabilities of the hypotheses (entailment model) or of the
labels (stance model) to calibrated ones; the thresholds of the coder, chosen for the position F1 (+stance) of the
split's documents by a small grid; and how far a row can be trusted. Thresholds and trust come from scores of heads that
were fitted on other documents.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from tracker.actors import Registry, Resolver
from tracker.axes import load_axes
from tracker.candidates import Candidate
from tracker.confidence import Trust, features
from tracker.evaluation.corpus import LabelledDocument, gold_rows, read_labels
from tracker.evaluation.matching import Row, name_key, pair_rows, position_scores, same_date
from tracker.evaluation.positions import found_rows
from tracker.pipeline import Line, stance
from tracker.schema import SCORED_LABELS, STANCE_LABELS
from tracker.stances.coder import Coder
from tracker.stances.head import inputs
from tracker.stances.models import CALIBRATION, load_scorer
from tracker.statements import Parser
from tracker.training.calibration import choose, fit_head, unseen
from tracker.training.queries import answer
from tracker.training.trust import Outcome, fit_trust

FOLDS = 5


@dataclass
class Asked:
    """What the line asks of a document, what a head reads of it, and the label of each question; -1 is none."""

    labelled: LabelledDocument
    candidates: list[Candidate]
    fold: int
    x: np.ndarray
    y: np.ndarray


def ask(model: Path, labels: Path, split: str) -> list[Asked]:
    """Return the questions of a split's documents, for the axes of all files."""
    scorer = load_scorer(str(model))
    registry = Registry.load()
    documents = [d for d in read_labels(labels) if d.split == split]
    found: list[Asked] = []
    for path in (None, labels / "axes-other.yaml"):
        line = Line(load_axes(path), Resolver(registry), Parser(registry.patterns()), scorer, Coder())
        known = {axis.id for axis in line.axes}
        for document in documents:
            if known & set(document.axes):
                candidates = line.narrowed(document.axes).candidates(document.document)
                answers = [answer(candidate, document.rows)[1] for candidate in candidates]
                y = np.array([-1 if label is None else SCORED_LABELS.index(label) for label in answers], dtype=int)
                found.append(Asked(document, candidates, len(found) % FOLDS, np.zeros((0, 0)), y))
    queries = [candidate.query for item in found for candidate in item.candidates]
    x = inputs(scorer.features(queries), queries)  # type: ignore[attr-defined]  # both kinds of scorer have them
    start = 0
    for item in found:
        item.x = x[start : start + len(item.candidates)]
        start += len(item.candidates)
    return found


def cross_fitted(asked: Sequence[Asked], strength: float) -> list[np.ndarray]:
    """Return each document's label probabilities from a head fitted on the documents of other folds."""
    sizes = [len(item.candidates) for item in asked]
    x, y = np.vstack([item.x for item in asked]), np.concatenate([item.y for item in asked])
    shares = unseen(x, y, np.repeat([item.fold for item in asked], sizes), strength).astype(np.float32)
    return np.split(shares, np.cumsum(sizes)[:-1])


def stacked(asked: Sequence[Asked]) -> tuple[np.ndarray, np.ndarray]:
    """Return what a head reads and the labels, for all questions that have one."""
    x, y = np.vstack([item.x for item in asked]), np.concatenate([item.y for item in asked])
    return x[y >= 0], y[y >= 0]


def position_f1(coder: Coder, asked: Sequence[Asked], shares: Sequence[np.ndarray]) -> float:
    """Return the F1 of actor, axis and stance over the documents as a coder codes them."""
    gold = [row for item in asked for row in gold_rows(item.labelled)]
    rows: list[Row] = []
    for item, values in zip(asked, shares, strict=True):
        decided = list(zip(item.candidates, coder.code(values), strict=True))
        rows += found_rows(item.labelled.document.id, decided, Trust())
    return position_scores(pair_rows(gold, rows, lambda row: name_key(row.actor)))["+stance"].f1


def outcomes(coder: Coder, asked: Sequence[Asked], shares: Sequence[np.ndarray]) -> list[Outcome]:
    """Return the coded rows of the documents with what is known of each and whether it is right."""
    found: list[Outcome] = []
    for item, values in zip(asked, shares, strict=True):
        gold = gold_rows(item.labelled)
        for candidate, decision in zip(item.candidates, coder.code(values), strict=True):
            if decision.label not in STANCE_LABELS:
                continue
            coded = stance(candidate, decision, Trust())
            row = Row(item.labelled.document.id, coded.actor.name, "", coded.axis, coded.label.value, coded.date,
                      coded.date_precision.value)  # fmt: skip
            same = [g for g in gold if g.axis == row.axis and g.stance == row.stance
                    and name_key(g.actor) == name_key(row.actor)]  # fmt: skip
            dated = any(same_date(g, row) for g in same)
            found.append(Outcome(features(candidate, decision), item.fold, bool(same), dated))
    return found


def main() -> None:
    """Fit and write the calibration."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--penalty", type=float, default=0.03, help="inverse strength of the regularisation")
    args = parser.parse_args()
    (args.model / CALIBRATION).unlink(missing_ok=True)
    asked = ask(args.model, args.labels, args.split)
    x, y = stacked(asked)
    head = fit_head(x, y, 1 / args.penalty)
    shares = cross_fitted(asked, 1 / args.penalty)
    right = np.concatenate([s.argmax(1)[i.y >= 0] == i.y[i.y >= 0] for s, i in zip(shares, asked, strict=True)])
    print(f"{len(y)} questions with a label, accuracy of cross-fitted heads {right.mean():.3f}")
    best, limits = choose(lambda coder: position_f1(coder, asked, shares))
    print(f"best F1 (+stance) {best:.3f} at {limits}")
    rows = outcomes(Coder(**limits), asked, shares)
    trust = fit_trust(rows)
    print(f"{len(rows)} coded rows, {np.mean([row.whole for row in rows]):.3f} right; review below {trust.review}")
    values = {"head": asdict(head), **limits, "review": 0.6, "trust": asdict(trust)}
    (args.model / CALIBRATION).write_text(json.dumps(values) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
