"""The time words of a sentence that tell of something past: which day they name, on which verb they hang, its tense."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from tracker.dates import TimeExpression, find, resolve
from tracker.schema import DatePrecision
from tracker.statements.clauses import helpers, is_main_verb, text_of
from tracker.statements.datelines import datelines
from tracker.statements.lexicon import MODALS, SAY, SPEECH_ACT

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token

Tense = Literal["past", "present", "recap", "habit", "modal", "noun", "other"]

_MIGHT = frozenset({"would", "could", "might"})
_COMING = frozenset({"will", "shall", "'ll"})
_UNREAL = MODALS | {"'ll", "to"}
PERFECT = frozenset({"has", "have", "'s", "'ve"})
_NOW = frozenset({"is", "are", "am", "does", "do", "can", "ca"})
_HABITS = frozenset({"always", "repeatedly", "often", "long", "never"})
_NO_RECAP = frozenset({"far", "so", "again", "been"})
_AHEAD = re.compile(r"(?:on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|tonight\b|this evening\b")
_TO_PLAN = frozenset({"expect", "plan", "schedule", "slate"})
_LATE = dt.timedelta(days=100)  # how long ago a month may be that a day of the month is of
_NEAR = 7  # tokens of a verb and the words after it that say how often
_OFTEN = re.compile(r"\b(?:more than once|over and over|time and (?:time )?again|(?:many|several) times|every time)\b")
_COUNTS = re.compile(
    r"\b(?:minute|hour|day|week)s? (?:later|earlier|after|before)\b|\b(?:earlier|later) in the day\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date, how exact it is, and the words that gave it.

    ``shift`` is set where the words count from another event ("the same day", "three days later", "after the talks"):
    days from it. ``at`` is the token where such words begin, ``of_meeting`` whether the event is a meeting.
    """

    date: dt.date | None
    precision: DatePrecision
    evidence: str
    shift: int | None = None
    at: int = 0
    of_meeting: bool = False


UNDATED = Dated(None, DatePrecision.UNKNOWN, "")


def days_gone_by(
    sentence: Words, published: dt.date, *, stamps: bool = True, begun: bool = False
) -> Iterator[tuple[Words, Dated]]:
    """Yield the time expressions of a sentence that name a day, week or month up to publication, with their tokens.

    A dateline dates the printing alone, and what counts from another event ("hours later") is left out. So is the day
    of publication written out with its year, unless ``stamps`` are asked for, and the day since when something has
    gone on, unless what has ``begun`` is.
    """
    for expression in find(sentence.text):
        start, end = expression.span.start + sentence.start_char, expression.span.end + sentence.start_char
        words = sentence.doc.char_span(start, end, alignment_mode="expand")
        if words is None or _COUNTS.search(expression.text) or _in_dateline(words) or _is_somebodys(words):
            continue
        if expression.bound == "since" and (begun or clause_of_when(words) is not None):
            expression = replace(expression, bound="")
        if expression.bound == "by" and _is_past_deadline(expression, governor(words.root)):
            expression = replace(expression, bound="")  # "By Sunday the premier had refused" sets no deadline
        if expression.kind == "date" and expression.month is None:
            expression = _in_month_told_of(expression, words, published)
        if expression.month is not None and _precedes_deed(words):
            expression = _in_years_past(expression, published)
        resolved = resolve(expression, published)
        if resolved is not None and (stamps or not _is_stamp(expression, resolved[0], published)):
            yield words, Dated(*resolved, " ".join(expression.text.split()))


def _precedes_deed(words: Words) -> bool:
    """Tell whether a time hangs on a verb in the past tense that comes after it: "On 4 June Velm closed the port"."""
    verb = words.root.head if words.root.dep_ == "pobj" else words.root
    verb = verb.head
    planned = verb.lemma_ in {"be", "have"}  # "On June 4 they were due to meet"
    return verb.tag_ == "VBD" and not helpers(verb) and not planned and verb.i >= words.end


def _in_years_past(expression: TimeExpression, published: dt.date) -> TimeExpression:
    """Return a day or month without a year as the last one gone by, though the next one may lie nearer."""
    if expression.month is None or expression.year is not None or expression.year_shift is not None:
        return expression
    nearest = resolve(expression, published)
    passed = (expression.month, expression.day or 1) <= (published.month, published.day)
    earlier = replace(expression, year=published.year - (not passed))
    stands = nearest is not None and nearest[0] > published  # a day ahead by the clock of another place
    return expression if stands or resolve(earlier, published) is None else earlier


def _in_month_told_of(expression: TimeExpression, words: Words, published: dt.date) -> TimeExpression:
    """Return a day of the month with the month that its paragraph has named: "In May there was a row. On the 14th".

    It is one lately gone by: "The deal expires in December" says nothing of "the 14th".
    """
    text = text_of(words.doc)
    before = find(text[text.rfind("\n", 0, words.start_char) + 1 : words.start_char])
    month = next((other for other in reversed(before) if other.month is not None and not other.bound), None)
    if month is None:
        return expression
    dated = replace(expression, month=month.month, year=month.year)
    resolved = resolve(dated, published)
    return dated if resolved is not None and published - _LATE <= resolved[0] <= published else expression


