"""Days that hold beyond their sentence: sessions told of from end to end, and stories that move on day by day."""

from __future__ import annotations

import datetime as dt

import pytest
from invented import FRIDAY, parser, resolve_on, statement

from tracker.schema import DatePrecision
from tracker.statements.cast import Cast
from tracker.statements.moments import Moment, moments, places

KOLT, BRANDT = "Mira Kolt", "Odo Brandt"
TOLL = "\nOdo Brandt rejected the toll."


def told_of(text: str, published: dt.date = FRIDAY) -> list[Moment]:
    """Return the days that an article tells of."""
    parsed = parser().parse(text)
    return moments(parsed.doc, Cast(parsed, resolve_on(published)), places(parsed.doc), published)


# -- sessions -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lead",
    [
        # what somebody had to do was done, and what was to have ended has begun
        "The envoys had to vote twice on Wednesday.",
        "The hearing on the toll was to have lasted until noon on Wednesday.",
        "The Speaker rang her bell twice on Wednesday before the assembly would listen.",
        # the text goes on to call it a meeting
        "Ida Sold slept little before she came to Velmar on Wednesday. It was the envoys' first meeting since April.",
    ],
)
def test_an_article_whose_lead_tells_of_a_session_is_its_report(lead: str) -> None:
    assert statement(lead + TOLL, BRANDT, "toll").date == dt.date(2024, 5, 8)


@pytest.mark.parametrize(
    "lead",
    [
        "Ida Sold was to open a bridge on Wednesday.",
        "Ida Sold hoped to meet the envoys on Wednesday.",
        "Ida Sold opened a bridge on Wednesday because the assembly would listen.",
        "Ida Sold opened a bridge on Wednesday. It was her first bridge since April.",
    ],
)
def test_other_leads_tell_of_no_session(lead: str) -> None:
    assert statement(lead + TOLL, BRANDT, "toll").date_precision is DatePrecision.PUBLISHED


def test_who_replies_does_so_to_people_who_met() -> None:
    text = (
        "The harbour froze on Tuesday.\nThe envoys met in Velmar on Wednesday.\nIda Sold opened an office on {}.\n"
        "Odo Brandt {} that Velm would send no troops."
    )
    assert statement(text.format("Tuesday", "replied"), BRANDT, "troops").date == dt.date(2024, 5, 8)
    assert statement(text.format("Tuesday", "wrote"), BRANDT, "troops").date_precision is DatePrecision.PUBLISHED


# -- stories ------------------------------------------------------------------------------------------------------


def test_a_day_that_is_the_subject_opens_a_stretch_of_the_story() -> None:
    text = (
        "The envoys met in Velmar on Thursday.\nTuesday {} with figs. Growers from the coast lined the road.\n"
        "Odo Brandt rejected the toll."
    )
    assert statement(text.format("began"), BRANDT, "toll").date == dt.date(2024, 5, 7)
    assert [moment.opens for moment in told_of("Tuesday began with figs. Snow fell on Tuesday.")] == [True, False]
    assert [moment.opens for moment in told_of("Tuesday was a holiday. On Tuesday Velm froze.")] == [False, False]


def test_what_a_speaker_said_on_the_day_before_ends_with_that_day() -> None:
    text = "MONDAY began in the dark. Odo Brandt rejected guns.\nTUESDAY brought rain.\nBrandt rejected a toll."
    assert statement(text, BRANDT, "toll").date == dt.date(2024, 5, 7)


def test_there_is_the_place_and_the_day_of_what_has_been_told() -> None:
    text = "Ida Sold came to Velmar on April 23. The harbour froze.\n{}"
    there = statement(text.format("There Odo Brandt rejected the toll."), BRANDT, "toll")
    assert there.date == dt.date(2024, 4, 23)
    for other in ("Odo Brandt said there was no toll.", "There Odo Brandt rejects the toll."):
        assert statement(text.format(other), BRANDT, "toll").date_precision is DatePrecision.PUBLISHED
    assert statement(text.format("Odo Brandt said that troops stood there."), BRANDT, "troops").date == FRIDAY


def test_a_paragraph_is_of_the_day_on_which_something_went_on_in_it() -> None:
    text = "The harbour froze.\nThe {} on Thursday. Odo Brandt rejected the toll."
    assert statement(text.format("answer came"), BRANDT, "toll").date == dt.date(2024, 5, 9)
    assert statement(text.format("wreck was found"), BRANDT, "toll").date_precision is DatePrecision.PUBLISHED


def test_a_day_of_somebodys_words_is_the_speakers() -> None:
    text = "The harbour froze.\nOdo Brandt's {} on Tuesday was short.\nHe rejected the toll."
    assert statement(text.format("lecture"), BRANDT, "toll").date == dt.date(2024, 5, 7)
    assert statement(text.format("journey"), BRANDT, "toll").date_precision is DatePrecision.PUBLISHED


# -- words --------------------------------------------------------------------------------------------------------


def test_a_time_between_two_halves_of_what_is_said_is_of_the_statement() -> None:
    text = (
        "\"It will guard the tanks of the Pact as far as the border post,\" said its chancellor, Mira Kolt, "
        "on Tuesday, \"and the post is a clearly visible object.\""
    )
    assert statement(text, KOLT, "tanks").date == dt.date(2024, 5, 7)


def test_somebodys_last_week_is_no_date() -> None:
    text = "Mira Kolt rejected the toll in {} last week."
    assert statement(text.format("her"), KOLT, "toll").date_precision is DatePrecision.PUBLISHED
    assert statement(text.format("Velmar"), KOLT, "toll").date_precision is DatePrecision.WEEK
