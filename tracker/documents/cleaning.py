"""Takes the scraping noise out of an article and says what went, with the range of the text it stood in.

Body text is held on to: a paragraph that quotes or attributes anything goes only where the same words stay elsewhere,
where it sits in a list of other stories, or where it is the cut-off teaser of another story.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from tracker.documents import _rules as rules
from tracker.documents import repeats, teasers
from tracker.documents._calendar import is_stamp
from tracker.documents.paragraphs import Line, Paragraph, join_lines, split_lines
from tracker.documents.shape import BULLET, bare, headline_like, words
from tracker.schema import Skip

Reasons = dict[int, str]
_LONGEST_SHARE_BAR = 25
_TOKEN = re.compile(r"[\w-]+")
_PASSES: tuple[Callable[[list[Paragraph]], Reasons], ...]


def clean(text: str, item: str) -> tuple[str, tuple[Skip, ...]]:
    """Return the article in ``text`` (paragraphs separated by one newline) and what was left out.

    ``item`` is the path or id the skips name; each reads ``item#start-end`` in code points of ``text``, has the stage
    ``clean`` and a reason such as ``link list``, ``teaser``, ``repeated paragraph`` or ``copyright``.
    """
    lines, noise = _drop_lines(split_lines(text))
    kept = join_lines(lines)
    removed = [(line.start, line.end, reason) for line, reason in noise]
    for find in _PASSES:
        reasons = find(kept)
        removed += [(kept[i].start, kept[i].end, reason) for i, reason in reasons.items()]
        kept = [paragraph for i, paragraph in enumerate(kept) if i not in reasons]
    skips = tuple(Skip(f"{item}#{start}-{end}", "clean", reason) for start, end, reason in _merged(removed, text))
    return "\n".join(paragraph.text for paragraph in kept), skips


def removed_ranges(skips: tuple[Skip, ...]) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and reason of the ranges that `clean` reported."""
    for skip in skips:
        start, end = skip.item.rsplit("#", 1)[1].split("-")
        yield int(start), int(end), skip.reason


def _merged(removed: list[tuple[int, int, str]], text: str) -> list[tuple[int, int, str]]:
    """Join neighbouring ranges of one reason, so that a list of 80 links is one entry."""
    merged: list[tuple[int, int, str]] = []
    for start, end, reason in sorted(removed, key=lambda entry: (entry[0], -entry[1])):
        if merged and end <= merged[-1][1]:
            continue  # page furniture inside a paragraph that went as a whole
        if merged and merged[-1][2] == reason and not text[merged[-1][1] : start].strip():
            merged[-1] = (merged[-1][0], end, reason)
        else:
            merged.append((start, end, reason))
    return merged


def _drop_lines(lines: list[Line]) -> tuple[list[Line], list[tuple[Line, str]]]:
    """Take out page furniture before lines are joined across it: page numbers and heads that come back on each page."""
    counts = Counter(line.text for line in lines)
    page_number = next(wording.pattern for wording in rules.BOILERPLATE if wording.reason == "page number")
    kept: list[Line] = []
    noise: list[tuple[Line, str]] = []
    for i, line in enumerate(lines):
        edge = line.gap or i + 1 == len(lines) or lines[i + 1].gap
        if counts[line.text] >= 3 and headline_like(line.text, 14) and not BULLET.match(line.text):
            noise.append((line, "repeated line"))
        elif edge and page_number.match(line.text):
            noise.append((line, "page number"))
        else:
            kept.append(line)
    return kept, noise


def _boilerplate(kept: list[Paragraph]) -> Reasons:
    found = ((i, _boilerplate_reason(paragraph.text)) for i, paragraph in enumerate(kept))
    return {i: reason for i, reason in found if reason}


