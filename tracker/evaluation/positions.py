"""The line measured against gold positions: what is right, what is lost, and at which stage."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from tracker.candidates import Candidate
from tracker.confidence import Trust
from tracker.evaluation.attribution import Score
from tracker.evaluation.matching import Pair, Row, name_key, pair_rows, position_scores
from tracker.pipeline import Line, coded_rows, related
from tracker.positions import aggregate
from tracker.schema import STANCE_LABELS, Actor, ActorType, DatePrecision, Document, Label, Stance
from tracker.stances.coder import Decision

Decided = Sequence[tuple[Candidate, Decision]]
LOSSES = (
    "not read", "not gated", "no candidate", "wrong actor", "coded unrelated", "unclear", "wrong stance", "wrong date",
)  # fmt: skip
_NO_DAY = dt.date.min  # stands in for the day of a row without one


@dataclass(frozen=True, slots=True)
class Report:
    """The measures of one evaluation; ``lost`` counts gold rows by the stage that lost them.

    ``losses`` gives the stage of each of ``pairs``, empty where nothing is lost. ``sure_pairs`` and
    ``affiliation_pairs`` are those of the rows not marked for review and of the rows rolled up to affiliations.
    ``names`` gives each document read, by id, a name that other versions of the line would give it too.
    """

    documents: int
    gold: int
    found: int
    positions: Mapping[str, Score]
    affiliations: Mapping[str, Score]
    stance_f1: Mapping[str, Score]
    stance_macro_f1: float
    dates_right: Score
    lost: Mapping[str, int]
    reviewed: Score
    flipped: int
    gate_recall: Score
    pairs: tuple[Pair, ...]
    losses: tuple[str, ...]
    sure_pairs: tuple[Pair, ...]
    affiliation_pairs: tuple[Pair, ...]
    names: Mapping[str, str]


def evaluate(
    line: Line,
    documents: Sequence[Document],
    gold: Sequence[Row],
    coded_for: Mapping[str, Sequence[str]] | None = None,
) -> Report:
    """Run the line over documents and compare it with the gold rows of those documents.

    Gold names a document by its file name or its id. Rows of one document are aggregated as the position table does,
    in which what has no day is no position: it counts where the gold rows of its document have no day either.
    ``coded_for`` says on which axes each document (by id) is coded; it is asked about no others.
    """
    by_name = {name: document for document in documents for name in _names(document)}
    decided = _decided(line, documents, coded_for)
    key = actor_key(line)
    rows = [replace(row, document=by_name[row.document].id) if row.document in by_name else row for row in gold]
    compared = [row for row in rows if row.stance != Label.UNCLEAR]
    dated = {row.document for row in compared if row.date is not None}
    found = [
        row
        for document in documents
        for row in found_rows(document.id, decided[document.id], line.trust)
        if row.date is not None or document.id not in dated
    ]
    pairs = pair_rows(compared, found, key)
    losses = tuple(_loss(pair, decided, line, by_name, key) for pair in pairs)
    lost = Counter(losses)
    sure = pair_rows(compared, [row for row in found if dict(row.extra)["review"] == "no"], key)
    affiliations = pair_rows(_rolled(compared), _rolled(found), lambda row: name_key(row.affiliation))
    stances = stance_scores(pairs)
    return Report(
        documents=len(documents),
        gold=len(compared),
        found=len(found),
        positions=position_scores(pairs),
        affiliations=position_scores(affiliations),
        stance_f1=stances,
        stance_macro_f1=sum(score.f1 for score in stances.values()) / len(stances),
        dates_right=_dates(pairs),
        lost={name: lost.get(name, 0) for name in LOSSES},
        reviewed=position_scores(sure)["+stance"],
        flipped=sum(flipped(pair) for pair in pairs),
        gate_recall=_gate_recall(compared, {d.id: d for d in documents}, line),
        pairs=tuple(pairs),
        losses=losses,
        sure_pairs=tuple(sure),
        affiliation_pairs=tuple(affiliations),
        names=_stable_names(documents),
    )


def _decided(
    line: Line, documents: Sequence[Document], coded_for: Mapping[str, Sequence[str]] | None
) -> dict[str, Decided]:
    if coded_for is None:
        return dict(zip((d.id for d in documents), line.decide(documents), strict=True))
    groups: dict[tuple[str, ...], list[Document]] = {}
    for document in documents:
        groups.setdefault(tuple(sorted(coded_for[document.id])), []).append(document)
    decided: dict[str, Decided] = {}
    for axis_ids, members in groups.items():
        decided |= zip((d.id for d in members), line.narrowed(axis_ids).decide(members), strict=True)
    return decided


def named_by_id(gold: Iterable[Row], documents: Iterable[Document]) -> set[str]:
    """Return the ids of the documents that gold rows name."""
    by_name = {name: document.id for document in documents for name in _names(document)}
    return {by_name[row.document] for row in gold if row.document in by_name}


def _names(document: Document) -> tuple[str, ...]:
    """Return what gold rows may call a document: its id, its file, the row of a table by the id that it has there."""
    _, _, row = document.item.removeprefix(document.path).partition("#")
    names = (document.id, PurePath(document.path).name, PurePath(document.path).stem)
    return (*names, row) if row else names


def _stable_names(documents: Sequence[Document]) -> dict[str, str]:
    """Return each document's file name, or its id where there is no file or several documents share one."""
    files = {document.id: PurePath(document.path).name for document in documents}
    shared = Counter(files.values())
    return {id_: file if file and shared[file] == 1 else id_ for id_, file in files.items()}


