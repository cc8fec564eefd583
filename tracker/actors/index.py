"""Look-up tables over a registry: names, surnames, holders of offices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tracker.actors.registry import Entry, Office, Registry
from tracker.actors.text import is_acronym, key, surname
from tracker.schema import ActorType

SEATS = {"brussels": "european-union"}
FAMILY_FIRST = frozenset({"china", "taiwan", "south-korea", "north-korea", "vietnam", "cambodia"})
RULES = ("name", "alias", "metonym", "capital", "demonym")


@dataclass(frozen=True, slots=True)
class Name:
    """One name of one entry; ``upper`` names count in capitals only."""

    entry: Entry
    rule: str
    upper: bool
    text: str = ""


@dataclass(frozen=True, slots=True)
class Index:
    """All look-up tables; ``names`` leaves out mere surnames."""

    names: Mapping[str, tuple[Name, ...]]
    surnames: Mapping[str, tuple[Entry, ...]]
    careers: Mapping[str, tuple[Office, ...]]
    holders: Mapping[str, tuple[Office, ...]]
    people: Mapping[str, Entry]

    def find(self, text: str) -> tuple[Name, ...]:
        """Return the names that a surface text can be, best rule first."""
        if text.islower():
            return ()
        found = self.names.get(key(text), ())
        return tuple(name for name in found if not name.upper or text.replace(".", "").isupper())


def build_index(registry: Registry) -> Index:
    """Build the tables; the order of the registry's files decides between equals."""
    names: dict[str, list[Name]] = defaultdict(list)
    surnames: dict[str, dict[str, Entry]] = defaultdict(dict)
    people: dict[str, Entry] = {}
    for entry in registry.entries.values():
        for text, rule in entry_names(entry):
            names[key(text)].append(Name(entry, rule, is_acronym(text), text))
        if entry.actor.type is ActorType.PERSON:
            people[key(entry.actor.name)] = entry
            for family in _surnames(entry):
                surnames[family][entry.actor.id] = entry
    for seat, entry_id in SEATS.items():
        if entry_id in registry.entries:
            names[seat] = [Name(registry.entries[entry_id], "capital", False)]
    return Index(
        {text: tuple(sorted(found, key=lambda name: RULES.index(name.rule))) for text, found in names.items()},
        {text: tuple(found.values()) for text, found in surnames.items()},
        _grouped((office.person, office) for office in registry.offices),
        _grouped((office.of, office) for office in registry.offices),
        people,
    )


def entry_names(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield every name of an entry with its rule; single words of a person are left to the surnames."""
    person = entry.actor.type is ActorType.PERSON
    yield entry.actor.name, "name"
    for alias in entry.aliases:
        if not person or " " in alias:
            yield alias, "alias"
    for metonym in entry.metonyms:
        yield metonym, "metonym"
    if entry.capital:
        yield entry.capital, "capital"
    for demonym in entry.demonyms:
        yield demonym.removeprefix("the "), "demonym"


def _surnames(entry: Entry) -> Iterator[str]:
    for name in (entry.actor.name, *entry.aliases):
        yield surname(name)
        yield key(name.split()[-1])
        if entry.state in FAMILY_FIRST:
            yield key(name.split()[0])
    yield from (key(alias) for alias in entry.aliases if " " not in alias)


def _grouped(pairs: Iterable[tuple[str, Office]]) -> dict[str, tuple[Office, ...]]:
    groups: dict[str, list[Office]] = defaultdict(list)
    for group, office in pairs:
        groups[group].append(office)
    return {group: tuple(found) for group, found in groups.items()}
