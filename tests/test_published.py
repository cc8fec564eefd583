"""The day of publication: named dates first, then the vote of what the body says."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.documents import published_date

PLAIN = "The harbour council of Lenn met to discuss the fees for fishing boats. Nothing was decided."


@pytest.mark.parametrize(
    ("url", "path", "evidence"),
    [
        ("https://post.example/2024/11/26/boats", "", "url: 2024/11/26"),
        ("https://post.example/boats-2024-11-26.html", "", "url: 2024-11-26"),
        ("https://post.example/2024/nov/26/boats", "", "url: 2024/nov/26"),
        ("", "data/20241126_boats.txt", "file name: 20241126"),
        ("", "data/2024_11_26.txt", "file name: 2024_11_26"),
        ("https://post.example/boats-1732600000", "", "url: 1732600000"),
    ],
)
def test_url_and_file_name(url: str, path: str, evidence: str) -> None:
    assert published_date(PLAIN, url=url, path=path) == (dt.date(2024, 11, 26), evidence)


def test_metadata_wins_and_html_counts() -> None:
    day = dt.date(2023, 5, 2)
    assert published_date(PLAIN, url="https://x.example/2024/11/26/", metadata=day) == (day, "metadata: 2023-05-02")
    assert published_date(PLAIN, html_date=day) == (day, "html: 2023-05-02")


@pytest.mark.parametrize(
    "head",
    [
        "Published March 5, 2024",
        "Posted on: Tuesday, March 5, 2024",
        "5 March 2024 | 10:32",
        "Tuesday, March 5, 2024",
        "05.03.2024",
        "March 5, 2024, 9:32 p.m. ET",
        "Published on\nMarch 5th, 2024",
        "By Joana Pell | March 5, 2024",
        "2024-03-05 10:11",
        "LENN, March 5, 2024 –",
        "1709640000 384 boats leave the harbour",
    ],
)
def test_stamps_and_bylines(head: str) -> None:
    day, evidence = published_date(f"Boats leave\n{head}\n{PLAIN}")
    assert day == dt.date(2024, 3, 5)
    assert evidence.split(":")[0] in {"byline", "stamp", "timestamp"}


def test_unknown_stays_unknown() -> None:
    assert published_date(PLAIN) == (None, "")
    assert published_date("The minister said on Wednesday that talks will resume on Friday.") == (None, "")
    assert published_date("Ministers met on March 5 and will meet again on March 9.")[0] is None
    assert published_date("The bridge of Lenn was opened on 4 May 1994 and is the longest of the coast.")[0] is None


def test_a_date_within_a_sentence_is_no_stamp() -> None:
    _, evidence = published_date("A captain of Lenn passed away Friday, March 25, 2016, in the port of Ostrana.")
    assert not evidence.startswith("stamp")


def test_days_of_the_war_with_weekdays() -> None:
    text = (
        "Defence ministers are meeting in Lenn on Wednesday to discuss the war in Ukraine.\nThe "
        "alliance sent fuel throughout the "
        "21-day conflict, its chief said Tuesday.\nLeaders meet again later this month, on March 24, to "
        "discuss their answer."
    )
    day, evidence = published_date(text)
    assert day == dt.date(2022, 3, 16)
    assert "21-day conflict" in evidence
    assert "on Wednesday" in evidence


def test_counted_day_of_the_invasion() -> None:
    assert published_date("Shelling went on in Ukraine on day 100 of the war, officials said.")[0] == dt.date(
        2022, 6, 3
    )
    assert published_date("On the 30th day of the invasion, Kyiv said that roads were open.")[0] == dt.date(2022, 3, 25)


def test_year_from_a_span_and_day_from_a_report() -> None:
    text = (
        "Velmora invited allies of Ukraine to a call on March 7, the agency reported on March 5.\nThe "
        "country had been at war for "
        "two years, since Russia invaded on Feb. 24, 2022.\nVelmora signed an agreement on Feb. 16."
    )
    assert published_date(text)[0] == dt.date(2024, 3, 5)


def test_weekday_with_month_and_day_gives_the_year() -> None:
    text = "Officials of Velmora said on Tuesday, March 5, that Russia's full-scale invasion of Ukraine must end."
    assert published_date(text)[0] == dt.date(2024, 3, 5)


def test_a_stamp_in_mid_text_loses_against_the_body() -> None:
    body = (
        "LENN Officials on Friday accused their neighbour of closing the strait, and rejected a plea for convoys.\n"
        "The foreign ministers had met in a special session. They heard an appeal by video and they "
        "promised an answer.\n"
        + "The strait has been narrow for as long as anyone remembers, and the quarrel is as old as the maps are.\n"
        * 5
    )
    end = "The minister also travels to Ostrana, where he will hold meetings on Saturday."
    day, evidence = published_date(f"{body}March 8, 2022, 9:32 p.m. ET\n{end}")
    assert day == dt.date(2022, 3, 4)
    assert evidence.startswith("clues: ")
    assert published_date(f"March 8, 2022, 9:32 p.m. ET\n{PLAIN}")[0] == dt.date(2022, 3, 8)


def test_full_date_in_the_body_bounds_the_day() -> None:
    text = (
        "The court ruled on Thursday, June 8, 2023, that the law stands. It said on Thursday the state "
        "may appeal by July 1, 2023."
    )
    assert published_date(text)[0] == dt.date(2023, 6, 8)


@settings(max_examples=60)
@given(
    st.dates(dt.date(2005, 1, 1), dt.date(2025, 12, 31)),
    st.sampled_from(["%B %d, %Y", "%d %B %Y", "%Y-%m-%d", "%A, %B %d, %Y", "%d.%m.%Y"]),
)
def test_every_day_is_read_in_every_spelling(day: dt.date, pattern: str) -> None:
    assert published_date(f"Boats leave\nPublished: {day.strftime(pattern)}\n{PLAIN}")[0] == day


@settings(max_examples=80)
@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    day, evidence = published_date(text, url=text, path=text)
    assert (day is None) == (evidence == "")
