"""On which day a statement was made: what its own sentence says, what the article says, or the day it appeared."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import FRIDAY, holder, parser, registry, resolve_on, statements

from tracker.documents import read_documents
from tracker.schema import DatePrecision, Document, Evidence, Span, Statement
from tracker.statements import held
from tracker.statements.occasions import Told, settle
from tracker.statements.timing import UNDATED, Dated

DAY, WEEK, MONTH = DatePrecision.DAY, DatePrecision.WEEK, DatePrecision.MONTH
PUBLISHED, UNKNOWN = DatePrecision.PUBLISHED, DatePrecision.UNKNOWN
KOLT, BRANDT = "Mira Kolt", "Odo Brandt"


def statement(text: str, who: str, words: str, published: dt.date | None = FRIDAY) -> Statement:
    """Return the shortest statement of an actor that holds some words."""
    found = [
        item.statement for item in statements(text, published) if holder(item) == who and words in item.statement.text
    ]
    return min(found, key=lambda statement: len(statement.text))


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("Mira Kolt said on Wednesday that Velm would send tanks.", "2024-05-08", DAY),
        ("Mira Kolt said late Monday that Velm would send tanks.", "2024-05-06", DAY),
        ("Late Monday, Mira Kolt ruled out sending tanks.", "2024-05-06", DAY),
        ("On Wednesday Mira Kolt rejected a plan to send tanks.", "2024-05-08", DAY),
        ("Mira Kolt told reporters on Feb. 26 that Velm would send tanks.", "2024-02-26", DAY),
        ("Mira Kolt told reporters on 26 February that Velm would send tanks.", "2024-02-26", DAY),
        ("Yesterday Mira Kolt ruled out sending tanks.", "2024-05-09", DAY),
        ("Mira Kolt said earlier today that Velm would send tanks.", "2024-05-10", DAY),
        ("Last week Mira Kolt ruled out sending tanks.", "2024-04-29", WEEK),
        ("Over the weekend, Mira Kolt rejected the plan to send tanks.", "2024-05-04", WEEK),
        ("In March, Mira Kolt ruled out sending tanks.", "2024-03-01", MONTH),
        ("“We will send tanks to Halmar,” Mira Kolt said on Tuesday.", "2024-05-07", DAY),
        ("On Tuesday, Mira Kolt said: “We will send tanks to Halmar.”", "2024-05-07", DAY),
        # the time at the end of the sentence belongs to the cue, wherever a parser hangs it
        ("Mira Kolt ruled out sending tanks on Thursday.", "2024-05-09", DAY),
        ("Mira Kolt ruled out sending tanks last week.", "2024-04-29", WEEK),
        ("Mira Kolt warned against sending tanks on Thursday.", "2024-05-09", DAY),
        ("Mira Kolt rejected the plan for tanks over the weekend.", "2024-05-04", WEEK),
        ("Mira Kolt promised on Tuesday to send tanks by Sunday.", "2024-05-07", DAY),
    ],
)
def test_the_time_words_of_the_cue(text: str, day: str, precision: DatePrecision) -> None:
    found = statement(text, KOLT, "tanks")
    assert (found.date, found.date_precision) == (dt.date.fromisoformat(day), precision)
    assert found.date_evidence


@pytest.mark.parametrize(
    ("text", "who", "words"),
    [
        ("Mira Kolt said that the tanks had crossed the border on Sunday.", KOLT, "tanks"),
        ("Mira Kolt said the tanks will arrive on Wednesday.", KOLT, "tanks"),
        ("“We will send tanks on Sunday,” Mira Kolt said.", KOLT, "tanks"),
        ("Odo Brandt said Ostra will decide next week on tanks.", BRANDT, "next week"),
        ("Odo Brandt plans to visit Velm next week.", BRANDT, "next week"),
        ("Velm will send tanks on Wednesday.", "Velm", "tanks"),
        ("Odo Brandt said troops were out of the question.", BRANDT, "troops"),
    ],
)
def test_days_told_of_and_plans_date_nothing(text: str, who: str, words: str) -> None:
    found = statement(text, who, words)
    assert (found.date, found.date_precision, found.date_evidence) == (FRIDAY, PUBLISHED, "stamp")


@pytest.mark.parametrize(
    ("text", "who", "words", "day"),
    [
        ("On Tuesday, Mira Kolt rejected the plan. Odo Brandt endorsed it the same day.", BRANDT, "it", "2024-05-07"),
        ("Mira Kolt rejected it on May 3. Three days later, Odo Brandt backed a toll.", BRANDT, "toll", "2024-05-06"),
        ("Ostra halted a plan on Tuesday. The next day, Odo Brandt rejected a toll.", BRANDT, "toll", "2024-05-08"),
        ("Ostra gave guns on Wednesday, a day after Mira Kolt said Velm would send tanks.", KOLT, "tanks",
         "2024-05-07"),
        ("A day after Mira Kolt ruled out troops, Odo Brandt said on Thursday that Ostra wants a toll.", KOLT,
         "troops", "2024-05-08"),
    ],
)  # fmt: skip
def test_days_counted_from_another_event(text: str, who: str, words: str, day: str) -> None:
    found = statement(text, who, words)
    assert (found.date, found.date_precision) == (dt.date.fromisoformat(day), DAY)


def test_a_count_that_has_nothing_to_count_from_falls_back() -> None:
    found = statement("Three days later, Odo Brandt endorsed the toll.", BRANDT, "toll")
    assert (found.date, found.date_precision) == (FRIDAY, PUBLISHED)


@pytest.mark.parametrize(
    ("text", "words", "day", "precision"),
    [
        ("Odo Brandt backed a toll on Thursday. In March he said that Ostra was against it.", "against", "2024-03-01",
         MONTH),
        ("“Troops are possible,” Odo Brandt said in February. On Thursday he rejected them.", "possible",
         "2024-02-01", MONTH),
        ("Odo Brandt, who on Jan. 9 said that Ostra would never send troops, met Mira Kolt on Thursday.",
         "never send troops", "2024-01-09", DAY),
    ],
)  # fmt: skip
def test_an_earlier_statement_keeps_its_own_day(text: str, words: str, day: str, precision: DatePrecision) -> None:
    found = statement(text, BRANDT, words)
    assert (found.date, found.date_precision) == (dt.date.fromisoformat(day), precision)


@pytest.mark.parametrize(
    "text",
    [
        "Mira Kolt spoke on Thursday.\n“We will not send tanks,” she said.",
        "Mira Kolt told reporters on Thursday that a toll was fine.\n“We will not send tanks at all,” Kolt said.",
    ],
)
def test_one_occasion_dates_all_that_its_speaker_says(text: str) -> None:
    found = statement(text, KOLT, "tanks")
    assert (found.date, found.date_precision) == (dt.date(2024, 5, 9), DAY)


def test_an_occasion_dates_no_other_speaker_and_no_act() -> None:
    text = "Mira Kolt backed a toll on Thursday. Odo Brandt said troops were no option. Ostra sent ten guns."
    assert statement(text, BRANDT, "troops").date_precision is PUBLISHED
    assert statement(text, "Ostra", "guns").date_precision is PUBLISHED


def test_without_a_day_of_publication_nothing_is_dated() -> None:
    found = statement("Mira Kolt said on Thursday that tanks would come.", KOLT, "tanks", published=None)
    assert (found.date, found.date_precision, found.date_evidence) == (None, UNKNOWN, "")


def test_a_date_broken_over_lines_is_read_whole(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(
        "Mira Kolt, the foreign minister of Velm, told reporters on Feb.\n26 that her country would send tanks to "
        "Halmar.\nThe talks went on until late in the evening, and both delegations said that they were content.\n"
    )
    (read,) = read_documents([str(page)], published=FRIDAY)
    assert isinstance(read, Document)
    parsed = parser().parse(read.text)
    found = held(parsed, read, resolve_on(FRIDAY), [Span(0, len(read.text))])
    assert {item.statement.date for item in found if holder(item) == KOLT} == {dt.date(2024, 2, 26)}
    assert "mira-kolt" in registry().entries


# -- settling, on its own -----------------------------------------------------------------------------------------

DAYS = st.dates(dt.date(2024, 3, 1), FRIDAY)
OWN = st.one_of(
    st.just(UNDATED),
    DAYS.map(lambda day: Dated(day, DAY, "words")),
    st.integers(-3, 9).map(lambda days: Dated(None, DAY, "later", shift=days)),
)
TOLD = st.builds(Told, st.integers(0, 99), st.sampled_from("ab"), st.sampled_from(list(Evidence)), OWN)


@given(st.lists(TOLD, max_size=12))
def test_nothing_is_dated_after_its_publication_and_own_dates_stand(told: list[Told]) -> None:
    settled = settle(told, FRIDAY, "stamp")
    assert len(settled) == len(told)
    for item, dated in zip(told, settled, strict=True):
        assert dated.date is not None
        assert dated.date <= FRIDAY
        assert item.own.date in (None, dated.date)
        assert (dated.precision is PUBLISHED) == (dated.evidence == "stamp")


@given(st.lists(TOLD, max_size=12))
def test_without_publication_settling_dates_nothing(told: list[Told]) -> None:
    assert settle(told, None, "") == [UNDATED] * len(told)


def test_an_old_day_is_background() -> None:
    old = Told(0, "a", Evidence.DIRECT, Dated(dt.date(2024, 3, 1), DAY, "on March 1"))
    now = Told(50, "a", Evidence.DIRECT, UNDATED)
    assert [dated.precision for dated in settle([old, now], FRIDAY, "stamp")] == [DAY, PUBLISHED]
