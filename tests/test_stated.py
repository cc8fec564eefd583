"""A question takes no stand, nor does what the narrator holds possible or advisable."""

from __future__ import annotations

import pytest
from invented import document, line

LINE = line()
KOLT = "Mira Kolt"


def holders(text: str) -> set[str]:
    return {candidate.held.holder.actor.actor.name for candidate in LINE.candidates(document(text))}


@pytest.mark.parametrize(
    "text",
    [
        "“Why should Halmar send troops?” asked Mira Kolt.",
        "“Is it troops? Is it tanks for Halmar?” Mira Kolt said.",
        "Mira Kolt asked whether Halmar would send troops.",
        "Mira Kolt wanted to know if troops would go to Halmar.",
        "Mira Kolt should send troops to Halmar.",
        "Mira Kolt could send troops to Halmar in May.",
    ],
)
def test_what_asks_or_advises_is_not_asked_about(text: str) -> None:
    assert KOLT not in holders(text)


@pytest.mark.parametrize(
    "text",
    [
        "“Why not? Troops for Halmar are right,” Mira Kolt said.",
        "“Troops for Halmar are right. Is that so odd?” Mira Kolt said.",
        "Mira Kolt asked for troops in Halmar.",
        "Mira Kolt said that Halmar should have troops.",
        "Mira Kolt would not send troops to Halmar.",
        "Mira Kolt said she could send troops to Halmar.",
        "Mira Kolt would not say whether troops would go to Halmar.",
    ],
)
def test_what_takes_a_stand_is_asked_about(text: str) -> None:
    assert KOLT in holders(text)
