"""One attribution: who (source) says or thinks (cue) what (content), as token ranges of a parse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.schema import Evidence
from tracker.statements.clauses import behind_comma, is_verb, runs

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Token ranges of one attribution; ``head`` is the index of the cue's main word, ``evidence`` its kind."""

    source: Range | None
    cue: Range
    content: tuple[Range, ...]
    head: int
    evidence: Evidence


def source_head(doc: Doc, attribution: Attribution) -> Token | None:
    """Return the main word of whom words are attributed to."""
    return behind_comma(doc[slice(*attribution.source)].root) if attribution.source is not None else None


def pieces(doc: Doc, content: Sequence[Range]) -> list[tuple[Range, ...]]:
    """Cut content into one tuple of ranges for each sentence that it touches."""
    by_sentence: dict[int, list[Range]] = {}
    for start, end in content:
        at = start
        while at < end:
            sentence = doc[at].sent
            stop = min(end, sentence.end)
            by_sentence.setdefault(sentence.start, []).append((at, stop))
            at = stop
    return [tuple(ranges) for _, ranges in sorted(by_sentence.items())]


def trimmed(verb: Token, content: set[int]) -> set[int]:
    """Drop marks and blanks at the edges of each run of content."""
    words = verb.doc
    kept: set[int] = set()
    for start, end in runs(content):
        while start < end and (words[start].is_punct or words[start].is_space):
            start += 1
        while end > start and (words[end - 1].is_punct or words[end - 1].is_space):
            end -= 1
        kept |= set(range(start, end))
    return kept


def clause_of(token: Token) -> Token:
    """Return the verb of the clause that a token stands in, or the top of its sentence where that has none."""
    top = token.head
    while not is_verb(top) and top.head != top:
        top = top.head
    return top
