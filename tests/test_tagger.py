"""The tagger: arrays decoded to attributions, the shipped model, and its attributions joined to those of the grammar.

The arrays are made by hand: a word or mark is one piece, and a piece is what a test says it is.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import FRIDAY, document, holder, parser, resolve_on

from tracker.errors import InputError, ModelError
from tracker.resources import folder_sha256
from tracker.schema import Evidence, Span
from tracker.statements import Parser, held
from tracker.statements.attribution import Attribution
from tracker.statements.joining import attribute
from tracker.statements.merging import from_tags
from tracker.statements.parser import Parsed
from tracker.statements.tagger import DEFAULT_TAGGER, Tagged, Tagger, Thresholds, embedded, tagged
from tracker.statements.windows import Window

KOLT, BRANDT = "Mira Kolt", "Odo Brandt"
SURE = 9.0  # a logit of which nobody doubts
Where = tuple[int, int]
PLAIN = "Kolt said Velm would send no troops ."  # pieces 1 to 8, the marks are 0 and 9


def window(text: str, at: int = 0) -> Window:
    """Return a text's words and marks as pieces, from a place of the text on, between the two marks."""
    spans = [Span(*match.span()) for match in re.compile(r"\w+|[^\w\s]").finditer(text, at)]
    return Window(tuple(range(len(spans) + 2)), (Span(0, 0), *spans, Span(0, 0)))


def outputs(
    count: int,
    cues: Mapping[int, str],
    sources: Mapping[int, Where | None] | None = None,
    contents: Mapping[int, Sequence[int]] | None = None,
) -> dict[str, np.ndarray]:
    """Return the arrays of a model that is sure: pieces that are "first" or "inside", and where each cue points."""
    parts = ("source_start", "source_end", "content")
    made = {name: np.full((count, count), -SURE, dtype=np.float32) for name in parts}
    made["cue"] = np.tile(np.array([SURE, 0, 0], dtype=np.float32), (count, 1))
    for piece, kind in cues.items():
        made["cue"][piece] = [0, SURE, 0] if kind == "first" else [0, 0, SURE]
    for piece in range(count):
        start, end = (sources or {}).get(piece) or (0, 1)
        made["source_start"][piece, start] = made["source_end"][piece, end - 1] = SURE
    for piece, inside in (contents or {}).items():
        made["content"][piece, list(inside)] = SURE
    return made


def decoded(text: str, arrays: Mapping[str, np.ndarray], thresholds: Thresholds = Thresholds()) -> list[Tagged]:  # noqa: B008
    return list(tagged(text, window(text), arrays, thresholds))


def words(text: str, found: Sequence[Tagged]) -> list[tuple[str | None, str, list[str]]]:
    """Return (source, cue, content) of attributions as words of the text."""
    return [
        (t.source.of(text) if t.source else None, t.cue.of(text), [span.of(text) for span in t.content]) for t in found
    ]


def contents(text: str, inside: Sequence[int], cue: int = 2, source: Where | None = (1, 2)) -> list[str]:
    """Return the words of the one content that a cue and the pieces inside make, or nothing."""
    arrays = outputs(len(window(text).ids), {cue: "first"}, {cue: source}, {cue: inside})
    return [content for _, _, found in words(text, decoded(text, arrays)) for content in found]


# -- decoding: cues -----------------------------------------------------------------------------------------------


def test_a_cue_points_at_its_source_and_its_content() -> None:
    (found,) = decoded(PLAIN, outputs(10, {2: "first"}, {2: (1, 2)}, {2: range(3, 8)}))
    assert words(PLAIN, [found]) == [("Kolt", "said", ["Velm would send no troops"])]


def test_where_no_piece_opens_a_cue_nothing_is_said() -> None:
    assert decoded(PLAIN, outputs(10, {}, {2: (1, 2)}, {2: range(3, 8)})) == []
    assert decoded(PLAIN, outputs(10, {2: "inside"}, {2: (1, 2)}, {2: range(3, 8)})) == []


