"""Decisions per second: ours against the zero-shot pipeline of transformers, same passages, same size of encoder.

A decision says what one actor holds of one axis. The usual way asks an entailment model of that encoder once for each
of the four stances, in the order of arrival, in float32. Each thing done otherwise is measured alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from tracker.errors import InputError
from tracker.evaluation.corpus import read_labels
from tracker.pipeline import Line
from tracker.resources import resource
from tracker.runtime import open_model
from tracker.schema import Query
from tracker.stances.backends import MAX_TOKENS, OnnxBackend, Pair, load_checkpoint
from tracker.stances.entailment import hypotheses, premise
from tracker.stances.models import DEFAULT_MODEL, load_scorer
from tracker.stances.onepass import target

SIZES = (1, 4, 16, 64)
WANTED = 8.0  # times the pipeline
_PROBE = 16  # decisions from which the best batch is told, and how many of the others fit into the time
_RUN = 8  # neighbours that are drawn together
Forward = Callable[[dict[str, NDArray[np.int64]]], object]
Work = Callable[[Sequence[Query]], object]


class Encoding(Protocol):
    """What a tokenizer makes of a pair."""

    ids: list[int]
    type_ids: list[int]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to decide: decisions per second at a batch size (0: as shipped), and how many decisions that was."""

    name: str
    batch: int
    decisions: int
    per_second: float


@dataclass(frozen=True, slots=True)
class Speed:
    """The ways measured, the pipeline first; ``repeated`` is the share of decisions that had been asked before."""

    decisions: int
    repeated: float
    threads: int
    encoder: str
    ways: tuple[Way, ...]


def decisions_of(line: Line, labels: Path, count: int, split: str = "dev") -> list[Query]:
    """Return the first decisions that the line asks for in the documents of a split; InputError where there is none."""
    known = {axis.id for axis in line.axes}
    found: list[Query] = []
    for item in read_labels(labels):
        if len(found) < count and item.split == split and known & set(item.axes):
            found += [candidate.query for candidate in line.candidates(item.document)]
    if not found:
        raise InputError(f"{labels}: the documents of split {split!r} ask for no decision")
    return found[:count]


def four(queries: Iterable[Query]) -> list[Pair]:
    """Return what an entailment model is asked: four pairs for each decision."""
    return [(premise(query), hypothesis) for query in queries for hypothesis in hypotheses(query.axis)]


def one(queries: Iterable[Query]) -> list[Pair]:
    """Return what a model of one pass is asked: a pair for each decision."""
    return [(premise(query), target(query.axis)) for query in queries]


def batches(lengths: Sequence[int], size: int, *, by_length: bool) -> list[list[int]]:
    """Return the rows of each batch, in the order of arrival or by length."""
    order = sorted(range(len(lengths)), key=lengths.__getitem__) if by_length else list(range(len(lengths)))
    return [order[start : start + size] for start in range(0, len(order), size)]


class Runner:
    """A tokenizer and a forward pass; batches are padded to their longest pair, as the pipeline does."""

    def __init__(self, tokenizer: Any, forward: Forward, inputs: Sequence[str]) -> None:
        tokenizer.enable_truncation(MAX_TOKENS, strategy="longest_first")
        tokenizer.no_padding()
        self._tokenizer, self._forward, self._inputs = tokenizer, forward, frozenset(inputs)

    def run(self, pairs: Sequence[Pair], size: int, *, by_length: bool = False, once: bool = False) -> int:
        """Judge the pairs, equal ones ``once`` if asked for; returns how many were judged."""
        asked = list(dict.fromkeys(pairs)) if once else list(pairs)
        encodings = self._tokenizer.encode_batch(asked)
        for rows in batches([len(encoding.ids) for encoding in encodings], size, by_length=by_length):
            self._forward(self._tensors([encodings[row] for row in rows]))
        return len(asked)

    def _tensors(self, encodings: Sequence[Encoding]) -> dict[str, NDArray[np.int64]]:
        shape = len(encodings), max(len(encoding.ids) for encoding in encodings)
        tensors = {name: np.zeros(shape, np.int64) for name in ("input_ids", "attention_mask", "token_type_ids")}
        for row, encoding in enumerate(encodings):
            used = len(encoding.ids)
            tensors["input_ids"][row, :used] = encoding.ids
            tensors["attention_mask"][row, :used] = 1
            tensors["token_type_ids"][row, :used] = encoding.type_ids
        return {name: tensor for name, tensor in tensors.items() if name in self._inputs}


