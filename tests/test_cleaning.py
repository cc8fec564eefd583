"""Cleaning takes scraping noise out, names what went, and holds on to the body."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.documents import clean
from tracker.documents.cleaning import removed_ranges
from tracker.documents.shape import squash

LEAD = (
    "The island republic of Velmora will send twelve patrol boats to Ostrana, its defence minister "
    "Ilka Bront said on Monday."
)
BODY = "“We cannot stand aside,” Bront told reporters in the capital. “The boats leave in May.”"
MORE = "Lawmakers approved the plan by 61 votes to 40, after a debate that lasted well into the night."
HEADLINE = "Velmora to send patrol boats to Ostrana"


def _reasons(raw: str) -> tuple[str, list[str]]:
    text, removed = clean(raw, "a.txt")
    return text, [skip.reason for skip in removed]


def _article(*parts: str, sep: str = "\n\n") -> str:
    return sep.join(parts)


def test_a_clean_article_is_left_alone() -> None:
    text, removed = clean(_article(HEADLINE, LEAD, BODY, MORE), "a.txt")
    assert text == "\n".join((HEADLINE, LEAD, BODY, MORE))
    assert removed == ()


def test_skips_name_the_range_of_the_raw_text() -> None:
    raw = _article(HEADLINE, LEAD, "CLICK HERE TO READ MORE FROM THE HARBOUR POST", BODY)
    text, removed = clean(raw, "dir/a.txt")
    assert text == "\n".join((HEADLINE, LEAD, BODY))
    assert [(s.stage, s.reason) for s in removed] == [("clean", "read more")]
    ((start, end, _),) = removed_ranges(removed)
    assert removed[0].item == f"dir/a.txt#{start}-{end}"
    assert raw[start:end] == "CLICK HERE TO READ MORE FROM THE HARBOUR POST"


def test_boilerplate_lines_go() -> None:
    noise = [
        "Share on Facebook Tweet Email",
        "Sign up for our free newsletter and get the news every morning.",
        "We use cookies to improve your experience on this site.",
        "ADVERTISEMENT",
        "© 2023 Harbour Post Ltd. All rights reserved.",
        "By JOANA PELL and Tim Orr",
        "3 min read",
        "March 8, 2023, 9:32 p.m. ET",
        "Leave a comment",
        "Published on",
        "Photo: Getty Images",
        "Read also: Harbour fees rise again",
    ]
    text, removed = clean(_article(HEADLINE, *noise, LEAD, BODY, MORE), "a.txt")
    assert text == "\n".join((HEADLINE, LEAD, BODY, MORE))
    assert len(removed) == len(noise)


def test_an_attributed_sentence_with_boilerplate_words_stays() -> None:
    sentence = (
        "“Subscribe to that theory and you will believe anything about our ships,” Bront said on Monday "
        "in the port of Lenn."
    )
    assert sentence in clean(_article(HEADLINE, LEAD, sentence, MORE), "a.txt")[0]


def test_link_list_of_many_bullets_is_one_entry() -> None:
    links = "\n".join(
        f"- Harbour story number {i} about boats - Video [Last Updated On: April {i}th, 2014]" for i in range(4, 20)
    )
    text, reasons = _reasons(_article(LEAD, BODY, MORE, "View post:", "Velmora sends boats - The Harbour Post", links))
    assert text == "\n".join((LEAD, BODY, MORE))
    assert reasons == ["related stories", "link list"]


def test_a_list_of_points_stays() -> None:
    points = "- twelve patrol boats by May\n- forty trainers in the summer\n- fuel for a year"
    text, reasons = _reasons(_article(LEAD, "The ministry listed what it will give:", points, MORE))
    assert "- forty trainers in the summer" in text
    assert reasons == []


def test_tail_of_other_stories_goes() -> None:
    tail = _article(
        "Latest articles",
        "Goalkeeper ‘stunned’ by transfer offer from rivals",
        "The keeper of Lenn United said he “actually...",
        "More like this",
        "New phone has a bigger screen and a better lens",
        "Makers will show the device next week, in...",
    )
    text, reasons = _reasons(_article(HEADLINE, LEAD, BODY, tail))
    assert text == "\n".join((HEADLINE, LEAD, BODY))
    assert set(reasons) == {"related stories"}


def test_body_resumes_after_a_box_in_the_middle() -> None:
    raw = _article(LEAD, "Related stories", "Harbour fees rise again", "Ferry line to close in winter", BODY, MORE)
    assert clean(raw, "a.txt")[0] == "\n".join((LEAD, BODY, MORE))


def test_glued_truncated_teaser_goes() -> None:
    teaser = (
        "Ostrana's reaction to the Bront remarks shows unease, observers say Defence Minister Ilka Bront surprised her "
        "partners in Ostrana by naming a date for the boats. Bront made the remarks at a meeting of "
        "twelve coastal heads"
    )
    text, reasons = _reasons(_article(HEADLINE, LEAD, teaser, BODY, MORE, sep="\n"))
    assert text == "\n".join((HEADLINE, LEAD, BODY, MORE))
    assert reasons == ["teaser"]


def test_headline_with_elided_text_goes_and_a_cut_quotation_stays() -> None:
    teaser = (
        "Lenn, Ostrava: Why the coast needs a treaty of its own",
        "For ten years the coast has lived with the grim prospect of empty nets...",
    )
    text, reasons = _reasons(_article(HEADLINE, LEAD, BODY, MORE, *teaser, sep="\n"))
    assert text == "\n".join((HEADLINE, LEAD, BODY, MORE))
    assert set(reasons) == {"teaser"}
    cut = "“We will never send boats that we need ourselves,” the opposition leader Oren Fask said in a speech to..."
    assert cut in clean(_article(HEADLINE, LEAD, BODY, MORE, "What the critics say of it now", cut), "a.txt")[0]


def test_shouted_link_goes_but_a_shouted_headline_stays() -> None:
    raw = _article("VELMORA TO SEND BOATS TO OSTRANA", LEAD, "BRONT ‘REGRETS’ THE LONG WAIT", BODY, MORE)
    text, reasons = _reasons(raw)
    assert text == "\n".join(("VELMORA TO SEND BOATS TO OSTRANA", LEAD, BODY, MORE))
    assert reasons == ["teaser"]


def test_repeats_go_whatever_their_quotation_marks() -> None:
    caption = 'The minister\'s ship "Aurora" lies in the port of Lenn on Monday, a day before it sails.'
    curly = "The minister’s ship “Aurora” lies in the port of Lenn on Monday, a day before it sails."
    text, reasons = _reasons(_article(HEADLINE, LEAD, caption, curly, BODY))
    assert text == "\n".join((HEADLINE, LEAD, caption, BODY))
    assert reasons == ["repeated paragraph"]


def test_a_near_repeat_that_turns_the_meaning_stays() -> None:
    yes = (
        "The government of Velmora will send the twelve promised patrol boats to the coast of Ostrana "
        "before the end of May."
    )
    no = yes.replace("will send", "will not send")
    assert clean(_article(LEAD, yes, no, MORE), "a.txt")[0].count("promised patrol boats") == 2


def test_breadcrumbs_slugs_and_truncated_headlines_go() -> None:
    long = "Velmora to send patrol boats to Ostrana and promises to train crews"
    caption = "Sailors in grey coats stand in front of the boats that are to leave in May."
    raw = _article(
        "More",
        f"HomePolitics{long}",
        long[:48],
        long,
        "Published on",
        f"PoliticsWorld {long} Tuesday, November 21, 2023 {long}",
        LEAD,
        f"1648056058 384 {long} {caption}",
        caption,
        BODY,
    )
    text, reasons = _reasons(raw)
    assert text == "\n".join((long, LEAD, caption, BODY))
    assert set(reasons) == {"menu", "doubled headline", "stamp", "doubled caption"}


def test_a_name_before_a_repeated_line_stays() -> None:
    line = "We shall keep our boats at home until the winter is over"
    assert f"Bront: {line}" in clean(_article(line, LEAD, f"Bront: {line}", BODY), "a.txt")[0]


def test_a_day_that_looks_like_the_number_of_a_point_belongs_to_its_month() -> None:
    assert clean("The talk was published on Sept.\n2. Velm scrambled its aircraft.", "a.txt")[0].count("\n") == 0


def test_broken_lines_are_rejoined() -> None:
    raw = (
        "Bront made the remarks on Feb.\n26 at a gathering. She had met Mr.\nFask before.\n“It was "
        "brief,” she said.\nNothing\nelse came of it."
    )
    assert clean(raw, "a.txt")[0].split("\n")[:2] == [
        "Bront made the remarks on Feb. 26 at a gathering. She had met Mr. Fask before.",
        "“It was brief,” she said.",
    ]


def test_hard_wrapped_text_becomes_paragraphs_that_do_not_merge() -> None:
    first = (
        "The island republic of Velmora will send twelve patrol boats to its neighbour Ostrana, the "
        "defence minister said after "
        "a meeting of the cabinet that lasted until late in the evening and left many of those present "
        "tired and hoarse."
    )
    second = (
        "Members of the opposition had asked for a vote in parliament, which the speaker of the house "
        "Tam Orvel refused to grant "
        "before the budget is settled and the harbour law has been read a third time."
    )
    import textwrap

    for gap in ("\n\n", "\n"):
        raw = gap.join(textwrap.fill(p, 72) for p in (first, second, MORE))
        text, _ = clean(raw, "a.txt")
        assert first in text.replace("\n", " ")
        assert not any("hoarse. Members" in line or "third time. Lawmakers" in line for line in text.split("\n"))
    assert clean("\n\n".join(textwrap.fill(p, 72) for p in (first, second, MORE)), "a")[0] == "\n".join(
        (first, second, MORE)
    )


_LINES = st.lists(
    st.text(
        alphabet=st.characters(codec="utf-8", exclude_characters="\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), max_size=60
    ),
    max_size=12,
)
_REAL = st.lists(
    st.sampled_from(
        [LEAD, BODY, MORE, HEADLINE, "Related stories", "- a link | Site", "Share", "Cut off in mid", "x...", ""]
    ),
    max_size=14,
)


@settings(max_examples=150)
@given(st.one_of(_LINES, _REAL))
def test_every_character_is_either_kept_or_named(lines: list[str]) -> None:
    raw = "\n".join(lines)
    text, removed = clean(raw, "a#b.txt")
    gone = [(start, end) for start, end, _ in removed_ranges(removed)]
    assert all(a[1] <= b[0] for a, b in pairwise(gone))
    rest, position = [], 0
    for start, end in gone:
        rest.append(raw[position:start])
        position = end
    assert squash("".join((*rest, raw[position:]))) == squash(text)
