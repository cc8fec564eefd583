"""The one method every stance scorer has, whatever model stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from tracker.schema import SCORED_LABELS, Label, Query, Side

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SUPPORT, _CONDITIONAL, _OPPOSE = map(SCORED_LABELS.index, (Label.SUPPORT, Label.CONDITIONAL, Label.OPPOSE))


class Scorer(Protocol):
    """Says how probable each label is for each query."""

    @property
    def name(self) -> str:
        """The model behind the scores, as a run reports it."""

    def score(self, queries: Sequence[Query]) -> NDArray[np.float32]:
        """Return an array (queries, 5): one column per label of `SCORED_LABELS`, rows sum to 1.

        The row of a query does not depend on the other queries.
        """


def taken(shares: NDArray[np.float32], queries: Sequence[Query]) -> NDArray[np.float32]:
    """Return an array (queries, 5): what actors hold who are for or against what their passages say of others.

    Who is against it holds the opposite; who is for or against what another keeps open is for or against the thing.
    """
    found = shares.copy()
    for row, query in enumerate(queries):
        if query.side in {Side.FOR, Side.AGAINST}:
            kept_open = shares[row, _SUPPORT] + shares[row, _CONDITIONAL], shares[row, _OPPOSE]
            found[row, _CONDITIONAL] = 0
            found[row, [_SUPPORT, _OPPOSE]] = kept_open if query.side is Side.FOR else kept_open[::-1]
    return found
