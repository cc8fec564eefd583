"""What a simple tool would answer: every actor named in a sentence with a term of the axis, and the majority label."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.evaluation.matching import Row, name_key
from tracker.pipeline import Line
from tracker.schema import ActorType, Document

_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP"})


def baseline_rows(line: Line, document: Document, majority: str) -> list[Row]:
    """Return one row for each actor and axis named together in a sentence, dated by the day of publication."""
    hits = line.gate.hits(document.text)
    if not hits:
        return []
    parsed = line.parser.parse(document.text)
    rows: dict[tuple[str, str], Row] = {}
    for sentence in parsed.doc.sents:
        span = parsed.span(sentence.start, sentence.end)
        axes = {hit.axis_id for hit in hits if span.overlaps(hit.span)}
        for entity in sentence.ents if axes else ():
            if entity.label_ not in _LABELS:
                continue
            found = line.resolver.resolve(entity.text, document.published, label=entity.label_)
            if found is None or found.actor.type is ActorType.UNNAMED:
                continue
            for axis in sorted(axes):
                name, date = found.actor.name, document.published
                row = Row(document.id, name, found.affiliation, axis, majority, date, "published")
                rows.setdefault((name_key(name), axis), row)
    return list(rows.values())


def majority_label(gold: Sequence[Row]) -> str:
    """Return the most frequent stance of the gold rows; ties go to the first in the alphabet."""
    stances = sorted(row.stance for row in gold)
    return max(dict.fromkeys(stances), key=stances.count) if stances else ""
