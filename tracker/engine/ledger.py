"""The ledger of a run: one JSON line for each coded document, so that an interrupted run goes on where it stopped."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from types import TracebackType, UnionType
from typing import Any, Self, Union, get_args, get_origin, get_type_hints

from tracker.pipeline import Coded


def encode(value: Any) -> Any:
    """Return a dataclass tree as plain JSON values."""
    if is_dataclass(value):
        return {field.name: encode(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    return value


def decode(kind: Any, value: Any) -> Any:
    """Build a value of type ``kind`` from what `encode` made of it."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        inner = next(arg for arg in get_args(kind) if arg is not type(None))
        return None if value is None else decode(inner, value)
    if origin is tuple:
        args = get_args(kind)
        kinds = [args[0]] * len(value) if args[-1] is Ellipsis else args
        return tuple(decode(each, item) for each, item in zip(kinds, value, strict=True))
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: decode(hints[name], item) for name, item in value.items()})  # type: ignore[operator]
    if kind is dt.date:
        return dt.date.fromisoformat(value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    return value


class Ledger:
    """What is coded already, by document id, and a file that what comes next is appended to."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.done: dict[str, Coded] = {}
        self._cut = False
        if path.exists():
            text = path.read_text(encoding="ascii", errors="replace")
            self._cut = bool(text) and not text.endswith("\n")
            for line in text.splitlines():
                coded = _read(line)
                if coded is not None:
                    self.done[coded.document.id] = coded

    def __enter__(self) -> Self:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._path.open("a", encoding="ascii")
        if self._cut:
            self._file.write("\n")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, coded: Coded) -> None:
        """Append one document and make sure that it survives a crash of the program."""
        self._file.write(json.dumps(encode(coded)) + "\n")  # ASCII: a text may hold line ends that are not \\n
        self._file.flush()
        self.done[coded.document.id] = coded


def _read(line: str) -> Coded | None:
    """Read one line; the last one of an interrupted run may be cut off."""
    try:
        values: Mapping[str, Any] = json.loads(line)
        coded: Coded = decode(Coded, values)
    except (ValueError, KeyError, TypeError):
        return None
    return coded