@pytest.mark.parametrize(("threshold", "count"), [(0.45, 1), (0.55, 0)])
def test_a_cue_is_opened_from_the_threshold_on(threshold: float, count: int) -> None:
    arrays = outputs(10, {}, {2: (1, 2)}, {2: range(3, 8)})
    arrays["cue"][2] = np.log([0.3, 0.5, 0.2])
    found = decoded(PLAIN, arrays, Thresholds(cue=threshold))
    assert len(found) == count


def test_a_cue_goes_on_over_inside_pieces_and_ends_before_others() -> None:
    text = "Kolt has ruled out tanks and troops"
    arrays = outputs(9, {2: "first", 3: "inside", 4: "inside", 6: "inside"}, {2: (1, 2)}, {2: [5, 6, 7]})
    assert words(text, decoded(text, arrays)) == [("Kolt", "has ruled out", ["tanks and troops"])]


def test_a_cue_right_after_another_is_a_cue_of_its_own() -> None:
    text = "Kolt wants asks tanks now"
    arrays = outputs(7, {2: "first", 3: "first"}, {2: (1, 2), 3: (1, 2)}, {2: [4, 5], 3: [4, 5]})
    assert [cue for _, cue, _ in words(text, decoded(text, arrays))] == ["wants", "asks"]


def test_two_cues_keep_their_own_source_and_content() -> None:
    text = "Kolt said Velm waits ; Brandt denied he asked"
    arrays = outputs(11, {2: "first", 7: "first"}, {2: (1, 2), 7: (6, 7)}, {2: [3, 4], 7: [8, 9]})
    assert words(text, decoded(text, arrays)) == [("Kolt", "said", ["Velm waits"]), ("Brandt", "denied", ["he asked"])]


def test_the_marks_at_the_ends_open_no_cue() -> None:
    assert decoded(PLAIN, outputs(10, {0: "first", 9: "first"}, {0: (1, 2), 9: (1, 2)}, {0: [3, 4], 9: [3, 4]})) == []


# -- decoding: sources --------------------------------------------------------------------------------------------


def test_a_cue_that_points_at_the_first_mark_has_no_source() -> None:
    assert words(PLAIN, decoded(PLAIN, outputs(10, {2: "first"}, {2: None}, {2: range(3, 8)}))) == [
        (None, "said", ["Velm would send no troops"])
    ]


@pytest.mark.parametrize(("nobody", "source"), [(4.0, "Kolt"), (6.0, None)])
def test_the_likelier_of_a_source_and_none_is_taken(nobody: float, source: str | None) -> None:
    arrays = outputs(10, {2: "first"}, {}, {2: range(3, 8)})
    for name in ("source_start", "source_end"):
        arrays[name][2, 0] = nobody
        arrays[name][2, 1] = 5
    assert words(PLAIN, decoded(PLAIN, arrays))[0][0] == source


def test_a_source_of_several_pieces_is_one_stretch() -> None:
    text = "The old minister of Velm said no troops"
    arrays = outputs(10, {6: "first"}, {6: (1, 6)}, {6: [7, 8]})
    assert words(text, decoded(text, arrays)) == [("The old minister of Velm", "said", ["no troops"])]


def test_a_source_never_ends_before_it_starts() -> None:
    text = "Kolt and Brandt said no troops"
    arrays = outputs(8, {4: "first"}, {}, {4: [5, 6]})
    arrays["source_start"][4, [0, 3]] = [-SURE, 8]  # the best start comes after the best end
    arrays["source_end"][4, [0, 1, 3]] = [-SURE, 8, 7]
    assert words(text, decoded(text, arrays))[0][0] == "Brandt"


