"""Hand-labelled data: read, check, compare, count, split, choose what comes next, hand over in other formats."""

from tracker.labelling.agreement import Agreement, agreement, alpha
from tracker.labelling.check import Problem, check
from tracker.labelling.exchange import export_rows, import_rows, labelled_rows, read_rows
from tracker.labelling.next import next_rows
from tracker.labelling.split import split
from tracker.labelling.stats import stats

__all__ = [
    "Agreement",
    "Problem",
    "agreement",
    "alpha",
    "check",
    "export_rows",
    "import_rows",
    "labelled_rows",
    "next_rows",
    "read_rows",
    "split",
    "stats",
]
