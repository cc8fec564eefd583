"""Whose the turns of an article are, and what of them is that speaker's own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.schema import ActorType, Evidence
from tracker.statements.attribution import Attribution, pieces, source_head
from tracker.statements.clauses import SUBJECTS
from tracker.statements.lexicon import PERSON_PRONOUNS, SPEAKER_PRONOUNS
from tracker.statements.timewords import governor
from tracker.statements.turns import TO_TALK, Turn

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from tracker.statements.cast import Cast, Holder

_BYLINE = re.compile(r"(?:by|text|photos?|pictures?|interview(?:er)?|words) ?[:|]? ?$", re.IGNORECASE)
_RECALLED = 3  # questions that an answer may take its topic from
_GREETED = 40  # characters of a question in which it may call who is asked by name


@dataclass(frozen=True, slots=True)
class Speech:
    """A turn of somebody who can be named, with the questions before it, the nearest first."""

    turn: Turn
    holder: Holder
    questions: tuple[Turn, ...]

    def holds(self, index: int) -> bool:
        """Tell whether a token is spoken in the turn."""
        return self.turn.start <= index < self.turn.end


def speeches(doc: Doc, found: Sequence[Turn], cast: Cast) -> list[Speech]:
    """Return the turns of those who speak for themselves: neither who asks nor who reports for the programme."""
    if not found:
        return []
    answerer = _interviewee(doc, found, cast) if any(turn.by_interviewee for turn in found) else None
    many = Counter(turn.name for turn in found)
    known: dict[str, Holder | None] = {}
    for turn in sorted(found, key=lambda t: -len(doc[slice(*t.label)]) if t.label else 0):
        if turn.label is not None and not turn.by_interviewee and turn.name not in known:
            known[turn.name] = cast.labelled(*turn.label, sure=many[turn.name] > 1)
    made = []
    for at, turn in enumerate(found):
        holder = answerer if turn.by_interviewee else known.get(turn.name)
        if holder is not None and not turn.asks:
            before = [other for other in found[:at] if other.name != turn.name][-_RECALLED:]
            made.append(Speech(turn, holder, tuple(reversed(before))))
    return made


def _interviewee(doc: Doc, found: Sequence[Turn], cast: Cast) -> Holder | None:
    """Return the person named before the questions, or else after: who is spoken to in one of them, or was met."""
    start = found[0].opening
    people = [entity for entity in doc.ents if entity.label_ == "PERSON" and not _is_byline(doc, entity.start)]
    outside = [e for e in people if e.end <= start] or [e for e in people if e.start >= found[-1].end]
    questions = [doc[turn.start : turn.end].text[:_GREETED] for turn in found if turn.asks]
    best: tuple[int, Holder] | None = None
    for entity in outside:
        holder = next(iter(cast.holders(entity.root)), None)
        if holder is None or holder.actor.actor.type is not ActorType.PERSON:
            continue
        family = holder.actor.actor.name.split()[-1]
        rank = 2 * any(f"{family}," in question for question in questions) + _is_met(entity.root)
        if best is None or rank > best[0]:
            best = rank, holder
    return best[1] if best is not None else None


def _is_byline(doc: Doc, start: int) -> bool:
    """Tell whether a name is a byline's: "By Ann Bo", "Interview: Ann Bo"."""
    return _BYLINE.search(doc[max(0, start - 3) : start].text.rpartition("\n")[2]) is not None


def _is_met(person: Token) -> bool:
    """Tell whether a person is one that an interviewer has met: "We met Ann Bo", "Ann Bo spoke to the paper"."""
    verb = governor(person)
    if verb.lemma_.lower() not in TO_TALK:
        return False
    if person.dep_ in SUBJECTS:
        return not any(token.lower_ in PERSON_PRONOUNS for token in verb.subtree if token.i > verb.i)
    doer = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
    return doer is None or doer.lower_ not in PERSON_PRONOUNS


def sentences_of(doc: Doc, turn: Turn, attributions: Sequence[Attribution]) -> Iterator[Attribution]:
    """Yield the sentences of a turn as its speaker's words, but for those that are mostly attributed to others."""
    others = {i for a in attributions if _is_anothers(doc, a) for start, end in a.content for i in range(start, end)}
    for piece in pieces(doc, [(turn.start, turn.end)]):
        ((start, end),) = piece
        words = {i for i in range(start, end) if not doc[i].is_punct and not doc[i].is_space}
        if words and 2 * len(words & others) <= len(words):
            yield Attribution(turn.label, (start, end), piece, start, Evidence.DIRECT)


def is_in_first_person(doc: Doc, attribution: Attribution, spoken: Sequence[Speech]) -> bool:
    """Tell whether words that seem to go on with an attribution are plainly those of the one whose turn it is."""
    words = {doc[i].lower_ for start, end in attribution.content for i in range(start, end)}
    first = is_speakers_own(doc, attribution) or not words.isdisjoint(SPEAKER_PRONOUNS)
    return first and any(speech.holds(attribution.content[0][0]) for speech in spoken)


def is_speakers_own(doc: Doc, attribution: Attribution) -> bool:
    """Tell whether an attribution is to the one who speaks: "we think that"."""
    head = source_head(doc, attribution)
    return head is not None and head.lower_ in SPEAKER_PRONOUNS


def _is_anothers(doc: Doc, attribution: Attribution) -> bool:
    """Tell whether words are attributed to somebody who is not the one that speaks."""
    sourced = attribution.source is not None and attribution.evidence is not Evidence.EMBEDDED
    return sourced and not is_speakers_own(doc, attribution)
