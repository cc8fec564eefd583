"""Time expressions: what is found, what is not, and what day it means."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.dates import find, resolve, shift
from tracker.schema import DatePrecision

FRIDAY = dt.date(2022, 3, 18)
DAY, WEEK, MONTH = DatePrecision.DAY, DatePrecision.WEEK, DatePrecision.MONTH
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def one(words: str, published: dt.date = FRIDAY, tense: str = "past"):
    """Resolve the only time expression of a sentence built around the words."""
    found = find(f"The minister of Borvania spoke {words} about the plan.")
    assert len(found) == 1, found
    return resolve(found[0], published, tense=tense)


@pytest.mark.parametrize(
    ("words", "day", "precision"),
    [
        ("on Wednesday", "2022-03-16", DAY),
        ("late Monday", "2022-03-14", DAY),
        ("on Monday evening", "2022-03-14", DAY),
        ("late on Sunday", "2022-03-13", DAY),
        ("on Friday", "2022-03-18", DAY),
        ("last Friday", "2022-03-11", DAY),
        ("last Thursday", "2022-03-17", DAY),
        ("this Wednesday", "2022-03-16", DAY),
        ("Monday last week", "2022-03-07", DAY),
        ("yesterday", "2022-03-17", DAY),
        ("today", "2022-03-18", DAY),
        ("earlier today", "2022-03-18", DAY),
        ("tonight", "2022-03-18", DAY),
        ("this morning", "2022-03-18", DAY),
        ("last night", "2022-03-17", DAY),
        ("the day before yesterday", "2022-03-16", DAY),
        ("two days ago", "2022-03-16", DAY),
        ("two days earlier", "2022-03-16", DAY),
        ("hours ago", "2022-03-18", DAY),
        ("a week ago", "2022-03-11", DAY),
        ("three weeks ago", "2022-02-21", WEEK),
        ("last week", "2022-03-07", WEEK),
        ("earlier this week", "2022-03-14", WEEK),
        ("this week", "2022-03-14", WEEK),
        ("at the beginning of the week", "2022-03-14", WEEK),
        ("at the start of the month", "2022-03-01", MONTH),
        ("over the weekend", "2022-03-12", WEEK),
        ("at the weekend", "2022-03-12", WEEK),
        ("last weekend", "2022-03-12", WEEK),
        ("last month", "2022-02-01", MONTH),
        ("earlier this month", "2022-03-01", MONTH),
        ("two months ago", "2022-01-01", MONTH),
        ("in March", "2022-03-01", MONTH),
        ("in July", "2021-07-01", MONTH),
        ("as late as April", "2021-04-01", MONTH),
        ("as recently as the middle of February", "2022-02-01", MONTH),
        ("last March", "2021-03-01", MONTH),
        ("in early March", "2022-03-01", MONTH),
        ("in mid-February", "2022-02-01", MONTH),
        ("in March 2021", "2021-03-01", MONTH),
        ("in November last year", "2021-11-01", MONTH),
        ("on Feb. 26", "2022-02-26", DAY),
        ("on Feb.\n26", "2022-02-26", DAY),
        ("on 26 February", "2022-02-26", DAY),
        ("on February 26, 2021", "2021-02-26", DAY),
        ("on 26.02.2021", "2021-02-26", DAY),
        ("on 2021-02-26", "2021-02-26", DAY),
        ("on the 26th of February", "2022-02-26", DAY),
        ("on the twenty-sixth of February", "2022-02-26", DAY),
        ("on Friday the 11th", "2022-03-11", DAY),
        ("on Wednesday, March 16,", "2022-03-16", DAY),
        ("on March 20", "2022-03-20", DAY),
        ("on July 21", "2021-07-21", DAY),
        ("on 29 February", "2020-02-29", DAY),
        ("on Thursday, September 10", "2020-09-10", DAY),
        ("on Dec. 3 last year", "2021-12-03", DAY),
    ],
)
def test_past(words, day, precision):
    assert one(words) == (dt.date.fromisoformat(day), precision)


def test_on_a_sunday_last_week_is_the_one_that_ends() -> None:
    (expression,) = find("He said so last week.")
    assert resolve(expression, dt.date(2022, 3, 20)) == (dt.date(2022, 3, 14), WEEK)
    assert resolve(expression, dt.date(2022, 3, 21)) == (dt.date(2022, 3, 14), WEEK)


@pytest.mark.parametrize(
    ("words", "day", "precision"),
    [
        ("on Wednesday", "2022-03-23", DAY),
        ("on Friday", "2022-03-18", DAY),
        ("next Tuesday", "2022-03-22", DAY),
        ("this coming Friday", "2022-03-25", DAY),
        ("by Monday", "2022-03-21", DAY),
        ("tomorrow", "2022-03-19", DAY),
        ("next week", "2022-03-21", WEEK),
        ("later this week", "2022-03-14", WEEK),
        ("at the weekend", "2022-03-19", WEEK),
        ("next month", "2022-04-01", MONTH),
        ("later this month", "2022-03-01", MONTH),
        ("in February", "2023-02-01", MONTH),
        ("on March 24", "2022-03-24", DAY),
        ("on 17 March", "2023-03-17", DAY),
        ("in two weeks", "2022-03-28", WEEK),
    ],
)
def test_future(words, day, precision):
    assert one(words, tense="future") == (dt.date.fromisoformat(day), precision)


@pytest.mark.parametrize(
    "words",
    [
        "for two days",
        "since 2014",
        "every Monday",
        "by Friday",
        "until Wednesday",
        "within 24 hours",
        "in 2022",
        "last year",
        "last summer",
        "a few days ago",
        "over the past week",
        "for the last three months",
        "tomorrow",
        "next Tuesday",
        "later this week",
        "in three days",
        "a year ago",
        "in recent weeks",
        "since late February",
        "before Monday",
        "on March 24, 2022,",
        "on March 21",  # three days ahead, not a year gone by
        "on 2 April",
        "five days later",
    ],
)
def test_no_point_in_the_past(words):
    assert one(words) is None


@pytest.mark.parametrize(
    "text",
    [
        "Ministers may meet.",
        "They march on the capital.",
        "March on, the crowd sang.",
        "The Sun reported it.",
        "For the second time this was refused.",
        "Lena May said so.",
        "A plan by May's cabinet.",
        "After May said no.",
        "The Sunday Times reported.",
        "They met on Good Friday.",
        "It cost March 3,000 pounds.",
        "Feb. 30",
        "on the 10th anniversary",
        "USA Today reported.",
        "a two-day visit",
        "in an hour-long talk",
        "the second of Mayhew's sons",
        "the weekend edition",
        "Mr. Augustine",
        "on shows such as Saturday evenings",
    ],
)
def test_no_false_hits(text):
    assert find(text) == ()


def test_range_ends_are_no_points():
    for text in ("from Monday to Friday", "between Monday and Wednesday"):
        found = find(text)
        assert len(found) == 2
        assert [resolve(expression, FRIDAY) for expression in found] == [None, None]
    assert resolve(find("a statement from Wednesday")[0], FRIDAY) == (dt.date(2022, 3, 16), DAY)


def test_after_a_day_s_event_is_that_day():
    for text in ("after Wednesday's talks", "after Wednesday’s talks"):
        assert resolve(find(text)[0], FRIDAY) == (dt.date(2022, 3, 16), DAY)
    assert resolve(find("before Wednesday's talks")[0], FRIDAY) is None


def test_spans_point_into_the_text():
    text = "It was refused on Feb.\n26, and again late on Tuesday; a vote may follow next week."
    found = find(text)
    assert [expression.span.of(text) for expression in found] == ["on Feb.\n26", "late on Tuesday", "next week"]
    assert all(expression.span.of(text) == expression.text for expression in found)


def test_present_lets_tomorrow_stand():
    assert one("tomorrow", tense="present") == (dt.date(2022, 3, 19), DAY)
    assert one("on Wednesday", tense="present") == (dt.date(2022, 3, 16), DAY)


def test_shift_stays_in_the_month():
    assert shift(dt.date(2024, 1, 31), months=1) == dt.date(2024, 2, 29)
    assert shift(dt.date(2024, 1, 15), months=-1, days=1) == dt.date(2023, 12, 16)


DATES = st.dates(dt.date(1995, 1, 1), dt.date(2090, 12, 31))
WORDS = st.sampled_from(
    [
        "yesterday",
        "last week",
        "this week",
        "next week",
        "last month",
        "over the weekend",
        "last weekend",
        "a week ago",
        "later this month",
        "in March",
        "last June",
        "in early May",
        "on Feb. 26",
        "on 29 February",
        "on 1 January",
        "on December 31",
        "tomorrow",
        "two days later",
        "on the 31st.",
        "in three weeks",
        "two months ago",
        "hours ago",
        "next Monday",
        "last Sunday",
        "on Saturday, 5 March",
        "on 2030-02-26",
    ]
)


@given(WORDS, DATES)
def test_past_tense_never_lies_ahead(words, published):
    for expression in find(words):
        resolved = resolve(expression, published)
        slack = 2 if expression.kind == "date" else 0
        assert resolved is None or resolved[0] <= published + dt.timedelta(days=slack)


@given(WORDS, DATES)
def test_future_tense_never_lies_wholly_behind(words, published):
    for expression in find(words):
        resolved = resolve(expression, published, tense="future")
        assert resolved is None or resolved[0] > published - dt.timedelta(days=31)


@given(
    st.sampled_from(WEEKDAYS),
    st.sampled_from(["on {}", "last {}", "late {}", "next {}", "{} last week", "coming {}"]),
    DATES,
    st.sampled_from(["past", "present", "future"]),
)
def test_weekdays_keep_their_weekday(name, words, published, tense):
    (expression,) = find(words.format(name))
    resolved = resolve(expression, published, tense=tense)
    assert resolved is None or resolved[0].weekday() == WEEKDAYS.index(name)
    assert resolved is None or abs((resolved[0] - published).days) <= 14


@given(DATES, DATES)
def test_written_dates_are_read_back(day, published):
    for form in (
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%b} {day.year}",
        day.isoformat(),
        f"{day:%d.%m.%Y}",
    ):
        (expression,) = find(f"on {form}")
        assert resolve(expression, published, tense="present") == (day, DAY)


@given(st.text(alphabet="aMarch onFeb. 0123456789,-\n thdywk", max_size=60))
def test_any_text_is_survived(text):
    for expression in find(text):
        assert expression.span.of(text) == expression.text
        resolve(expression, FRIDAY)


@pytest.mark.parametrize("words", ["in April", "in May", "in early April"])
def test_a_month_that_comes_soon_is_a_plan(words: str) -> None:
    assert one(words) is None
    assert one(words, tense="future") is not None


def test_a_month_said_to_be_past_is_no_plan() -> None:
    assert one("last April") == (dt.date(2021, 4, 1), MONTH)


def test_a_number_that_names_something_is_no_day_of_a_month() -> None:
    expressions = [expression.text for expression in find("On Friday the 11th Brigade left.")]
    assert expressions == ["On Friday"]
