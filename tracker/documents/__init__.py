"""Paths, tables and standard input to documents: reading, cleaning, publication date, duplicates."""

from __future__ import annotations

from tracker.documents._calendar import is_plausible
from tracker.documents.build import read_documents
from tracker.documents.cleaning import clean
from tracker.documents.duplicates import find_copies, mark_duplicates
from tracker.documents.published import published_date

__all__ = ["clean", "find_copies", "is_plausible", "mark_duplicates", "published_date", "read_documents"]
