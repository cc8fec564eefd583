"""Rows of actor files, each with the place it came from: CSV tables and the YAML of a user.

A user's file is either YAML::

    actors:
      - name: Mira Kolt              # required
        type: person                 # person | state | organisation | party; default person
        aliases: [M. Kolt]
        affiliation: Ardania         # a state, organisation or party: its name or id (also written `state`)
        party: Harbour Party
        wikidata: Q123
        offices:
          - {role: defence_minister, title: defence minister, of: Ardania, start: 2021-03-01, end: 2023-05-01}

or CSV with the columns name, type, aliases, affiliation, party, wikidata, capital, metonyms, demonyms, leader, role,
title, of, start, end (only `name` is required; lists are separated by `|`; one line per office, so a name may recur). A
state may say its `capital`, `metonyms`, `demonyms` and `leader` (head_of_state or head_of_government) in both forms.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracker.actors.text import words
from tracker.errors import RegistryError

if TYPE_CHECKING:
    from yaml import Node

USER_FIELDS = words(
    "id name type aliases state affiliation party wikidata capital metonyms demonyms leader parliament offices"
)
OFFICE_FIELDS = words("role title of executive start end")


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one line and where it stands ("people.csv:12")."""

    where: str
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def many(self, column: str) -> tuple[str, ...]:
        """Return the parts of a cell that holds several values separated by ``|``."""
        return tuple(part.strip() for part in self[column].split("|") if part.strip())

    def need(self, column: str) -> str:
        """Return a cell that must not be empty."""
        if not self[column]:
            raise RegistryError(f"{self.where}: column '{column}' is empty")
        return self[column]


def csv_rows(name: str, data: bytes, columns: frozenset[str], required: frozenset[str]) -> Iterator[Row]:
    """Yield the rows of a CSV table; raise `RegistryError` on missing or unknown columns and on ragged lines."""
    try:
        reader = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    except UnicodeDecodeError as error:
        raise RegistryError(f"{name}: not UTF-8 ({error.reason} at byte {error.start})") from None
    header = [cell.strip() for cell in next(reader, [])]
    _check_header(name, set(header), columns, required)
    for cells in reader:
        if not any(cells):
            continue
        if len(cells) != len(header):
            raise RegistryError(f"{name}:{reader.line_num}: {len(cells)} cells, the header has {len(header)}")
        values = {column: cell.strip() for column, cell in zip(header, cells, strict=True)}
        yield Row(f"{name}:{reader.line_num}", values)


def _check_header(name: str, header: set[str], columns: frozenset[str], required: frozenset[str]) -> None:
    if missing := sorted(required - header):
        raise RegistryError(f"{name}:1: column missing: {', '.join(missing)}")
    if unknown := sorted(header - columns):
        raise RegistryError(f"{name}:1: unknown column: {', '.join(unknown)} (known: {', '.join(sorted(columns))})")


def user_rows(name: str, data: bytes) -> tuple[list[Row], list[Row]]:
    """Return the actors and the offices of a user's file; an office names its person in the cell ``person``."""
    return _user_yaml(name, data) if name.lower().endswith((".yaml", ".yml")) else _user_csv(name, data)


def _user_csv(name: str, data: bytes) -> tuple[list[Row], list[Row]]:
    columns = (USER_FIELDS - {"offices"}) | OFFICE_FIELDS
    actors: dict[str, Row] = {}
    offices: list[Row] = []
    for row in csv_rows(name, data, columns, frozenset({"name"})):
        actors.setdefault(row.need("name"), row)
        if row["role"] or row["title"]:
            offices.append(Row(row.where, {**row.cells, "person": row["name"]}))
    return list(actors.values()), offices


def _user_yaml(name: str, data: bytes) -> tuple[list[Row], list[Row]]:
    actors: list[Row] = []
    offices: list[Row] = []
    for where, node in _items(name, _field(name, _compose(name, data), "actors")):
        fields = _mapping(where, node, USER_FIELDS)
        row = Row(where, {field: _text(name, value) for field, value in fields.items() if field != "offices"})
        actors.append(row)
        if "offices" in fields:
            for place, office in _items(name, fields["offices"]):
                cells = {field: _text(name, value) for field, value in _mapping(place, office, OFFICE_FIELDS).items()}
                offices.append(Row(place, {**cells, "person": row.need("name")}))
    return actors, offices


def _compose(name: str, data: bytes) -> Any:
    import yaml

    try:
        node = yaml.compose(data.decode("utf-8-sig"), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark is not None else ""
        raise RegistryError(f"{name}{line}: not readable as YAML: {getattr(error, 'problem', error)}") from None
    if node is None:
        raise RegistryError(f"{name}: the file is empty")
    return node


def _field(name: str, node: Node, field: str) -> Any:
    fields = _mapping(f"{name}:{node.start_mark.line + 1}", node, frozenset({field}))
    if field not in fields:
        raise RegistryError(f"{name}:1: '{field}:' is missing at the top")
    return fields[field]


def _items(name: str, node: Node) -> Iterator[tuple[str, Node]]:
    where = f"{name}:{node.start_mark.line + 1}"
    if node.id != "sequence":  # type: ignore[attr-defined]
        raise RegistryError(f"{where}: a list is expected here")
    for item in node.value:
        yield f"{name}:{item.start_mark.line + 1}", item


def _mapping(where: str, node: Node, fields: frozenset[str]) -> dict[str, Any]:
    if node.id != "mapping":  # type: ignore[attr-defined]
        raise RegistryError(f"{where}: 'field: value' pairs are expected here")
    found = {str(key.value): value for key, value in node.value}
    if unknown := sorted(set(found) - fields):
        raise RegistryError(f"{where}: unknown field: {', '.join(unknown)} (known: {', '.join(sorted(fields))})")
    return found


def _text(name: str, node: Node) -> str:
    if node.id == "sequence":  # type: ignore[attr-defined]
        return "|".join(_text(name, item) for item in node.value)
    if node.id != "scalar":  # type: ignore[attr-defined]
        raise RegistryError(f"{name}:{node.start_mark.line + 1}: a text or a list of texts is expected here")
    return "" if node.tag.endswith(":null") else str(node.value).strip()
