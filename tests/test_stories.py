"""Days that hold beyond their sentence: sessions told of from end to end, and stories that move on day by day."""

from __future__ import annotations

import datetime as dt

import pytest
from invented import FRIDAY, occasion, parser, resolve_on, statement

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
    assert occasion(lead + TOLL, BRANDT, "toll") == dt.date(2024, 5, 8)


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
    assert occasion(lead + TOLL, BRANDT, "toll") == FRIDAY


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
    assert occasion(text.format("answer came"), BRANDT, "toll") == dt.date(2024, 5, 9)
    assert occasion(text.format("wreck was found"), BRANDT, "toll") == FRIDAY


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


# -- parts of a text that a day heads -----------------------------------------------------------------------------

CHRONICLE = "How it came about\n{first}The harbour froze.\n{second}Odo Brandt {said} a toll.\n{after}"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Tuesday, April 23\n", "Thursday, April 25\n"),
        ("23 April: ", "25 April: "),
        ("April 23. ", "April 25. "),
        ("23 April – ", "25 April – "),
        ("Tuesday, April 23\n", "Thursday, April 25, and after\n"),
    ],
)
@pytest.mark.parametrize("said", ["rejects", "rejected"])
def test_a_day_heads_a_part_of_a_chronicle(first: str, second: str, said: str) -> None:
    text = CHRONICLE.format(first=first, second=second, said=said, after="")
    assert statement(text, BRANDT, "toll").date == dt.date(2024, 4, 25)


@pytest.mark.parametrize(
    "text",
    [
        "Thursday, April 25, 2024\nOdo Brandt rejects a toll.",  # one day alone is that of printing
        "Thursday, April 25\n25 April 2024\nOdo Brandt rejects a toll.",
        "Wednesday, April 24, 2024\nLast changed\nThursday, April 25, 2024\nOdo Brandt rejects a toll.",
        "Tuesday vote looms\nSnow fell.\nThursday march planned\nOdo Brandt rejects a toll.",
        # the last entry is one paragraph, and any other heading ends a part
        "23 April: The harbour froze.\n25 April: It thawed.\nOdo Brandt rejects a toll.",
        "Tuesday, April 23\nThe harbour froze.\nThursday, April 25\nIt thawed.\nWhat now?\nOdo Brandt rejects a toll.",
        # a day that is part of a sentence heads nothing
        "April 23 was cold.\nApril 25 was no better.\nOdo Brandt rejects a toll.",
    ],
)
def test_other_days_head_nothing(text: str) -> None:
    assert statement(text, BRANDT, "toll").date_precision is DatePrecision.PUBLISHED


def test_an_evening_is_that_of_the_day_that_heads_its_part() -> None:
    text = (
        "The harbour froze on April 9.\nApril 23. Ida Sold opens a bridge. In the evening Odo Brandt is asked about "
        "it. He rejects a toll.\nApril 25. Snow falls."
    )
    assert statement(text, BRANDT, "toll").date == dt.date(2024, 4, 23)


# -- readings -----------------------------------------------------------------------------------------------------


def test_since_dates_what_happened_then() -> None:
    text = "Since May 2, when Mira Kolt rejected a toll, Odo Brandt has been rejecting tanks."
    assert statement(text, KOLT, "toll").date == dt.date(2024, 5, 2)
    assert statement(text, BRANDT, "tanks").date == dt.date(2024, 5, 10)
    later = "It has been quiet since May 2, when Mira Kolt opened a bridge. A day later Odo Brandt rejected a toll."
    assert statement(later, BRANDT, "toll").date == dt.date(2024, 5, 3)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("In a talk that appeared on May 2, Mira Kolt rejected a toll.", "2024-05-02"),
        ("In a talk with a weekly that appeared on May 2, Mira Kolt rejected a toll.", "2024-05-02"),
        ("When a weekly, in a talk that appeared on May 2, asked her, Mira Kolt rejected a toll.", "2024-05-02"),
        ("Mira Kolt rejected a toll on ships that appeared on May 2.", "2024-05-10"),
    ],
)
def test_what_was_said_in_an_interview_is_of_the_day_on_which_that_appeared(text: str, day: str) -> None:
    assert statement(text, KOLT, "toll").date == dt.date.fromisoformat(day)


