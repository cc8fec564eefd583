"""One machine: documents in, the files of a run out, resumable after an interruption."""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryFile
from time import perf_counter
from typing import Any

from tracker import __version__, tables
from tracker.documents import read_documents
from tracker.engine.corpus import Corpus, Entry, Progress, file_documents
from tracker.engine.ledger import Ledger, Lines
from tracker.engine.settings import Parts, Settings, build
from tracker.pipeline import CHUNK, Coded
from tracker.positions import aggregate
from tracker.schema import DEFAULT_VALUES, Document, Label, Position, Skip, Stance
from tracker.utterances import utterance_ids


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


def classify(
    settings: Settings,
    progress: Progress = lambda stage, done, total: None,
    warn: Callable[[str], None] = lambda message: None,
) -> Run:
    """Read, code and aggregate the inputs, and write the files of the run into ``settings.out``.

    Raises InputError before anything is read where axes, actors or model cannot be used. A document that cannot be read
    is a line in ``skipped.csv``. After an interruption the same call goes on with the documents not yet coded. Texts
    stay on disk but for those being coded; memory grows with the stances alone, and with a few words on each document.
    ``warn`` is told what was asked in vain.
    """
    started = perf_counter()
    parts = build(settings)
    seconds = {"load": perf_counter() - started}
    items = read_documents(
        settings.inputs, metadata=settings.metadata, published=settings.published, out=settings.out, warn=warn
    )
    folder = settings.out / ".ledger"
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryFile(dir=folder) as texts, TemporaryFile(dir=folder) as left_out:
        corpus = file_documents(items, Lines(texts, Document), Lines(left_out, Skip), progress)
        seconds["read"] = perf_counter() - started - seconds["load"]
        with Ledger(folder / f"{parts.signature}.jsonl") as ledger:
            _code(parts, corpus, ledger, progress)
            seconds |= parts.line.seconds
            return _written(settings, parts, Results(corpus.entries, ledger), corpus.skips, seconds, started)


def _code(parts: Parts, corpus: Corpus, ledger: Ledger, progress: Progress) -> None:
    """Code what the ledger does not hold yet."""
    todo = [e for e in corpus.entries if e.id not in ledger or ledger[e.id].document != corpus.document(e)]
    total = len(corpus.entries)
    for number, coded in enumerate(parts.line.run(map(corpus.document, todo)), 1):
        ledger.add(coded)
        if number % CHUNK == 0 or number == len(todo):
            progress("coding", total - len(todo) + number, total)


@dataclass(frozen=True, slots=True)
class Results:
    """The coded documents of a run in the order of reading, each read back from the ledger when it is its turn."""

    entries: Sequence[Entry]
    ledger: Ledger

    def of(self, entry: Entry) -> Coded:
        """Return what was coded of a document; even a copy has its own day of publication."""
        coded = self.ledger[entry.id]
        if coded.document.published == entry.published:
            return coded
        return replace(coded, document=replace(coded.document, published=entry.published))

    def __iter__(self) -> Iterator[Coded]:
        return map(self.of, self.entries)

    def __len__(self) -> int:
        return len(self.entries)


def _written(
    settings: Settings,
    parts: Parts,
    results: Results,
    skips: Lines[Skip],
    seconds: dict[str, float],
    started: float,
) -> Run:
    stances, inputs = _gathered(results, settings.out / "texts")
    values = {**DEFAULT_VALUES, Label.CONDITIONAL: settings.conditional}
    positions = aggregate(stances, values=values)
    undated = sum(stance.date is None for stance in stances)
    out = settings.out
    _write_tables(out, parts, results, stances, positions, skips)
    seconds["total"] = perf_counter() - started
    n_statements = len({stance.statement_id for stance in stances})
    n_skips = sum(1 for _ in skips.whole())
    run = Run(out, len(results), n_statements, len(stances), len(positions), n_skips, seconds)
    report = json.dumps(_report(settings, parts, inputs, run, undated), indent=2, ensure_ascii=False)
    (out / "run.json").write_text(report + "\n", encoding="utf-8")
    return run


