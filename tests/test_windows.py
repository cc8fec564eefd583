"""Windows: a text cut into stretches of word pieces that a small encoder can read whole, nothing lost or moved."""

from __future__ import annotations

import string
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from tracker.resources import resource
from tracker.schema import Span
from tracker.statements.tagger import DEFAULT_TAGGER
from tracker.statements.windows import LIMIT, LONGEST, Window, windows

MARKS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
FIRST, LAST = 2, 3
EMPTY = Span(0, 0)


def letters() -> Tokenizer:
    """Return a tokenizer that knows letters and marks alone: each is a piece of its own."""
    signs = string.ascii_lowercase + ".!?,'"
    pieces = [*MARKS, *signs, *(f"##{sign}" for sign in signs)]
    made = Tokenizer(models.WordPiece({piece: at for at, piece in enumerate(pieces)}, unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer()
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return made


LETTERS = letters()
SHIPPED = Tokenizer.from_file(str(resource(f"models/{DEFAULT_TAGGER}") / "tokenizer.json"))
TOKENIZERS = pytest.mark.parametrize("tokenizer", [LETTERS, SHIPPED], ids=["letters", "shipped"])


def inner(window: Window) -> list[tuple[int, Span]]:
    """Return a window's pieces without the two marks, each with its span."""
    return list(zip(window.ids, window.spans, strict=True))[1:-1]


def words_of(text: str, limit: int = LIMIT) -> list[str]:
    """Return the text of each window, cut into pieces of letters."""
    found = windows(text, LETTERS, limit)
    return [text[window.spans[1].start : window.spans[-2].end] for window in found]


# -- how a text is cut --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "\n", " \n\n \t"])
def test_a_text_without_words_has_no_window(text: str) -> None:
    assert windows(text, LETTERS) == []


def test_a_window_stands_between_two_marks_that_cover_nothing() -> None:
    (window,) = windows("Velm no", LETTERS)
    assert (window.ids[0], window.ids[-1]) == (FIRST, LAST)
    assert (window.spans[0], window.spans[-1]) == (EMPTY, EMPTY)
    assert [LETTERS.id_to_token(number).removeprefix("##") for number in window.ids[1:-1]] == list("velmno")
    assert window.spans[1:-1] == (*(Span(at, at + 1) for at in range(4)), Span(5, 6), Span(6, 7))


def test_short_lines_share_a_window_and_whole_lines_open_the_next() -> None:
    assert words_of("a" * 60 + "\n" + "b" * 60 + "\n" + "c" * 60) == ["a" * 60 + "\n" + "b" * 60, "c" * 60]


@pytest.mark.parametrize(("length", "count"), [(64, 1), (65, 2)])
def test_a_window_of_lines_reaches_the_limit_and_not_beyond(length: int, count: int) -> None:
    assert len(words_of("a" * 64 + "\n" + "b" * length, limit=128)) == count


def test_a_line_over_the_limit_stays_whole_and_alone() -> None:
    long = "a" * 90 + " " + "b" * 90
    assert words_of("c" * 20 + "\n" + long + "\n" + "d" * 20) == ["c" * 20, long, "d" * 20]


def test_the_longest_line_stays_whole_and_one_more_piece_cuts_it() -> None:
    line = " ".join(["a" * 50] * 5)
    assert len(windows(line, LETTERS)) == 1
    assert [len(inner(window)) for window in windows(line + "a", LETTERS)] == [LONGEST, 1]


@pytest.mark.parametrize("end", [".", "!", "?"])
def test_a_line_that_is_too_long_is_cut_at_its_last_end_of_a_sentence(end: str) -> None:
    first = ("a" * 70 + ". ") + ("b" * 69 + ". ") + ("c" * 49 + end)
    assert words_of(f"{first} {' '.join(['d' * 50] * 3)}") == [first, " ".join(["d" * 50] * 3)]


def test_a_sentence_that_ends_early_in_a_long_line_cuts_nothing() -> None:
    line = "a" * 9 + ". " + " ".join(["b" * 60] * 5)
    assert len(inner(windows(line, LETTERS)[0])) == LONGEST


def test_blank_lines_make_no_window() -> None:
    assert words_of("\n\n" + "a" * 100 + "\n\n \n" + "b" * 100 + "\n\n") == ["a" * 100, "b" * 100]


# -- what holds for every text ------------------------------------------------------------------------------------

SENTENCE = st.sampled_from(
    [
        "“We will not send tanks to Halmar,” Mira Kolt told reporters. ", "Odo Brandt’s office declined to comment! ",
        "VELMAR, May 7 (Harbour Wire) - ", "Nothing is excluded", "É\u0301tat, naïve coöperation 🛡 ", "\n", "\n\n", " ",
        "\u00a0", "x" * 130, "Velm, " * 60, "no! " * 70, "[SEP] [CLS] ", "北京说 ", "\t", "\r\n", "İzmir ﬁne ",
    ]
)  # fmt: skip
TEXTS = st.lists(SENTENCE | st.text(max_size=20), max_size=14).map("".join)


@TOKENIZERS
@settings(max_examples=60)
@given(text=TEXTS)
def test_windows_cover_all_pieces_once_and_in_order(text: str, tokenizer: Tokenizer) -> None:
    whole = tokenizer.encode(text, add_special_tokens=False)
    found = [piece for window in windows(text, tokenizer) for piece in inner(window)]
    assert found == [(number, Span(*span)) for number, span in zip(whole.ids, whole.offsets, strict=True)]


@TOKENIZERS
@settings(max_examples=60)
@given(text=TEXTS, limit=st.integers(1, LONGEST))
def test_no_window_is_empty_or_too_long(text: str, tokenizer: Tokenizer, limit: int) -> None:
    for window in windows(text, tokenizer, limit):
        assert 3 <= len(window.ids) == len(window.spans) <= LONGEST + 2
        covered = text[window.spans[1].start : window.spans[-2].end]
        assert len(window.ids) <= limit + 2 or "\n" not in covered


@TOKENIZERS
@settings(max_examples=60)
@given(text=TEXTS)
def test_spans_lie_in_the_text_in_order_and_hold_their_words(text: str, tokenizer: Tokenizer) -> None:
    for window in windows(text, tokenizer):
        assert window.spans[0] == window.spans[-1] == EMPTY
        spans = window.spans[1:-1]
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert all(a.start <= b.start and a.end <= b.end for a, b in pairwise(spans))
        assert not any("\n" in span.of(text) for span in spans)


@settings(max_examples=40)
@given(st.text(string.ascii_lowercase + ".!? \n", max_size=700))
def test_the_spans_of_plain_letters_are_the_letters(text: str) -> None:
    found = [
        (LETTERS.id_to_token(number).removeprefix("##"), span.of(text))
        for window in windows(text, LETTERS)
        for number, span in inner(window)
        if number != MARKS.index("[UNK]")  # a word of more than a hundred letters
    ]
    assert all(piece == letter for piece, letter in found)


@settings(max_examples=40)
@given(st.lists(st.integers(1, 60), min_size=1, max_size=12), st.integers(60, LONGEST))
def test_lines_that_fit_are_never_parted_and_fill_their_window(lengths: list[int], limit: int) -> None:
    text = "\n".join("a" * length for length in lengths)
    found = [[len(line) for line in words.split("\n")] for words in words_of(text, limit)]
    assert [length for window in found for length in window] == lengths
    assert all(sum(window) <= limit for window in found)
    assert all(sum(window) + after[0] > limit for window, after in pairwise(found))
