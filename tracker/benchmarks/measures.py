"""The measures that floors are about: what the line gets right on a split, on the default axes and on the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tracker.axes import load_axes
from tracker.candidates import Candidate
from tracker.engine.settings import Parts
from tracker.evaluation.attribution import Score
from tracker.evaluation.corpus import LabelledDocument, read_labels
from tracker.evaluation.matching import name_key
from tracker.evaluation.positions import Report
from tracker.evaluation.run import evaluate_labels
from tracker.pipeline import Line
from tracker.schema import Label, Span

OTHER_AXES = "axes-other.yaml"
_SHARED = 0.5  # of the shorter of two spans, for them to be the same words


@dataclass(frozen=True, slots=True)
class Measured:
    """What one set of axes comes to on a split: the report, the baseline, and the gold rows whose words were found."""

    axes: str
    report: Report
    baseline: Mapping[str, Score]
    attribution: Score

    def values(self) -> dict[str, float]:
        """Return the measures that have floors, by name."""
        levels = {f"{self.axes}.{level} F1": score.f1 for level, score in self.report.positions.items()}
        return {
            f"{self.axes}.attribution": self.attribution.recall, **levels,
            f"{self.axes}.gate recall": self.report.gate_recall.recall,
            f"{self.axes}.stance macro-F1": self.report.stance_macro_f1,
        }  # fmt: skip


def with_axes(parts: Parts, path: Path) -> Parts:
    """Return the same line for the axes of another file."""
    axes = load_axes(path)
    return replace(parts, axes=axes, line=replace(parts.line, axes=axes))


def with_all_axes(line: Line, labels: Path, split: str) -> tuple[Line, list[LabelledDocument]]:
    """Return the line for its axes and the others of a labels folder, and the documents of a split that it can code."""
    others = labels / OTHER_AXES
    line = replace(line, axes=(*line.axes, *(load_axes(others) if others.is_file() else ())))
    known = {axis.id for axis in line.axes}
    return line, [item for item in read_labels(labels) if item.split == split and known >= set(item.axes)]


def measure(parts: Parts, labels: Path, split: str) -> list[Measured]:
    """Run the line on a split of a labels folder: once for the axes of the line, once for the others of the folder."""
    sets = {"default": parts}
    if (labels / OTHER_AXES).is_file():
        sets["other"] = with_axes(parts, labels / OTHER_AXES)
    items = [item for item in read_labels(labels) if item.split == split]
    found = []
    for name, chosen in sets.items():
        report, baseline = evaluate_labels(chosen, labels, split)
        found.append(Measured(name, report, baseline, attribution(chosen.line, items)))
    return found


def attribution(line: Line, items: Sequence[LabelledDocument]) -> Score:
    """Count the gold rows whose words the line takes for a statement of the right actor; their stance plays no part.

    Right is an actor of the gold's name, or one found where the gold has its speaker. Precision means nothing here:
    gold holds only what speaks to an axis.
    """
    known = {axis.id for axis in line.axes}
    right = total = 0
    for item in items:
        axes = known & set(item.axes)
        rows = [row for row in item.rows if row["axis"] in axes and row["stance"] != Label.UNCLEAR]
        found = line.narrowed(axes).candidates(item.document) if rows else []
        total += len(rows)
        right += sum(any(_same(candidate, row) for candidate in found) for row in rows)
    return Score(right, right, total)


def _same(candidate: Candidate, row: Mapping[str, Any]) -> bool:
    quote, holder = Span(*row["quote_span"]), candidate.held.holder
    spans = candidate.held.statement.content
    shared = sum(max(0, min(s.end, quote.end) - max(s.start, quote.start)) for s in spans)
    shorter = min(quote.end - quote.start, sum(s.end - s.start for s in spans))
    speaker = row.get("speaker_span")
    named = name_key(holder.actor.actor.name) == name_key(row["actor"])
    there = speaker is not None and Span(*speaker).overlaps(holder.span)
    return candidate.axis.id == row["axis"] and (named or there) and shared >= _SHARED * max(1, shorter)
