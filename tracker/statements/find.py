"""A parsed document to its statements, each with the actor who holds it, the words, the cue, and the date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.schema import ActorType, DatePrecision, Document, Evidence, Span, Statement, content_id
from tracker.statements.acts import acts
from tracker.statements.attribution import Attribution, Range, pieces, source_head
from tracker.statements.ballots import ballots
from tracker.statements.carried import carried_on
from tracker.statements.cast import Cast, Holder, Resolve
from tracker.statements.clauses import fronted_place, helpers, is_verb, subject, text_of
from tracker.statements.entries import BODIES
from tracker.statements.joining import attribute
from tracker.statements.lexicon import MODALS
from tracker.statements.moments import Moment, heard, is_apart, moments, places
from tracker.statements.occasions import Settled, settle
from tracker.statements.parser import Parsed
from tracker.statements.passing import MOUTHPIECES, alleged_doer, clause_of_report, is_passed_on, is_spoken_for
from tracker.statements.sections import days_of_sections, listed_days, sections
from tracker.statements.speeches import Speech, is_in_first_person, is_speakers_own, sentences_of, speeches
from tracker.statements.storydays import StoryDay
from tracker.statements.timewords import UNDATED, Dated, is_unreal, tense
from tracker.statements.timing import own_date
from tracker.statements.told import Told
from tracker.statements.turns import day_of_talk, is_label, turns

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_WORD = re.compile(r"\w+")
_BACKSHIFT = MODALS | {"had"}
_HELD = frozenset({"be", "have", "want", "oppose", "support", "favour", "favor"})


@dataclass(frozen=True, slots=True)
class Held:
    """A statement and its holder.

    ``head`` is the token of its cue; ``dated`` is what its own sentence says of its day; ``frame`` holds the words of
    another actor that it stands inside of ("Moscow claims that"), where they are in its sentence; ``told`` is the
    clause that an outlet or unnamed officials pass on. ``answers`` are the questions before it, the nearest first,
    where it is of an article in turns. ``story`` is the last day told of before it, where no rule dates it.
    """

    statement: Statement
    holder: Holder
    head: int
    dated: Dated
    frame: tuple[Span, ...] = ()
    told: Span | None = None
    answers: tuple[Span, ...] = ()
    story: StoryDay | None = None


def attributed(parsed: Parsed, document: Document, resolve: Resolve) -> list[Statement]:
    """Return every attributed statement of a document, whole, whether or not its speaker can be resolved."""
    cast = Cast(parsed, resolve)
    found = []
    for attribution in attribute(parsed):
        holder = _first_holder(parsed.doc, attribution, cast)
        dated = own_date(parsed.doc, attribution, document.published)
        found.append(_statement(parsed, document, attribution, attribution.content, holder, dated))
    return found


def held(parsed: Parsed, document: Document, resolve: Resolve) -> list[Held]:
    """Return the statements that can be coded: one for each sentence of content and each holder."""
    cast = Cast(parsed, resolve)
    found_turns = turns(parsed.doc)
    spoken = speeches(parsed.doc, found_turns, cast)
    attributions = [a for a in attribute(parsed) if not is_label(a, found_turns)]
    taken: dict[int, tuple[Range, ...]] = {}
    for told in attributions:
        taken[told.head] = (*taken.get(told.head, ()), *told.content)
    told_beside = [a for sentence in parsed.doc.sents for a in (*acts(sentence, taken), *ballots(sentence))]
    narrated = [a for a in told_beside if not is_label(a, found_turns)]
    deeds = set(narrated)
    found: list[Held] = []
    carried = [a for a in carried_on(parsed.doc, attributions) if not is_in_first_person(parsed.doc, a, spoken)]
    for attribution in sorted([*attributions, *carried, *narrated], key=lambda a: (a.head, a.content, a.source or ())):
        # What goes on without a cue may be the narrator's: who does something there, in no backshift, does it himself.
        plain = attribution in deeds and not helpers(parsed.doc[attribution.head]) & _BACKSHIFT
        around = attributions if plain else [*attributions, *carried]
        for piece in pieces(parsed.doc, attribution.content):
            found += _held_piece(parsed, document, attribution, piece, cast, around, spoken)
    attributions = [*attributions, *carried]
    for speech in spoken:
        for said in sentences_of(parsed.doc, speech.turn, attributions):
            statement = _statement(parsed, document, said, said.content, speech.holder, UNDATED)
            found.append(Held(replace(statement, cue=None), speech.holder, said.head, UNDATED))
    talk = day_of_talk(parsed.doc, found_turns, document.published)
    found = [_in_turn(item, spoken, talk, parsed, document) for item in _distinct(found)]
    return _dated(found, parsed, document, cast)


def _in_turn(item: Held, spoken: Sequence[Speech], talk: Dated, parsed: Parsed, document: Document) -> Held:
    """Give what is said in a turn its questions, and its speaker's own words the day of the talk or of publication.

    Words of the speaker that tell of an earlier day keep it.
    """
    speech = next((speech for speech in spoken if speech.holds(item.head)), None)
    if speech is None:
        return item
    answers = tuple(parsed.span(question.start, question.end) for question in speech.questions)
    mine = speech.holder.actor.actor.id == item.holder.actor.actor.id
    if mine and item.dated == UNDATED and document.published is not None:
        standing = Dated(document.published, DatePrecision.PUBLISHED, document.published_evidence)
        item = replace(item, dated=talk if talk.date is not None else standing)
    return replace(item, answers=answers)


def _held_piece(
    parsed: Parsed,
    document: Document,
    attribution: Attribution,
    piece: tuple[Range, ...],
    cast: Cast,
    attributions: Sequence[Attribution],
    spoken: Sequence[Speech],
) -> Iterator[Held]:
    outer = _outer(parsed.doc, attribution, attributions)
    reporter = _first_holder(parsed.doc, outer, cast) if outer is not None else None
    told = clause_of_report(parsed, outer, piece) if outer and is_passed_on(parsed.doc, outer, reporter) else None
    doer = alleged_doer(parsed.doc, attribution)
    alleged = {other.actor.actor.id for other in cast.holders(doer)} if doer is not None else set()
    for holder in _holders(parsed.doc, attribution, cast, spoken):
        if alleged - {holder.actor.actor.id}:
            continue  # "Velm claims that Orn will send tanks" is no stand of Velm's
        if reporter is not None and reporter.actor.actor.id == holder.actor.actor.id:
            reporter = None
        if reporter is not None and reporter.actor.affiliation == holder.actor.actor.name:
            continue  # "The minister said that Velm would send troops" is what the minister says for Velm
        dated = own_date(parsed.doc, attribution, document.published)
        if dated == UNDATED and is_speakers_own(parsed.doc, attribution):
            continue  # "I think that ...": the sentence as a whole is what the speaker says now
        statement = _statement(parsed, document, attribution, piece, holder, dated)
        if reporter is not None:
            statement = replace(statement, evidence=Evidence.EMBEDDED, reported_by=reporter.actor.actor.name)
        plain = told is not None or attribution.evidence is Evidence.EMBEDDED
        frame = () if plain else _frame(parsed, outer, piece)
        own = clause_of_report(parsed, attribution, piece) if is_spoken_for(parsed, attribution, holder) else None
        yield Held(statement, holder, attribution.head, dated, frame, told or own)


def _frame(parsed: Parsed, outer: Attribution | None, piece: Sequence[Range]) -> tuple[Span, ...]:
    """Return source and cue of the attribution around a statement: a claim about somebody is not that actor's own."""
    if outer is None or parsed.doc[outer.head].sent.start != parsed.doc[piece[0][0]].sent.start:
        return ()
    return tuple(parsed.span(*words) for words in (outer.source, outer.cue) if words is not None)


