"""Evaluation reports as Markdown and JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tracker.evaluation.attribution import Score
from tracker.evaluation.positions import Report

RULE = (
    "Rows are compared within a document: actor and axis must agree; *+stance* asks for the same label too, *+date* "
    "for label and day. Names agree without regard to case and accents, or when the registry knows both as one actor."
)


def score_dict(score: Score) -> dict[str, float | int]:
    """Return a score as plain numbers, rounded to four places."""
    return {
        "precision": round(score.precision, 4), "recall": round(score.recall, 4), "f1": round(score.f1, 4),
        "right": score.right, "found": score.found, "gold": score.gold,
    }  # fmt: skip


def report_dict(report: Report) -> dict[str, Any]:
    """Return a report as plain values for JSON."""
    return {
        "documents": report.documents,
        "gold": report.gold,
        "found": report.found,
        "positions": {level: score_dict(score) for level, score in report.positions.items()},
        "affiliations": {level: score_dict(score) for level, score in report.affiliations.items()},
        "stance_macro_f1": round(report.stance_macro_f1, 4),
        "stance": {label: score_dict(score) for label, score in report.stance_f1.items()},
        "dates_right": round(report.dates_right.precision, 4),
        "gate_recall": round(report.gate_recall.recall, 4),
        "without_review": score_dict(report.reviewed),
        "support_taken_for_oppose_or_back": report.flipped,
        "lost": dict(report.lost),
    }


def markdown(report: Report, baseline: Mapping[str, Score] | None = None) -> str:
    """Return a report as Markdown, with a baseline's scores beside it where given."""
    return "\n".join(_lines(report, baseline)) + "\n"


def _lines(report: Report, baseline: Mapping[str, Score] | None) -> Iterator[str]:
    yield f"{report.documents} documents, {report.gold} gold rows, {report.found} found rows"
    yield ""
    yield "| level | precision | recall | F1 |" + (" baseline F1 |" if baseline else "")
    yield "|---|---|---|---|" + ("---|" if baseline else "")
    for level, score in report.positions.items():
        extra = f" {baseline[level].f1:.3f} |" if baseline else ""
        yield f"| {level} | {_cells(score)} |{extra}"
    for level, score in report.affiliations.items():
        yield f"| affiliation: {level} | {_cells(score)} |" + (" |" if baseline else "")
    yield ""
    yield "| stance, actor and axis right | precision | recall | F1 |"
    yield "|---|---|---|---|"
    for label, score in report.stance_f1.items():
        yield f"| {label} | {_cells(score)} |"
    yield f"| macro | | | {report.stance_macro_f1:.3f} |"
    yield ""
    yield f"- dates right where the actor is: {report.dates_right.precision:.3f} ({report.dates_right.found} rows)"
    yield f"- gate recall: {report.gate_recall.recall:.3f}"
    reviewed = report.reviewed
    share = f"{reviewed.found} of {report.found} found rows"
    yield f"- rows not marked for review: precision {reviewed.precision:.3f}, {share}"
    yield f"- support taken for oppose or back: {report.flipped} of {report.dates_right.found} rows"
    yield ""
    yield "| gold rows lost | count |"
    yield "|---|---|"
    for stage, count in report.lost.items():
        yield f"| {stage} | {count} |"
    yield ""
    yield RULE


def _cells(score: Score) -> str:
    return f"{score.precision:.3f} | {score.recall:.3f} | {score.f1:.3f}"
