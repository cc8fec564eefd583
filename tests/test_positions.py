"""Positions: how utterances become rows, what the interval holds, and who moved."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.errors import InputError
from tracker.positions import ChangeStatus, aggregate, as_of, changes, value_interval
from tracker.schema import (
    DEFAULT_VALUES,
    SCORED_LABELS,
    STANCE_LABELS,
    Actor,
    ActorType,
    DatePrecision,
    Evidence,
    Label,
    Stance,
)

S, C, N, O, U = Label.SUPPORT, Label.CONDITIONAL, Label.NEUTRAL, Label.OPPOSE, Label.UNCLEAR  # noqa: E741
TARR = Actor("lena-tarr", "Lena Tarr", ActorType.PERSON)
BORVANIA = Actor("borvania", "Borvania", ActorType.STATE)
ASSEMBLY = Actor("assembly", "Assembly of Borvania", ActorType.ORGANISATION)
LEAGUE = Actor("northern-league", "Northern League", ActorType.ORGANISATION)
MAY = dt.date(2031, 5, 1)


def sure(label: Label, mass: float = 1.0) -> tuple[float, ...]:
    """Return scores with that much on one label and the rest spread evenly over the others."""
    return tuple(mass if scored is label else (1 - mass) / 4 for scored in SCORED_LABELS)


def stance(label: Label, utterance: str = "u1", **fields: object) -> Stance:
    """Build a stance of an invented minister; an unclear one has even scores."""
    known = {
        "statement_id": f"s_{utterance}", "utterance_id": utterance, "document_id": "d1", "actor": TARR,
        "role": "prime minister", "affiliation": "Borvania", "executive": True, "holder": None,
        "evidence": Evidence.DIRECT, "reported_by": "", "axis": "bridge", "aspect": "", "label": label,
        "probabilities": sure(label) if label is not U else (0.2,) * 5, "confidence": 0.9, "needs_review": False,
        "date": MAY, "date_precision": DatePrecision.DAY,
    }  # fmt: skip
    return Stance(**(known | fields))  # type: ignore[arg-type]


def only(*stances: Stance, **settings: object):
    (position,) = aggregate(stances, **settings)
    return position


def test_an_utterance_counts_once_however_often_it_is_printed():
    copies = [stance(S, "u1", statement_id=f"s{n}", document_id=f"d{n}") for n in range(4)]
    position = only(*copies, stance(O, "u2"))
    assert (position.n_support, position.n_oppose, position.n_utterances) == (1, 1, 2)
    assert (position.value, position.n_statements, position.n_documents) == (0.0, 5, 4)
    assert position.statement_ids == ("s0", "s1", "s2", "s3", "s_u2")


def test_an_utterance_takes_the_label_of_most_of_its_rows():
    rows = [stance(S, statement_id="a"), stance(C, statement_id="b"), stance(C, statement_id="c")]
    assert only(*rows).stance is C
    assert only(rows[0], dataclasses.replace(rows[1], confidence=0.95)).stance is C
    assert only(rows[0], dataclasses.replace(rows[1], confidence=0.85)).stance is S


def test_ties_of_a_day_go_to_the_more_confident():
    position = only(stance(S, "u1", confidence=0.6), stance(O, "u2", confidence=0.8))
    assert (position.stance, position.value, position.confidence) == (O, 0.0, 0.8)


def test_neutral_is_left_out_where_more_was_said():
    assert only(stance(N)).value == 0
    both = only(stance(N), stance(C, "u2"))
    assert (both.value, both.n_neutral, both.n_conditional) == (0.5, 1, 1)


def test_unclear_is_counted_and_moves_nothing():
    position = only(stance(U, "u1"), stance(U, "u2"), stance(S, "u3"))
    assert (position.stance, position.value, position.low, position.n_unclear) == (S, 1.0, 1.0, 2)
    assert position.n_utterances == 3
    alone = only(stance(U))
    assert (alone.stance, alone.value, alone.low, alone.high) == (U, None, None, None)


def test_what_yields_no_row():
    assert aggregate([
        stance(Label.UNRELATED), stance(S, date=None), stance(S, date_precision=DatePrecision.UNKNOWN),
    ]) == []  # fmt: skip


def test_conditional_value_is_a_setting():
    assert only(stance(C), values={**DEFAULT_VALUES, C: 0.3}).value == 0.3
    with pytest.raises(InputError):
        aggregate([], values={S: 1.0})
    with pytest.raises(InputError):
        aggregate([], values={**DEFAULT_VALUES, S: 2.0})


def test_precision_is_that_of_most_utterances():
    published = [stance(S, f"u{n}", date_precision=DatePrecision.PUBLISHED) for n in range(2)]
    assert only(*published, stance(S, "u9")).date_precision is DatePrecision.PUBLISHED
    assert only(published[0], stance(S, "u9")).date_precision is DatePrecision.DAY


def test_weeks_and_months():
    rows = [stance(S, "u1", date=dt.date(2031, 5, 1)), stance(O, "u2", date=dt.date(2031, 5, 4))]  # Thursday, Sunday
    week, month = only(*rows, period="week"), only(*rows, period="month")
    assert (week.date, week.date_precision, week.n_utterances) == (dt.date(2031, 4, 28), DatePrecision.WEEK, 2)
    assert (month.date, month.date_precision) == (dt.date(2031, 5, 1), DatePrecision.MONTH)
    vague = stance(S, date_precision=DatePrecision.MONTH)
    assert only(vague, period="week").date_precision is DatePrecision.MONTH


def test_only_those_who_speak_for_a_state_roll_up():
    rows = [
        stance(S, "u1"),
        stance(O, "u2", actor=Actor("mp", "Odo Vane", ActorType.PERSON), executive=False),
        stance(S, "u3", actor=BORVANIA, executive=False),
        stance(O, "u4", actor=ASSEMBLY, executive=False),
        stance(C, "u5", actor=LEAGUE, affiliation="", executive=False),
        stance(O, "u6", actor=Actor("x", "a diplomat", ActorType.UNNAMED), affiliation="", executive=False),
    ]
    state, league = aggregate(rows, by="affiliation")
    assert (state.actor, state.role, state.n_support, state.n_utterances) == (BORVANIA, "", 2, 2)
    assert (league.actor, league.affiliation, league.stance) == (LEAGUE, "Northern League", C)


def test_the_type_of_an_affiliation_that_has_no_row_of_its_own():
    row = stance(S, affiliation="Northern League")
    assert only(row, by="affiliation").actor.type is ActorType.STATE
    assert only(row, by="affiliation", organisations={"Northern League"}).actor == LEAGUE


def test_sorted_by_date_name_and_axis():
    rows = [
        stance(S, "u1", date=MAY + dt.timedelta(1)), stance(S, "u2", axis="tunnel"), stance(S, "u3"),
        stance(S, "u4", actor=BORVANIA),
    ]  # fmt: skip
    keys = [(row.date.day, row.actor.name, row.axis) for row in aggregate(rows)]
    assert keys == [(1, "Borvania", "bridge"), (1, "Lena Tarr", "bridge"), (1, "Lena Tarr", "tunnel"),
                    (2, "Lena Tarr", "bridge")]  # fmt: skip


# --- the interval --------------------------------------------------------------------------------------------------


def test_one_utterance_has_the_quantiles_of_its_own_labels():
    assert value_interval([(0.9, 0.06, 0.0, 0.04)], DEFAULT_VALUES) == (0.5, 1.0)
    assert value_interval([(0.9, 0.04, 0.0, 0.06)], DEFAULT_VALUES) == (-1.0, 1.0)
    assert value_interval([(0.0, 0.0, 1.0, 0.0)], DEFAULT_VALUES) == (0.0, 0.0)


def test_unrelated_is_left_aside():
    position = only(stance(S, probabilities=(0.48, 0.0, 0.0, 0.02, 0.5)))
    assert (position.low, position.high) == (1.0, 1.0)  # 4 % of what is left, below the tail of 5 %


def test_the_interval_is_widened_to_hold_the_value():
    rows = [stance(S, f"u{n}", probabilities=(0.6, 0.0, 0.0, 0.4, 0.0)) for n in range(30)]
    position = only(*rows)
    assert position.value == position.high == 1.0
    assert position.low < 0


SHARES = st.lists(st.integers(0, 20), min_size=4, max_size=4).filter(any)
DISTRIBUTIONS = SHARES.map(lambda shares: tuple(share / sum(shares) for share in shares))


@settings(max_examples=50)
@given(st.lists(DISTRIBUTIONS, min_size=1, max_size=4))
def test_exact_interval_agrees_with_enumeration(distributions):
    outcomes = []
    for labels in itertools.product(range(4), repeat=len(distributions)):
        weight = 1.0
        for distribution, label in zip(distributions, labels, strict=True):
            weight *= distribution[label]
        sided = [DEFAULT_VALUES[STANCE_LABELS[label]] for label in labels if STANCE_LABELS[label] is not N]
        outcomes.append((sum(sided) / len(sided) if sided else 0.0, weight))
    low, high = value_interval(distributions, DEFAULT_VALUES)
    below = lambda bound: sum(weight for mean, weight in outcomes if mean < bound - 1e-12)  # noqa: E731
    upto = lambda bound: sum(weight for mean, weight in outcomes if mean <= bound + 1e-12)  # noqa: E731
    assert below(low) < 0.05 + 1e-6
    assert upto(low) >= 0.05 - 1e-6
    assert below(high) < 0.95 + 1e-6
    assert upto(high) >= 0.95 - 1e-6


def test_the_approximation_takes_over_smoothly(monkeypatch):
    distributions = [(0.5, 0.1, 0.2, 0.2), (0.2, 0.1, 0.1, 0.6)] * 60
    exact = value_interval(distributions, DEFAULT_VALUES)
    monkeypatch.setattr("tracker.positions.interval._EXACT_WORK", 0)
    assert value_interval(distributions, DEFAULT_VALUES) == pytest.approx(exact, abs=0.02)
    assert value_interval([(0.0, 0.0, 1.0, 0.0)] * 3, DEFAULT_VALUES) == (0.0, 0.0)


# --- properties ----------------------------------------------------------------------------------------------------


@st.composite
def many_stances(draw):
    """Draw stances of few actors, dates and utterances, so that they collide."""
    label = draw(st.sampled_from(list(Label)))
    shares = draw(st.lists(st.integers(0, 9), min_size=5, max_size=5).filter(any))
    return stance(
        label, draw(st.sampled_from(["u1", "u2", "u3"])), statement_id=draw(st.sampled_from(["s1", "s2", "s3", "s4"])),
        actor=draw(st.sampled_from([TARR, BORVANIA, LEAGUE])), axis=draw(st.sampled_from(["bridge", "tunnel"])),
        date=draw(st.sampled_from([None, MAY, MAY + dt.timedelta(3)])), executive=draw(st.booleans()),
        confidence=draw(st.sampled_from([0.1, 0.3, 0.7])), role=draw(st.sampled_from(["", "minister", "premier"])),
        probabilities=tuple(share / sum(shares) for share in shares),
        date_precision=draw(st.sampled_from(list(DatePrecision))),
    )  # fmt: skip


BATCHES = st.lists(many_stances(), max_size=12)
SETTINGS = st.fixed_dictionaries({
    "by": st.sampled_from(["actor", "affiliation"]), "period": st.sampled_from(["day", "week", "month"]),
})  # fmt: skip


@settings(max_examples=60)
@given(BATCHES, SETTINGS, st.randoms(use_true_random=False))
def test_neither_order_nor_copies_matter(rows, how, random):
    shuffled = rows + random.sample(rows, len(rows) // 2)
    random.shuffle(shuffled)
    assert aggregate(shuffled, **how) == aggregate(rows, **how)


@settings(max_examples=60)
@given(BATCHES, SETTINGS)
def test_what_always_holds_of_a_position(rows, how):
    positions = aggregate(rows, **how)
    assert len({(row.actor.id, row.axis, row.date) for row in positions}) == len(positions)
    for row in positions:
        counts = (row.n_support, row.n_conditional, row.n_neutral, row.n_oppose, row.n_unclear)
        assert sum(counts) == row.n_utterances >= 1
        assert (row.value is None) == (row.stance is U) == (row.n_unclear == row.n_utterances)
        assert row.value is None or -1 <= row.low <= row.value <= row.high <= 1
        assert row.stance is U or getattr(row, f"n_{row.stance}") == max(counts[:4])
        assert 0 <= row.confidence <= 1


@settings(max_examples=40)
@given(BATCHES, BATCHES)
def test_actors_do_not_touch_each_other(left, right):
    left = [dataclasses.replace(row, actor=TARR) for row in left]
    right = [dataclasses.replace(row, actor=LEAGUE) for row in right]
    apart = [*aggregate(left), *aggregate(right)]
    assert sorted(apart, key=repr) == sorted(aggregate(left + right), key=repr)


# --- the timeline --------------------------------------------------------------------------------------------------


def history(*days: tuple[int, list[Label]]):
    """Aggregate a history: per day in May, the labels uttered."""
    return aggregate([
        stance(label, f"u{day}-{n}", date=dt.date(2031, 5, day))
        for day, labels in days for n, label in enumerate(labels)
    ])  # fmt: skip


def test_as_of_carries_the_latest_clear_position_forward():
    positions = history((1, [S]), (5, [O]), (9, [U]), (20, [S]))
    (state,) = as_of(positions, dt.date(2031, 5, 11))
    assert (state.position.stance, state.age_days) == (O, 6)
    assert as_of(positions, dt.date(2031, 4, 30)) == []
    assert as_of(history((1, [U])), MAY) == []


def test_a_change_is_a_candidate_until_a_second_utterance():
    (first,) = changes(history((1, [O]), (5, [C])))
    assert (first.before, first.after, first.status, first.confirmed_on) == (O, C, ChangeStatus.CANDIDATE, None)
    assert (first.before_ids, first.after_ids) == (("s_u1-0",), ("s_u5-0",))
    (second,) = changes(history((1, [O]), (5, [C]), (7, [N]), (9, [C]), (11, [C])))
    assert (second.status, second.date.day, second.confirmed_on.day) == (ChangeStatus.CONFIRMED, 5, 9)
    assert second.after_ids == ("s_u5-0", "s_u9-0")


def test_two_utterances_of_one_day_confirm():
    (change,) = changes(history((1, [O]), (5, [S, S])))
    assert (change.status, change.confirmed_on) == (ChangeStatus.CONFIRMED, dt.date(2031, 5, 5))


def test_a_return_leaves_the_candidate_and_starts_anew():
    found = changes(history((1, [O]), (3, [C]), (5, [O]), (7, [C]), (9, [C]), (11, [S])))
    assert [(change.date.day, change.before, change.after, change.status.value) for change in found] == [
        (3, O, C, "candidate"), (7, O, C, "confirmed"), (11, C, S, "candidate"),
    ]  # fmt: skip


def test_neutral_and_unclear_are_no_moves():
    assert changes(history((1, [O]), (3, [N]), (5, [U]), (7, [O]))) == []
    assert changes(history((1, [N]), (3, [S]))) == []


def test_changes_do_not_depend_on_order():
    positions = history((1, [O]), (3, [C]), (5, [S]), (9, [S]))
    assert changes(reversed(positions)) == changes(positions)
