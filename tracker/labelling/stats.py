"""What a labels folder holds, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from statistics import median
from typing import Any

from tracker.labelling.read import Entry, read_corpus

_COUNTED: tuple[str, ...] = (
    "axis", "stance", "evidence_kind", "date_precision", "difficulty", "actor_type", "affiliation", "coder",
)  # fmt: skip


def stats(folder: Path) -> dict[str, Any]:
    """Count documents and rows of a labels folder by everything that says how balanced it is.

    ``invented`` is the share of the documents that are said to be invented; a column of counts is sorted, most first.
    """
    corpus = read_corpus(folder)
    split_of = {entry.item.get("id"): str(entry.item.get("split") or "") for entry in corpus.documents}
    coded = {entry.item.get("doc") for entry in corpus.rows}
    words = [len(str(entry.item.get("text", "")).split()) for entry in corpus.documents]
    return {
        "documents": len(corpus.documents),
        "documents_without_rows": sum(key not in coded for key in split_of),
        "rows": len(corpus.rows),
        "rows_of_further_coders": len(corpus.second),
        "actors": len({entry.item.get("actor") for entry in corpus.rows}),
        "invented": _share(bool(entry.item.get("invented")) for entry in corpus.documents),
        "words_per_document": {"least": min(words, default=0), "median": median(words or [0]),
                               "most": max(words, default=0)},
        "documents_by_split": _sorted(Counter(split_of.values())),
        "documents_by_style": _counts(corpus.documents, "style"),
        "rows_by_split": _sorted(Counter(split_of.get(entry.item.get("doc"), "") for entry in corpus.rows)),
        **{f"rows_by_{name}": _counts(corpus.rows, name) for name in _COUNTED},
        "rows_by_axis_and_stance": _crossed(corpus.rows),
    }  # fmt: skip


def _share(truths: Iterable[bool]) -> float:
    given = list(truths)
    return round(sum(given) / len(given), 4) if given else 0.0


def _counts(entries: Iterable[Entry], name: str) -> dict[str, int]:
    return _sorted(Counter(str(entry.item.get(name) or "") for entry in entries))


def _crossed(entries: Iterable[Entry]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {}
    for entry in entries:
        counts.setdefault(str(entry.item.get("axis")), Counter())[str(entry.item.get("stance"))] += 1
    return {axis: _sorted(counts[axis]) for axis in sorted(counts)}


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
