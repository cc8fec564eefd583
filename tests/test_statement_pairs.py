"""Labelled examples become training pairs about a masked actor."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tracker.schema import STANCE_LABELS, Axis, Label, Query, Span
from tracker.training.data import Example

RECIPES = Path(__file__).parents[1] / "models" / "recipes"
HYPOTHESES = {label: f"{{actor}} has {label.value} for {{proposal}}." for label in STANCE_LABELS}
QUERY = Query("Ann wants it.", Span(0, 3), Span(4, 12), Axis("ferry", "", "a ferry", hypotheses=HYPOTHESES))


@pytest.fixture
def recipe(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(RECIPES))
    return import_module("statement_pairs")


def test_one_pass_asks_the_proposal(recipe: Any) -> None:
    (row,) = recipe.pairs([Example(QUERY, Label.OPPOSE, "d")], "stance")
    assert (row["premise"], row["hypothesis"], row["label"]) == ("The speaker wants it.", "A ferry.", "oppose")


@pytest.mark.parametrize(
    ("label", "answers"), [("support", "encc"), ("oppose", "ccce"), ("neutral", "nnen"), ("unrelated", "nnnn")]
)
def test_entailment_asks_four_hypotheses(recipe: Any, label: str, answers: str) -> None:
    rows = list(recipe.pairs([Example(QUERY, Label(label), "d")], "entailment"))
    assert "".join(row["label"][0] for row in rows) == answers
    assert [row["hypothesis"].split()[3] for row in rows] == [label.value for label in STANCE_LABELS]