def test_a_day_of_the_month_is_of_the_month_told_of() -> None:
    text = "In April there was a row. On the 14th, Odo Brandt rejected a toll.\n{}On the 9th, Ida Sold rejected it."
    assert statement(text.format(""), BRANDT, "toll").date == dt.date(2024, 4, 14)
    assert statement(text.format(""), "Ida Sold", "it").date == dt.date(2024, 5, 9)


def test_what_somebody_would_not_do_on_a_day_happened() -> None:
    text = "On Tuesday Ida Sold would {}open a bridge. A day later Odo Brandt rejected a toll."
    assert statement(text.format("not "), BRANDT, "toll").date == dt.date(2024, 5, 8)
    assert statement(text.format(""), BRANDT, "toll").date_precision is DatePrecision.PUBLISHED


def test_a_weekday_after_a_verb_in_the_present_is_to_come() -> None:
    text = "{}.\nOdo Brandt rejected a toll."
    assert told_of(text.format("Odo Brandt needs a miracle on Sunday")) == []
    assert statement(text.format("Odo Brandt needs a miracle on Sunday"), BRANDT, "toll").date == FRIDAY
    for past in ("Odo Brandt says on Sunday that figs are dear", "On Sunday Odo Brandt takes us round the harbour"):
        assert [moment.dated.date for moment in told_of(text.format(past))] == [dt.date(2024, 5, 5)]


@pytest.mark.parametrize("often", ["repeatedly {}", "{} more than once", "{} over and over"])
def test_what_was_said_again_and_again_is_of_no_day(often: str) -> None:
    text = f"Snow fell.\nOdo Brandt has {often.format('rejected')} a toll. He came to Velmar on Tuesday."
    assert statement(text, BRANDT, "toll").date_precision is DatePrecision.PUBLISHED


def test_by_a_day_the_story_has_come_to_it() -> None:
    text = "The harbour froze.\n{} the replies had come. Odo Brandt rejected a toll."
    assert occasion(text.format("By Thursday"), BRANDT, "toll") == dt.date(2024, 5, 9)
    assert occasion(text.format("On Thursday"), BRANDT, "toll") == FRIDAY


def test_days_before_are_counted_where_the_story_looks_back() -> None:
    text = "Ida Sold opened a bridge on Wednesday. Odo Brandt, who {} had rejected a toll, was there."
    assert statement(text.format("two days before"), BRANDT, "toll").date == dt.date(2024, 5, 6)
    assert statement(text.format("on the afternoon before"), BRANDT, "toll").date == FRIDAY - dt.timedelta(days=3)


def test_there_may_be_of_a_month() -> None:
    text = "Ida Sold opened a bridge on Wednesday.\nIn March Mira Kolt went to Ostra. There she rejected a toll."
    found = statement(text, KOLT, "toll")
    assert (found.date, found.date_precision) == (dt.date(2024, 3, 1), DatePrecision.MONTH)


def test_who_is_given_the_floor_speaks_then() -> None:
    text = "Snow fell.\nOdo Brandt was {} twenty minutes on Tuesday.\nThe hall was full.\nHe rejected a toll."
    assert statement(text.format("given"), BRANDT, "toll").date == dt.date(2024, 5, 7)
    assert statement(text.format("missed for"), BRANDT, "toll").date_precision is DatePrecision.PUBLISHED


def test_a_speaker_brought_in_is_dated_by_the_next_sentence() -> None:
    text = "Snow fell.\nOdo Brandt rejected a toll. He opened a bridge on {}."
    assert statement(text.format("Thursday"), BRANDT, "toll").date == dt.date(2024, 5, 9)
    assert statement(text.format("May 2"), BRANDT, "toll").date_precision is DatePrecision.PUBLISHED


