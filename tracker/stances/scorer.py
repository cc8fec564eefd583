"""The one method every stance scorer has, whatever model stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from tracker.schema import Query

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Scorer(Protocol):
    """Says how probable each label is for each query."""

    @property
    def name(self) -> str:
        """The model behind the scores, as a run reports it."""

    def score(self, queries: Sequence[Query]) -> NDArray[np.float32]:
        """Return an array (queries, 5): one column per label of `SCORED_LABELS`, rows sum to 1.

        The row of a query does not depend on the other queries.
        """
