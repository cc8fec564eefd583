"""The error tree. Only the command line turns these into exit codes.

TrackerError
├── InputError      what the user handed in cannot be read or makes no sense (exit code 2)
│   ├── AxisError       an axis file is wrong; the message names file and line
│   ├── RegistryError   an actor file is wrong; the message names file and line
│   ├── TableError      a table lacks a column or holds a value that does not parse
│   └── ModelError      a model folder or checkpoint cannot be used, and why
└── MissingExtra    an optional dependency is not installed; the message says which `pip install` to type (exit code 3)
"""

from __future__ import annotations


class TrackerError(Exception):
    """Any error this package raises on purpose."""

    exit_code = 1


class InputError(TrackerError):
    """What was handed in cannot be used; the message says what, where and how to mend it."""

    exit_code = 2


class AxisError(InputError):
    """An axis file is wrong."""


class RegistryError(InputError):
    """An actor file is wrong."""


class TableError(InputError):
    """A table lacks a column, or a cell does not parse."""


class ModelError(InputError):
    """A model folder or checkpoint cannot be used."""


class MissingExtra(TrackerError):
    """An optional dependency is not installed."""

    exit_code = 3
