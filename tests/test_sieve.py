"""The sieve: what a small model is sure of is not asked again, and everything else is the large model's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tracker.axes import load_axes
from tracker.engine.stance import Given
from tracker.errors import ModelError
from tracker.schema import Axis, Query, Side, Span
from tracker.stances.coder import UNRELATED
from tracker.stances.models import load_scorer, sureness
from tracker.stances.sieve import SievedScorer, sieved

AXIS = Axis(id="canal_toll", title="Canal toll", proposal="a toll on the canal")


@dataclass
class Reads:
    """Takes the mass on unrelated from the passage, gives the rest to support, and keeps what it was asked."""

    name: str
    asked: list[str] = field(default_factory=list)

    def shares(self, queries: Sequence[Query]) -> NDArray[np.float32]:
        self.asked += [query.passage for query in queries]
        rows = np.zeros((len(queries), 5), dtype=np.float32)
        rows[:, UNRELATED] = [float(query.passage) for query in queries]
        rows[:, 0] = 1 - rows[:, UNRELATED]
        return rows


@given(st.lists(st.floats(0, 1, width=32)), st.floats(0.5, 1))
def test_the_large_model_is_asked_the_rest_in_its_order(masses: list[float], sure: float) -> None:
    small, large = Reads("small"), Reads("large")
    scores = SievedScorer(small, large, sure).score([Query(str(m), Span(0, 1), Span(0, 1), AXIS) for m in masses])
    assert large.asked == [str(mass) for mass in masses if np.float32(mass) < sure]
    assert small.asked == [str(mass) for mass in masses]
    alike = np.maximum([[1 - np.float32(mass), 0, 0, 0, np.float32(mass)] for mass in masses], 1e-3).reshape(-1, 5)
    expected = (alike / alike.sum(axis=1, keepdims=True))[:, UNRELATED]  # two that say the same change nothing
    expected[[np.float32(mass) >= sure for mass in masses]] = 1.0
    np.testing.assert_allclose(scores[:, UNRELATED], expected, rtol=1e-5)
    np.testing.assert_allclose(scores.sum(axis=1), np.ones(len(masses)), atol=1e-6)


def test_where_it_is_not_sure_the_small_model_has_the_lesser_say() -> None:
    large = np.array([[0.6, 0.0, 0.0, 0.4, 0.0]], dtype=np.float32)
    against, wholly = (np.array([[1 - o, 0.0, 0.0, o, 0.0]], dtype=np.float32) for o in (0.7, 0.99))
    assert sieved(against, large, 0.9)[0].argmax() == 0
    assert sieved(against, large, 0.9)[0, 0] < large[0, 0]
    assert sieved(wholly, large, 0.9)[0].argmax() == 3
    assert sieved(np.eye(5, dtype=np.float32)[[UNRELATED]], large, 0.9)[0, UNRELATED] == 1


def test_both_say_what_a_passage_says_before_its_actor_takes_a_side_toward_it() -> None:
    shares = np.array([[0.8, 0.1, 0.0, 0.1, 0.0]], dtype=np.float32)

    class Says(Reads):
        def shares(self, queries: Sequence[Query]) -> NDArray[np.float32]:
            return np.repeat(shares, len(queries), axis=0)

    query = Query("Velm sent tanks.", Span(0, 4), Span(0, 16), AXIS)
    scorer = SievedScorer(Says("small"), Says("large"), 0.9)
    for_it, against = scorer.score([query, replace(query, side=Side.AGAINST)])
    assert for_it.argmax() == 0
    assert against[3] == pytest.approx(for_it[0] + for_it[1], abs=1e-5)
    assert against[1] == 0


def test_the_embedded_default_has_a_sieve_that_lets_positions_through() -> None:
    scorer = load_scorer(threads=1)
    assert isinstance(scorer, SievedScorer)
    axis = next(axis for axis in load_axes(None) if axis.id == "troops_to_ukraine")
    held, beside = (
        replace(Given("Odo Brandt", said).query(axis), article=1200)
        for said in ("Odo Brandt said his country would send soldiers.", "Odo Brandt said Ukraine had a good harvest.")
    )
    shares = scorer.small.shares([held, beside])[:, UNRELATED]
    assert shares[0] < scorer.sure <= shares[1]
    assert scorer.score([held]).argmax() == scorer.large.shares([held]).argmax()
    assert scorer.score([beside])[0, UNRELATED] == 1


@pytest.mark.parametrize("text", ["{}", '{"sure": "very"}'])
def test_a_sieve_must_say_from_when_it_is_sure(text: str, tmp_path: Path) -> None:
    (tmp_path / "calibration.json").write_text(text)
    with pytest.raises(ModelError, match="sure"):
        sureness(tmp_path)