@pytest.mark.parametrize(("wide", "source"), [(48, True), (49, False)])
def test_a_source_of_more_than_48_pieces_is_none(wide: int, source: bool) -> None:
    text = " ".join(["name"] * wide) + " said no troops"
    arrays = outputs(wide + 5, {wide + 1: "first"}, {wide + 1: (1, wide + 1)}, {wide + 1: [wide + 2, wide + 3]})
    assert (decoded(text, arrays)[0].source == Span(0, wide * 5 - 1)) is source


def test_a_source_never_holds_a_mark() -> None:
    text = f"It rained. {PLAIN}"
    arrays = outputs(10, {2: "first"}, {}, {2: range(3, 8)})
    arrays["source_start"][2, [0, 1, 9]] = [8, 5, 9]  # the first mark starts, but does not end it; the last does both
    arrays["source_end"][2, [0, 1, 9]] = [-SURE, 5, 9]
    found = list(tagged(text, window(text, 11), arrays, Thresholds()))
    assert words(text, found)[0][0] == "Kolt"


# -- decoding: contents -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("threshold", "content"), [(0.7, "Velm would send no troops"), (0.8, "no troops")])
def test_a_piece_is_inside_from_the_threshold_on(threshold: float, content: str) -> None:
    arrays = outputs(10, {2: "first"}, {2: (1, 2)}, {2: [6, 7]})
    arrays["content"][2, 3:6] = np.log(3)  # a share of three quarters
    assert words(PLAIN, decoded(PLAIN, arrays, Thresholds(content=threshold)))[0][2] == [content]


def test_cue_and_source_are_no_content_and_part_it() -> None:
    assert contents("no tanks Kolt said for Halmar", range(1, 7), cue=4, source=(3, 4)) == ["no tanks", "for Halmar"]


def test_the_marks_are_no_content() -> None:
    assert contents("Kolt said no troops", [0, 3, 4, 5]) == ["no troops"]


def test_a_stray_piece_is_left_out_where_there_is_more() -> None:
    assert contents("Kolt said no troops at all in all of this year ever", [3, 4, 12]) == ["no troops"]


def test_a_content_of_one_piece_stands_where_there_is_no_more() -> None:
    assert contents("Kolt said no", [3]) == ["no"]
    assert contents("Kolt demands tanks a b c d e f g shells", [3, 11]) == ["tanks", "shells"]


@pytest.mark.parametrize(("gap", "count"), [(1, 1), (6, 1), (7, 2)])
def test_a_gap_of_a_few_pieces_is_closed(gap: int, count: int) -> None:
    text = "Kolt said " + " ".join(["word"] * (4 + gap))
    found = contents(text, [3, 4, 5 + gap, 6 + gap])
    assert len(found) == count
    assert ("".join(found) == text[10:]) is (count == 1)


def test_three_stretches_with_small_gaps_become_one() -> None:
    assert contents("Kolt said a b x c d x e f", [3, 4, 6, 7, 9, 10]) == ["a b x c d x e f"]


def test_a_gap_over_the_cue_stays_open() -> None:
    assert contents("no tanks said Kolt no troops", [1, 2, 5, 6], cue=3, source=(4, 5)) == ["no tanks", "no troops"]
    assert contents("no tanks , she said , no troops", [1, 2, 7, 8], cue=5, source=(4, 5)) == ["no tanks", "no troops"]


def test_a_gap_where_another_speaks_is_closed_for_all_but_the_own_source() -> None:
    text = "no tanks , Kolt , no troops said"
    assert contents(text, [1, 2, 6, 7], cue=8, source=(4, 5)) == ["no tanks", "no troops"]
    assert contents(text, [1, 2, 6, 7], cue=8, source=None) == ["no tanks , Kolt , no troops"]


@pytest.mark.parametrize("inside", [[], [3], [3, 4]])
def test_without_a_word_of_content_there_is_no_attribution(inside: list[int]) -> None:
    assert contents('Kolt said . "', inside) == []


# -- decoding: places ---------------------------------------------------------------------------------------------


