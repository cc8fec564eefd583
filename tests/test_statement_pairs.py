"""Labelled examples become training pairs about a masked actor."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

from tracker.axes import load_axes
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


def test_other_wordings_keep_or_turn_the_label(recipe: Any) -> None:
    wordings = {"ferry": {"again": ["a boat"], "inverse": ["no boat"], "beside": ["a bridge"]}}

    def asked(label: Label) -> list[tuple[str, str]]:
        made = recipe.reworded([Example(QUERY, label, "d")], wordings, seed=1)
        return [(example.query.axis.proposal, example.label.value) for example in made]

    assert asked(Label.SUPPORT) == [("a boat", "support"), ("no boat", "oppose"), ("a bridge", "unrelated")]
    assert asked(Label.OPPOSE)[1] == ("no boat", "support")
    assert asked(Label.CONDITIONAL) == [("a boat", "conditional"), ("a bridge", "unrelated")]
    ((proposal, label),) = asked(Label.UNRELATED)
    assert proposal in {"a boat", "no boat"}
    assert label == "unrelated"
    assert not list(recipe.reworded([Example(QUERY, Label.SUPPORT, "d")], {}, seed=1))


def test_each_axis_of_the_wide_set_has_its_wordings() -> None:
    wide = Path(__file__).parents[1] / "labels" / "wide"
    wordings = yaml.safe_load((wide / "wordings.yaml").read_text(encoding="utf-8"))
    axes = {axis.id: axis for axis in load_axes(wide / "axes.yaml")}
    assert wordings.keys() == axes.keys()
    for name, words in wordings.items():
        proposals = [axes[name].proposal, *words["again"], *words["inverse"], *words["beside"]]
        assert len({proposal.casefold() for proposal in proposals}) == len(proposals)
