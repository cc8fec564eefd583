"""Articles in turns: transcripts whose paragraphs open with a speaker's label, and interviews of questions and answers.

What stands in a turn is its speaker's direct speech, though nothing marks it as such. Both layouts are taken for what
they are only where the whole article bears it out: labels that come back in turn ("BRUSSELS: ..." in a round-up does
not), or short paragraphs that ask a "you" between ones that answer as "I".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from tracker.names import PARTICLES
from tracker.statements.clauses import text_of
from tracker.statements.labels import bare_label
from tracker.statements.lines import Line, lines_of
from tracker.statements.timewords import UNDATED, Dated, days_gone_by, governor, is_unreal

if TYPE_CHECKING:
    import datetime as dt

    from spacy.tokens import Doc

    from tracker.statements.attribution import Attribution, Range

_LABEL = re.compile(r"(?P<name>[^\W\d_][^:\n\"“”„?!]{0,70}?) ?: ?(?=\S)")
_QUOTED = re.compile(r"[\"“„«][^\"”»]*[\"”»]")
_YOU = re.compile(r"\b(?:you|yours?)\b", re.IGNORECASE)
_FIRST = re.compile(r"\b(?:I|me|my|mine|[Ww]e|[Oo]ur|us)\b(?!\.)")
_ASKERS = frozenset(
    "q question questions questioner host cohost presenter interviewer moderator anchor journalist reporter "
    "correspondent announcer narrator newsreader".split()
)
_ANSWERERS = frozenset({"a", "answer"})
TO_TALK = frozenset({"speak", "talk", "interview", "meet", "sit", "conduct", "record"})
_LABELLED, _ASKED = 4, 3  # turns with a label, and questions without one, from which an article is in turns
_SHORT, _BRIEF = 45, 25  # words up to which a paragraph may be a question, and one that does not look like one
_SPEAKERS = 8  # words of a label


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn as token ranges: the words spoken, and the label before them if there is one; ``asks`` for a question."""

    start: int
    end: int
    label: Range | None
    asks: bool
    name: str = ""
    by_interviewee: bool = False

    @property
    def opening(self) -> int:
        """The token with which it begins, its label included."""
        return self.label[0] if self.label is not None else self.start


def turns(doc: Doc) -> list[Turn]:
    """Return the turns of an article in order; none where it is not in turns."""
    lines = lines_of(text_of(doc))
    return _labelled(doc, lines) or _alternating(doc, lines)


def is_label(attribution: Attribution, found: Sequence[Turn]) -> bool:
    """Tell whether an attribution is to a label, in the grammar's or the tagger's reading: a turn tells that better."""
    source = attribution.source or attribution.cue
    return any(turn.label is not None and turn.label[0] < source[1] <= turn.start for turn in found)


def day_of_talk(doc: Doc, found: Sequence[Turn], published: dt.date | None) -> Dated:
    """Return the day on which an interview was held, where the lines around it tell: "We met her on Wednesday"."""
    if published is None or not found:
        return UNDATED
    for sentence in doc.sents:
        if found[0].opening <= sentence.start < found[-1].end:
            continue
        for words, dated in days_gone_by(sentence, published, stamps=False):
            verb = governor(words.root)
            if verb.tag_ in {"VBD", "VBN"} and verb.lemma_.lower() in TO_TALK and not is_unreal(verb):
                return dated
    return UNDATED


def _unquoted(line: Line) -> str:
    return _QUOTED.sub("", line.text)


def _tokens(doc: Doc, start: int, end: int) -> Range:
    span = doc.char_span(start, end, alignment_mode="expand")
    return span.start, span.end


def _labelled(doc: Doc, lines: Sequence[Line]) -> list[Turn]:
    """Return the turns of a transcript: at least two speakers, of whom one follows on another and some come back."""
    marked = [(at, match) for at, line in enumerate(lines) if (match := _LABEL.match(line.text)) and _is_name(match)]
    names = [_key(match["name"]) for _, match in marked]
    many = Counter(names)
    changes = sum(first != second for first, second in pairwise(names))
    if len(marked) < _LABELLED or len(many) < 2 or len(marked) < 1.5 * len(many) or changes < 0.7 * (len(marked) - 1):
        return []
    if 2 * len(marked) < marked[-1][0] - marked[0][0] + 1:
        return []
    said = [(name, lines[at].text, match["name"]) for name, (at, match) in zip(names, marked, strict=True)]
    silent = _who_asks(doc, said)
    found = []
    for number, (at, match) in enumerate(marked):
        stop = marked[number + 1][0] if number + 1 < len(marked) else at + 1
        last = max(n for n in range(at, stop) if n == at or lines[n].text[0] not in "([")
        line, name = lines[at], names[number]
        label = _tokens(doc, line.start, line.start + match.end("name"))
        start, end = _tokens(doc, line.start + match.end(), lines[last].end)
        found.append(Turn(start, end, label, name in silent, name, name in _ANSWERERS and not _ASKERS.isdisjoint(many)))
    return found


