"""The date of a statement: the time words that hang on its verb, not those inside what is said."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.dates import find, resolve
from tracker.schema import DatePrecision
from tracker.statements.attribution import Attribution
from tracker.statements.clauses import is_verb

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Sentence

_FUTURE = frozenset({"will", "shall", "'ll"})


_NUMBERS = {"the": 1, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
            "eight": 8, "nine": 9, "ten": 10}  # fmt: skip
_SAME = re.compile(r"\b(?:(?:on |later |earlier )?(?:the|that) same (?:day|evening|morning|night)|(?:later )?that day|"
                   r"hours (?:later|earlier|after))\b", re.IGNORECASE)  # fmt: skip
_NEXT = re.compile(r"\b(?:on )?the (?P<way>following|next|previous) day\b", re.IGNORECASE)
_APART = re.compile(r"\b(?P<n>the|an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (?P<unit>day|week)s? "
                    r"(?P<way>later|earlier|after|before)\b", re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dated:
    """A date, how exact it is, and the words that gave it.

    ``shift`` is set where the words count from another event ("the same day", "three days later"): days from it.
    """

    date: dt.date | None
    precision: DatePrecision
    evidence: str
    shift: int | None = None


UNDATED = Dated(None, DatePrecision.UNKNOWN, "")


def own_date(doc: Doc, attribution: Attribution, published: dt.date | None) -> Dated:
    """Return the date that the statement's own sentence gives it, or `UNDATED`."""
    if published is None:
        return UNDATED
    head = doc[attribution.head]
    behind = _days_behind(head)
    choices = [
        (rank, Dated(day, precision, words))
        for rank, day, precision, words in _named_days(head.sent, head, attribution, published)
    ]
    if behind is not None:
        base = min(choices, key=lambda choice: choice[0])[1].date if choices else published
        return Dated(_back(base, behind), DatePrecision.DAY, f"{behind} day(s) before {base}")
    if choices:
        return min(choices, key=lambda choice: choice[0])[1]
    return _counted(head.sent.text)


def _named_days(
    sentence: Sentence, head: Token, attribution: Attribution, published: dt.date
) -> Iterator[tuple[int, dt.date, DatePrecision, str]]:
    """Yield (rank, day, precision, words) for the time expressions of a sentence that can date the statement."""
    for expression in find(sentence.text):
        start, end = expression.span.start + sentence.start_char, expression.span.end + sentence.start_char
        span = head.doc.char_span(start, end, alignment_mode="expand")
        if span is None or _APART.search(expression.text):
            continue
        rank = _rank(span.root, head, attribution)
        resolved = resolve(expression, published) if rank is not None else None
        if rank is not None and resolved is not None:
            yield rank, resolved[0], resolved[1], expression.text.replace("\n", " ")


def _days_behind(head: Token) -> int | None:
    """Return how many days before its main clause "... , a day after X said ..." puts X's statement."""
    verb = head
    for _ in range(3):
        if verb.dep_ in {"advcl", "pcomp"}:
            break
        verb = verb.head
    before = [child for child in verb.children if child.dep_ in {"mark", "npadvmod"} or child.lower_ == "after"]
    words = head.doc[min((child.left_edge.i for child in before), default=verb.i) : verb.i].text
    match = _APART.search(words) or _APART.search(head.doc[max(0, verb.left_edge.i - 4) : verb.i].text)
    if verb.dep_ not in {"advcl", "pcomp"} or match is None or match["way"].lower() != "after":
        return None
    return _days(match)


def _counted(sentence: str) -> Dated:
    """Return a date that counts from the last event told of, or `UNDATED`."""
    if match := _SAME.search(sentence):
        return Dated(None, DatePrecision.DAY, match[0], shift=0)
    if match := _NEXT.search(sentence):
        return Dated(None, DatePrecision.DAY, match[0], shift=-1 if match["way"].lower() == "previous" else 1)
    match = _APART.search(sentence)
    if match is not None and match["way"].lower() in {"later", "earlier"}:
        days = _days(match)
        return Dated(None, DatePrecision.DAY, match[0], shift=days if match["way"].lower() == "later" else -days)
    return UNDATED


def _days(match: re.Match[str]) -> int:
    count = match["n"].lower()
    number = int(count) if count.isdigit() else _NUMBERS[count]
    return number * (7 if match["unit"].lower() == "week" else 1)


def _back(day: dt.date | None, days: int) -> dt.date | None:
    return day - dt.timedelta(days=days) if day is not None else None


def _rank(time: Token, head: Token, attribution: Attribution) -> int | None:
    """Return how closely a time word belongs to the statement's verb (0 is closest), None if it does not."""
    governor = _governor(time)
    if governor.i == head.i:
        return None if _ahead(head) else 0
    if any(start <= time.i < end for start, end in attribution.content) and governor.i != head.i:
        inside_cue_clause = _governor(head).i == governor.i and not is_verb(head)
        return 3 if inside_cue_clause or _names_the_deed(governor, head) else None
    top = head
    for _ in range(5):
        if top.head == top:
            break
        top = top.head
        if top.i == governor.i:
            return 1
    return 2 if governor.sent == head.sent else None


def _names_the_deed(governor: Token, head: Token) -> bool:
    """Tell whether a time word hangs on a cue's gerund: "ruled out sending tanks on Thursday" dates the ruling."""
    above = governor.head if governor.dep_ != "pcomp" else governor.head.head
    return governor.tag_ == "VBG" and governor.dep_ in {"advcl", "xcomp", "pcomp"} and above == head


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
