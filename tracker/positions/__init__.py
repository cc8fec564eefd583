"""Stances -> positions: aggregation, its interval, the state as of a day, and changes.

    >>> positions = aggregate(stances, by="affiliation", period="month")
    >>> [(row.position.actor.name, row.position.value) for row in as_of(positions, dt.date(2024, 3, 1))]
"""

from tracker.positions.aggregate import aggregate
from tracker.positions.interval import value_interval
from tracker.positions.timeline import AsOf, Change, ChangeStatus, as_of, changes

__all__ = ["AsOf", "Change", "ChangeStatus", "aggregate", "as_of", "changes", "value_interval"]
