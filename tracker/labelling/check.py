"""What is wrong in a labels folder, each mistake with its file and line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from tracker.axes import load_axes
from tracker.labelling.near import same_documents, same_premises
from tracker.labelling.read import SPAN_FIELDS, Corpus, Entry, read_corpus
from tracker.schema import CODED_LABELS, SPLITS, ActorType, DatePrecision, Evidence

_KINDS: Mapping[str, type[StrEnum]] = {
    "actor_type": ActorType, "date_precision": DatePrecision, "evidence_kind": Evidence,
}  # fmt: skip
_SAME = ("doc", "actor", "axis", "stance", "date", "quote")
_MEANT = ("doc", "actor", "axis", "aspect", "date", "quote", "quote_span")  # rows that share these have one stance
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake and where it stands."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def check(folder: Path) -> list[Problem]:
    """Return every mistake of a labels folder in the order of its files and lines.

    Looked at are: ids, splits, axes and dates of documents; known documents, axes and labels of rows; quotations that
    stand verbatim at their spans; dates that fit their precision and the day of publication; rows that occur twice or
    contradict each other; and documents or premises of different splits that are nearly the same. Raises TableError
    where a file is no JSON.
    """
    corpus = read_corpus(folder)
    axes = axis_ids(folder)
    documents = {str(entry.item.get("id")): entry.item for entry in reversed(corpus.documents)}
    problems = list(_documents(corpus.documents, axes))
    for entry in (*corpus.rows, *corpus.second):
        spans_needed = entry.path.parent.name != "second"
        problems += [_at(entry, message) for message in _row(entry.item, documents, axes, spans_needed)]
    for rows in (corpus.rows, corpus.second):
        problems += [*_repeated(rows), *_contradicting(rows)]
    problems += _across_splits(corpus, documents)
    return sorted(problems, key=lambda problem: (problem.path.parent, problem.path, problem.line))


def axis_ids(folder: Path) -> frozenset[str]:
    """Return the ids of the axes that ship and of those in the axis files of a folder."""
    files: list[Path | None] = [None, *sorted(folder.glob("axes*.yaml"))]
    return frozenset(axis.id for file in files for axis in load_axes(file))


def _at(entry: Entry, message: str) -> Problem:
    return Problem(entry.path, entry.line, message)


def _documents(entries: Iterable[Entry], axes: Collection[str]) -> Iterator[Problem]:
    lines: dict[str, int] = {}
    for entry in entries:
        yield from (_at(entry, message) for message in _document(entry.item, axes))
        first = lines.setdefault(str(entry.item.get("id")), entry.line)
        if first != entry.line:
            yield _at(entry, f"the id {entry.item.get('id')} is taken by line {first}")


def _document(item: Mapping[str, Any], axes: Collection[str]) -> Iterator[str]:
    for name in ("id", "text"):
        if not isinstance(item.get(name), str) or not item[name].strip():
            yield f"{name} is empty"
    if item.get("split") not in SPLITS:
        yield f"split {item.get('split')!r} is none of {', '.join(SPLITS)}"
    if item.get("published") and _day(item["published"]) is None:
        yield f"published {item['published']!r} is no date like 2024-07-05"
    if not item.get("axes"):
        yield "axes is empty; name those that the document is coded on"
    unknown = [axis for axis in item.get("axes") or () if axis not in axes]
    if unknown:
        yield f"no axis file holds {', '.join(map(str, unknown))}"


def _row(
    row: Mapping[str, Any], documents: Mapping[str, Mapping[str, Any]], axes: Collection[str], spans_needed: bool
) -> Iterator[str]:
    yield from (f"{name} is empty" for name in ("doc", "actor", "axis", "stance") if not row.get(name))
    if row.get("stance") and row["stance"] not in CODED_LABELS:
        yield f"stance {row['stance']!r} is none of {', '.join(CODED_LABELS)}"
    for name, kind in _KINDS.items():
        if row.get(name) and row[name] not in list(kind):
            yield f"{name} {row[name]!r} is none of {', '.join(kind)}"
    document = documents.get(str(row.get("doc")))
    if document is None:
        yield f"no document has the id {row.get('doc')!r}"
        return
    yield from _axis(row, document, axes)
    yield from _date(row, document)
    yield from _spans(row, str(document.get("text", "")), spans_needed)


def _axis(row: Mapping[str, Any], document: Mapping[str, Any], axes: Collection[str]) -> Iterator[str]:
    if row.get("axis") not in axes:
        yield f"no axis file holds {row.get('axis')!r}"
    elif row["axis"] not in (document.get("axes") or ()):
        yield f"the document is not coded on {row['axis']}"


def _date(row: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[str]:
    given, precision = row.get("date"), row.get("date_precision")
    if not given:
        if precision and precision != DatePrecision.UNKNOWN:
            yield f"date_precision is {precision} but there is no date"
        return
    date, published = _day(given), _day(document.get("published"))
    if date is None:
        yield f"date {given!r} is no date like 2024-07-05"
        return
    if published and date > published:
        yield f"date {date} is later than the document, published {published}"
    if precision == DatePrecision.UNKNOWN:
        yield f"date_precision is unknown but the date is {date}"
    if precision == DatePrecision.PUBLISHED and date != published:
        yield f"date_precision is published but the document's day is {published or 'not known'}, not {date}"
    if precision == DatePrecision.WEEK and date.weekday() not in {0, _SATURDAY}:
        yield f"a week is dated by its Monday, a weekend by its Saturday; {date} is neither"
    if precision == DatePrecision.MONTH and date.day != 1:
        yield f"a month is dated by its first day, not {date}"


def _spans(row: Mapping[str, Any], text: str, needed: bool) -> Iterator[str]:
    quote = row.get("quote") or ""
    for name in SPAN_FIELDS:
        if row.get(name) is not None and not _inside(row[name], text):
            yield f"{name} {row[name]} does not lie in the text of {len(text)} characters"
    if row.get("quote_span") is None:
        if needed:
            yield "quote_span is missing"
        if quote not in text:
            yield f"the document does not hold the quotation {quote[:60]!r}"
    elif _inside(row["quote_span"], text):
        start, end = row["quote_span"]
        if text[start:end] != quote:
            yield f"quote is {quote[:60]!r} but at its span stands {text[start:end][:60]!r}"


def _inside(span: object, text: str) -> bool:
    match span:
        case [int(start), int(end)]:
            return 0 <= start < end <= len(text)
    return False


def _day(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        return None


def _repeated(entries: Iterable[Entry]) -> Iterator[Problem]:
    first: dict[tuple[str, ...], Entry] = {}
    for entry in entries:
        key = (str(entry.path), *(str(entry.item.get(name) or "") for name in _SAME))
        if first.setdefault(key, entry) is not entry:
            yield _at(entry, f"the same row as line {first[key].line}: {', '.join(_SAME)} are alike")


def _contradicting(entries: Iterable[Entry]) -> Iterator[Problem]:
    """Yield the rows whose quotation has another stance of the same actor on the same axis in an earlier row."""
    first: dict[tuple[str, ...], Entry] = {}
    for entry in entries:
        known = first.setdefault((str(entry.path), *(str(entry.item.get(name) or "") for name in _MEANT)), entry)
        if known.item.get("stance") != entry.item.get("stance"):
            stances = f"{entry.item.get('stance')} here and {known.item.get('stance')} in line {known.line}"
            yield _at(entry, f"the same quotation of {entry.item.get('actor')} is {stances}; keep one")


def _across_splits(corpus: Corpus, documents: Mapping[str, Mapping[str, Any]]) -> Iterator[Problem]:
    for copy, first in same_documents(corpus):
        if copy.item.get("split") != first.item.get("split"):
            yield _at(copy, f"in {copy.item.get('split')}, but nearly the same text as line {first.line}, "
                            f"in {first.item.get('split')}; `tracker labels split` keeps them together")  # fmt: skip
    for copy, first in same_premises(corpus):
        one, other = (documents[str(entry.item["doc"])].get("split") for entry in (copy, first))
        if one != other:
            yield _at(copy, f"in {one}, but nearly the same premise as line {first.line}, in {other}; "
                            "`tracker labels split` keeps them together")  # fmt: skip
