"""Surface forms of mentions: cleaning, comparison keys, and the words that are no part of a name."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from tracker.names import HONORIFICS, PARTICLES, unmarked


def words(text: str) -> frozenset[str]:
    """Return the words of a text as a set, for the word lists of this package."""
    return frozenset(text.split())


DETERMINERS = words("the a an this that these those its his her their our your my")
FORMER = frozenset({"former", "ex", "onetime", "erstwhile", "retired"})
MODIFIERS = FORMER | words(
    "late then acting outgoing incoming current new newly elected senior top veteran longtime embattled "
    "visiting interim caretaker neutral neighbouring neighboring nearby another other one unnamed anonymous high "
    "ranking only even also just"
)
_OF_NAMES = words("new high")  # in capitals they begin names
_RANKS = HONORIFICS | {"vice", "air", "field"}
PRONOUNS = words(
    "i me we us you he him she her it they them himself herself itself themselves who whom which that this "
    "these those someone somebody anyone anybody everyone everybody nobody one ones others another what there "
    "mine ours"
)
_CALENDAR = words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november december today yesterday tomorrow week month year weekend morning "
    "evening night day last next earlier later early late this on in"
)
_EDGES = " \t\r\n\"“”„«»‹›()[]{},;:!?*_-–—…/|'"
_MARKS = str.maketrans({".": "", "'": "", "-": " ", "–": " ", "/": " ", "ʻ": "", ",": " ", "&": " and "})
_BEFORE = re.compile(r"^(?:\d{1,2}[.:]\d{2}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b[\s,:–-]*(?=[A-Z])")
_ELECT = re.compile(r"\b[A-Z][\w ]*[- ](?:elect|designate)\s+(?=[A-Z])")
_MIDDLE = re.compile(r"(?<=\w )[A-Z]\.? (?=\w)|,? (?:Jr|Sr|II|III|IV)\.?$")
_ABBREVIATION = re.compile(r"(?:\b[A-Za-z]\.)+$")


@lru_cache(maxsize=65536)
def clean(mention: str) -> str:
    """Return the mention on one line, apostrophes unified, without quotation marks and outer punctuation."""
    text = unicodedata.normalize("NFC", mention)
    text = re.sub("[’‘ʼ`´′]", "'", " ".join(text.split()))
    text = _ELECT.sub("", re.sub(r"\s*\([^()]*\)?", "", text)).strip(_EDGES)
    text = _BEFORE.sub("", text)
    while text.endswith(".") and not _ABBREVIATION.search(text):
        text = text[:-1].rstrip(_EDGES)
    return text[:-2] if text.endswith("'s") else text


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """Return the form under which names are compared: lower case, no diacritics, dots, apostrophes or hyphens."""
    plain = unmarked(text.translate(_MARKS)).translate(_MARKS)  # some letters hold dots: "․", "…"
    return " ".join(plain.lower().split())


def is_acronym(name: str) -> bool:
    """Tell whether a name counts only in capitals ("US", "U.S.", "WHO"), because its letters also make a word."""
    letters = name.replace(".", "").replace(" ", "")
    return letters.isupper() and len(letters) <= 5


def initials(name: str) -> str:
    """Return the first letters of the words of a name that are in capitals: NRA of "National Rifle Association"."""
    words = name.replace("-", " ").split()
    return "".join(word[0] for word in words if word[0].isupper()) if len(words) > 1 else ""


@lru_cache(maxsize=16384)
def forms(text: str) -> tuple[str, ...]:
    """Return the readings of a mention: as it stands, then without a possessive whose apostrophe was lost."""
    if text.endswith("s") and len(text) >= 4 and not text.endswith("ss") and not text.islower():
        return text, text[:-1]
    return (text,)


@lru_cache(maxsize=16384)
def bare(text: str) -> str:
    """Return the mention without leading determiners, honorifics and words such as "former" or "senior"."""
    words = text.split()
    while len(words) > 1 and (_is_prefix(words[0]) or _is_rank(words)):
        words = words[1:]
    return " ".join(words)


def _is_prefix(word: str) -> bool:
    low = word.lower().rstrip(".")
    if low in DETERMINERS:
        return not word.isupper() or word == "A"
    return (low in MODIFIERS and (word.islower() or low not in _OF_NAMES)) or (low in HONORIFICS and word[0].isupper())


def _is_rank(words: list[str]) -> bool:
    """Tell whether a phrase opens with a rank of several parts: "Major-General", "Vice Admiral", "Air Vice-Marshal"."""
    parts = words[0].lower().split("-")
    if not words[0][0].isupper() or not _RANKS.issuperset(parts):
        return False
    return parts[-1] in HONORIFICS or (len(words) > 1 and _is_rank(words[1:]))


def is_former(text: str) -> bool:
    """Tell whether the phrase says that an office is no longer held."""
    return any(word in FORMER for word in key(text).split()[:4])


def is_noise(text: str) -> bool:
    """Tell whether a mention can be no actor: empty, a pronoun, a number, a date."""
    words = key(text).split()
    if not words or (len(words) == 1 and words[0] in PRONOUNS and not (text.isupper() and len(text) > 1)):
        return True
    return all(word in _CALENDAR or word in DETERMINERS or not any(map(str.isalpha, word)) for word in words)


@lru_cache(maxsize=16384)
def surname(name: str) -> str:
    """Return the key of the family name: the last word, with particles in front of it ("von der leyen")."""
    words = name.replace(",", " ").split()
    for position, word in enumerate(words[1:-1], start=1):
        if word in PARTICLES:
            return key(" ".join(words[position:]))
    return key(words[-1]) if words else ""


def plain_name(name: str) -> str:
    """Return a name without middle initials and suffixes ("Mira J. Kolt Jr." -> "Mira Kolt")."""
    return _MIDDLE.sub("", name)


def is_name_like(text: str) -> bool:
    """Tell whether every word is capitalised or a particle, as in the name of a person or a body."""
    words = text.split()
    return bool(words) and all(not word[0].islower() or _is_particle(word) for word in words) and text[0].isalpha()


def _is_particle(word: str) -> bool:
    """Tell whether a word in small letters may stand in a name: "von", "al-Marwani"."""
    return word in PARTICLES or (word.partition("-")[0] in PARTICLES and word.partition("-")[2].istitle())