def test_arrays_padded_beyond_the_window_say_the_same() -> None:
    whole = outputs(10, {2: "first"}, {2: (1, 2)}, {2: range(3, 8)})
    padded = {name: np.full((16, 3 if name == "cue" else 16), SURE, dtype=np.float32) for name in whole}
    for name, values in whole.items():
        padded[name][: values.shape[0], : values.shape[1]] = values
    assert decoded(PLAIN, padded) == decoded(PLAIN, whole)


def test_a_window_in_the_middle_of_a_text_keeps_its_places() -> None:
    text = f"It rained.\n{PLAIN}"
    found = list(tagged(text, window(text, 11), outputs(10, {2: "first"}, {2: (1, 2)}, {2: range(3, 8)}), Thresholds()))
    assert words(text, found) == [("Kolt", "said", ["Velm would send no troops"])]
    assert found[0].cue == Span(16, 20)


@settings(max_examples=60)
@given(st.integers(3, 30), st.integers(0, 2**32 - 1), st.floats(0.1, 0.9), st.floats(0.1, 0.9))
def test_whatever_the_arrays_say_spans_are_sound(count: int, seed: int, cue: float, content: float) -> None:
    text = " ".join(["Velm", "no", ",", "troops"][at % 4] for at in range(count - 2))
    rng = np.random.default_rng(seed)
    arrays = {
        name: rng.normal(0, 3, (count, 3 if name == "cue" else count)).astype(np.float32)
        for name in ("cue", "source_start", "source_end", "content")
    }
    found = decoded(text, arrays, Thresholds(cue, content))
    assert [t.cue for t in found] == sorted(t.cue for t in found)
    for tag in found:
        assert tag.content
        spans = [tag.cue, *tag.content, *([tag.source] if tag.source else [])]
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert all(before.end < after.start for before, after in pairwise(tag.content))
        assert all(any(c.isalnum() for c in span.of(text)) for span in tag.content)
        assert not any(span.overlaps(other) for span in tag.content for other in (tag.cue, tag.source) if other)


# -- the shipped tagger -------------------------------------------------------------------------------------------


@cache
def shipped() -> Tagger:
    """Return the tagger of the package."""
    return Tagger(folder())


def folder() -> Path:
    """Return the folder of the package's tagger."""
    found = embedded()
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mira Kolt said that Velm would not send troops to Halmar.",
         (KOLT, "said", ["that Velm would not send troops to Halmar"])),
        ("According to Odo Brandt, the tanks will arrive in May.",
         (BRANDT, "According to", ["the tanks will arrive in May"])),
    ],
)  # fmt: skip
def test_the_shipped_tagger_reads_a_plain_sentence(text: str, expected: tuple[str, str, list[str]]) -> None:
    assert words(text, shipped().tag(text)) == [expected]


def test_the_shipped_tagger_finds_nothing_where_nobody_speaks() -> None:
    assert shipped().tag("The harbour of Lund Bay froze over on Monday.") == []
    assert shipped().tag("") == []
    assert shipped().tag("\n \n") == []


def test_every_window_of_a_long_text_is_tagged_at_its_place() -> None:
    line = "Mira Kolt said that Velm would not send troops to Halmar.\n"
    text = line * 40
    found = shipped().tag(text)
    assert [t.cue for t in found] == [Span(at * len(line) + 10, at * len(line) + 14) for at in range(40)]
    assert all(t.source == Span(t.cue.start - 10, t.cue.start - 1) for t in found)
    assert all(line.find("\n") > span.end % len(line) > span.start % len(line) for t in found for span in t.content)


