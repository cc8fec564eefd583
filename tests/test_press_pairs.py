"""Positions in texts that are kept elsewhere become training pairs, as long as their offsets fit."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

RECIPES = Path(__file__).parents[1] / "models" / "recipes"
TEXT = "The council met. Mira Kolt vowed to keep the ferry running. Lena Tarr would not say."


@pytest.fixture
def recipe(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(RECIPES))
    return import_module("press_pairs")


def position(recipe: Any, holder: str, quote: str, stance: str, inverse: str) -> dict[str, Any]:
    spans = {name: [TEXT.index(words), TEXT.index(words) + len(words)] for name, words in
             {"holder": holder, "quote": quote}.items()}  # fmt: skip
    asked = {"proposal": "the ferry", "stance": stance, "inverse": inverse, "near": ["a bridge"]}
    return {"doc": "a", **spans, **asked, "words": recipe.digest(TEXT, spans)}


def test_a_position_is_asked_both_ways_round_and_beside(recipe: Any) -> None:
    rows = [position(recipe, "Mira Kolt", "keep the ferry running", "support", "closing the ferry"),
            position(recipe, "Lena Tarr", "would not say", "neutral", "")]  # fmt: skip
    pairs = [(row["premise"].strip(), row["hypothesis"], row["label"]) for row in recipe.open_pairs({"a": TEXT}, rows)]
    kolt, tarr = "The speaker vowed to keep the ferry running.", "The speaker would not say."
    assert sorted(pairs) == sorted([
        (kolt, "The ferry.", "support"), (kolt, "Closing the ferry.", "oppose"), (kolt, "A bridge.", "unrelated"),
        (tarr, "The ferry.", "neutral"), (tarr, "A bridge.", "unrelated"),
    ])  # fmt: skip


def test_a_position_whose_words_have_moved_is_left_out(recipe: Any) -> None:
    row = position(recipe, "Mira Kolt", "keep the ferry running", "support", "")
    assert not list(recipe.open_pairs({"a": f"Menu. {TEXT}"}, [row]))
    assert not list(recipe.open_pairs({}, [row]))
