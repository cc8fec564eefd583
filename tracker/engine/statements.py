"""Every attributed statement of any text: no axis, no gate, no model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from tracker.actors import Registry, Resolver
from tracker.documents import read_documents
from tracker.engine.corpus import not_english
from tracker.schema import DatePrecision, Document, Resolution, Skip, Span, Statement
from tracker.statements import Parsed, Parser, attributed, held
from tracker.statements.cast import Resolve


@dataclass(frozen=True, slots=True)
class Found:
    """A statement, the document it stands in, and who its speaker is (None where that cannot be told)."""

    document: Document
    statement: Statement
    speaker: Resolution | None


def find_statements(
    inputs: Sequence[str],
    *,
    actors: Sequence[Path] = (),
    metadata: Path | None = None,
    published: dt.date | None = None,
    out: Path | None = None,
    progress: Callable[[str, int, int], None] = lambda stage, done, total: None,
    warn: Callable[[str], None] = lambda message: None,
) -> Iterator[Found | Skip]:
    """Yield the statements of every document in the order of the text, and a `Skip` for what could not be read.

    ``out`` is the file they go to. Raises InputError where that is an input, one does not exist, or an actor file is
    wrong.

        >>> for found in find_statements(["article.txt"]):
        ...     print(found.statement.speaker_text, "|", found.statement.text)
    """
    registry = Registry.load(actors)
    parser, resolver = Parser(registry.patterns()), Resolver(registry)
    read = 0
    for item in read_documents(inputs, metadata=metadata, published=published, out=out, warn=warn):
        if isinstance(item, Skip):
            yield item
        elif foreign := not_english(item):
            yield foreign
        else:
            yield from _of_document(item, parser, resolver)
            read += 1
            progress("reading", read, 0)


def _of_document(document: Document, parser: Parser, resolver: Resolver) -> Iterator[Found]:
    parsed = parser.parse(document.text)
    resolve = _resolve_on(resolver, document.published)
    speakers, dated = _known(parsed, document, resolve)
    for statement in sorted(attributed(parsed, document, resolve), key=lambda s: (s.content, s.id)):
        same = dated.get(statement.cue) if statement.date is None else None
        if same is not None:
            statement = replace(
                statement, date=same.date, date_precision=same.date_precision, date_evidence=same.date_evidence
            )
        speaker = speakers.get(statement.speaker) if statement.speaker is not None else None
        yield Found(document, _published(statement, document), speaker)


def _known(
    parsed: Parsed, document: Document, resolve: Resolve
) -> tuple[dict[Span, Resolution], dict[Span | None, Statement]]:
    """Return who stands behind each speaker's span, the first of several, and each cue's statement with its day."""
    items = held(parsed, document, resolve)
    speakers: dict[Span, Resolution] = {}
    for item in items:
        if item.statement.speaker is not None:
            speakers.setdefault(item.statement.speaker, item.holder.actor)
    return speakers, {item.statement.cue: item.statement for item in items}


def _published(statement: Statement, document: Document) -> Statement:
    """Give a statement without any date the day its document appeared, which it cannot be later than."""
    if statement.date is not None or document.published is None:
        return statement
    return replace(
        statement, date=document.published, date_precision=DatePrecision.PUBLISHED,
        date_evidence=document.published_evidence,
    )  # fmt: skip


def _resolve_on(resolver: Resolver, date: dt.date | None) -> Resolve:
    def resolve(
        mention: str, known: Sequence[Resolution], home: str, hint: str, label: str, places: Sequence[str]
    ) -> Resolution | None:
        return resolver.resolve(
            mention, date, known=known, home=home, role_hint=hint, label=label, places=places
        )

    return resolve


def record(found: Found) -> dict[str, Any]:
    """Return a statement as JSON values; offsets count the code points of the cleaned text."""
    document, statement, text = found.document, found.statement, found.document.text
    return {
        "document_id": document.id,
        "path": document.path,
        "title": document.title,
        "published": str(document.published or ""),
        "statement_id": statement.id,
        "evidence": str(statement.evidence),
        "date": str(statement.date or ""),
        "date_precision": str(statement.date_precision),
        "date_evidence": statement.date_evidence,
        "speaker": None if found.speaker is None else asdict(found.speaker),
        "source": _span(statement.speaker, text),
        "cue": _span(statement.cue, text),
        "content": [_span(span, text) for span in statement.content],
        "text": statement.text,
        "context": statement.context,
    }


def _span(span: Span | None, text: str) -> dict[str, Any] | None:
    return None if span is None else {"start": span.start, "end": span.end, "text": span.of(text)}