@settings(max_examples=10)
@given(st.lists(st.sampled_from(["“No,” Mira Kolt said. ", "\n", "É🛡 ", "Velm, " * 90, "北京 said ", "?"]), max_size=6))
def test_the_tags_of_any_text_lie_in_it(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = shipped().tag(text)
    assert found == shipped().tag(text)
    assert [t.cue for t in found] == sorted(t.cue for t in found)
    for tag in found:
        spans = [tag.cue, *tag.content, *([tag.source] if tag.source else [])]
        assert all(0 <= span.start < span.end <= len(text) for span in spans)


def test_the_thresholds_are_those_of_the_folder(tmp_path: Path) -> None:
    strict = tmp_path / "strict"
    shutil.copytree(folder(), strict)
    config = json.loads((strict / "config.json").read_text())
    (strict / "config.json").write_text(json.dumps({**config, "thresholds": {"cue": 1.01, "content": 0.5}}))
    assert Tagger(strict).tag("Mira Kolt said that Velm would not send troops to Halmar.") == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("config.json", None), ("tokenizer.json", None), ("model.onnx", None), ("config.json", "{"),
        ("config.json", "{}"), ("config.json", '{"thresholds": {"source": 0.5}}'), ("tokenizer.json", "{}"),
        ("model.onnx", "no model"),
    ],
)  # fmt: skip
def test_a_folder_without_a_whole_tagger_is_refused(tmp_path: Path, name: str, content: str | None) -> None:
    for path in folder().iterdir():
        (tmp_path / path.name).symlink_to(path)
    (tmp_path / name).unlink()
    if content is not None:
        (tmp_path / name).write_text(content)
    with pytest.raises(ModelError, match=re.escape(str(tmp_path))):
        Tagger(tmp_path)


def test_without_the_folder_there_is_no_tagger_and_the_grammar_works_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Path:
        raise InputError(f"{name} is not part of this installation")

    monkeypatch.setattr("tracker.statements.tagger.resource", missing)
    alone = Parser()
    parsed = alone.parse("Mira Kolt said that Velm would not send troops.")
    assert parsed.tagged == ()
    assert len(attribute(parsed)) == 1
    assert alone.tagger_sha256 == ""
    assert "tagger" not in alone.describe()


