"""Utterances: what one actor said on one occasion, however often it is printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tracker.schema import Stance, content_id

_ALIKE = 82.0  # similarity, 0 to 100, from which two wordings are one utterance


def utterance_ids(stances: Sequence[Stance], texts: Mapping[str, str]) -> list[Stance]:
    """Return the stances with an utterance id each: equal for rows of one actor, axis and day with like wording.

    ``texts`` maps statement ids to their words. The id hashes the wording of the first such row, so that a syndicated
    article, a headline and a caption lead to the same utterance.
    """
    from rapidfuzz import fuzz

    leaders: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    found: list[Stance] = []
    for stance in stances:
        key = (stance.actor.id, stance.axis, str(stance.date))
        words = " ".join(texts[stance.statement_id].lower().split())
        group = leaders.setdefault(key, [])
        same = next((known for said, known in group if fuzz.token_set_ratio(said, words) >= _ALIKE), "")
        if not same:
            same = content_id("u", *key, words)
            group.append((words, same))
        found.append(replace(stance, utterance_id=same))
    return found
