"""Near-identical articles point at the earliest of them, whatever order they come in."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from random import Random

from tracker.documents import mark_duplicates
from tracker.schema import Document, content_id

WORDS = (
    *("boat", "harbour", "minister", "council", "treaty", "winter", "coast", "fees", "vote", "night"),
    *("speech", "crew", "fuel", "island", "strait", "law", "plan", "ferry", "storm", "lamp"),
)


def _text(seed: int, count: int = 200) -> str:
    return " ".join(Random(seed).choices(WORDS, k=count))


def _document(text: str, day: dt.date | None) -> Document:
    return Document(id=content_id("d", text), text=text, published=day)


def test_syndicated_copies_point_at_the_earliest() -> None:
    text = _text(1)
    first = _document(text, dt.date(2024, 3, 5))
    copy = _document("The agency reports: " + text, dt.date(2024, 3, 6))
    undated = _document(text + " More soon.", None)
    other = _document(_text(2), dt.date(2024, 3, 1))
    documents = [undated, copy, other, first]
    marked = {d.id: d.duplicate_of for d in mark_duplicates(documents)}
    assert marked == {first.id: "", copy.id: first.id, undated.id: first.id, other.id: ""}


def test_order_plays_no_part_and_is_kept() -> None:
    texts = [_text(seed) for seed in range(12)]
    documents = [_document(t, dt.date(2024, 1, 1 + i)) for i, t in enumerate(texts)]
    documents += [_document(t + f" extra words {i}", dt.date(2024, 2, 1)) for i, t in enumerate(texts[:6])]
    expected = {d.id: d.duplicate_of for d in mark_duplicates(documents)}
    assert sum(bool(original) for original in expected.values()) == 6
    for seed in range(5):
        shuffled = Random(seed).sample(documents, len(documents))
        marked = mark_duplicates(shuffled)
        assert [d.id for d in marked] == [d.id for d in shuffled]
        assert {d.id: d.duplicate_of for d in marked} == expected


def test_half_the_words_are_no_duplicate() -> None:
    text = _text(3)
    half = replace(_document(text[: len(text) // 2] + " " + _text(4, 100), None))
    assert all(not d.duplicate_of for d in mark_duplicates([_document(text, None), half]))
    assert mark_duplicates([]) == []
