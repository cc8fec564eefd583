"""The day of the story: an undated statement is of its occasion or the last day told of where that is likely."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from invented import FRIDAY, statement

from tracker.schema import DatePrecision, Evidence
from tracker.statements.moments import Moment, Place
from tracker.statements.occasions import settle
from tracker.statements.storydays import LIKELY, Company, Occasion, StoryDay, story_day, weights
from tracker.statements.timewords import UNDATED, Dated
from tracker.statements.told import Told
from tracker.weighing import share

THURSDAY = FRIDAY - dt.timedelta(days=1)
SAID = Told(Place(60, 3, 1), "b", UNDATED, "past", evidence=Evidence.INDIRECT, depth=0.2, length=300)
COMPANY = Company(3, 0.25)
OCCASIONS = ("scene", "opening", "paragraph")


def moment(day: dt.date, token: int = 5, *, background: bool = False) -> Moment:
    dated = Dated(day, DatePrecision.DAY, "on that day")
    return Moment(Place(token, token // 20, token // 50), frozenset({"a"}), dated, background=background)


def weigh(told: Told, days: list[Moment], occasion: Occasion | None = None) -> StoryDay | None:
    return story_day(told, days, FRIDAY, occasion, COMPANY)


def test_the_last_day_told_of_before_a_statement_is_weighed() -> None:
    days = [moment(FRIDAY - dt.timedelta(days=3)), moment(THURSDAY, 30), moment(FRIDAY, 90)]
    found = weigh(SAID, days)
    assert found is not None
    assert found.dated.date == THURSDAY
    assert found.chance == share(found.known, weights())
    assert found.likely == (found.chance > LIKELY)
    assert found.known["days before"] == 0.5
    assert found.known["printing after"] == 1


@pytest.mark.parametrize(
    ("told", "days"),
    [
        (SAID, []),
        (SAID, [moment(THURSDAY, 70)]),  # told of after it
        (SAID, [moment(FRIDAY)]),
        (SAID, [moment(FRIDAY - dt.timedelta(days=8))]),
        (SAID, [moment(THURSDAY, background=True)]),
        (SAID, [replace(moment(THURSDAY), dated=Dated(THURSDAY, DatePrecision.WEEK, "this week"))]),
        (replace(SAID, tense="habit"), [moment(THURSDAY)]),
        (replace(SAID, apart=True), [moment(THURSDAY)]),
        (replace(SAID, length=100), [moment(THURSDAY)]),
    ],
)
def test_what_can_be_of_no_day_told_of_has_no_chance(told: Told, days: list[Moment]) -> None:
    assert weigh(told, days) is None


def test_every_weight_is_of_something_that_is_known() -> None:
    tenses, kinds = ("past", "present", "recap", "modal", "noun", "other"), tuple(Evidence)
    known: set[str] = set()
    for at in (9, 25, 45, 70):
        for tense in tenses:
            for kind in kinds:
                item = replace(SAID, place=Place(at, at // 20, at // 50), tense=tense, heard=1, evidence=kind)
                for ago in (1, 3, 6):
                    day = moment(FRIDAY - dt.timedelta(days=ago))
                    for one in (day, replace(day, said=True), replace(day, gathering=True), replace(day, active=True)):
                        days = [replace(one, opens=True), moment(FRIDAY, 2), moment(FRIDAY, 95)]
                        for named in (days, [days[0]]):
                            found = weigh(item, named)
                            known |= found.known.keys() if found is not None else set()
    further = weigh(Told(Place(160, 9, 5), "a", UNDATED, "past", length=200), [moment(THURSDAY)])
    assert further is not None
    for name in OCCASIONS:
        found = weigh(replace(SAID, speaker="a"), [moment(THURSDAY)], Occasion(name, moment(THURSDAY)))
        assert found is not None
        known |= found.known.keys()
    assert set(weights()) <= known | further.known.keys()


def test_a_meeting_gives_its_day_to_long_reports_rather_than_to_a_few_sentences() -> None:
    meeting = replace(moment(THURSDAY), gathering=True)
    for name in ("scene", "paragraph"):
        brief = weigh(replace(SAID, length=100), [meeting], Occasion(name, meeting))
        report = weigh(replace(SAID, length=600), [meeting], Occasion(name, meeting))
        assert brief is not None
        assert report is not None
        assert report.chance > brief.chance


def test_a_told_day_is_likelier_where_the_article_opens_with_it_and_less_for_what_sums_up() -> None:
    opening = weigh(SAID, [moment(THURSDAY)])
    later = weigh(SAID, [moment(FRIDAY - dt.timedelta(days=5), 2), moment(THURSDAY)])
    recap = weigh(replace(SAID, tense="recap"), [moment(THURSDAY)])
    assert opening is not None
    assert later is not None
    assert recap is not None
    assert opening.chance > later.chance
    assert opening.chance > recap.chance
    assert not recap.likely


def test_a_speaker_goes_on_with_the_day_that_was_weighed() -> None:
    meeting = replace(moment(THURSDAY), gathering=True)
    first = replace(SAID, length=900, depth=0.05)
    later = replace(first, place=Place(600, 30, 12), depth=0.9, evidence=Evidence.SPEECH_ACT)
    days = [one.dated.date for one in settle([first, later], FRIDAY, "stamp", [meeting])]
    other = [one.dated.date for one in settle([first, replace(later, speaker="c")], FRIDAY, "stamp", [meeting])]
    assert days == [THURSDAY, THURSDAY]
    assert other == [THURSDAY, FRIDAY]


OPENING = "A bill on the harbour was read on Thursday."
WEATHER = " ".join(f"The {thing} of the old harbour were empty, and nobody in the town could say why." for thing in (
    "quays", "sheds", "cranes", "boats", "kiosks", "benches", "stairs", "offices", "barges", "ships", "inns", "banks",
    "shops", "docks", "silos", "tracks", "yards", "lanes", "parks", "houses", "cellars", "roofs", "walls", "bridges",
))  # fmt: skip


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (f"{OPENING} Odo Brandt said he rejected the toll.\n{WEATHER}", THURSDAY),
        (f"{OPENING} Odo Brandt has rejected the toll.\n{WEATHER}", FRIDAY),
        (f"{OPENING}\n{WEATHER}\nOdo Brandt says he rejects the toll.", FRIDAY),
        (f"{OPENING} Odo Brandt rejected the toll.", FRIDAY),  # a few sentences are no story
    ],
)
def test_a_story_keeps_its_day(text: str, day: dt.date) -> None:
    assert statement(text, "Odo Brandt", "toll").date == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The cabinet settled the terms on Tuesday. Odo Brandt said then that he rejected the toll.", "2024-05-07"),
        ("The cabinet settled terms on Tuesday. Odo Brandt said at the time that tolls were theft.", "2024-05-07"),
        ("The cabinet met in March. Odo Brandt said then that he rejected the toll.", "2024-03-01"),
        ("Ida Sold came on Tuesday. In March she led talks. Quays were full. Odo Brandt said then that he rejected "
         "the toll.", "2024-03-01"),
        ("Odo Brandt said in a post that went up on Tuesday that he rejected the toll.", "2024-05-07"),
        ("In a letter that emerged on Tuesday, Odo Brandt wrote that he rejected the toll.", "2024-05-07"),
    ],
)  # fmt: skip
def test_words_that_point_back_and_papers_that_come_out_date_a_statement(text: str, day: str) -> None:
    assert statement(text, "Odo Brandt", "toll").date == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        "Ida Sold was expected in Velm on Thursday. Odo Brandt said he rejected the toll.",
        "Ida Sold was due in Velm on Thursday. Odo Brandt said he rejected the toll.",
    ],
)
def test_what_is_only_planned_is_no_day_of_the_story(text: str) -> None:
    assert statement(text, "Odo Brandt", "toll").date_precision is DatePrecision.PUBLISHED


def test_an_old_day_in_a_story_told_day_by_day_is_not_the_storys() -> None:
    told = "Wednesday began with rain. Ida Sold opened a port. A shed burned down on 22 April 2021."
    text = f"{told} Odo Brandt rejected the toll."
    assert statement(text, "Odo Brandt", "toll").date == dt.date(2024, 5, 8)
