"""The registry: who is known, under which names, and who held which office when.

The packaged tables lie in ``tracker/actors/data``; a user's own file (see `tracker.actors.sources`) adds actors or
extends those that are there. Every error names file and line.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cached_property
from hashlib import sha256
from importlib.resources import files
from itertools import combinations
from pathlib import Path
from typing import Protocol

from tracker.actors.sources import Row, csv_rows, user_rows
from tracker.actors.text import key, words
from tracker.errors import RegistryError
from tracker.schema import Actor, ActorType

ROLES = words(
    "head_of_state head_of_government foreign_minister defence_minister finance_minister minister deputy "
    "spokesperson adviser ambassador legislator speaker party_leader opposition_leader organisation_head "
    "commissioner military_chief other"
)
UNIQUE_ROLES = frozenset({"head_of_state", "head_of_government", "foreign_minister", "defence_minister"})
SPEAKS_FOR = ROLES - {"legislator", "speaker", "party_leader", "opposition_leader", "other"}
OVERLAP_DAYS = 3
_TABLES = {
    "states.csv": "id name wikidata capital metonyms demonyms aliases leader",
    "organisations.csv": "id name type wikidata state aliases demonyms parliament",
    "people.csv": "id name wikidata aliases state party",
    "offices.csv": "person_id role title of executive start end",
}


class _Readable(Protocol):
    def read_bytes(self) -> bytes: ...


class _Folder(Protocol):
    def joinpath(self, name: str, /) -> _Readable: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One actor of the registry with its names; ``state`` and ``party`` are ids, ``where`` is file and line."""

    actor: Actor
    aliases: tuple[str, ...] = ()
    capital: str = ""
    metonyms: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    state: str = ""
    party: str = ""
    leader: str = "head_of_government"
    parliament: bool = False
    where: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """One term of office; ``start`` and ``end`` are inclusive, None is open."""

    person: str
    role: str
    title: str
    of: str
    executive: bool
    start: dt.date | None
    end: dt.date | None
    where: str = ""

    def held_on(self, date: dt.date) -> bool:
        """Tell whether ``date`` lies in the term."""
        return (self.start or dt.date.min) <= date <= (self.end or dt.date.max)


@dataclass(frozen=True)
class Registry:
    """All known actors and their offices; never changed after loading.

    >>> registry = Registry.load()
    >>> registry.entries["nato"].actor.name
    'NATO'
    """

    entries: Mapping[str, Entry]
    offices: tuple[Office, ...]
    sha256: str = ""
    media: frozenset[str] = field(default=frozenset(), repr=False)

    @classmethod
    def load(cls, extra: Sequence[Path] = ()) -> Registry:
        """Read the packaged tables and the user's files; raise `RegistryError` ("file:line: what is wrong")."""
        return cls.from_folder(files("tracker.actors") / "data", extra)

    @classmethod
    def from_folder(cls, folder: _Folder, extra: Sequence[Path] = ()) -> Registry:
        """Read the four tables and the list of media of a folder, then the user's files."""
        digest = sha256()
        builder = _Builder()
        for name, columns in _TABLES.items():
            data = _read(folder.joinpath(name), name)
            digest.update(data)
            wanted = frozenset(columns.split())
            for row in csv_rows(name, data, wanted, wanted):
                builder.add(name, row)
        media = _read(folder.joinpath("media.txt"), "media.txt")
        digest.update(media)
        for path in extra:
            data = _read(path, str(path))
            digest.update(data)
            builder.add_user(*user_rows(str(path), data))
        builder.check_references()
        names = frozenset(key(line) for line in media.decode("utf-8").splitlines() if line and line[0] != "#")
        return cls(builder.entries, tuple(builder.offices), digest.hexdigest(), names)

    @cached_property
    def by_name(self) -> Mapping[str, str]:
        """Ids by the key of the main name."""
        return {key(entry.actor.name): entry_id for entry_id, entry in reversed(list(self.entries.items()))}

    def check(self) -> tuple[str, ...]:
        """Return what is implausible: two holders of an office that only one can hold, for more than three days."""
        groups: dict[tuple[str, str], list[Office]] = defaultdict(list)
        for office in self.offices:
            if (
                office.role in UNIQUE_ROLES
                and not office.title.startswith("acting")
                and self.entries[office.of].actor.type is ActorType.STATE
            ):
                groups[office.of, office.role].append(office)
        pairs = ((group, pair) for group, held in groups.items() for pair in combinations(held, 2))
        return tuple(
            f"{second.where}: {second.person} and {first.person} ({first.where}) are both {role} of {of}, {days} days"
            for (of, role), (first, second) in pairs
            if first.person != second.person and (days := _overlap(first, second)) > OVERLAP_DAYS
        )

    def rows(self) -> Iterator[dict[str, str]]:
        """Yield one flat row per actor, for listing."""
        offices: dict[str, list[str]] = defaultdict(list)
        for office in self.offices:
            offices[office.person].append(f"{office.title} ({office.of}) {office.start or ''}..{office.end or ''}")
        for entry_id, entry in self.entries.items():
            yield {
                "id": entry_id, "name": entry.actor.name, "type": entry.actor.type.value,
                "wikidata": entry.actor.wikidata, "affiliation": entry.state, "party": entry.party,
                "aliases": "|".join(entry.aliases), "offices": "; ".join(offices[entry_id]),
            }  # fmt: skip

    def patterns(self) -> list[dict[str, str]]:
        """Return patterns for the parser: names, aliases and distinctive surnames, each with its actor id."""
        from tracker.actors.patterns import name_patterns

        return name_patterns(self)


