"""What a role or an institution belongs to: resolving "the French", "NATO alliance", "Ardanian", "Scholz"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from tracker.actors.index import Index, Name
from tracker.actors.lexicon import GENERIC, NOT_PLACES
from tracker.actors.outside import Place, capital_tail, has_body_word, match_place
from tracker.actors.phrases import Phrase, is_body, read
from tracker.actors.registry import Entry, Registry
from tracker.actors.text import bare, clean, forms, key, words
from tracker.names import looks_like_demonym
from tracker.schema import ActorType, Resolution

_FOREMOST = "united-states"  # whose parties and houses the news of other countries call by short names too
PLACE_TYPES = frozenset({ActorType.STATE, ActorType.ORGANISATION, ActorType.PARTY})
_ALLIANCES = {
    "alliance": ("nato", ("nato", "csto")), "bloc": ("european-union", ("european-union", "csto")),
    "union": ("european-union", ("european-union",)),
}  # fmt: skip
_ALLIANCE_WORDS = {
    "alliance": words("pact alliance treaty"), "bloc": words("bloc union community league"), "union": words("union"),
}  # fmt: skip
_OF_MANY = re.compile(r"\b[a-z]+s['’] ")  # "the soldiers' union"


@dataclass(frozen=True, slots=True)
class Case:
    """What is known around a mention."""

    date: dt.date | None
    known: tuple[Resolution, ...]
    home: str
    role_hint: str
    label: str
    places: tuple[str, ...]


Resolve = Callable[[str, Case], Resolution | None]


@dataclass(frozen=True, slots=True)
class Places:
    """Resolves texts to places; ``resolve`` is the resolver's own, for places named by persons or institutions."""

    registry: Registry
    index: Index
    resolve: Resolve

    def find(self, text: str, case: Case) -> Place | None:
        """Return the place a text names, or None where it names none that can be told."""
        text = clean(text)
        if not text:
            return None
        short = bare(text)
        return (
            self.alliance(text, case) or self._listed(short, case) or self._institution(short, case)
            or self._of_state(short) or self._inside(short, case) or self._leader(short, case)
            or self._part(short, case) or self._named_here(short, case)
        )  # fmt: skip

    def home(self, case: Case) -> Place | None:
        """Return the place in focus."""
        return (self._listed(case.home, case) or Place(case.home, surface=key(case.home))) if case.home else None

    def hint(self, case: Case) -> tuple[Phrase | None, Place | None]:
        """Return the role and the place that the words next to a mention name."""
        phrase = read(clean(case.role_hint)) if case.role_hint else None
        if phrase is None or phrase.kind != "role":
            return None, None
        return phrase, self.find(phrase.place, replace(case, role_hint="")) if phrase.place else None

    def of(self, found: Resolution, surface: str, person: bool = False) -> Place:
        """Return the place that an actor is or speaks for."""
        named = found.affiliation if found.actor.type is ActorType.PERSON else found.actor.name
        entry = self.registry.entries.get(self.registry.by_name.get(key(named), ""))
        return Place(named, entry, found if person else None, surface)

    def alliance(self, text: str, case: Case) -> Place | None:
        """Resolve "the alliance" and "the bloc" by what the document is about."""
        said = key(text).split()
        word = said[-1] if said else ""
        if word not in _ALLIANCES or not text.split()[-1].islower() or len(said) > 3 or _OF_MANY.search(text):
            return None
        default, allowed = _ALLIANCES[word]
        for name, actor_id in self._organisations(case):
            entry = self.registry.entries.get(actor_id)
            own = words(key(name))
            if actor_id in allowed or own & _ALLIANCE_WORDS[word] or (entry is None and is_body(name)):
                return Place(name, entry, surface=word)
        entry = self.registry.entries.get(default)
        return Place(entry.actor.name, entry, surface=word) if entry else None

    def organisation(self, case: Case) -> Place | None:
        """Return the organisation in focus, or the last one named, as the place of an office that no state has."""
        name, actor_id = next(self._organisations(case), ("", ""))
        return Place(name, self.registry.entries.get(actor_id)) if name else None

    def _organisations(self, case: Case) -> Iterator[tuple[str, str]]:
        home = self.home(case)
        if home is not None and home.entry is None and has_body_word(home.name):
            yield home.name, "home"
        elif home is not None and home.entry is not None and home.entry.actor.type is ActorType.ORGANISATION:
            yield home.name, home.entry.actor.id
        for known in reversed(case.known):
            if known.actor.type is ActorType.ORGANISATION:
                yield known.actor.name, known.actor.id

    def _listed(self, text: str, case: Case) -> Place | None:
        for form in forms(text):
            if entry := self.choose(
                [name for name in self.index.find(form) if name.entry.actor.type in PLACE_TYPES], case
            ):
                return Place(entry.actor.name, entry, surface=key(form), adjective=self._is_demonym(entry, form))
        return None

    def choose(self, names: list[Name], case: Case) -> Entry | None:
        """Return the best bearer of a name; among parties and parliaments of one name the one at home.

        "The Liberals" of another country are no party of the registry whose state the document never names.
        """
        names = [name for name in names if not self._is_foreign(name, case)]
        if not names:
            return None
        if len({name.entry.actor.id for name in names}) > 1:
            near = [*self._near_ids(case), *self._named_ids(case.places)]
            names = sorted(
                names, key=lambda name: near.index(name.entry.state) if name.entry.state in near else len(near)
            )
        return names[0].entry

    def _is_foreign(self, name: Name, case: Case) -> bool:
        """Tell whether a party or house is called by a short name where all is about other states."""
        own, generic = name.entry.state, GENERIC.issuperset(key(name.text).split())
        of_state = bool(own) and (name.entry.parliament or name.entry.actor.type is ActorType.PARTY)
        inside = generic and name.rule == "alias" and of_state
        if not inside or not (case.home or case.places) or own in self._near_ids(case):
            return False
        here = bool(case.home) and key(case.home) not in self.registry.by_name
        return (own != _FOREMOST or here) and own not in self._named_ids(case.places)

    def _named_ids(self, places: tuple[str, ...]) -> list[str]:
        return [name.entry.actor.id for place in places for name in self.index.find(place)]

    def _near_ids(self, case: Case) -> list[str]:
        named = [case.home, *(known.affiliation or known.actor.name for known in reversed(case.known))]
        found = (self.registry.by_name.get(key(name), "") for name in named if name)
        entries = [self.registry.entries[entry_id] for entry_id in found if entry_id]
        return list(dict.fromkeys(one for entry in entries for one in (entry.actor.id, entry.state) if one))

    def _is_demonym(self, entry: Entry, text: str) -> bool:
        return any(key(text) == key(demonym) for demonym in entry.demonyms)

    def _institution(self, text: str, case: Case) -> Place | None:
        phrase = read(text)
        if phrase is None or (phrase.kind == "role" and not phrase.name):
            return None
        found = self.resolve(text, case)
        if found is None or found.actor.type is ActorType.UNNAMED:
            return None
        if found.actor.id not in self.registry.entries and phrase.role == "parliament":
            return Place(found.affiliation, surface=key(text))
        return self.of(found, key(text), bool(phrase.name))

    def body_of_state(self, text: str) -> Name | None:
        """Return a body named with its state: "Germany's Greens", "the UK Labour Party"."""
        parts = text.replace("'s ", " ").replace("s' ", "s ").split()
        for cut in range(1, min(3, len(parts))):
            first, rest = " ".join(parts[:cut]), " ".join(parts[cut:])
            states = {name.entry.actor.id for form in forms(first) for name in self.index.find(form)}
            for name in self.index.find(rest):
                if name.entry.state in states and name.entry.actor.type in PLACE_TYPES:
                    return name
        rest = text.rpartition("'s ")[2] if "'s " in text else ""
        parties = [name for name in self.index.find(rest) if name.entry.actor.type is ActorType.PARTY]
        return parties[0] if parties else None

    def _of_state(self, text: str) -> Place | None:
        name = self.body_of_state(text)
        return Place(name.entry.actor.name, name.entry, surface=key(text)) if name else None

    def _inside(self, text: str, case: Case) -> Place | None:
        """Resolve "the Bundestag's defence committee" to the body it is a part of."""
        whole, mark, part = text.partition("'s ")
        if not mark or not part.islower() or (found := self.find(whole, case)) is None:
            return None
        return replace(found, surface=key(text), person=None)

    def _leader(self, text: str, case: Case) -> Place | None:
        """Resolve a place named by a person ("the Biden administration")."""
        for form in forms(text):
            known = any(form.split()[-1] == item.actor.name.split()[-1] for item in case.known)
            if known or key(form) in self.index.surnames or key(form) in self.index.people:
                found = self.resolve(form, case)
                if found is not None and found.actor.type is ActorType.PERSON and found.affiliation:
                    return self.of(found, key(form), person=True)
        return None

    def _part(self, text: str, case: Case) -> Place | None:
        """Find a place inside a longer text ("conservative German", "US Democratic")."""
        words = text.split()
        if has_body_word(text):
            return None
        for length in range(len(words) - 1, 0, -1):
            for start in range(len(words) - length, -1, -1):
                if found := self._listed(" ".join(words[start : start + length]), case):
                    return Place(found.name, found.entry, None, key(text), found.adjective)
        return None

    def _named_here(self, text: str, case: Case) -> Place | None:
        """Resolve an invented place through the names in the document."""
        tail = capital_tail(text)
        if not tail or NOT_PLACES.issuperset(key(tail).split()):
            return None
        if found := match_place(tail, self.local_names(case)):
            return Place(found, self.registry.entries.get(self.registry.by_name.get(key(found), "")), surface=key(text))
        if has_body_word(tail) or not looks_like_demonym(tail.split()[0]):
            return Place(tail, surface=key(text))
        return Place(tail, surface=key(text), adjective=True)

    def local_names(self, case: Case) -> Iterator[str]:
        """Yield the names of places that the document itself gives."""
        yield from case.places
        for known in case.known:
            if known.actor.type in PLACE_TYPES:
                yield known.actor.name
            if known.affiliation:
                yield known.affiliation
        if case.home:
            yield case.home
