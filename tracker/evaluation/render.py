"""Evaluation reports and comparisons as Markdown and JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from tracker.evaluation.attribution import Score
from tracker.evaluation.bootstrap import RESAMPLES, Interval, intervals
from tracker.evaluation.breakdown import Group, breakdown, confusion, dates_by_precision
from tracker.evaluation.calibration import BINS, calibrate, judged
from tracker.evaluation.compare import Compared, run_dict
from tracker.evaluation.counts import AFFILIATION, COVERAGE, FLIPPED, MACRO, SURE, document_counts
from tracker.evaluation.positions import Report

RULE = (
    "Rows are compared within a document and paired one to one, pairs that agree in most first: actor and axis must "
    "agree; *+stance* asks for the same label too, *+date* for label and date. Names agree without regard to case, "
    "accents, marks and a leading article, or when the registry knows both as one actor. A date is right on the same "
    "day (no tolerance); where gold and found row are both of week or both of month precision, in the same week "
    "(Monday to Sunday) or month; a row without a date agrees with one without a date. Gold rows coded unclear are "
    "left out. Affiliations: rows with the same document, affiliation, axis, stance and date count once, rows without "
    "affiliation not at all."
)
INTERVALS = (
    f"In brackets: 95 % intervals from {RESAMPLES:,} resamples of whole documents (fixed seed), widened where needed "
    "to hold the figure itself; that of the calibration error is freed of the noise that resampling adds to its bins. "
    "Of a single document nothing can be resampled: intervals have no width, and p (bootstrap) is 1."
)
TESTS = (
    "p (bootstrap): paired, both runs on the same resamples of documents. p (rows): McNemar's exact test over the gold "
    "rows that one run alone has right; rows found in vain do not enter it. Neither is corrected for the number of "
    "figures compared."
)
_FACETS = {
    "axis": "axis", "class": "stance of the gold row", "difficulty": "difficulty", "evidence": "evidence",
    "actors": "actors of the document", "train": "actor, by name",
}  # fmt: skip


def score_dict(score: Score) -> dict[str, float | int]:
    """Return a score as plain numbers, rounded to four places."""
    return {
        "precision": round(score.precision, 4), "recall": round(score.recall, 4), "f1": round(score.f1, 4),
        "right": score.right, "found": score.found, "gold": score.gold,
    }  # fmt: skip


def report_dict(report: Report) -> dict[str, Any]:
    """Return a report as plain values for JSON, with what a later comparison needs."""
    return _summary(report) | _details(report) | run_dict(report)


def _summary(report: Report) -> dict[str, Any]:
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
        "without_review_coverage": round(report.reviewed.found / report.found, 4) if report.found else 0.0,
        "support_taken_for_oppose_or_back": report.flipped,
        "lost": dict(report.lost),
    }


def _details(report: Report) -> dict[str, Any]:
    calibration = calibrate(judged(report), tuple(report.names))
    return {
        "intervals": {name: _plain(asdict(figure)) for name, figure in intervals(document_counts(report)).items()},
        "breakdown": {
            facet: {name: _group_dict(group) for name, group in groups.items()}
            for facet, groups in breakdown(report.pairs).items()
        },
        "confusion": confusion(report.pairs),
        "dates_by_precision": {
            side: {name: {"right": score.right, "rows": score.found} for name, score in groups.items()}
            for side, groups in dates_by_precision(report.pairs).items()
        },
        "calibration": {
            "ece": _plain(asdict(calibration.ece)), "bins": [_plain(asdict(one)) for one in calibration.bins],
        },
    }  # fmt: skip


def _group_dict(group: Group) -> dict[str, Any]:
    return _plain(asdict(group) | {"missed": group.missed, "f1_stance": group.f1})


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: round(value, 4) if isinstance(value, float) else value for name, value in values.items()}


def markdown(report: Report, baseline: Mapping[str, Score] | None = None) -> str:
    """Return a report as Markdown, with a baseline's scores beside it where given."""
    return "\n".join(_lines(report, _details(report), baseline)) + "\n"


def _lines(report: Report, details: Mapping[str, Any], baseline: Mapping[str, Score] | None) -> Iterator[str]:
    figures = details["intervals"]
    yield f"{report.documents} documents, {report.gold} gold rows, {report.found} found rows"
    yield ""
    yield from _levels(report, figures, baseline)
    yield from _head("stance, actor and axis right", "precision", "recall", "F1")
    for label, score in report.stance_f1.items():
        yield f"| {label} | {_cells(score)} |"
    yield f"| macro | | | {report.stance_macro_f1:.3f} {_range(figures[MACRO])} |"
    yield ""
    yield from _confusion(details["confusion"])
    yield from _single_figures(report, figures)
    yield from _dates(details["dates_by_precision"])
    yield from _calibration(details["calibration"])
    yield from _breakdown(details["breakdown"])
    yield from _head("gold rows lost", "count")
    yield from (f"| {stage} | {count} |" for stage, count in report.lost.items())
    yield from ("", RULE, "", INTERVALS)


