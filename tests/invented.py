"""Three invented states with their people, a parser that knows them, and a scorer that goes by the words alone."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tracker.actors import Registry, Resolver
from tracker.pipeline import Line
from tracker.schema import SCORED_LABELS, Axis, Document, Label, Query, Resolution, Statement
from tracker.stances.coder import Coder
from tracker.statements import Held, Parser, held
from tracker.statements.cast import Resolve

FRIDAY = dt.date(2024, 5, 10)
TABLES = {
    "states.csv": "id,name,wikidata,capital,metonyms,demonyms,aliases,leader\n"
                  "velm,Velm,,Velmar,,Velmish,,\n"
                  "ostra,Ostra,,Ostragrad,White Pavilion,Ostran|Ostrans,,head_of_state\n"
                  "halmar,Halmar,,Port Halm,,Halmari|Halmaris,,\n",
    "organisations.csv": "id,name,type,wikidata,state,aliases,demonyms,parliament\n"
                         "pact,Meridian Pact,organisation,,,,,\n",
    "people.csv": "id,name,wikidata,aliases,state,party\n"
                  "mira-kolt,Mira Kolt,,,velm,\nodo-brandt,Odo Brandt,,,ostra,\n"
                  "ida-sold,Ida Sold,,,halmar,\nolan-druske,Olan Druske,,,pact,\n",
    "offices.csv": "person_id,role,title,of,executive,start,end\n"
                   "mira-kolt,foreign_minister,foreign minister,velm,yes,2020-01-01,\n"
                   "odo-brandt,head_of_state,president,ostra,yes,2020-01-01,\n"
                   "ida-sold,defence_minister,defence minister,halmar,yes,2020-01-01,\n"
                   "olan-druske,organisation_head,secretary general,pact,yes,2020-01-01,\n",
    "media.txt": "# media\n",
}  # fmt: skip
TROOPS = Axis(
    "troops", "Troops", "sending troops to Halmar", terms=("troops", "soldiers", "peacekeepers"),
    anchors=("halmar", "halmari"), aspects={"post-war force": ("peacekeep",)},
)  # fmt: skip
ARMS = Axis(
    "arms", "Arms", "supplying arms to Halmar", terms=("arms", "tanks", "shells", "guns"),
    anchors=("halmar", "halmari"), aspects={"tanks": ("tank",), "ammunition": ("shells",)},
)  # fmt: skip


@cache
def registry() -> Registry:
    """Return the invented registry."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in TABLES.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        return Registry.from_folder(Path(folder))


@cache
def parser() -> Parser:
    """Return the one parser that knows the invented names."""
    return Parser(registry().patterns())


@cache
def resolver() -> Resolver:
    """Return the resolver of the invented registry."""
    return Resolver(registry())


def document(text: str, published: dt.date | None = FRIDAY, name: str = "d") -> Document:
    """Return a text as a document."""
    return Document(name, text, published=published, published_evidence="stamp" if published else "", path=name)


def resolve_on(published: dt.date | None, known_actors: Resolver | None = None) -> Resolve:
    """Return what tells statements whom a mention means on a day, by the invented registry or another."""
    chosen = known_actors or resolver()

    def resolve(
        mention: str, known: Sequence[Resolution], home: str, hint: str, label: str, places: Sequence[str]
    ) -> Resolution | None:
        return chosen.resolve(
            mention, published, known=known, home=home, role_hint=hint, label=label, places=places
        )

    return resolve


def statements(text: str, published: dt.date | None = FRIDAY) -> list[Held]:
    """Return every statement of a text with its holder."""
    parsed = parser().parse(text)
    return held(parsed, document(text, published), resolve_on(published))


def holder(item: Held) -> str:
    """Return the name of a statement's actor."""
    return item.holder.actor.actor.name


def statement(text: str, who: str, words: str, published: dt.date | None = FRIDAY) -> Statement:
    """Return the shortest statement of an actor that holds some words."""
    return _shortest(text, who, words, published).statement


def occasion(text: str, who: str, words: str, published: dt.date = FRIDAY) -> dt.date | None:
    """Return the day of such a statement, or the day that it seems to be of, however likely that is."""
    found = _shortest(text, who, words, published)
    return found.statement.date if found.story is None else found.story.dated.date


def _shortest(text: str, who: str, words: str, published: dt.date | None) -> Held:
    found = [item for item in statements(text, published) if holder(item) == who and words in item.statement.text]
    return min(found, key=lambda item: len(item.statement.text))


class WordScorer:
    """Scores a query by a few words of its statement; nothing is learned and nothing is hidden."""

    name = "words"
    rules = (
        (Label.UNCLEAR, ("perhaps",)),
        (Label.UNRELATED, ("weather",)),
        (Label.CONDITIONAL, ("not rule out", "not excluded")),
        (Label.NEUTRAL, ("declined", "no comment")),
        (Label.OPPOSE, (" not ", " no ", "never", "reject", "ruled out", "halted")),
    )

    def score(self, queries: Sequence[Query]) -> NDArray[np.float32]:
        """Return 0.9 for the first rule that fits, else for support; the same for all where nobody could tell."""
        return np.array([self._row(query.focus.of(query.passage).lower()) for query in queries]).reshape(-1, 5)

    def _row(self, words: str) -> NDArray[np.float32]:
        fits = (label for label, marks in self.rules if any(mark in words for mark in marks))
        label = next(fits, Label.SUPPORT)
        if label is Label.UNCLEAR:
            return np.full(5, 0.2, dtype=np.float32)
        row = np.full(5, 0.025, dtype=np.float32)
        row[SCORED_LABELS.index(label)] = 0.9
        return row


def line() -> Line:
    """Return a line over the two invented axes with the word scorer."""
    return Line((TROOPS, ARMS), resolver(), parser(), WordScorer(), Coder())
