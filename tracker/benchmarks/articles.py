"""Articles in any number, put together anew from paragraphs and sentences that were written as news.

There is no template: an article is a shuffle of sentences drawn from real ones, as long as some document of the source.
An article that touches no axis holds no term of any, one that touches has whole paragraphs with term and anchor. The
texts read as the scrapes of a clumsy site would; they measure speed, nothing else.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tracker.axes.gate import Gate
from tracker.errors import InputError
from tracker.schema import Axis

# A dot after four small letters, or any mark before a closing quotation mark: no abbreviation ends so.
_SENTENCE = re.compile(r"(?:(?<=[a-z]{4}[.!?])|(?<=[.!?][\"”]))\s+(?=[\"“‘(]?[A-Z])")
_FEWEST = 6  # words that a sentence needs
_TRIES = 100
_FIRST_DAY, _DAYS = dt.date(2022, 1, 1), 1750


@dataclass(frozen=True, slots=True)
class Article:
    """One article; ``touches`` tells whether it was built to speak to an axis."""

    id: str
    text: str
    published: dt.date
    touches: bool


@dataclass(frozen=True, slots=True)
class Stock:
    """What articles are made of: sentences without a term, paragraphs that touch an axis, and usual lengths."""

    axes: tuple[Axis, ...]
    silent: tuple[str, ...]
    telling: tuple[str, ...]
    lengths: tuple[int, ...]

    @classmethod
    def of(cls, texts: Iterable[str], axes: Sequence[Axis]) -> Stock:
        """Sort the parts of some texts; InputError where they hold too little of either kind."""
        terms, gate = Gate([replace(axis, anchors=()) for axis in axes]), Gate(axes)
        silent: dict[str, None] = {}
        telling: dict[str, None] = {}
        lengths = []
        for text in texts:
            lengths.append(len(text.split()))
            paragraphs = [paragraph.strip() for paragraph in text.split("\n") if paragraph.strip()]
            telling |= dict.fromkeys(paragraph for paragraph in paragraphs if gate.touches(paragraph))
            sentences = (sentence for paragraph in paragraphs for sentence in _SENTENCE.split(paragraph))
            whole = (sentence for sentence in sentences if len(sentence.split()) >= _FEWEST)
            silent |= dict.fromkeys(sentence for sentence in whole if not terms.touches(sentence))
        if len(silent) < 50 or len(telling) < 5:
            raise InputError(f"{len(silent)} silent sentences and {len(telling)} telling paragraphs are too few to mix")
        return cls(tuple(axes), tuple(silent), tuple(telling), tuple(lengths))

    @classmethod
    def shipped(cls, labels: Path, seeds: Path, axes: Sequence[Axis]) -> Stock:
        """Read the texts of a labels folder and of a folder of sample articles."""
        lines = (labels / "documents.jsonl").read_text(encoding="utf-8").splitlines()
        samples = (path.read_text(encoding="utf-8") for path in sorted(seeds.glob("*.txt")))
        return cls.of([*(json.loads(line)["text"] for line in lines), *samples], axes)


def articles(stock: Stock, count: int, share: float, seed: int = 1) -> Iterator[Article]:
    """Yield ``count`` articles of which the ``share`` touches an axis, evenly spread; each depends on its number alone.

    Raises InputError where no mixture of the stock keeps clear of the axes.
    """
    gate = Gate(stock.axes)
    for number in range(count):
        touches = int((number + 1) * share + 1e-9) > int(number * share + 1e-9)
        chance = random.Random(f"{seed}:{share}:{number}")
        drafts = (_text(stock, chance, touches) for _ in range(_TRIES))
        text = next((draft for draft in drafts if gate.touches(draft) == touches), None)
        if text is None:
            raise InputError("the sentences of the stock touch an axis wherever they are put together")
        day = _FIRST_DAY + dt.timedelta(days=chance.randrange(_DAYS))
        yield Article(f"bench-{seed}-{share}-{number}", text, day, touches)


def _text(stock: Stock, chance: random.Random, touches: bool) -> str:
    """Return a headline and paragraphs; in an article that touches, about half of the words are of telling ones."""
    length = chance.choice(stock.lengths)
    told = _drawn(stock.telling, chance, length // 2) if touches else []
    said = _drawn(stock.silent, chance, length - sum(len(paragraph.split()) for paragraph in told))
    headline, rest = " ".join(said[0].split()[:10]).rstrip(".,;:"), said[1:]
    while rest:
        size = chance.randint(1, 4)
        told.append(" ".join(rest[:size]))
        rest = rest[size:]
    chance.shuffle(told)
    return "\n\n".join((headline, *told))


def _drawn(parts: Sequence[str], chance: random.Random, words: int) -> list[str]:
    """Return different parts of so many words or a few more, one at least."""
    found: dict[str, None] = {}
    total = 0
    while not found or (total < words and len(found) < len(parts)):
        part = chance.choice(parts)
        if part not in found:
            found[part] = None
            total += len(part.split())
    return list(found)


def write_articles(found: Iterable[Article], path: Path) -> int:
    """Write articles as JSON lines that the reader takes; returns how many."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for article in found:
            row = {"id": article.id, "text": article.text, "published": article.published.isoformat()}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count
