"""What only points at what was said before ("Ostra welcomed the move") is asked about through what it answers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from invented import document, line

from tracker.candidates import Candidate
from tracker.schema import Axis, Side

LINE = line()
SENT = "Velm said it would send tanks to Halmar."


def ask(text: str, who: str) -> list[Candidate]:
    return [c for c in LINE.candidates(document(text)) if c.held.holder.actor.actor.name == who]


@pytest.mark.parametrize(
    ("words", "side"),
    [
        ("Ostra welcomed the decision.", Side.FOR),
        ("Ostra criticised the decision.", Side.AGAINST),
        ("Ostra called it a mistake.", Side.AGAINST),
        ("Ostra said the decision was right.", Side.FOR),
        ("Ostra said that it would be a mistake.", Side.AGAINST),
        ("“This is a dangerous step,” Ostra said.", Side.AGAINST),
        ("The move was welcomed by Ostra.", Side.FOR),
        ("It was rejected by Ostra.", Side.AGAINST),
        ("The move drew criticism from Ostra.", Side.AGAINST),
        ("The decision won applause from Ostra.", Side.FOR),
        ("The move came under attack from Ostra.", Side.AGAINST),
        ("The plan has Ostra's support.", Side.FOR),
        ("The plan met with a flat no from Ostra.", Side.AGAINST),
        ("The announcement alarmed Ostra.", Side.AGAINST),
        ("The announcement delighted Ostra.", Side.FOR),
        ("Ostra voiced disappointment at the decision.", Side.AGAINST),
        ("Ostra does not support the plan.", Side.AGAINST),
        ("Ostra protested.", Side.AGAINST),
        ("Ostra reacted angrily.", Side.AGAINST),
        ("Ostra agreed.", Side.WITH),
        ("So did Ostra.", Side.WITH),
        ("Ostra followed suit.", Side.WITH),
    ],
)
def test_a_response_is_read_through_what_it_answers(words: str, side: Side) -> None:
    (found,) = ask(f"{SENT} {words}", "Ostra")
    assert (found.query.passage, found.query.side) == (SENT, side)
    assert found.query.holder.of(SENT) == "Velm"
    assert not found.in_own_words


@pytest.mark.parametrize(
    "words",
    [
        "Ostra said it would support the plan if parliament agreed.",  # more than a side
        "Ostra did not condemn the decision.",
        "Ostra could reject the plan.",
        "Ostra welcomed the new budget.",
        "Ostra welcomed the decision to open the border.",
        "Ostra said it was right to wait.",
        "Ostra dropped its opposition to the plan.",
        "Ostra rejected criticism of the decision.",
        "Ostra said opposition to the plan was wrong.",
        "Ostra withdrew its support for the plan.",
        "Ostra blocked approval of the plan.",
        "Ostra stopped short of welcoming the plan.",
        "Ostra feared the plan would be approved.",
        "Ostra refused to join the initiative.",
        "Ostra denied it supported the plan.",
        "Ostra noted that Norrin opposed the plan.",
        "The plan did not anger Ostra.",
        "The plan needs Ostra's approval.",
        "Ostra supports a ban.",
        "Ostra attacked them.",
        "Ostra thanked him.",
        "Ostra welcomed the peace plan.",
    ],
)
def test_what_is_no_plain_response_is_read_as_it_stands(words: str) -> None:
    assert all(found.query.side is None for found in ask(f"{SENT} {words}", "Ostra"))


def test_two_in_one_sentence_respond_each_in_his_own_way() -> None:
    text = "Velm said it would send tanks to Halmar, a move welcomed by Ostra and condemned by Norrin."
    sides = {who: [c.query.side for c in ask(text, who)] for who in ("Ostra", "Norrin")}
    assert sides == {"Ostra": [Side.FOR], "Norrin": [Side.AGAINST]}


def test_what_is_answered_may_be_a_refusal() -> None:
    (found,) = ask("Velm ruled out sending tanks to Halmar. Ostra condemned the refusal.", "Ostra")
    assert (found.query.passage, found.query.side) == ("Velm ruled out sending tanks to Halmar.", Side.AGAINST)
    (found,) = ask("Velm ruled out sending tanks to Halmar. Ostra supports the idea.", "Ostra")
    assert found.query.side is None  # the idea is to send them
    (found,) = ask("Velm did not rule out sending tanks to Halmar. Ostra supports the idea.", "Ostra")
    assert found.query.side is Side.FOR


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Velm criticised Ostra's decision to send tanks to Halmar. Norrin welcomed the decision.", "Norrin"),
        ("Velm criticised Ostra for sending tanks to Halmar. Norrin welcomed the decision.", "Norrin"),
        ("Velm urged Ostra to lift its ban on tanks for Halmar. Norrin supports the ban.", "Norrin"),
        ("Velm wants to scrap the plan to send tanks to Halmar. Ostra backs the plan.", "Ostra"),
        ("Mira Kolt opposes a ban on tanks for Halmar. Ostra supports the ban.", "Ostra"),
        ("Odo Brandt said tanks for Halmar were a mistake. Mira Kolt welcomed the policy.", "Mira Kolt"),
        (f"{SENT} Ostra condemned the decision. Norrin welcomed the statement.", "Norrin"),
        (f"{SENT} Odo Brandt resigned, as did Mira Kolt.", "Mira Kolt"),
        (f"{SENT} Bread got dearer in Velm, and Ostra criticised the decision.", "Ostra"),
        ("Velm was asked whether it could send tanks to Halmar. Ostra protested.", "Ostra"),
    ],
)
def test_what_was_only_spoken_of_is_not_answered(text: str, who: str) -> None:
    assert all(found.query.side is None for found in ask(text, who))


def test_a_decision_is_what_somebody_decided_and_not_what_was_said_of_it_since() -> None:
    (found,) = ask("Velm decided to send tanks to Halmar. Norrin said the tanks were few. Ostra welcomed the decision.",
                   "Ostra")  # fmt: skip
    assert (found.query.passage, found.query.side) == ("Velm decided to send tanks to Halmar.", Side.FOR)


def test_who_wants_to_end_something_has_that_idea() -> None:
    (found,) = ask("Velm wants to stop sending tanks to Halmar. Ostra rejected the idea.", "Ostra")
    assert (found.query.passage, found.query.side) == ("Velm wants to stop sending tanks to Halmar.", Side.AGAINST)


def test_whose_decision_it_is_called_made_it() -> None:
    assert [c.query.side for c in ask(f"{SENT} Ostra welcomed Velm's decision.", "Ostra")] == [Side.FOR]
    assert [c.query.side for c in ask(f"{SENT} Ostra welcomed the decision by Velm.", "Ostra")] == [Side.FOR]
    for other in ("Norrin's decision", "the decision by Norrin"):
        assert [c.query.side for c in ask(f"{SENT} Ostra welcomed {other}.", "Ostra")] == [None]


def test_phrasal_verbs_and_who_is_contradicted() -> None:
    asked = "Velm called for tanks for Halmar."
    assert [c.query.side for c in ask(f"{asked} Ostra turned the call down.", "Ostra")] == [Side.AGAINST]
    assert [c.query.side for c in ask("Mira Kolt called for tanks for Halmar. Ostra contradicted her.", "Ostra")] == [
        Side.AGAINST
    ]


def test_what_an_axis_proposes_is_no_step_of_anybodys() -> None:
    ban = Axis("ban", "Ban", "a ban on tanks for Halmar", terms=("tanks",))
    line_ = replace(LINE, axes=(ban,))
    found = line_.candidates(document("Velm refused to give up tanks for Halmar. The ban was opposed by Ostra."))
    assert [c.query.side for c in found if c.held.holder.actor.actor.name == "Ostra"] == [None]
