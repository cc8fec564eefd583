"""Labelled rows to examples: queries with their labels, parted by document."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from tracker.actors import Registry, Resolver
from tracker.axes import load_axes
from tracker.engine.stance import Given
from tracker.errors import InputError, TableError
from tracker.evaluation.corpus import LabelledDocument, read_labels
from tracker.pipeline import Line
from tracker.schema import SCORED_LABELS, Axis, Label, Query, Span
from tracker.stances.coder import Coder
from tracker.stances.scorer import Scorer
from tracker.statements import Parser
from tracker.training.queries import gold_query, labelled_queries, sentence_around

Progress = Callable[[str, int, int], None]
_OFF_AXIS = 0.35  # the share of related queries that are asked about another axis as well
_DEV, _STOP = 0.25, 0.12  # shares of documents: kept for measuring, kept for choosing when to stop
_FEWEST_TO_STOP = 20  # with fewer, chance would choose; all epochs are run instead
FEWEST = 8  # labelled rows below which there is nothing to fit


@dataclass(frozen=True, slots=True)
class Example:
    """A query with its label; examples of one ``group`` (a document) are never parted.

    ``measured`` tells whether it counts where models are compared, ``made`` that no coder wrote the row.
    """

    query: Query
    label: Label
    group: str
    split: str = ""
    measured: bool = True
    made: bool = False


@dataclass(frozen=True, slots=True)
class Parts:
    """What is trained on, what chooses when to stop, and what measures; no document is in two of them."""

    train: tuple[Example, ...]
    stop: tuple[Example, ...]
    dev: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """A labels folder, the axes and the user's files of actors that its documents are read with, and their splits."""

    folder: Path
    axes: tuple[Axis, ...]
    actors: tuple[Path, ...] = ()
    splits: tuple[str, ...] = ("train", "dev", "")  # what may be learned from: test is not

    def documents(self) -> list[LabelledDocument]:
        """Return the documents of the splits."""
        return [document for document in read_labels(self.folder) if document.split in self.splits]

    def line(self) -> Line:
        """Return a line that asks for candidates but cannot score them."""
        registry = Registry.load(self.actors)
        scorer: Scorer = None  # type: ignore[assignment]
        return Line(self.axes, Resolver(registry), Parser(registry.patterns()), scorer, Coder())


def corpus_axes(folder: Path, files: Sequence[Path] = ()) -> tuple[Axis, ...]:
    """Return the axes of the files, or else of a labels folder's ``axes*.yaml``, or else those that ship."""
    chosen: Sequence[Path | None] = files or sorted(folder.glob("axes*.yaml")) or [None]
    found = {axis.id: axis for path in reversed(chosen) for axis in load_axes(path)}
    return tuple(found.values())


def corpus_examples(
    corpus: Corpus, *, seed: int = 17, progress: Progress = lambda stage, done, total: None
) -> list[Example]:
    """Return what the line asks of the documents of a labels folder, with the answers of its gold rows.

    Raises TableError for a document that is coded on an axis nobody defines.
    """
    line, documents = corpus.line(), corpus.documents()
    learned = [document for document in documents if document.split != "dev"] or documents
    spoken_to = _spoken_to(line.axes, (row for document in learned for row in document.rows))
    rng = random.Random(seed)
    found: list[Example] = []
    for number, document in enumerate(documents):
        progress("reading", number, len(documents))
        found += _of_document(document, line, spoken_to, rng)
    return found


def _spoken_to(axes: Iterable[Axis], rows: Iterable[Mapping[str, Any]]) -> list[Axis]:
    """Return the axes on which rows hold positions.

    What is said of one axis is a lesson in what is unrelated to another; an axis that came up in such lessons alone
    would be learned as one that nothing is ever said of.
    """
    found = {row["axis"] for row in rows if row["stance"] not in {Label.UNRELATED, Label.UNCLEAR}}
    return [axis for axis in axes if axis.id in found]


