"""From a mention and a date to an actor: who is meant, in which role, speaking for whom.

The rules run from the surest to the weakest; the first that decides wins and leaves its name on the `Resolution`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.actors import outside
from tracker.actors.careers import Careers
from tracker.actors.index import build_index
from tracker.actors.lexicon import CONTINENTS, HOUSES
from tracker.actors.outside import has_body_word
from tracker.actors.people import People
from tracker.actors.phrases import is_body, is_group, read
from tracker.actors.places import PLACE_TYPES, Case, Places
from tracker.actors.registry import Entry, Registry
from tracker.actors.roles import Roles, stands_for
from tracker.actors.text import FORMER, bare, clean, forms, initials, is_acronym, is_name_like, is_noise, key, words
from tracker.names import HONORIFICS
from tracker.schema import ActorType, Resolution

_OWN = frozenset({"country", "nation", "republic", "state"})  # "the country's second chamber"
_BODIES = frozenset({ActorType.ORGANISATION, ActorType.PARTY})
_SOME = words("some many most several few fewer two three four five six both all more other no")
# Several who hold one office of a body speak for it: "NATO foreign ministers", "floor leaders of the Harbour Party".
_COLLEGE = re.compile(
    r"^(?:(?P<of>.+?)(?:['’]s?)? )??(?i:foreign |defen[cs]e |interior |floor |group |parliamentary |national )?"
    r"(?i:ministers|leaders|ambassadors|heads of state)(?: (?:of|from) (?:the )?(?P<after>.+))?$"
)
_LAWMAKERS = re.compile(r"(?i:lawmakers|legislators|deputies|senators|mps|meps) (?:of|from) (?:the )?(?P<party>.+)$")
_CONFIDENCE = {"name": 0.97, "alias": 0.95, "metonym": 0.93, "capital": 0.85, "demonym": 0.6}
_PERSONAL = words(
    "washington georgia jordan chad israel paris victoria london sofia vienna florence kingston sydney austin "
    "india kenya santiago lima dakar berlin wellington republican"
)


class Resolver:
    """Resolves mentions against a registry; one instance serves any number of documents.

    >>> resolver = Resolver(Registry.load())
    >>> resolver.resolve("the French Foreign Minister", dt.date(2022, 3, 4)).actor.name
    'Jean-Yves Le Drian'
    """

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._index = build_index(registry)
        self._careers = Careers(registry, self._index)
        self._people = People(self._index, self._careers)
        self._places = Places(registry, self._index, self._resolve)
        self._roles = Roles(registry, self._careers, self._people, self._places)

    def resolve(
        self,
        mention: str,
        date: dt.date | None,
        *,
        known: Sequence[Resolution] = (),
        home: str = "",
        role_hint: str = "",
        label: str = "",
        places: Sequence[str] = (),
    ) -> Resolution | None:
        """Return who a mention means on ``date``, or None for pronouns, dates, media and what cannot be told.

        ``known`` are the actors introduced earlier in the document, oldest first; ``home`` the name of the state or
        organisation in focus, for bare roles; ``role_hint`` an apposition or title next to the mention; ``label`` its
        entity label (PERSON, ORG, GPE, NORP); ``places`` the names of places in the document, which give invented
        demonyms their state. Without a date an office decides only if it never had but one holder.
        """
        return self._resolve(mention, Case(date, tuple(known), home, role_hint, label, tuple(places)))

    def find(self, mention: str, date: dt.date | None = None) -> Resolution | None:
        """Resolve a mention that stands alone."""
        return self.resolve(mention, date)

    def _resolve(self, mention: str, case: Case) -> Resolution | None:
        if "(" in mention and (names := self._index.find(mention.strip())):
            return stands_for(names[0], self._registry, 1.0)
        text = clean(mention)
        if is_noise(text) or key(bare(text)) in self._registry.media or key(text) in self._registry.media:
            return None
        if "," in text and (found := self._apposition(text, case)) is not None:
            return found
        return self._plain(text, case)

    def _apposition(self, text: str, case: Case) -> Resolution | None:
        """Resolve "Mira Kolt, the defence minister of Ardania" and the same the other way round."""
        first, _, rest = text.partition(",")
        rest = clean(rest)
        if not rest or self._index.find(text):
            return None
        if is_name_like(bare(first)) and read(bare(first)) is None:
            return self._plain(first, replace(case, role_hint=case.role_hint or rest))
        if read(first) is not None and is_name_like(rest) and " " in rest:
            return self._plain(rest, replace(case, role_hint=case.role_hint or first))
        return self._plain(first, case) if read(first) is not None else None

    def _plain(self, text: str, case: Case) -> Resolution | None:
        short = bare(text)
        if key(short) in self._registry.media:
            return None
        if (found := self._by_name(text, short, case)) is not None:
            return found
        if (place := self._places.alliance(text, case)) is not None:
            return self._roles.speaking(place, "alias", 0.8)
        if (house := self._house(short, case)) is not None:
            return house
        if (party := self._group_of_party(short, case)) is not None:
            return party
        phrase = read(text)
        if phrase is not None:
            return self._roles.resolve(phrase, text, short, case)
        if (body := self._college(short, case)) is not None:
            return body
        found = self._by_person(short, case, text) or self._with_place(short, case)
        return found or self._otherwise(text, short, case)

    def _house(self, short: str, case: Case) -> Resolution | None:
        """Resolve a house of parliament that no registry knows, named by its kind: "the Senate", "Tarn's diet"."""
        owner, mark, said = short.rpartition("'s ")
        if key(said) not in HOUSES or (owner.islower() and owner not in _OWN):
            return None
        place = self._places.find(owner, case) if mark and owner not in _OWN else self._places.home(case)
        if not mark:
            for known in reversed(case.known):  # "the Assembly" after "the National Assembly of Tarn"
                if known.actor.type is ActorType.ORGANISATION and f" {key(said)} " in f" {key(known.actor.name)} ":
                    return known
        if place is None or place.person is not None or has_body_word(place.name) or key(place.name) in CONTINENTS:
            return None
        if place.entry is not None and (listed := self._listed_house(key(said), place.entry)) is not None:
            return listed
        found = outside.body(f"{said[0].upper()}{said[1:]} of {place.name}", ActorType.ORGANISATION)
        return replace(found, affiliation=place.name, executive=False)

    def _listed_house(self, said: str, state: Entry) -> Resolution | None:
        """Return the house of a state of the registry that a common name means, if that is in the registry too."""
        for name in self._index.names.get(said, ()):
            if name.entry.parliament and name.entry.state == state.actor.id:
                return stands_for(name, self._registry, 0.9)
        return None

    def _group_of_party(self, short: str, case: Case) -> Resolution | None:
        """Resolve lawmakers by the party they are of: "lawmakers of the far-right AfD"."""
        match = _LAWMAKERS.match(short)
        said = outside.capital_tail(bare(match["party"])) if match else ""
        place = self._places.find(said, case) if said and is_name_like(said) else None
        if place is None or place.entry is None or place.entry.actor.type is not ActorType.PARTY:
            return None
        return self._roles.speaking(place, "officials", 0.8)

    def _college(self, short: str, case: Case) -> Resolution | None:
        """Resolve the plural of an office to the organisation or party whose office it is."""
        match = _COLLEGE.match(short)
        said = bare(match["after"] or match["of"] or "") if match else ""
        place = self._places.find(said, case) if said and is_name_like(said) else self._places.alliance(said, case)
        if place is None:
            return None
        kind = place.entry.actor.type if place.entry is not None else outside.body_kind(place.name)
        known = place.entry is not None or is_body(place.name)
        return self._roles.speaking(place, "officials", 0.8) if known and kind in _BODIES else None

    def _by_name(self, text: str, short: str, case: Case) -> Resolution | None:
        """Resolve a name that stands in the registry or was introduced in the document."""
        personal = case.label not in {"GPE", "NORP", "ORG"} or " " in short
        may_be_known = personal or case.label == "ORG" or not self._is_place(short, case)
        if (found := self._people.by_first_name(text, case.known)) is not None:
            return self._hinted(found, case)
        if (body := self._known_body(short, case)) is not None:
            return body
        for whole in dict.fromkeys((text, short, self._without_adjectives(short))):
            for form in forms(whole):
                if may_be_known and is_name_like(form) and (found := self._people.known(form, case.known)) is not None:
                    return self._hinted(found, case)
                if personal and (found := self._people.full(form, case.date)) is not None:
                    return self._hinted(self._marked(found, text), case)
                if (found := self._by_place_name(form, text, case)) is not None:
                    return found
        return None

    def _is_place(self, short: str, case: Case) -> bool:
        """Tell whether a name is that of a place of the registry or of a state that the document has named."""
        named = any(found.actor.type is ActorType.STATE and found.actor.name == short for found in case.known)
        return named or any(self._index.find(form) for form in forms(short))

    def _known_body(self, short: str, case: Case) -> Resolution | None:
        """Return the body introduced earlier that its kind or initials mean: "the Guild", "WG" of "Weavers' Guild"."""
        bodies = [found for found in reversed(case.known) if found.actor.type in _BODIES]
        if len(short) > 2 and is_acronym(short) and not self._index.find(short):
            meant = (found for found in bodies if initials(found.actor.name) == short.replace(".", ""))
        elif is_body(short) and short.istitle() and " " not in short:
            unlisted = (found for found in bodies if found.actor.id not in self._registry.entries)
            meant = (found for found in unlisted if _is_of_kind(key(found.actor.name).split(), key(short)))
        else:
            return None
        return next((replace(found, rule="known", confidence=0.85) for found in meant), None)

    def _without_adjectives(self, short: str) -> str:
        """Return "CDU" for "opposition CDU", where the rest is a name; some of a people are not the state."""
        tail = outside.capital_tail(short)
        names = () if short.split()[0] in _SOME else self._index.find(tail)
        return tail if names and names[0].rule != "demonym" and read(short) is None else short

    def _by_place_name(self, form: str, text: str, case: Case) -> Resolution | None:
        names = [name for name in self._index.find(form) if name.entry.actor.type in PLACE_TYPES]
        if not names or (case.label == "PERSON" and key(form) in _PERSONAL):
            return None
        if (entry := self._places.choose(names, case)) is None:
            return None
        name = next(name for name in names if name.entry is entry)
        sure = _CONFIDENCE[name.rule]
        if name.rule == "demonym" and (text.lower().startswith("the ") or form.endswith(("s", "men"))):
            sure = 0.85
        return stands_for(name, self._registry, sure if len({n.entry.actor.id for n in names}) == 1 else 0.65)

    def _marked(self, found: Resolution, text: str) -> Resolution:
        """Drop the office of a person that is called former in front of the bare name."""
        first = key(text).split()[0]
        return replace(found, executive=False) if first in FORMER else found

    def _hinted(self, found: Resolution, case: Case) -> Resolution:
        """Give a person without an office the role that the words next to the name say."""
        phrase = read(clean(case.role_hint)) if case.role_hint and not found.role else None
        if phrase is None or phrase.kind != "role":
            return found
        place = self._places.find(phrase.place, replace(case, role_hint="")) or self._places.home(case)
        said = outside.person(found.actor.name, phrase, self._roles.public(place), None)
        return replace(
            found, role=said.role, affiliation=said.affiliation or found.affiliation, executive=said.executive
        )

    def _by_person(self, short: str, case: Case, text: str) -> Resolution | None:
        """Resolve a family name or a misspelled name, checked against the title next to it."""
        if case.label in {"GPE", "NORP"} or not is_name_like(short) or outside.is_kind(case.role_hint):
            return None
        phrase, place = self._places.hint(case)
        if place is not None and place.entry is None:
            return None
        entry = place.entry if place else None
        if case.label != "ORG" or " " not in short:
            for form in forms(short):
                if found := self._people.by_surname(form, case.date, phrase, entry):
                    return self._marked(found, text)
        if case.label != "ORG":
            return self._people.misspelled(short, case.date, case.known) if entry is None else None
        return None

    def _with_place(self, short: str, case: Case) -> Resolution | None:
        """Resolve a body or a person named with a state: "Germany's Greens", "Hungary's Orban"."""
        if (name := self._places.body_of_state(short)) is not None:
            return stands_for(name, self._registry, 0.93)
        first, mark, rest = short.partition("'s ")
        places = self._index.find(bare(first)) if mark else ()
        return self._people_of(places[0].entry, rest, case) if places and is_name_like(rest) else None

    def _people_of(self, place: Entry, name: str, case: Case) -> Resolution | None:
        """Resolve a person named with a state: "Hungary's Orban"."""
        found = self._people.known(name, case.known) or self._people.full(name, case.date)
        return found or self._people.by_surname(name, case.date, None, place)

    def _otherwise(self, text: str, short: str, case: Case) -> Resolution | None:
        """Keep what no registry knows: an invented state, body or person, or an unnamed group."""
        if case.label in {"GPE", "NORP"} or short in case.places:
            name = outside.match_place(short, self._places.local_names(case)) or short
            return replace(outside.body(name, ActorType.STATE, 0.6), rule="name" if name == short else "demonym")
        if outside.is_kind_named(short):
            return outside.body(short)
        owned = outside.capital_tail(short.rpartition("'s ")[2]) if "'s " in short else ""
        if " " in owned and is_body(owned) and outside.is_title_like(owned):  # "Tarn's ruling Bloc for Stability"
            return outside.body(owned)
        of_words = case.label == "ORG" and outside.is_title_like(short)  # "Party of the Left"
        if is_group(short) or not (is_name_like(short) or of_words):
            return outside.unnamed(short)
        if case.label == "ORG" or (case.label != "PERSON" and is_body(short)):
            return outside.body(short)
        phrase, place = self._places.hint(case)
        titled = text.split()[0].rstrip(".").lower() in HONORIFICS
        name = next((form for form in forms(short)[::-1] if self._said_before(form, case)), short)
        found = outside.person(name, phrase, self._roles.public(place), self._places.home(case) if phrase else None)
        return (
            found if case.label == "PERSON" or titled or " " in name or found.role else replace(found, confidence=0.4)
        )

    def _said_before(self, form: str, case: Case) -> bool:
        return any(form == known.actor.name for known in case.known)


def _is_of_kind(name: list[str], kind: str) -> bool:
    """Tell whether the words of a name say what kind of body it is: "Weavers' Guild", "Guild of Weavers"."""
    return len(name) > 1 and (name[-1] == kind or name[:2] == [kind, "of"])
