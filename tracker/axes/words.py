"""Forms of words: what a term looks like in running text, by small rules of English inflection and spelling."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from itertools import product


def listed(text: str) -> frozenset[str]:
    """Return the words of a block of text as a set."""
    return frozenset(text.split())


_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\u00b7"
_QUOTES = "\u2018\u2019\u201b\u02bc\u00b4`\u2032\uff07"
_SPACES = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    chr(code) for code in range(0x2000, 0x200B)
)
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
# U+0130 is the one character that str.lower() makes longer; replacing it first keeps every offset in place.
_PLAIN = {**dict.fromkeys(_DASHES, " "), **dict.fromkeys(_QUOTES, "'"), **dict.fromkeys(_SPACES, " "), "\u0130": "I"}
_LOOSE = re.compile(f"(?<= )[ {_INVISIBLE}]+|[{_INVISIBLE}]+")

STOP_WORDS = listed(
    """
    a about above after again against all also am among an and any are as at be been before being below between both
    but by can could did do does doing down during each either every few for from further had has have having he her
    here hers him his how i if in into is it its itself may me might more most must my neither no nor not of off on
    once only or other our ours out over own per rather same shall she should since so some such than that the their
    them then there these they this those through to too toward towards under until up upon us very via was we were
    what when where whether which while who whom whose why will with within without would yes you your
    """
)
_VOWELS = "aeiou"
_PLURAL_ONLY = listed(
    """
    always arms bus campus clothes customs economics gas goods has headquarters is its lens less means news overseas
    plus politics premises series species thanks this us was
    """
)
_NOUNS = {
    "child": "children",
    "person": "people",
    "life": "lives",
    "wife": "wives",
    "knife": "knives",
    "half": "halves",
    "leaf": "leaves",
    "wolf": "wolves",
    "shelf": "shelves",
    "foot": "feet",
    "crisis": "crises",
    "basis": "bases",
    "criterion": "criteria",
    "campus": "campuses",
    "bus": "buses",
    "gas": "gases",
    "troops": "troop",
}
_SINGULARS = {plural: single for single, plural in _NOUNS.items()}
_VERBS = {
    row.split("/")[0]: tuple(row.split("/")[1:])
    for row in listed(
        """
        send/sent build/built rebuild/rebuilt take/took/taken give/gave/given leave/left
        withdraw/withdrew/withdrawn shoot/shot cut/cut spend/spent sell/sold buy/bought pay/paid
        freeze/froze/frozen fight/fought break/broke/broken keep/kept hold/held withhold/withheld uphold/upheld
        forbid/forbade/forbidden lend/lent rise/rose/risen bring/brought put/put set/set let/let make/made
        lead/led seek/sought teach/taught strike/struck drive/drove/driven begin/began/begun choose/chose/chosen
        do/did/done get/got/gotten go/went/gone grow/grew/grown lay/laid lose/lost meet/met
        overthrow/overthrew/overthrown quit/quit raise/raised run/ran/run say/said shut/shut speak/spoke/spoken
        split/split stand/stood swear/swore/sworn tell/told throw/threw/thrown wear/wore/worn win/won wind/wound
        write/wrote/written feed/fed find/found shed/shed
        """
    )
}
_DOUBLED = listed(
    """
    admit annul ban commit compel control deter equip expel occur patrol permit prefer rebut refer repel submit
    transfer
    """
)
_PARTICLES = listed("down up out off away back")
# British, American; each replaces the other at the beginning of a word.
_SPELLINGS = sorted(
    tuple(pair.split("/"))
    for pair in listed(
        """
        defence/defense offence/offense licence/license armour/armor labour/labor harbour/harbor
        neighbour/neighbor favour/favor colour/color honour/honor behaviour/behavior rumour/rumor vapour/vapor
        centre/center theatre/theater metre/meter kilometre/kilometer litre/liter fibre/fiber programme/program
        ageing/aging grey/gray plough/plow judgement/judgment sceptic/skeptic manoeuvre/maneuver
        aluminium/aluminum aeroplane/airplane analyse/analyze paralyse/paralyze catalogue/catalog
        dialogue/dialog paediatric/pediatric foetus/fetus sulphur/sulfur humour/humor saviour/savior
        moustache/mustache
        """
    )
)
_ISE = re.compile(r"(?<=[a-z]{3})i([sz])(e[sdr]?|ers|ing|ations?)$")
_DOUBLE_L = re.compile(r"(?<=[aeiou])(ll?)(ed|ing|ers?)$")
_PREFIXED = re.compile(r"^(anti|counter|multi|non|post|pre|cyber)([a-z]{4,})$")


def plain(text: str) -> str:
    """Return ``text`` lower-cased, dashes and white space as blanks, quotes straight; of the same length."""
    for char, spelt in _PLAIN.items():  # several times as fast as str.translate
        text = text.replace(char, spelt)
    return text.lower()


def tight(text: str) -> str:
    """Return the `squeeze` of a `plain` text where nobody asks for offsets."""
    return _LOOSE.sub("", text)


def squeeze(text: str) -> tuple[str, list[int] | None]:
    """Drop doubled blanks and invisible characters of a `plain` text.

    The second value maps an offset of the result to one of ``text``; None where nothing had to be dropped.
    """
    if not _LOOSE.search(text):
        return text, None
    pieces: list[str] = []
    offsets: list[int] = []
    at = 0
    for loose in _LOOSE.finditer(text):
        pieces.append(text[at : loose.start()])
        offsets.extend(range(at, loose.start()))
        at = loose.end()
    offsets.extend(range(at, len(text)))
    return "".join([*pieces, text[at:]]), offsets


def words(text: str) -> list[str]:
    """Return the words of a text in their `plain` form."""
    return tight(plain(text)).split()


@cache
def nouns(word: str) -> frozenset[str]:
    """Return ``word`` with its plural or, where it is one, its singular."""
    if word[-1:].isdigit():
        return frozenset({word, word + "s"})
    if not word.isalpha() or len(word) < 3:
        return frozenset({word})
    if word in _NOUNS or word in _SINGULARS:
        return frozenset({word, _NOUNS.get(word, word), _SINGULARS.get(word, word)})
    if word.endswith("men"):
        return frozenset({word, word[:-3] + "man"})
    if word.endswith("man") and word != "german":
        return frozenset({word, word[:-3] + "men"})
    if word in _PLURAL_ONLY:
        return frozenset({word})
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return frozenset({word, _singular(word)})
    return frozenset({word, *_plurals(word)})


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes", "oes")):
        return word[:-2]
    return word[:-1]


def _plurals(word: str) -> tuple[str, ...]:
    if word.endswith("y") and word[-2] not in _VOWELS:
        return (word[:-1] + "ies",)
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return (word + "es",)
    return (word + "s", word + "es") if word.endswith("o") else (word + "s",)


@cache
def verbs(word: str) -> frozenset[str]:
    """Return ``word`` with the other forms it has as a verb; alone where it cannot be one, as a plural cannot."""
    if not word.isalpha() or len(word) < 3 or (word.endswith("s") and not word.endswith("ss")):
        return frozenset({word})
    found = {word}
    for base in _bases(word):
        found |= {base, *_plurals(base), _with_ing(base), *_VERBS.get(base, (_with_ed(base),))}
    return frozenset(found)


def _bases(word: str) -> tuple[str, ...]:
    stem = word[:-3]
    if not word.endswith("ing") or len(stem) < 2 or not any(letter in "aeiouy" for letter in stem):
        return (word,)
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in _VOWELS:
        return (stem, stem[:-1]) if stem[-1] in "lsfz" else (stem[:-1],)
    if stem in _VERBS or stem + "e" in _VERBS:
        return (stem,) if stem in _VERBS else (stem + "e",)
    return (stem,) if stem.endswith(("y", "w", "x", "sh", "ch", "ck", "nd", "nt", "rt")) else (stem, stem + "e")


def _doubles(base: str) -> bool:
    short = len(re.findall(r"[aeiou]+", base)) == 1 and re.search(r"[^aeiou][aeiou][^aeiouwxy]$", "-" + base)
    return bool(short) or base in _DOUBLED


def _with_ed(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "ied"
    return base + (base[-1] if _doubles(base) else "") + "ed"


def _with_ing(base: str) -> str:
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return base[:-1] + "ing"
    return base + (base[-1] if _doubles(base) else "") + "ing"


@cache
def spellings(word: str) -> frozenset[str]:
    """Return ``word`` as it is spelt in Britain and in America."""
    found = {word}
    for british, american in _SPELLINGS:
        if word.startswith(british):
            found.add(american + word[len(british) :])
        elif word.startswith(american) and word[len(american) :] in ("", "s", "ed", "ing", "se", "sed"):
            found.add(british + word[len(american) :])
    if ise := _ISE.search(word):
        found.add(word[: ise.start(1)] + ("z" if ise[1] == "s" else "s") + ise[2])
    if double := _DOUBLE_L.search(word):
        found.add(word[: double.start(1)] + ("l" if double[1] == "ll" else "ll") + double[2])
    if prefixed := _PREFIXED.match(word):
        found.add(f"{prefixed[1]} {prefixed[2]}")
    return frozenset(found)


def _hyphens(term: str) -> set[str]:
    """Return a term with each hyphen as a blank or as nothing: anti-tank is also anti tank and antitank."""
    parts = re.split(f"(?<=[^\\s])[{_DASHES}](?=[^\\s])", term)[:6]
    if len(parts) > 4:
        return {" ".join(parts)}
    joints = product(("", " "), repeat=len(parts) - 1)
    return {parts[0] + "".join(a + b for a, b in zip(joint, parts[1:], strict=True)) for joint in joints}


def _all_of(parts: list[str], of: Callable[[str], Iterable[str]]) -> list[list[str]]:
    return [list(choice) for choice in product(*(sorted(of(part)) for part in parts))]


def forms(term: str) -> frozenset[str]:
    """Return every `plain` form in which ``term`` is looked for.

    The last word takes its noun forms, the first its verb forms unless it is a stop word, a lone word both;
    to these come British and American spellings, hyphens left out, and apostrophes left out.
    """
    found: set[str] = set()
    for variant in _hyphens(term):
        parts = words(variant)
        if not parts:
            continue
        heads = {parts[0]} if parts[0] in STOP_WORDS else verbs(parts[0])
        inflected = [[head, *parts[1:]] for head in heads]
        inflected += [[*row[:-1], tail] for row in inflected for tail in nouns(parts[-1])]
        found |= {" ".join(choice) for row in inflected for choice in _all_of(row, spellings)}
    return frozenset(found | {form.replace("'", "") for form in found})


def parted(term: str) -> frozenset[tuple[str, str]]:
    """Return the forms of a verb and its particle, which may stand apart: "shoot down" is "shot two of them down"."""
    parts = words(term)
    if len(parts) != 2 or parts[1] not in _PARTICLES or parts[0] in STOP_WORDS:
        return frozenset()
    return frozenset((spelt, parts[1]) for verb in verbs(parts[0]) for spelt in spellings(verb))
