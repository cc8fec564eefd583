"""Texts cut into windows of word pieces that a small encoder can read whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.schema import Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LIMIT = 128
LONGEST = 250
_ENDS = frozenset(".!?")


@dataclass(frozen=True, slots=True)
class Window:
    """Word pieces between the encoder's two marks; ``spans`` say where each stands in the text, the marks are empty."""

    ids: tuple[int, ...]
    spans: tuple[Span, ...]


def windows(text: str, tokenizer: Tokenizer, limit: int = LIMIT) -> list[Window]:
    """Return the text as windows of whole lines, up to ``limit`` pieces where lines allow it, never over `LONGEST`."""
    encoded = tokenizer.encode(text, add_special_tokens=False)
    first, last = (tokenizer.token_to_id(mark) or 0 for mark in ("[CLS]", "[SEP]"))
    spans = [Span(start, end) for start, end in encoded.offsets]
    return [
        Window(
            (first, *encoded.ids[start:end], last),
            (Span(0, 0), *spans[start:end], Span(0, 0)),
        )
        for start, end in _packed(list(_lines(text, spans)), limit)
    ]


def _lines(text: str, spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Yield the ranges of pieces of each line; a line that is too long is cut at its last end of a sentence."""
    start = 0
    for at in range(1, len(spans) + 1):
        ends = at == len(spans) or "\n" in text[spans[at - 1].end : spans[at].start]
        if ends or at - start == LONGEST:
            stop = at if ends else _cut(text, spans, start, at)
            yield start, stop
            start = stop


def _cut(text: str, spans: Sequence[Span], start: int, stop: int) -> int:
    middle = (start + stop) // 2
    return next((at + 1 for at in range(stop - 1, middle, -1) if spans[at].of(text) in _ENDS), stop)


def _packed(lines: Sequence[tuple[int, int]], limit: int) -> Iterator[tuple[int, int]]:
    """Yield neighbouring lines joined while they stay within the limit."""
    start = stop = 0
    for _, end in lines:
        if stop > start and end - start > limit:
            yield start, stop
            start = stop
        stop = end
    if stop > start:
        yield start, stop