def _holders(doc: Doc, attribution: Attribution, cast: Cast, spoken: Sequence[Speech] = ()) -> list[Holder]:
    head = source_head(doc, attribution)
    if head is None:
        return []
    if is_speakers_own(doc, attribution) and (own := [speech.holder for speech in spoken if speech.holds(head.i)]):
        return own
    found = cast.holders(head)
    unnamed = len(found) == 1 and found[0].actor.actor.type is ActorType.UNNAMED
    if unnamed and head.lemma_.lower() in MOUTHPIECES:
        return _spoken_for(doc, head, attribution, cast) or found
    return found


def _spoken_for(doc: Doc, speaker: Token, attribution: Attribution, cast: Cast) -> list[Holder]:
    """Return the body for which officials speak: "in Halmar, officials said", "Velm had no plans, a spokesman said"."""
    whose = [child for child in speaker.children if child.dep_ in {"compound", "poss"}]
    if any(not word.text.islower() for child in whose for word in child.subtree):
        return []  # "defence ministry officials" are whose the sentence tells
    opening = doc[attribution.content[0][0] : attribution.content[0][1]].root
    told = is_verb(opening) and (is_unreal(opening) or opening.lemma_.lower() in _HELD)
    doer = subject(opening) if told else None  # what it did is news of it: "Velm struck the harbour, officials said"
    for token in (fronted_place(speaker.sent), doer):
        found = cast.holders(token) if token is not None and token.pos_ != "PRON" else []
        if bodies := [holder for holder in found if holder.actor.actor.type in BODIES]:
            return bodies
    return []


