"""Models compared on the same rows, and what is written about a model that was trained: report and card."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tracker.schema import SCORED_LABELS
from tracker.training.calibration import log_loss

_DRAWS = 1000
SURE = 0.8  # share of draws in which a better model must be better


def measure(shares: NDArray[np.floating], y: NDArray[np.int64]) -> dict[str, Any]:
    """Return macro-F1 over the labels that occur, accuracy, log loss, and the F1 of each label."""
    table = _confusion(shares, y)
    f1 = _f1(table)
    return {
        "rows": len(y),
        "macro_f1": round(_macro(table), 4),
        "accuracy": round(float(np.trace(table) / max(1, table.sum())), 4),
        "log_loss": round(log_loss(shares, y), 4),
        "f1": {label.value: round(float(f1[n]), 4) for n, label in enumerate(SCORED_LABELS) if table[n].sum()},
    }


def _confusion(shares: NDArray[np.floating], y: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return how often each label (row) was taken for each (column)."""
    table = np.zeros((len(SCORED_LABELS), len(SCORED_LABELS)))
    np.add.at(table, (y, shares.argmax(axis=1)), 1)
    return table


def _f1(table: NDArray[np.float64]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = 2 * np.diag(table) / np.maximum(1, table.sum(axis=0) + table.sum(axis=1))
    return found


def _macro(table: NDArray[np.float64]) -> float:
    return float(_f1(table)[table.sum(axis=1) > 0].mean())


def gain_of(
    new: NDArray[np.floating], old: NDArray[np.floating], y: NDArray[np.int64], groups: Sequence[str], seed: int
) -> dict[str, Any]:
    """Return the gain in macro-F1, its 90 % interval over documents drawn again, and in which share of draws it is one.

    A model is better where there is a gain, and one in at least `SURE` of the draws.
    """
    names = sorted(set(groups))
    rows = [np.asarray([n for n, group in enumerate(groups) if group == name]) for name in names]
    tables = [np.stack([_confusion(shares[r], y[r]) for r in rows]) for shares in (new, old)]
    rng = np.random.default_rng(seed)
    draws = rng.multinomial(len(names), np.full(len(names), 1 / len(names)), size=_DRAWS)
    gains = [_macro(np.tensordot(d, tables[0], 1)) - _macro(np.tensordot(d, tables[1], 1)) for d in draws]
    gain, sure = _macro(_confusion(new, y)) - _macro(_confusion(old, y)), float(np.mean(np.asarray(gains) > 0))
    interval = [round(float(edge), 4) for edge in np.quantile(gains, (0.05, 0.95))]
    return {"gain": round(gain, 4), "interval": interval, "sure": round(sure, 3), "better": gain > 0 and sure >= SURE}


def card(report: Mapping[str, Any]) -> str:
    """Return the model card of a report."""
    scores, rows = report["scores"], report["rows"]
    lines = [
        f"# {report['name']}", "",
        f"A stance model fine-tuned with `tracker train` from `{report['base']}`: "
        + ("its weights are the base's, its head and thresholds are new." if report["chosen"] == "head"
           else "weights, head and thresholds are new."), "",
        f"Kind: {report['kind']}. Rows learned from: {rows['train']} ({rows['written']} of them written by coders), of "
        f"{rows['documents']} documents; measured on {rows['measured']} rows {report['measured_on']}.", "",
        "| | macro-F1 | accuracy | log loss | " + " | ".join(scores["base"]["f1"]) + " |",
        "|---" * (4 + len(scores["base"]["f1"])) + "|",
    ]  # fmt: skip
    for what, score in scores.items():
        cells = [f"{score[key]:.3f}" for key in ("macro_f1", "accuracy", "log_loss")]
        lines.append(f"| {what} | " + " | ".join(cells + [f"{value:.3f}" for value in score["f1"].values()]) + " |")
    low, high = report["gain"]["interval"]
    lines += [
        "", f"`{report['chosen']}` is what this folder holds: {report['gain']['gain']:+.3f} macro-F1 against the base, "
        f"90 % interval {low:+.3f} to {high:+.3f} (documents drawn again; a gain in {report['gain']['sure']:.0%} of "
        "the draws). Heads are cross-fitted by document, so no row is judged by a head that has seen it; "
        "thresholds were chosen on the same rows.",
    ]  # fmt: skip
    lines += ["", said_of_trust(report)]
    if not report["promoted"]:
        lines += ["", f"**Not promoted:** a better model gains, and in {SURE:.0%} of the draws at least."]
    lines += ["", "`report.json` holds every figure, the settings and the seeds.", ""]
    return "\n".join(lines)


def said_of_trust(report: Mapping[str, Any]) -> str:
    """Return where a model's confidence in whole rows is from."""
    trust = report["trust"]
    if trust["from"] == "labels":
        return (
            "Confidence, the probability that actor, stance and date are right, was learned from "
            f"{trust['rows']} coded rows ({trust['right']:.0%} right) of {trust['documents']} documents that the "
            "weights were not trained on, cross-fitted by document; "
            f"below {trust['review']:.2f} a row is marked for review."
        )
    if trust["from"] == "base":
        return (
            f"Confidence and the threshold of review ({trust['review']:.2f}) are those of `{report['base']}`, since "
            f"{trust['why']}."
        )
    return (
        f"Confidence is the product of how sure label and actor are: the base has learned no other, and {trust['why']}."
    )


def write(folder: Path, report: Mapping[str, Any]) -> None:
    """Write ``report.json`` and ``MODEL_CARD.md``."""
    (folder / "report.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    (folder / "MODEL_CARD.md").write_text(card(report), encoding="utf-8")
