"""Reads YAML nodes with their line numbers, noting every mistake instead of stopping at the first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from yaml import MappingNode, Node, ScalarNode, SequenceNode

_KINDS = {"int": "a number", "float": "a number", "bool": "yes/no", "timestamp": "a date", "null": "nothing"}


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A mistake in an axis file: the line it stands on, counted from 1, and what to do about it."""

    line: int
    message: str


def line_of(node: Node) -> int:
    """Return the line of a node, counted from 1."""
    return int(node.start_mark.line) + 1


def kind_of(node: Node) -> str:
    """Return in words what a node holds."""
    if isinstance(node, MappingNode):
        return "a mapping"
    if isinstance(node, SequenceNode):
        return "a list"
    return _KINDS.get(node.tag.rsplit(":", 1)[-1], "text")


def guess(word: str, known: Iterable[str]) -> str:
    """Return a hint at the known word meant, or the known words."""
    options = sorted(map(str, known))
    close = get_close_matches(word.lower(), options, n=1)
    return f"did you mean {close[0]!r}?" if close else f"known are {', '.join(options)}"


@dataclass(slots=True)
class Notes:
    """Collects problems while nodes are read; every reader returns None where it noted one."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, node: Node, message: str) -> None:
        """Note a problem at a node."""
        self.problems.append(Problem(line_of(node), message))

    def pairs(self, node: Node, what: str) -> Iterator[tuple[str, Node, Node]]:
        """Yield (key, key node, value node) of a mapping, noting doubled keys."""
        if not isinstance(node, MappingNode):
            self.add(node, f"{what}: a mapping (key: value) is expected, found {kind_of(node)}")
            return
        seen: dict[str, int] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                self.add(key, f"{what}: a key must be a word, found {kind_of(key)}")
            elif key.value in seen:
                self.add(key, f"{what}: {key.value!r} stands here twice (first on line {seen[key.value]})")
            else:
                seen[key.value] = line_of(key)
                yield key.value, key, value

    def text(self, node: Node, what: str) -> str | None:
        """Return the text of a node, white space put in order."""
        kind = kind_of(node)
        if kind != "text":
            quote = f"; write it in quotes: \"{node.value}\"" if isinstance(node, ScalarNode) and node.value else ""
            self.add(node, f"{what}: text is expected, found {kind}{quote}")
            return None
        found = " ".join(str(node.value).split())
        if not found:
            self.add(node, f"{what} is empty")
        return found or None

    def texts(self, node: Node, what: str) -> list[tuple[str, Node]]:
        """Return the texts of a list with their nodes."""
        if not isinstance(node, SequenceNode):
            self.add(node, f"{what}: a list is expected, found {kind_of(node)}; write [one, two]")
            return []
        if not node.value:
            self.add(node, f"{what} is an empty list; leave the key out to get the default")
        read = ((self.text(item, what), item) for item in node.value)
        return [(text, item) for text, item in read if text is not None]
