"""Measures: attribution spans, positions against gold, and where rows are lost."""
