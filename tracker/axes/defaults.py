"""What an axis gets that its file leaves out: a title, hypotheses, and the terms that follow from its proposal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from tracker.axes.words import STOP_WORDS, forms, listed, plain, squeeze, verbs
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


def derive_terms(proposal: str) -> tuple[str, ...]:
    """Return gate terms for a proposal: its content words and phrases, what they derive from, and near synonyms.

    Generic words ("new", "introduce") count only inside a phrase, and a place that merely says where ("in Portugal")
    counts not at all beside other words; empty where the proposal has no content word.
    """
    runs = _runs(proposal)
    phrases = [run[i:j] for run in runs for i in range(len(run)) for j in range(i + 1, min(len(run), i + 4) + 1)]
    terms = [" ".join(phrase) for phrase in sorted(phrases, key=len, reverse=True) if _speaks(phrase)]
    if not terms:
        terms = [" ".join(phrase) for phrase in phrases if len(phrase[0]) > 1]
    terms += [term[: -len(end)] + new for term in terms for end, new in _DERIVED if term[4:].endswith(end)]
    keys = [squeeze(plain(" ".join(phrase)))[0] for phrase in phrases] + terms
    numbers = {number for key in keys for number in _groups_by_form().get(key, ())}
    synonyms = [member for number in sorted(numbers) for member in thesaurus()[number]]
    return tuple(dict.fromkeys(terms + synonyms))


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
