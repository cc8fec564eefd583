#!/usr/bin/env python3
"""Have a model answer what raw articles raise, as training pairs for a smaller one.

    python models/recipes/teach.py ARTICLES.jsonl.gz models/mpnet-stance --labels labels labels/contrasts --count 9000 \
        --out taught.jsonl.gz

Articles are JSON lines (id, text, published). Each is asked about every axis of the corpora whose terms it has; of the
questions so many are drawn. Rows are premise, hypothesis and ``shares``, the model's probabilities in the order of the
labels of a stance model, before any head.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import itertools
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from train_pairs import read

from tracker.actors import Registry, Resolver
from tracker.documents import clean
from tracker.pipeline import Line
from tracker.schema import Axis, Document, Query
from tracker.stances.coder import Coder
from tracker.stances.entailment import premise
from tracker.stances.models import load_scorer
from tracker.stances.onepass import StanceScorer, target
from tracker.stances.scorer import Scorer
from tracker.statements import Parser
from tracker.training.data import corpus_axes

_AT_ONCE = 320
_LONGEST = 9000  # characters of an article that are read


def articles_line(axes: Sequence[Axis]) -> Line:
    """Return a line that asks of articles and scores nothing."""
    registry = Registry.load()
    scorer: Scorer = None  # type: ignore[assignment]  # candidates are asked for, never scored
    return Line(tuple(axes), Resolver(registry), Parser(registry.patterns()), scorer, Coder())


def document_of(article: Mapping[str, str]) -> Document:
    """Return an article's document, its text cleaned."""
    text = clean(article["text"], article["id"])[0][:_LONGEST]
    published = dt.date.fromisoformat(article["published"][:10]) if article.get("published") else None
    return Document(id=article["id"], text=text, published=published)


def queries(articles: Path, axes: Sequence[Axis], limit: int | None) -> Iterator[Query]:
    """Yield what the line asks of the first articles."""
    line = articles_line(axes)
    for article in itertools.islice(read(articles), limit):
        yield from (candidate.query for candidate in line.candidates(document_of(article)))


def main() -> None:
    """Write the pairs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, help="to teach from labels/, the documents of its train split")
    parser.add_argument("model", type=Path)
    parser.add_argument("--labels", nargs="+", type=Path, required=True, help="folders whose axes are asked about")
    parser.add_argument("--articles", dest="limit", type=int, help="read so many articles at most")
    parser.add_argument("--count", type=int, required=True, help="questions to draw")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=3)
    args = parser.parse_args()
    axes = {axis.id: axis for folder in args.labels for axis in corpus_axes(folder)}
    scorer = load_scorer(str(args.model))
    if not isinstance(scorer, StanceScorer):
        parser.error(f"{args.model} is no stance model")
    asked = {(premise(q), target(q.axis)): q for q in queries(args.articles, tuple(axes.values()), args.limit)}
    drawn = random.Random(args.seed).sample(list(asked.items()), min(args.count, len(asked)))
    with gzip.open(args.out, "wt", encoding="utf-8") as out:
        for first in range(0, len(drawn), _AT_ONCE):
            part = drawn[first : first + _AT_ONCE]
            for ((text, proposal), _), shares in zip(part, scorer.features([q for _, q in part]), strict=True):
                row = {"premise": text, "hypothesis": proposal, "shares": [round(float(p), 4) for p in shares]}
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
            print(f"{first + len(part)}/{len(drawn)}", flush=True)


if __name__ == "__main__":
    main()
