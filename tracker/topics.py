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
_FIRST = 2  # sentences after the start of a question in which its answer speaks to it
_REACH = 4  # sentences that a statement without a term of its own may look back for one
_LONG = 500  # words from which an article has several subjects, each in paragraphs of its own
_FEW = 9  # words below which a statement is too little to take up what another paragraph of such an article is about
# What may take its topic from a sentence before it; acts and embedded pleas that do not name it seldom speak to it.
_LEANING = frozenset({Evidence.DIRECT, Evidence.INDIRECT, Evidence.SPEECH_ACT})
# Words by which an act answers a proposal that stands elsewhere.
_ANSWER = re.compile(
    r"\b(?:vot(?:e|es|ed|ing)|abstain\w*|agree\w*|accept\w*|consider\w*|refus\w*|reject\w*|oppos\w*|object\w*|support\w*|"
    r"back(?:s|ed|ing)?|join\w*|do(?:es)? (?:so|it)|did (?:so|it)|cooperate|follow(?:s|ed)? suit|sa(?:y|id) (?:no|yes)|"
    r"participat\w*|take part|contribut\w*|comment|decide\w*|sign\w*|veto\w*|block\w*|halt\w*|suspend\w*|approv\w*|"
    r"authori[sz]\w*|adopt\w*|pass(?:ed|es)?|rul(?:e|es|ed|ing) (?:it |this )?out|welcom\w*|"
    r"ask(?:s|ed)? for|warn\w*|shelv\w*|stop(?:s|ped|ping)?|fight(?:s|ing)?|fought|applaud\w*|study(?:ing)?|"
    r"withdr(?:aw\w*|ew)|withh[eo]ld\w*|scrap\w*|cancel\w*|defeat\w*|disagree\w*|thr(?:ows?|ew|own) out|"
    r"(?:call(?:s|ed)?|str(?:ikes?|uck)|turn(?:s|ed|ing)?) (?:\w+ ){0,3}(?:off|out|down)|(?:h[eo]ld|stick|stuck)s? to|"
    r"(?:in favou?r|against)$|dissenting|go(?:es)? along|went along|(?:did|does|done|do) the same|"
    r"(?:share|shares|shared) (?:\w+ )?(?:view|assessment|opinion)|(?:takes?|took) (?:the same|a similar) line|"
    r"stud(?:ies|ied)|examin\w*|consent|go-ahead|permission|opinion|judge?ment|reservations?|reaction|response|react(?:s|ed)?|protest(?:s|ed)?|"
    r"(?-i:su(?:es?|ed|ing)|march(?:es|ed|ing))|lawsuits?|filed? suit|"
    r"(?:go|went|gone|take|took|taken|taking) (?:\w+ ){0,3}to court|petition(?:s|ed)?|walk(?:s|ed)? out|resign\w*|"
    r"initial+ed|cheer(?:s|ed)?|boo(?:s|ed)?|celebrat\w*|st(?:ands?|ood) (?:by|behind)|sid(?:es?|ed) with|"
    r"lin(?:es?|ed|ing) up behind|boycott\w*|unanimous\w*)\b",
    re.IGNORECASE,
)
# What somebody would or will not do is a stand, whatever verb names it.
_STAND = re.compile(r"\b(?:would|will|won['’]t|wouldn['’]t|can ?not|can['’]t|could)\b", re.IGNORECASE)
# Words by which a statement speaks of what another sentence names, beside a topic of its own.
_POINTER = re.compile(
    r"\b(?:it|such|same|that one|either|neither|both|(?:all|both|none|any|some|neither|either) of (?:it|them)|"
    r"(?:the|this|that) (?:entire |whole )?(?:ask|idea|matter|mission|motion|plan|proposal|question|request|scheme|"
    r"step|subject|wish))\b",
    re.IGNORECASE,
)

