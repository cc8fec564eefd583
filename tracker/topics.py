"""Which axes a statement is asked about: those it names itself, or those of what it answers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tracker.axes.gate import Hit
from tracker.schema import Evidence, Span
from tracker.statements.find import Held
from tracker.statements.parser import Parsed

_OPENING = 2  # sentences in which an article says what it is about
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


def topics_of(hits: Iterable[Hit], sentences: Sentences) -> dict[int, set[str]]:
    """Return the axes that each sentence has terms of."""
    found: dict[int, set[str]] = {}
    for hit in hits:
        found.setdefault(sentences.at(hit.span.start), set()).add(hit.axis_id)
    return found


def asked(
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
