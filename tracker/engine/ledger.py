"""What a run keeps on disk: values as JSON lines, each read back alone; in the ledger, every coded document.

A run of any length holds in memory no more than where each line begins, and one that was interrupted goes on where it
stopped.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from types import TracebackType, UnionType
from typing import IO, Any, Generic, Self, TypeVar, Union, get_args, get_origin, get_type_hints

from tracker.pipeline import Coded

T = TypeVar("T")
Decoder = Callable[[Any], Any]


def encode(value: Any) -> Any:
    """Return a date or a dataclass, without what is in it, as JSON has it: the ``default`` of `json.dumps`."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return {name: getattr(value, name) for name in _names(value.__class__)}


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def decode(kind: Any, value: Any) -> Any:
    """Build a value of type ``kind`` from what JSON made of it with `encode`."""
    return _decoder(kind)(value)


@cache  # what a type is made of is asked once, not for each of the thousands of values of a run
def _decoder(kind: Any) -> Decoder:
    """Return what builds values of a type."""
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        inner = _decoder(next(arg for arg in args if arg is not type(None)))
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        return _tuple_decoder(args)
    if is_dataclass(kind):
        return _dataclass_decoder(kind)
    if kind is dt.date:
        return dt.date.fromisoformat
    return kind if isinstance(kind, type) and issubclass(kind, Enum) else _same


def _tuple_decoder(args: Sequence[Any]) -> Decoder:
    if args[-1] is Ellipsis:
        each = _decoder(args[0])
        return lambda values: tuple(map(each, values))
    parts = [_decoder(arg) for arg in args]
    return lambda values: tuple(part(value) for part, value in zip(parts, values, strict=True))


def _dataclass_decoder(kind: Any) -> Decoder:
    decoders = {name: _decoder(hint) for name, hint in get_type_hints(kind).items()}
    parts = {name: part for name, part in decoders.items() if part is not _same}
    return lambda values: kind(**values | {name: part(values[name]) for name, part in parts.items() if name in values})


def _same(value: Any) -> Any:
    return value


class Lines(Generic[T]):
    """Values of one dataclass in a file, one JSON line each, of which none stays in memory."""

    def __init__(self, file: IO[bytes], kind: type[T]) -> None:
        self._file, self._kind = file, kind
        self._end: int | None = None  # where the file stands after an addition; looking for its end each time is slow

    def add(self, value: T) -> int:
        """Append a value, make sure that it survives a crash of the program, and return where its line begins."""
        start = self._file.seek(0, os.SEEK_END) if self._end is None else self._end
        line = json.dumps(value, default=encode) + "\n"  # ASCII: a text may hold line ends that are not \\n
        self._end = start + self._file.write(line.encode("ascii"))
        self._file.flush()
        return start

    def at(self, start: int) -> T:
        """Return the value whose line begins at ``start``."""
        value: T = decode(self._kind, json.loads(self._line(start)))
        return value

    def whole(self) -> Iterator[tuple[int, T]]:
        """Yield each value after the place where its line begins; a line that does not hold one is passed over."""
        start = 0
        while line := self._line(start):
            with suppress(ValueError, KeyError, TypeError):
                yield start, decode(self._kind, json.loads(line))
            start += len(line)

    def _line(self, start: int) -> bytes:
        self._end = None
        self._file.seek(start)
        return self._file.readline()


class Ledger(Mapping[str, Coded]):
    """What is coded already, by document id, in a file that what comes next is appended to."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a+b")
        self._lines = Lines(self._file, Coded)
        self._starts = {coded.document.id: start for start, coded in self._lines.whole()}
        self._end_last_line()

    def _end_last_line(self) -> None:
        """End the line that an interrupted run cut off, so that the next one is a line of its own."""
        if self._file.seek(0, os.SEEK_END):
            self._file.seek(-1, os.SEEK_END)
            if self._file.read(1) != b"\n":
                self._file.write(b"\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def __getitem__(self, document_id: str) -> Coded:
        return self._lines.at(self._starts[document_id])

    def __iter__(self) -> Iterator[str]:
        return iter(self._starts)

    def __len__(self) -> int:
        return len(self._starts)

    def add(self, coded: Coded) -> None:
        """Append one document."""
        self._starts[coded.document.id] = self._lines.add(coded)
