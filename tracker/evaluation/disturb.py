"""Labelled documents disturbed on purpose, their gold rows moved along: names, quotation marks, order of paragraphs."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from tracker.evaluation.corpus import LabelledDocument
from tracker.schema import Span

Move = Callable[[Span], Span]
_SPANS = ("quote_span", "speaker_span", "cue_span")
_NAMED = ("actor", "affiliation", "role", "reported_by")
_DOUBLE = re.compile("[\"“”„«»]")
_SINGLE = re.compile(r"‘((?:[^‘’\n]|’(?=\w))*)’(?!\w)")
_BREAK = re.compile(r"\n+")
_LEAD = 25  # words from which a paragraph counts as the one that a dateline opens


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Characters of a text and what stands there afterwards."""

    start: int
    end: int
    text: str


def edited(text: str, edits: Iterable[Edit]) -> tuple[str, Move]:
    """Return the text after edits that do not overlap, and what takes a span of the old text to the new one.

    A span keeps every character that no edit touches; one that cuts through an edit takes in all of its new text.
    """
    ordered = sorted(edits)
    parts, at = [], 0
    for edit in ordered:
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    gains = (0, *accumulate(len(edit.text) - (edit.end - edit.start) for edit in ordered))

    def place(offset: int, *, closing: bool) -> int:
        for number, edit in enumerate(ordered):
            if offset <= edit.start:
                return offset + gains[number]
            if offset < edit.end:
                return edit.start + gains[number] + (len(edit.text) if closing else 0)
        return offset + gains[-1]

    return "".join((*parts, text[at:])), lambda span: Span(
        place(span.start, closing=False), place(span.end, closing=True)
    )


def moved(
    item: LabelledDocument, text: str, move: Move, rename: Callable[[str], str] = lambda name: name
) -> LabelledDocument:
    """Return the labelled document with another text, the spans of its rows moved and their names renamed."""
    return replace(
        item, document=replace(item.document, text=text), rows=tuple(_row(row, text, move, rename) for row in item.rows)
    )


def _row(row: Mapping[str, Any], text: str, move: Move, rename: Callable[[str], str]) -> Mapping[str, Any]:
    found = dict(row)
    for name in _SPANS:
        if row.get(name):
            span = move(Span(*row[name]))
            found[name] = [span.start, span.end]
    for name in _NAMED:
        if row.get(name):
            found[name] = rename(row[name])
    if found.get("quote_span"):
        found["quote"] = Span(*found["quote_span"]).of(text)
    return found


def without_quotation_marks(item: LabelledDocument) -> LabelledDocument:
    """Strip every quotation mark; apostrophes stay."""
    text = item.document.text
    marks = {match.start() for match in _DOUBLE.finditer(text)}
    for match in _SINGLE.finditer(text):
        marks |= {match.start(), match.end() - 1}
    return moved(item, *edited(text, [Edit(mark, mark + 1, "") for mark in marks]))


def shuffled(item: LabelledDocument, seed: int = 1) -> LabelledDocument:
    """Shuffle the paragraphs after the one that the dateline opens; each row goes where its paragraph goes.

    The breaks between paragraphs keep their places, so that the document keeps its shape. Paragraphs that one span
    joins stay together.
    """
    text = item.document.text
    blocks, breaks = _blocks(text, item.rows)
    fixed = next((i for i, block in enumerate(blocks) if len(block.of(text).split()) >= _LEAD), 0) + 1
    order = list(range(fixed, len(blocks)))
    random.Random(f"{seed}:{item.document.id}").shuffle(order)
    new, shifts = "", {}
    for place, index in enumerate((*range(fixed), *order)):
        shifts[blocks[index]] = len(new) - blocks[index].start
        new += blocks[index].of(text) + breaks[place]

    def move(span: Span) -> Span:
        shift = next(by for block, by in shifts.items() if block.contains(span))
        return Span(span.start + shift, span.end + shift)

    return moved(item, new, move)


def _blocks(text: str, rows: Sequence[Mapping[str, Any]]) -> tuple[list[Span], list[str]]:
    """Return the paragraphs, and what stands after each of them; a break inside a row's span is none."""
    spans = [Span(*row[name]) for row in rows for name in _SPANS if row.get(name)]
    cuts = [m for m in _BREAK.finditer(text) if not any(s.start < m.end() and m.start() < s.end for s in spans)]
    starts, ends = [0, *(cut.end() for cut in cuts)], [*(cut.start() for cut in cuts), len(text)]
    pairs = zip(starts, ends, (*(cut.group() for cut in cuts), ""), strict=True)
    return [Span(a, b) for a, b in zip(starts, ends, strict=True)], [gap for *_, gap in pairs]


def renamed(item: LabelledDocument, names: Mapping[str, str]) -> LabelledDocument:
    """Put another name wherever one of ``names`` stands as whole words, in the text and in the gold rows alike."""
    if not names:
        return item
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    text = item.document.text
    edits = [Edit(match.start(), match.end(), names[match.group()]) for match in pattern.finditer(text)]
    return moved(item, *edited(text, edits), lambda name: pattern.sub(lambda match: names[match.group()], name))
