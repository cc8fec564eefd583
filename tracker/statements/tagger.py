"""Attributions by a trained tagger: cues are tagged, and for each cue its source and its content are pointed at."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tracker.errors import InputError, ModelError
from tracker.resources import resource
from tracker.runtime import open_model
from tracker.schema import Span
from tracker.statements.windows import Window, windows

DEFAULT_TAGGER = "minilm-attribution"
Floats = NDArray[np.float32]
_WIDEST_SOURCE = 48  # pieces
_STRAY = 2  # pieces from which a run of a content is no stray
_GAP = 6  # pieces that may lie between two runs of one stretch


@dataclass(frozen=True, slots=True)
class Tagged:
    """One attribution as spans of the text; ``source`` is None where nobody is named."""

    cue: Span
    source: Span | None
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Shares from which a piece opens a cue and from which a piece belongs to a content."""

    cue: float = 0.5
    content: float = 0.5


class Tagger:
    """A folder with model.onnx, tokenizer.json and config.json, run on the CPU by ONNX Runtime.

    Raises `ModelError` where the folder holds no such model.
    """

    def __init__(self, folder: Path, *, threads: int | None = None) -> None:
        try:
            config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            self._thresholds = Thresholds(**config["thresholds"])
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise ModelError(f"{folder}/config.json: no thresholds of a tagger can be read: {error!r}") from error
        self._session, self._tokenizer = open_model(folder, threads)
        self._outputs = [node.name for node in self._session.get_outputs()]

    def tag(self, text: str) -> list[Tagged]:
        """Return the attributions of a text in order of their cues."""
        found: list[Tagged] = []
        for window in windows(text, self._tokenizer):
            ids = np.array([window.ids], dtype=np.int64)
            outputs = self._session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
            by_name = {name: value[0] for name, value in zip(self._outputs, outputs, strict=True)}
            found += tagged(text, window, by_name, self._thresholds)
        return sorted(found, key=lambda t: t.cue)


def embedded() -> Path | None:
    """Return the folder of the tagger that ships with the package; None where it is not there."""
    try:
        return resource(f"models/{DEFAULT_TAGGER}")
    except InputError:
        return None


def tagged(text: str, window: Window, outputs: Mapping[str, Floats], thresholds: Thresholds) -> Iterator[Tagged]:
    """Yield the attributions of one window.

    ``outputs`` of n pieces: cue [n, 3] (logits of outside, first, inside) and source_start, source_end, content [n, n]
    (logits, one line for each cue; a source that points at the first mark is none).
    """
    count = len(window.ids)
    shares = _softmax(outputs["cue"][:count])
    for first in range(1, count - 1):
        if shares[first, 1] < thresholds.cue:
            continue
        stop = first + 1
        while stop < count - 1 and shares[stop].argmax() == 2:
            stop += 1
        source = _source(outputs["source_start"][first, :count], outputs["source_end"][first, :count])
        inside = _sigmoid(outputs["content"][first, :count]) >= thresholds.content
        apart = {0, count - 1, *range(first, stop), *(range(*source) if source is not None else ())}
        inside[list(apart)] = False
        content = tuple(_covered(window, start, end) for start, end in _runs(text, window, inside, apart))
        if content:
            named = _covered(window, *source) if source is not None else None
            yield Tagged(_covered(window, first, stop), named, content)


def _covered(window: Window, start: int, end: int) -> Span:
    return Span(window.spans[start].start, window.spans[end - 1].end)


def _source(starts: Floats, ends: Floats) -> tuple[int, int] | None:
    """Return the likeliest range of pieces, or None where pointing at the first mark is likelier."""
    count = len(starts)
    pairs = _log_softmax(starts)[:, None] + _log_softmax(ends)[None, :]
    at = np.arange(count)
    wide = at[None, :] - at[:, None]
    pairs[(wide < 0) | (wide >= _WIDEST_SOURCE)] = -np.inf
    none = pairs[0, 0]
    pairs[0, :] = -np.inf
    pairs[:, -1] = -np.inf
    start, end = divmod(int(pairs.argmax()), count)
    return (start, end + 1) if pairs[start, end] > none else None


def _runs(text: str, window: Window, inside: NDArray[np.bool_], apart: Container[int]) -> Iterator[tuple[int, int]]:
    """Yield the runs of pieces inside, made whole: strays left out, small gaps closed unless cue or source is there."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], inside, [False])).astype(np.int8)))
    runs = [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]
    least = min(_STRAY, max((end - start for start, end in runs), default=0))
    whole: list[tuple[int, int]] = []
    for start, end in (run for run in runs if run[1] - run[0] >= least):
        gap = range(whole[-1][1], start) if whole else range(0)
        if whole and len(gap) <= _GAP and not any(at in apart for at in gap):
            start = whole.pop()[0]
        whole.append((start, end))
    for start, end in whole:
        if any(c.isalnum() for c in _covered(window, start, end).of(text)):
            yield start, end


def _softmax(logits: Floats) -> Floats:
    return np.exp(np.apply_along_axis(_log_softmax, 1, logits)).astype(np.float32)


def _log_softmax(logits: Floats) -> Floats:
    shifted = logits - logits.max()
    return np.asarray(shifted - np.log(np.exp(shifted).sum()), dtype=np.float32)


def _sigmoid(logits: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-logits)), dtype=np.float32)