def test_what_stands_is_not_of_the_day_told_of_beside_it() -> None:
    text = "In April the town joined the trial in which Odo Brandt {} a toll."
    assert statement(text.format("rejects"), BRANDT, "toll").date_precision is DatePrecision.PUBLISHED


# -- days counted and days told of beside the story -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "when", "day"),
    [
        ("The envoys met in Velmar on Wednesday.", "Earlier in the day", 8),
        ("Ida Sold came to Velmar on Wednesday.", "A few hours before,", 8),
        ("Ida Sold gave a speech in Velmar on Wednesday.", "Two days before the mayor's speech", 6),
        ("The envoys met in Velmar on Wednesday. Snow fell.", "Coming out of the meeting,", 8),
    ],
)
def test_days_are_counted_from_what_was_told_of(before: str, when: str, day: int) -> None:
    text = f"{before}\n{when} Odo Brandt had rejected a toll."
    assert statement(text, BRANDT, "toll").date == dt.date(2024, 5, day)


@pytest.mark.parametrize(
    "aside",
    [
        "She praised Ada Lind, who came on Monday.",
        "She spoke of the storm, which had begun on Monday.",
    ],
)
def test_an_older_day_told_of_beside_the_story_does_not_move_it(aside: str) -> None:
    text = f"Ida Sold came on Wednesday. {aside} Snow fell.\nThat evening Odo Brandt left. He rejected a toll."
    assert statement(text, BRANDT, "toll").date == dt.date(2024, 5, 8)


def test_the_sentence_after_one_that_looks_back_may_go_on_from_there() -> None:
    text = "Ida Sold opened a bridge on Wednesday. She had lost her coat on Monday.{} Hours later Odo Brandt went home."
    assert told_of(text.format(""))[-1].dated.date == dt.date(2024, 5, 6)
    assert told_of(text.format(" Snow fell."))[-1].dated.date == dt.date(2024, 5, 8)


def test_two_who_do_something_together_have_met() -> None:
    text = "Ida Sold came to Velmar on Wednesday to see Mira Kolt.\n{}.\nOdo Brandt rejected a toll."
    for together in ("The two opened a bridge", "The pair had signed a treaty"):
        assert occasion(text.format(together), BRANDT, "toll") == dt.date(2024, 5, 8)
    for other in ("The two banks failed", "Two opened a bridge", "The two open a bridge"):
        assert occasion(text.format(other), BRANDT, "toll") == FRIDAY


def test_a_paragraph_is_of_a_day_of_the_last_few() -> None:
    text = "The harbour froze.\nThe answer came on {}. Odo Brandt rejected the toll."
    assert occasion(text.format("Monday"), BRANDT, "toll") == dt.date(2024, 5, 6)
    assert occasion(text.format("May 4"), BRANDT, "toll") == FRIDAY


@pytest.mark.parametrize("verb", ["did not rule out", "would have ruled out", "ruled out"])
def test_what_somebody_did_not_do_or_would_have_done_is_told_in_a_story(verb: str) -> None:
    text = f"The envoys met in Velmar on Wednesday.\nThe hall was full.\nOdo Brandt {verb} a toll."
    assert occasion(text, BRANDT, "toll") == dt.date(2024, 5, 8)


# -- what was said again ------------------------------------------------------------------------------------------


def test_what_is_said_again_may_be_of_the_day_just_told_of_and_what_is_said_always_of_none() -> None:
    text = "Odo Brandt spoke in Velm on Tuesday. Odo Brandt has {} rejected a toll."
    assert statement(text.format("again"), BRANDT, "toll").date == dt.date(2024, 5, 7)
    assert statement(text.format("always"), BRANDT, "toll").date_precision is DatePrecision.PUBLISHED


def test_a_day_of_the_month_is_of_no_month_to_come() -> None:
    text = "The deal will expire in December. On the 14th, Odo Brandt rejected a toll."
    assert statement(text, BRANDT, "toll").date != dt.date(2023, 12, 14)