class _Builder:
    """Collects rows into entries and offices."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.offices: list[Office] = []

    def add(self, table: str, row: Row) -> None:
        if table == "offices.csv":
            self.offices.append(_office(row, row.need("person_id"), row.need("of")))
            return
        kind = {"states.csv": "state", "people.csv": "person"}.get(table) or row.need("type")
        self._insert(_entry(row, row.need("id"), kind))

    def add_user(self, actors: list[Row], offices: list[Row]) -> None:
        names = {key(entry.actor.name): entry_id for entry_id, entry in reversed(list(self.entries.items()))}
        for row in actors:
            name = key(row.need("name"))
            entry_id = names.setdefault(name, row["id"] or name.replace(" ", "-"))
            self._insert(_entry(row, entry_id, row["type"] or "person"), extend=True)
        for entry_id, entry in self.entries.items():
            state, party = (names.get(key(value), value) for value in (entry.state, entry.party))
            self.entries[entry_id] = replace(entry, state=state, party=party)
        for row in offices:
            person = names[key(row["person"])]
            of = row["of"] or self.entries[person].state
            self.offices.append(_office(row, person, names.get(key(of), of)))

    def _insert(self, entry: Entry, extend: bool = False) -> None:
        old = self.entries.get(entry.actor.id)
        if old is not None and not extend:
            raise RegistryError(f"{entry.where}: id '{entry.actor.id}' is already used at {old.where}")
        self.entries[entry.actor.id] = entry if old is None else _merge(old, entry)

    def check_references(self) -> None:
        for entry in self.entries.values():
            for column, value in (("state", entry.state), ("party", entry.party)):
                if value and value not in self.entries:
                    raise RegistryError(f"{entry.where}: {column} '{value}' {self._unknown(value, column)}")
        for office in self.offices:
            person = self.entries.get(office.person)
            if person is None or person.actor.type is not ActorType.PERSON:
                raise RegistryError(f"{office.where}: person '{office.person}' is no person of the registry")
            if office.of not in self.entries:
                raise RegistryError(f"{office.where}: of '{office.of}' {self._unknown(office.of, 'state')}")

    def _unknown(self, name: str, kind: str) -> str:
        """Say that nobody is known by a name or id, which ones are near, and how to add one."""
        known = {entry_id: entry_id for entry_id in self.entries}
        known |= {key(entry.actor.name): entry.actor.name for entry in self.entries.values()}
        near = list(dict.fromkeys(known[match] for match in get_close_matches(key(name), known, n=3, cutoff=0.8)))
        meant = f" (near: {', '.join(near)})" if near else ""
        return f"is no name or id of the registry{meant}; define it in the actor file: name {name}, type {kind}"


def _merge(old: Entry, new: Entry) -> Entry:
    if old.actor.type is not new.actor.type:
        raise RegistryError(f"{new.where}: '{new.actor.name}' is a {old.actor.type} at {old.where}")
    return replace(
        old,
        actor=replace(old.actor, wikidata=new.actor.wikidata or old.actor.wikidata),
        aliases=tuple(dict.fromkeys(old.aliases + new.aliases)),
        metonyms=tuple(dict.fromkeys(old.metonyms + new.metonyms)),
        demonyms=tuple(dict.fromkeys(old.demonyms + new.demonyms)),
        capital=new.capital or old.capital, state=new.state or old.state, party=new.party or old.party,
    )  # fmt: skip


def _entry(row: Row, entry_id: str, kind: str) -> Entry:
    if kind not in {"person", "state", "organisation", "party"}:
        raise RegistryError(f"{row.where}: type '{kind}' is none of person, state, organisation, party")
    leader = row["leader"] or "head_of_government"
    if leader not in {"head_of_state", "head_of_government"}:
        raise RegistryError(f"{row.where}: leader '{leader}' is neither head_of_state nor head_of_government")
    return Entry(
        Actor(entry_id, row.need("name"), ActorType(kind), row["wikidata"]), row.many("aliases"), row["capital"],
        row.many("metonyms"), row.many("demonyms"), row["state"] or row["affiliation"], row["party"], leader,
        _flag(row, "parliament"), row.where,
    )  # fmt: skip


def _office(row: Row, person: str, of: str) -> Office:
    role = row.need("role")
    if role not in ROLES:
        raise RegistryError(f"{row.where}: role '{role}' is none of {', '.join(sorted(ROLES))}")
    start, end = _date(row, "start"), _date(row, "end")
    if start and end and end < start:
        raise RegistryError(f"{row.where}: end {end} lies before start {start}")
    executive = _flag(row, "executive") if row["executive"] or "person_id" in row.cells else role in SPEAKS_FOR
    return Office(person, role, row["title"] or role.replace("_", " "), of, executive, start, end, row.where)


def _flag(row: Row, column: str) -> bool:
    value = row[column].lower()
    if value not in {"", "yes", "no", "true", "false"}:
        raise RegistryError(f"{row.where}: {column} '{value}' is neither yes nor no")
    return value in {"yes", "true"}


def _date(row: Row, column: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(row[column]) if row[column] else None
    except ValueError:
        raise RegistryError(f"{row.where}: {column} '{row[column]}' is no date like 2024-07-05") from None


def _read(source: _Readable, name: str) -> bytes:
    try:
        return source.read_bytes()
    except OSError as error:
        raise RegistryError(f"{name}: cannot be read: {error.strerror}") from None


def _overlap(first: Office, second: Office) -> int:
    start = max(first.start or dt.date.min, second.start or dt.date.min)
    return (min(first.end or dt.date.max, second.end or dt.date.max) - start).days
