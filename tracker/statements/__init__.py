"""Statements: who says, asks, refuses or does what, with the characters it was read from."""

from tracker.statements.find import Held, attributed, held
from tracker.statements.parser import Parsed, Parser

__all__ = ["Held", "Parsed", "Parser", "attributed", "held"]
