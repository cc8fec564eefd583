"""What an axis gets that its file leaves out: a title, hypotheses, and the terms that follow from its proposal."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from tracker.axes.words import STOP_WORDS, forms, listed, plain, squeeze, verbs
from tracker.names import looks_like_demonym, names_of_states
from tracker.schema import Label

HYPOTHESES: Mapping[Label, str] = MappingProxyType(
    {
        Label.SUPPORT: "{actor} supports {proposal}.",
        Label.CONDITIONAL: "{actor} does not rule out {proposal}.",
        Label.NEUTRAL: "{actor} takes no position on {proposal}.",
        Label.OPPOSE: "{actor} opposes {proposal}.",
    }
)
# Words that say little alone: they enter terms only as a part of a phrase.
_GENERIC = listed(
    """
    accept action add additional adopt agree allow annual approach approve area authority back based become begin
    big bill bring build business call case change common companies company comprehensive continue controlled
    countries country create current cut day days decision develop different dollar dollars early economic effort
    end ensure establish euro european euros every federal final first five force foreign four free full fully
    further future general give global government governmental grant great group help hold home hour hours human
    idea immediate implement implementation important improve include increase increased individual international
    introduce introducing introduction issue join keep key large last late law laws leave let level limit limited
    line list local long low lower main maintain major make making mandatory market mass matter maximum measure
    member military million minimum month months move national need new next number offer old one open order part
    partial party pay people percent permanent person phase phasing place plan policy political power previous
    private process program programme progress project promote proposal propose provide provision public purpose put
    raise raising rate reach real reduce reduction remain replace require requirement research resource responsible
    rest result return right rule run sale second sector send sending service set several share short side single
    situation small social society special stage standard start state states step stop strengthen strong support
    system take temporary term third three time top total trade two universal use used using value way week weeks
    west western whole work workers working world year years young
    """
)
# What is done to a matter, not the matter.
_DONE = listed(
    """
    abolish admit agree ban cap close confirm enter forbid legalise legalize prohibit restrict
    """
) | {"agreement", "limit", "prohibition"}
_CALLED = re.compile(r"\bthe ((?:[A-Z][\w-]+ )*[A-Z][\w-]+ [A-Z][\w-]+)")  # "the Supreme Court"
_PLACED = listed("to over in for from with against into within inside at near")
_WORD = re.compile(r"[^\W_]+(?:['’.\-‐-―][^\W_]+)*")
_ACRONYMS = ("US", "IT")
_DERIVED = (("isation", "ise"), ("ization", "ize"), ("ising", "isation"), ("izing", "ization"), ("ment", ""))


def title_of(axis_id: str) -> str:
    """Return the title an id stands for: ``carbon_tax`` is Carbon tax."""
    return axis_id.replace("_", " ").strip().capitalize()


@cache
def thesaurus() -> tuple[tuple[str, ...], ...]:
    """Return the groups of near synonyms shipped with the package."""
    lines = (files("tracker.axes") / "thesaurus.txt").read_text(encoding="utf-8").splitlines()
    return tuple(
        tuple(member.strip() for member in line.split(",")) for line in lines if line and not line.startswith("#")
    )


@cache
def _groups_by_form() -> Mapping[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for number, group in enumerate(thesaurus()):
        for member in group:
            for form in forms(member):
                found.setdefault(form, set()).add(number)
    return {form: tuple(sorted(numbers)) for form, numbers in found.items()}


def derive_terms(proposal: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return gate terms for a proposal, its content words and phrases and near synonyms, and hints.

    Hints say little alone: the names of states ("Mexico", "Russian"), what is done to the matter ("a ban
    on"), and what is like a part of a phrase ("pay", where "minimum wage" is meant). Generic words ("new", "introduce")
    count only inside a phrase, no part of a name does ("united"), and a place that merely says where ("in Portugal")
    not at all beside other words. Without a term the hints are terms; both are empty where the proposal has no content
    word.
    """
    terms, hints, alike, vaguely = list[str](), list[str](), set[int](), set[int]()
    names = {match[1].lower() for match in _CALLED.finditer(proposal)} | names_of_states()
    runs = _runs(proposal)
    for run in runs:
        named = _within(run, names)
        for first, last in sorted(_stretches(run), key=lambda at: at[0] - at[1]):
            phrase = run[first:last]
            text, at = " ".join(phrase), (first, last)
            if any(_cuts(at, name) for name in named) or (len(phrase) == 1 and not _speaks(phrase)):
                continue
            weak = _says_where(text, phrase == run) or (len(phrase) == 1 and not verbs(text).isdisjoint(_DONE))
            if _speaks(phrase):
                (hints if weak else terms).append(text)
            (vaguely if weak or at in named or _is_of_longer(run, at) else alike).update(_groups_of(text))
    if not terms and not hints:
        terms = [" ".join(run[first:last]) for run in runs for first, last in _stretches(run) if len(run[first]) > 1]
    sure, unsure = _extended(terms, alike), _extended(hints, vaguely - alike)
    return (sure, tuple(hint for hint in unsure if hint not in sure)) if sure else (unsure, ())