def spread(queries: Sequence[Query], count: int, run: int = _RUN) -> list[Query]:
    """Return so many decisions in their order, or a few fewer: runs of neighbours, evenly spread over all of them.

    Fewer decisions are then of the same mixture of passages, and neighbours that repeat one another stay together.
    """
    if count >= len(queries):
        return list(queries)
    runs, size = max(1, count // run), min(run, count)
    starts = (number * len(queries) // runs for number in range(runs))
    return [query for start in starts for query in queries[start : start + size]]


def speed(queries: Sequence[Query], checkpoint: Path | None, threads: int, limit: float, repeats: int = 2) -> Speed:
    """Measure every way on the decisions, in float32 with a checkpoint or with the shipped weights decoded.

    A way is given as many of the decisions, evenly spread, as it judges in ``limit`` seconds. The ways take turns
    ``repeats`` times, so that a busy minute falls on all of them; the best rate of each counts.
    """
    import torch

    torch.set_num_threads(threads)
    shipped = resource(f"models/{DEFAULT_MODEL}")
    model, tokenizer = float32_model(checkpoint, shipped, threads)
    zero_shot = _pipeline(model, tokenizer)
    slow, fast = _torch_runner(model, tokenizer), _onnx_runner(shipped, threads)
    ours = load_scorer(None, threads=threads)
    probe = spread(queries, _PROBE)
    size = min(SIZES, key=lambda size: _seconds(lambda: zero_shot(probe, size)))
    ways: tuple[tuple[str, int, Work], ...] = (
        ("transformers zero-shot pipeline", size, lambda asked: zero_shot(asked, size)),
        ("same model and pairs without the pipeline", size, lambda asked: slow.run(four(asked), size)),
        ("… one pass instead of four hypotheses", size, lambda asked: slow.run(one(asked), size)),
        ("… 8 bits instead of float32", size, lambda asked: fast.run(four(asked), size)),
        ("… sorted by length", size, lambda asked: slow.run(four(asked), size, by_length=True)),
        ("… equal pairs judged once", size, lambda asked: slow.run(four(asked), size, once=True)),
        ("all four together", size, lambda asked: fast.run(one(asked), size, by_length=True, once=True)),
        (f"ours as shipped ({ours.name})", 0, ours.score),
    )
    rates = timed([work for *_, work in ways], queries, limit, repeats)
    millions = sum(parameter.numel() for parameter in model.parameters()) / 1e6
    passes = one(queries)
    return Speed(
        decisions=len(queries),
        repeated=1 - len(set(passes)) / len(passes),
        threads=threads,
        encoder=f"{millions:.1f} million weights ({'the shipped ones' if checkpoint is None else checkpoint.name})",
        ways=tuple(Way(name, batch, *rate) for (name, batch, _), rate in zip(ways, rates, strict=True)),
    )


def timed(ways: Sequence[Work], queries: Sequence[Query], limit: float, repeats: int) -> list[tuple[int, float]]:
    """Return for each way how many of the decisions it was given, and its best rate in decisions a second.

    A trial, which warms it up, tells how many fit into ``limit`` seconds.
    """
    probe = spread(queries, _PROBE)
    fits = (int(limit * len(probe) / max(1e-9, _seconds(partial(work, probe)))) for work in ways)
    shares = [spread(queries, max(count, len(probe))) for count in fits]
    rounds = [
        [_seconds(partial(work, asked)) for work, asked in zip(ways, shares, strict=True)] for _ in range(repeats)
    ]
    best = (min(times) for times in zip(*rounds, strict=True))
    return [(len(asked), len(asked) / max(1e-9, seconds)) for asked, seconds in zip(shares, best, strict=True)]


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def float32_model(checkpoint: Path | None, shipped: Path, threads: int) -> tuple[Any, Any]:
    """Return a float32 classifier of PyTorch and its tokenizer: a checkpoint's, or the shipped weights decoded."""
    from tracker.training.restore import from_onnx

    if checkpoint is not None:
        model, tokenizer = load_checkpoint(str(checkpoint))
    else:
        model, tokenizer = from_onnx(shipped, OnnxBackend(shipped, threads=threads))
    return model.to("cpu").float().eval(), tokenizer


def _torch_runner(model: Any, tokenizer: Any) -> Runner:
    import torch
    from tokenizers import Tokenizer

    def forward(tensors: dict[str, NDArray[np.int64]]) -> object:
        with torch.inference_mode():
            return model(**{name: torch.from_numpy(tensor) for name, tensor in tensors.items()}).logits

    # A copy: the runner cuts and pads in its own way, the pipeline in its.
    return Runner(Tokenizer.from_str(tokenizer.backend_tokenizer.to_str()), forward, tokenizer.model_input_names)


def _onnx_runner(shipped: Path, threads: int) -> Runner:
    session, tokenizer = open_model(shipped, threads, in_haste=True)
    return Runner(tokenizer, lambda tensors: session.run(None, tensors), [node.name for node in session.get_inputs()])


def _pipeline(model: Any, tokenizer: Any) -> Callable[[Sequence[Query], int], object]:
    """Return what asks the zero-shot pipeline: neighbours on one axis go together, the only way it takes them."""
    from transformers import pipeline

    asks = pipeline("zero-shot-classification", model=model, tokenizer=tokenizer, device=-1)

    def run(queries: Sequence[Query], size: int) -> object:
        by_axis = sorted(queries, key=lambda query: query.axis.id)
        return [
            asks([premise(query) for query in group], candidate_labels=list(hypotheses(axis)), multi_label=True,
                 hypothesis_template="{}", batch_size=size)
            for axis, group in ((found[0].axis, found) for found in _grouped(by_axis))
        ]  # fmt: skip

    return run


def _grouped(queries: Iterable[Query]) -> Iterator[list[Query]]:
    for _, group in groupby(queries, key=lambda query: query.axis.id):
        yield list(group)


def markdown(found: Speed) -> str:
    """Return the table as Markdown; times are against the pipeline."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Speed) -> Iterator[str]:
    base = found.ways[0].per_second
    yield (
        f"{found.decisions} decisions (one actor, one axis) of labels/dev, {found.repeated:.1%} of them asked before; "
        f"{found.threads} threads; encoder of {found.encoder}."
    )
    yield ""
    yield "| way | batch | measured on | decisions/s | times the pipeline |"
    yield "|---|---|---|---|---|"
    for way in found.ways:
        rate = f"{way.per_second:.1f} | {way.per_second / base:.2f}"
        yield f"| {way.name} | {way.batch or 'its own'} | {way.decisions} | {rate} |"
    yield ""
    yield "The pipeline has its best batch, and the ways but ours have the same; a way that is measured on fewer of the"
    yield "decisions was given as many, evenly spread over all, as fit into the time. The pipeline is asked the four"
    yield "hypotheses of each decision; which answer it gives plays no part."
    yield ""
    reached = found.ways[-1].per_second / base
    yield f"- ours as shipped: {reached:.1f} times the pipeline; at least {WANTED:.0f} times is asked for"
