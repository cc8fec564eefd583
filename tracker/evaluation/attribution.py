"""Attribution measured against PolNeAR files: source and content spans, by token overlap and exactly.

Matching: gold and found attributions of a document are paired one to one, best content overlap first, a pair needing
one shared token of content. A content is right when the Jaccard overlap of its tokens reaches the threshold; a source
is right when its pair's sources do. Tokens are runs of word characters; marks do not count. Attributions without a
source count for content alone.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tracker.errors import InputError
from tracker.schema import Span

_TOKEN = re.compile(r"\w+")
Spans = Sequence[Span]


@dataclass(frozen=True, slots=True)
class Attributed:
    """One attribution as spans of a document: who, and what."""

    source: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one measure, and the precision, recall and F1 they give."""

    right: int
    found: int
    gold: int

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of gold that was found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 0.0


def macro_f1(gold: Sequence[str], found: Sequence[str], labels: Sequence[str]) -> float:
    """Return the mean over the labels of the F1 at which what was found agrees with gold, row by row."""
    scores = (
        Score(sum(g == label == f for g, f in zip(gold, found, strict=True)), found.count(label), gold.count(label))
        for label in labels
    )
    return sum(score.f1 for score in scores) / len(labels)


def tokens(text: str, spans: Spans) -> frozenset[int]:
    """Return the start offsets of the word tokens that the spans cover."""
    return frozenset(
        span.start + match.start() for span in spans for match in _TOKEN.finditer(span.of(text))
    )


def jaccard(left: frozenset[int], right: frozenset[int]) -> float:
    """Return the overlap of two token sets; two empty sets overlap wholly."""
    union = left | right
    return len(left & right) / len(union) if union else 1.0


def evaluate_attributions(
    documents: Iterable[tuple[str, Sequence[Attributed]]],
    find: Callable[[str], Sequence[Attributed]],
    threshold: float = 0.5,
) -> dict[str, Score]:
    """Return scores named source, content, source_exact and content_exact over documents of (text, gold)."""
    counts = {name: [0, 0, 0] for name in ("source", "content", "source_exact", "content_exact")}
    for text, gold in documents:
        found = find(text)
        for part in ("source", "content"):
            for suffix in ("", "_exact"):
                counts[part + suffix][1] += sum(1 for a in found if getattr(a, part))
                counts[part + suffix][2] += sum(1 for a in gold if getattr(a, part))
        for mine, theirs in _paired(text, found, gold):
            for part in ("source", "content"):
                left, right = tokens(text, getattr(mine, part)), tokens(text, getattr(theirs, part))
                if left and right:
                    counts[part][0] += jaccard(left, right) >= threshold
                    counts[part + "_exact"][0] += left == right
    return {name: Score(*values) for name, values in counts.items()}


def _paired(
    text: str, found: Sequence[Attributed], gold: Sequence[Attributed]
) -> list[tuple[Attributed, Attributed]]:
    mine = [(tokens(text, a.content), tokens(text, a.source)) for a in found]
    theirs = [(tokens(text, a.content), tokens(text, a.source)) for a in gold]
    scored = []
    for i, (content, source) in enumerate(mine):
        for j, (gold_content, gold_source) in enumerate(theirs):
            overlap = jaccard(content, gold_content)
            if content & gold_content:
                scored.append((overlap + 0.5 * jaccard(source, gold_source), -i, -j))
    pairs, left, right = [], set(), set()
    for _, i, j in sorted(scored, reverse=True):
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            pairs.append((found[-i], gold[-j]))
    return pairs


def read_polnear(path: Path) -> Iterator[tuple[str, tuple[Attributed, ...]]]:
    """Yield (text, attributions) of a PolNeAR JSON lines file, gzipped or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    row = json.loads(line)
                    yield row["text"], tuple(_attributed(item) for item in row["attributions"])
                except (ValueError, KeyError) as error:
                    raise InputError(f"{path}:{number}: not a PolNeAR row ({error!r})") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error})") from error


def _attributed(item: Mapping[str, Sequence[Sequence[int]]]) -> Attributed:
    return Attributed(
        tuple(Span(start, end) for start, end in item["source"]),
        tuple(Span(start, end) for start, end in item["content"]),
    )
