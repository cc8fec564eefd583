"""The state or body in focus: whose "the government" and "the ministry" is where the text does not say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tracker.schema import ActorType
from tracker.statements.clauses import SUBJECTS, fronted_place
from tracker.statements.entries import BODIES, Entry, may_be_state
from tracker.statements.mentions import heads_section
from tracker.statements.placing import STEM

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_HAD_BY_STATES = frozenset("cabinet government minister ministry parliament premier".split())  # no firm has them
_LOCAL = frozenset({"councillor", "governor", "mayor"})
_PLACED = frozenset({"around", "at", "from", "in", "near", "outside", "to"})


@dataclass(frozen=True)
class Focus:
    """What a document is about at a token; ``datelines`` holds the tokens of datelines."""

    doc: Doc
    sentence_of: Mapping[int, int]
    datelines: Collection[int]

    def home(self, token: Token, before: Sequence[Entry]) -> str:
        """Return the state or body in focus.

        It is the place of the clause ("Tarn, where the cabinet met") or the one that opens the sentence ("In Halmar the
        ministry said"), else the last subject nearby or place that opens a sentence, else the most frequent
        of those; where none is a subject, that of the dateline or the last mention. What only states have is never that
        of a firm or party, and nothing is that of a town.
        """
        here = self.sentence_of[token.i]
        states = [
            e for e in before
            if e.actor.affiliation
            and e.actor.actor.type not in {ActorType.PARTY, ActorType.UNNAMED}
            and e.index not in self.datelines
        ]
        states = [e for e in states if e.actor.affiliation.casefold() not in self.towns] or states
        states = [e for e in states if not _is_of_town(e)] or states
        if not _HAD_BY_STATES.isdisjoint(word.lemma_.lower() for word in (token, *token.children)):
            bodies = {e.actor.actor.name for e in before if e.actor.actor.type in BODIES - {ActorType.STATE}}
            states = [e for e in states if e.actor.affiliation not in bodies or may_be_state(e.actor)] or states
        place = _place_where(token) or fronted_place(token.sent)
        fronted = [e.actor.affiliation for e in states if place is not None and e.index == place.i]
        if fronted:
            return fronted[-1]
        subjects = [e for e in states if e.subject or self._in_subject(e.index)]
        written = [e.actor.affiliation for e in before if e.index in self.datelines and e.actor.affiliation]
        if written and not subjects:
            return written[0]
        states = subjects or states
        near = [e for e in states if e.sentence >= here - 2 and (e.subject or e.actor.rule != "demonym")]
        if near:
            return near[-1].actor.affiliation
        counted = Counter(e.actor.affiliation for e in states)
        return counted.most_common(1)[0][0] if counted else ""

    def _in_subject(self, index: int) -> bool:
        """Tell whether a name is that of whose house a subject is ("the Diet of Tarn") or opens with "In Tarn"."""
        token = self.doc[index]
        if fronted_place(token.sent) == token:
            return True
        if token.dep_ == "pobj" and token.head.lower_ == "of":
            token = token.head
        return token.dep_ in {"poss", "prep"} and token.head.dep_ in SUBJECTS

    @cached_property
    def towns(self) -> frozenset[str]:
        """Names of places, in small letters, that only tell where something is or happens and give no adjective."""
        names = {e.text.casefold() for e in self.doc.ents if e.label_ == "GPE" and not e.root.ent_id_}
        return frozenset(name for name in names if " " not in name and self._is_town(name))

    @cached_property
    def _mentions(self) -> Mapping[str, Sequence[Token]]:
        """The capitalised words outside datelines, by their small letters."""
        found: dict[str, list[Token]] = {}
        for token in self.doc:
            if token.text[0].isupper() and token.i not in self.datelines:
                found.setdefault(token.lower_, []).append(token)
        return found

    @cached_property
    def _adjectives(self) -> frozenset[str]:
        """The first letters of the adjectives of places and peoples."""
        return frozenset(e.text[:STEM].casefold() for e in self.doc.ents if e.label_ == "NORP")

    def _is_town(self, name: str) -> bool:
        mentions = self._mentions.get(name, ())
        return bool(mentions) and name[:STEM] not in self._adjectives and all(map(_tells_where, mentions))

    def is_seat(self, place: Token, home: str, before: Sequence[Entry]) -> bool:
        """Tell whether a place is but the town where the state in focus has its houses: "the ministry in Halmar".

        That state is not in the registry and was named in the same paragraph, or heads the section.
        """
        here, name = self.sentence_of[place.i], place.lower_
        start = next((i + 1 for i in range(place.i, -1, -1) if "\n" in self.doc[i].text), 0)
        named = [e for e in before if e.actor.affiliation == home]
        near = [e for e in named if e.sentence >= here - 2]
        close = any(e.index >= start or heads_section(self.doc[e.index]) for e in near)
        known = any(self.doc[e.index].ent_id_ for e in named)  # the registry knows the seats of its states
        return close and not known and home.casefold() != name and not place.ent_id_ and self._is_town(name)


def _is_of_town(entry: Entry) -> bool:
    """Tell whether somebody speaks for a town or a region, whose state is not in focus for that."""
    return not _LOCAL.isdisjoint(entry.actor.role.lower().split())


def _tells_where(token: Token) -> bool:
    """Tell whether a name says where something is: "in Halmar", not "in Halmar, whose premier"."""
    acting = any(child.dep_ == "relcl" for child in token.children)
    return token.dep_ == "pobj" and token.head.lower_ in _PLACED and not token.head.is_sent_start and not acting


def _place_where(token: Token) -> Token | None:
    """Return Tarn for the cabinet of "Tarn, where the cabinet met"."""
    clause = token.head
    inside = token.dep_ in SUBJECTS and clause.dep_ == "relcl" and any(c.lower_ == "where" for c in clause.children)
    return clause.head if inside else None
