"""Decisions to score: a statement, its holder and an axis become one short passage with the holder marked.

The passage is the sentence that holds the holder's mention, the cue and the content. Of a long one, and of what is
embedded in another's words, it keeps these alone, in the order of the text, and the words of another actor that the
statement stands inside of ("Moscow claims that"). A statement whose own words have no term of the axis ("any option",
"such a step") carries the sentence that it may answer.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.axes.gate import Hit
from tracker.schema import Axis, Evidence, Query, Span
from tracker.statements.find import Held
from tracker.statements.parser import Parsed

_OPENING = 2  # sentences in which an article says what it is about
_APART = 600  # characters from which a holder is too far from the words to be shown with its cue
_LONG = 500  # characters of sentences from which a passage keeps the statement alone
_REACH = 4  # sentences that a statement without a term of its own may look back for one
# What may take its topic from a sentence before it; acts and embedded pleas that do not name it seldom speak to it.
_LEANING = frozenset({Evidence.DIRECT, Evidence.INDIRECT, Evidence.SPEECH_ACT})
# Words by which an act answers a proposal that stands elsewhere.
_ANSWER = re.compile(
    r"\b(?:vot(?:e|es|ed|ing)|abstain\w*|agree\w*|accept\w*|consider\w*|refus\w*|reject\w*|oppos\w*|object\w*|support\w*|"
    r"back(?:s|ed|ing)?|join\w*|do(?:es)? (?:so|it)|did (?:so|it)|cooperate|follow(?:s|ed)? suit|sa(?:y|id) (?:no|yes)|"
    r"participat\w*|take part|contribut\w*|comment|decide\w*|sign\w*|veto\w*|block\w*|halt\w*|suspend\w*|approv\w*|"
    r"authori[sz]\w*|adopt\w*|pass(?:ed|es)?|turn(?:s|ed|ing)? down|rul(?:e|es|ed|ing) (?:it |this )?out|welcom\w*|"
    r"ask(?:s|ed)? for|warn\w*|shelv\w*|stop(?:s|ped|ping)?|fight(?:s|ing)?|fought|applaud\w*|study(?:ing)?|"
    r"stud(?:ies|ied)|examin\w*|consent|go-ahead|permission|opinion|judge?ment|reservations?|reaction|response)\b",
    re.IGNORECASE,
)
# What somebody would or will not do is a stand, whatever verb names it.
_STAND = re.compile(r"\b(?:would|will|won['’]t|wouldn['’]t|can ?not|can['’]t|could)\b", re.IGNORECASE)
# Words by which a statement speaks of what another sentence names, beside a topic of its own.
_POINTER = re.compile(
    r"\b(?:it|such|that one|either|neither|both|the (?:idea|plan|step|proposal|scheme))\b", re.IGNORECASE
)
_REPORTED = frozenset({Evidence.DIRECT, Evidence.INDIRECT})


@dataclass(frozen=True, slots=True)
class Candidate:
    """One decision: who might hold what on which axis, and the query that asks it."""

    held: Held
    axis: Axis
    aspect: str
    query: Query
    in_own_words: bool


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of a document as spans of its stored text, with the paragraph each one stands in."""

    spans: tuple[Span, ...]
    paragraphs: tuple[int, ...]

    @classmethod
    def of(cls, parsed: Parsed) -> Sentences:
        """Read the sentences of a parse."""
        spans = tuple(parsed.span(sentence.start, sentence.end) for sentence in parsed.doc.sents)
        return cls(spans, tuple(parsed.text.count("\n", 0, span.start + 1) for span in spans))

    def at(self, offset: int) -> int:
        """Return the index of the sentence that holds an offset."""
        return max(0, bisect_left(self.spans, Span(offset, offset + 1_000_000_000)) - 1)


def candidates(
    found: Sequence[Held], hits: Sequence[Hit], axes: Sequence[Axis], parsed: Parsed, sentences: Sentences
) -> list[Candidate]:
    """Return the decisions that a document asks for, one for each statement, holder and axis."""
    known = {axis.id: axis for axis in axes}
    topics = _topics(hits, sentences)
    made: list[Candidate] = []
    for item in found:
        for axis_id, context in sorted(_asked(item, hits, topics, sentences, parsed.text).items()):
            axis = known[axis_id]
            lead = context if context is not None else _scene(item, axis, parsed.text, sentences)
            query = replace(
                _query(item, axis, parsed.text, lead, sentences),
                evidence=item.statement.evidence,
                holder_type=item.holder.actor.actor.type,
                in_own_words=context is None,
                framed=bool(item.frame),
            )
            made.append(Candidate(item, axis, _aspect(item.statement.text, axis), query, context is None))
    return _one_per_sentence(_outspoken(made, sentences), hits)


