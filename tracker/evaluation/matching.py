"""How found positions are compared with gold ones; the rule that every measure states.

Per document, a row is (actor, axis, stance, date). Gold and found rows are paired one to one within (document, actor,
axis), pairs that agree on stance and date first. A pair is right at level *actor+axis* as it stands, at *+stance* when
the labels agree, at *+date* when stance and date agree too (same day; two rows of week or month precision: the same
week or month). Actors agree when their names do, letter case, accents and a leading article aside, or when the
registry knows both names as one actor. Rows labelled unclear are not compared.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tracker.errors import TableError
from tracker.evaluation.attribution import Score
from tracker.names import unmarked
from tracker.schema import CODED_LABELS

LEVELS = ("actor+axis", "+stance", "+date")
_ARTICLE = re.compile(r"^(?:the|an?) (?=\w)")


@dataclass(frozen=True, slots=True)
class Row:
    """One position of one document, gold or found; ``extra`` holds what breakdowns need."""

    document: str
    actor: str
    affiliation: str
    axis: str
    stance: str
    date: dt.date | None
    precision: str
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold and a found row of the same document, actor and axis; one of them may be missing."""

    gold: Row | None
    found: Row | None

    def right(self, level: str) -> bool:
        """Tell whether the pair is right at a level of `LEVELS`."""
        if self.gold is None or self.found is None:
            return False
        if level == LEVELS[0]:
            return True
        same = self.gold.stance == self.found.stance
        return same if level == LEVELS[1] else same and same_date(self.gold, self.found)


def same_date(gold: Row, found: Row) -> bool:
    """Tell whether two rows are dated alike, at the coarser of their precisions."""
    if gold.date is None or found.date is None:
        return gold.date == found.date
    precisions = {gold.precision, found.precision}
    if precisions == {"month"}:
        return (gold.date.year, gold.date.month) == (found.date.year, found.date.month)
    if precisions == {"week"}:
        return gold.date.isocalendar()[:2] == found.date.isocalendar()[:2]
    return gold.date == found.date


def name_key(name: str) -> str:
    """Return a name without accents, case, marks and an article before it."""
    return "".join(char for char in unmarked(_ARTICLE.sub("", name.lower())) if char.isalnum())


def pair_rows(
    gold: Iterable[Row], found: Iterable[Row], key: Callable[[Row], str] = lambda row: name_key(row.actor)
) -> list[Pair]:
    """Pair gold with found rows one to one; what has no partner is paired with None."""
    groups: dict[tuple[str, str, str], tuple[list[Row], list[Row]]] = defaultdict(lambda: ([], []))
    for row in gold:
        groups[row.document, key(row), row.axis][0].append(row)
    for row in found:
        groups[row.document, key(row), row.axis][1].append(row)
    pairs: list[Pair] = []
    for _, (theirs, mine) in sorted(groups.items()):
        pairs += _paired(theirs, mine)
    return pairs


def _paired(gold: Sequence[Row], found: Sequence[Row]) -> list[Pair]:
    scored = sorted(
        ((g.stance == f.stance) * 2 + same_date(g, f), -i, -j) for i, g in enumerate(gold) for j, f in enumerate(found)
    )
    left, right, pairs = set(range(len(gold))), set(range(len(found))), []
    for _, i, j in reversed(scored):
        if -i in left and -j in right:
            left.discard(-i)
            right.discard(-j)
            pairs.append(Pair(gold[-i], found[-j]))
    return pairs + [Pair(gold[i], None) for i in sorted(left)] + [Pair(None, found[j]) for j in sorted(right)]


def position_scores(pairs: Sequence[Pair]) -> dict[str, Score]:
    """Return precision, recall and F1 at each level."""
    n_gold = sum(pair.gold is not None for pair in pairs)
    n_found = sum(pair.found is not None for pair in pairs)
    return {level: Score(sum(pair.right(level) for pair in pairs), n_found, n_gold) for level in LEVELS}


def read_gold(path: Path, axes: Collection[str] | None = None) -> list[Row]:
    """Read a gold file: JSON lines with doc, actor, axis, stance and optional affiliation, date, date_precision ...

    Raises TableError with file and line for a row that is none, that has a stance that is not known, or that has an
    axis that is not one of ``axes``, where they are given.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise TableError(f"{path}: cannot be read ({error})") from error
    rows = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = gold_row(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            message = f"{path}:{number}: not a gold row ({error!r}); it needs doc, actor, axis, stance"
            raise TableError(message) from error
        check_stance(f"{path}:{number}", row.stance)
        if axes is not None and row.axis not in axes:
            raise TableError(
                f"{path}:{number}: axis {row.axis!r} is none of those measured, {', '.join(sorted(axes))}; "
                "name the file that defines it with --axes"
            )
        rows.append(row)
    return rows


def check_stance(where: str, stance: object) -> None:
    """Raise TableError for what no coder may give a position; what is unrelated is no position and has no row."""
    if stance not in CODED_LABELS:
        raise TableError(f"{where}: stance {stance!r} is none of {', '.join(CODED_LABELS)}")


def gold_row(item: Mapping[str, str]) -> Row:
    """Return a row of a gold file in the form that is compared."""
    date = item.get("date") or ""
    kept = ("difficulty", "evidence_kind", "actor_type", "quote", "aspect", "actors", "in_train")
    extra = {name: str(item.get(name) or "") for name in kept}
    return Row(
        document=item["doc"],
        actor=item["actor"],
        affiliation=item.get("affiliation") or "",
        axis=item["axis"],
        stance=item["stance"],
        date=dt.date.fromisoformat(date) if date else None,
        precision=item.get("date_precision") or "",
        extra=tuple(sorted(extra.items())),
    )
