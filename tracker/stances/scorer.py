"""The one method every stance scorer has, whatever model stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from tracker.schema import SCORED_LABELS, Label, Query

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SUPPORT, _OPPOSE = SCORED_LABELS.index(Label.SUPPORT), SCORED_LABELS.index(Label.OPPOSE)
_OPPOSITE = {Label.SUPPORT: Label.OPPOSE, Label.OPPOSE: Label.SUPPORT}


class Scorer(Protocol):
    """Says how probable each label is for each query."""

    @property
    def name(self) -> str:
        """The model behind the scores, as a run reports it."""

    def score(self, queries: Sequence[Query]) -> NDArray[np.float32]:
        """Return an array (queries, 5): one column per label of `SCORED_LABELS`, rows sum to 1.

        The row of a query does not depend on the other queries.
        """


def turned(shares: NDArray[np.float32], queries: Sequence[Query]) -> NDArray[np.float32]:
    """Return an array (queries, 5) in which support and opposition are exchanged where a query is turned."""
    rows = [row for row, query in enumerate(queries) if query.turned]
    found = shares.copy()
    found[rows, _SUPPORT], found[rows, _OPPOSE] = shares[rows, _OPPOSE], shares[rows, _SUPPORT]
    return found


def said(label: Label, query: Query) -> Label:
    """Return the label of what a passage says where its actor has one: the opposite where the query is turned."""
    return _OPPOSITE.get(label, label) if query.turned else label
