"""The shipped 8-bit model against the same weights in float32, on ONNX Runtime and on PyTorch.

The float32 weights are the shipped ones decoded, so that what differs is the kernels: they round the activations to 8
bits, which float32 does not. With a checkpoint, what rounding its weights cost is in the figures too. Every runtime's
scores go through the same head and the same coder, and the labels that come out are compared.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from tracker.benchmarks.speed import float32_model, spread
from tracker.errors import InputError
from tracker.evaluation.attribution import macro_f1
from tracker.evaluation.corpus import LabelledDocument
from tracker.pipeline import Line
from tracker.resources import resource
from tracker.schema import SCORED_LABELS, Label, Query
from tracker.stances.backends import read_config
from tracker.stances.coder import Coder
from tracker.stances.models import CALIBRATION, DEFAULT_MODEL, load_scorer
from tracker.stances.scorer import Scorer
from tracker.training.export import export
from tracker.training.queries import LabelledQuery, labelled_queries

SAME = 0.995  # of the labels, on ONNX Runtime and PyTorch
COST = 0.005  # of macro-F1, for 8 bits
BATCHES = (1, 7, 64)
_APART = 1e-5  # scores nearer than this are the same
_BATCHED = 200  # questions that are scored again for each batch size
Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Runtime:
    """How one runtime judges: labels as float32 on PyTorch gives them, macro-F1 against gold, distance, seconds."""

    name: str
    same: float
    macro_f1: float
    mean_apart: float
    most_apart: float
    per_hundred: float


@dataclass(frozen=True, slots=True)
class Parity:
    """Float32 on PyTorch first, then on ONNX Runtime, then 8 bits as shipped; how far batch sizes move its scores."""

    questions: int
    weights: str
    runtimes: tuple[Runtime, ...]
    batched: int
    apart: float

    @property
    def cost(self) -> float:
        """Macro-F1 that 8 bits lose against float32 on ONNX Runtime."""
        return self.runtimes[1].macro_f1 - self.runtimes[2].macro_f1

    @property
    def failures(self) -> tuple[str, ...]:
        """What is not as it must be."""
        other = self.runtimes[1]
        wrong = {
            f"{other.name}: {other.same:.2%} of the labels as on PyTorch, {SAME:.1%} must be": other.same < SAME,
            f"8 bits cost {self.cost:.4f} of macro-F1, at most {COST} is allowed": self.cost > COST,
            f"scores move by {self.apart:.1e} with the size of the batch": self.apart > _APART,
        }
        return tuple(failure for failure, so in wrong.items() if so)


def questions(line: Line, items: Iterable[LabelledDocument]) -> list[LabelledQuery]:
    """Return what the line asks of documents on the axes they are coded on, with the labels."""
    return [question for item in items for question in labelled_queries(item, line.narrowed(item.axes))]


def parity(
    asked: Sequence[LabelledQuery], coder: Coder, checkpoint: Path | None, threads: int, model: Path | None = None
) -> Parity:
    """Judge the questions in each runtime, and some of them in batches of several sizes; ``model`` None is ours."""
    if not asked:
        raise InputError("there is no question to compare the runtimes on")
    shipped = model or resource(f"models/{DEFAULT_MODEL}")
    queries = [item.query for item in asked]
    with TemporaryDirectory(prefix="tracker-parity-") as folder:
        whole = _written(checkpoint, shipped, Path(folder), threads)
        scorers = {
            "float32, PyTorch": load_scorer(str(whole["torch"]), threads=threads),
            "float32, ONNX Runtime": load_scorer(str(whole["onnx"]), threads=threads),
            "8 bits as shipped, ONNX Runtime": load_scorer(str(shipped), threads=threads),
        }
        scored = {name: _scored(scorer, queries) for name, scorer in scorers.items()}
    first = next(iter(scored.values()))[0]
    some = spread(queries, _BATCHED)
    return Parity(
        questions=len(queries),
        weights="the shipped ones decoded" if checkpoint is None else f"those of {checkpoint.name}",
        runtimes=tuple(
            _runtime(name, scores, first, coder, [item.label for item in asked], 100 * seconds / len(queries))
            for name, (scores, seconds) in scored.items()
        ),
        batched=len(some),
        apart=batches_apart([load_scorer(str(shipped), threads=threads, batch_size=size) for size in BATCHES], some),
    )


def _written(checkpoint: Path | None, shipped: Path, folder: Path, threads: int) -> dict[str, Path]:
    """Write the float32 model twice, for either runtime, with the head of the shipped model; returns the folders."""
    found = {name: folder / name for name in ("torch", "onnx")}
    model, tokenizer = float32_model(checkpoint, shipped, threads)
    model.config.scorer = read_config(shipped)["scorer"]
    model.save_pretrained(found["torch"])
    tokenizer.save_pretrained(found["torch"])
    export(found["torch"], found["onnx"])
    for place in found.values():
        if (shipped / CALIBRATION).is_file():
            shutil.copy(shipped / CALIBRATION, place)
    return found


def _scored(scorer: Scorer, queries: Sequence[Query]) -> tuple[Scores, float]:
    """Return the scores and the seconds they took, a warm model given."""
    scorer.score(queries[:2])
    started = time.perf_counter()
    return scorer.score(queries), time.perf_counter() - started


def _runtime(
    name: str, scores: Scores, first: Scores, coder: Coder, gold: Sequence[Label], per_hundred: float
) -> Runtime:
    labels, wanted = ([decision.label for decision in coder.code(found)] for found in (scores, first))
    same = sum(a == b for a, b in zip(labels, wanted, strict=True)) / len(wanted)
    apart = np.abs(scores - first)
    occurring = [label for label in SCORED_LABELS if label in gold]
    return Runtime(
        name, same, macro_f1(gold, labels, occurring), float(apart.mean()), float(apart.max()), per_hundred
    )


def batches_apart(scorers: Iterable[Scorer], queries: Sequence[Query]) -> float:
    """Return how far the scores of a question are at most apart between the scorers."""
    scores = np.stack([scorer.score(queries) for scorer in scorers])
    return float((scores.max(axis=0) - scores.min(axis=0)).max())


def markdown(found: Parity) -> str:
    """Return the table as Markdown."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Parity) -> Iterator[str]:
    yield f"{found.questions} questions with their labels; the float32 weights are {found.weights}. Where they are"
    yield "the shipped ones, what differs is the kernels: those for 8 bits round activations, those for float32 do not."
    yield ""
    yield "| runtime | labels as on PyTorch | macro-F1 | scores apart: mean | most | seconds for 100 questions |"
    yield "|---|---|---|---|---|---|"
    for run in found.runtimes:
        apart = f"{run.mean_apart:.5f} | {run.most_apart:.5f}"
        yield f"| {run.name} | {run.same:.2%} | {run.macro_f1:.4f} | {apart} | {run.per_hundred:.2f} |"
    yield ""
    yield f"- 8 bits against float32 on ONNX Runtime: {-found.cost:+.4f} macro-F1; at most {COST} may be lost"
    yield f"- ONNX Runtime and PyTorch in float32: {found.runtimes[1].same:.2%} of the labels equal; {SAME:.1%} must be"
    sizes = f"{', '.join(map(str, BATCHES[:-1]))} and {BATCHES[-1]}"
    yield f"- in batches of {sizes}, scores of {found.batched} questions are at most {found.apart:.1e} apart"
