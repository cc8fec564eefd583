"""Offices as of a date: what a person was, and who held an office that a phrase names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from tracker.actors.index import Index
from tracker.actors.lexicon import EXECUTIVE, GENERIC_HEADS, OWN_TITLES, TITLE_SYNONYMS
from tracker.actors.phrases import Phrase, normal_title
from tracker.actors.registry import UNIQUE_ROLES, Entry, Office, Registry
from tracker.actors.text import words
from tracker.schema import ActorType, Resolution

_RANK = (
    "head_of_government",
    "head_of_state",
    "foreign_minister",
    "defence_minister",
    "finance_minister",
    "organisation_head",
    "commissioner",
    "minister",
    "deputy",
    "military_chief",
    "spokesperson",
    "adviser",
    "ambassador",
    "opposition_leader",
    "party_leader",
    "speaker",
    "legislator",
    "other",
)
_PROMINENCE = {
    "head_of_state": 5, "head_of_government": 5, "foreign_minister": 4, "defence_minister": 4, "organisation_head": 4,
    "speaker": 3, "party_leader": 3, "opposition_leader": 3,
}  # fmt: skip
_HEADS = frozenset({"head_of_state", "head_of_government", "leader", "organisation_head", "party_leader", "speaker"})
_RELATED = {"european-union": ("european-commission", "european-council")}
_MINISTRY_OF = {
    "pentagon": "defence_minister", "department of defence": "defence_minister", "war department": "defence_minister",
    "defence department": "defence_minister", "department of war": "defence_minister",
    "state department": "foreign_minister", "foggy bottom": "foreign_minister", "foreign office": "foreign_minister",
    "quai d orsay": "foreign_minister", "treasury": "finance_minister", "treasury department": "finance_minister",
}  # fmt: skip
_SPOKES_WORDS = frozenset({"spokesperson", "press", "secretary", "ministry", "department", "chief", "deputy"})
_HOUSES = words(
    "ministry department pentagon army military intelligence navy police embassy office foreign defence house "
    "council staff"
)
_NEAR_BEFORE, _NEAR_AFTER = dt.timedelta(days=730), dt.timedelta(days=1461)


@dataclass(frozen=True, slots=True)
class Careers:
    """Answers questions about offices from a registry and its index."""

    registry: Registry
    index: Index
    cache: dict[tuple[object, ...], list[Office]] = field(default_factory=dict)

    def standing(self, person: Entry, date: dt.date | None, rule: str, confidence: float) -> Resolution:
        """Return a person with role and affiliation as of ``date`` (None: the last office known)."""
        office = self._office_on(person, date)
        if office is not None:
            affiliation = self._affiliation(person, office)
            return Resolution(person.actor, office.title, affiliation, office.executive, rule, confidence)
        past = [item for item in self._career(person) if date and item.end and item.end < date]
        role = f"former {max(past, key=lambda item: item.end or date).title}" if past and date else ""
        return Resolution(person.actor, role, self._home(person), False, rule, confidence)

    def as_former(self, found: Resolution, phrase: Phrase) -> Resolution:
        """Return a person that the text calls a former office holder: it speaks for no one."""
        person = self.registry.entries.get(found.actor.id)
        affiliation = self._home(person) if person is not None else found.affiliation
        return replace(found, role=f"former {phrase.title}", affiliation=affiliation, executive=False)

    def near(self, person: Entry, date: dt.date | None) -> int:
        """Rank a person as bearer of a bare surname: 5 leads a state ... 2 in office, 1 some years off, 0 neither."""
        career = self._career(person)
        if date is None or not career:
            return 2 if career else 1
        held = [_PROMINENCE.get(office.role, 3 if office.executive else 2) for office in career if office.held_on(date)]
        return max(held, default=int(any(_near(office, date) for office in career)))

    def held(self, person: Entry, phrase: Phrase, place: Entry | None) -> bool:
        """Tell whether the person ever held an office that the phrase can mean (at ``place``, where given)."""
        return any(
            (office.role == phrase.role or self._score(office, phrase, "") > 0)
            and (place is None or self._belongs(office, place))
            for office in self._career(person)
        )

    def tied(self, person: Entry, place: Entry) -> bool:
        """Tell whether a person has anything to do with a state or organisation."""
        return place.actor.id in {person.state, person.party} or any(
            self._belongs(office, place) for office in self._career(person)
        )

    def holders(self, place: Entry, phrase: Phrase, date: dt.date | None, surface: str = "") -> list[Office]:
        """Return the offices that the phrase means at ``place`` on ``date``, best first, one per person."""
        asked = (place.actor.id, phrase, date, surface)
        if asked not in self.cache:
            self.cache[asked] = self._holders(place, phrase, date, surface)
        return self.cache[asked]

    def _holders(self, place: Entry, phrase: Phrase, date: dt.date | None, surface: str) -> list[Office]:
        ids = (
            place.actor.id,
            *_RELATED.get(place.actor.id, ()),
            *([place.state] if place.parliament and place.state else []),
        )
        scored = [
            (self._score(office, phrase, surface), -ids.index(of), office.start or dt.date.min, position, office)
            for of in ids
            for position, office in enumerate(self.index.holders.get(of, ()))
            if _fits_date(office, date, phrase.former) and _in_house(office, place, phrase)
        ]
        scored = [item for item in scored if item[0] > 0]
        if not scored:
            return []
        if place.parliament and any(_names(item[4].title, place) for item in scored):
            scored = [item for item in scored if _names(item[4].title, place)]
        if date is None or phrase.former:
            return [item[4] for item in sorted(scored, reverse=True)]
        best = max(scored)[:2]
        return [item[4] for item in sorted(scored, reverse=True) if item[:2] == best]

    def _score(self, office: Office, phrase: Phrase, surface: str) -> int:
        """Say how well an office suits a phrase: 0 not at all, 5 the very title."""
        entry = self.registry.entries[office.of]
        roles = ["speaker"] if office.role == "speaker" and phrase.role in _HEADS else _roles(phrase, entry, surface)
        title, asked = normal_title(office.title), normal_title(phrase.title)
        if (
            any(asked in group and title in group for group in TITLE_SYNONYMS)
            and entry.actor.type is not ActorType.STATE
        ):
            return 4
        if office.role not in roles:
            return 5 if title == asked and office.role in {"other", "minister", "deputy", "organisation_head"} else 0
        if title == asked or title == normal_title(f"{surface} {asked}"):
            return 9
        if asked in OWN_TITLES and asked.split()[-1] not in title:
            return 0
        if office.role == "spokesperson":
            return _spokes_score(title, asked, surface)
        if office.role in UNIQUE_ROLES | {
            "finance_minister",
            "opposition_leader",
            "party_leader",
            "organisation_head",
            "speaker",
        }:
            return 3 - roles.index(office.role)
        generic = office.role in {"military_chief", "speaker", "adviser"} and asked in GENERIC_HEADS
        return 2 if generic or _within(asked, title) or office.role == "military_chief" else 0

    def _office_on(self, person: Entry, date: dt.date | None) -> Office | None:
        career = self._career(person)
        if date is None:
            return max(
                career, key=lambda office: (office.end or dt.date.max, office.start or dt.date.min), default=None
            )
        held = [office for office in career if office.held_on(date)]
        return min(
            held,
            key=lambda office: (_RANK.index(office.role), -(office.start or dt.date.min).toordinal()),
            default=None,
        )

    def _career(self, person: Entry) -> tuple[Office, ...]:
        return self.index.careers.get(person.actor.id, ())

    def _belongs(self, office: Office, place: Entry) -> bool:
        of = self.registry.entries[office.of]
        return place.actor.id in {office.of, of.state} or office.of in _RELATED.get(place.actor.id, ())

    def _affiliation(self, person: Entry, office: Office) -> str:
        """Apply the codebook: leaders of an opposition or a party speak for the party, legislators for the state."""
        of = self.registry.entries[office.of]
        if office.role in {"opposition_leader", "party_leader"} and person.party and of.actor.type is ActorType.STATE:
            of = self.registry.entries[person.party]
        elif office.role in {"legislator", "speaker"} and of.state and not _leads_group(office, of):
            of = self.registry.entries[of.state]
        return of.actor.name

    def _home(self, person: Entry) -> str:
        entry = self.registry.entries.get(person.state)
        return entry.actor.name if entry else ""


def speaks_for(role: str, former: bool) -> bool:
    """Tell whether the holder of a role that is in no registry speaks for the state or organisation."""
    return role in EXECUTIVE and not former


def _roles(phrase: Phrase, entry: Entry, surface: str) -> list[str]:
    """Return the roles of the registry that a phrase can mean at a state, organisation, parliament or party."""
    if entry.actor.type is ActorType.PARTY:
        return ["party_leader"] if phrase.role in _HEADS else [phrase.role]
    if entry.parliament:
        return ["speaker", "organisation_head"] if phrase.role in _HEADS else [phrase.role]
    if entry.actor.type is ActorType.ORGANISATION:
        return ["organisation_head"] if phrase.role in _HEADS else [phrase.role]
    top = [entry.leader, *sorted({"head_of_state", "head_of_government"} - {entry.leader})]
    if phrase.title in GENERIC_HEADS:
        return next(([role] for house, role in _MINISTRY_OF.items() if house in surface), top)
    return [phrase.role]


def _in_house(office: Office, place: Entry, phrase: Phrase) -> bool:
    """Keep the speakers of a parliament, who are listed under the state, apart from the heads of the state."""
    if office.of == place.actor.id and not place.parliament:
        return office.role != "speaker" or phrase.role == "speaker"
    return office.of != place.state or office.role == "speaker"


def _leads_group(office: Office, of: Entry) -> bool:
    """Tell whether a legislator's office is at the head of a party's group in parliament."""
    return of.actor.type is ActorType.PARTY and bool(
        {"leader", "chair", "head"} & set(normal_title(office.title).split())
    )


def _names(title: str, parliament: Entry) -> bool:
    """Tell whether a title names the chamber ("sejm speaker", "house speaker")."""
    names = {word for name in (parliament.actor.name, *parliament.aliases) for word in normal_title(name).split()}
    return bool(names & set(normal_title(title).split()) - {"of", "the", "us", "national"})


def _fits_date(office: Office, date: dt.date | None, former: bool) -> bool:
    if date is None:
        return True
    return (office.end is not None and office.end < date) if former else office.held_on(date)


def _near(office: Office, date: dt.date) -> bool:
    start, end = office.start or date, office.end or date
    return (start - date) <= _NEAR_BEFORE and (date - end) <= _NEAR_AFTER


def _spokes_score(title: str, asked: str, surface: str) -> int:
    """Tell one spokesperson of several by the house named ("kremlin", "state department"); 0: of another house."""
    if "deputy" in title and "deputy" not in asked:
        return 0
    houses = set(title.split()) - _SPOKES_WORDS
    match = len(houses & set(normal_title(surface).split()))
    named = _HOUSES & set(normal_title(surface).split())
    if match:
        return 3 + match
    return 0 if named else 2 + ("press secretary" in title) + (houses <= {"government", "presidential", "kremlin"})


def _within(asked: str, title: str) -> bool:
    first, second = set(asked.split()), set(title.split())
    return len(first) > 1 and (first <= second or (len(second) > 1 and second <= first))


def one_person(offices: Iterable[Office]) -> Iterator[str]:
    """Yield the ids of the persons behind the offices, each once."""
    yield from dict.fromkeys(office.person for office in offices)
