"""A model tried on rows that it was not trained on, and finished once it is chosen.

Up to `FEW` labelled rows without a dev split are judged by folds: each row by weights that were trained on the other
documents. Beyond that a part of the documents is held out: some to choose when to stop, others to measure on. Once new
weights are chosen, training starts again on all documents; only rows marked dev stay out of it. In every case the head
of the base refitted alone is tried beside new weights.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tracker.schema import SCORED_LABELS
from tracker.stances.backends import OnnxBackend, TorchBackend
from tracker.stances.entailment import hypotheses, premise
from tracker.stances.head import Head, inputs
from tracker.stances.onepass import target
from tracker.training.calibration import Fitted, Floats, cross_fit, plain_head
from tracker.training.data import Example, Progress, folds, is_marked, parted
from tracker.training.export import Pair, Parity, pack, parity
from tracker.training.model import PROBABILITIES, AnyScorer, Base, scorer_of
from tracker.training.trainer import Plan, fit_weights

FEW = 200  # labelled rows up to which every document is used for training and, by folds, for measuring
_FOLDS, _HEAD_FOLDS = 4, 5
_PARITY_PAIRS = 200
_RUNNING = ("model.onnx", "tokenizer.json", "config.json")
_TRAINABLE = ("model.safetensors", "tokenizer_config.json")  # what training goes on from, beside the files that run


@dataclass(frozen=True, slots=True)
class Job:
    """What is trained from what, and the folder for what is unfinished."""

    base: Base
    kind: str
    examples: tuple[Example, ...]
    plan: Plan
    work: Path
    progress: Progress
    threads: int | None = None

    @property
    def packed(self) -> Path:
        """The folder in which the new model comes to lie."""
        return self.work / "packed"

    @property
    def tried(self) -> Path:
        """The folder of the export of weights that were trained without the documents held out."""
        return self.work / "tried"

    @property
    def few(self) -> bool:
        """Whether there are too few rows to hold documents out."""
        return are_few(self.examples)

    @property
    def marked(self) -> bool:
        """Whether the user marked rows that measure, which are never trained on."""
        return is_marked(self.examples)


@dataclass(frozen=True, slots=True)
class Trial:
    """New weights as seen on rows they were not trained on: those rows, what a head reads of them, passes over rows."""

    measured: tuple[Example, ...]
    inputs: Floats
    how: str
    epochs: float


def are_few(examples: Sequence[Example]) -> bool:
    """Tell whether rows are so few, and without a dev split, that they are judged by folds."""
    return sum(not example.made for example in examples) <= FEW and not is_marked(examples)


def truth(examples: Sequence[Example]) -> NDArray[np.int64]:
    """Return the column in `SCORED_LABELS` of each example's label."""
    return np.asarray([SCORED_LABELS.index(example.label) for example in examples], dtype=np.int64)


def trial(job: Job) -> Trial:
    """Train new weights and see them on rows that they were not trained on."""
    return _by_folds(job) if job.few else _held_out(job)


def _by_folds(job: Job) -> Trial:
    groups = [example.group for example in job.examples]
    count = min(_FOLDS, len(set(groups)))
    numbers = folds(groups, count, job.plan.seed)
    by_fold = [[e for e, number in zip(job.examples, numbers, strict=True) if number == fold] for fold in range(count)]
    measured: list[Example] = []
    found: list[Floats] = []
    for fold, members in enumerate(by_fold):
        if here := [example for example in members if example.measured]:
            rest = [example for other in by_fold if other is not members for example in other]
            measured += here
            found.append(_fold(job, here, rest, f"fold {fold + 1}/{count}"))
    return Trial(tuple(measured), np.concatenate(found), f"by {count} folds of documents", job.plan.epochs)


def _fold(job: Job, here: list[Example], rest: list[Example], name: str) -> Floats:
    """Return what a head reads of examples, by weights trained on the rest; kept, so that it is done once."""
    folder = job.work / name.replace(" ", "").replace("/", "of")
    kept = folder.with_suffix(".npy")
    if not kept.exists():
        model = job.base.fresh(job.kind)
        fit_weights(model, job.base.tokenizer, rest, (), job.plan, folder,
                    lambda _, done, total: job.progress(name, done, total))  # fmt: skip
        backend = TorchBackend.around(model, job.base.tokenizer, job.base.name)
        np.save(kept, head_inputs(scorer_of(backend, job.base.name, None), here))
        shutil.rmtree(folder)
    found: Floats = np.load(kept)
    return found


