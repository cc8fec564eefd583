"""Labelled documents to training rows, and what is fitted on them."""
