"""Quotations joined to their speakers: within a sentence, across sentences, and across paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.schema import Evidence, Span
from tracker.statements.attribution import Attribution, Range
from tracker.statements.clauses import is_main_verb, is_verb, phrase, runs, subject, text_of
from tracker.statements.grammar import attributions
from tracker.statements.lexicon import ATTITUDE, PERSON_NOUNS, SAY, SPEAKER_PRONOUNS, SPEECH_ACT
from tracker.statements.mentions import can_speak
from tracker.statements.merging import from_tags, together
from tracker.statements.quotations import Quotation, quotations

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from tracker.statements.parser import Parsed

_MIN_WORDS = 4


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation as a token range."""

    start: int
    end: int
    runs_on: bool

    @property
    def range(self) -> Range:
        """The half-open token range."""
        return self.start, self.end

    def holds(self, index: int) -> bool:
        """Tell whether a token lies inside."""
        return self.start <= index < self.end


def attribute(parsed: Parsed) -> list[Attribution]:
    """Return every attribution of a parsed text, quotations joined to their speakers, ordered by cue.

    Those that the tagger found stand beside those of the grammar; where both have one cue they are made one.
    """
    found = _by_grammar(parsed.doc)
    if parsed.tagged:
        found = together(parsed.doc, found, list(from_tags(parsed)))
    return found


def _by_grammar(doc: Doc) -> list[Attribution]:
    quotes = _token_quotes(doc, quotations(text_of(doc)))
    found = [attribution for sentence in doc.sents for attribution in attributions(sentence)]
    found = [_quote_widened(a, quotes) for a in found]
    found = [a for a in found if not _inner_attitude(doc, a, quotes)]
    taken = {q for a in found for q in quotes if a.evidence is Evidence.DIRECT and _overlap(a.content, q)}
    for quote in quotes:
        if quote not in taken:
            found = _with_loose_quote(doc, quote, quotes, found)
    return _merged(sorted(found, key=lambda a: (a.head, a.content)))


def _token_quotes(doc: Doc, quotes: Sequence[Quotation]) -> list[Quoted]:
    found = []
    for quote in quotes:
        span = doc.char_span(quote.span.start, quote.span.end, alignment_mode="contract")
        if span is not None and len(span):
            found.append(Quoted(span.start, span.end, quote.runs_on))
    return found


def _overlap(content: Sequence[Range], quote: Quoted) -> int:
    return sum(max(0, min(end, quote.end) - max(start, quote.start)) for start, end in content)


def _quote_widened(attribution: Attribution, quotes: Sequence[Quoted]) -> Attribution:
    """Widen content that reaches into a quotation to the whole of it, unless the cue itself is quoted."""
    touched = [q for q in quotes if _overlap(attribution.content, q) and not q.holds(attribution.head)]
    if not touched or attribution.evidence is Evidence.EMBEDDED:
        return attribution
    indices = {i for start, end in attribution.content for i in range(start, end)}
    indices |= {i for q in touched for i in range(q.start, q.end)}
    indices -= set(range(*attribution.cue))
    quoted = sum(_overlap(attribution.content, q) for q in touched)
    words = sum(end - start for start, end in attribution.content)
    mostly = quoted * 2 > words or any(q.end - q.start >= _MIN_WORDS for q in touched)
    direct = mostly and attribution.evidence is Evidence.INDIRECT
    kind = Evidence.DIRECT if direct else attribution.evidence
    return replace(attribution, content=tuple(runs(indices)), evidence=kind)


def _inner_attitude(doc: Doc, attribution: Attribution, quotes: Sequence[Quoted]) -> bool:
    """Tell whether a cue inside a quotation only colours what the quoted speaker says ("I think", "we want")."""
    if not any(q.holds(attribution.head) for q in quotes):
        return False
    named = attribution.source is not None and doc[attribution.source[0]].lower_ not in SPEAKER_PRONOUNS | {"you"}
    return not named or doc[attribution.head].lemma_.lower() not in SAY


def _with_loose_quote(
    doc: Doc, quote: Quoted, quotes: Sequence[Quoted], found: list[Attribution]
) -> list[Attribution]:
    """Add a quotation that no clause has claimed to what it continues, or attribute it to a cue beside it."""
    if quote.end - quote.start < _MIN_WORDS:
        return found
    introduced = _introduced(doc, quote)
    if introduced is not None and not any(a.head == introduced.head for a in found):
        return [*found, introduced]
    unfollowed = _after_deed(doc, quote, found)
    if unfollowed is not None and _cue_beside(doc, quote, quotes) is None:
        return [*found, unfollowed]
    before = _continued(doc, quote, found)
    if before is not None and _cue_in(doc, quote, quotes) is None:
        widened = replace(before, content=(*before.content, quote.range))
        return [widened if a is before else a for a in found]
    cue = _cue_beside(doc, quote, quotes)
    if cue is not None:
        holder = subject(cue)
        source = phrase(holder) if holder is not None else None
        return [*found, Attribution(source, (cue.i, cue.i + 1), (quote.range,), cue.i, Evidence.DIRECT)]
    return found


