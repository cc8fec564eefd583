"""The date of a statement: the time words that hang on its verb, not those inside what is said."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING

from tracker.schema import DatePrecision, Evidence
from tracker.statements.attribution import Attribution
from tracker.statements.clauses import beyond_semicolon, helpers, is_verb, own_subject, subject
from tracker.statements.counting import counted, days_behind
from tracker.statements.lexicon import CHAMBERS, MOTIONS, SAY
from tracker.statements.timewords import (
    PERFECT,
    UNDATED,
    Dated,
    clause_of_when,
    days_gone_by,
    governor,
    is_ahead,
    is_coming,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Words

_PUBLISHING = frozenset(
    "air appear publish broadcast release post print record issue circulate emerge surface leak".split()
)
_TO_COME_OUT = {"come": "out", "go": "up", "put": "online"}  # as what is printed or posted does
_TO_REFUSE = frozenset({"decline", "refuse"})
_TO_SPEAK = SAY | frozenset("answer comment discuss disclose elaborate reveal specify talk".split())
_LASTING = frozenset({"block", "hold", "keep", "refuse", "withhold"})
_NEWS = frozenset("announcement answer come follow message news read reply run statement surprise verdict word".split())
_MEANWHILE = frozenset({"when", "while", "after"})
_CLAUSES = frozenset({"advcl", "acl", "relcl", "ccomp", "xcomp"})
_PRESENT = frozenset({"VBZ", "VBP"})
_FINITE = frozenset({"would", "could", "did"})
_ABOVE = 1  # the rank of a time that hangs on a verb above the cue
_OPENERS = frozenset({"nsubj", "det", "poss", "expl"})  # what the first word of a clause without "that" may be


def own_date(doc: Doc, attribution: Attribution, published: dt.date | None) -> Dated:
    """Return the date that the statement's own sentence gives it, or `UNDATED`."""
    if published is None:
        return UNDATED
    head = doc[attribution.head]
    choices = []
    named = list(days_gone_by(head.sent, published, begun=_goes_on(head, attribution)))
    for words, dated in named:
        if beyond_semicolon(head, words.start) or is_coming(words, governor(words.root)):
            continue
        since = clause_of_when(words)
        if since is not None:
            choices += [(0, dated)] if since.i == head.i or since.is_ancestor(head) else []
            continue
        rank = _rank(words.root, head, attribution)
        if rank == _ABOVE and _is_answered(governor(words.root), head, attribution):
            continue
        if rank is not None or _is_of_cue(words, head, attribution):
            choices.append((1 if rank is None else rank, dated))
    distance, closest = min(choices, key=lambda choice: choice[0], default=(_ABOVE, UNDATED))
    apart = counted(head.sent, lambda token: _rank(token, head, attribution) is not None) if distance else UNDATED
    if closest.date is not None and _is_in_clause(apart, head):
        day = closest.date + dt.timedelta(days=apart.shift or 0)  # "met Kolt on Tuesday, who a day earlier had said"
        return Dated(day, DatePrecision.DAY, f"{apart.evidence} ({closest.date})")
    behind = days_behind(head)
    if behind is not None:
        base = closest.date or next((dated.date for _, dated in named), None) or published
        return Dated(base - dt.timedelta(days=behind), DatePrecision.DAY, f"{behind} day(s) before {base}")
    return closest if choices else apart


def _is_in_clause(counted_day: Dated, head: Token) -> bool:
    """Tell whether days are counted in the clause of a cue from another day ("had said a day earlier")."""
    return bool(counted_day.shift) and governor(head.doc[counted_day.at]) in {head, head.head}


def _goes_on(head: Token, attribution: Attribution) -> bool:
    """Tell whether a deed has gone on up to now: "has been supplying shells since May" tells of a deed of May.

    What was said or done again and again since then was so last of all lately: "has been calling for shells since
    May", "has sent more shells since May".
    """
    lasts = head.tag_ == "VBG" or head.lemma_.lower() in _LASTING
    return lasts and attribution.evidence is Evidence.ACT and not PERFECT.isdisjoint(helpers(head))


