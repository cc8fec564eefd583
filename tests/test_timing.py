"""On which day a statement was made: what its own sentence says, what the article says, or the day it appeared."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import FRIDAY, holder, occasion, parser, registry, resolve_on, statement

from tracker.documents import read_documents
from tracker.schema import DatePrecision, Document
from tracker.statements import held
from tracker.statements.cast import Cast
from tracker.statements.moments import Moment, Place, moments, places
from tracker.statements.occasions import Settled, settle
from tracker.statements.timewords import UNDATED, Dated, Tense
from tracker.statements.told import Told

DAY, WEEK, MONTH = DatePrecision.DAY, DatePrecision.WEEK, DatePrecision.MONTH
PUBLISHED, UNKNOWN = DatePrecision.PUBLISHED, DatePrecision.UNKNOWN
KOLT, BRANDT = "Mira Kolt", "Odo Brandt"


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
        ("As recently as January, Mira Kolt ruled out sending tanks.", "2024-01-01", MONTH),
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
        ("Mira Kolt is to discuss the delivery of tanks on Wednesday.", KOLT, "tanks"),
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
        ("Ostra gave guns on Wednesday, a day after Mira Kolt declined to rule tanks out.", KOLT, "tanks",
         "2024-05-07"),
        ("Ostra gave guns on Wednesday to Mira Kolt, who a day earlier had ruled out tanks.", KOLT, "tanks",
         "2024-05-07"),
        ("An offer of tanks by Mira Kolt on Tuesday ended on Wednesday.", KOLT, "tanks", "2024-05-07"),
        ("Ostra rejected a toll on May 2; a day later, Mira Kolt said Velm would send tanks.", KOLT, "tanks",
         "2024-05-03"),
        ("Ida Sold rejected a toll on Wednesday. Hours later, Mira Kolt said Velm would send tanks.", KOLT, "tanks",
         "2024-05-08"),
        ("Ida Sold opened an office on Wednesday. Two days before that, Odo Brandt rejected a toll.", BRANDT, "toll",
         "2024-05-06"),
        ("Ida Sold opened an office on Wednesday. In the evening Odo Brandt rejected a toll.", BRANDT, "toll",
         "2024-05-08"),
        ("Ida Sold opened an office on Tuesday. A day afterwards Odo Brandt rejected a toll.", BRANDT, "toll",
         "2024-05-08"),
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
    ("text", "day", "precision"),
    [
        # a day that opens the sentence is no deadline
        ("By Sunday evening Mira Kolt had refused to send tanks.", "2024-05-05", DAY),
        ("By Thursday, Mira Kolt had ruled out tanks.", "2024-05-09", DAY),
        ("By Wednesday Mira Kolt rejected tanks.", "2024-05-08", DAY),
        # one that comes later or is still to come is
        ("Mira Kolt wants the tanks by Wednesday.", "2024-05-10", PUBLISHED),
        ("Mira Kolt said the tanks must come by Wednesday.", "2024-05-10", PUBLISHED),
        ("By Wednesday Mira Kolt will want tanks.", "2024-05-10", PUBLISHED),
    ],
)
def test_by_a_day_tells_when_where_it_opens_the_sentence(text: str, day: str, precision: DatePrecision) -> None:
    found = statement(text, KOLT, "tanks")
    assert (found.date, found.date_precision) == (dt.date.fromisoformat(day), precision)


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("Velm would send no tanks, according to Mira Kolt, on television late last night.", "2024-05-09", DAY),
        ("Velm would send no tanks, according to Mira Kolt, on television late Wednesday.", "2024-05-08", DAY),
        ("Velm would send no tanks, according to Mira Kolt on Wednesday.", "2024-05-08", DAY),
        # what stands before the source is the day of what is told
        ("Velm sent tanks on Wednesday, according to Mira Kolt.", "2024-05-10", PUBLISHED),
        ("On Wednesday Velm sent tanks, according to Mira Kolt.", "2024-05-10", PUBLISHED),
        ("The tanks that Velm sent on Wednesday were old, according to Mira Kolt.", "2024-05-10", PUBLISHED),
    ],
)
def test_a_day_after_according_to_is_of_the_statement(text: str, day: str, precision: DatePrecision) -> None:
    found = statement(text, KOLT, "tanks")
    assert (found.date, found.date_precision) == (dt.date.fromisoformat(day), precision)


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
    assert occasion(told.format(" "), BRANDT, "troops") == dt.date(2024, 5, 9)
    assert occasion(told.format("\n"), BRANDT, "troops") == FRIDAY
    assert occasion(told.format(" ").replace("Thursday", "May 4"), BRANDT, "troops") == FRIDAY
    assert occasion(told.format(" ").replace("said", "says"), BRANDT, "troops") == FRIDAY


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


# -- days that are counted on, though nobody says anything on them ------------------------------------------------


def told_of(text: str, published: dt.date = FRIDAY) -> list[Moment]:
    """Return the days that an article tells of."""
    parsed = parser().parse(text)
    return list(moments(parsed.doc, Cast(parsed, resolve_on(published)), places(parsed.doc), published))


def days(text: str, published: dt.date = FRIDAY) -> list[dt.date | None]:
    return [moment.dated.date for moment in told_of(text, published)]


@pytest.mark.parametrize(
    ("lead", "asked", "day", "precision"),
    [
        ("on Wednesday", "Hours later, Mira Kolt was asked about tanks.", "2024-05-08", DAY),
        ("on Tuesday", "A day later, Mira Kolt was asked about tanks.", "2024-05-08", DAY),
        ("on Wednesday", "The next day Mira Kolt was asked about tanks.", "2024-05-09", DAY),
        # what was told of is no day, or not past
        ("in March", "The next day Mira Kolt was asked about tanks.", "2024-05-10", PUBLISHED),
    ],
)
def test_an_answer_is_of_the_day_counted_for_the_question(
    lead: str, asked: str, day: str, precision: DatePrecision
) -> None:
    found = statement(f"Ida Sold rejected a toll {lead}. {asked} She ruled out troops.", KOLT, "troops")
    assert (found.date, found.date_precision) == (dt.date.fromisoformat(day), precision)
    ahead = "Ida Sold rejected a toll on Thursday. Two days later, Mira Kolt was asked of it. She ruled out troops."
    assert occasion(ahead, KOLT, "troops") == dt.date(2024, 5, 9)


def test_a_counted_day_is_its_doers_in_later_paragraphs() -> None:
    text = "Ida Sold rejected a toll on Monday.\n{}Mira Kolt came to Ostragrad.\nShe ruled out troops."
    assert statement(text.format("The next day "), KOLT, "troops").date == dt.date(2024, 5, 7)
    assert statement(text.format(""), KOLT, "troops").date_precision is PUBLISHED


def test_counts_go_on_from_the_last_day_told_of() -> None:
    text = "Ida Sold left on Monday. A day later, Odo Brandt came. The next day it rained. Hours later, it snowed."
    assert days(text) == [dt.date(2024, 5, day) for day in (6, 7, 8, 8)]
    assert [moment.dated.evidence for moment in told_of(text)][1:] == [
        "A day later (2024-05-06)", "The next day (2024-05-07)", "Hours later (2024-05-08)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Hours later, Mira Kolt came.",  # nothing to count from
        "Ida Sold left in March. Hours later, Mira Kolt came.",  # a month is no day
        "Ida Sold left on Thursday. Three days later, Mira Kolt came.",  # not yet
        "Ida Sold left on Monday. A day later, Mira Kolt would come.",  # what might be
        "Ida Sold will leave on Monday. Hours later, Mira Kolt came.",  # a plan
    ],
)
def test_what_cannot_be_counted_is_no_day(text: str) -> None:
    assert not [moment for moment in told_of(text) if "(" in moment.dated.evidence]


def test_a_day_of_its_own_is_not_counted() -> None:
    text = "Ida Sold left on Monday. On Wednesday, hours later, Mira Kolt came."
    assert days(text) == [dt.date(2024, 5, 6), dt.date(2024, 5, 8)]


# -- meetings -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "clause",
    [
        "The envoys met in Velmar", "Lawmakers debated the toll", "Parliament voted", "The leaders held a summit",
        "A meeting of the envoys was held in Velmar", "Ida Sold came to a conference in Velmar", "The envoys differed",
        "Velm hosted the envoys", "Talks opened in Velmar",
    ],
)  # fmt: skip
def test_clauses_that_tell_of_a_meeting(clause: str) -> None:
    assert [moment.gathering for moment in told_of(f"{clause} on Wednesday.")] == [True]


@pytest.mark.parametrize(
    "clause",
    [
        "The harbour froze", "Ida Sold opened an office in Velmar", "Mira Kolt rejected a toll", "Velm sent tanks",
        "Odo Brandt left", "Mira Kolt, whom the envoys met, opened a bridge",
    ],
)  # fmt: skip
def test_clauses_that_tell_of_none(clause: str) -> None:
    assert [moment.gathering for moment in told_of(f"{clause} on Wednesday.")] == [False]


REPORT = "{}\nOdo Brandt rejected the toll."


@pytest.mark.parametrize("day", ["Tuesday", "Wednesday", "Thursday", "May 7"])
@pytest.mark.parametrize("lead", ["The envoys met in Velmar on {}.", "On {} the leaders held a summit in Velmar."])
def test_an_article_that_opens_with_a_meeting_is_its_report(lead: str, day: str) -> None:
    assert occasion(REPORT.format(lead.format(day)), BRANDT, "toll") == days(lead.format(day))[0]


@pytest.mark.parametrize(
    "text",
    [
        # the meeting is older than three days, still to come, on no day, or comes late
        "The envoys met in Velmar on Monday.\nOdo Brandt rejected the toll.",
        "The envoys met in Velmar on May 6.\nOdo Brandt rejected the toll.",
        "The envoys will meet in Velmar on Wednesday.\nOdo Brandt rejected the toll.",
        "The envoys met in Velmar last week.\nOdo Brandt rejected the toll.",
        "Rain fell. Snow fell. Wind blew. Hail fell. The envoys met on Wednesday.\nOdo Brandt rejected the toll.",
        # the first day is of something else
        "The harbour froze on Wednesday.\nOdo Brandt rejected the toll.",
        "The harbour froze on Tuesday.\nThe envoys met in Velmar on Wednesday.\nOdo Brandt rejected the toll.",
        # it is not told in the simple past
        "The envoys met in Velmar on Wednesday.\nOdo Brandt rejects the toll.",
        "The envoys met in Velmar on Wednesday.\nOdo Brandt has rejected the toll.",
        "The envoys met in Velmar on Wednesday.\nOdo Brandt will reject the toll.",
    ],
)
def test_other_articles_report_no_meeting(text: str) -> None:
    found = statement(text, BRANDT, "toll")
    assert (found.date, found.date_precision) == (FRIDAY, PUBLISHED)


@pytest.mark.parametrize("said", ["told the committee that", "said in the debate that", "told the delegates that"])
@pytest.mark.parametrize("lead", ["The harbour froze on Tuesday.", "Snow fell. Ida Sold opened an office on Tuesday."])
def test_what_is_said_to_people_who_met_is_of_the_day_that_the_article_opens_with(lead: str, said: str) -> None:
    text = f"{lead}\nOdo Brandt {said} Velm would send no troops."
    assert occasion(text, BRANDT, "troops") == dt.date(2024, 5, 7)


@pytest.mark.parametrize(
    "text",
    [
        "The harbour froze on Tuesday.\nOdo Brandt told a friend that Velm would send no troops.",
        "The harbour froze on Tuesday.\nOdo Brandt tells the committee that Velm would send no troops.",
        "The harbour froze on May 2.\nOdo Brandt told the committee that Velm would send no troops.",
    ],
)
def test_other_words_are_of_no_day_that_an_article_opens_with(text: str) -> None:
    assert statement(text, BRANDT, "troops").date_precision is PUBLISHED


def test_what_is_said_to_people_who_met_is_of_the_last_meeting() -> None:
    text = (
        "The harbour froze on Tuesday.\nThe envoys met in Velmar on Wednesday.\nIda Sold opened an office on Thursday."
        "\nOdo Brandt told the delegates that Velm would send no troops."
    )
    assert statement(text, BRANDT, "troops").date == dt.date(2024, 5, 8)


def test_a_meeting_dates_all_speakers_and_a_day_of_their_own_comes_first() -> None:
    text = (
        "The envoys met in Velmar on Tuesday.\nMira Kolt ruled out troops.\nOdo Brandt rejected a toll on Thursday.\n"
        "“We need tanks,” Ida Sold said."
    )
    assert occasion(text, KOLT, "troops") == dt.date(2024, 5, 7)
    assert occasion(text, BRANDT, "toll") == dt.date(2024, 5, 9)
    assert occasion(text, "Ida Sold", "tanks") == FRIDAY  # the story has moved on


@pytest.mark.parametrize(
    ("first", "words", "day"),
    [
        ("The envoys met in Velmar on Tuesday", "after the meeting", "2024-05-07"),
        ("The envoys met in Velmar on Tuesday", "during the talks", "2024-05-07"),
        # words about no meeting count from the last day, and so do those about one where there was none
        ("The envoys met in Velmar on Tuesday", "the same day", "2024-05-09"),
        ("The harbour froze on Tuesday", "after the meeting", "2024-05-09"),
    ],
)
def test_words_about_a_meeting_count_from_the_last_one(first: str, words: str, day: str) -> None:
    text = f"{first}.\nIda Sold opened an office on Thursday.\nMira Kolt said {words} that Velm would send tanks."
    found = statement(text, KOLT, "tanks")
    assert (found.date, found.date_precision) == (dt.date.fromisoformat(day), DAY)


MASTHEAD = "The Velmar Post, Friday 10 May 2024\nUpdated an hour ago\n"
TOLD_THEM = ["told the committee that", "told the delegates that", "said in the debate that"]


@pytest.mark.parametrize("said", TOLD_THEM)
def test_words_to_those_that_an_article_is_of_make_it_their_report(said: str) -> None:
    text = f"{MASTHEAD}The envoys had a long day on Tuesday.\nIda Sold {said} a toll was fine.\nOdo Brandt rejected it."
    assert occasion(text, BRANDT, "it") == dt.date(2024, 5, 7)


def test_several_who_speak_to_people_make_a_report_and_one_alone_does_not() -> None:
    text = "Velm rested on Tuesday.\nIda Sold told lawmakers that a toll was fine.\n{}Odo Brandt rejected it."
    second = "Mira Kolt told lawmakers that a fee was fine.\n"
    assert occasion(text.format(second), BRANDT, "it") == dt.date(2024, 5, 7)
    assert occasion(text.format(""), BRANDT, "it") == FRIDAY


@pytest.mark.parametrize("outlet", ["the newspaper Halm Daily", "public radio", "a television station"])
def test_words_to_an_outlet_are_of_no_other_occasion(outlet: str) -> None:
    paragraph = f"Ida Sold backed a toll on Thursday. Odo Brandt told {outlet} that troops were no option."
    report = f"The envoys met in Velmar on Thursday.\nOdo Brandt told {outlet} that troops were no option."
    assert occasion(paragraph, BRANDT, "troops") == FRIDAY
    assert occasion(report, BRANDT, "troops") == FRIDAY


@pytest.mark.parametrize(
    "line", ["Friday 10 May 2024 11:02", "10.05.2024 | 3 comments", "Updated two days ago", "VELMAR, May 9.", "TODAY"]
)
def test_a_masthead_tells_of_no_day(line: str) -> None:
    assert days(f"{line}\nThe harbour froze on Tuesday.") == [dt.date(2024, 5, 7)]


def test_a_day_inside_what_is_said_does_not_date_it() -> None:
    text = "The first trucks had left for Halmar on Thursday, Odo Brandt said, and troops were no option."
    assert statement(text, BRANDT, "trucks").date_precision is PUBLISHED


def test_an_answer_dates_no_plea_that_it_answers() -> None:
    text = "Ostra turned down Mira Kolt's plea for tanks on Wednesday."
    assert statement(text, KOLT, "tanks").date_precision is PUBLISHED


# -- settling, on its own -----------------------------------------------------------------------------------------

DAYS = st.dates(dt.date(2024, 3, 1), FRIDAY)
PLACES = st.builds(lambda token: Place(token, token // 9, token // 30), st.integers(0, 99))
OWN = st.one_of(
    st.just(UNDATED),
    DAYS.map(lambda day: Dated(day, DAY, "words")),
    st.builds(
        lambda days, at, meeting: Dated(None, DAY, "later", days, at, meeting),
        st.integers(-3, 9),
        st.integers(0, 99),
        st.booleans(),
    ),
)
TENSES = st.sampled_from(["past", "present", "recap", "habit", "modal", "noun", "other"])
TOLD = st.builds(Told, PLACES, st.sampled_from("ab"), OWN, TENSES)
MOMENTS = st.builds(
    Moment, PLACES, st.frozensets(st.sampled_from("ab")), DAYS.map(lambda day: Dated(day, DAY, "words")), st.booleans()
)


@given(st.lists(TOLD, max_size=12), st.lists(MOMENTS, max_size=6))
def test_nothing_is_dated_after_its_publication_and_own_dates_stand(told: list[Told], named: list[Moment]) -> None:
    settled = settle(told, FRIDAY, "stamp", named)
    assert len(settled) == len(told)
    for item, one in zip(told, settled, strict=True):
        dated = one.dated
        assert dated.date is not None
        assert dated.date <= FRIDAY
        assert item.own.date in (None, dated.date)
        assert (dated.precision is PUBLISHED) == (dated.evidence == "stamp")


@given(st.lists(TOLD, max_size=12))
def test_without_publication_settling_dates_nothing(told: list[Told]) -> None:
    assert settle(told, None, "") == [Settled(UNDATED)] * len(told)


def test_an_old_day_is_background() -> None:
    old = Told(Place(0, 0, 0), "a", Dated(dt.date(2024, 3, 1), DAY, "on March 1"))
    now = Told(Place(50, 3, 1), "a", UNDATED)
    assert [one.dated.precision for one in settle([old, now], FRIDAY, "stamp")] == [DAY, PUBLISHED]


@given(st.lists(MOMENTS, max_size=6), PLACES, TENSES)
def test_the_meeting_that_an_article_opens_with_dates_the_simple_past_alone(
    named: list[Moment], place: Place, tense: Tense
) -> None:
    (one,) = settle([Told(place, "c", UNDATED, tense)], FRIDAY, "stamp", named)
    dated = one.dated
    if dated.precision is PUBLISHED or one.story is not None:
        return
    first = min(named, key=lambda moment: moment.place.token)
    near = [moment.dated for moment in named if moment.place.paragraph == place.paragraph]
    assert tense in {"past", "modal"}
    assert dated in near or (first.gathering and first.place.token < 150 and dated == first.dated)
    assert dated.date is not None
    assert FRIDAY - dated.date <= dt.timedelta(days=4 if dated in near else 3)


@given(st.lists(MOMENTS, max_size=6), st.integers(-2, 2))
def test_what_counts_from_a_meeting_counts_from_a_meeting_where_one_was_told_of(named: list[Moment], days: int) -> None:
    own = Dated(None, DAY, "after the talks", days, 100, True)
    (dated,) = (one.dated for one in settle([Told(Place(99, 11, 3), "c", own)], FRIDAY, "stamp", named))
    before = [moment for moment in named if moment.gathering] or named
    if "(" in dated.evidence:
        last = max(before, key=lambda moment: moment.place.token).place.token
        possible = {moment.dated.date for moment in before if moment.place.token == last}
        assert dated.date is not None
        assert dated.date - dt.timedelta(days=days) in possible


@pytest.mark.parametrize(
    ("text", "day"),
    [
        # the story has moved on from the meeting
        ("The envoys met on Wednesday.\nOn Thursday Ida Sold came home.\nOdo Brandt rejected the toll.", None),
        # what several did on a day is an occasion, as a meeting is; a modal reports what somebody had in mind there
        ("Leaders of Velm and Halmar spent Wednesday in Ostragrad.\nOdo Brandt rejected the toll.", "2024-05-08"),
        ("Lawmakers passed a budget on Wednesday.\nOdo Brandt would reject the toll.", "2024-05-08"),
        ("The harbours froze on Wednesday.\nOdo Brandt rejected the toll.", None),
        # something was done by nobody on a paragraph's day, or the pluperfect looks back at it
        ("Odo Brandt came home. A wall was raised on Thursday. He rejected the toll.", None),
        ("Ida Sold had come home on Thursday. Odo Brandt rejected the toll.", None),
        ("Ida Sold came home on Thursday. Odo Brandt rejected the toll.", "2024-05-09"),
    ],
)
def test_which_days_hold_for_other_speakers(text: str, day: str | None) -> None:
    assert occasion(text, BRANDT, "toll") == (FRIDAY if day is None else dt.date.fromisoformat(day))


@pytest.mark.parametrize(
    ("close", "day"),
    [
        ("The interview was conducted on Wednesday.", "2024-05-08"),
        ("It was recorded on Tuesday evening and has been shortened.", "2024-05-07"),
        ("The conference took place on 7 May.", "2024-05-07"),
        ("The last interview with her was conducted on Wednesday.", "2024-05-10"),
        ("The race took place on Wednesday.", "2024-05-10"),
        ("The interview was conducted on Wednesday.\nRain fell. Snow fell. Wind blew.", "2024-05-10"),
    ],
)
def test_an_article_that_says_when_it_was_recorded_is_of_that_day(close: str, day: str) -> None:
    assert statement(f"Odo Brandt rejects the toll.\n{close}", BRANDT, "toll").date == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The next morning Odo Brandt rejected the toll.", "2024-05-08"),
        ("The previous evening Odo Brandt had rejected the toll.", "2024-05-06"),
        ("The day before, Odo Brandt had rejected the toll.", "2024-05-06"),
        ("Within hours, Odo Brandt rejected the toll.", "2024-05-07"),
        ("Odo Brandt rejected the toll, and not a day before.", "2024-05-10"),
    ],
)
def test_more_words_that_count_from_the_last_day(text: str, day: str) -> None:
    assert statement(f"Ida Sold came home on Tuesday.\n{text}", BRANDT, "toll").date == dt.date.fromisoformat(day)


def test_counts_go_on_from_the_story_and_not_from_what_lay_before_it() -> None:
    text = "Ida Sold came home on Wednesday.\nMira Kolt had left on Monday.\nRain fell.\nHours later, {}"
    assert statement(text.format("Odo Brandt rejected the toll."), BRANDT, "toll").date == dt.date(2024, 5, 8)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Odo Brandt rejected the toll, and the guild applauded him on Monday.", "2024-05-10"),
        ("Odo Brandt would vote on Thursday for a toll.", "2024-05-10"),
        ("Odo Brandt would not say on Thursday which way he leaned on the toll.", "2024-05-09"),
        ("Odo Brandt had rejected the toll by Thursday noon.", "2024-05-09"),
        ("The harbour closed on Monday, and Odo Brandt defends the toll.", "2024-05-10"),
        ("Odo Brandt wants the toll lifted. “It is a burden,” he said on Wednesday.", "2024-05-08"),
        ("Mira Kolt left on Thursday, the day after Odo Brandt had declined to lift the toll.", "2024-05-08"),
    ],
)
def test_which_time_words_are_of_the_statement(text: str, day: str) -> None:
    assert statement(text, BRANDT, "toll").date == dt.date.fromisoformat(day)
