"""The cast of a document: its actors in the order in which they enter, and whom a noun phrase or pronoun means."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from tracker.schema import ActorType, Resolution, Span
from tracker.statements.clauses import SUBJECTS, text_of
from tracker.statements.datelines import datelines
from tracker.statements.entries import (
    BODIES,
    PEOPLE,
    Entry,
    former_one,
    gender_of,
    in_passing,
    named_of,
    nearest,
    office_holder,
    partisan,
    party_meant,
    spoken_for,
    words_of,
)
from tracker.statements.focus import Focus
from tracker.statements.gender import of_pronoun
from tracker.statements.labels import name_of_label
from tracker.statements.lexicon import (
    BODY_NOUNS,
    GROUP_PRONOUNS,
    HOUSE_NOUNS,
    OUTLETS,
    PERSON_PRONOUNS,
    ROLE_NOUNS,
)
from tracker.statements.lists import coordinated
from tracker.statements.mentions import (
    LABELS,
    POSSESSIVES,
    before_bracket,
    can_speak,
    core,
    heads_section,
    is_one_person,
    label_of,
    listed,
    mention_and_hint,
    other_places,
    voice_of,
)
from tracker.statements.parser import Parsed
from tracker.statements.quotations import quotations
from tracker.statements.standins import (
    all_meant,
    body_of_clause,
    country_of,
    governed_by,
    is_cleft,
    is_common_plural,
    lawmakers_of,
    place_of_person,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

Resolve = Callable[[str, Sequence[Resolution], str, str, str, Sequence[str]], Resolution | None]
"""(mention, known actors oldest first, home, role hint, entity label, places) -> the actor on that date."""

_STANDING_IN = frozenset({"he", "she", "they", "it"})
_IMPERSONAL = frozenset({"be", "seem", "appear", "mean", "depend", "become", "take", "make", "look", "sound"})
_REACH = 4  # sentences that a pronoun looks back


@dataclass(frozen=True, slots=True)
class Holder:
    """Who may hold a position: the mention's tokens, its stored span, its surface text and the actor it means."""

    index: int
    span: Span
    surface: str
    actor: Resolution