def _rank(time: Token, head: Token, attribution: Attribution) -> int | None:
    """Return how closely a time word belongs to the statement's verb (0 is closest), None if it does not."""
    verb = governor(time)
    if verb.i == head.i:
        return None if is_ahead(head) or _is_planned(head) else 0
    if _is_of_noun(time, head):
        return 0
    if _is_meanwhile(verb) and verb.head.i == head.i and verb.tag_ == "VBD":
        return _ABOVE
    if _interrupts(time, verb, head):
        return _ABOVE
    if any(start <= time.i < end for start, end in attribution.content):
        named = _names_the_deed(verb, head) or _is_unsaid(time, verb, head) or _leads_up(time, head, attribution)
        return 3 if named or _in_clause_of_cue(time, verb, head) else None
    top = head
    for _ in range(5):
        if top.head == top:
            break
        stands = top.tag_ in _PRESENT and own_subject(top) is not None
        if stands and top.dep_ in {"conj", "relcl"} and verb.tag_ == "VBD":
            return None  # "Velm closed the port in May, and Varn defends that"
        top = top.head
        if top.i == verb.i:
            return _ABOVE
    return None if verb.sent != head.sent or _is_aside(verb, head) else 2


def _is_of_noun(time: Token, head: Token) -> bool:
    """Tell whether a time hangs on a cue that is a noun: "Kolt's remarks on Monday", "an offer by Velm on Monday"."""
    between = itertools.takewhile(lambda token: token != head, time.ancestors)
    return not is_verb(head) and head.is_ancestor(time) and not any(is_verb(token) for token in between)


def _interrupts(time: Token, verb: Token, head: Token) -> bool:
    """Tell whether a time stands after the cue and before a quotation goes on, though the parse hangs it on that.

    "..., said the premier, Ilse Varn, on Tuesday, "and the post is in plain sight.""
    """
    if not head.i < time.i < verb.i or any(is_verb(token) for token in head.doc[head.i + 1 : time.i]):
        return False
    return any(token.is_quote for token in head.doc[time.i : verb.i])


def _is_planned(verb: Token) -> bool:
    """Tell whether "would" puts a deed ahead: "would vote on Thursday", but not "would not comment on Thursday"."""
    denied = any(child.dep_ == "neg" for child in verb.children)
    return "would" in helpers(verb) and not denied and verb.lemma_.lower() not in SAY


def _is_finite(verb: Token) -> bool:
    """Tell whether a verb has a tense: "said", "says", "would not say"."""
    return verb.tag_ in {"VBD", *_PRESENT} or (verb.tag_ == "VB" and not _FINITE.isdisjoint(helpers(verb)))


def _is_answered(verb: Token, head: Token, attribution: Attribution) -> bool:
    """Tell whether a verb is another's answer: "turned down X's plea on Monday" dates no plea, which came before.

    A house votes on a motion when it is put.
    """
    doer, source = subject(verb), attribution.source
    if attribution.evidence is not Evidence.EMBEDDED or doer is None or source is None:
        return False
    if head.lemma_.lower() in MOTIONS and doer.lemma_.lower() in CHAMBERS:
        return False
    return not any(source[0] <= token.i < source[1] for token in doer.subtree)


def _in_clause_of_cue(time: Token, verb: Token, head: Token) -> bool:
    """Tell whether a cue that is no verb stands in the time's clause; of "..., according to X on Monday", before it."""
    if head.dep_ == "prep":
        return bool(verb.i < head.i < time.i and governor(head.head).i == verb.i)
    return not is_verb(head) and bool(governor(head).i == verb.i)


def _is_meanwhile(verb: Token) -> bool:
    """Tell whether a verb stands in a clause of time: "when she spoke on Friday"."""
    return verb.dep_ == "advcl" and any(child.lower_ in _MEANWHILE for child in verb.children)