def _of_document(
    document: LabelledDocument, line: Line, spoken_to: Sequence[Axis], rng: random.Random
) -> Iterator[Example]:
    known = {axis.id for axis in line.axes}
    if unknown := sorted({*document.axes, *(str(row["axis"]) for row in document.rows)} - known):
        where = f"document {document.document.id}"
        raise TableError(f"{where}: no axis file defines {', '.join(unknown)}; add the file with --axes")
    others = [axis for axis in spoken_to if axis.id not in document.axes]
    name = document.document.id
    for item in labelled_queries(document, line.narrowed(document.axes)):
        made = item.label is Label.UNRELATED
        yield Example(item.query, item.label, name, document.split, item.asked, made)
        if others and item.label is not Label.UNRELATED and rng.random() < _OFF_AXIS:
            elsewhere = replace(item.query, axis=rng.choice(others))
            yield Example(elsewhere, Label.UNRELATED, name, document.split, measured=False, made=True)


def table_examples(rows: Sequence[Mapping[str, Any]], axes: Sequence[Axis], *, seed: int = 17) -> list[Example]:
    """Return the examples of flat rows (text, actor, axis, stance; also context, doc, split, spans).

    What is unrelated is made where no row says so: the other actors of a document and the axes on which an actor has
    no row there. Rows marked ``test`` and those nobody could code (unclear) are left out. Raises TableError for an axis
    that is not defined.
    """
    known = {axis.id: axis for axis in axes}
    for row in rows:
        if row["axis"] not in known:
            where, among = f"row {row['text'][:40]!r}", ", ".join(list(known)[:8])
            raise TableError(f"{where}: no axis {row['axis']!r} is defined (but {among}); name its file with --axes")
    told = any(row["stance"] == Label.UNRELATED for row in rows)
    by_group: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    leaders: dict[str, str] = {}
    for row in rows:
        words = " ".join(row["text"].split())
        group = leaders.setdefault(words, row.get("doc") or " ".join((row.get("context") or "").split()) or words)
        if row["stance"] != Label.UNCLEAR and row.get("split") != "test":
            by_group[group].append(row)
    learned = (row for members in by_group.values() for row in members if row.get("split") != "dev")
    spoken_to = _spoken_to(axes, learned)
    rng = random.Random(seed)
    return [
        replace(example, measured=not (example.made and told))
        for group, members in by_group.items()
        for example in _of_group(group, members, known, spoken_to, rng)
    ]


def _of_group(
    group: str,
    rows: Sequence[Mapping[str, Any]],
    axes: Mapping[str, Axis],
    spoken_to: Sequence[Axis],
    rng: random.Random,
) -> Iterator[Example]:
    """Yield the rows of one document as examples, then what they leave unsaid of its actors and other axes."""
    coded = {(row["actor"], row["axis"]) for row in rows}
    split = str(rows[0].get("split") or "")
    for row in rows:
        query = table_query(row, axes[row["axis"]])
        yield Example(query, Label(row["stance"]), group, split)
        if row["stance"] == Label.UNRELATED:
            continue
        for actor in sorted({other for other, _ in coded if (other, row["axis"]) not in coded}):
            if (asked := Given(actor, query.passage)).mention():
                yield Example(asked.query(query.axis), Label.UNRELATED, group, split, made=True)
        open_axes = [axis for axis in spoken_to if (row["actor"], axis.id) not in coded]
        if open_axes and rng.random() < _OFF_AXIS:
            elsewhere = replace(query, axis=rng.choice(open_axes))
            yield Example(elsewhere, Label.UNRELATED, group, split, made=True)


def table_query(row: Mapping[str, Any], axis: Axis) -> Query:
    """Return the query of a flat row.

    A context that holds the text is the paragraph around it, of which the sentence is kept; any other came before it.
    """
    text, context = str(row["text"]).strip(), str(row.get("context") or "")
    at = context.find(text)
    if at < 0 or context.strip() == text:
        return Given(row["actor"], " ".join(text.split()), " ".join(context.split()) if at < 0 else "").query(axis)
    quote, speaker = Span(at, at + len(text)), None
    if row.get("speaker_span") and row.get("quote_span"):
        shift = row["quote_span"][0] - at
        speaker = Span(row["speaker_span"][0] - shift, row["speaker_span"][1] - shift)
        speaker = speaker if 0 <= speaker.start < speaker.end <= len(context) else None
    if speaker is None:
        around = sentence_around(context, quote)
        mention = Given(row["actor"], around.of(context)).mention()
        speaker = Span(around.start + mention.start, around.start + mention.end) if mention else None
    spans = {"quote_span": (quote.start, quote.end), "speaker_span": (speaker.start, speaker.end) if speaker else None}
    return gold_query(context, {"actor": row["actor"], **spans}, axis)


