"""Roles and institutions: from a read phrase to the holder of the office, or to the state behind a ministry."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tracker.actors import outside
from tracker.actors.careers import Careers, one_person, speaks_for
from tracker.actors.index import Name
from tracker.actors.lexicon import CONTINENTS, IMPLIED_PLACES, OWN_TITLES
from tracker.actors.outside import Place
from tracker.actors.people import People
from tracker.actors.phrases import Phrase, is_body, normal_title, read
from tracker.actors.places import Case, Places
from tracker.actors.registry import UNIQUE_ROLES, Entry, Registry
from tracker.actors.text import bare, forms, is_name_like, key
from tracker.schema import ActorType, Resolution

_NEVER_BARE = frozenset({"official", "diplomat", "government source", "state", "military"})
_MINISTERS = frozenset({"foreign_minister", "defence_minister", "finance_minister", "minister"})


@dataclass(frozen=True, slots=True)
class Roles:
    """Resolves phrases; persons and places are looked up by `People` and `Places`."""

    registry: Registry
    careers: Careers
    people: People
    places: Places

    def resolve(self, phrase: Phrase, text: str, short: str, case: Case) -> Resolution | None:
        """Return who a read phrase means; it decides, no later rule is tried."""
        if phrase.kind == "institution":
            return self._institution(phrase, text, case)
        if phrase.name:
            return self._titled(phrase, case)
        return self._role(phrase, short, case)

    def _titled(self, phrase: Phrase, case: Case) -> Resolution | None:
        """Resolve a title with a name: "Ardanian Defence Minister Mira Kolt"."""
        place = self.places.find(phrase.place, case) if phrase.place else None
        name = bare(phrase.name)
        found = None
        for form in forms(name):
            found = found or self.people.known(form, case.known) or self.people.full(form, case.date)
        if found is None and (place is None or place.entry is not None):
            for form in forms(name):
                entry = place.entry if place else None
                found = found or self.people.by_surname(form, case.date, phrase, entry)
        if found is None:
            return outside.person(name, phrase, self.public(place), self.places.home(case))
        if phrase.former:
            return self.careers.as_former(found, phrase)
        if found.role:
            return replace(found, rule="title")
        said = outside.person(found.actor.name, phrase, self.public(place), self.places.home(case))
        return replace(said, actor=found.actor)

    def _role(self, phrase: Phrase, short: str, case: Case) -> Resolution | None:
        """Resolve a role without a name to its holder on the date."""
        if phrase.role == "counterpart":
            if (hint := self.places.hint(case)[0]) is None:
                return outside.unnamed(short)
            phrase = replace(hint, place=phrase.place, name="", indefinite=False)
        place = self.places.find(phrase.place, case) if phrase.place else None
        if phrase.role == "spokesperson" and place is not None and place.person is not None:
            return replace(place.person, rule="role", confidence=0.9)
        if (found := self._known_holder(phrase, place, case)) is not None:
            return found
        official = phrase.role == "spokesperson" and {"government", "ministry"} & set(phrase.house.split())
        if place is None and not phrase.place and (official or not phrase.indefinite):
            headed = phrase.role == "organisation_head"
            place = self._implied(phrase) or (self.places.organisation(case) if headed else self.places.home(case))
        of_state = place is not None and place.entry is not None and place.entry.actor.type is ActorType.STATE
        if place is None or (phrase.role == "organisation_head" and of_state and "secretary" in phrase.title):
            return outside.unnamed(short)
        return self._holder(phrase, place, short, case)

    def _implied(self, phrase: Phrase) -> Place | None:
        """Return the place whose office alone bears a title ("Chancellor of the Exchequer")."""
        entry = self.registry.entries.get(IMPLIED_PLACES.get(phrase.title, ""))
        return Place(entry.actor.name, entry) if entry else None

    def _known_holder(self, phrase: Phrase, place: Place | None, case: Case) -> Resolution | None:
        """Return the person introduced in the document with that role (at that place)."""
        if phrase.indefinite or phrase.former:
            return None
        home = place.name if place else ""
        people = [found for found in case.known if found.actor.type is ActorType.PERSON and _has_role(found, phrase)]
        if place is not None:
            people = [found for found in people if key(found.affiliation) == key(home)]
        elif case.home and any(key(found.affiliation) == key(case.home) for found in people):
            people = [found for found in people if key(found.affiliation) == key(case.home)]
        return replace(people[-1], rule="known", confidence=0.9 if place else 0.8) if people else None

    def _holder(self, phrase: Phrase, place: Place, short: str, case: Case) -> Resolution | None:
        entry = place.entry
        surface = phrase.house or place.surface
        ministry = phrase.role == "spokesperson" and ("ministry" in surface or "government" in surface)
        if entry is not None and "committee" not in surface and not (
            phrase.indefinite and phrase.role != "leader"
        ):
            offices = self.careers.holders(entry, phrase, case.date, surface)
            people = list(one_person(offices))
            if case.date is None and len(people) > 1:
                return None
            if len(people) == 1 or (people and (phrase.former or phrase.role in UNIQUE_ROLES)):
                person = self.registry.entries[people[0]]
                found = replace(
                    self.careers.standing(person, case.date, "role", 0.93 if len(people) == 1 else 0.6),
                    role=offices[0].title, executive=offices[0].executive,
                )  # fmt: skip
                return self.careers.as_former(found, phrase) if phrase.former else found
        if phrase.role == "spokesperson" and (entry is not None or place.adjective or self._local(place, case)):
            return self.speaking(place, "ministry" if ministry else "officials", 0.85)
        if phrase.role == "ambassador" and entry is not None and not phrase.former:
            return self.speaking(place, "officials", 0.7)
        role, title = outside.real_role(phrase, place)
        executive = speaks_for(role, phrase.former) and not is_body(place.name)
        affiliation = (self.public(place) or place).name
        return replace(outside.unnamed(short, 0.5), role=title, affiliation=affiliation, executive=executive)

    def _institution(self, phrase: Phrase, text: str, case: Case) -> Resolution | None:
        """Resolve a ministry, government or its officials to the state or organisation behind it."""
        rule = "ministry" if phrase.role == "ministry" else "officials"
        if phrase.name and is_name_like(phrase.name) and " " in phrase.name:
            return self._titled(replace(phrase, role="other"), case)
        place = self.places.find(phrase.place, case) if phrase.place else None
        if phrase.role == "parliament":
            return self._parliament(place or (None if phrase.place else self.places.home(case)), text)
        plural = phrase.title.endswith("s") or phrase.title in _NEVER_BARE
        if place is None and not phrase.place and case.home and not (plural and phrase.title != "authorities"):
            place = self.places.home(case)
        if place is None or (
            place.entry is None
            and rule == "officials"
            and phrase.title != "government"
            and not place.adjective
            and not self._local(place, case)
        ):
            return outside.unnamed(bare(text))
        return self.speaking(place, rule, 0.9 if place.entry else 0.7)

    def _local(self, place: Place, case: Case) -> bool:
        return place.name in set(self.places.local_names(case)) or is_body(place.name)

    def _parliament(self, place: Place | None, text: str) -> Resolution:
        if place is None or key(place.name) in CONTINENTS:
            return outside.unnamed(bare(text))
        if place.entry is not None:
            for entry in self.registry.entries.values():
                if entry.parliament and entry.state == place.entry.actor.id:
                    return stands_for(Name(entry, "name", False), self.registry, 0.9)
        found = outside.body(f"Parliament of {place.name}", ActorType.ORGANISATION, 0.7)
        return replace(found, affiliation=place.name, executive=False)

    def speaking(self, place: Place, rule: str, confidence: float) -> Resolution:
        """Return the state or organisation itself as the actor."""
        if place.entry is not None:
            return replace(stands_for(Name(place.entry, rule, False), self.registry, confidence), rule=rule)
        kind = None if is_body(place.name) else ActorType.STATE
        return replace(outside.body(place.name, kind, min(confidence, 0.7)), rule=rule)

    def public(self, place: Place | None) -> Place | None:
        """Put the state in place of its parliament: members of parliament are affiliated to the state."""
        if place is None or place.entry is None or not place.entry.parliament or not place.entry.state:
            return place
        state = self.registry.entries[place.entry.state]
        return replace(place, name=state.actor.name, entry=state, surface=f"{place.surface} parliament")


def stands_for(name: Name, registry: Registry, confidence: float) -> Resolution:
    """Return a state, organisation or party as an actor; parliaments and parties do not speak for their state."""
    entry: Entry = name.entry
    affiliation = registry.entries[entry.state].actor.name if entry.parliament and entry.state else entry.actor.name
    executive = entry.actor.type is not ActorType.PARTY and not entry.parliament
    return Resolution(entry.actor, "", affiliation, executive, name.rule, confidence)


def _has_role(found: Resolution, phrase: Phrase) -> bool:
    """Tell whether a person's role text can be what a phrase means."""
    if not found.role or found.role.startswith("former "):
        return False
    own, asked = normal_title(found.role), normal_title(phrase.title)
    held = read(found.role)
    role = held.role if held is not None else ""
    if role == "counterpart":  # of somebody in the same kind of office
        return phrase.role in _MINISTERS | {"head_of_government", "head_of_state", "leader"}
    if own == asked or (asked == "minister" and role in _MINISTERS):
        return True
    if asked in OWN_TITLES and asked not in own:
        return False
    if phrase.role == "leader":
        return role in {"head_of_state", "head_of_government"}
    return role == phrase.role and role not in {"minister", "deputy", "other"}
