"""The labelled corpus becomes training pairs about a masked actor."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import pytest

from tracker.axes import load_axes
from tracker.schema import Axis, Label, Query, Span
from tracker.training.queries import LabelledQuery

RECIPES = Path(__file__).parents[1] / "models" / "recipes"


def said(axis: Axis, label: Label) -> LabelledQuery:
    return LabelledQuery(Query("Ann wants it.", Span(0, 3), Span(4, 12), axis), label, "d", asked=True)


def test_only_axes_with_positions_are_asked_about_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    """What else an axis is unrelated to must not be all that is ever taught of it."""
    monkeypatch.syspath_prepend(str(RECIPES))
    pairs = import_module("statement_pairs").pairs
    ferry, tower, silent = (Axis(name, "", f"a {name}") for name in ("ferry", "tower", "silence"))
    found = [*(said(ferry, Label.SUPPORT) for _ in range(40)), said(tower, Label.OPPOSE), said(silent, Label.UNRELATED)]
    beside = [row["hypothesis"] for row in pairs(found, "stance", 1) if row["label"] == "unrelated"]
    assert beside.count("A silence.") == 1
    assert beside.count("A tower.") > 5
    alone = pairs([said(ferry, Label.SUPPORT) for _ in range(40)], "stance", 1)
    assert {row["label"] for row in alone} == {"support"}


def test_wordings_are_of_axes_that_training_may_see() -> None:
    labels = RECIPES.parents[1] / "labels"
    files = ("axes.yaml", "axes-other.yaml", "contrasts/axes-contrasts.yaml", "press/axes.yaml")
    known = {axis.id for name in files for axis in load_axes(labels / name)}
    rows = [json.loads(line) for line in (labels / "wordings.jsonl").read_text(encoding="utf-8").splitlines()]
    kept = {"frozen_assets", "conscription", "wealth_tax", "social_media_age_limit", "assisted_dying"}
    assert {row["id"] for row in rows} == known - kept
    assert all(row["titles"] and row["same"] and row["inverse"] and row["synonyms"] for row in rows)
    assert not any(set(row["same"]) & set(row["inverse"]) for row in rows)
