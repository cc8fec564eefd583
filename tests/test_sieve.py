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
from tracker.schema import Axis, Query, Span
from tracker.stances.coder import UNRELATED
from tracker.stances.models import load_scorer, sureness
from tracker.stances.sieve import SievedScorer, read_twice

AXIS = Axis(id="canal_toll", title="Canal toll", proposal="a toll on the canal")


@dataclass
class Reads:
    """Takes the mass on unrelated from the passage, gives the rest to support, and keeps what it was asked."""

    name: str
    asked: list[str] = field(default_factory=list)

    def score(self, queries: Sequence[Query]) -> NDArray[np.float32]:
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
    expected = [1.0 if np.float32(mass) >= sure else np.float32(mass) for mass in masses]
    np.testing.assert_allclose(scores[:, UNRELATED], expected)
    np.testing.assert_allclose(scores.sum(axis=1), np.ones(len(masses)), atol=1e-6)


def test_what_the_small_model_says_stands_beside_the_scores() -> None:
    queries = [Query(mass, Span(0, 1), Span(0, 1), AXIS) for mass in ("0.25", "1")]
    both = SievedScorer(Reads("small"), Reads("large"), 0.5)
    scores, second = read_twice(both, queries)
    assert scores.tolist() == both.score(queries).tolist()
    assert second is not None
    assert second[:, UNRELATED].tolist() == [0.25, 1]
    alone, nobody = read_twice(both.large, queries)
    assert nobody is None
    assert alone[:, UNRELATED].tolist() == [0.25, 1]


def test_the_embedded_default_has_a_sieve_that_lets_positions_through() -> None:
    scorer = load_scorer(threads=1)
    assert isinstance(scorer, SievedScorer)
    axis = next(axis for axis in load_axes(None) if axis.id == "troops_to_ukraine")
    held, beside = (
        replace(Given("Odo Brandt", said).query(axis), article=1200)
        for said in ("Odo Brandt said his country would send soldiers.", "Odo Brandt said Ukraine had a good harvest.")
    )
    shares = scorer.small.score([held, beside])[:, UNRELATED]
    assert shares[0] < scorer.sure <= shares[1]
    assert scorer.score([held]).tolist() == scorer.large.score([held]).tolist()
    assert scorer.score([beside])[0, UNRELATED] == 1


@pytest.mark.parametrize("text", ["{}", '{"sure": "very"}'])
def test_a_sieve_must_say_from_when_it_is_sure(text: str, tmp_path: Path) -> None:
    (tmp_path / "calibration.json").write_text(text)
    with pytest.raises(ModelError, match="sure"):
        sureness(tmp_path)
