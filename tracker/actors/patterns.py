"""Patterns by which the parser knows the names of the registry."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.actors.index import build_index, entry_names
from tracker.actors.registry import Entry, Registry
from tracker.actors.text import key, words
from tracker.schema import ActorType

_COMMON = words(
    "house reform unity voice league commission labor labour revival confederation horizons renaissance "
    "momentum pirates moderates motorists communists progressives reconquest independent beehive tisza "
    "emirates holland delhi congress quad top confederation fatherland republican commons lords diet "
    "strasbourg union amnesty azov renew"
)
_LABELS = {ActorType.PERSON: "PERSON", ActorType.STATE: "GPE", ActorType.ORGANISATION: "ORG", ActorType.PARTY: "ORG"}
_SHORTEST = 5
_WORDS = words(
    "baker banks barker berry bishop black blair block bloom booth bowman brand bridge brook brooks brown bush "
    "butler camp carpenter carter chambers church clark clay clever coast cook cooper costa court crane cross "
    "crown curtis drake duke english farmer field fields fisher foot ford forest forster foster fountain "
    "fowler fox france franks freeman french friend frost garland german glass gold golden good grace grant "
    "gray green grove hall hammer hand hardy harper harris heath herald hill hills holland holly honey hope "
    "house hunt hunter iron jenkins jordan judge justice keen king knight lake lamb lane law lawyer leigh "
    "little long lord love major mann march marine marsh marshal marshall martin mason may miller mills moon "
    "moore moss north norton page palmer park parker parks paris peace pearl perry piper plaza pole pope "
    "porter potter pound power powers price prince quick rain ranger read reed reeves rice rich rivers roads "
    "robin rock rogers rose rush savage scott sharp shepherd short silver singer smart smith snow south "
    "spencer spring steel stone storm street strong summer summers swift taylor temple thatcher turner vance "
    "vale wade walker wall wallace ward water waters weaver webb wells west wheeler white wild wilder winter "
    "winters wise wolf wood woods world wright young"
)


def name_patterns(registry: Registry) -> list[dict[str, str]]:
    """Return one pattern per name; a name that two actors share, or that is a demonym, gives none of its own."""
    index = build_index(registry)
    owners: dict[str, dict[str, str]] = {}
    for entry in registry.entries.values():
        for text, label in _names(entry):
            owners.setdefault(text, {}).setdefault(entry.actor.id, label)
    others = _WORDS | set(index.names) | {key(entry.actor.name.split()[0]) for entry in index.people.values()}
    for family, people in index.surnames.items():
        if len(people) == 1 and len(family) >= _SHORTEST and family not in others:
            for text in _surname_texts(people[0], family):
                owners.setdefault(text, {}).setdefault(people[0].actor.id, "PERSON")
    return [
        {"label": label, "pattern": text, "id": actor}
        for text, found in owners.items() for actor, label in list(found.items())[:1]
    ]  # fmt: skip


def _names(entry: Entry) -> Iterator[tuple[str, str]]:
    for text, rule in entry_names(entry):
        if rule != "demonym" and not text.islower() and key(text) not in _COMMON:
            yield text, "ORG" if rule == "metonym" else _LABELS[entry.actor.type]


def _surname_texts(entry: Entry, family: str) -> Iterator[str]:
    """Yield the family name as the registry spells it, with and without diacritics."""
    for name in (entry.actor.name, *entry.aliases):
        tail = " ".join(name.split()[-len(family.split()) :])
        if key(tail) == family and not tail.islower():
            yield tail