def _extended(words: Sequence[str], groups: Iterable[int]) -> tuple[str, ...]:
    """Return words with what derives from them and with the members of some groups of near synonyms."""
    derived = [word[: -len(end)] + new for word in words for end, new in _DERIVED if word[4:].endswith(end)]
    near = [member for number in sorted({*groups, *(n for word in derived for n in _groups_of(word))})
            for member in thesaurus()[number]]  # fmt: skip
    return tuple(dict.fromkeys((*words, *derived, *near)))


def _stretches(run: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return where the phrases of up to four words of a run begin and end."""
    return [(first, last) for first in range(len(run)) for last in range(first + 1, min(len(run), first + 4) + 1)]


def _within(run: tuple[str, ...], names: Collection[str]) -> list[tuple[int, int]]:
    """Return where names stand in a run, none inside another."""
    found = [(first, last) for first, last in _stretches(run) if " ".join(run[first:last]) in names]
    return [at for at in found if not any(other != at and other[0] <= at[0] and at[1] <= other[1] for other in found)]


def _cuts(phrase: tuple[int, int], name: tuple[int, int]) -> bool:
    """Tell whether a phrase has a part of a name without the rest of it."""
    overlaps = phrase[0] < name[1] and name[0] < phrase[1]
    return overlaps and not (phrase[0] <= name[0] and name[1] <= phrase[1])


def _says_where(phrase: str, alone: bool) -> bool:
    """Tell whether words are a state's name, no part of a phrase, or an adjective made from one: "Mexico", "Syrian"."""
    return phrase in names_of_states() and (alone or looks_like_demonym(phrase.capitalize()))


def _is_of_longer(run: tuple[str, ...], phrase: tuple[int, int]) -> bool:
    """Tell whether the thesaurus knows a longer phrase of the run around this one: "minimum wage" is not any wage."""
    around = (at for at in _stretches(run) if at != phrase and at[0] <= phrase[0] and phrase[1] <= at[1])
    return any(_groups_of(" ".join(run[first:last])) for first, last in around)


def _groups_of(text: str) -> tuple[int, ...]:
    return _groups_by_form().get(squeeze(plain(text))[0], ())


def _speaks(phrase: tuple[str, ...]) -> bool:
    heads = [verbs(word) | {word, word.removesuffix("s")} for word in phrase]
    weak = _GENERIC | STOP_WORDS
    return any(len(word) > 1 and head.isdisjoint(weak) for word, head in zip(phrase, heads, strict=True)) and (
        len(phrase) > 1 or not phrase[0].replace(".", "").isdigit()
    )


def _runs(proposal: str) -> list[tuple[str, ...]]:
    """Return the stretches of content words between stop words and punctuation, lower-cased."""
    found: list[list[str]] = [[]]
    places: list[bool] = []
    before, end = "", 0
    for match in _WORD.finditer(proposal):
        word = match[0].replace("’", "'").lower().removesuffix("'s")
        stops = word in STOP_WORDS and match[0] not in _ACRONYMS
        if stops or proposal[end : match.start()].strip():
            found.append([])
        if not stops:
            if not found[-1]:
                possessor = match[0].endswith(("'s", "’s"))
                places.append(match[0][0].isupper() and (possessor or before in _PLACED))
            found[-1].append(word)
        if match[0].endswith(("'s", "’s")):
            found.append([])
        before, end = (word if stops else ""), match.end()
    runs = [tuple(run) for run in found if run]
    kept = [run for run, place in zip(runs, places, strict=True) if not (place and len(run) == 1)]
    return kept if any(_speaks((word,)) for run in kept for word in run) else runs
