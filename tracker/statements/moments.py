"""The days that an article tells of, one after the other, with the actors who did something on them."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.schema import DatePrecision
from tracker.statements.cast import Cast
from tracker.statements.clauses import helpers, is_passive, is_verb, own_subject, subject, text_of
from tracker.statements.counting import counted
from tracker.statements.lexicon import CHAMBERS, MEETINGS, OUTLETS, SAY
from tracker.statements.sections import sections
from tracker.statements.timewords import Dated, clause_of_when, days_gone_by, governor, is_coming, is_unreal

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Words

_TO_MEET = frozenset("meet gather convene debate vote discuss sit assemble host differ disagree".split())
_TO_ASK = frozenset({"ask", "press", "question", "quiz"})  # who is asked answers on that day
_TO_ADMIT = frozenset("allow call give grant hear invite receive".split())  # who is given the floor has it then
_TO_REPLY = frozenset({"reply", "retort", "answer", "interject", "interrupt", "shout", "heckle"})  # face to face
_TO_LAST = frozenset({"last", "end", "finish", "close", "conclude", "adjourn"})  # what was to end has begun
_HOUSES = frozenset("forum council assembly parliament".split())
_GATHERINGS = MEETINGS | _HOUSES | {"declaration"}
_AUDIENCES = MEETINGS | _HOUSES | frozenset(
    "committee house chamber senate congress plenary rally audience deputy lawmaker mp member colleague delegate hall "
    "minister leader visitor guest worker".split()
)
_MEANWHILE = frozenset({"when", "while", "as", "before", "until"})
_STANDING = CHAMBERS | {"minister"}
_SEVERAL = frozenset(
    "ally capital country delegate deputy government lawmaker leader member minister mp nation neighbour neighbor "
    "party politician president senator state".split()
)
_TO_RECORD = frozenset({"conduct", "record", "tape"})
_TO_HOLD = _TO_RECORD | {"hold"}
_OCCASIONS = _GATHERINGS | {"interview", "conversation", "discussion", "panel", "briefing", "forum"}
_SPEECHES = frozenset(
    "address announcement answer comment lecture letter reaction refusal remark reply response sermon speech "
    "statement toast".split()
)
_JOURNEYS = frozenset({"stay", "stop", "tour", "trip", "visit"})
_TOLD = frozenset({"ROOT", "conj"})
_ASIDE = frozenset({"relcl", "acl", "advcl"})  # clauses that tell of something beside the story
_CLOSING = 3  # sentences with which an article ends
_RECALLED = 6  # sentences after which "it" no longer stands for what was told of
_STOP = re.compile(r"[.!?:;…][\"'”’»)\]]*(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the numbers of its token, its sentence and its paragraph."""

    token: int
    sentence: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Moment:
    """A day that the article names: where, whom the clause around it is about, and whether that tells of a meeting.

    ``background`` is set where the pluperfect looks back at it, and where it is older than the day before it and told
    of in a clause that hangs on another ("who came on Monday"); ``whole`` where the article ends by telling when the
    conversation or the conference that it gives took place; ``active`` where something goes on in the active voice;
    ``opens`` where the day itself is what a sentence is about, and so opens a stretch of the story; ``said`` where it
    is no more than the day on which somebody said something.
    """

    place: Place
    actors: frozenset[str]
    dated: Dated
    gathering: bool = False
    background: bool = False
    whole: bool = False
    active: bool = False
    opens: bool = False
    said: bool = False


def places(doc: Doc) -> list[Place]:
    """Return the place of each token."""
    found: list[Place] = []
    paragraph = 0
    for number, sentence in enumerate(doc.sents):
        for token in sentence:
            found.append(Place(token.i, number, paragraph))
            paragraph += "\n" in token.text
    return found


def moments(doc: Doc, cast: Cast, where: list[Place], published: dt.date) -> list[Moment]:
    """Return the moments of a document in order, each told of as a meeting if the text goes on to call it one."""
    headings = list(_headings(doc, where, published))
    found = [*_moments(doc, cast, where, published, headings), *headings]
    found.sort(key=lambda moment: moment.place.token)
    for sentence in filter(_names_meeting, doc.sents):
        here = where[sentence.start].sentence
        before = [number for number, moment in enumerate(found) if moment.place.sentence < here]
        lately = [number for number in before if not found[number].background]
        if lately and here - found[lately[-1]].place.sentence <= _RECALLED:
            found[lately[-1]] = replace(found[lately[-1]], gathering=True)
    return found


def _headings(doc: Doc, where: list[Place], published: dt.date) -> Iterator[Moment]:
    """Yield the days that head parts of a text."""
    for section in sections(text_of(doc), published):
        words = doc.char_span(section.start, section.end, alignment_mode="expand")
        if words is not None:
            yield Moment(where[words.start], frozenset(), section.dated)


