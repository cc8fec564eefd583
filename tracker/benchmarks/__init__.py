"""Benchmarks: speed, memory, stress and floors, for those who work on the program; `python -m tracker.benchmarks`."""
