"""On which day a statement was made: what its own sentence says, what the article says, or the day it appeared."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import FRIDAY, holder, parser, registry, resolve_on, statements

from tracker.documents import read_documents
from tracker.schema import DatePrecision, Document, Statement
from tracker.statements import held
from tracker.statements.moments import Moment, Place
from tracker.statements.occasions import Told, settle
from tracker.statements.timewords import UNDATED, Dated

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
        ("Mira Kolt promised tanks when she spoke in Velmar on Tuesday.", "2024-05-07", DAY),
        # so does one between the cue and the clause that it opens
        ("Mira Kolt told reporters on Monday the tanks were ready.", "2024-05-06", DAY),
        ("Mira Kolt told a farmer who stopped her on May 2 that tanks would come.", "2024-05-02", DAY),
        # an interview is given, and a letter written, for the day on which it appears
        ("Mira Kolt told a radio station in a talk aired on Sunday that tanks would come.", "2024-05-05", DAY),
        ("Mira Kolt ruled out tanks in a letter published on May 2.", "2024-05-02", DAY),
        ("After Tuesday's meeting Mira Kolt said that Velm would send tanks.", "2024-05-07", DAY),
        ("Mira Kolt said a week ago that Velm would send tanks.", "2024-05-03", DAY),
        ("Mira Kolt said at the start of the month that Velm would send tanks.", "2024-05-01", MONTH),
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
        ("Odo Brandt, whose term ends in January, said troops were no option.", BRANDT, "troops"),
        ("“No troops, now or later,” Odo Brandt said, and added that guns would come as agreed in March.", BRANDT,
         "No troops"),
        ("Odo Brandt rejected the shipment of tanks that Velm approved on Tuesday.", BRANDT, "tanks"),
        ("OSTRAGRAD, May 10 (Agency) - Odo Brandt says he is considering tanks.", BRANDT, "tanks"),
    ],
)  # fmt: skip
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
        ("Ostra rejected a toll on May 2; a day later, Mira Kolt said Velm would send tanks.", KOLT, "tanks",
         "2024-05-03"),
        ("Ida Sold rejected a toll on Wednesday. Hours later, Mira Kolt said Velm would send tanks.", KOLT, "tanks",
         "2024-05-08"),
        ("Ida Sold opened an office on Wednesday. Two days before that, Odo Brandt rejected a toll.", BRANDT, "toll",
         "2024-05-06"),
        # an event named again is the one last told of, whoever took part
        ("The Pact met in Velmar on Tuesday.\nMira Kolt said after the meeting that Velm would send tanks.", KOLT,
         "tanks", "2024-05-07"),
        ("Lawmakers met on Tuesday.\nOdo Brandt told them before the vote that Ostra wanted a toll.", BRANDT, "toll",
         "2024-05-07"),
        ("The Pact met on Tuesday.\nOn the eve of the talks, Mira Kolt ruled out tanks.", KOLT, "tanks",
         "2024-05-06"),
        ("Ida Sold came to Velmar on Tuesday.\nHer host, Mira Kolt, ruled out tanks.", KOLT, "tanks", "2024-05-07"),
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
        "Mira Kolt has ruled out sending tanks.\n“A toll is better,” she said in Velmar on Thursday.",
    ],
)
def test_one_occasion_dates_all_that_its_speaker_says(text: str) -> None:
    found = statement(text, KOLT, "tanks")
    assert (found.date, found.date_precision) == (dt.date(2024, 5, 9), DAY)


def test_a_day_dates_what_its_speaker_goes_on_to_say_however_old_it_is() -> None:
    text = "Mira Kolt turned the idea down in March. Even if it were cheap, she said, tanks would not be sent."
    found = statement(text, KOLT, "tanks")
    assert (found.date, found.date_precision) == (dt.date(2024, 3, 1), MONTH)


def test_a_paragraph_just_past_dates_others_in_it_and_nobody_outside() -> None:
    told = "Mira Kolt backed a toll on Thursday.{}Odo Brandt said troops were no option."
    assert statement(told.format(" "), BRANDT, "troops").date == dt.date(2024, 5, 9)
    assert statement(told.format("\n"), BRANDT, "troops").date_precision is PUBLISHED
    assert statement(told.format(" ").replace("Thursday", "Monday"), BRANDT, "troops").date_precision is PUBLISHED
    assert statement(told.format(" ").replace("said", "says"), BRANDT, "troops").date_precision is PUBLISHED


def test_what_is_told_in_the_present_is_of_the_day_of_printing() -> None:
    text = "Mira Kolt backed a toll on Tuesday.\nOdo Brandt was against it.\nMira Kolt says that tanks are needed."
    assert statement(text, KOLT, "tanks").date_precision is PUBLISHED


def test_a_line_with_a_day_heads_the_list_below_it() -> None:
    text = "What happened yesterday:\n- Mira Kolt ruled out tanks\n- Odo Brandt rejected troops\nIda Sold sends guns.\n"
    assert statement(text, KOLT, "tanks").date == dt.date(2024, 5, 9)
    assert statement(text, BRANDT, "troops").date == dt.date(2024, 5, 9)
    assert statement(text, "Ida Sold", "guns").date_precision is PUBLISHED


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
    found = held(parsed, read, resolve_on(FRIDAY))
    assert {item.statement.date for item in found if holder(item) == KOLT} == {dt.date(2024, 2, 26)}
    assert "mira-kolt" in registry().entries


# -- settling, on its own -----------------------------------------------------------------------------------------

DAYS = st.dates(dt.date(2024, 3, 1), FRIDAY)
PLACES = st.builds(lambda token: Place(token, token // 9, token // 30), st.integers(0, 99))
OWN = st.one_of(
    st.just(UNDATED),
    DAYS.map(lambda day: Dated(day, DAY, "words")),
    st.builds(lambda days, at: Dated(None, DAY, "later", days, at), st.integers(-3, 9), st.integers(0, 99)),
)
TENSES = st.sampled_from(["past", "present", "recap", "other"])
TOLD = st.builds(Told, PLACES, st.sampled_from("ab"), OWN, TENSES)
MOMENTS = st.builds(
    Moment, PLACES, st.frozensets(st.sampled_from("ab")), DAYS.map(lambda day: Dated(day, DAY, "words"))
)


@given(st.lists(TOLD, max_size=12), st.lists(MOMENTS, max_size=6))
def test_nothing_is_dated_after_its_publication_and_own_dates_stand(told: list[Told], named: list[Moment]) -> None:
    settled = settle(told, FRIDAY, "stamp", named)
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
    old = Told(Place(0, 0, 0), "a", Dated(dt.date(2024, 3, 1), DAY, "on March 1"))
    now = Told(Place(50, 3, 1), "a", UNDATED)
    assert [dated.precision for dated in settle([old, now], FRIDAY, "stamp")] == [DAY, PUBLISHED]