# What an act can be done to that has been spoken of: "moved the bill", "put its name to the text".
_MOVED = re.compile(
    r"\b(?:the|this|that) (?:\w+ )?(?:agreement|bill|clause|deal|decree|declaration|law|measure|package|sale|text)\b",
    re.IGNORECASE,
)
# What a few words can be about that stands in another paragraph: "Velm's choice was dangerous", "welcomed the step".
_TAKEN_UP = re.compile(
    r"(?:\b(?:the|this|that|such an?|his|her|its|their)|['’]s) "
    r"(?:announcement|choice|decision|initiative|move|offer|proposal|step)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of a document as spans of its stored text, with the paragraph each one stands in.

    ``words`` counts those of the whole document.
    """

    spans: tuple[Span, ...]
    paragraphs: tuple[int, ...]
    words: int = 0

    @classmethod
    def of(cls, parsed: Parsed) -> Sentences:
        """Read the sentences of a parse."""
        spans = tuple(parsed.span(sentence.start, sentence.end) for sentence in parsed.doc.sents)
        paragraphs = tuple(parsed.text.count("\n", 0, span.start + 1) for span in spans)
        return cls(spans, paragraphs, len(parsed.text.split()))

    @property
    def many(self) -> bool:
        """Tell whether the article is so long that its paragraphs have subjects of their own."""
        return self.words >= _LONG

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
    question with a topic, however long it is ago. In a long article a statement of few words stays in its paragraph.
    """
    own = {hit.axis_id for hit in hits if any(span.overlaps(hit.span) for span in item.statement.content)}
    cue, said = item.statement.cue, item.statement.text
    leaning = item.statement.evidence in _LEANING
    here = sentences.at(item.statement.content[0].start)
    if own:
        beside = _pointed_at(item, own, topics, sentences) if leaning else {}
        return {**dict.fromkeys(own), **_within_reach(item, beside, sentences)}
    answers = _ANSWER.search(f"{cue.of(text)} {said}" if cue is not None else said) is not None
    answers = answers or (cue is not None and _STAND.match(cue.of(text)) is not None)
    if item.statement.evidence is Evidence.ACT and not answers:
        return _taken_up(item, topics, sentences)
    if not leaning and item.statement.evidence is not Evidence.ACT:
        return _taken_up(item, topics, sentences)
    found: dict[str, Span] = {}
    for first in [sentences.at(question.start) for question in item.answers] or [here - _REACH]:
        for index in range(here, max(-1, first - 1), -1):
            for axis_id in topics.get(index, ()):
                found.setdefault(axis_id, sentences.spans[index])
        if found:
            break
    if here + 1 in topics and not found and not sentences.many:
        found = dict.fromkeys(topics[here + 1], sentences.spans[here + 1])
    opening = min(topics, default=here)
    moved = _MOVED.search(said) is not None
    if not found or ((leaning or moved) and opening < _OPENING):
        for axis_id in topics.get(opening, ()):
            found.setdefault(axis_id, sentences.spans[opening])
    return dict(_within_reach(item, found, sentences))


def _taken_up(item: Held, topics: Mapping[int, set[str]], sentences: Sentences) -> dict[str, Span | None]:
    """Return the axes of what an act or a plea points at ("put his name to the same text", "rejects the idea").

    It stands in its sentence or the one before: what stands in another paragraph, they seldom speak to.
    """
    here = sentences.at(item.statement.content[0].start)
    found: dict[str, Span | None] = {}
    if any(pattern.search(item.statement.text) for pattern in (_POINTER, _MOVED, _TAKEN_UP)):
        for index in (here, here - 1):
            if index >= 0 and sentences.paragraphs[index] == sentences.paragraphs[here]:
                for axis_id in topics.get(index, ()):
                    found.setdefault(axis_id, sentences.spans[index])
    return found


def _within_reach(item: Held, found: dict[str, Span], sentences: Sentences) -> dict[str, Span]:
    """Return the axes that a statement of a long article may speak to: a few words stay in their own paragraph.

    What is said in a turn goes with its question, and words that name a choice or a bill with what tells of it.
    """
    said = item.statement.text
    short = len(said.split()) < _FEW and not (_TAKEN_UP.search(said) or _MOVED.search(said))
    if not sentences.many or item.answers or not short:
        return found
    here = sentences.paragraphs[sentences.at(item.statement.content[0].start)]
    return {axis: span for axis, span in found.items() if sentences.paragraphs[sentences.at(span.start)] == here}


def _pointed_at(
    item: Held, own: set[str], topics: Mapping[int, set[str]], sentences: Sentences
) -> dict[str, Span]:
    """Return what a statement with a topic of its own may speak of besides, each axis with the sentence that names it.

    A pointer means the nearest of the sentences shortly before that has another topic; the first words of an answer
    speak to the question before them, whether or not they point.
    """
    here = sentences.at(item.statement.content[0].start)
    first = sentences.at(item.answers[0].start) if item.answers else -1
    if first < 0 or here - first > _FIRST:
        if _POINTER.search(item.statement.text) is None:
            return {}
        first = max(0, here - _REACH)
    near = (index for index in range(here - 1, first - 1, -1) if topics.get(index, set()) - own)
    return next((dict.fromkeys(topics[index] - own, sentences.spans[index]) for index in near), {})
