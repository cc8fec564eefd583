"""The lines of a text that hold anything, and where they stand in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the blanks around it, and the character of the text at which it starts."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """The character of the text at which it ends."""
        return self.start + len(self.text)

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


def lines_of(text: str) -> list[Line]:
    """Return the lines of a text, in order, but for empty ones."""
    found, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append(Line(start + len(line) - len(line.lstrip()), line.strip()))
        start += len(line) + 1
    return found
