"""Resolving the names of persons: introduced in the document, in the registry, misspelled, or unknown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz.distance import OSA

from tracker.actors.careers import Careers
from tracker.actors.index import Index
from tracker.actors.phrases import Phrase
from tracker.actors.registry import Entry
from tracker.actors.text import forms, is_name_like, key, plain_name, surname
from tracker.names import FIRST_NAMED, PARTICLES
from tracker.schema import ActorType, Resolution

_FIRST_NAMED = frozenset(map(key, FIRST_NAMED))
_FUZZY_SHORTEST = 6
_FUZZY_LONG = 9


@dataclass(frozen=True, slots=True)
class People:
    """Finds persons by name; ``phrase`` and ``place`` are what a title next to the name says."""

    index: Index
    careers: Careers
    fuzzy: dict[str, tuple[Entry, ...]] = field(default_factory=dict)

    def known(self, text: str, known: Sequence[Resolution]) -> Resolution | None:
        """Return the person introduced earlier that a (shorter) name means, the latest first.

        A word that is nobody's family name may be the first one of one person's: "Gao" after "Gao Lan".
        """
        words = key(plain_name(text)).split()
        for found in reversed(known):
            if found.actor.type is ActorType.PERSON and _same_person(words, found.actor.name):
                whole = key(text) == key(found.actor.name)
                return replace(found, rule="known", confidence=min(found.confidence, 1.0 if whole else 0.95))
        called = _called(words[0], known) if len(words) == 1 else []
        return replace(called[0], rule="known", confidence=0.85) if len(called) == 1 else None

    def by_first_name(self, text: str, known: Sequence[Resolution]) -> Resolution | None:
        """Return the person introduced earlier that a title and a first name mean: "Prince Salim"."""
        words = [word for word in key(text).split() if word != "the"]
        if len(words) != 2 or words[0] not in _FIRST_NAMED:
            return None
        return next((replace(found, rule="known", confidence=0.9) for found in _called(words[1], known)), None)

    def full(self, text: str, date: dt.date | None) -> Resolution | None:
        """Return the person of the registry whose full name or alias this is."""
        found = self.index.find(text) or self.index.find(plain_name(text))
        names = [name for name in found if name.entry.actor.type is ActorType.PERSON]
        if not names:
            return None
        best = max(names, key=lambda name: (self.careers.near(name.entry, date), name.rule == "name"))
        sure = 0.98 if len({name.entry.actor.id for name in names}) == 1 else 0.7
        return self.careers.standing(best.entry, date, best.rule, sure)

    def by_surname(
        self, text: str, date: dt.date | None, phrase: Phrase | None, place: Entry | None
    ) -> Resolution | None:
        """Return the one person of the registry with that family name who was in office around the date."""
        people = self.index.surnames.get(key(text), ()) if is_name_like(text) else ()
        titled = phrase is not None or place is not None
        if place is not None:
            people = tuple(person for person in people if self.careers.tied(person, place))
        if phrase is not None and phrase.role:
            people = tuple(person for person in people if self.careers.held(person, phrase, place)) or (
                people if place else ()
            )
        if (best := self._nearest(people, date, titled)) is None:
            return None
        return self.careers.standing(best, date, "title" if titled else "surname", 0.95 if titled else 0.85)

    def _nearest(self, people: Sequence[Entry], date: dt.date | None, titled: bool) -> Entry | None:
        ranked = [(self.careers.near(person, date), person) for person in people]
        top = max((rank for rank, _ in ranked), default=0)
        best = [person for rank, person in ranked if rank == top]
        return best[0] if len(best) == 1 and (top > 0 or titled) else None

    def misspelled(self, text: str, date: dt.date | None, known: Sequence[Resolution]) -> Resolution | None:
        """Return the person that a name with a small slip means, if there is but one."""
        for form in forms(text)[:1]:
            words = form.split()
            if len(key(words[-1])) < _FUZZY_SHORTEST or not is_name_like(form):
                continue
            near = {
                found.actor.id: found for found in known
                if found.actor.type is ActorType.PERSON and _near_name(words, found.actor.name)
            }  # fmt: skip
            if len(near) == 1:
                return replace(next(iter(near.values())), rule="fuzzy", confidence=0.8)
            listed = key(words[-1]) in self.index.surnames
            people = [] if listed else [person for person in self._fuzzy(form) if self.careers.near(person, date)]
            if len(people) == 1:
                return self.careers.standing(people[0], date, "fuzzy", 0.75)
        return None

    def _fuzzy(self, text: str) -> tuple[Entry, ...]:
        if text not in self.fuzzy:
            words = text.split()
            self.fuzzy[text] = tuple(
                person for person in self.index.people.values() if _near_name(words, person.actor.name)
            )  # fmt: skip
        return self.fuzzy[text]


def _called(first: str, known: Sequence[Resolution]) -> list[Resolution]:
    """Return the persons introduced earlier whose name of several words begins with this one, the latest first."""
    latest: dict[str, Resolution] = {}
    for found in reversed(known):
        if found.actor.type is ActorType.PERSON and key(found.actor.name).split()[:-1][:1] == [first]:
            latest.setdefault(found.actor.id, found)
    return list(latest.values())


def _same_person(words: list[str], name: str) -> bool:
    """Tell whether a mention is a shorter form of a name: its family name, with agreeing first names or initials."""
    full = key(name).split()
    if words == full or (words[0] in PARTICLES and words == full[-len(words) :]):
        return True
    if len(words) == 1:
        return words[0] == full[-1] or words[0] == surname(name)
    if " ".join(words) == surname(name):
        return True
    if words[-1] != full[-1] or len(full) < 2:
        return False
    return words[0] == full[0] or (1 in {len(words[0]), len(full[0])} and words[0][0] == full[0][0])


def _near_name(words: list[str], name: str) -> bool:
    full = name.split()
    asked, given = key(words[-1]), key(full[-1])
    if len(given) < _FUZZY_SHORTEST or (asked == given and len(words) == 1) or asked[0] != given[0]:
        return False
    if len(words) > 1 and (len(full) < 2 or OSA.distance(key(words[0]), key(full[0]), score_cutoff=1) > 1):
        return False
    if len(words) == 1 and asked[:-1] == given[:-1] and len(asked) == len(given):
        return False
    allowed = 2 if len(given) >= _FUZZY_LONG and len(words) > 1 else 1
    return OSA.distance(asked, given, score_cutoff=allowed) <= allowed
