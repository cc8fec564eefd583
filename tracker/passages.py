"""The passage that is asked about: a statement's sentence, its clause, or its words alone, with the holder marked.

The passage is the sentence that holds the holder's mention, the cue and the content. Of a long one, and of what is
embedded in another's words, it keeps these alone, in the order of the text, and the words of another actor that the
statement stands inside of ("Moscow claims that"). Who passes a report on is left out, and so are clauses in which
somebody else does something. What a noun names ("Velm's plea for tanks") is made a sentence, since models read
sentences; what somebody reacts to is asked about instead of the reaction.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from tracker.schema import Axis, Evidence, Query, Span
from tracker.statements.clauses import own_clause, phrase, runs
from tracker.statements.find import Held
from tracker.statements.parser import Parsed
from tracker.statements.reactions import Reaction, reaction
from tracker.topics import Sentences

_APART = 600  # characters from which a holder is too far from the words to be shown with its cue
_LONG = 500  # characters of sentences from which a passage keeps the statement alone


def query_of(
    item: Held, axis: Axis, parsed: Parsed, context: Span | None, sentences: Sentences, found: Sequence[Held] | None
) -> Query:
    """Build the passage: context and the statement's sentence, or holder, cue and content with gaps closed.

    ``found`` are all statements of the document, None where this one has its topic from the context.
    """
    if found is not None and (reacted := _reacted(item, axis, parsed, context)) is not None:
        return reacted
    text, holder, cue, content = parsed.text, item.holder.span, item.statement.cue, _content(item)
    low, high = content[0].start, content[-1].end
    around = _around(item, content, text, sentences)
    repeats = around.contains(context) if around is not None and context is not None else _within(content, context)
    lead = f"{_closed(context, text)} " if context is not None and not repeats else ""
    if around is not None:
        passage, place = _laid_out(_clause(item, content, around, parsed, found or ()), text, lead)
        passage = _ended(passage)
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
    focus = Span(len(lead), len(passage))
    return Query(_ended(passage + _completed(item, parsed)), _placed(holder, text, place), focus, axis)


def _reacted(item: Held, axis: Axis, parsed: Parsed, scene: Span | None) -> Query | None:
    """Return the query of what somebody is for or against, where the clause around his reaction alone tells it.

    A deed is asked about as its doer's, a refusal as that of whose it is, a plan as one that "they" approved.
    """
    met = reaction(parsed.doc[item.head]) if item.statement.cue is not None else None
    if met is None or any(not _inside(span, item.statement.content) for span in _spans(met, parsed)):
        return None
    lead = f"{_closed(scene, parsed.text)} " if scene is not None else ""
    passage, place = _laid_out(_spans(met, parsed), parsed.text, lead)
    if met.doer is not None:
        doer = parsed.span(*phrase(met.doer))
        named = met.doer.dep_ == "poss"  # "Kolt's refusal"
        holder, said = _placed(doer, parsed.text, place), f"{passage} was noted." if named else passage
    else:
        told, named = passage[len(lead) :], parsed.doc[met.about[0][0]].pos_ == "PROPN"
        said = f"{lead}They approved {told if named else told[:1].lower() + told[1:]}"
        holder = Span(len(lead), len(lead) + len("They"))
    return Query(_ended(said), holder, Span(holder.end + 1, len(said)), axis, side=met.side)


def _spans(met: Reaction, parsed: Parsed) -> list[Span]:
    return [parsed.span(*words) for words in met.about]


def _inside(span: Span, parts: Sequence[Span]) -> bool:
    return any(part.overlaps(span) for part in parts)


def _ended(passage: str) -> str:
    """Return a passage with a full stop behind what was cut out of a sentence."""
    return passage if passage[-1:] in ".!?…\"'”’»" else f"{passage.rstrip(',;:- ')}."


def _completed(item: Held, parsed: Parsed) -> str:
    """Return what makes a passage a sentence that is but a noun with what belongs to it: "Velm's plea for tanks"."""
    noun, cue = parsed.doc[item.head], item.statement.cue
    if item.statement.evidence is not Evidence.EMBEDDED or noun.pos_ != "NOUN" or item.frame or cue is None:
        return ""
    behind = item.statement.content[0].start > cue.start
    return (" were noted." if noun.tag_ == "NNS" else " was noted.") if behind else ""


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


def _clause(
    item: Held, content: Sequence[Span], around: Span, parsed: Parsed, found: Sequence[Held]
) -> Sequence[Span]:
    """Return the clause of a statement where its sentence has another in which somebody else does something."""
    kept = own_clause(parsed.doc[item.head]) if item.statement.cue is not None else set()
    parts = _union([parsed.span(*words) for words in runs(kept)], parsed.text)
    needed = [item.holder.span, *content]
    if not all(any(part.contains(span) for part in parts) for span in needed):
        return [around]
    mine = item.holder.actor.actor.id
    beside = [o for o in found if o.head not in kept and o.holder.actor.actor.id != mine]
    spans = [other.holder.span for other in beside if around.contains(other.holder.span)]
    apart = any(not any(part.contains(span) for part in parts) for span in spans)
    return parts if apart and all(around.contains(part) for part in parts) else [around]


def _content(item: Held) -> tuple[Span, ...]:
    """Return the words of a statement without those that tell who passes them on."""
    content, told = item.statement.content, item.told
    if told is None or not told.contains(item.holder.span):
        return content
    inside = (Span(max(span.start, told.start), min(span.end, told.end)) for span in content if span.overlaps(told))
    return tuple(inside) or content


def _around(item: Held, content: Sequence[Span], text: str, sentences: Sentences) -> Span | None:
    """Return the sentence or two that hold a statement and its holder; None where they are long or apart.

    Of an embedded one too: "rejected Kyiv's plea" holds another's answer, which is not to be taken for the plea. Who
    passes words on is left out: models take what is told for a claim.
    """
    statement = item.statement
    if item.told is not None and item.told.contains(item.holder.span):
        return item.told
    if statement.evidence is Evidence.EMBEDDED:
        return None
    parts = [item.holder.span, *content, *([statement.cue] if statement.cue is not None else [])]
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
