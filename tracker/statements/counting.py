"""Days that are counted from another event: "the same day", "three days later", "after the talks", "a day after"."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from tracker.schema import DatePrecision
from tracker.statements.lexicon import MEETINGS
from tracker.statements.timewords import UNDATED, Dated

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token

_NUMBERS = {"the": 1, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
            "eight": 8, "nine": 9, "ten": 10}  # fmt: skip
_SAME = re.compile(r"\b(?:(?:on |later |earlier )?(?:the|that) same (?:day|morning|afternoon|evening|night)|"
                   r"(?:later )?that (?:day|morning|afternoon|evening|night)|in the (?:morning|afternoon|evening)|"
                   r"(?:earlier|later) in the day|"
                   r"(?:minutes?|hours?) (?:later|earlier|after|afterwards|before(?=,))|"
                   r"within (?:minutes|hours|(?:the|an) hour))\b", re.IGNORECASE)  # fmt: skip
_MONTH = re.compile(r"\b(?:(?:in|later|earlier) )?(?:(?:the|that) same|that) month\b(?!['’])", re.IGNORECASE)
_NEXT = re.compile(
    r"\b(?:on )?the (?P<way>following|next|previous) (?:day|morning|afternoon|evening|night)\b|"
    r"\b(?:on )?the (?:day|morning|afternoon|evening|night) (?P<eve>before)(?=,| had\b)", re.IGNORECASE
)
_EVENTS = "|".join(sorted(MEETINGS - {"talk"} | {
    "talks", "sitting", "signing", "occasion", "ceremony", "speech", "address", "announcement", "call",
}))  # fmt: skip
_EVENT = rf"(?:[\w-]+ ){{0,2}}?(?:{_EVENTS})"
_APART = re.compile(
    r"\b(?<!not )(?P<n>(?:the|an?|one|1)(?= (?:day|week)\b)|"
    r"(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2})(?= (?:day|week)s\b)) "
    r"(?P<unit>day|week)s? (?P<way>later|earlier|afterwards|after|before)\b"
    rf"(?P<that>(?: that)?(?=[,.;]| had\b)| (?P<event>(?:the|that) (?:[\w’'-]+ ){{0,2}}?(?:{_EVENTS})\b)|"
    r" that (?-i:[a-z]+)(?=[,.;]| that\b))?",
    re.IGNORECASE,
)
_OCCASION = re.compile(
    rf"\b(?P<at>at|after|during|before|following|on|out of) (?:the|that|this|those|these) (?:same )?{_EVENT}\b|"
    rf"\b(?P<eve>on the eve of) (?:the|that) {_EVENT}\b|"
    r"\b(?:at|by) (?:his|her|their) side\b|\b(?:beside|alongside) (?:him|her|them)\b|"
    r"^\s*(?P<host>his|her|their) host\b",
    re.IGNORECASE,
)

_AT_THE_TIME = "at the time"
POINTERS = frozenset({"there", "then", _AT_THE_TIME})  # what alone points back to a day
_AWAY = frozenset({"over", "from", "out", "up", "down"})
_SPAN = frozenset({"day", "days", "week", "weeks", "after"})
_AFTER = frozenset({"advcl", "pcomp"})


def counted(sentence: Words, belongs: Callable[[Token], bool]) -> Dated:
    """Return a date that counts from the last event told of, or `UNDATED`.

    ``belongs`` tells whether the words that hang on a token say when the statement was made.
    """
    for pattern in (_SAME, _NEXT, _APART, _OCCASION):
        for match in pattern.finditer(sentence.text):
            shift = _shift(match)
            words = _words(sentence, match)
            if shift is None or words is None:
                continue
            if pattern is not _OCCASION or match["host"] or belongs(words.root):
                meeting = any(match.groupdict().get(group) for group in ("at", "eve", "event"))
                evidence = " ".join(match[0].split())
                return Dated(None, DatePrecision.DAY, evidence, shift=shift, at=words.start, of_meeting=meeting)
    month = _MONTH.search(sentence.text)
    words = None if month is None else _words(sentence, month)
    if month is not None and words is not None and belongs(words.root):
        return Dated(None, DatePrecision.MONTH, month[0], shift=0, at=words.start)
    there = next((token for token in sentence if _is_told_of(token) and belongs(token)), None)
    if there is None:
        return UNDATED
    evidence = _AT_THE_TIME if there.dep_ == "pobj" else there.lower_
    return Dated(None, DatePrecision.DAY, evidence, shift=0, at=there.i)


def _words(sentence: Words, match: re.Match[str]) -> Words | None:
    """Return the tokens of what a pattern found in a sentence."""
    start, end = match.start() + sentence.start_char, match.end() + sentence.start_char
    return sentence.doc.char_span(start, end, alignment_mode="expand")


def _is_told_of(token: Token) -> bool:
    """Tell whether a word says that something was done where or when another thing was that has been told of.

    "Kolt came to Velm on Friday. She said there", "The cabinet met on 3 May. Kolt said then", "said at the time".
    """
    verb = token.head.head if token.dep_ == "pobj" else token.head
    if verb.tag_ != "VBD":
        return False
    if token.lower_ == "there":
        return bool(token.dep_ == "advmod" and (token.i == 0 or token.doc[token.i - 1].lower_ not in _AWAY))
    if token.lower_ == "time" and token.dep_ == "pobj" and token.i > verb.i:
        of_another = any(child.lower_ in {"of", "when"} for child in token.subtree)
        return bool(not of_another and token.doc[token.i - 2 : token.i].text.lower() == "at the")
    # What comes "then" at the start of a sentence is the next thing.
    return bool(token.lower_ == "then" and token.dep_ == "advmod" and token.i == verb.i + 1)


def _shift(match: re.Match[str]) -> int | None:
    """Return how many days from the other event a match puts the statement; None where it gives the distance alone."""
    groups = match.groupdict()
    way = (groups.get("way") or "").lower()
    if "unit" not in groups:
        return -1 if way == "previous" or groups.get("eve") else 1 if way else 0
    if way in {"after", "before"} and groups["that"] is None:
        return None
    return _days(match) if way in {"later", "after", "afterwards"} else -_days(match)


def _days(match: re.Match[str]) -> int:
    count = match["n"].lower()
    number = int(count) if count.isdigit() else _NUMBERS[count]
    return number * (7 if match["unit"].lower() == "week" else 1)


def days_behind(head: Token) -> int | None:
    """Return how many days before its main clause "... , a day after X said ..." puts X's statement."""
    verb = head
    for _ in range(3):
        if verb.dep_ in _AFTER or _opens_clause(verb):
            break
        verb = verb.head
    before = [child for child in verb.children if child.dep_ in {"mark", "npadvmod"} or child.lower_ == "after"]
    words = head.doc[min((child.left_edge.i for child in before), default=verb.i) : verb.i].text
    match = _APART.search(words) or _APART.search(head.doc[max(0, verb.left_edge.i - 4) : verb.i].text)
    if not (verb.dep_ in _AFTER or _opens_clause(verb)) or match is None or match["way"].lower() != "after":
        return None
    return _days(match)


def _opens_clause(verb: Token) -> bool:
    """Tell whether a verb has "a day after" before it, whatever the parse hangs it on."""
    words = [child for child in verb.children if child.i < verb.i and child.lower_ in _SPAN]
    kinds = {word.dep_ for word in words}
    return kinds == {"npadvmod", "mark"}
