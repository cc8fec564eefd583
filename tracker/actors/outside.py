"""Actors that no registry knows: named by the text, with role and affiliation from the words around the name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.actors.careers import speaks_for
from tracker.actors.lexicon import ORGANISATION_WORDS, PARTY_WORDS
from tracker.actors.phrases import Phrase, is_body
from tracker.actors.registry import Entry
from tracker.actors.text import key
from tracker.names import BODY_KINDS, FIRM_KINDS, looks_like_demonym
from tracker.schema import Actor, ActorType, Resolution, content_id

_SMALL = frozenset({"of", "the", "and", "for", "in"})
_STEM = 4
_CHAMBERS = frozenset({"parliament", "senate", "assembly", "duma", "bundestag", "congress", "rada"})


@dataclass(frozen=True, slots=True)
class Place:
    """What a role belongs to: a state, organisation or party, in the registry or only named by the text.

    ``person`` is set where the place was named by its leader ("the Biden administration"); ``surface`` is the key of
    the text it was read from.
    """

    name: str
    entry: Entry | None = None
    person: Resolution | None = None
    surface: str = ""
    adjective: bool = False


def actor(name: str, kind: ActorType) -> Actor:
    """Return the actor of a name that no registry holds; the same name has the same id everywhere."""
    return Actor(content_id("a", key(name) if kind is ActorType.UNNAMED else name), name, kind)


def unnamed(text: str, confidence: float = 0.5) -> Resolution:
    """Return a speaker that stays without a name."""
    return Resolution(actor(text, ActorType.UNNAMED), rule="unnamed", confidence=confidence)


def body(name: str, kind: ActorType | None = None, confidence: float = 0.5) -> Resolution:
    """Return a state, organisation or party named by the text alone; "the Harvest party" is called Harvest."""
    kind = kind or body_kind(name)
    executive = kind in {ActorType.STATE, ActorType.ORGANISATION}
    name = name.rpartition(" ")[0] if is_kind_named(name) else name
    return Resolution(actor(name, kind), "", name, executive, "name", confidence)


def is_kind_named(name: str) -> bool:
    """Tell whether a name is followed by the kind of body that bears it: "the Harmony of Shires party"."""
    first, _, last = name.rpartition(" ")
    return last in BODY_KINDS and is_title_like(first)


def is_kind(text: str) -> bool:
    """Tell whether the words beside a name say what kind of body it is: "the company"."""
    return text.rpartition(" ")[2] in BODY_KINDS | FIRM_KINDS


def is_title_like(text: str) -> bool:
    """Tell whether a text begins and ends in capitals, with but small words in between: "Party of the Left"."""
    words = text.split()
    return bool(words) and all(word[0].isupper() or word in _SMALL for word in words) and words[-1][0].isupper()


def body_kind(name: str) -> ActorType:
    """Tell a party from another organisation by its words."""
    return ActorType.PARTY if PARTY_WORDS.intersection(key(name).split()) else ActorType.ORGANISATION


def person(name: str, phrase: Phrase | None, place: Place | None, home: Place | None) -> Resolution:
    """Return a person outside the registry; the phrase says the role, the codebook the affiliation."""
    subject = actor(name, ActorType.PERSON)
    if phrase is None:
        return Resolution(
            subject, "", place.name if place else "", False, "title" if place else "name", 0.7 if place else 0.6
        )
    role, title = real_role(phrase, place)
    where = place or home
    if role == "legislator" and home is not None and (place is None or _is_party(place)):
        where = home
    title = f"former {title}" if phrase.former else title
    executive = speaks_for(role, phrase.former) and where is not None and not _is_party(where)
    return Resolution(subject, title, where.name if where else "", executive, "title", 0.85 if where else 0.7)


def real_role(phrase: Phrase, place: Place | None) -> tuple[str, str]:
    """Return the role that a title means at this kind of place: the chair of a party leads a party."""
    said = set(place.surface.split()) if place else set()
    if phrase.role == "member":
        if _CHAMBERS & said:
            return "legislator", "member of parliament"
        return "other", f"member of {place.name}" if place else "member"
    if place is None or phrase.role not in {"head_of_state", "leader", "organisation_head"}:
        return phrase.role, phrase.title
    if said & {"committee", "subcommittee"}:
        return "legislator", f"committee {phrase.title}"
    if _is_party(place) or {"faction", "caucus"} & said:
        return "party_leader", phrase.title
    if _CHAMBERS & said or (place.entry is not None and place.entry.parliament):
        return "speaker", phrase.title
    body_head = is_body(place.name) and place.entry is None
    return ("organisation_head" if body_head else phrase.role), phrase.title


def _is_party(place: Place) -> bool:
    if place.entry is not None:
        return place.entry.actor.type is ActorType.PARTY
    return bool(PARTY_WORDS.intersection(key(place.name).split()))


def match_place(adjective: str, places: Iterable[str]) -> str:
    """Return the place of the document that an unknown demonym is built from ("Ardanian" -> "Ardania"), or "".

    A place is never built from its own demonym: "Ardania" does not become "Ardanian".
    """
    asked = key(adjective)
    places = [name for name in places if not (key(name).startswith(asked) and looks_like_demonym(name))]
    best = max(places, key=lambda name: (_common(asked, key(name)), -len(name)), default="")
    shared = _common(asked, key(best))
    return best if shared >= _STEM and shared >= 0.6 * len(key(best)) else ""


def _common(first: str, second: str) -> int:
    return next(
        (i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
    )


def capital_tail(text: str) -> str:
    """Return the capitalised end of a phrase ("opposition Harbour Party" -> "Harbour Party")."""
    words = text.split()
    while words and words[0][0].islower():
        words = words[1:]
    return " ".join(words)


def has_body_word(text: str) -> bool:
    """Tell whether the text names a body by kind ("Party", "Council")."""
    return bool(ORGANISATION_WORDS.intersection(key(text).split()))
