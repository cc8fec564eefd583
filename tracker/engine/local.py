"""One machine: documents in, the files of a run out, resumable after an interruption."""

from __future__ import annotations

import json
import platform
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import Any

from tracker import __version__, tables
from tracker.documents import mark_duplicates, read_documents
from tracker.engine.ledger import Ledger
from tracker.engine.settings import Parts, Settings, build
from tracker.pipeline import CHUNK, Coded
from tracker.positions import aggregate
from tracker.schema import DEFAULT_VALUES, Document, Label, Position, Skip, Stance
from tracker.utterances import utterance_ids

Progress = Callable[[str, int, int], None]
"""Called with the stage, how many are done, and how many there are (0 when unknown)."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a run came to."""

    out: Path
    documents: int
    statements: int
    stances: int
    positions: int
    skips: int
    seconds: dict[str, float]


def classify(settings: Settings, progress: Progress = lambda stage, done, total: None) -> Run:
    """Read, code and aggregate the inputs, and write the files of the run into ``settings.out``.

    Raises InputError before anything is read where axes, actors or model cannot be used. A document that cannot be read
    is a line in ``skipped.csv``. After an interruption the same call goes on with the documents not yet coded.
    """
    started = perf_counter()
    parts = build(settings)
    seconds = {"load": perf_counter() - started}
    documents, skips = _read(settings, progress)
    seconds["read"] = perf_counter() - started - seconds["load"]
    coded = _coded(parts, documents, settings.out, progress)
    seconds |= parts.line.seconds
    return _written(settings, parts, coded, skips, seconds, started)


def _read(settings: Settings, progress: Progress) -> tuple[list[Document], list[Skip]]:
    documents: list[Document] = []
    skips: list[Skip] = []
    for item in read_documents(settings.inputs, metadata=settings.metadata, published=settings.published):
        if isinstance(item, Skip):
            skips.append(item)
        else:
            documents.append(item)
            skips += item.removed
        progress("reading", len(documents), 0)
    foreign = [document for document in documents if _foreign(document)]
    skips += [Skip(d.path or d.id, "read", f"not English (language {d.language}); not coded") for d in foreign]
    return mark_duplicates(documents), skips


def _foreign(document: Document) -> bool:
    return document.language not in {"", "en"}


def _coded(parts: Parts, documents: Sequence[Document], out: Path, progress: Progress) -> list[Coded]:
    """Code what the ledger does not hold yet; copies are dated by their original's day of publication."""
    published = {document.id: document.published for document in documents}
    ready = [replace(d, published=published.get(d.duplicate_of) or d.published) for d in documents if not _foreign(d)]
    with Ledger(out / ".ledger" / f"{parts.signature}.jsonl") as ledger:
        known = {d.id for d in ready if d.id in ledger.done and ledger.done[d.id].document == d}
        todo = [document for document in ready if document.id not in known]
        for number, coded in enumerate(parts.line.run(todo), 1):
            ledger.add(coded)
            if number % CHUNK == 0 or number == len(todo):
                progress("coding", len(known) + number, len(ready))
        found = [ledger.done[document.id] for document in ready]
    original = {document.id: document for document in documents}
    return [replace(coded, document=original[coded.document.id]) for coded in found]


def _written(
    settings: Settings,
    parts: Parts,
    coded: Sequence[Coded],
    skips: Sequence[Skip],
    seconds: dict[str, float],
    started: float,
) -> Run:
    stances = _with_utterances(coded)
    values = {**DEFAULT_VALUES, Label.CONDITIONAL: settings.conditional}
    positions = aggregate(stances, values=values)
    undated = sum(stance.date is None for stance in stances)
    out = settings.out
    _write_tables(out, parts, coded, stances, positions, skips)
    seconds["total"] = perf_counter() - started
    n_statements = len({stance.statement_id for stance in stances})
    run = Run(out, len(coded), n_statements, len(stances), len(positions), len(skips), seconds)
    (out / "run.json").write_text(
        json.dumps(_report(settings, parts, coded, run, undated), indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    return run


def _with_utterances(coded: Iterable[Coded]) -> list[Stance]:
    """Return all stances of a run in a fixed order, same utterances marked across documents."""
    ordered = sorted(
        (stance for item in coded for stance in item.stances),
        key=lambda s: (str(s.date), s.document_id, s.holder or (0, 0), s.statement_id, s.axis),
    )
    texts = {statement.id: statement.text for item in coded for statement in item.statements}
    return utterance_ids(ordered, texts)


def _write_tables(
    out: Path,
    parts: Parts,
    coded: Sequence[Coded],
    stances: Sequence[Stance],
    positions: Sequence[Position],
    skips: Sequence[Skip],
) -> None:
    axes = {axis.id: axis for axis in parts.axes}
    documents = {item.document.id: item.document for item in coded}
    statements = {statement.id: statement for item in coded for statement in item.statements}
    by_document = Counter(stance.document_id for stance in stances)
    texts = out / "texts"
    texts.mkdir(parents=True, exist_ok=True)
    for document in documents.values():
        (texts / f"{document.id}.txt").write_text(document.text, encoding="utf-8", newline="")
    tables.write_table(
        (tables.stance_row(s, statements[s.statement_id], documents[s.document_id], axes[s.axis]) for s in stances),
        tables.STATEMENT_COLUMNS, out / "statements",
    )  # fmt: skip
    tables.write_table(
        (
            tables.document_row(item.document, len(item.statements), by_document[item.document.id], item.document.text)
            for item in sorted(coded, key=lambda item: (item.document.path, item.document.id))
        ),
        tables.DOCUMENT_COLUMNS, out / "documents",
    )  # fmt: skip
    tables.write_table((tables.position_row(p) for p in positions), tables.POSITION_COLUMNS, out / "positions")
    tables.write_table(tables.wide_rows(positions, parts.axes), tables.wide_columns(parts.axes), out / "positions_wide")
    tables.write_table((tables.skip_row(skip) for skip in skips), tables.SKIP_COLUMNS, out / "skipped")


def _report(settings: Settings, parts: Parts, coded: Sequence[Coded], run: Run, undated: int) -> dict[str, Any]:
    """Return what `run.json` says: enough to tell two runs apart and to repeat one."""
    return {
        "tracker": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "command": sys.argv,
        "inputs": [
            {"path": item.document.path, "document_id": item.document.id, "sha256": _sha256(item.document.text)}
            for item in coded
        ],
        "axes": [axis.id for axis in parts.axes],
        "registry_sha256": parts.registry_sha256,
        "parser": parts.line.parser.describe(),
        "model": {"name": parts.model_name, "sha256": parts.model_sha256},
        "settings": {
            "published": str(settings.published or ""),
            "metadata": str(settings.metadata or ""),
            "conditional": settings.conditional,
        },
        "counts": {
            "documents": run.documents,
            "documents_gated": sum(item.gated for item in coded),
            "candidates": sum(item.candidates for item in coded),
            "statements": run.statements,
            "stances": run.stances,
            "stances_without_date": undated,
            "positions": run.positions,
            "skipped": run.skips,
        },
        "seconds": {stage: round(value, 3) for stage, value in run.seconds.items()},
    }


def _sha256(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