def _is_aside(verb: Token, head: Token) -> bool:
    """Tell whether a verb stands in a relative or later clause that the statement is no part of."""
    if verb.i > head.i and verb.dep_ in _CLAUSES and not verb.is_ancestor(head) and not _is_meanwhile(verb):
        return True
    if verb.i > head.i and verb.dep_ == "conj" and own_subject(verb) is not None:
        return True  # "Varn refused, and her party applauded her on Monday"
    current = verb
    for _ in range(12):
        if current.is_ancestor(head) or current.head == current:
            return False
        if current.dep_ == "relcl":
            return True
        current = current.head
    return False


def _names_the_deed(verb: Token, head: Token) -> bool:
    """Tell whether a time word hangs on a cue's gerund: "ruled out sending tanks on Thursday" dates the ruling."""
    above = verb.head if verb.dep_ != "pcomp" else verb.head.head
    return verb.tag_ == "VBG" and verb.dep_ in {"advcl", "xcomp", "pcomp"} and above == head


def _is_unsaid(time: Token, verb: Token, head: Token) -> bool:
    """Tell whether a time hangs on words that were refused then: "declined to comment on the tanks on Thursday"."""
    refused = head.lemma_.lower() in _TO_REFUSE and head.tag_ == "VBD"
    on_verb = time.head == verb or (time.dep_ == "pobj" and time.head.head == verb)
    return refused and on_verb and verb.dep_ == "xcomp" and verb.head == head and verb.lemma_.lower() in _TO_SPEAK


def _leads_up(time: Token, head: Token, attribution: Attribution) -> bool:
    """Tell whether a time stands before a colon that opens the clause of a cue with its own words after it.

    "The surprise of last night came from Velm: its ministry announced that it would send tanks."
    """
    after = head.tag_ == "VBD" and any(start > head.i for start, _ in attribution.content)
    above = time.head.head if time.dep_ == "pobj" else time.head
    return after and above.lemma_.lower() in _NEWS and any(token.text == ":" for token in head.doc[time.i : head.i])


def _says_where(verb: Token, head: Token) -> bool:
    """Tell whether a clause is of what the cue's words stand in: "in a talk that appeared on Sunday, X said"."""
    told = verb.head if verb.dep_ == "relcl" else verb
    while told.dep_ == "pobj" and told.head.lower_ != "in":
        told = told.head.head  # "in a talk with a weekly that appeared on Sunday"
    if told.dep_ != "pobj":
        return False
    frame = governor(told)
    return bool(frame.i == head.i or frame.is_ancestor(head) or (_is_meanwhile(frame) and frame.head.i == head.i))


def _is_publishing(verb: Token) -> bool:
    """Tell whether a verb says that something was printed, posted or put on the air."""
    beside = _TO_COME_OUT.get(verb.lemma_.lower())
    return verb.lemma_.lower() in _PUBLISHING or (
        beside is not None and any(child.lower_ == beside for child in verb.children)
    )


def _is_of_cue(words: Words, head: Token, attribution: Attribution) -> bool:
    """Tell whether a time belongs to the cue although the parse hangs it elsewhere.

    It does on an interview or a letter published then ("in a talk aired on Sunday") and where it stands between the
    cue and the clause that the cue opens ("told a visitor who met her in May that", "said on Monday tanks would come").
    """
    verb = governor(words.root)
    if _is_publishing(verb) and (verb.dep_ == "acl" or _says_where(verb, head)):
        return True
    if words.start <= head.i or words.end >= len(head.doc) or not _is_finite(head):
        return False
    between, following = head.doc[head.i + 1 : words.start], head.doc[words.end]
    if any(token.lower_ == "that" or token.is_punct for token in between):
        return False
    inside = any(start <= following.i < end for start, end in attribution.content)
    return following.lower_ == "that" or (inside and following.dep_ in _OPENERS)
