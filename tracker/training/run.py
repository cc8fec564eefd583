"""Fine-tuning from labelled rows to a model folder: weights, head, thresholds, and whether it beats its base.

The base's own weights with a new head and new weights with a new head are compared on rows that neither has seen; the
log loss decides between them, and macro-F1 whether the better one is surely better than the base as it was.
"""

from __future__ import annotations

import json
import platform
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import Any

from tracker import __version__
from tracker.engine.installed import format_sums, sums_of
from tracker.errors import InputError
from tracker.resources import REJECTED, SUMS, UNFINISHED
from tracker.stances.coder import Coder
from tracker.stances.entailment import premise
from tracker.stances.models import CALIBRATION
from tracker.stances.onepass import target
from tracker.training import report as reports
from tracker.training.calibration import Fitted, log_loss, thresholds
from tracker.training.data import Corpus, Example, Progress, check_enough, counts, parted
from tracker.training.model import identity, load_base, require_extra
from tracker.training.trainer import Plan
from tracker.training.trial import Job, Trial, are_few, finish, heads, trial, truth
from tracker.training.trusted import trusted

_EPOCHS = {"few": 3, "many": 6}
_RATES = {"few": 2e-5, "entailment": 4e-5, "stance": 6e-5}


@dataclass(frozen=True, slots=True)
class Settings:
    """What to start from and how to train; None leaves the choice to the number of rows and the kind of model."""

    base: str | None = None
    kind: str | None = None
    epochs: int | None = None
    rate: float | None = None
    batch: int = 32
    seed: int = 17
    threads: int | None = None
    force: bool = False

    def plan(self, kind: str, *, few: bool) -> Plan:
        """Return how long and how fast to train."""
        epochs = self.epochs or _EPOCHS["few" if few else "many"]
        return Plan(epochs, self.rate or _RATES["few" if few else kind], self.batch, self.seed)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The folder of the new model, whether it beat its base, and the report that is also written there."""

    folder: Path
    promoted: bool
    report: Mapping[str, Any]


def train(
    examples: Sequence[Example], out: Path, settings: Settings,
    progress: Progress = lambda stage, done, total: None, corpus: Corpus | None = None,
) -> Outcome:
    """Fine-tune a model and write its folder to ``out``, or to ``out/rejected`` where it is not surely better.

    Raises InputError where the rows cannot teach anything or ``out`` holds a model already, ModelError where the base
    cannot be trained, MissingExtra where a library is not installed. An interrupted call goes on from its checkpoints.
    ``corpus`` is the labels folder that the examples are of, from whose documents the confidence of rows is learned.

        >>> train(table_examples(rows, load_axes(None)), Path("models/mine"), Settings())
    """
    require_extra()
    check_enough(examples)
    began = perf_counter()
    _use_threads(settings.threads)
    base = load_base(settings.base, settings.kind, threads=settings.threads)
    kind = settings.kind or base.kind
    plan = settings.plan(kind, few=are_few(examples))
    job = Job(base, kind, tuple(examples), plan, _workshop(out, examples, settings), progress, settings.threads)
    tried = trial(job)
    y = truth(tried.measured)
    fitted = heads(job, tried)
    chosen = min(fitted, key=lambda name: log_loss(fitted[name].shares, y))
    found: dict[str, Any] = {"name": out.name, "base": base.name, "chosen": chosen}
    found |= {"kind": kind if chosen == "tuned" else base.kind} | _compared(job, tried, fitted, chosen)
    limits = thresholds(fitted[chosen].shares, y)
    coder = Coder(related=limits["related"], decide=limits["decide"])
    sure = trusted(job, chosen, fitted[chosen], coder, corpus)
    parity = finish(job, chosen, tried)
    values = {"head": asdict(fitted[chosen].head), **limits}
    values |= {"trust": asdict(sure.trust)} if sure.trust.weights else {}
    (job.packed / CALIBRATION).write_text(json.dumps(values) + "\n", encoding="utf-8")
    found |= {
        "thresholds": limits, "trust": sure.told, "parity": asdict(parity) if parity else None,
        "plan": asdict(plan), "epochs": round(tried.epochs, 2),
        "seconds": round(perf_counter() - began),
        "versions": {"tracker": __version__, "python": platform.python_version()},
    }  # fmt: skip
    return _deliver(job, out, found, settings.force)


def _use_threads(threads: int | None) -> None:
    if threads:
        import torch

        torch.set_num_threads(threads)


def _workshop(out: Path, examples: Sequence[Example], settings: Settings) -> Path:
    """Return the folder for what is unfinished; one that was begun with other rows or settings is refused."""
    if (out / "config.json").exists():
        raise InputError(f"{out}: there is a model already; choose another --out")
    rows = [[premise(e.query), target(e.query.axis), e.label, e.group, e.split, e.measured] for e in examples]
    asked = asdict(replace(settings, threads=None, force=False)) | {"base": identity(settings.base)}
    signature = sha256(json.dumps([rows, asked]).encode()).hexdigest()
    work = out / UNFINISHED
    mark = work / "signature"
    if mark.exists() and mark.read_text() != signature:
        raise InputError(f"{work}: begun with other rows or settings; remove it, or choose another --out")
    work.mkdir(parents=True, exist_ok=True)
    mark.write_text(signature)
    return work


def _compared(job: Job, tried: Trial, fitted: Mapping[str, Fitted], chosen: str) -> dict[str, Any]:
    """Return the part of the report that compares the chosen model with the base as its user has it."""
    y = truth(tried.measured)
    before = job.base.coder.calibrate(job.base.scorer().score([example.query for example in tried.measured]))
    scores = {"base": before} | {name: one.shares for name, one in fitted.items()}
    groups = [example.group for example in tried.measured]
    gain = reports.gain_of(fitted[chosen].shares, before, y, groups, job.plan.seed)
    return {
        "promoted": gain["better"], "gain": gain, "measured_on": tried.how,
        "scores": {name: reports.measure(shares, y) for name, shares in scores.items()},
        "rows": {
            "train": len(parted(job.examples, job.plan.seed).train if job.marked else job.examples),
            "written": sum(not example.made for example in job.examples), "measured": len(y),
            "documents": len({example.group for example in job.examples}), "labels": counts(job.examples),
        },
        "head_strength": {name: str(one.strength) for name, one in fitted.items()},
    }  # fmt: skip


def _deliver(job: Job, out: Path, found: dict[str, Any], force: bool) -> Outcome:
    """Move the new model to where it belongs, write report, card and hashes, and clear away what was unfinished."""
    folder = out if found["promoted"] or force else out / REJECTED
    if folder != out:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    reports.write(job.packed, found)
    *parts, mark = sorted(job.packed.iterdir(), key=lambda path: path.name == "config.json")  # its mark comes last
    for path in parts:
        path.replace(folder / path.name)
    (folder / SUMS).write_text(format_sums(sums_of(folder) | sums_of(job.packed)), encoding="utf-8")
    mark.replace(folder / mark.name)
    shutil.rmtree(job.work)
    return Outcome(folder, found["promoted"], found)