def check_enough(examples: Sequence[Example]) -> None:
    """Raise InputError where there is too little to learn from, saying what is missing."""
    written = [example for example in examples if not example.made]
    labels = Counter(example.label for example in written)
    if len(written) < FEWEST:
        raise InputError(f"{len(written)} labelled rows to learn from; at least {FEWEST} are needed, 50 to be of use")
    if len(labels) < 2:
        raise InputError(f"all rows are {next(iter(labels))}; rows of at least two stances are needed")
    if len({example.group for example in written}) < 4:
        raise InputError("the rows come from fewer than four documents; nothing could be held out to measure on")


def parted(examples: Sequence[Example], seed: int) -> Parts:
    """Part examples by document: by their split where they have one, else by a hash; ``stop`` is a part of train."""
    marked = is_marked(examples)
    if marked and all(example.split != "train" for example in examples):
        raise InputError("every row is marked dev; mark those to train on with split train, or leave split empty")
    dev = [e for e in examples if held_out(e.group, e.split, seed, marked=marked)]
    kept = {example.group for example in dev}
    rest = [example for example in examples if example.group not in kept]
    stop = [example for example in rest if place(example.group, f"stop{seed}") < _STOP]
    stop = stop if len(stop) >= _FEWEST_TO_STOP else []
    held = {example.group for example in stop}
    train = [example for example in rest if example.group not in held]
    for name, part in (("train", train), ("dev", [example for example in dev if example.measured])):
        if not part:
            raise InputError(f"no row is left in the {name} part; give more documents or mark them in the column split")
    return Parts(tuple(train), tuple(stop), tuple(dev))


def is_marked(examples: Sequence[Example]) -> bool:
    """Tell whether the user has marked rows that measure, which are never trained on."""
    return any(example.split == "dev" for example in examples)


def held_out(group: str, split: str, seed: int, *, marked: bool) -> bool:
    """Tell whether a document is kept for measuring: by its split where some are marked dev, else by a hash."""
    return split == "dev" if marked else place(group, f"dev{seed}") < _DEV


def place(key: str, seed: str) -> float:
    """Return a number in [0, 1) that depends on key and seed alone."""
    return int(sha256(f"{seed}\x1f{key}".encode()).hexdigest()[:12], 16) / 16**12


def folds(groups: Sequence[str], count: int, seed: int) -> list[int]:
    """Return a fold for each row so that no group is parted and folds are of like size."""
    sizes = Counter(groups)
    order = sorted(sizes, key=lambda group: (-sizes[group], place(group, f"fold{seed}")))
    filled = [0] * count
    fold: dict[str, int] = {}
    for group in order:
        fold[group] = min(range(count), key=lambda number: (filled[number], number))
        filled[fold[group]] += sizes[group]
    return [fold[group] for group in groups]


def sample(examples: Sequence[Example], size: int | None, seed: int) -> list[Example]:
    """Return so many written rows of documents drawn by chance, with what was made of those documents."""
    order = sorted({example.group for example in examples}, key=lambda group: place(group, f"sample{seed}"))
    rank = {group: number for number, group in enumerate(order)}
    found: list[Example] = []
    written = 0
    for example in sorted(examples, key=lambda example: rank[example.group]):
        if size is not None and written >= size:
            break
        written += not example.made
        found.append(example)
    return found


def counts(examples: Sequence[Example]) -> dict[str, int]:
    """Return how often each label occurs."""
    found = Counter(example.label for example in examples)
    return {label.value: found[label] for label in SCORED_LABELS}
