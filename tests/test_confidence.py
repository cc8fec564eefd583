"""How far a coded row can be trusted."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import ARMS, document, line

from tracker.candidates import Candidate
from tracker.confidence import Beside, Trust, besides, features
from tracker.errors import ModelError
from tracker.pipeline import coded_rows, related
from tracker.schema import Label
from tracker.stances.coder import Decision
from tracker.training.trust import Outcome, fit_trust

TEXT = "Mira Kolt said on Monday that Velm would send tanks to Halmar. She ruled out troops for Halmar."


def decided(confidence: float, label: Label = Label.SUPPORT) -> Decision:
    rest = (1 - confidence) / 4
    return Decision(label, (confidence, rest, rest, rest, rest), confidence, needs_review=False)


@lru_cache
def asked() -> tuple[Candidate, ...]:
    return tuple(line().candidates(document(TEXT)))


def test_a_model_without_weights_multiplies_label_and_actor(tmp_path: Path) -> None:
    (tmp_path / "calibration.json").write_text("{}")
    trust = Trust.load(tmp_path / "calibration.json")
    candidate = asked()[0]
    sure = candidate.held.holder.actor.confidence
    assert trust.judge(candidate, decided(0.8)).confidence == pytest.approx(0.8 * sure, abs=1e-6)


def test_what_is_known_of_a_row_tells_evidence_date_and_actor() -> None:
    known = {c.held.holder.surface: features(c, decided(0.8)) for c in asked()}
    assert {"evidence indirect", "dated by day", "holder person", "stance support"} <= set(known["Mira Kolt"])
    assert (known["Mira Kolt"]["pronoun"], known["She"]["pronoun"]) == (0.0, 1.0)


def test_a_second_model_that_finds_the_label_less_probable_is_known_and_none_agrees() -> None:
    candidate = asked()[0]
    known = [features(candidate, replace(decided(0.8), second=second))["second"] for second in (None, 0.8, 0.1, 0.0)]
    assert known[0] == known[1] == pytest.approx(math.log(4))
    assert known[0] > known[2] > known[3]


def test_rows_of_an_article_agree_or_not() -> None:
    said = [c for c in line().candidates(document(f"{TEXT} Odo Brandt ruled out tanks for Halmar.")) if c.axis == ARMS]
    by_name = {candidate.held.holder.actor.actor.name: candidate for candidate in said}
    kolt, brandt = by_name["Mira Kolt"], by_name["Odo Brandt"]
    for_it, against = decided(0.8), decided(0.8, Label.OPPOSE)
    assert besides([(kolt, for_it)]) == [Beside()]
    rows = [(kolt, for_it), (kolt, for_it), (kolt, against), (brandt, against), (kolt, decided(0.8, Label.UNCLEAR))]
    found = [(beside.actor, beside.others) for beside in besides(rows)]
    assert found == [(0, -0.5), (0, -0.5), (-2 / 3, 0.5), (0, -0.25), (0, 0)]
    troops = next(c for c in asked() if c.axis != ARMS)
    assert besides([*rows, (troops, against)])[-1] == Beside()  # another axis


def test_agreement_weighs_as_it_was_learned() -> None:
    trust, row = Trust({"same actor": 1.0, "other actors": -0.5}), asked()[0]
    rising = (Beside(-0.5), Beside(), Beside(0.5, 0.5), Beside(0.5))
    shares = [trust.judge(row, decided(0.8), beside).confidence for beside in rising]
    assert shares == sorted(set(shares))


def test_the_line_trusts_rows_by_what_stands_beside_them() -> None:
    row = next(c for c in asked() if c.axis == ARMS)
    trust = Trust({"same actor": 1.0})

    def confidences(*labels: Label) -> list[float]:
        rows = related((row, decided(0.8, label)) for label in labels)
        return [coded.confidence for coded in coded_rows(rows, trust)]

    alone, *_ = confidences(Label.SUPPORT)
    assert confidences(Label.SUPPORT, Label.UNRELATED) == [alone]
    assert min(confidences(Label.SUPPORT, Label.SUPPORT)) > alone > max(confidences(Label.SUPPORT, Label.OPPOSE))


@given(st.floats(0.2, 1.0), st.floats(-5, 5), st.floats(-5, 5))
def test_trust_is_a_share_and_grows_with_what_has_a_positive_weight(sure: float, label: float, constant: float) -> None:
    candidate = asked()[0]
    low, high = (Trust({"label": label, "constant": c}, 0.5) for c in (constant, constant + 1))
    shares = [trust.judge(candidate, decided(sure)).confidence for trust in (low, high)]
    assert 0 <= shares[0] <= shares[1] <= 1
    assert low.judge(candidate, decided(sure)).needs_review == (shares[0] < 0.5)
    assert high.judge(candidate, decided(sure, Label.UNCLEAR)).needs_review


def test_weights_learn_which_rows_are_right_and_where_review_begins() -> None:
    rows = [
        Outcome({"constant": 1.0, "label": 3.0 if good else -1.0}, at % 5, good or at % 4 == 0, good, str(at))
        for at, good in enumerate([True, False] * 60)
    ]
    trust = fit_trust(rows, gold=80)
    sure, unsure = ({"label": value} for value in (3.0, -1.0))
    logit = {value: trust.weights["constant"] + trust.weights["label"] * row["label"]
             for value, row in (("sure", sure), ("unsure", unsure))}  # fmt: skip
    assert logit["sure"] > 1 > -1 > logit["unsure"]
    assert 0.5 < trust.review < 1
    assert trust.share({"constant": 1.0, **unsure}) < trust.least <= trust.share({"constant": 1.0, **sure})


def test_the_least_confidence_is_that_of_the_first_rows() -> None:
    def outcomes(value: float, *, right: bool) -> list[Outcome]:
        return [Outcome({"constant": 1.0, "label": value}, at % 5, right, right, str(at)) for at in range(60)]

    first = [*outcomes(3.0, right=True), *outcomes(-1.0, right=False)]
    others = outcomes(-1.0, right=True)
    alone, together = (fit_trust([*first, *others], 60, count) for count in (len(first), None))
    assert alone.weights == together.weights
    assert together.least < alone.least


def test_fewer_documents_call_for_a_higher_threshold() -> None:
    def review(documents: int) -> float:
        rows = []
        for at in range(400):
            right = (at // 20) % 8 != 0 if at % 2 else at % 3 == 0  # wrong ones come in runs
            known = {"constant": 1.0, "label": 2.0 + at / 400 if at % 2 else -2.0 + at / 400}
            rows.append(Outcome(known, at % 5, right, right, str(at * documents // 400)))
        return fit_trust(rows, 300).review

    assert review(20) > review(400)


def test_a_broken_trust_is_refused(tmp_path: Path) -> None:
    (tmp_path / "calibration.json").write_text(json.dumps({"trust": {"weights": [1, 2]}}))
    with pytest.raises(ModelError, match=r"calibration\.json: trust needs weights"):
        Trust.load(tmp_path / "calibration.json")