class Cast:
    """Resolves the mentions of one parsed document; entities are introduced in text order."""

    def __init__(self, parsed: Parsed, resolve: Resolve) -> None:
        self._parsed = parsed
        self._resolve = resolve
        self._sentence_of: dict[int, int] = {}
        for number, sentence in enumerate(parsed.doc.sents):
            for token in sentence:
                self._sentence_of[token.i] = number
        printed = datelines(text_of(parsed.doc))
        self._datelines = frozenset(t.i for t in parsed.doc if any(span.start <= t.idx < span.end for span in printed))
        self._focus = Focus(parsed.doc, self._sentence_of, self._datelines)
        self._places = tuple(dict.fromkeys(e.text for e in parsed.doc.ents if e.label_ in {"GPE", "NORP"}))
        self._families = frozenset(e[-1].text for e in parsed.doc.ents if e.label_ == "PERSON")
        self._found: dict[int, Resolution | None] = {}

    @cached_property
    def _entries(self) -> tuple[Entry, ...]:
        entries: list[Entry] = []
        for token in self._introducing():
            actor = self._antecedent(token, entries) if token.pos_ == "PRON" else self._named(token, entries)
            self._found[token.i] = actor
            if actor is not None and (actor.actor.type is not ActorType.UNNAMED or is_one_person(token)):
                agent = token.dep_ == "pobj" and token.head.dep_ == "agent" and token.head.head.dep_ != "acl"
                beside = token.dep_ == "appos" and token.head.dep_ in SUBJECTS
                subject = token.dep_ in SUBJECTS or beside or agent or heads_section(token) or is_cleft(token)
                gender = gender_of(token, actor, entries)
                entries.append(Entry(token.i, self._sentence_of[token.i], subject, actor, gender))
        return tuple(entries)

    def _introducing(self) -> Iterator[Token]:
        """Yield the heads of noun phrases that name somebody, and the pronouns that are subjects, in text order."""
        seen: set[int] = set()
        for token in self._parsed.doc:
            if token.pos_ == "PRON" and token.dep_ in SUBJECTS and token.lower_ in _STANDING_IN:
                yield token
                continue
            named = token.ent_type_ in LABELS and token.pos_ in {"PROPN", "NOUN", "ADJ", "NUM", "X"}
            role = token.pos_ in {"NOUN", "PROPN"} and token.lemma_.lower() in ROLE_NOUNS
            again = token.pos_ == "PROPN" and not token.ent_type_ and token.text in self._families
            if not (named or role or again):
                continue
            head = token
            while head.dep_ in {"compound", "nmod", "amod"} and head.head.pos_ in {"NOUN", "PROPN"}:
                inner = head.head
                if not (inner.ent_type_ in LABELS or inner.lemma_.lower() in ROLE_NOUNS):
                    break
                head = inner
            if head.i not in seen:
                seen.add(head.i)
                yield head

    def holders(self, token: Token) -> list[Holder]:
        """Return the actors that a noun phrase means, coordinated ones included; none where it means nobody."""
        token = before_bracket(all_meant(token))
        parts = listed(token) or (token, *coordinated(token))
        found = [holder for part in parts for holder in [self._holder(part)] if holder]
        if len(parts) == 1 and found and found[0].actor.actor.type is ActorType.STATE:
            found += [holder for place in other_places(token) for holder in [self._holder(place)] if holder]
        return list({holder.actor.actor.id: holder for holder in found}.values())

    def _holder(self, token: Token) -> Holder | None:
        lower = token.lower_
        if (token.pos_ == "PRON" or lower in POSSESSIVES) and token.i not in self._found_by_now():
            actor = self._antecedent(token, self._entries)
        else:
            if token.i not in self._found_by_now():
                before = [entry for entry in self._entries if entry.index < token.i]
                self._found[token.i] = self._named(token, before)
            actor = self._found[token.i]
        if actor is None or token.i in self._datelines or not (can_speak(token) or self._is_introduced(token, actor)):
            return None
        start, end = core(token)
        span = self._parsed.span(start, end)
        return Holder(token.i, span, span.of(self._parsed.text), actor)

    def labelled(self, start: int, end: int, *, sure: bool) -> Holder | None:
        """Return the person that the label of a transcript means, whatever its letters: "VARN", "Premier VARN (left)".

        It is somebody that the text names elsewhere, a longer name if it has one; else, where it is ``sure`` that the
        label is a speaker's, somebody new.
        """
        mention, hint = name_of_label(self._parsed.doc[start:end].text)
        token, words = self._parsed.doc[end - 1], words_of(mention)
        known = [actor for actor in named_of(self._entries) if not actor.actor.name.isupper()]
        people = [actor for actor in known if actor.actor.type is ActorType.PERSON]
        fitting = [actor for actor in people if words and words <= words_of(actor.actor.name)]
        found = max(fitting, key=lambda actor: len(actor.actor.name), default=None)
        if found is None and sure and (mention or hint) and words.isdisjoint(BODY_NOUNS | OUTLETS):
            kind, home = ("PERSON" if mention else ""), self._home(token, self._entries)
            found = self._resolve(mention or hint, known, home, hint if mention else "", kind, self._places)
        if found is None or found.actor.type is not ActorType.PERSON:
            return None
        span = self._parsed.span(start, end)
        return Holder(token.i, span, span.of(self._parsed.text), found)

    def _is_introduced(self, token: Token, actor: Resolution) -> bool:
        """Tell whether a name that the recogniser passed over is that of a person named before."""
        return token.pos_ == "PROPN" and any(
            entry.index < token.i and entry.actor.actor.id == actor.actor.id
            for entry in self._entries
            if entry.actor.actor.type is ActorType.PERSON
        )

    def _named(self, token: Token, before: Sequence[Entry]) -> Resolution | None:
        if (owner := voice_of(token)) is not None and (person := self._person(owner, before)) is not None:
            return person
        for find in (party_meant, spoken_for, former_one, partisan):
            if (meant := find(token, self._sentence_of[token.i], before)) is not None:
                return meant
        if (owner := country_of(token)) is not None:
            return self._state_of(owner, before)
        if state := governed_by(token):
            return self._resolve(state.text, named_of(before), "", "", "GPE", self._places)
        mention, hint = mention_and_hint(token) if not is_common_plural(token) else (token.lower_, "")
        if (lawmakers := lawmakers_of(token)) is not None:
            whose, sure = lawmakers
            mention = f"{whose} parliament".strip() if sure or self._is_state(whose, before) else mention
        if not mention.strip():
            return None
        home = self._home(token, before)
        mention = self._without_seat(token, self._with_place(mention, before), home, before)
        found = self._resolve(mention, named_of(before), home, hint, label_of(token), self._places)
        if found is None or found.actor.type is not ActorType.UNNAMED:
            return found and self._at_home(found, token, before)
        return office_holder(token, self._sentence_of[token.i], before) or found

    def _is_state(self, name: str, before: Sequence[Entry]) -> bool:
        """Tell the adjective or short name of a known state from those of a party or a people."""
        found = self._resolve(name, named_of(before), "", "", "GPE", self._places)
        return found is not None and found.actor.type is ActorType.STATE and found.rule != "name"

    def _at_home(self, found: Resolution, token: Token, before: Sequence[Entry]) -> Resolution:
        """Give "Mira Kolt of Tarn" the state that stands behind the name, where nothing else tells hers."""
        place = place_of_person(token) if found.actor.type is ActorType.PERSON and not found.affiliation else None
        state = place and self._resolve(place.text, named_of(before), "", "", "GPE", self._places)
        return replace(found, affiliation=state.affiliation) if state else found

    def _without_seat(self, token: Token, mention: str, home: str, before: Sequence[Entry]) -> str:
        """Return "the ministry" for "the ministry in Halmar", where Halmar is a town of the state in focus."""
        for preposition in token.children:
            if preposition.lower_ == "in" and preposition.i > token.i and token.lemma_.lower() in HOUSE_NOUNS and home:
                place = next((c for c in preposition.children if c.dep_ == "pobj" and c.pos_ == "PROPN"), None)
                if place is not None and self._focus.is_seat(place, home, before):
                    return mention.partition(f" in {place.text}")[0]
        return mention

    def _with_place(self, mention: str, before: Sequence[Entry]) -> str:
        """Return "officials in Tarn" for "officials there", Tarn being the state named last."""
        states = [entry.actor.actor.name for entry in before if entry.actor.actor.type is ActorType.STATE]
        what, mark, rest = mention.rpartition(" there")
        return f"{what} in {states[-1]}" if mark and not rest and states else mention

    def _person(self, token: Token, before: Sequence[Entry]) -> Resolution | None:
        """Return the person that a noun phrase or possessive means: who speaks through an unnamed voice is quoted."""
        pronoun = token.pos_ == "PRON" or token.lower_ in POSSESSIVES
        if pronoun:
            found = self._antecedent(token, list(before))
        else:
            found, known = self._named(token, before), named_of(before)
            mention, hint = mention_and_hint(token)
            family = any(mention == k.actor.name.split()[-1] for k in known if k.actor.type is ActorType.PERSON)
            if family:  # whatever the recogniser took the name for
                found = self._resolve(mention, known, self._home(token, before), hint, "PERSON", self._places)
        return found if found is not None and found.actor.type is ActorType.PERSON else None

    def _state_of(self, owner: Token, before: Sequence[Entry]) -> Resolution | None:
        """Return the state for which the person stands whose country is spoken of ("his country", "whose country")."""
        person = self._person(owner, before)
        found = person and self._resolve(person.affiliation, named_of(before), "", "", "GPE", self._places)
        return found if found is not None and found.actor.type is ActorType.STATE else None

    def _home(self, token: Token, before: Sequence[Entry]) -> str:
        """Return that of whose it is ("her government", "its parliament"), else the state or body in focus."""
        owner = next((child for child in token.children if child.lower_ in {"his", "her", "its"}), None)
        if owner is not None and (found := self._antecedent(owner, before)) is not None and found.affiliation:
            return found.affiliation
        return self._focus.home(token, before)

    def _found_by_now(self) -> dict[int, Resolution | None]:
        """Return what is resolved once everybody has entered."""
        _ = self._entries
        return self._found

    @cached_property
    def _quoted(self) -> frozenset[int]:
        """The tokens between quotation marks."""
        doc = self._parsed.doc
        spans = [quotation.span for quotation in quotations(text_of(doc))]
        words = [doc.char_span(span.start, span.end, alignment_mode="contract") or () for span in spans]
        return frozenset(token.i for part in words for token in part)

    def _antecedent(self, token: Token, entries: Sequence[Entry]) -> Resolution | None:
        """Return whom a pronoun means: a fitting mention shortly before it, subjects and nearer sentences first."""
        lower = token.lower_
        impersonal = lower == "it" and token.head.lemma_ in _IMPERSONAL
        if impersonal or lower not in PERSON_PRONOUNS | GROUP_PRONOUNS:
            return None
        if (body := body_of_clause(token)) is not None and (found := self._found.get(body.i)) is not None:
            return found
        fits = PEOPLE if lower in PERSON_PRONOUNS else BODIES
        here = self._sentence_of[token.i]
        near = [
            e for e in entries
            if e.index < token.i and here - _REACH <= e.sentence <= here and e.actor.actor.type in fits
            and e.index not in self._datelines and {e.gender, of_pronoun(lower)} != {"f", "m"}
            and not in_passing(e, self._parsed.doc[e.index])
        ]
        if token.i not in self._quoted:  # who is spoken of in a quotation is seldom who speaks it
            near = [e for e in near if e.index not in self._quoted] or near
        return nearest(near, of_pronoun(lower), here).actor if near else None