def _levels(report: Report, figures: Mapping[str, Any], baseline: Mapping[str, Score] | None) -> Iterator[str]:
    yield from _head("level", "precision", "recall", "F1", *(("baseline F1",) if baseline else ()))
    for level, score in report.positions.items():
        extra = f" {baseline[level].f1:.3f} |" if baseline else ""
        yield f"| {level} | {_cells(score)} {_range(figures[level])} |{extra}"
    for level, score in report.affiliations.items():
        name = AFFILIATION + level
        yield f"| {name} | {_cells(score)} {_range(figures[name])} |" + (" |" if baseline else "")
    yield ""


def _confusion(confusion: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    yield from _head("gold stance, found as", *confusion)
    for gold, row in confusion.items():
        yield f"| {gold} | " + " | ".join(map(str, row.values())) + " |"
    yield ""


def _single_figures(report: Report, figures: Mapping[str, Any]) -> Iterator[str]:
    matched, reviewed = report.dates_right.found, report.reviewed
    yield f"- dates right where the actor is: {report.dates_right.precision:.3f} ({matched} rows)"
    yield f"- gate recall: {report.gate_recall.recall:.3f}"
    yield (
        f"- rows not marked for review: precision {reviewed.precision:.3f} {_range(figures[SURE])}, {reviewed.found} "
        f"of {report.found} found rows (coverage {figures[COVERAGE]['value']:.3f} {_range(figures[COVERAGE])})"
    )
    flips = figures[FLIPPED]
    share = f"{flips['value']:.3f} {_range(flips)}"
    yield f"- support taken for oppose or back: {report.flipped} of {matched} rows ({share})"
    yield ""


def _dates(dates: Mapping[str, Mapping[str, Mapping[str, int]]]) -> Iterator[str]:
    yield from _head("date precision, actor and axis right", "dates right", "rows", "share")
    for side, groups in dates.items():
        for name, one in groups.items():
            yield f"| {side}: {name} | {one['right']} | {one['rows']} | {one['right'] / one['rows']:.3f} |"
    yield ""


def _calibration(calibration: Mapping[str, Any]) -> Iterator[str]:
    ece = calibration["ece"]
    yield (
        f"Expected calibration error of a row's confidence (right: actor, axis, stance and date; {BINS} bins of equal "
        f"mass): {ece['value']:.3f} {_range(ece)}"
    )
    yield ""
    yield from _head("confidence from", "to", "rows", "mean confidence", "share right")
    for one in calibration["bins"]:
        cells = f"{one['high']:.3f} | {one['rows']} | {one['confidence']:.3f} | {one['right']:.3f}"
        yield f"| {one['low']:.3f} | {cells} |"
    yield ""


def _breakdown(facets: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for facet, groups in facets.items():
        answered = any(group["answered"] is not None for group in groups.values())
        extra = ("found rows of the kind", "F1 +stance") if answered else ()
        title = _FACETS[facet]
        yield from _head(title, "gold", "found", "missed", "+stance", "+date", "recall +stance", *extra)
        for name, group in groups.items():
            counts = " | ".join(str(group[part]) for part in ("gold", "found", "missed", "stance", "date"))
            last = f" {group['answered']} | {group['f1_stance']:.3f} |" if answered else ""
            yield f"| {name} | {counts} | {group['stance'] / group['gold']:.3f} |{last}"
        yield ""


def comparison_dict(compared: Mapping[str, Compared]) -> dict[str, Any]:
    """Return a comparison as plain values for JSON."""
    return {
        name: _plain(asdict(one) | {"difference": _plain(asdict(one.difference)), "p_rows": one.p_rows})
        for name, one in compared.items()
    }


def comparison_markdown(compared: Mapping[str, Compared], earlier: str, later: str) -> str:
    """Return a comparison as Markdown; ``earlier`` and ``later`` name the runs."""
    lines = [f"Earlier: {earlier}; later: {later}", ""]
    columns = ("earlier", "later", "difference", "p (bootstrap)", "right only earlier", "only later", "p (rows)")
    lines += _head("F1", *columns)
    for name, one in compared.items():
        rows = " | | |"
        if one.p_rows is not None:
            rows = f" {one.only_earlier} | {one.only_later} | {one.p_rows:.3f} |"
        difference = f"{one.difference.value:+.3f} {_signed(one.difference)}"
        lines.append(f"| {name} | {one.earlier:.3f} | {one.later:.3f} | {difference} | {one.p_bootstrap:.3f} |{rows}")
    return "\n".join([*lines, "", TESTS, "", INTERVALS]) + "\n"


def _head(*columns: str) -> Iterator[str]:
    yield "| " + " | ".join(columns) + " |"
    yield "|" + "---|" * len(columns)


def _cells(score: Score) -> str:
    return f"{score.precision:.3f} | {score.recall:.3f} | {score.f1:.3f}"


def _range(figure: Mapping[str, float]) -> str:
    return f"[{figure['low']:.3f}, {figure['high']:.3f}]"


def _signed(figure: Interval) -> str:
    return f"[{figure.low:+.3f}, {figure.high:+.3f}]"
