"""The coder and what calibrates it: thresholds, abstention, the fitted head, and the one-pass scorer's columns."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tracker.confidence import Trust
from tracker.errors import ModelError
from tracker.resources import resource
from tracker.schema import SCORED_LABELS, STANCE_LABELS, Axis, Label, Query, Span
from tracker.stances.coder import Coder, Decision
from tracker.stances.head import Head, inputs
from tracker.stances.models import sureness
from tracker.stances.onepass import StanceScorer, target
from tracker.stances.signals import SIGNALS, signals

UNRELATED = SCORED_LABELS.index(Label.UNRELATED)
SHARES = hnp.arrays(np.float32, (5,), elements=st.floats(0.015625, 1, width=32)).map(lambda row: row / row.sum())


def code(*shares: float, coder: Coder | None = None) -> Decision:
    """Return the decision on one row: support, conditional, neutral, oppose, unrelated."""
    (decision,) = (coder or Coder()).code(np.array([shares], dtype=np.float32))
    return decision


# -- thresholds ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shares", "label", "review"),
    [
        ((0.90, 0.04, 0.02, 0.02, 0.02), Label.SUPPORT, False),
        ((0.04, 0.90, 0.02, 0.02, 0.02), Label.CONDITIONAL, False),
        ((0.04, 0.02, 0.90, 0.02, 0.02), Label.NEUTRAL, False),
        ((0.04, 0.02, 0.02, 0.90, 0.02), Label.OPPOSE, False),
        ((0.04, 0.02, 0.02, 0.02, 0.90), Label.UNRELATED, False),
        ((0.50, 0.30, 0.10, 0.05, 0.05), Label.SUPPORT, True),
        ((0.30, 0.28, 0.02, 0.30, 0.10), Label.UNCLEAR, True),
        ((0.22, 0.02, 0.02, 0.25, 0.49), Label.UNCLEAR, True),
        ((0.40, 0.02, 0.02, 0.11, 0.45), Label.SUPPORT, True),
        ((0.35, 0.05, 0.05, 0.03, 0.52), Label.UNRELATED, False),
        ((0.54, 0.02, 0.02, 0.38, 0.04), Label.UNCLEAR, True),
        ((0.38, 0.02, 0.02, 0.54, 0.04), Label.UNCLEAR, True),
        ((0.56, 0.02, 0.02, 0.36, 0.04), Label.SUPPORT, True),
        ((0.02, 0.54, 0.38, 0.02, 0.04), Label.CONDITIONAL, True),
    ],
)
def test_labels_and_abstention(shares: tuple[float, ...], label: Label, review: bool) -> None:
    decision = code(*shares)
    assert (decision.label, decision.needs_review) == (label, review)
    assert decision.probabilities == pytest.approx(shares, abs=1e-5)
    sure = shares[UNRELATED] if label is Label.UNRELATED else max(shares[:UNRELATED])
    assert decision.confidence == pytest.approx(sure, abs=1e-5)


def test_each_threshold_moves_its_own_border() -> None:
    row = (0.45, 0.10, 0.03, 0.02, 0.40)
    assert code(*row).label is Label.SUPPORT
    assert code(*row, coder=Coder(related=0.35)).label is Label.UNRELATED
    assert code(*row, coder=Coder(decide=0.5)).label is Label.UNCLEAR
    assert code(*row).needs_review
    assert not code(*row, coder=Coder(review=0.4)).needs_review
    assert code(*row, coder=Coder(torn=0.04)).label is Label.UNCLEAR
    assert code(0.5, 0, 0, 0.5, 0, coder=Coder(torn=0.6)).label is Label.SUPPORT


def test_temperature_and_bias() -> None:
    row = (0.60, 0.20, 0.10, 0.05, 0.05)
    assert code(*row, coder=Coder(temperature=2.0)).confidence < code(*row).confidence
    assert code(*row, coder=Coder(temperature=0.5)).confidence > code(*row).confidence
    assert code(*row, coder=Coder(bias=(0, 3, 0, 0, 0))).label is Label.CONDITIONAL


@given(SHARES)
def test_a_decision_keeps_the_rules(row: np.ndarray) -> None:
    decision = code(*row)
    assert sum(decision.probabilities) == pytest.approx(1, abs=1e-4)
    assert 0 <= decision.confidence <= 1
    if decision.label is Label.UNRELATED:
        assert decision.probabilities[UNRELATED] >= 0.5 - 1e-5
    elif decision.label is Label.UNCLEAR:
        assert decision.needs_review
        support, _, _, oppose, _ = decision.probabilities
        assert decision.confidence < 0.34 + 1e-5 or min(support, oppose) / (support + oppose) > 0.4 - 1e-5
    else:
        assert decision.label in STANCE_LABELS
        assert decision.confidence == max(decision.probabilities[:UNRELATED])


@given(hnp.arrays(np.float32, (4, 5), elements=st.floats(0.015625, 1, width=32)), st.floats(0.25, 4))
def test_a_row_is_decided_on_its_own_and_temperature_keeps_the_order(rows: np.ndarray, temperature: float) -> None:
    rows = rows / rows.sum(axis=1, keepdims=True)
    coder = Coder(temperature=temperature)
    assert coder.code(rows) == [coder.code(rows[i : i + 1])[0] for i in range(4)]
    calibrated = coder.calibrate(rows)
    best = np.take_along_axis(calibrated, rows.argmax(axis=1)[:, None], axis=1)[:, 0]
    assert np.allclose(best, calibrated.max(axis=1))


def test_nothing_scored_is_nothing_decided() -> None:
    assert Coder().code(np.zeros((0, 5), dtype=np.float32)) == []


# -- calibration files --------------------------------------------------------------------------------------------


def test_a_calibration_file_sets_what_it_names(tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    assert Coder.load(path) == Coder()
    path.write_text(json.dumps({"temperature": 1.5, "decide": 0.4, "bias": [0, 0, 0, 0, -1], "made": "2024"}))
    assert Coder.load(path) == Coder(temperature=1.5, decide=0.4, bias=(0.0, 0.0, 0.0, 0.0, -1.0))


@pytest.mark.parametrize(
    "content",
    ["{", "[]", '{"temperature": 0}', '{"bias": [0, 0]}', '{"bias": "none"}', '{"decide": "much"}'],
)
def test_a_wrong_calibration_file_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "calibration.json"
    path.write_text(content)
    with pytest.raises(ModelError, match=r"calibration\.json"):
        Coder.load(path)


@pytest.mark.parametrize("content", ["", '{"head": {"weights": [[0.1', "[]", '{"head": []}', '{"head": {"bias": [0]}}'])
def test_a_calibration_file_that_is_cut_off_is_named_whoever_reads_it(tmp_path: Path, content: str) -> None:
    path = tmp_path / "calibration.json"
    path.write_text(content)
    readers: list[Callable[[], object]] = [lambda: Head.load(path, 5)]
    if "}" not in content:
        readers += [lambda: Trust.load(path), lambda: Coder.load(path), lambda: sureness(tmp_path)]
    for reader in readers:
        with pytest.raises(ModelError, match=r"calibration\.json"):
            reader()


# -- the head -----------------------------------------------------------------------------------------------------


def head(probabilities: int, scale: float = 1.0, bias: tuple[float, ...] = (0.0,) * 5) -> Head:
    """Return a head that copies its probabilities, scaled, and reads no signal."""
    copying = [tuple(scale * (i == j) for j in range(5)) for i in range(probabilities)]
    return Head(tuple(copying + [(0.0,) * 5 for _ in SIGNALS]), bias)


def test_a_head_that_copies_gives_back_its_input() -> None:
    rows = np.array([[0.5, 0.2, 0.1, 0.1, 0.1], [0.2, 0.2, 0.2, 0.2, 0.2]], dtype=np.float32)
    assert np.allclose(head(5)(rows, [QUERY, QUERY]), rows, atol=1e-6)


@given(hnp.arrays(np.float32, (3, 5), elements=st.floats(0, 1, width=32)))
def test_a_head_makes_probabilities_of_anything(rows: np.ndarray) -> None:
    found = head(5, 3.0, (1.0, -2.0, 0.0, 0.5, 0.0))(rows, [QUERY] * 3)
    assert found.shape == (3, 5)
    assert np.all(found >= 0)
    assert np.allclose(found.sum(axis=1), 1, atol=1e-5)
    assert inputs(rows, [QUERY] * 3)[:, :5].min() >= np.log(1e-3) - 1e-9


def test_a_head_is_read_and_checked(tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    assert Head.load(path, probabilities=5) is None
    path.write_text('{"temperature": 1}')
    assert Head.load(path, probabilities=5) is None
    rows = 12 + len(SIGNALS)
    path.write_text(json.dumps({"head": {"weights": [[1] * 5] * rows, "bias": [0] * 5}}))
    found = Head.load(path, probabilities=12)
    assert found is not None
    assert (len(found.weights), found.bias) == (rows, (0.0,) * 5)
    with pytest.raises(ModelError, match=f"{5 + len(SIGNALS)} rows of 5 weights"):
        Head.load(path, probabilities=5)


def test_signals_see_the_words_of_the_statement_alone() -> None:
    said = "The speaker ruled out tanks."
    query = Query(f"No plans. {said}", Span(10, 21), Span(10, 38), QUERY.axis)
    shown = dict(zip(SIGNALS, signals([query])[0], strict=True))
    assert shown["ruling out"] == 1
    assert shown["no plans"] == 0
    assert shown["own words"] == 1


def test_signals_and_the_shipped_head_know_an_axis_that_the_model_was_not_trained_on() -> None:
    familiar = replace(QUERY, axis=replace(QUERY.axis, familiar=True))
    at = SIGNALS.index("new axis")
    assert [row[at] for row in signals([QUERY, familiar])] == [1, 0]
    shipped = Head.load(resource("models/mpnet-stance") / "calibration.json", probabilities=5)
    assert shipped is not None
    rows = np.full((2, 5), 0.2, dtype=np.float32)
    new, known = shipped(rows, [QUERY, familiar])
    unrelated = SCORED_LABELS.index(Label.UNRELATED)
    assert new[unrelated] < known[unrelated]


# -- the one-pass scorer ------------------------------------------------------------------------------------------


class Backend:
    """Answers every pair with the same logits, and keeps the pairs."""

    def __init__(self, labels: Sequence[str], logits: Sequence[float]) -> None:
        self.labels = tuple(labels)
        self.given = logits
        self.asked: list[tuple[str, str]] = []

    def logits(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        self.asked += pairs
        return np.array([self.given] * len(pairs), dtype=np.float32)


AXIS = Axis("toll", "Toll", "a toll on the canal", "ships pay for passage")
QUERY = Query("Mira Kolt rejected it.", Span(0, 9), Span(0, 22), AXIS)


def test_columns_go_by_name_and_the_actor_is_masked() -> None:
    backend = Backend(["unrelated", "oppose", "neutral", "conditional", "support"], [0, 9, 1, 2, 3])
    (row,) = StanceScorer(backend, "toy").score([QUERY])
    assert SCORED_LABELS[int(row.argmax())] is Label.OPPOSE
    assert list(np.argsort(row)[::-1]) == [3, 0, 1, 2, 4]
    assert backend.asked == [("The speaker rejected it.", "A toll on the canal.")]
    assert target(Axis("toll", "Toll", "a toll")) == "A toll."


def test_one_passes_head_and_emptiness() -> None:
    backend = Backend([label.value for label in SCORED_LABELS], [0, 0, 0, 0, 0])
    turned = head(5, 0.0, (0.0, 9.0, 0.0, 0.0, 0.0))
    scorer = StanceScorer(backend, "toy", turned)
    assert SCORED_LABELS[int(scorer.score([QUERY])[0].argmax())] is Label.CONDITIONAL
    assert scorer.features([]).shape == (0, 5)
    assert len(scorer.score([])) == 0


def test_a_label_that_is_missing_is_named() -> None:
    with pytest.raises(ModelError, match="conditional"):
        StanceScorer(Backend(["support", "neutral", "oppose", "unrelated"], [0, 0, 0, 0]), "toy")


def test_a_second_model_decides_nothing_but_says_how_probable_it_finds_each_label() -> None:
    shares = [[0.9, 0.02, 0.02, 0.02, 0.04], [0.1, 0.1, 0.1, 0.1, 0.6], [0.3, 0.0, 0.0, 0.3, 0.4]]
    rows = np.array(shares, dtype=np.float32)
    second = np.array([[0.25, 0.5, 0.25, 0, 0], [0, 0, 0, 0, 1], [1, 0, 0, 0, 0]], dtype=np.float32)
    alone, beside = Coder().code(rows), Coder().code(rows, second)
    assert [replace(one, second=None) for one in beside] == alone
    assert [(one.label, one.second) for one in beside] == [
        (Label.SUPPORT, 0.25), (Label.UNRELATED, 1.0), (Label.UNCLEAR, None)
    ]  # fmt: skip