def _names_meeting(sentence: Words) -> bool:
    """Tell whether what was told is a meeting: "It was the ministers' first meeting", "The two signed a treaty"."""
    verb = sentence.root
    topic = own_subject(verb)
    if topic is not None and _is_of_both(topic, verb):
        return True
    if verb.lemma_ != "be" or verb.tag_ != "VBD" or topic is None or topic.lower_ not in {"it", "this", "that"}:
        return False
    return any(child.dep_ == "attr" and child.lemma_.lower() in MEETINGS for child in verb.children)


def _is_of_both(topic: Token, verb: Token) -> bool:
    """Tell whether two of whom the text has told did something together: "The two signed a treaty"."""
    pair = topic.lower_ in {"two", "pair"} and any(child.lower_ == "the" for child in topic.children)
    return pair and (verb.tag_ == "VBD" or "had" in helpers(verb))


def _moments(
    doc: Doc, cast: Cast, where: list[Place], published: dt.date, headings: Iterable[Moment]
) -> Iterator[Moment]:
    """Yield the moments of a document in order; plans and what might be are none.

    An older day in a clause of its own or in the pluperfect does not move the story: "that evening" is not of it.
    """
    last: dt.date | None = None
    aside = (-1, dt.date.min)
    heads = {moment.place.sentence: moment.dated.date for moment in headings}
    for number, sentence in enumerate(doc.sents):
        last = heads.get(number, last)
        told = list(days_gone_by(sentence, published, stamps=False))
        if not told and last is not None:
            told = _counted(sentence, aside[1] if aside[0] == number - 1 else last, published)
        for words, dated in told:
            verb = clause_of_when(words) or governor(words.root)
            if (not is_unreal(verb) or _happened(verb)) and not is_coming(words, verb) and _is_prose(words):
                place = where[words.start]
                ends = where[-1].sentence - place.sentence < _CLOSING
                had = "had" in helpers(verb) and not words.text.lower().startswith("by ")
                exact = dated.date if dated.precision is DatePrecision.DAY else None
                of_aside = dated.shift == 0 and aside == (number - 1, exact)
                looks_back = had or (dated.shift or 0) < 0 or of_aside
                older = exact is not None and last is not None and exact < last
                hangs = older and verb.dep_ in _ASIDE
                if exact is not None and older and looks_back and not hangs:
                    aside = (number, exact)  # what comes "hours later" in the next sentence is of that day
                elif exact is not None and not hangs:
                    last = exact
                looks_back = looks_back or hangs
                whole = ends and _is_of_text(verb)
                active = is_verb(verb) and not is_passive(verb)
                met = _gathers(verb) or (_happened(verb) and _gathers(verb.head))
                doers, opens, said = _doers(words, verb, cast), _opens_story(words, verb), verb.lemma_.lower() in SAY
                yield Moment(place, doers, dated, met, looks_back, whole, active, opens, said)


def _is_prose(words: Words) -> bool:
    """Tell whether words stand in a sentence: in a masthead or a headline the day is that of printing or nobody's."""
    text = text_of(words.doc)
    end = text.find("\n", words.end_char)
    stops = _STOP.search(text, words.end_char, end if end >= 0 else len(text))
    return stops is not None and any(is_verb(token) for token in words.sent)


def _happened(verb: Token) -> bool:
    """Tell whether a verb tells of what took place: "had to vote on Monday", "was to have ended on Monday".

    So does what somebody would not do on that day, where that is no more than told: "would not comment on Monday".
    """
    if verb.dep_ in _TOLD and helpers(verb) == {"would"}:
        return any(child.dep_ == "neg" for child in verb.children)
    above = verb.head
    if verb.dep_ != "xcomp" or above.tag_ != "VBD":
        return False
    forced = above.lemma_ == "have" and verb.tag_ == "VB"
    return forced or (above.lemma_ == "be" and verb.lemma_.lower() in _TO_LAST)


def _opens_story(words: Words, verb: Token) -> bool:
    """Tell whether a day is the subject of a sentence: "Wednesday began with figs", "Thursday brought the reply".

    The parser takes such a day for an adverb at times, so what counts is that the verb follows it and has no other.
    """
    doer = own_subject(verb)
    first = next((token for token in words.sent if not token.is_space), None)
    follows = verb.i == words.end and verb.tag_ == "VBD" and verb.lemma_ != "be"
    return follows and first is not None and first.i == words.start and (doer is None or doer.i < words.end)


def is_apart(cue: Token) -> bool:
    """Tell whether something is said to one outlet alone, an occasion of its own: "told the paper"."""
    told = [inner for child in cue.children if child.dep_ in {"dobj", "dative"} for inner in child.subtree]
    return any(token.lemma_.lower() in OUTLETS for token in told)


