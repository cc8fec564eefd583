"""Labelled rows as statements of the Discourse Network Analyzer (github.com/leifeld/dna), and back.

That tool knows persons, organizations, concepts and a binary agreement. A person with its affiliation becomes person
and organization, any other actor an organization; the axis becomes the concept. Support is agreement 1, oppose 0. What
stands for *conditional* is a choice (1 unless told otherwise); *neutral* and *unclear* have no agreement and stay out
unless told otherwise. A further column ``qualifier`` keeps the label itself, and is what is read back where it stands.
Spans, context, role, aspect, precision of the date, evidence, type of an actor other than a person, and split are lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tracker.errors import TableError
from tracker.schema import ActorType, Label

COLUMNS: tuple[str, ...] = (
    "id", "time", "document id", "author", "source", "section", "type", "text", "person", "organization", "concept",
    "agreement", "qualifier",
)  # fmt: skip
AGREEMENTS: Mapping[str, int | None] = {
    Label.SUPPORT: 1, Label.OPPOSE: 0, Label.CONDITIONAL: 1, Label.NEUTRAL: None, Label.UNCLEAR: None,
    Label.UNRELATED: None,
}  # fmt: skip
_DAY_FIRST = re.compile(r"(\d\d)-(\d\d)-(\d{4})")
_YES, _NO = {"1", "yes", "true"}, {"0", "no", "false"}


def statements(rows: Sequence[Mapping[str, Any]], agreements: Mapping[str, int | None]) -> list[dict[str, str]]:
    """Return the statements of those rows whose stance has an agreement."""
    kept = ((row, agreements.get(row["stance"])) for row in rows)
    chosen = [(row, agreement) for row, agreement in kept if agreement is not None]
    return [_statement(number, row, agreement) for number, (row, agreement) in enumerate(chosen, 1)]


def _statement(number: int, row: Mapping[str, Any], agreement: int) -> dict[str, str]:
    person = row["actor_type"] == ActorType.PERSON
    return {
        "id": str(number), "time": row["date"] or row["published"], "document id": row["doc"], "author": row["coder"],
        "source": row["url"], "section": "", "type": "", "text": row["text"], "person": row["actor"] if person else "",
        "organization": row["affiliation"] if person else row["actor"], "concept": row["axis"],
        "agreement": str(agreement), "qualifier": row["stance"],
    }  # fmt: skip


def labelled(statement: Mapping[str, str]) -> dict[str, str]:
    """Return a labelled row of a statement; raises TableError where the agreement is neither yes nor no."""
    person, organization = statement.get("person", ""), statement.get("organization", "")
    return {
        "text": statement.get("text", ""), "actor": person or organization,
        "actor_type": ActorType.PERSON.value if person else "", "affiliation": organization,
        "axis": statement["concept"], "stance": statement.get("qualifier") or _stance(statement["agreement"]),
        "date": _DAY_FIRST.sub(r"\3-\2-\1", statement.get("time", ""))[:10], "doc": statement.get("document id", ""),
        "url": statement.get("source", ""), "coder": statement.get("author", ""),
    }  # fmt: skip


def _stance(agreement: str) -> str:
    if agreement.lower() in _YES | _NO:
        return (Label.SUPPORT if agreement.lower() in _YES else Label.OPPOSE).value
    raise TableError(f"agreement {agreement!r} is neither 1 nor 0")
