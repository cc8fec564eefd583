"""Whether "he" or "she" can mean a person: what a title beside the name says, else the given name.

Given names tell it for most people in the news, an ending in -a or -o for many of the rest; where neither tells, either
pronoun fits.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from tracker.names import unmarked

if TYPE_CHECKING:
    from spacy.tokens import Token

Gender = Literal["", "f", "m"]

_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_MAN = frozenset(
    """
mr sir lord king prince emperor duke count baron father brother rabbi imam chairman spokesman congressman statesman
businessman councilman alderman herr monsieur grandfather husband
""".split()
)
_WOMAN = frozenset(
    """
mrs ms miss lady dame queen princess empress duchess countess baroness mother sister chairwoman spokeswoman
congresswoman stateswoman businesswoman councilwoman frau madame actress grandmother wife
""".split()
)


def of_pronoun(word: str) -> Gender:
    """Return the gender that a pronoun asks for; empty for those that ask for none."""
    return "m" if word in _HE else "f" if word in _SHE else ""


def of_mention(token: Token) -> Gender:
    """Return what the words of a mention say: "chairwoman Mira Kolt", "Mr Kolt, the spokesman"."""
    beside = [token, *(c for c in token.children if c.dep_ in {"compound", "appos", "nmod"})]
    if token.dep_ == "appos":
        beside.append(token.head)
    found = {_said(word.lower_.rstrip(".")) for word in beside} - {""}
    return found.pop() if len(found) == 1 else ""


def of_name(name: str) -> Gender:
    """Return what the first word of a full name says of its bearer."""
    first = plain(name).replace("-", " ").split()
    if len(name.split()) < 2 or not first:
        return ""
    if (known := given_names().get(first[0])) is not None:
        return known
    if len(first[0]) <= 2:
        return ""
    return "f" if first[0].endswith("a") else "m" if first[0].endswith("o") and not first[0].endswith("ko") else ""


def plain(name: str) -> str:
    """Return a name in small letters without marks: "Éric" is "eric"."""
    return unmarked(name).lower()


def _said(word: str) -> Gender:
    return "m" if word in _MAN else "f" if word in _WOMAN else ""


@cache
def given_names() -> dict[str, Gender]:
    """Return the listed given names; those that both bear are listed as telling nothing."""
    found: dict[str, Gender] = {}
    genders: dict[str, Gender] = {"women": "f", "men": "m", "either": ""}
    gender: Gender = ""
    for line in files(__package__).joinpath("given_names.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            gender = genders[line[2:].split()[0].rstrip(":")]
        else:
            found |= dict.fromkeys(line.split(), gender)
    return found