@dataclass(slots=True)
class _Inputs:
    """What `run.json` says of the documents of a run."""

    rows: list[dict[str, str]] = field(default_factory=list)
    gated: int = 0
    candidates: int = 0

    def add(self, coded: Coded) -> None:
        document = coded.document
        self.rows.append({"path": document.path, "document_id": document.id, "sha256": _sha256(document.text)})
        self.gated += coded.gated
        self.candidates += coded.candidates


def _gathered(results: Iterable[Coded], folder: Path) -> tuple[list[Stance], _Inputs]:
    """Write the texts of all documents into ``folder``; return their stances in a fixed order and what they are.

    All is taken from one reading of the ledger. Same utterances are marked across documents.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stances: list[Stance] = []
    said: dict[str, str] = {}
    inputs = _Inputs()
    for coded in results:
        (folder / f"{coded.document.id}.txt").write_text(coded.document.text, encoding="utf-8", newline="")
        stances += coded.stances
        said |= {statement.id: statement.text for statement in coded.statements}
        inputs.add(coded)
    written = {row["document_id"] for row in inputs.rows}
    for left in folder.glob("d_*.txt"):  # of an earlier run into the same folder
        if left.stem not in written:
            left.unlink()
    stances.sort(key=lambda s: (str(s.date), s.document_id, s.holder or (0, 0), s.statement_id, s.axis))
    return utterance_ids(stances, said), inputs


def _write_tables(
    out: Path,
    parts: Parts,
    results: Results,
    stances: Sequence[Stance],
    positions: Sequence[Position],
    skips: Lines[Skip],
) -> None:
    by_path = replace(results, entries=sorted(results.entries, key=lambda entry: (entry.path, entry.id)))
    tables.write_table(_statement_rows(parts, results, stances), tables.STATEMENT_COLUMNS, out / "statements")
    tables.write_table(
        (tables.document_row(c.document, len(c.statements), len(c.stances), c.document.text) for c in by_path),
        tables.DOCUMENT_COLUMNS, out / "documents",
    )  # fmt: skip
    tables.write_table((tables.position_row(p) for p in positions), tables.POSITION_COLUMNS, out / "positions")
    tables.write_table(tables.wide_rows(positions, parts.axes), tables.wide_columns(parts.axes), out / "positions_wide")
    tables.write_table((tables.skip_row(skip) for _, skip in skips.whole()), tables.SKIP_COLUMNS, out / "skipped")


def _statement_rows(parts: Parts, results: Results, stances: Iterable[Stance]) -> Iterator[dict[str, object]]:
    """Yield the rows of the statements table; a document is read once for all of its stances in a row."""
    axes = {axis.id: axis for axis in parts.axes}
    entries = {entry.id: entry for entry in results.entries}
    for document_id, rows in groupby(stances, key=attrgetter("document_id")):
        coded = results.of(entries[document_id])
        statements = {statement.id: statement for statement in coded.statements}
        yield from (tables.stance_row(s, statements[s.statement_id], coded.document, axes[s.axis]) for s in rows)


def _report(settings: Settings, parts: Parts, inputs: _Inputs, run: Run, undated: int) -> dict[str, Any]:
    """Return what `run.json` says: enough to tell two runs apart and to repeat one."""
    return {
        "tracker": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "command": sys.argv,
        "inputs": inputs.rows,
        "axes": [axis.id for axis in parts.axes],
        "registry_sha256": parts.registry_sha256,
        "parser": parts.line.parser.describe(),
        "model": parts.line.scorer.name,
        "model_sha256": dict(parts.models),
        "settings": {
            "published": str(settings.published or ""),
            "metadata": str(settings.metadata or ""),
            "conditional": settings.conditional,
        },
        "counts": {
            "documents": run.documents,
            "documents_gated": inputs.gated,
            "candidates": inputs.candidates,
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