def clause_of_when(words: Words) -> Token | None:
    """Return the verb that tells what happened then, after a time that opens a stretch: "since May, when X refused".

    The clause around the time tells of all that has passed since.
    """
    doc = words.doc
    when = next((token for token in doc[words.end : words.end + 2] if token.lower_ == "when"), None)
    if when is None or words[0].lower_ != "since" or not all(token.is_punct for token in doc[words.end : when.i]):
        return None
    verb = governor(when)
    return verb if verb.i > when.i else None


def _is_stamp(expression: TimeExpression, day: dt.date, published: dt.date) -> bool:
    """Tell whether a date is that of printing: an article hardly tells of its own day with the year ("May 9, 2031")."""
    return expression.year is not None and expression.day is not None and day >= published


def _is_somebodys(words: Words) -> bool:
    """Tell whether "last" is that of somebody's own time, no date: "would not give way in her last week"."""
    before = words.doc[words.start - 1] if words.start else None
    return before is not None and before.tag_ == "PRP$" and words.text.lower().startswith("last ")


def _in_dateline(words: Words) -> bool:
    """Tell whether a date stands in a dateline: "PORT HALM, May 9 (Agency) -"."""
    return any(span.start <= words.start_char < span.end for span in datelines(text_of(words.doc)))


def governor(token: Token) -> Token:
    """Return the verb that a word hangs on, no auxiliary: "had in May approved"."""
    current = token
    for _ in range(12):
        if is_main_verb(current) or current.head == current:
            return current
        current = current.head
    return current


def _is_past_deadline(expression: TimeExpression, verb: Token) -> bool:
    """Tell whether "by" dates what was done by then: "had replied by Sunday"; at the start, "By Sunday she refused"."""
    before = verb.tag_ == "VBN" and "had" in helpers(verb)
    return before or (expression.span.start == 0 and verb.tag_ == "VBD" and not helpers(verb))


def is_ahead(verb: Token) -> bool:
    """Tell whether a verb speaks of what is to come: its time words date a plan, not the statement."""
    return not _COMING.isdisjoint(helpers(verb)) or _is_to(verb)


def _is_to(verb: Token) -> bool:
    """Tell whether a verb is what somebody is to do: "is to discuss it on Thursday"."""
    is_next = verb.dep_ == "xcomp" and any(child.lower_ == "to" for child in verb.children)
    return is_next and verb.head.lemma_ == "be" and verb.head.tag_ in {"VBZ", "VBP"}


def is_coming(words: Words, verb: Token) -> bool:
    """Tell whether a day is one to come, since it follows a verb in the present: "needs a miracle on Sunday".

    "She says on Sunday" tells of the past, and so does a story in the present: "On Sunday the mayor takes me round".
    """
    present = verb.tag_ in {"VBZ", "VBP"} and not helpers(verb) and verb.lemma_.lower() not in SAY | SPEECH_ACT
    return present and verb.i < words.start and _AHEAD.match(words.text) is not None


def is_unreal(verb: Token) -> bool:
    """Tell whether a verb names what is to come or might be: nothing has happened on its days."""
    return not _UNREAL.isdisjoint(helpers(verb)) or _is_awaited(verb)


def _is_awaited(verb: Token) -> bool:
    """Tell whether something is no more than planned: "was expected in Velm on Friday", "is due on Friday"."""
    planned = verb.lemma_.lower() in _TO_PLAN and any(child.dep_ == "auxpass" for child in verb.children)
    return planned or (verb.lemma_ == "be" and any(child.lower_ == "due" for child in verb.children))


def tense(verb: Token) -> Tense:
    """Return the tense in which something is told.

    A recap is in the perfect: it sums up what the article goes on to tell ("has ruled out sending troops"). A habit is
    what was said on several days, and so on none ("has always ruled out", "has said more than once"). A modal
    reports somebody's mind within a story ("could live with the motion", "would have let them go"). A noun has none:
    "her promise to send troops" was made before what is told of it.
    """
    if verb.pos_ in {"NOUN", "PROPN"}:
        return "noun"
    aids = helpers(verb)
    if (verb.tag_ == "VBD" and not aids) or (verb.tag_ == "VB" and "did" in aids):
        return "past"
    if verb.tag_ in {"VBZ", "VBP"} or (verb.tag_ in {"VB", "VBN"} and not _NOW.isdisjoint(aids)):
        return "present"
    if verb.tag_ in {"VB", "VBN"} and not _MIGHT.isdisjoint(aids):
        return "modal"
    if verb.tag_ in {"VBN", "VBG"} and "having" in aids:
        return "habit"
    if verb.tag_ != "VBN" or not aids & PERFECT:
        return "other"
    beside = {child.lower_ for child in verb.children}
    if beside & _HABITS or _OFTEN.search(verb.doc[verb.i : verb.i + _NEAR].text):
        return "habit"
    return "present" if beside & _NO_RECAP else "recap"  # what is said once more stands as of now