def _introduced(doc: Doc, quote: Quoted) -> Attribution | None:
    """Return the quotation as words of the subject of a clause that ends in a colon: "Kolt won't have it: ..."."""
    colon = quote.start - 1
    while colon > 0 and (doc[colon].is_quote or doc[colon].is_space) and "\n" not in doc[colon].text:
        colon -= 1
    if colon < 1 or doc[colon].text != ":":
        return None
    start = doc[colon].sent.start
    verbs = [t for t in doc[start:colon] if is_main_verb(t) and subject(t) is not None]
    top = min(verbs, key=lambda t: sum(1 for _ in t.ancestors), default=None)
    holder = subject(top) if top is not None else None
    if top is None or holder is None or not can_speak(holder):
        return None
    return Attribution(phrase(holder), (colon, colon + 1), (quote.range,), colon, Evidence.DIRECT)


def _after_deed(doc: Doc, quote: Quoted, found: Sequence[Attribution]) -> Attribution | None:
    """Return the first quotation of a paragraph as words of whom the sentence before tells: "Kolt sat down. 'No.'"."""
    sentence = doc[quote.start].sent
    last = doc[quote.end - 1].sent
    around = [*doc[sentence.start : quote.start], *doc[quote.end : last.end]]
    if sentence.start == 0 or not all(t.is_punct or t.is_quote or t.is_space for t in around):
        return None
    before = doc[sentence.start - 1].sent
    start = before.start
    while start > 0 and "\n" not in doc[start - 1].text_with_ws:
        start -= 1
    told = any(a.evidence is Evidence.DIRECT and start <= a.head < quote.start for a in found)
    told = told or any(before.start <= a.head < before.end and a.head != before.root.i for a in found)
    verb = before.root
    holder = subject(verb) if is_verb(verb) else None
    if told or holder is None or "\n" in doc[before.start : quote.start].text or not _is_one(holder):
        return None
    return Attribution(phrase(holder), (verb.i, verb.i + 1), (quote.range,), verb.i, Evidence.DIRECT)


def _is_one(holder: Token) -> bool:
    """Tell whether a subject is one person: a name, "he", "she", an office."""
    office = holder.tag_ == "NN" and holder.lemma_.lower() in PERSON_NOUNS
    return holder.ent_type_ == "PERSON" or holder.lower_ in {"he", "she"} or office


def _cue_in(doc: Doc, quote: Quoted, quotes: Sequence[Quoted]) -> Token | None:
    """Return a reporting verb in the sentence of the quotation's last word, outside all quotations."""
    sentence = doc[quote.end - 1].sent
    return next(
        (t for t in sentence if t.lemma_.lower() in SAY and is_verb(t) and not any(q.holds(t.i) for q in quotes)), None
    )


def _cue_beside(doc: Doc, quote: Quoted, quotes: Sequence[Quoted]) -> Token | None:
    """Return the reporting verb nearest to the quotation in the sentences that its edges touch."""
    first, last = doc[quote.start].sent, doc[quote.end - 1].sent
    sentences = {first.start: first, last.start: last}
    if last.end < len(doc) and quote.end >= last.end - 2:
        after = doc[last.end].sent
        if "\n" not in doc[quote.end : after.start + 1].text and len(after) <= 12:
            sentences[after.start] = after
    if first.start > 0 and quote.start <= first.start + 1:
        before = doc[first.start - 1].sent
        if before.text.rstrip().endswith((":", ",")):
            sentences[before.start] = before
    cues = [
        token
        for sentence in sentences.values()
        for token in sentence
        if is_verb(token)
        and token.lemma_.lower() in SAY | SPEECH_ACT | ATTITUDE
        and not any(q.holds(token.i) for q in quotes)
        and subject(token) is not None
    ]
    return min(cues, key=lambda t: (t.lemma_.lower() not in SAY, _distance(t.i, quote)), default=None)


def _distance(index: int, quote: Quoted) -> int:
    return quote.start - index if index < quote.start else index - quote.end


def _continued(doc: Doc, quote: Quoted, found: Sequence[Attribution]) -> Attribution | None:
    """Return the attribution that the quotation continues: the last quoted one of this paragraph or the one before."""
    direct = [a for a in found if a.evidence is Evidence.DIRECT and a.head < quote.start]
    if not direct:
        return None
    last = max(direct, key=lambda a: max(end for _, end in a.content))
    between = doc[last.head : quote.start].text
    breaks = sum(1 for line in between.split("\n")[1:] if line.strip()) + ("\n" in between)
    return last if breaks <= 2 else None


def _merged(found: Sequence[Attribution]) -> list[Attribution]:
    """Drop an attribution whose head and content another one repeats."""
    kept: dict[tuple[int, tuple[Range, ...]], Attribution] = {}
    for attribution in found:
        kept.setdefault((attribution.head, attribution.content), attribution)
    return list(kept.values())


def content_spans(parsed: Parsed, attribution: Attribution) -> tuple[Span, ...]:
    """Return the content of an attribution as spans of the stored text."""
    return tuple(parsed.span(start, end) for start, end in attribution.content)
