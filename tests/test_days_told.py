"""Days that a sentence gives its statement by way of another clause, or an earlier month."""

from __future__ import annotations

import datetime as dt

import pytest
from invented import FRIDAY, statement

from tracker.schema import DatePrecision

DAY, MONTH, PUBLISHED = DatePrecision.DAY, DatePrecision.MONTH, DatePrecision.PUBLISHED
KOLT, BRANDT = "Mira Kolt", "Odo Brandt"
DECEMBER = dt.date(2024, 12, 14)


def dated(text: str, who: str, words: str, published: dt.date = FRIDAY) -> tuple[str, DatePrecision]:
    """Return the day of a statement and how exact it is."""
    found = statement(text, who, words, published)
    return str(found.date), found.date_precision


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("On 14 March Mira Kolt rejected a plan to send tanks.", "2024-03-14", DAY),
        ("In February Mira Kolt ruled out sending tanks.", "2024-02-01", MONTH),
        # after the verb it may be a plan's
        ("Mira Kolt promised tanks for the parade on 14 March.", "2024-12-14", PUBLISHED),
        ("On 14 March Mira Kolt will send tanks.", "2024-12-14", PUBLISHED),
    ],
)
def test_what_was_done_on_a_day_was_done_on_the_last_such_day(text: str, day: str, precision: DatePrecision) -> None:
    assert dated(text, KOLT, "tanks", DECEMBER) == (day, precision)


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("Ida Sold opened a port in April. Mira Kolt said the same month that tanks would come.", "2024-04-01", MONTH),
        ("Ida Sold opened a port on 4 March. Later that month, Mira Kolt said that tanks would come.", "2024-03-01",
         MONTH),
        ("Ida Sold opened a port in February. Mira Kolt said that tanks would come the same month.", "2024-05-10",
         PUBLISHED),
        ("Mira Kolt said the same month that tanks would come.", "2024-05-10", PUBLISHED),
    ],
)  # fmt: skip
def test_the_same_month_is_the_one_told_of(text: str, day: str, precision: DatePrecision) -> None:
    assert dated(text, KOLT, "tanks") == (day, precision)


def test_a_time_beside_an_auxiliary_hangs_on_its_verb() -> None:
    text = (
        "Odo Brandt confirmed on Wednesday that the president had in February approved long-range tanks, "
        "which have arrived."
    )
    assert dated(text, BRANDT, "tanks") == ("2024-02-01", MONTH)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Mira Kolt declined to comment on the tanks on Wednesday.", "2024-05-08"),
        ("Mira Kolt refused to talk about the tanks on Wednesday.", "2024-05-08"),
        ("Mira Kolt refused to meet the makers of the tanks on Wednesday.", None),
        ("Mira Kolt promised to talk about the tanks on Wednesday.", None),
    ],
)
def test_what_was_not_said_was_not_said_then(text: str, day: str | None) -> None:
    assert dated(text, KOLT, "tanks") == ((day, DAY) if day else ("2024-05-10", PUBLISHED))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The senators on Wednesday adopted a motion that calls for tanks.", "2024-05-08"),
        ("Velm closed the port on Wednesday, and Mira Kolt calls for tanks.", None),
    ],
)
def test_what_a_motion_wants_was_wanted_when_it_passed(text: str, day: str | None) -> None:
    who = KOLT if day is None else "senators"
    assert dated(text, who, "tanks") == ((day, DAY) if day else ("2024-05-10", PUBLISHED))


def test_a_clause_before_a_colon_dates_what_it_leads_up_to() -> None:
    text = (
        "The surprise of last night came out of Ostra: the Velmar foreign ministry announced that it was ready to move "
        "all of the tanks to Halmar."
    )
    assert dated(text, "Velm", "tanks") == ("2024-05-09", DAY)


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("Velm has been supplying tanks to Halmar since March.", "2024-03-01", MONTH),
        ("Velm has been calling for tanks since March.", "2024-05-10", PUBLISHED),
    ],
)
def test_a_deed_that_goes_on_is_of_the_month_it_began(text: str, day: str, precision: DatePrecision) -> None:
    assert dated(text, "Velm", "tanks") == (day, precision)


@pytest.mark.parametrize(
    ("what", "day", "precision"),
    [("a motion by Odo Brandt", "2024-05-08", DAY), ("Odo Brandt's plea", "2024-05-10", PUBLISHED)],
)
def test_a_motion_is_of_the_day_of_the_vote(what: str, day: str, precision: DatePrecision) -> None:
    text = f"On Wednesday the senate rejected {what} for tanks."
    assert dated(text, BRANDT, "tanks") == (day, precision)


STORY = "Mira Kolt opened a port on Tuesday.\nIda Sold had left for Ostra on 2 May. Within hours she came back.{}"


def test_what_the_pluperfect_looks_back_at_ends_with_its_paragraph() -> None:
    text = STORY + "The day before, Odo Brandt announced that tanks would come."
    assert dated(text.format("\n"), BRANDT, "tanks") == ("2024-05-06", DAY)
    assert dated(text.format(" "), BRANDT, "tanks") == ("2024-05-01", DAY)


def test_days_count_from_whatever_that_was() -> None:
    text = "A paper on tanks came out on 2 May. Odo Brandt told a visitor the day after that {} that tanks would come."
    assert dated(text.format("paper"), BRANDT, "would come") == ("2024-05-03", DAY)
    text = "A paper came out on 2 May. Odo Brandt told a visitor the day after that Velm would send tanks."
    assert dated(text, BRANDT, "tanks") == ("2024-05-10", PUBLISHED)


def test_who_came_on_a_day_spoke_on_it_too() -> None:
    text = "During a visit by {} to Velmar on 11 April, Mira Kolt asked for it. Odo Brandt said that tanks would come."
    assert dated(text.format("Odo Brandt"), BRANDT, "tanks") == ("2024-04-11", DAY)
    assert dated(text.format("Ida Sold"), BRANDT, "tanks") == ("2024-05-10", PUBLISHED)


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("On May 11 Mira Kolt rejected a plan to send tanks.", FRIDAY, "2024-05-11"),  # the clock of another place
        ("On June 4 the ministers were due to discuss tanks, Mira Kolt said.", FRIDAY, "2024-05-10"),
    ],
)
def test_no_day_of_something_else_is_taken(text: str, published: dt.date, day: str) -> None:
    assert dated(text, KOLT, "tanks", published)[0] == day


def test_what_is_done_once_more_is_not_of_the_month_since_which_it_is_counted() -> None:
    assert dated("Velm has sent more tanks since March.", "Velm", "tanks")[1] is PUBLISHED
    assert dated("Velm has been sending tanks since March.", "Velm", "tanks") == ("2024-03-01", MONTH)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("She did not want tanks for Halmar.", "2024-05-07"),
        ("She does not want tanks for Halmar.", None),
        ("She is opposed to tanks for Halmar.", None),
        ("She has again rejected tanks for Halmar.", None),
        ("Mira Kolt, having rejected tanks for Halmar, left early.", None),
        ("Her promise to send tanks angered Halmar.", None),
    ],
)
def test_what_is_told_as_of_now_or_of_before_is_not_of_the_day_on_which_its_speaker_last_did_something(
    text: str, day: str | None
) -> None:
    told = f"Mira Kolt opened a port in Velm on Tuesday. The port is old. {text}"
    assert dated(told, KOLT, "tanks") == ((day, DAY) if day else ("2024-05-10", PUBLISHED))
