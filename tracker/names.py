"""Words that stand in names or before them, and names without marks; what finds and what resolves them share these."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from importlib.resources import files

HONORIFICS = frozenset("""
gov lieutenant sergeant mr mrs ms miss mister dr sir lord lady dame baroness prof professor herr frau monsieur
madame gen general lt col colonel rear adm admiral commodore marshal major maj capt captain brigadier brig hon rt
comrade archbishop bishop reverend rev father mother brother sister canon cardinal rabbi imam pastor ayatollah mullah
duke duchess countess prince princess sheikh sheikha mme mademoiselle señor señora señorita doña senhor senhora signor
signora compañero compañera candidate candidates judge sens reps
""".split())
# Titles that a first name follows: of "Prince Turki al-Hamdani" one says "Prince Turki".
FIRST_NAMED = frozenset("prince princess sheikh sheikha sir dame sister brother mother doña".split())
PARTICLES = frozenset("von van der den de di da del della la le du dos das bin ibn al el ter ten af".split())
_ADJECTIVE = re.compile(r"(?:[ia]ans?|ese|ish|[aeo]ks?|[oae]nic|[a-z]ic|[st]?ani|ers?|ites?|[a-z]ene|ards?)$")
_SHORTEST = 5  # letters of a demonym
# Kinds of body that in small letters are no part of a name ("the Harvest party"), and kinds that only stand before one.
BODY_KINDS = frozenset({"party", "group", "bloc", "caucus", "faction", "movement"})
FIRM_KINDS = frozenset({"company", "firm", "charity", "union"})
_SPECIAL = str.maketrans({
    "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe",
    "ı": "i", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ə": "a", "Ə": "A",
})  # fmt: skip


def unmarked(text: str) -> str:
    """Return a text without the marks of its letters: "Élodie Łuk" is "Elodie Luk"."""
    apart = unicodedata.normalize("NFKD", text.translate(_SPECIAL))
    return "".join(char for char in apart if not unicodedata.combining(char))


def looks_like_demonym(text: str) -> bool:
    """Tell whether a word has the shape of an adjective made from the name of a state."""
    return bool(_ADJECTIVE.search(text)) and text[:1].isupper() and len(text) >= _SHORTEST and " " not in text


@cache
def names_of_states() -> frozenset[str]:
    """Return the names of the registry's states and of those who belong to them, in small letters."""
    table = (files("tracker") / "actors" / "data" / "states.csv").read_text(encoding="utf-8")
    lists = ("|".join((row["name"], row["demonyms"], row["aliases"])) for row in csv.DictReader(table.splitlines()))
    return frozenset(name.lower() for names in lists for name in names.split("|") if name)
