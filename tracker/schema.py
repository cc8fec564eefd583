"""The frozen dataclasses that travel along the line: document, statement, actor, axis, stance, position.

Offsets are half-open and count code points of ``Document.text``. Dates are calendar days. Nothing here imports
anything beyond the standard library, and nothing here is ever changed in place.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256


class Label(StrEnum):
    """Stance of an actor toward the proposal of an axis; the order is the column order of every score array."""

    SUPPORT = "support"
    CONDITIONAL = "conditional"
    NEUTRAL = "neutral"
    OPPOSE = "oppose"
    UNRELATED = "unrelated"
    UNCLEAR = "unclear"


SCORED_LABELS: tuple[Label, ...] = (Label.SUPPORT, Label.CONDITIONAL, Label.NEUTRAL, Label.OPPOSE, Label.UNRELATED)
STANCE_LABELS: tuple[Label, ...] = SCORED_LABELS[:4]
CODED_LABELS: tuple[Label, ...] = (*STANCE_LABELS, Label.UNCLEAR)  # what a coder may give a position
SPLITS: tuple[str, ...] = ("train", "dev", "test")  # of labelled documents
DEFAULT_VALUES: Mapping[Label, float] = {
    Label.SUPPORT: 1.0, Label.CONDITIONAL: 0.5, Label.NEUTRAL: 0.0, Label.OPPOSE: -1.0,
}


class Evidence(StrEnum):
    """How a statement is known: quoted, reported, named by a verb, enacted, or inside another's statement."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    SPEECH_ACT = "speech_act"
    ACT = "act"
    EMBEDDED = "embedded"


class Side(StrEnum):
    """What an actor is toward what somebody else said or did."""

    FOR = "for"
    AGAINST = "against"
    WITH = "with"  # holds the very same

    def toward(self, other: Side | None) -> Side:
        """Return what an actor is toward the thing itself who is so toward what another is ``other`` toward."""
        if Side.WITH in {self, other} or other is None:
            return self if other in {None, Side.WITH} else other
        return Side.FOR if self is other else Side.AGAINST


class DatePrecision(StrEnum):
    """How sure a date is; ``published`` is an upper bound, ``unknown`` keeps a row out of the position table."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    PUBLISHED = "published"
    UNKNOWN = "unknown"


class ActorType(StrEnum):
    """What kind of holder an actor is."""

    PERSON = "person"
    STATE = "state"
    ORGANISATION = "organisation"
    PARTY = "party"
    UNNAMED = "unnamed"


def content_id(prefix: str, *parts: object) -> str:
    """Return a short id that depends on nothing but ``parts``: the same content has the same id everywhere."""
    digest = sha256("\x1f".join(str(part) for part in parts).encode("utf-8", "surrogatepass"))
    return f"{prefix}_{digest.hexdigest()[:12]}"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters of ``text`` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Tell whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Skip:
    """Something left out: what (a path, a row, a range of characters), at which stage, and why."""

    item: str
    stage: str
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """One article: its text after cleaning, and what is known of its publication.

    ``text`` holds paragraphs separated by newlines; every later span points into it. ``published_evidence`` quotes
    what the date was read from. ``removed`` says what cleaning took out, each a `Skip` that names the range of the
    raw text. ``duplicate_of`` is the id of an earlier document with nearly the same text, or empty. ``item`` names the
    document in skips: its path and, in a table, its row.
    """

    id: str
    text: str
    title: str = ""
    published: dt.date | None = None
    published_evidence: str = ""
    url: str = ""
    source: str = ""
    path: str = ""
    language: str = ""
    removed: tuple[Skip, ...] = ()
    duplicate_of: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A span of a document in which a speaker expresses, or is reported to have expressed or enacted, something.

    ``content`` is a tuple of spans because a quotation splits around its cue. ``context`` is the surrounding text a
    reader needs (the sentence, the question it answers). ``speaker`` is who speaks as the text has it there ("its
    foreign minister"), ``speaker_text`` the same words. ``reported_by`` names who reports an embedded statement.
    """

    id: str
    document_id: str
    content: tuple[Span, ...]
    text: str
    context: str
    speaker: Span | None
    speaker_text: str
    cue: Span | None
    evidence: Evidence
    date: dt.date | None = None
    date_precision: DatePrecision = DatePrecision.UNKNOWN
    date_evidence: str = ""
    reported_by: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """A holder of positions: a person, state, organisation or party, or an unnamed one kept by its surface text."""

    id: str
    name: str
    type: ActorType
    wikidata: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """An actor as it stood on a date: who, in which role, speaking for whom, by which rule, how surely.

    ``affiliation`` is a state's, organisation's or party's name; ``executive`` says whether the office speaks for
    the state; ``rule`` names the resolver rule that decided; ``confidence`` lies in [0, 1].
    """

    actor: Actor
    role: str = ""
    affiliation: str = ""
    executive: bool = False
    rule: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Axis:
    """A policy proposal that actors can support or oppose.

    ``terms`` are lower-case words and phrases that let a passage through the gate, ``hints`` such as do so only near a
    term; where there are ``anchors``, a document must hold one of them too; ``aspects`` maps the name of a part of the
    proposal to its terms; ``hypotheses`` maps a label to a template over {actor} and {proposal}. ``familiar`` tells
    that the proposal is one of those that come with the program, which the embedded model has been trained on.
    """

    id: str
    title: str
    proposal: str
    definition: str = ""
    terms: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()
    aspects: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hypotheses: Mapping[Label, str] = field(default_factory=dict)
    familiar: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """One decision to score: does the actor marked at ``holder`` in ``passage`` take a stance on the axis?

    ``holder`` points into ``passage`` (not into the document). ``focus`` is the part of the passage that is the
    statement itself; both are ranges of code points. ``in_own_words`` tells that the statement names the topic itself,
    ``framed`` that it stands inside another actor's words. ``side`` is what the actor is toward what the passage says
    somebody did or said, None where it is about the actor. ``article`` counts the words of its document (0: none).
    """

    passage: str
    holder: Span
    focus: Span
    axis: Axis
    evidence: Evidence = Evidence.INDIRECT
    holder_type: ActorType = ActorType.PERSON
    in_own_words: bool = True
    framed: bool = False
    side: Side | None = None
    article: int = 0


@dataclass(frozen=True, slots=True)
class Stance:
    """One coded row: a statement, the actor who holds it, an axis (and aspect), the label and how sure it is.

    ``probabilities`` follow `SCORED_LABELS`; ``confidence`` lies in [0, 1].
    """

    statement_id: str
    utterance_id: str
    document_id: str
    actor: Actor
    role: str
    affiliation: str
    executive: bool
    holder: Span | None
    evidence: Evidence
    reported_by: str
    axis: str
    aspect: str
    label: Label
    probabilities: tuple[float, float, float, float, float]
    confidence: float
    needs_review: bool
    date: dt.date | None
    date_precision: DatePrecision


@dataclass(frozen=True, slots=True)
class Position:
    """One actor on one axis on one date: the aggregate of that day's utterances.

    ``value``, ``low`` and ``high`` lie in [-1, 1]; the interval is the 90 % one that label uncertainty alone gives.
    Counts are of utterances by label; ``statement_ids`` lead back to the statements.
    """

    actor: Actor
    role: str
    affiliation: str
    axis: str
    date: dt.date
    date_precision: DatePrecision
    stance: Label
    value: float | None
    low: float | None
    high: float | None
    confidence: float
    n_support: int
    n_conditional: int
    n_neutral: int
    n_oppose: int
    n_unclear: int
    n_utterances: int
    n_statements: int
    n_documents: int
    statement_ids: tuple[str, ...]
