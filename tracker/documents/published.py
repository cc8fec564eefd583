"""When a document was published: explicit dates, stamps, and a vote over what the body lets one infer.

Each source is an anchor that proposes a day with a weight; each clue of the body is a constraint that a candidate day
satisfies more or less. The day with the highest sum wins, so that a stamp that the body contradicts loses, and a text
with nothing but weekdays has no candidate at all.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.documents._calendar import DateMention, full_dates, is_stamp, unix_day
from tracker.documents.clues import body_clues, candidate_days
from tracker.documents.constraints import Clue

_URL_DAY = re.compile(
    r"(?<!\d)(?P<y>(?:19[89]|20[0-4])\d)(?P<s>[/_.-]?)(?P<m>0[1-9]|1[0-2]|(?<=[/_.-])[1-9]|(?:jan|feb|mar|apr"
    r"|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)"
    r"(?P=s)(?P<d>0[1-9]|[12]\d|3[01]|(?<=[/_.-])[1-9])(?!\d)",
    re.IGNORECASE,
)
_UNIX = re.compile(r"(?<![\d.,/])(1[0-9]{9})(?:\d{3})?(?![\d.,])")
_LABEL = re.compile(
    r"(?:(?:^|[\n|•·(])\s*(?i:first |last |originally )?"
    r"(?i:published|posted|updated|modified|created|released|date|issued)"
    r"|\b(?:Published|Posted|Updated|Modified|Created|PUBLISHED|POSTED|UPDATED))(?:\s+(?:on|at|On))?\W{0,3}\s*$"
)
_CORRECTION = re.compile(r"\b(?:correct(?:ion|ed)|clarification|editor['’]s note)\b[^.]*$", re.IGNORECASE)
_UPDATED = re.compile(r"(?:updated|modified)(?:\s+(?:on|at))?\W{0,3}\s*$", re.IGNORECASE)
_IN_SENTENCE = re.compile(
    r"\b(?:on|by|since|until|till|before|after|from|of|to|in|the|and|between|for|dated)\s*$", re.IGNORECASE
)
_RUNS_ON = re.compile(r"^\s*(?:,(?!\s*\d)|[a-z])")
_CLOCK_AFTER = re.compile(r"^[\s,|•·–-]*(?:at\s+)?\d{1,2}[:.]\d{2}\b")
_TOP_CHARS = 700
_ENOUGH = 1.5
_CLEAR = 0.25


@dataclass(frozen=True, slots=True)
class Anchor:
    """A day that a source names outright, the weight of that source, and how the evidence is to be quoted."""

    day: dt.date
    weight: float
    evidence: str
    loose: bool = False

    def score(self, day: dt.date) -> float:
        """Return what the anchor gives ``day``: all on its own day, a share on days near it."""
        distance = (self.day - day).days
        if distance == 0:
            return self.weight
        if self.loose:
            return self.weight * (0.4 if 0 < distance <= 7 else 0.2 if -4 <= distance < 0 else 0.0)
        return self.weight * (0.3 if abs(distance) == 1 else 0.15 if abs(distance) <= 7 else 0.0)


def published_date(
    text: str, *, url: str = "", path: str = "", html_date: dt.date | None = None, metadata: dt.date | None = None
) -> tuple[dt.date | None, str]:
    """Return the day of publication and the evidence for it, or ``(None, "")`` where nothing anchors one.

    ``metadata`` is taken at its word. Otherwise ``url``, file name, ``html_date``, stamps, bylines, Unix times and
    the dates, weekdays and war days of ``text`` vote; the evidence reads like ``url: 2024/11/26``,
    ``stamp: Tuesday, November 26, 2024`` or ``clues: on Wednesday; 21-day conflict``.
    """
    if metadata:
        return metadata, f"metadata: {metadata.isoformat()}"
    anchors = [*_named_anchors(url, path, html_date), *_text_anchors(text)]
    clues = body_clues(text)
    latest = dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=1)
    days = {anchor.day + dt.timedelta(days=n) for anchor in anchors for n in range(-7, 8)} | set(candidate_days(clues))
    ranked = sorted((-_total(day, anchors, clues), day) for day in days if dt.date(1980, 1, 1) < day <= latest)
    if not ranked:
        return None, ""
    best = ranked[0][1]
    if _support(best, anchors, clues) < _ENOUGH or not _pinned(best, anchors, clues) or _ambiguous(ranked, anchors):
        return None, ""
    return best, _evidence(best, anchors, clues)


def _total(day: dt.date, anchors: list[Anchor], clues: list[Clue]) -> float:
    score = sum(anchor.score(day) for anchor in anchors) + sum(clue.weight * clue.score(day) for clue in clues)
    return round(score, 6)


def _support(day: dt.date, anchors: list[Anchor], clues: list[Clue]) -> float:
    """Return how much of the score comes from sources that can tell a year."""
    named = sum(anchor.weight for anchor in anchors if anchor.score(day) > 0)
    return named + sum(clue.weight * clue.score(day) for clue in clues if clue.anchors and clue.score(day) > 0)


def _pinned(day: dt.date, anchors: list[Anchor], clues: list[Clue]) -> bool:
    """Tell whether a source or clue names a day that ``day`` fits: "two years into the war" alone names none."""
    return any(anchor.score(day) > 0 for anchor in anchors) or any(c.pins and c.score(day) >= 0.6 for c in clues)


def _ambiguous(ranked: list[tuple[float, dt.date]], anchors: list[Anchor]) -> bool:
    """Tell whether another year does almost as well, and no source names a day."""
    best_score, best = ranked[0]
    return not anchors and any(score - best_score < _CLEAR for score, day in ranked[1:] if abs((day - best).days) > 60)


def _evidence(day: dt.date, anchors: list[Anchor], clues: list[Clue]) -> str:
    exact = sorted((anchor for anchor in anchors if anchor.day == day), key=lambda a: (-a.weight, a.evidence))
    if exact:
        return exact[0].evidence
    named = [clue.text for clue in sorted(clues, key=lambda c: -c.weight * c.score(day)) if clue.score(day) >= 0.6]
    return "clues: " + "; ".join(list(dict.fromkeys(named))[:6])


def _named_anchors(url: str, path: str, html_date: dt.date | None) -> Iterator[Anchor]:
    for day, written in _days_in_name(url):
        yield Anchor(day, 6.0, f"url: {written}")
    name = path.replace("\\", "/").rsplit("/", 1)[-1]
    for day, written in _days_in_name(name):
        yield Anchor(day, 5.0, f"file name: {written}")
    for source, label in ((url, "url"), (name, "file name")):
        for match in _UNIX.finditer(source):
            yield Anchor(unix_day(int(match[1])), 3.0, f"{label}: {match[1]}")
    if html_date:
        yield Anchor(html_date, 5.0, f"html: {html_date.isoformat()}")


def _days_in_name(name: str) -> Iterator[tuple[dt.date, str]]:
    for match in _URL_DAY.finditer(name):
        month = match["m"] if match["m"].isdigit() else f"{match['m'][:3]} 1 2000"
        number = int(month) if month.isdigit() else next((m.month for m in full_dates(month)), 0)
        try:
            yield dt.date(int(match["y"]), number, int(match["d"])), match.group()
        except ValueError:
            continue


def _text_anchors(text: str) -> Iterator[Anchor]:
    for match in _UNIX.finditer(text):
        day = unix_day(int(match[1]))
        if day.year >= 2005 and match.start() == text.rfind("\n", 0, match.start()) + 1:
            yield Anchor(day, 4.0, f"timestamp: {match[1]}")
    for mention in full_dates(text):
        anchor = _stamp(text, mention)
        if anchor:
            yield anchor


def _ending(text: str) -> str:
    """Return the last characters of ``text``, so marked that a cut is not taken for a beginning."""
    return text if len(text) <= 40 else "x" + text[-40:]


def _stamp(text: str, mention: DateMention) -> Anchor | None:
    """Return an anchor where the date stands as a stamp or byline does, and not within a sentence."""
    assert mention.day is not None
    start = text.rfind("\n", 0, mention.start) + 1
    end = text.find("\n", mention.end)
    line = text[start : end if end >= 0 else len(text)].strip()
    before, after = text[start : mention.start], text[mention.end : mention.end + 12]
    named = mention.weekday == mention.day.weekday()
    top = mention.start < _TOP_CHARS
    if (mention.weekday is not None and not named) or _CORRECTION.search(
        text[max(0, mention.start - 40) : mention.start]
    ):
        return None
    label = _LABEL.search(_ending(before)) or (not before.strip() and _LABEL.search(_ending(text[:start].rstrip())))
    evidence = f"stamp: {mention.text}"
    if label:
        updated = bool(_UPDATED.search(text[max(0, mention.start - 40) : mention.start]))
        return Anchor(
            mention.day,
            (3.0 if updated else 5.0) if top or named else 2.5,
            f"byline: {label.group().strip()} {mention.text}",
            updated,
        )
    if is_stamp(line):
        return Anchor(mention.day, 4.0 if top else 2.0, evidence, loose=not top)
    if _IN_SENTENCE.search(_ending(before)):
        return None
    if top and (named or _CLOCK_AFTER.match(after)) and not _RUNS_ON.match(after) and len(line) > len(mention.text):
        return Anchor(mention.day, 3.5, evidence)
    if top and len(line) <= 120 and re.search(r"(?:^|[|•·—–-]\s*|\(|[A-Z]{3,},\s*)$", before):
        return Anchor(mention.day, 3.0, evidence)
    return None