def found_rows(document_id: str, decided: Decided, trust: Trust) -> list[Row]:
    """Return the position rows that the decisions of one document make, undated ones included."""
    rows: list[Row] = []
    coded = coded_rows(related(decided), trust)
    dated = [_standing_in(replace(row, utterance_id=row.statement_id)) for row in coded]
    for position in aggregate(dated):
        if position.stance is Label.UNCLEAR:
            continue
        review = all(s.needs_review for s in dated if _belongs(s, position.actor.id, position.axis, position.date))
        extra = (("confidence", str(position.confidence)), ("review", "yes" if review else "no"))
        date = None if position.date == _NO_DAY else position.date
        name, affiliation = position.actor.name, position.affiliation
        kind = (position.date_precision if date else DatePrecision.UNKNOWN).value
        rows.append(Row(document_id, name, affiliation, position.axis, position.stance.value, date, kind, extra))
    return rows


def _standing_in(row: Stance) -> Stance:
    """Return a row that has a day, since what has none, or none that is known, makes no position."""
    known = row.date is not None and row.date_precision is not DatePrecision.UNKNOWN
    return row if known else replace(row, date=_NO_DAY, date_precision=DatePrecision.DAY)


def _belongs(row: Stance, actor: str, axis: str, date: dt.date) -> bool:
    return (row.actor.id, row.axis, row.date) == (actor, axis, date)


def actor_key(line: Line) -> Callable[[Row], str]:
    """Return a key under which two names of one actor are equal: the registry's id, else the bare name."""
    known: dict[tuple[str, dt.date | None], str] = {}

    def key(row: Row) -> str:
        at = (row.actor, row.date)
        if at not in known:
            found = registered(line, row.actor, row.date)
            known[at] = name_key(row.actor) if found is None else found.id
        return known[at]

    return key


def registered(line: Line, name: str, date: dt.date | None) -> Actor | None:
    """Return the actor of the registry whom a name means on a day; None where it knows nobody of that name."""
    found = line.resolver.resolve(name, date)
    outside = found is None or found.actor.type is ActorType.UNNAMED or found.actor.id.startswith("a_")
    return None if found is None or outside else found.actor


def stance_scores(pairs: Iterable[Pair]) -> dict[str, Score]:
    """Return the score of each label over pairs whose actor and axis agree."""
    matched = [(p.gold.stance, p.found.stance) for p in pairs if p.gold is not None and p.found is not None]
    gold, found = Counter(g for g, _ in matched), Counter(f for _, f in matched)
    right = Counter(g for g, f in matched if g == f)
    return {label.value: Score(right[label], found[label], gold[label]) for label in STANCE_LABELS}


def _dates(pairs: Iterable[Pair]) -> Score:
    both = [pair for pair in pairs if pair.gold is not None and pair.found is not None]
    right = sum(1 for p in both if p.gold and p.found and p.gold.date == p.found.date)
    return Score(right, len(both), len(both))


def flipped(pair: Pair) -> bool:
    """Tell whether support was taken for oppose or back."""
    if pair.gold is None or pair.found is None:
        return False
    return {pair.gold.stance, pair.found.stance} == {Label.SUPPORT.value, Label.OPPOSE.value}


def _rolled(rows: Iterable[Row]) -> list[Row]:
    """Return one row for each document, affiliation, axis, stance and date; rows without affiliation are left out."""
    unique = {(r.document, r.affiliation, r.axis, r.stance, r.date): r for r in rows if r.affiliation}
    return list(unique.values())


def _gate_recall(gold: Sequence[Row], documents: Mapping[str, Document], line: Line) -> Score:
    read = [row for row in gold if row.document in documents]
    axes = {d.id: {hit.axis_id for hit in line.gate.hits(d.text)} for d in documents.values()}
    return Score(sum(row.axis in axes[row.document] for row in read), len(read), len(read))


def _loss(
    pair: Pair, decided: Mapping[str, Decided], line: Line, documents: Mapping[str, Document], key: Callable[[Row], str]
) -> str:
    """Return the stage that lost a gold row, or an empty string for a row that is right."""
    gold = pair.gold
    if gold is None or pair.right("+date"):
        return ""
    if pair.found is not None:
        return "wrong date" if pair.right("+stance") else "wrong stance"
    if gold.document not in decided:
        return "not read"
    on_axis = [(c, d) for c, d in decided[gold.document] if c.axis.id == gold.axis]
    mine = [d for c, d in on_axis if key(replace(gold, actor=c.held.holder.actor.actor.name)) == key(gold)]
    if mine:
        return "unclear" if any(d.label is Label.UNCLEAR for d in mine) else "coded unrelated"
    if any(_quotes(c, dict(gold.extra).get("quote", "")) for c, _ in on_axis):
        return "wrong actor"
    gated = any(hit.axis_id == gold.axis for hit in line.gate.hits(documents[gold.document].text))
    return "no candidate" if gated else "not gated"


def _quotes(candidate: Candidate, quote: str) -> bool:
    """Tell whether a statement shares half of its words, or of the gold quotation's, with the other."""
    mine = set(candidate.held.statement.text.lower().split())
    theirs = set(quote.lower().split())
    return bool(mine and theirs) and len(mine & theirs) / min(len(mine), len(theirs)) > 0.5