def _held_out(job: Job) -> Trial:
    """Train on a part of the documents, stop by another, and judge a third by the exported model."""
    parts = parted(job.examples, job.plan.seed)
    epochs = _train_once(job, "training", parts.train, parts.stop, job.plan, job.work / "held", job.tried)
    measured = tuple(example for example in parts.dev if example.measured)
    scorer = scorer_of(OnnxBackend(job.tried, threads=job.threads), job.base.name, None)
    how = "of documents held out" + ("" if job.marked else ", before it learned from those as well")
    return Trial(measured, head_inputs(scorer, measured), how, epochs)


def _train_once(
    job: Job, stage: str, train: Sequence[Example], stop: Sequence[Example], plan: Plan, checkpoint: Path, export: Path
) -> float:
    """Leave a checkpoint and its export, unless they are there; return the passes after which the weights were best."""
    told = checkpoint / "epochs"
    if not told.exists():
        model, tokenizer = job.base.fresh(job.kind), job.base.tokenizer
        epochs = fit_weights(model, tokenizer, train, stop, plan, checkpoint,
                             lambda _, done, total: job.progress(stage, done, total))  # fmt: skip
        told.write_text(str(epochs))
    if not (export / "config.json").exists():
        pack(checkpoint, export, seed=plan.seed)  # what was learned may be less than a step of 8 bits
    return float(told.read_text())


def head_inputs(scorer: AnyScorer, examples: Sequence[Example]) -> Floats:
    """Return what a head reads of the examples."""
    queries = [example.query for example in examples]
    return inputs(scorer.features(queries), queries)


def heads(job: Job, tried: Trial) -> dict[str, Fitted]:
    """Return the heads to choose from: the base's refitted (where its kind is asked for), and one for new weights."""
    groups = [example.group for example in tried.measured]
    fold = folds(groups, min(_HEAD_FOLDS, len(set(groups))), job.plan.seed + 1)
    y, held_to = truth(tried.measured), prior(job)
    found = {}
    if job.kind == job.base.kind:
        found["head"] = cross_fit(head_inputs(job.base.scorer(), tried.measured), y, fold, held_to)
    return found | {"tuned": cross_fit(tried.inputs, y, fold, held_to)}


def prior(job: Job) -> Head:
    """Return the head that new ones are held to: the base's own, or one that nothing was fitted for."""
    own = job.base.head if job.kind == job.base.kind else None
    return own or plain_head(PROBABILITIES[job.kind])


def finish(job: Job, chosen: str, tried: Trial) -> Parity | None:
    """Leave the chosen model in ``packed``; returns its parity where an export was made."""
    if chosen == "tuned" and job.marked:
        source = job.work / "held"
        _copy(_RUNNING, job.tried, job.packed)
    elif chosen == "tuned":
        source = job.work / "tuned"
        plan = replace(job.plan, epochs=tried.epochs)
        _train_once(job, "training on all", job.examples, (), plan, source, job.packed)
    else:
        shutil.rmtree(job.packed, ignore_errors=True)
        folder = job.base.folder
        if folder is not None and (folder / "model.onnx").exists():
            _copy((*_RUNNING, *_TRAINABLE), folder, job.packed)
            return None
        source = job.work / "base"
        job.base.model.cpu().save_pretrained(source)
        job.base.tokenizer.save_pretrained(source)
        pack(source, job.packed)
    _copy(_TRAINABLE, source, job.packed)
    return parity(source, job.packed, _pairs(tried.measured, job.kind), threads=job.threads)


def _copy(names: Sequence[str], source: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for name in names:
        if (source / name).exists():
            shutil.copyfile(source / name, out / name)


def _pairs(examples: Sequence[Example], kind: str) -> list[Pair]:
    """Return the first pairs that a model of this kind is asked about the examples."""
    found = [
        (premise(e.query), text) for e in examples
        for text in ((target(e.query.axis),) if kind == "stance" else hypotheses(e.query.axis))
    ]  # fmt: skip
    return list(dict.fromkeys(found))[:_PARITY_PAIRS]
