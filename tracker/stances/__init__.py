"""Stances: what position an actor takes on an axis in a statement, and how sure that is."""