def _first_holder(doc: Doc, attribution: Attribution, cast: Cast) -> Holder | None:
    return next(iter(_holders(doc, attribution, cast)), None)


def _outer(doc: Doc, attribution: Attribution, attributions: Sequence[Attribution]) -> Attribution | None:
    """Return the smallest attribution inside whose content another one's cue stands.

    What was done "over the objections of X" is no report of X's.
    """
    around = [
        other
        for other in attributions
        if other.head != attribution.head
        and any(start <= attribution.head < end for start, end in other.content)
        and not (other.evidence is Evidence.EMBEDDED and doc[attribution.head].is_ancestor(doc[other.head]))
    ]
    return min(around, key=lambda other: sum(end - start for start, end in other.content), default=None)


def _statement(
    parsed: Parsed,
    document: Document,
    attribution: Attribution,
    content: Sequence[Range],
    holder: Holder | None,
    dated: Dated,
) -> Statement:
    doc = parsed.doc
    spans = tuple(_stripped(parsed.text, parsed.span(start, end)) for start, end in content)
    sentence = doc[content[0][0]].sent
    around = parsed.span(sentence.start, sentence.end)
    source = parsed.span(*attribution.source) if attribution.source is not None else None
    surface = source.of(parsed.text) if source is not None else ""
    speaker = source if source is not None else holder.span if holder is not None else None
    return Statement(
        id=content_id("s", document.id, [(s.start, s.end) for s in spans], surface, attribution.head),
        document_id=document.id,
        content=spans,
        text=" … ".join(" ".join(span.of(parsed.text).split()) for span in spans),
        context=" ".join(around.of(parsed.text).split()),
        speaker=speaker,
        speaker_text=speaker.of(parsed.text) if speaker is not None else "",
        cue=parsed.span(*attribution.cue),
        evidence=attribution.evidence,
        date=dated.date,
        date_precision=dated.precision,
        date_evidence=dated.evidence,
    )


def _stripped(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _distinct(found: Sequence[Held]) -> list[Held]:
    """Keep one of the statements that have the same holder, the same words and the same cue."""
    kept: dict[tuple[str, int, str], Held] = {}
    for item in found:
        words = " ".join(_WORD.findall(item.statement.text))
        kept.setdefault((item.holder.actor.actor.id, item.statement.content[0].start, words), item)
    return list(kept.values())


def _dated(found: Sequence[Held], parsed: Parsed, document: Document, cast: Cast) -> list[Held]:
    """Return the statements with their settled dates."""
    doc, published = parsed.doc, document.published
    where = places(doc)
    days: list[Moment] = []
    listed: dict[int, Dated] = {}
    if published is not None:
        days = moments(doc, cast, where, published)
        listed = {**listed_days(doc, published), **days_of_sections(doc, sections(text_of(doc), published))}
    told = [
        Told(
            place=where[item.head],
            speaker=item.holder.actor.actor.id,
            own=item.dated,
            tense=tense(doc[item.head]),
            listed=listed.get(where[item.head].sentence),
            heard=heard(doc[item.head]),
            apart=is_apart(doc[item.head]),
            evidence=item.statement.evidence,
            depth=item.head / len(doc),
            length=len(doc),
        )
        for item in found
    ]
    settled = settle(told, published, document.published_evidence, days)
    return [_with_date(item, one) for item, one in zip(found, settled, strict=True)]


def _with_date(item: Held, settled: Settled) -> Held:
    dated = settled.dated
    statement = replace(
        item.statement, date=dated.date, date_precision=dated.precision, date_evidence=dated.evidence
    )
    return replace(item, statement=statement, story=settled.story)
