"""Other names for the actors of a labelled document: what a model knows of a name is no reading of the text.

Persons, parties and organisations get invented names, states those of other states, with capital and demonyms; one
actor has one new name throughout. A name stays where it could not be replaced consistently: where it is part of what an
axis is about, where the text uses only an office, an alias or a part of it, and where two actors share it.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from tracker.actors import Registry
from tracker.actors.index import FAMILY_FIRST
from tracker.actors.registry import Entry
from tracker.actors.text import initials, key
from tracker.evaluation.corpus import LabelledDocument
from tracker.schema import ActorType, Axis

_GIVEN = (
    "Mira", "Odo", "Ida", "Olan", "Tesna", "Bram", "Livia", "Corin", "Neva", "Halvor", "Sanne", "Joric", "Petra",
    "Ruben", "Alma", "Viggo",
)  # fmt: skip
_FAMILY = (
    "Kolt", "Brandt-Vehl", "Solder", "Druske", "Harrowmere", "Velsing", "Oranto", "Pekkardt", "Tarrow", "Lindqvane",
    "Maskelin", "Ostrova", "Quenby", "Rastell", "Zelenka-Dohr", "Ummerson",
)  # fmt: skip
_PARTIES = (
    "Harbour Party", "Civic Meadow", "Orchard Alliance", "New Compass", "Lantern Union", "Farmhouse List",
    "Plain Voice", "Riverside Democrats",
)  # fmt: skip
_ORGANISATIONS = (
    "Halden Council", "Meridian Institute", "Larkspur Federation", "Corvane Group", "Tessel Foundation",
    "Brightwater League", "Ostermark Forum", "Pallas Society",
)  # fmt: skip
_ACRONYMS = ("VORTA", "HELC", "TRION", "QAMB", "ZELDO", "MURV")
_MONTHS = frozenset({"January", "March", "April", "May", "June", "August"})  # surnames as well
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_Names = dict[str, str]


def swapped_names(item: LabelledDocument, axes: Iterable[Axis], registry: Registry, seed: int = 1) -> _Names:
    """Return, for each name of the document's actors that can be replaced, the name to put in its place."""
    chance = random.Random(f"{seed}:{item.document.id}")
    about = _about(axes)
    kinds = {row["actor"]: row.get("actor_type", "") for row in item.rows}
    found = _persons(item, about, registry, chance)
    for kind, donors in ((ActorType.PARTY, _PARTIES), (ActorType.ORGANISATION, _ORGANISATIONS)):
        names = [name for name, its in kinds.items() if its == kind and _plain(name, item.document.text, registry)]
        pools = (_unused(pool, item.document.text, chance) for pool in (donors, _ACRONYMS))
        found |= _collective([name for name in names if not about & _words(name) and name not in found], *pools)
    stuck = [name for name in kinds if name not in found and not _stands(name, item.document.text)]
    return found | _states(item, registry, about | {word for name in stuck for word in _words(name)}, chance)


def _about(axes: Iterable[Axis]) -> set[str]:
    """Return the words that the axes say of themselves, in lower case; a name that has one of them stays."""
    texts = [text for axis in axes for text in (axis.title, axis.proposal, axis.definition)]
    texts += [term for axis in axes for term in (*axis.terms, *axis.hints, *axis.anchors)]
    return {word for text in texts for word in _words(text)}


def _words(text: str) -> set[str]:
    return {re.sub("[’']s$", "", word).lower() for word in _WORD.findall(text)}


def _stands(name: str, text: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(name)}(?!\w)", text) is not None


def _persons(item: LabelledDocument, about: set[str], registry: Registry, chance: random.Random) -> _Names:
    persons = {row["actor"]: row.get("affiliation", "") for row in item.rows if row["actor_type"] == ActorType.PERSON}
    families = {name: _family(name, registry.by_name.get(key(state), "")) for name, state in persons.items()}
    shared = Counter(families.values())
    given, family = (_unused(names, item.document.text, chance) for names in (_GIVEN, _FAMILY))
    found: _Names = {}
    for name, surname in sorted(families.items()):
        alone = shared[surname] == 1 and surname not in _MONTHS and not about & _words(name)
        if alone and " " in name and _stands(name, item.document.text) and given and family:
            last = family.pop()
            found |= {name: f"{given.pop()} {last}", surname: last}
    return found


def _family(name: str, state: str) -> str:
    parts = name.split()
    return parts[0 if state in FAMILY_FIRST else -1]


def _plain(name: str, text: str, registry: Registry) -> bool:
    """Tell whether a text has a name in full, and none of the aliases that the registry knows for it."""
    entry = registry.entries.get(registry.by_name.get(key(name), ""))
    aliases = entry.aliases if entry is not None else ()
    others = {*aliases, initials(name)} - {name, ""}
    return _stands(name, text) and not any(_stands(other, text) for other in others)


def _collective(names: Iterable[str], words: list[str], acronyms: list[str]) -> _Names:
    found = {}
    for name in sorted(names):
        pool = acronyms if name.isupper() else words
        if pool:
            found[name] = pool.pop()
    return found


def _unused(names: Sequence[str], text: str, chance: random.Random) -> list[str]:
    """Return the names that a text does not have yet, shuffled."""
    return [name for name in chance.sample(names, len(names)) if not _stands(name, text)]


def _states(item: LabelledDocument, registry: Registry, fixed: set[str], chance: random.Random) -> _Names:
    """Return new names for the states that hold positions or employ who does; ``fixed`` are words that must stay."""
    text = item.document.text
    by_name = {entry.actor.name: entry for entry in registry.entries.values() if entry.actor.type is ActorType.STATE}
    wanted = {row[key] for row in item.rows for key in ("actor", "affiliation") if row.get(key) in by_name}
    # Who is known by office alone ("the Ostran premier") keeps his state, by which the registry finds him.
    unnamed = {row.get("affiliation") for row in item.rows if not _stands(row["actor"], text)} - {
        row["actor"] for row in item.rows
    }
    donors = [entry for entry in by_name.values() if _gives(entry) and not any(_stands(n, text) for n in _all(entry))]
    chance.shuffle(donors)
    found: _Names = {}
    for name in sorted(wanted - unnamed):
        taken = {word for form in _all(by_name[name]) for word in _words(form)}
        if donors and not taken & fixed:
            found |= dict(_as(by_name[name], donors.pop()))
    return found


def _gives(entry: Entry) -> bool:
    return " " not in entry.actor.name and " " not in entry.capital and bool(entry.capital) and len(entry.demonyms) >= 2


def _all(entry: Entry) -> tuple[str, ...]:
    return tuple(filter(None, (entry.actor.name, entry.capital, *entry.aliases, *entry.metonyms, *entry.demonyms)))


def _as(old: Entry, new: Entry) -> Iterator[tuple[str, str]]:
    """Yield each name of a state with the other state's name of the same kind."""
    yield old.actor.name, new.actor.name
    yield from ((alias, new.actor.name) for alias in old.aliases)
    yield from ((seat, new.capital) for seat in (old.capital, *old.metonyms) if seat)
    singular, plural = new.demonyms[:2]
    yield from ((d, plural if d.endswith("s") and d[:-1] in old.demonyms else singular) for d in old.demonyms)
