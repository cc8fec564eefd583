"""Days that hold beyond their sentence: sessions told of from end to end, and stories that move on day by day."""

from __future__ import annotations

import datetime as dt

from invented import FRIDAY, holder, statements

from tracker.schema import DatePrecision, Statement

KOLT, BRANDT = "Mira Kolt", "Odo Brandt"


def statement(text: str, who: str, words: str) -> Statement:
    """Return the shortest statement of an actor that holds some words."""
    found = [
        item.statement for item in statements(text, FRIDAY) if holder(item) == who and words in item.statement.text
    ]
    return min(found, key=lambda statement: len(statement.text))


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


def test_there_is_the_place_and_the_day_of_what_has_been_told() -> None:
    text = "Ida Sold came to Velmar on April 23. The harbour froze.\n{}"
    there = statement(text.format("There Odo Brandt rejected the toll."), BRANDT, "toll")
    assert there.date == dt.date(2024, 4, 23)
    for other in ("Odo Brandt said there was no toll.", "There Odo Brandt rejects the toll."):
        assert statement(text.format(other), BRANDT, "toll").date_precision is DatePrecision.PUBLISHED
    assert statement(text.format("Odo Brandt said that troops stood there."), BRANDT, "troops").date == FRIDAY