def _is_name(match: re.Match[str]) -> bool:
    """Tell whether a label may name a speaker: its words have capitals, but for particles and what a bracket adds."""
    words = bare_label(match["name"]).replace(".", " ").split()
    named = [word for word in words if word.lower() not in PARTICLES | {"of", "the", "for"}]
    return bool(named) and len(words) <= _SPEAKERS and all(word[0].isupper() for word in named)


def _key(name: str) -> str:
    words = re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", bare_label(name))
    return words[-1].casefold() if words else ""


def _who_asks(doc: Doc, said: Sequence[tuple[str, str, str]]) -> set[str]:
    """Return who holds no position: askers and reporters by their label or introduction, and an opener who asks."""
    silent = {name for name, _, label in said if not _ASKERS.isdisjoint(re.findall(r"[a-z]+", label.lower()))}
    opener = said[0][0]
    asking = ["?" in line for name, line, _ in said if name == opener]
    if 2 * sum(asking) >= len(asking):
        silent.add(opener)
    reports = rf"\b(?i:{'|'.join(sorted(_ASKERS))}),? (?:[A-Z][\w'’-]+ ){{0,2}}(?i:(?P<name>[\w'’-]+))"
    return silent | {match["name"].casefold() for match in re.finditer(reports, text_of(doc))}


def _alternating(doc: Doc, lines: Sequence[Line]) -> list[Turn]:
    """Return the turns of an interview without labels: questions to a "you", each followed by an answer."""
    asked = [at for at, line in enumerate(lines) if at and line.text.endswith("?") and line.words <= _SHORT]
    if len(asked) < _ASKED:
        return []
    parity, share = Counter(at % 2 for at in asked).most_common(1)[0]
    strict = share >= 0.8 * len(asked)
    questions = _by_turns(lines, [at for at in asked if at % 2 == parity]) if strict else []
    questions = questions or asked
    pairs = list(_pairs(lines, questions))
    answers = [" ".join(_unquoted(lines[at]) for at in range(first + 1, last)) for first, last in pairs]
    personal = sum(_FIRST.search(answer) is not None for answer in answers)
    to_you = any(_YOU.search(_unquoted(lines[at])) for at, _ in pairs)
    if len(pairs) < _ASKED or 2 * personal < len(pairs) or not to_you:
        return []
    found = []
    for first, last in pairs:
        found.append(Turn(*_tokens(doc, lines[first].start, lines[first].end), None, asks=True))
        start, end = _tokens(doc, lines[first + 1].start, lines[last - 1].end)
        found.append(Turn(start, end, None, asks=False, name="a", by_interviewee=True))
    return found


def _by_turns(lines: Sequence[Line], asked: Sequence[int]) -> list[int]:
    """Return every other line around those that ask, if they could all be questions; none where one could not."""
    first, last = asked[0], asked[-1]
    while first > 2 and lines[first - 2].words <= _BRIEF and _YOU.search(_unquoted(lines[first - 2])):
        first -= 2
    while last + 3 < len(lines) and lines[last + 2].words <= _BRIEF and _FIRST.search(_unquoted(lines[last + 3])):
        last += 2
    found = list(range(first, last + 1, 2))
    answers = [lines[at + 1].words for at in found if at + 1 < len(lines)]
    longer = sum(answers) > sum(lines[at].words for at in found)
    return found if longer and all(lines[at].words <= _SHORT for at in found) else []


def _pairs(lines: Sequence[Line], questions: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the line of each question and the line after its answer; the last answer is one line."""
    for at, following in zip(questions, [*questions[1:], questions[-1] + 2], strict=True):
        if at + 1 < min(following, len(lines)):
            yield at, min(following, len(lines))
