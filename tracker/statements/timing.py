"""The date of a statement: the time words that hang on its verb, not those inside what is said."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.dates import find, resolve
from tracker.schema import DatePrecision
from tracker.statements.attribution import Attribution
from tracker.statements.clauses import is_verb

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_FUTURE = frozenset({"will", "shall", "'ll"})


@dataclass(frozen=True, slots=True)
class Dated:
    """A date, how exact it is, and the words that gave it."""

    date: dt.date | None
    precision: DatePrecision
    evidence: str


UNDATED = Dated(None, DatePrecision.UNKNOWN, "")


def own_date(doc: Doc, attribution: Attribution, published: dt.date | None) -> Dated:
    """Return the date that the statement's own sentence gives it, or `UNDATED`."""
    if published is None:
        return UNDATED
    head = doc[attribution.head]
    sentence = head.sent
    choices: list[tuple[int, Dated]] = []
    for expression in find(sentence.text):
        start, end = expression.span.start + sentence.start_char, expression.span.end + sentence.start_char
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is None:
            continue
        rank = _rank(span.root, head, attribution)
        resolved = resolve(expression, published) if rank is not None else None
        if rank is not None and resolved is not None:
            choices.append((rank, Dated(resolved[0], resolved[1], expression.text.replace("\n", " "))))
    return min(choices, key=lambda choice: choice[0])[1] if choices else UNDATED


def _rank(time: Token, head: Token, attribution: Attribution) -> int | None:
    """Return how closely a time word belongs to the statement's verb (0 is closest), None if it does not."""
    governor = _governor(time)
    if governor.i == head.i:
        return None if _ahead(head) else 0
    if any(start <= time.i < end for start, end in attribution.content) and governor.i != head.i:
        inside_cue_clause = _governor(head).i == governor.i and not is_verb(head)
        return 3 if inside_cue_clause else None
    top = head
    for _ in range(5):
        if top.head == top:
            break
        top = top.head
        if top.i == governor.i:
            return 1
    return 2 if governor.sent == head.sent else None


def _governor(token: Token) -> Token:
    """Return the verb that a word hangs on."""
    current = token
    for _ in range(12):
        if is_verb(current) or current.head == current:
            return current
        current = current.head
    return current


def _ahead(verb: Token) -> bool:
    """Tell whether a verb speaks of what is to come: its time words date a plan, not the statement."""
    return any(child.dep_ == "aux" and child.lower_ in _FUTURE for child in verb.children)