def _boilerplate_reason(text: str) -> str:
    count = len(words(text))
    if not count:
        return "no words"
    if rules.STAMP.match(text) or is_stamp(text):
        return "stamp"
    if count <= 14 and rules.BYLINE.match(text):
        return "byline"
    if count <= _LONGEST_SHARE_BAR and _share_bar(text):
        return "share bar"
    if rules.MENU_LINE.match(text):
        return "menu"
    lowered = text.lower()
    for reason, pattern, longest, needs in rules.BOILERPLATE:
        if (
            count <= longest
            and any(need in lowered for need in needs)
            and pattern.search(text)
            and (reason == "read more" or count <= 12 or not rules.SPEAKS.search(text))
        ):
            return reason
    return ""


def _share_bar(text: str) -> bool:
    tokens = []
    for match in _TOKEN.finditer(text.lower()):
        token = match.group()
        if token not in rules.SHARE_WORDS and not token.isdigit():
            return False
        tokens.append(token)
    return len(tokens) <= _LONGEST_SHARE_BAR and any(token in rules.SHARE_CORE for token in tokens)


def _sections(kept: list[Paragraph]) -> Reasons:
    """Find the heads of lists of other stories, and what stands under each until body text resumes."""
    reasons: Reasons = {}
    i = 0
    while i < len(kept):
        if not rules.SECTION.match(kept[i].text):
            i += 1
            continue
        reasons[i] = "related stories"
        i += 1
        blurbs = 0
        while (
            i < len(kept)
            and not rules.SECTION.match(kept[i].text)
            and (_list_item(kept[i].text) or _blurb(kept, i, blurbs))
        ):
            blurbs += not _list_item(kept[i].text) or teasers.cut_off(kept[i].text)
            reasons[i] = "related stories"
            i += 1
    return reasons


def _list_item(text: str) -> bool:
    return bool(BULLET.match(text)) or headline_like(text, 30) or teasers.elided(text) or len(words(text)) <= 3


def _blurb(kept: list[Paragraph], i: int, blurbs: int) -> bool:
    """Tell whether a whole sentence in a list of stories is the blurb of one: between headlines, and nobody speaks."""
    text = kept[i].text
    if len(words(text)) > 40 or rules.SPEAKS.search(text) or not headline_like(kept[i - 1].text, 30):
        return False
    return headline_like(kept[i + 1].text, 30) if i + 1 < len(kept) else blurbs > 0


def _link_lists(kept: list[Paragraph]) -> Reasons:
    reasons: Reasons = {}
    for start, end in _runs(kept, lambda text: bool(BULLET.match(text))):
        if _links(kept, start, end):
            reasons.update(dict.fromkeys(range(start, end), "link list"))
    for start, end in _runs(kept, _menu_item):
        if end - start >= 4 and not any(i in reasons for i in range(start, end)):
            reasons.update(dict.fromkeys(range(start, end), "link list"))
    return reasons


def _links(kept: list[Paragraph], start: int, end: int) -> bool:
    """Tell a list of links from a list of points: no full stops, and links' marks or great length at the end."""
    texts = [bare(kept[i].text) for i in range(start, end)]
    open_ended = sum(headline_like(text, 40) or bool(rules.LINKY.search(text)) for text in texts)
    linky = sum(bool(rules.LINKY.search(text)) for text in texts)
    introduced = start > 0 and kept[start - 1].text.endswith(":")
    if len(texts) < 3 or open_ended < 0.7 * len(texts):
        return False
    return linky >= 0.5 * len(texts) or (not introduced and len(texts) >= 8 and end == len(kept))


def _menu_item(text: str) -> bool:
    return headline_like(text, 4) and not re.search(r"[:\d“\"]", text)


def _runs(kept: list[Paragraph], wanted: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    start = 0
    for i in range(len(kept) + 1):
        if i < len(kept) and wanted(kept[i].text):
            continue
        if i > start:
            yield start, i
        start = i + 1


_PASSES = (
    _link_lists,
    _boilerplate,
    _sections,
    repeats.exact,
    repeats.covered,
    repeats.headlines,
    teasers.find,
    repeats.near,
)