def heard(cue: Token) -> int:
    """Return 1 where something is said to people who have met ("told lawmakers"), 2 where to those that a text is of.

    The article tells of them before: "told the committee", "said in the debate". A house has its "the" in any text.
    Who replies does so to somebody present.
    """
    roles = {"dobj", "dative", "prep"} if cue.lemma_.lower() in SAY | _TO_ASK else {"prep"}
    direct = [child for child in cue.children if child.dep_ in roles]
    within = [inner for child in direct for inner in child.children if inner.dep_ == "pobj"]
    people = [token for token in (*direct, *within) if token.lemma_.lower() in _AUDIENCES]
    return max((1 + _is_known(token) for token in people), default=int(cue.lemma_.lower() in _TO_REPLY))


def _is_known(audience: Token) -> bool:
    """Tell whether an audience is one that the text has told of."""
    the = any(child.lower_ in {"the", "this", "that"} for child in audience.children)
    return the and audience.lemma_.lower() not in _STANDING


def _counted(sentence: Words, last: dt.date, published: dt.date) -> list[tuple[Words, Dated]]:
    """Return the day that a sentence counts from the last one told of ("hours later, X was asked")."""
    found = counted(sentence, lambda _: False)
    day = last + dt.timedelta(days=found.shift or 0)
    if found.shift is None or found.precision is not DatePrecision.DAY or day > published:
        return []
    dated = Dated(day, DatePrecision.DAY, f"{found.evidence} ({last})", shift=found.shift)
    return [(sentence.doc[found.at : found.at + 1], dated)]


def _gathers(verb: Token) -> bool:
    """Tell whether a clause tells of a meeting at which several speak."""
    if verb.lemma_.lower() in _TO_MEET or _is_of_several(verb):
        return True
    return any(token.lemma_.lower() in _GATHERINGS and _is_of(governor(token), verb) for token in verb.subtree)


def _is_of(clause: Token, verb: Token) -> bool:
    """Tell whether a clause is a verb's own or tells of the same time: "rang before the house would listen"."""
    timed = any(child.lower_ in _MEANWHILE for child in clause.children)
    return clause == verb or (clause.dep_ == "advcl" and clause.head == verb and timed)


def _is_of_text(verb: Token) -> bool:
    """Tell whether a clause says when all that was said took place: "The interview was conducted on Sunday"."""
    topic = own_subject(verb)
    if topic is None or any(child.dep_ in {"amod", "prep", "poss"} for child in topic.children):
        return False
    place = any(child.dep_ == "dobj" and child.lower_ == "place" for child in verb.children)
    held = (verb.lemma_.lower() in _TO_HOLD and is_passive(verb)) or (verb.lemma_.lower() == "take" and place)
    pronoun = topic.lower_ == "it" and verb.lemma_.lower() in _TO_RECORD
    return held and (pronoun or topic.lemma_.lower() in _OCCASIONS)


def _is_of_several(verb: Token) -> bool:
    """Tell whether a clause is about what several people or governments did: each of them did so on that day."""
    doer = own_subject(verb) if is_verb(verb) else None
    return doer is not None and doer.tag_ == "NNS" and doer.lemma_.lower() in _SEVERAL


def _doers(words: Words, verb: Token, cast: Cast) -> frozenset[str]:
    asked = verb.lemma_.lower() in _TO_ASK | _TO_ADMIT and is_passive(verb)
    doer = (own_subject(verb) if asked else subject(verb)) if is_verb(verb) else None
    doers = (_speaker_of(words, verb) or doer, _visitor(words, verb))
    return frozenset(holder.actor.actor.id for one in doers if one is not None for holder in cast.holders(one))


def _visitor(words: Words, verb: Token) -> Token | None:
    """Return who was on the journey that a day is of: "During a visit by Kolt to Velm on Monday, Brandt said"."""
    above = itertools.takewhile(lambda token: token != verb, words.root.ancestors)
    journey = next((token for token in above if token.lemma_.lower() in _JOURNEYS), None)
    if journey is None:
        return None
    by = (inner for child in journey.children if child.lower_ in {"by", "of"} for inner in child.children)
    return next((child for child in (*journey.children, *by) if child.dep_ in {"poss", "pobj"}), None)


def _speaker_of(words: Words, verb: Token) -> Token | None:
    """Return whose words a day is of: "Kolt's answer came on Monday", "her lecture on Monday was short"."""
    topic = own_subject(verb) if is_verb(verb) else None
    if topic is None or topic.lemma_.lower() not in _SPEECHES:
        return None
    if not topic.is_ancestor(words.root) and verb.lemma_ not in {"come", "follow"}:
        return None
    return next((child for child in topic.children if child.dep_ == "poss"), None)
