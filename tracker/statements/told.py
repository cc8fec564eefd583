"""What dating needs of a statement beside its words."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.schema import Evidence
from tracker.statements.moments import Place
from tracker.statements.timewords import Dated, Tense


@dataclass(frozen=True, slots=True)
class Told:
    """Where a statement's cue stands, who speaks, the tense, and the date it has of its own.

    ``listed`` is the day that heads the list or the part of the text where it stands. ``heard`` is more than 0 where it
    was made to people who had met, 2 where to those that the article has told of; ``apart`` says that it was made to
    one outlet alone. ``evidence`` is how it is known, ``depth`` how far into the article it stands, from 0 to 1;
    ``length`` is that of the article in tokens.
    """

    place: Place
    speaker: str
    own: Dated
    tense: Tense = "other"
    listed: Dated | None = None
    heard: int = 0
    apart: bool = False
    evidence: Evidence = Evidence.INDIRECT
    depth: float = 0.0
    length: int = 0
