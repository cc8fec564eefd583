"""Evaluation from files: articles and gold positions, or PolNeAR attributions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from tracker.documents import clean, read_documents
from tracker.engine.settings import Parts
from tracker.errors import InputError
from tracker.evaluation.attribution import Attributed, Score, evaluate_attributions, read_polnear
from tracker.evaluation.baseline import baseline_rows, majority_label
from tracker.evaluation.corpus import gold_rows, marked, named_in_train, read_labels
from tracker.evaluation.matching import Row, pair_rows, position_scores, read_gold
from tracker.evaluation.positions import Report, actor_key, evaluate, named_by_id
from tracker.schema import Document
from tracker.statements import Parser
from tracker.statements.joining import attribute, content_spans
from tracker.statements.repair import repair
from tracker.statements.tagger import Tagger, embedded


def evaluate_files(
    parts: Parts,
    inputs: Sequence[str],
    gold: Path,
    metadata: Path | None = None,
    warn: Callable[[str], None] = lambda message: None,
) -> tuple[Report, Mapping[str, Score]]:
    """Return the line's report over articles and their gold file, and the baseline's scores on the same rows.

    Raises InputError where no article that the gold file names can be read.
    """
    rows = read_gold(gold, {axis.id for axis in parts.axes})
    documents = [d for d in read_documents(inputs, metadata=metadata, warn=warn) if isinstance(d, Document)]
    if not named_by_id(rows, documents) & {d.id for d in documents}:
        count = len(documents)
        what = "a file name, an id, or the `id` of a table's row"
        raise InputError(f"{gold} names none of the {count} documents read; `doc` must be {what}")
    report = evaluate(parts.line, documents, rows)
    return report, baseline(parts, documents, report)


def evaluate_labels(parts: Parts, folder: Path, split: str) -> tuple[Report, Mapping[str, Score]]:
    """Return report and baseline for a split of a labels folder, on those of its documents that the axes serve.

    The texts are cleaned as files are; the day of publication is the one that the folder gives. Raises InputError where
    the split holds no document for the axes.
    """
    known = {axis.id for axis in parts.axes}
    labelled = read_labels(folder)
    chosen = [item for item in labelled if item.split == split and known & set(item.axes)]
    if not chosen:
        wanted = ", ".join(sorted(known))
        raise InputError(f"{folder}: no document of split {split!r} is coded for any of the axes {wanted}")
    documents = [replace(item.document, text=clean(item.document.text, item.document.id)[0]) for item in chosen]
    coded_for = {item.document.id: item.axes for item in chosen}
    gold = [row for item in chosen for row in gold_rows(item)]
    trained = named_in_train(labelled) if split != "train" else frozenset()
    report = evaluate(parts.line, documents, [marked(row, trained) for row in gold] if trained else gold, coded_for)
    return report, baseline(parts, documents, report)


def baseline(parts: Parts, documents: Sequence[Document], report: Report) -> Mapping[str, Score]:
    """Return the scores of every actor named in a gated sentence with the majority label."""
    gold: list[Row] = [pair.gold for pair in report.pairs if pair.gold is not None]
    majority = majority_label(gold)
    found = [row for document in documents for row in baseline_rows(parts.line, document, majority)]
    return position_scores(pair_rows(gold, found, actor_key(parts.line)))


def evaluate_polnear(path: Path, threshold: float = 0.5, *, rules: bool = False) -> dict[str, Score]:
    """Return the attribution scores of the tagger on a PolNeAR file; of the rules alone where asked, or without one."""
    folder = None if rules else embedded()
    if folder is not None:
        return evaluate_attributions(read_polnear(path), partial(_tagged, Tagger(folder)), threshold)
    parser = Parser(tagger=lambda: None)

    def find(text: str) -> list[Attributed]:
        parsed = parser.parse(text)
        return [
            Attributed((parsed.span(*found.source),) if found.source else (), content_spans(parsed, found))
            for found in attribute(parsed)
        ]

    return evaluate_attributions(read_polnear(path), find, threshold)


def _tagged(tagger: Tagger, text: str) -> list[Attributed]:
    repaired = repair(text)
    found = []
    for tag in tagger.tag(repaired.text):
        source = (repaired.original(tag.source),) if tag.source is not None else ()
        found.append(Attributed(source, tuple(repaired.original(span) for span in tag.content)))
    return found
