"""Time expressions of English news text: find them, and resolve them against a publication date.

    >>> import datetime as dt
    >>> expression = find("He ruled it out late on Wednesday.")[0]
    >>> expression.text, resolve(expression, dt.date(2022, 3, 18))
    ('late on Wednesday', (datetime.date(2022, 3, 16), <DatePrecision.DAY: 'day'>))

What names no point in time ("for two days", "since 2014", "every Monday") is found too, so that a caller sees it, and
resolves to None.
"""

from tracker.dates.find import TimeExpression, find
from tracker.dates.resolve import Resolved, Tense, resolve, shift

__all__ = ["Resolved", "Tense", "TimeExpression", "find", "resolve", "shift"]