def _scene(item: Held, axis: Axis, text: str, sentences: Sentences) -> Span | None:
    """Return the sentence before a statement that leaves open which place it is about ("We will send more troops")."""
    before = sentences.at(item.statement.content[0].start) - 1
    if before < 0 or not axis.anchors:
        return None
    said = sentences.spans[before + 1].of(text).lower()
    return None if any(anchor in said for anchor in axis.anchors) else sentences.spans[before]


def _topics(hits: Iterable[Hit], sentences: Sentences) -> dict[int, set[str]]:
    """Return the axes that each sentence has terms of."""
    found: dict[int, set[str]] = {}
    for hit in hits:
        found.setdefault(sentences.at(hit.span.start), set()).add(hit.axis_id)
    return found


def _asked(
    item: Held, hits: Sequence[Hit], topics: Mapping[int, set[str]], sentences: Sentences, text: str
) -> dict[str, Span | None]:
    """Return the axes that a statement is asked about, each with the sentence that gives it the topic.

    A term in its own words (None) stands alone. Else every axis counts that a sentence shortly before has a term of,
    and the next sentence where none has. What an article opens with is what all its reported words may be about; its
    first topic further down is asked about where nothing is nearer. What is said in a turn looks back to the nearest
    question with a topic, however long it is ago.
    """
    own = {hit.axis_id for hit in hits if any(span.overlaps(hit.span) for span in item.statement.content)}
    cue, said = item.statement.cue, item.statement.text
    leaning = item.statement.evidence in _LEANING
    here = sentences.at(item.statement.content[0].start)
    if own:
        points = leaning and _POINTER.search(said) is not None
        other = topics.get(here - 1, set()) - own if points else set()
        return dict.fromkeys(own) | dict.fromkeys(other, sentences.spans[here - 1])
    answers = _ANSWER.search(f"{cue.of(text)} {said}" if cue is not None else said) is not None
    answers = answers or (cue is not None and _STAND.match(cue.of(text)) is not None)
    if not leaning and not (item.statement.evidence is Evidence.ACT and answers):
        return {}
    found: dict[str, Span | None] = {}
    for first in [sentences.at(question.start) for question in item.answers] or [here - _REACH]:
        for index in range(here, max(-1, first - 1), -1):
            for axis_id in topics.get(index, ()):
                found.setdefault(axis_id, sentences.spans[index])
        if found:
            break
    if here + 1 in topics and not found:
        found = dict.fromkeys(topics[here + 1], sentences.spans[here + 1])
    opening = min(topics, default=here)
    if not found or (leaning and opening < _OPENING):
        for axis_id in topics.get(opening, ()):
            found.setdefault(axis_id, sentences.spans[opening])
    return found


def _outspoken(made: Sequence[Candidate], sentences: Sentences) -> list[Candidate]:
    """Drop what needs a context where its holder names the topic in the same sentence; reported words outlast acts."""

    def place(candidate: Candidate) -> tuple[str, str, int]:
        held = candidate.held
        return held.holder.actor.actor.id, candidate.axis.id, sentences.at(held.statement.content[0].start)

    def said(candidate: Candidate) -> bool:
        return candidate.held.statement.evidence in _REPORTED

    own = [candidate for candidate in made if candidate.in_own_words]
    named, said_so = {place(c) for c in own}, {place(c) for c in own if said(c)}
    return [c for c in made if c.in_own_words or place(c) not in (said_so if said(c) else named)]


def _query(item: Held, axis: Axis, text: str, context: Span | None, sentences: Sentences) -> Query:
    """Build the passage: context and the statement's sentence, or holder, cue and content with gaps closed."""
    statement, holder, cue = item.statement, item.holder.span, item.statement.cue
    content = statement.content
    low, high = content[0].start, content[-1].end
    around = _around(item, text, sentences)
    repeats = around.contains(context) if around is not None and context is not None else _within(content, context)
    lead = f"{_closed(context, text)} " if context is not None and not repeats else ""
    if around is not None:
        passage, place = _laid_out([around], text, lead)
        said = [*content, *([cue] if cue is not None else [])]
        focus = Span(place(min(span.start for span in said)), place(max(span.end for span in said)))
        return Query(passage, _placed(holder, text, place), focus, axis)
    near = abs(holder.start - low) < _APART and "\n" not in text[min(holder.end, low) : max(holder.start, high)]
    if not near or cue is None:
        surface = _closed(holder, text) or "They"
        passage = f'{lead}{surface} said: "{" ".join(_closed(span, text) for span in content)}"'
        start = len(lead)
        return Query(passage, Span(start, start + len(surface)), Span(start + len(surface) + 8, len(passage) - 1), axis)
    passage, place = _laid_out(_union([holder, cue, *content, *item.frame], text), text, lead)
    return Query(passage, _placed(holder, text, place), Span(len(lead), len(passage)), axis)


