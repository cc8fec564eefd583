"""Votes told beside the main clause: "the plan was adopted, with France voting in favour and Germany against"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracker.schema import Evidence
from tracker.statements.attribution import Attribution, Range
from tracker.statements.mentions import LABELS

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

_VOTES = frozenset({"abstaining", "against", "dissenting", "favor", "favour", "opposed", "opposing"})
_BEFORE_VOTE = frozenset({"voting", "in"})  # "voting in favour"
_LINKS = frozenset({",", "and", "but", "while", "the", "both", "only", "alone"})


def ballots(sentence: Sentence) -> Iterator[Attribution]:
    """Yield how each of those voted whom a sentence names after "with"."""
    for token in sentence:
        if token.lower_ == "with":
            yield from _voted(list(token.doc[token.i + 1 : sentence.end]))


def _voted(words: list[Token]) -> Iterator[Attribution]:
    names: list[Range] = []
    cue: int | None = None
    for word in words:
        if word.lower_ in _VOTES:
            start = word.i if cue is None else cue
            for name in names:
                yield Attribution(name, (start, word.i + 1), ((start, word.i + 1),), word.i, Evidence.ACT)
            names, cue = [], None
        elif word.lower_ in _BEFORE_VOTE and names:
            cue = word.i if cue is None else cue
        elif word.ent_type_ in LABELS:
            if names and names[-1][1] == word.i and word.ent_iob_ == "I":
                names[-1] = (names[-1][0], word.i + 1)
            else:
                names.append((word.i, word.i + 1))
        elif word.lower_ not in _LINKS and not (word.pos_ == "PROPN" or word.tag_ == "POS"):
            return