def test_a_tagger_is_loaded_when_it_is_first_needed_and_hashed_without(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[Path] = []

    class Watched(Tagger):
        def __init__(self, folder: Path, *, threads: int | None = None) -> None:
            calls.append(folder)
            super().__init__(folder, threads=threads)

    monkeypatch.setattr("tracker.statements.parser.Tagger", Watched)
    lazy = Parser()
    assert lazy.tagger_sha256 == folder_sha256(folder())
    described = lazy.describe()
    assert (described["tagger"], described["tagger_sha256"]) == (DEFAULT_TAGGER, lazy.tagger_sha256)
    assert calls == []
    lazy.warm()
    assert [len(lazy.parse("Mira Kolt said no.").tagged) for _ in range(2)] == [1, 1]
    assert calls == [folder()]


def test_a_text_is_tagged_as_the_parser_reads_it() -> None:
    text = "Odo Brandt said they dont want tanks. Mira Kolt said Velm doesnt either."  # apostrophes are put back
    parsed = parser().parse(text)
    assert [tag.cue.of(parsed.doc.text) for tag in parsed.tagged] == ["said", "said"]
    assert [item.source and parsed.span(*item.source).of(text) for item in from_tags(parsed)] == [BRANDT, KOLT]


# -- tags as attributions -----------------------------------------------------------------------------------------


def with_tags(text: str, *tags: tuple[str | None, str, str | list[str]]) -> Parsed:
    """Return a text whose tags are (source, cue, content), each the first such words of the text, and no others."""
    parsed = parser().parse(text)
    copy = parsed.doc.text

    def at(said: str) -> Span:
        return Span(copy.index(said), copy.index(said) + len(said))

    made = (
        Tagged(at(cue), at(source) if source else None, tuple(map(at, [said] if isinstance(said, str) else said)))
        for source, cue, said in tags
    )
    return replace(parsed, tagged=tuple(made))


Brief = tuple[str | None, str, list[str], Evidence]


def brief(parsed: Parsed, found: Sequence[Attribution]) -> list[Brief]:
    """Return (source, cue, content, evidence) of attributions as words of the text."""
    doc = parsed.doc
    return [
        (doc[slice(*a.source)].text if a.source else None, doc[slice(*a.cue)].text,
         [doc[slice(*part)].text for part in a.content], a.evidence)
        for a in found
    ]  # fmt: skip


def tags_of(text: str, *tags: tuple[str | None, str, str | list[str]]) -> list[Brief]:
    parsed = with_tags(text, *tags)
    return brief(parsed, list(from_tags(parsed)))


def joined(text: str, *tags: tuple[str | None, str, str | list[str]]) -> list[Brief]:
    parsed = with_tags(text, *tags)
    return brief(parsed, attribute(parsed))


@pytest.mark.parametrize(
    ("text", "cue", "content", "kind"),
    [
        ("Mira Kolt said “we will wait for Halmar” on Monday.", "said", "we will wait for Halmar", Evidence.DIRECT),
        ("Mira Kolt said Velm would wait.", "said", "Velm would wait", Evidence.INDIRECT),
        ("Mira Kolt rejected tanks for Halmar.", "rejected", "tanks for Halmar", Evidence.SPEECH_ACT),
        ("Velm approved tanks for Halmar.", "approved", "tanks for Halmar", Evidence.ACT),
        ("Mira Kolt repeated a plea for tanks.", "plea", "for tanks", Evidence.EMBEDDED),
        # two quoted words of seven do not make a quotation
        ("Mira Kolt said Velm would “never ever” send its tanks.", "said", "Velm would \"never ever\" send its tanks",
         Evidence.INDIRECT),
        # what is quoted is direct, whatever the verb
        ("Mira Kolt rejected “any tanks for Halmar at all” again.", "rejected", "any tanks for Halmar at all",
         Evidence.DIRECT),
    ],
)  # fmt: skip
def test_the_evidence_of_a_tag_is_read_from_cue_and_marks(text: str, cue: str, content: str, kind: Evidence) -> None:
    assert [found[3] for found in tags_of(text, (None, cue, content))] == [kind]


def test_tags_are_widened_to_whole_words() -> None:
    found = tags_of("Mira Kolt said Velm would wait.", ("ira Kol", "ai", "elm would wai"))
    assert found == [(KOLT, "said", ["Velm would wait"], Evidence.INDIRECT)]


def test_the_main_word_of_a_cue_is_its_head() -> None:
    parsed = with_tags("Mira Kolt has repeatedly ruled out tanks.", (KOLT, "has repeatedly ruled out", "tanks"))
    (found,) = from_tags(parsed)
    assert parsed.doc[found.head].text == "ruled"


def test_the_particle_of_a_cue_belongs_to_it() -> None:
    ((_, cue, _, _),) = tags_of("Ostra turned down a request for tanks.", ("Ostra", "turned", "a request for tanks"))
    assert cue == "turned down"


# -- tags beside the grammar --------------------------------------------------------------------------------------


def test_without_tags_the_grammar_stands_alone() -> None:
    assert joined("Mira Kolt said Velm would wait.") == [(KOLT, "said", ["Velm would wait"], Evidence.INDIRECT)]


def test_a_tag_that_the_grammar_has_not_stands_beside_it() -> None:
    text = "Mira Kolt nodded at tanks for Halmar. Odo Brandt said Ostra would wait."
    assert joined(text, (KOLT, "nodded", "at tanks for Halmar")) == [
        (KOLT, "nodded", ["at tanks for Halmar"], Evidence.INDIRECT),
        (BRANDT, "said", ["Ostra would wait"], Evidence.INDIRECT),
    ]


def test_a_tag_without_a_source_adds_nothing() -> None:
    assert joined("Mira Kolt nodded at tanks for Halmar.", (None, "nodded", "at tanks for Halmar")) == []


def test_one_cue_is_one_attribution_with_the_content_of_the_grammar() -> None:
    text = "Mira Kolt said that Velm would wait for Halmar."
    (rule,) = joined(text)
    assert joined(text, (KOLT, "said", "Velm would wait for Halmar")) == [rule]


def test_a_content_that_shares_hardly_a_word_is_the_taggers() -> None:
    text = "Mira Kolt said Velm would wait. Ostra waits already, for Halmar and for the others."
    assert joined(text) == [(KOLT, "said", ["Velm would wait"], Evidence.INDIRECT)]
    said = "would wait. Ostra waits already, for Halmar"
    assert [(source, content) for source, _, content, _ in joined(text, (KOLT, "said", said))] == [(KOLT, [said])]


def test_a_source_that_the_grammar_lacks_is_the_taggers() -> None:
    text = "In a letter from Mira Kolt it was said that troops would wait."
    content = ["that troops would wait"]
    assert joined(text) == [(None, "was said", content, Evidence.INDIRECT)]
    assert joined(text, (KOLT, "said", *content)) == [(KOLT, "was said", content, Evidence.INDIRECT)]
    assert joined(text, (None, "said", *content)) == [(None, "was said", content, Evidence.INDIRECT)]


def test_two_sources_of_one_cue_both_stand() -> None:
    text = "Mira Kolt, for whom Odo Brandt speaks, said Velm would wait."
    assert [source for source, *_ in joined(text)] == [KOLT]
    sources = [source for source, *_ in joined(text, (BRANDT, "said", "Velm would wait"))]
    assert sorted(source or "" for source in sources) == [KOLT, BRANDT]


def test_sources_that_overlap_are_one() -> None:
    text = "Mira Kolt, the foreign minister of Velm, said Velm would wait."
    assert len(joined(text, ("the foreign minister of Velm", "said", "Velm would wait"))) == 1


def test_attributions_of_both_stand_in_the_order_of_their_cues() -> None:
    text = "Mira Kolt nodded at tanks. Odo Brandt said Ostra would wait. Ida Sold nodded at shells again."
    found = joined(text, ("Ida Sold", "nodded at shells", "again"), (KOLT, "nodded", "at tanks"))
    assert [source for source, *_ in found] == [KOLT, BRANDT, "Ida Sold"]


def test_what_the_tagger_alone_finds_becomes_a_statement() -> None:
    text = "Mira Kolt was heard to growl that Velm has no tanks to spare."
    parsed = with_tags(text, (KOLT, "growl", "that Velm has no tanks to spare"))
    found = held(parsed, document(text), resolve_on(FRIDAY))
    said = [(holder(item), item.statement.text) for item in found if item.statement.evidence is Evidence.INDIRECT]
    assert any(who == KOLT and words.endswith("that Velm has no tanks to spare") for who, words in said)


def test_a_dateline_is_no_content_of_a_tag() -> None:
    text = "VELMAR, May 7 (Harbour Wire) - Troops would not be sent, Odo Brandt said."
    parsed = with_tags(text, (BRANDT, "said", "VELMAR, May 7 (Harbour Wire) - Troops would not be sent"))
    found = held(parsed, document(text), resolve_on(FRIDAY))
    assert [item.statement.text for item in found if holder(item) == BRANDT] == ["Troops would not be sent"]


def test_a_quotation_after_a_colon_is_one_statement_for_grammar_and_tagger() -> None:
    text = "Mira Kolt was clear: “Nobody sends our soldiers to Halmar.”"
    parsed = with_tags(text, (KOLT, "was clear", '"Nobody sends our soldiers to Halmar."'))
    found = held(parsed, document(text), resolve_on(FRIDAY))
    quoted = [item.statement.text for item in found if "soldiers" in item.statement.text and holder(item) == KOLT]
    assert len(quoted) == 1
