#!/usr/bin/env python3
"""Fit what stands behind the scores of a model folder, on a labelled split that the model has not been trained on.

    python models/recipes/calibrate.py models/minilm-nli labels --split dev

Writes ``calibration.json``: a linear head from the log probabilities of the hypotheses (entailment model) or of the
labels (stance model) to calibrated ones; then the thresholds of the coder, chosen for the position
F1 (+stance) of the split's documents by a small grid.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from tracker.actors import Registry, Resolver
from tracker.axes import load_axes
from tracker.candidates import Candidate
from tracker.evaluation.corpus import LabelledDocument, gold_rows, read_labels
from tracker.evaluation.matching import Row, name_key, pair_rows, position_scores
from tracker.evaluation.positions import found_rows
from tracker.pipeline import Line
from tracker.schema import SCORED_LABELS, Query
from tracker.stances.coder import Coder
from tracker.stances.head import inputs
from tracker.stances.models import CALIBRATION, load_scorer
from tracker.statements import Parser
from tracker.training.queries import LabelledQuery, labelled_queries


def features(scorer: Any, queries: list[Query]) -> np.ndarray:
    """Return what a head reads: log probabilities of hypotheses, or of labels, and the signals of the queries."""
    return inputs(scorer.features(queries), queries)


def fit(x: np.ndarray, y: np.ndarray, penalty: float) -> tuple[np.ndarray, np.ndarray]:
    """Return weights (features, labels) and bias (labels) of a multinomial logistic regression on scaled features."""
    mean, scale = x.mean(axis=0), x.std(axis=0) + 1e-6
    model = LogisticRegression(C=penalty, max_iter=3000).fit((x - mean) / scale, y)
    weights, bias = np.zeros((x.shape[1], len(SCORED_LABELS))), np.full(len(SCORED_LABELS), -30.0)
    weights[:, model.classes_] = model.coef_.T / scale[:, None]
    bias[model.classes_] = model.intercept_ - mean @ weights[:, model.classes_]
    return weights, bias


def choose(
    scores: list[np.ndarray], found: list[list[Candidate]], documents: list[LabelledDocument]
) -> dict[str, float]:
    """Return the thresholds with the best F1 of actor, axis and stance over the documents."""
    gold = [row for document in documents for row in gold_rows(document)]
    best: tuple[float, dict[str, float]] = (-1.0, {})
    for related in (0.4, 0.5, 0.6, 0.7):
        for decide in (0.25, 0.35, 0.45, 0.55):
            coder = Coder(related=related, decide=decide)
            rows: list[Row] = []
            for document, asked, values in zip(documents, found, scores, strict=True):
                decided = list(zip(asked, coder.code(values), strict=True))
                rows += found_rows(document.document.id, decided)
            f1 = position_scores(pair_rows(gold, rows, lambda row: name_key(row.actor)))["+stance"].f1
            if f1 > best[0]:
                best = (f1, {"related": related, "decide": decide})
    print(f"best F1 (+stance) {best[0]:.3f} at {best[1]}")
    return best[1]


def main() -> None:
    """Fit and write the calibration."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--penalty", type=float, default=0.03, help="inverse strength of the regularisation")
    args = parser.parse_args()
    (args.model / CALIBRATION).unlink(missing_ok=True)
    scorer = load_scorer(str(args.model))
    registry = Registry.load()
    documents = [d for d in read_labels(args.labels) if d.split == args.split]
    queries: list[LabelledQuery] = []
    asked: list[list[Candidate]] = []
    coded: list[LabelledDocument] = []
    for path in (None, args.labels / "axes-other.yaml"):
        line = Line(load_axes(path), Resolver(registry), Parser(registry.patterns()), scorer, Coder())
        known = {axis.id for axis in line.axes}
        for document in documents:
            if known & set(document.axes):
                narrowed = line.narrowed(document.axes)
                queries += [item for item in labelled_queries(document, narrowed) if item.asked]
                asked.append(narrowed.candidates(document.document))
                coded.append(document)
    x = features(scorer, [item.query for item in queries])
    y = np.asarray([SCORED_LABELS.index(item.label) for item in queries])
    weights, bias = fit(x, y, args.penalty)
    print(f"{len(queries)} queries, accuracy after fitting {np.mean((x @ weights + bias).argmax(1) == y):.3f}")
    scores = [softmax(features(scorer, [c.query for c in found]) @ weights + bias) if found else np.zeros((0, 5))
              for found in asked]  # fmt: skip
    values = {"head": {"weights": weights.round(5).tolist(), "bias": bias.round(5).tolist()}}
    values |= choose([s.astype(np.float32) for s in scores], asked, coded) | {"review": 0.6}
    (args.model / CALIBRATION).write_text(json.dumps(values) + "\n", encoding="utf-8")


def softmax(logits: np.ndarray) -> np.ndarray:
    """Return rows that sum to one."""
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    return shifted / shifted.sum(axis=1, keepdims=True)


if __name__ == "__main__":
    main()