def _closed(span: Span, text: str) -> str:
    """Return the words of a span with single blanks between them."""
    return " ".join(span.of(text).split())


def _laid_out(parts: Sequence[Span], text: str, lead: str) -> tuple[str, Callable[[int], int]]:
    """Return parts of a text behind a lead, blanks and gaps closed, and where in it an offset of the text has come."""

    def place(offset: int) -> int:
        done = lead
        for part in parts:
            if offset <= part.end:
                before = text[part.start : offset]
                return len(done) + len(" ".join(before.split())) + (bool(before.strip()) and before[-1].isspace())
            done += f"{_closed(part, text)} "
        return len(done)

    return lead + " ".join(_closed(part, text) for part in parts), place


def _placed(span: Span, text: str, place: Callable[[int], int]) -> Span:
    start = place(span.start)
    return Span(start, start + len(_closed(span, text)))


def _around(item: Held, text: str, sentences: Sentences) -> Span | None:
    """Return the sentence or two that hold a statement and its holder; None where they are long or apart.

    Of an embedded one too: "rejected Kyiv's plea" holds another's answer, which is not to be taken for the plea.
    """
    statement = item.statement
    if statement.evidence is Evidence.EMBEDDED:
        return None
    parts = [item.holder.span, *statement.content, *([statement.cue] if statement.cue is not None else [])]
    low, high = min(part.start for part in parts), max(part.end for part in parts)
    first, last = sentences.at(low), sentences.at(high - 1)
    around = Span(sentences.spans[first].start, sentences.spans[last].end)
    fits = last - first <= 1 and "\n" not in text[low:high] and around.end - around.start <= _LONG
    return around if fits and around.contains(Span(low, high)) else None


def _within(content: Sequence[Span], context: Span | None) -> bool:
    """Tell whether a statement is nearly all of a context."""
    if context is None or not all(context.contains(span) for span in content):
        return False
    return sum(span.end - span.start for span in content) > 0.8 * (context.end - context.start)


def _union(spans: Sequence[Span], text: str) -> list[Span]:
    """Merge spans that touch or have nothing but blanks and marks between them."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and not re.search(r"\w", text[merged[-1].end : max(span.start, merged[-1].end)]):
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _aspect(text: str, axis: Axis) -> str:
    lower = text.lower()
    return next((name for name, terms in axis.aspects.items() if any(term in lower for term in terms)), "")


def _one_per_sentence(made: Sequence[Candidate], hits: Sequence[Hit]) -> list[Candidate]:
    """Keep what is not repeated: of two statements of one holder on one axis, one inside the other, the smaller.

    A larger one that has a term of the axis outside the smaller says more than that and stays too.
    """
    kept: list[Candidate] = []
    for candidate in sorted(made, key=_size):
        hull = _hull(candidate)
        same = [
            other
            for other in kept
            if other.axis.id == candidate.axis.id
            and other.held.holder.actor.actor.id == candidate.held.holder.actor.actor.id
            and hull.overlaps(_hull(other))
        ]
        if same and _says_more(candidate, same, hits):
            kept.append(candidate)
        elif not any(_prefer(other, candidate) for other in same):
            kept = [other for other in kept if other not in same] + [candidate]
    return sorted(kept, key=lambda c: (c.held.statement.content, c.held.statement.id, c.axis.id))


def _says_more(candidate: Candidate, others: Sequence[Candidate], hits: Sequence[Hit]) -> bool:
    inner = [_hull(other) for other in others]
    return any(
        hit.axis_id == candidate.axis.id
        and any(span.overlaps(hit.span) for span in candidate.held.statement.content)
        and not any(hull.overlaps(hit.span) for hull in inner)
        for hit in hits
    )


def _prefer(first: Candidate, second: Candidate) -> bool:
    """Tell whether the smaller statement stands for the larger: reported words are kept with their cue.

    What somebody does with "its ban" or "its deliveries" is said by the verb before, not by the noun.
    """
    if _owns(first) and not _owns(second):
        return False
    return not (first.held.statement.evidence is Evidence.ACT and second.held.statement.evidence in _REPORTED)


def _owns(candidate: Candidate) -> bool:
    surface = candidate.held.holder.surface.lower()
    return surface in {"its", "his", "her", "their"} or surface.endswith(("'s", "’s"))


def _hull(candidate: Candidate) -> Span:
    content = candidate.held.statement.content
    return Span(content[0].start, content[-1].end)


def _size(candidate: Candidate) -> tuple[int, str]:
    statement = candidate.held.statement
    return sum(span.end - span.start for span in statement.content), statement.id
