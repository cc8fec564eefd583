"""The days that an article tells of, one after the other, with the actors who did something on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.statements.cast import Cast
from tracker.statements.clauses import is_verb, subject
from tracker.statements.timewords import Dated, days_gone_by, governor, is_unreal

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_POINTS = ("-", "*", "•", "–", ">>")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the numbers of its token, its sentence and its paragraph."""

    token: int
    sentence: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Moment:
    """A day that the article names: where, and the actors whom the clause around it is about."""

    place: Place
    actors: frozenset[str]
    dated: Dated


def places(doc: Doc) -> list[Place]:
    """Return the place of each token."""
    found: list[Place] = []
    paragraph = 0
    for number, sentence in enumerate(doc.sents):
        for token in sentence:
            found.append(Place(token.i, number, paragraph))
            paragraph += "\n" in token.text
    return found


def moments(doc: Doc, cast: Cast, where: list[Place], published: dt.date) -> Iterator[Moment]:
    """Yield the moments of a document in order; plans and what might be are none."""
    for sentence in doc.sents:
        for words, dated in days_gone_by(sentence, published):
            verb = governor(words.root)
            if not is_unreal(verb):
                yield Moment(where[words.start], _doers(verb, cast), dated)


def _doers(verb: Token, cast: Cast) -> frozenset[str]:
    doer = subject(verb) if is_verb(verb) else None
    return frozenset(holder.actor.actor.id for holder in cast.holders(doer)) if doer is not None else frozenset()


def listed_days(doc: Doc, published: dt.date) -> dict[int, Dated]:
    """Return the day of each sentence, by number, that is a point of a list under a line such as "On Monday:"."""
    found: dict[int, Dated] = {}
    day: Dated | None = None
    for number, sentence in enumerate(doc.sents):
        text = sentence.text.strip()
        days = [dated for _, dated in days_gone_by(sentence, published)] if text.endswith(":") else []
        opens_line = sentence.start == 0 or "\n" in doc[sentence.start - 1].text
        if opens_line and not text.startswith(_POINTS):
            day = days[-1] if days else None
        elif day is not None:
            found[number] = day
    return found
