"""Attributions of the tagger as token ranges, and made one with those of the grammar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.schema import Evidence, Span
from tracker.statements.attribution import Attribution, Range
from tracker.statements.clauses import SUBJECTS, is_main_verb, is_verb, text_of
from tracker.statements.datelines import datelines
from tracker.statements.grammar import cue_range
from tracker.statements.lexicon import ENACTING, SAY, SPEECH_ACT
from tracker.statements.quotations import quotations

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from tracker.statements.parser import Parsed


def from_tags(parsed: Parsed) -> Iterator[Attribution]:
    """Yield what the tagger found as attributions; spans are widened to whole tokens."""
    doc = parsed.doc
    quoted = [q.span for q in quotations(text_of(doc))]
    for tag in parsed.tagged:
        cue = _tokens(doc, tag.cue)
        lines = (_on_one_line(text_of(doc), span, quoted) for span in tag.content)
        content = tuple(words for span in lines if (words := _said(doc, span)) is not None)
        if cue is None or not content:
            continue
        source = _tokens(doc, _beside(text_of(doc), tag.source, tag.cue)) if tag.source is not None else None
        head = doc[slice(*cue)].root
        if is_verb(head) and not is_main_verb(head) and is_verb(head.head):
            head = head.head  # the tagger may stop at "would" of "would rule out"
        if is_verb(head):
            whole = cue_range(head)
            both = min(cue[0], whole[0]), max(cue[1], whole[1])
            within = source is not None and both[0] < source[1] and source[0] < both[1]
            cue = whole if within else both  # "Nor would Kolt rule it out"
        clause = any(token.dep_ in SUBJECTS for start, end in content for token in doc[start:end])
        yield Attribution(source, cue, content, head.i, _kind(head, tag.content, quoted, clause))


def _beside(text: str, source: Span, cue: Span) -> Span:
    """Return what of a source stands on the line of its cue: a heading above "Tarn said" is no part of the name."""
    if source.end > cue.start:
        return source
    start = source.start + source.of(text).rstrip().rfind("\n") + 1
    return Span(start, source.end)


def _tokens(doc: Doc, span: Span) -> Range | None:
    words = doc.char_span(span.start, span.end, alignment_mode="expand")
    return (words.start, words.end) if words is not None and len(words) else None


def _on_one_line(text: str, span: Span, quoted: Sequence[Span]) -> Span:
    """Return content up to the end of its line; only quoted words go on over paragraphs."""
    line = span.of(text).split("\n")[0]
    return span if any(q.overlaps(span) for q in quoted) else Span(span.start, span.start + len(line))


def _said(doc: Doc, span: Span) -> Range | None:
    """Return the tokens of a stretch of content without marks at its edges; a dateline is none of it."""
    words = _tokens(doc, span)
    if words is None:
        return None
    start, end = words
    printed = [place.end for place in datelines(text_of(doc)) if place.start <= doc[start].idx < place.end]
    while start < end and (doc[start].is_punct or doc[start].is_space or any(doc[start].idx < p for p in printed)):
        start += 1
    while end > start and (doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    return (start, end) if start < end else None


def _kind(head: Token, content: Sequence[Span], quoted: Sequence[Span], clause: bool) -> Evidence:
    """Return the evidence: quoted words are direct; a noun ("the plea of") stands inside another's clause.

    What is said without a clause of its own ("warned against sending arms") is said by the verb.
    """
    inside = sum(max(0, min(s.end, q.end) - max(s.start, q.start)) for s in content for q in quoted)
    if inside * 2 > sum(s.end - s.start for s in content):
        return Evidence.DIRECT
    lemma = head.lemma_.lower()
    if head.pos_ == "NOUN":
        return Evidence.EMBEDDED
    if lemma in ENACTING:
        return Evidence.ACT
    return Evidence.SPEECH_ACT if lemma in SPEECH_ACT and (lemma not in SAY or not clause) else Evidence.INDIRECT


def together(doc: Doc, rules: Sequence[Attribution], tags: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions of both, those with one cue made one, ordered by cue."""
    found = list(rules)
    for tag in tags:
        same = next((a for a in found if tag.cue[0] <= a.head < tag.cue[1] or a.head == tag.head), None)
        if same is None:
            if tag.source is not None:
                found.append(tag)
        else:
            found[found.index(same)] = _joined(doc, same, tag)
            if tag.source and same.source and (tag.source[1] <= same.source[0] or same.source[1] <= tag.source[0]):
                found.append(tag)
    return sorted(found, key=lambda a: (a.head, a.content))


def _joined(doc: Doc, rule: Attribution, tag: Attribution) -> Attribution:
    """Return the grammar's attribution, with the tagger's source and content where it has none or hardly shares any.

    What the grammar finds in the cue's own sentence outlasts words of another, unless those are quoted.
    """
    elsewhere = tag.evidence is not Evidence.DIRECT and not _is_near(doc, tag) and _is_near(doc, rule)
    content = rule.content if elsewhere or _shared(rule.content, tag.content) >= 0.5 else tag.content
    return replace(rule, source=rule.source or tag.source, content=content)


def _is_near(doc: Doc, attribution: Attribution) -> bool:
    """Tell whether any of the content stands in the sentence of the cue."""
    sentence = doc[attribution.head].sent
    return any(start < sentence.end and sentence.start < end for start, end in attribution.content)


def _shared(left: Sequence[Range], right: Sequence[Range]) -> float:
    mine = {i for start, end in left for i in range(start, end)}
    theirs = {i for start, end in right for i in range(start, end)}
    return len(mine & theirs) / max(1, len(mine | theirs))
