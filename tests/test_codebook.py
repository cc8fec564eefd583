"""The codebook, rule by rule: short invented articles, and the rows that the line should make of them.

Each row must be asked for; how many labels the shipped model gets right is a floor that may rise and not fall.

All speakers and their states are invented, so that no name the model may have met does the work. A case names the rows
that must be there; ``never`` names the (actor, axis) pairs that must not, an empty actor meaning anybody.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pytest

from tracker.engine.settings import Settings, build
from tracker.evaluation.positions import found_rows
from tracker.pipeline import Line
from tracker.schema import Document

FLOOR = 84  # of the cases below
FRIDAY = dt.date(2024, 5, 10)
ACTORS = """name,type,affiliation,role,start,aliases,capital,demonyms
Velm,state,,,,,Velmar,Velmish
Ostra,state,,,,,Ostragrad,Ostran|Ostrans
Norrin,state,,,,,Norrhaven,Norrinese
Dawn Party,party,Velm,,,,,
Mira Kolt,person,Velm,foreign_minister,2020-01-01,,,
Jon Tarv,person,Velm,head_of_government,2020-01-01,,,
Odo Brandt,person,Ostra,head_of_state,2020-01-01,,,
Ida Sold,person,Norrin,defence_minister,2020-01-01,,,
"""
TROOPS, SKY, ARMS = "troops_to_ukraine", "no_fly_zone", "weapons_supply"
YES, MAYBE, NEITHER, NO = "support", "conditional", "neutral", "oppose"
KOLT, TARV, BRANDT, SOLD = "Mira Kolt", "Jon Tarv", "Odo Brandt", "Ida Sold"


@dataclass(frozen=True)
class Case:
    """A rule, an article, the rows (actor, axis, stance[, day]) it must give and the pairs it must not."""

    rule: str
    text: str
    rows: tuple[tuple[str, ...], ...] = ()
    never: tuple[tuple[str, str], ...] = ()


CASES = [
    # -- what is a statement --------------------------------------------------------------------------------------
    Case("direct quotation", "“Velm will never send troops to Ukraine,” Mira Kolt told reporters.",
         ((KOLT, TROOPS, NO),)),
    Case("quotation by a pronoun",
         "Mira Kolt met the press in Kyiv.\n“We will not send soldiers to Ukraine,” she said.",
         ((KOLT, TROOPS, NO),)),
    Case("indirect speech", "Mira Kolt said that she supports a no-fly zone over Ukraine.", ((KOLT, SKY, YES),)),
    Case("speech act", "Odo Brandt ruled out a no-fly zone over Ukraine.", ((BRANDT, SKY, NO),)),
    Case("speech act", "Ida Sold urged the allies to send more tanks to Ukraine.", ((SOLD, ARMS, YES),)),
    Case("act", "Ostra pledged three billion crowns in military aid to Ukraine.", (("Ostra", ARMS, YES),)),
    Case("act", "Velm approved the delivery of forty tanks to Ukraine.", (("Velm", ARMS, YES),)),
    Case("two actors, one sentence", "Odo Brandt rejected Kyiv's plea for a no-fly zone over Ukraine.",
         ((BRANDT, SKY, NO), ("Ukraine", SKY, YES))),
    Case("two actors, one sentence",
         "Mira Kolt called for sending troops to Ukraine, while Odo Brandt rejected sending troops to Ukraine.",
         ((KOLT, TROOPS, YES), (BRANDT, TROOPS, NO))),
    Case("an accusation says nothing of the accused", "Russia claims that Velm will send troops to Ukraine.",
         never=(("Velm", TROOPS),)),
    Case("the narrator's description", "Ukrainian brigades are short of shells, and the front line is moving west.",
         never=(("", ARMS), ("", TROOPS))),
    Case("the narrator's forecast", "Tanks may well decide the war in Ukraine before the autumn rains come.",
         never=(("", ARMS),)),
    Case("a topic not discussed", "Mira Kolt said that troops for Ukraine were not discussed at the meeting.",
         never=((KOLT, TROOPS),)),
    Case("fighting described", "Russian troops shelled a village near Kyiv on Sunday, Odo Brandt said.",
         never=((BRANDT, TROOPS),)),
    # -- whose it is ----------------------------------------------------------------------------------------------
    Case("a role", "The Velmish foreign minister said Velm will not send troops to Ukraine.", ((KOLT, TROOPS, NO),)),
    Case("a government", "The government of Ostra refused to supply weapons to Ukraine.", (("Ostra", ARMS, NO),)),
    Case("officials", "Ostran officials ruled out sending troops to Ukraine.", (("Ostra", TROOPS, NO),)),
    Case("coordinated states", "Velm and Ostra do not rule out sending troops to Ukraine.",
         (("Velm", TROOPS, MAYBE), ("Ostra", TROOPS, MAYBE))),
    Case("a passive", "The idea of a no-fly zone over Ukraine was rejected by Ida Sold.", ((SOLD, SKY, NO),)),
    # -- when -----------------------------------------------------------------------------------------------------
    Case("a weekday", "Odo Brandt ruled out sending troops to Ukraine on Wednesday.",
         ((BRANDT, TROOPS, NO, "2024-05-08"),)),
    Case("a week", "Last week, Odo Brandt ruled out sending troops to Ukraine.", ((BRANDT, TROOPS, NO, "2024-04-29"),)),
    Case("a weekend", "Over the weekend, Odo Brandt rejected a no-fly zone over Ukraine.",
         ((BRANDT, SKY, NO, "2024-05-04"),)),
    Case("a month", "In March, Odo Brandt ruled out sending troops to Ukraine.", ((BRANDT, TROOPS, NO, "2024-03-01"),)),
    Case("a date", "Mira Kolt said on Feb. 26 that Velm will not send troops to Ukraine.",
         ((KOLT, TROOPS, NO, "2024-02-26"),)),
    Case("nothing but publication", "Odo Brandt opposes a no-fly zone over Ukraine.",
         ((BRANDT, SKY, NO, "2024-05-10"),)),
    # -- near misses of the axes ----------------------------------------------------------------------------------
    Case("peacekeepers are troops", "Mira Kolt offered to send peacekeepers to Ukraine.", ((KOLT, TROOPS, YES),)),
    Case("trainers are troops", "Odo Brandt said Ostra will send military instructors to Ukraine.",
         ((BRANDT, TROOPS, YES),)),
    Case("reinforcing the eastern members",
         "Mira Kolt promised more troops for NATO's eastern flank because of the war in Ukraine.",
         never=((KOLT, TROOPS),)),
    Case("the other side's soldiers", "Odo Brandt condemned the sending of North Korean troops to fight Ukraine.",
         never=((BRANDT, TROOPS),)),
    Case("closing the sky", "Ida Sold called on NATO to close the sky over Ukraine.", ((SOLD, SKY, YES),)),
    Case("air defence is arms", "Ida Sold promised to give Ukraine air defense systems.", ((SOLD, ARMS, YES),),
         never=((SOLD, SKY),)),
    Case("lifting an export ban", "Velm lifted its ban on arms exports to Ukraine.", (("Velm", ARMS, YES),)),
    Case("humanitarian aid", "Mira Kolt pledged a package of food and medicine for refugees from Ukraine.",
         never=((KOLT, ARMS),)),
    Case("arms for the other side", "Odo Brandt promised to sell missiles to Russia for its war in Ukraine.",
         never=((BRANDT, ARMS),)),
    Case("sanctions", "Ida Sold backed sanctions on the Russian arms industry over the war in Ukraine.",
         never=((SOLD, ARMS),)),
    # -- stance labels --------------------------------------------------------------------------------------------
    Case("must", "“The allies must give Ukraine more weapons,” Ida Sold said.", ((SOLD, ARMS, YES),)),
    Case("does not rule out", "Mira Kolt said she does not rule out sending troops to Ukraine.",
         ((KOLT, TROOPS, MAYBE),)),
    Case("cannot be ruled out", "“Sending troops to Ukraine cannot be ruled out,” Odo Brandt said.",
         ((BRANDT, TROOPS, MAYBE),)),
    Case("an answer without a term of its own",
         "Mira Kolt was asked whether Velm would send troops to Ukraine.\n“We do not rule out any option,” Kolt said.",
         ((KOLT, TROOPS, MAYBE),)),
    Case("only after", "Odo Brandt said Ostra would send troops to Ukraine only if there is a ceasefire.",
         ((BRANDT, TROOPS, MAYBE),)),
    Case("declined to say", "Mira Kolt declined to say whether Velm would send tanks to Ukraine.",
         ((KOLT, ARMS, NEITHER),)),
    Case("no consensus", "Ida Sold said there is no consensus on sending troops to Ukraine.",
         ((SOLD, TROOPS, NEITHER),)),
    Case("no plans", "“We have no plans to send troops to Ukraine,” Mira Kolt said.", ((KOLT, TROOPS, NO),)),
    Case("not on the table", "Odo Brandt said sending troops to Ukraine is not on the table.", ((BRANDT, TROOPS, NO),)),
    Case("would mean war", "“A no-fly zone over Ukraine would mean war with Russia,” Ida Sold warned.",
         ((SOLD, SKY, NO),)),
    Case("vetoed", "Ostra vetoed the supply of weapons to Ukraine.", (("Ostra", ARMS, NO),)),
    Case("toward the proposal, not the war",
         "“We condemn this war, but we will not send weapons to Ukraine,” Kolt said.",
         ((KOLT, ARMS, NO),)),
    # -- the rules for what recurs --------------------------------------------------------------------------------
    Case("1 a force after a ceasefire, proposed",
         "Mira Kolt proposed a European peacekeeping force to be sent to Ukraine after a ceasefire.",
         ((KOLT, TROOPS, YES),)),
    Case("1 a force after a ceasefire, with conditions",
         "Odo Brandt said Ostra would send peacekeepers to Ukraine only with a mandate of the United Nations.",
         ((BRANDT, TROOPS, MAYBE),)),
    Case("2 ready to, a vote pending",
         "Mira Kolt said Velm is ready to send tanks to Ukraine once its parliament has voted.", ((KOLT, ARMS, YES),)),
    Case("2 ready to, on a condition",
         "Odo Brandt said Ostra is ready to send troops to Ukraine if all the allies join.",
         ((BRANDT, TROOPS, MAYBE),)),
    Case("3 premature", "Ida Sold called talk of sending troops to Ukraine premature.", ((SOLD, TROOPS, NEITHER),)),
    Case("3 considering", "Mira Kolt said Velm is considering sending fighter jets to Ukraine.",
         ((KOLT, ARMS, MAYBE),)),
    Case("3 urging others to consider", "Ida Sold urged the allies to consider a no-fly zone over Ukraine.",
         ((SOLD, SKY, YES),)),
    Case("3 premature and highly inappropriate",
         "Odo Brandt rejected the idea of troops for Ukraine as premature and highly inappropriate.",
         ((BRANDT, TROOPS, NO),)),
    Case("4 one system refused, others given",
         "Mira Kolt ruled out sending fighter jets to Ukraine on Monday. On Wednesday she promised shells for Ukraine.",
         ((KOLT, ARMS, NO, "2024-05-06"), (KOLT, ARMS, YES, "2024-05-08"))),
    Case("5 a spokesperson of a named person", "A spokesman for Mira Kolt ruled out sending troops to Ukraine.",
         ((KOLT, TROOPS, NO),)),
    Case("5 a ministry", "The defence ministry of Ostra promised to deliver more howitzers to Ukraine.",
         (("Ostra", ARMS, YES),)),
    Case("6 members that are named", "Velm, Ostra and Norrin agreed to supply ammunition to Ukraine.",
         (("Velm", ARMS, YES), ("Ostra", ARMS, YES), ("Norrin", ARMS, YES))),
    Case("7 a request", "Odo Brandt rejected requests from Norrin to send tanks to Ukraine.",
         ((BRANDT, ARMS, NO), ("Norrin", ARMS, YES))),
    Case("7 an objection", "Velm sent tanks to Ukraine over Ostra's objections.",
         (("Velm", ARMS, YES), ("Ostra", ARMS, NO))),
    Case("8 halting", "Ostra halted its deliveries of weapons to Ukraine.", (("Ostra", ARMS, NO),)),
    Case("8 asking to re-export", "Norrin asked for permission to re-export its tanks to Ukraine.",
         (("Norrin", ARMS, YES),)),
    Case("9 conditions of use",
         "Mira Kolt said Velm will send rockets to Ukraine, but they must not be fired at targets inside Russia.",
         ((KOLT, ARMS, YES),)),
    Case("10 a threat to the sender", "“Foreign troops in Ukraine would be legitimate targets,” Odo Brandt warned.",
         ((BRANDT, TROOPS, NO),)),
    Case("10 a reproach to the supplier", "“Those who send weapons to Ukraine are fuelling the fire,” Odo Brandt said.",
         ((BRANDT, ARMS, NO),)),
    Case("11 an earlier statement",
         "Odo Brandt ruled out sending troops to Ukraine on Thursday. In February he said that he did not rule out "
         "sending troops to Ukraine.",
         ((BRANDT, TROOPS, NO, "2024-05-09"), (BRANDT, TROOPS, MAYBE, "2024-02-01"))),
    Case("12 a refusal that the narrator reports", "Norrin has refused to send soldiers to Ukraine.",
         (("Norrin", TROOPS, NO),)),
    Case("13 shooting down from outside",
         "Ida Sold proposed that NATO shoot down Russian missiles over Ukraine from Norrin.", ((SOLD, SKY, YES),)),
    Case("13 helmets", "Velm will supply five thousand helmets to Ukraine.", (("Velm", ARMS, YES),)),
    Case("13 generators", "Mira Kolt promised generators and demining equipment for Ukraine.", never=((KOLT, ARMS),)),
    # -- two that are held at once: what is reacted to, and the reaction ----------------------------------------------
    Case("objections overridden", "Velm sent tanks to Ukraine, over the objections of Odo Brandt.",
         (("Velm", ARMS, YES), (BRANDT, ARMS, NO))),
    Case("objections overridden", "Ostra halted arms deliveries to Ukraine despite protests from Mira Kolt.",
         (("Ostra", ARMS, NO), (KOLT, ARMS, YES))),
    Case("reaction named by a noun", "The plan to send tanks to Ukraine met with resistance from Ida Sold.",
         ((SOLD, ARMS, NO),)),
    Case("reaction named by a noun", "The decision to stop arms deliveries to Ukraine drew criticism from Mira Kolt.",
         ((KOLT, ARMS, YES),)),
    Case("reaction named by a noun", "The proposal for a no-fly zone over Ukraine has the backing of Jon Tarv.",
         ((TARV, SKY, YES),)),
    Case("no to a no", "Mira Kolt criticised the refusal to send tanks to Ukraine.", ((KOLT, ARMS, YES),)),
    Case("no to a no", "Mira Kolt blamed Ostra for blocking military aid to Ukraine.",
         ((KOLT, ARMS, YES), ("Ostra", ARMS, NO))),
    Case("no to a no", "Ida Sold regretted that Ostra had not sent tanks to Ukraine.", ((SOLD, ARMS, YES),)),
    Case("no to a no", "Jon Tarv denounced the ban on arms exports to Ukraine.", ((TARV, ARMS, YES),)),
    Case("yes to a no", "Odo Brandt welcomed the halt in arms deliveries to Ukraine.", ((BRANDT, ARMS, NO),)),
    Case("votes beside", "The plan to send tanks to Ukraine was adopted, with Velm voting in favour and Ostra against.",
         (("Velm", ARMS, YES), ("Ostra", ARMS, NO))),
    Case("report passed on", "Velm will send tanks to Ukraine, two people familiar with the plan said.",
         (("Velm", ARMS, YES),)),
    Case("allegation", "Odo Brandt claimed that Velm would send troops to Ukraine.", (),
         ((BRANDT, TROOPS), ("Velm", TROOPS))),
    # -- responses to what was said before ------------------------------------------------------------------------
    Case("response to a deed", "Velm announced forty tanks for Ukraine on Monday. Odo Brandt welcomed the decision.",
         ((BRANDT, ARMS, YES),)),
    Case("response to a deed", "Velm announced forty tanks for Ukraine on Monday. The move drew criticism from Ostra.",
         (("Ostra", ARMS, NO),)),
    Case("response to a refusal", "Velm ruled out sending troops to Ukraine. Ida Sold criticised the decision.",
         ((SOLD, TROOPS, YES),)),
    Case("response to a refusal", "Velm ruled out sending troops to Ukraine. The refusal pleased Ostra.",
         (("Ostra", TROOPS, NO),)),
    Case("response to what is kept open",
         "Mira Kolt said Western troops in Ukraine could not be ruled out. Ostra called the remarks a provocation.",
         (("Ostra", TROOPS, NO),)),
    Case("same stand", "Velm refuses to send troops to Ukraine. So does Norrin.", (("Norrin", TROOPS, NO),)),
    Case("same stand", "Velm refuses to send troops to Ukraine, as does Norrin.", (("Norrin", TROOPS, NO),)),
    Case("same stand", "Jon Tarv said a force in Ukraine could not be ruled out. Odo Brandt agreed with him.",
         ((BRANDT, TROOPS, MAYBE),)),
    Case("response to a proposal",
         "Ida Sold called for a no-fly zone over Ukraine. The idea was rejected by Odo Brandt.",
         ((BRANDT, SKY, NO),)),
    Case("response to a proposal to end something",
         "The Dawn Party wants to stop arms deliveries to Ukraine. Odo Brandt rejected the proposal.",
         ((BRANDT, ARMS, YES),)),
    Case("response to something else",
         "Velm will give Ukraine tanks. Bread got dearer in March, and Odo Brandt criticised the government for it.",
         never=((BRANDT, ARMS),)),
    Case("to the dismay of", "Velm approved tanks for Ukraine, to the dismay of Ostra.",
         (("Velm", ARMS, YES), ("Ostra", ARMS, NO))),
]  # fmt: skip


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Line:
    """Build the line as shipped, with a registry that knows the invented states as well."""
    folder: Path = tmp_path_factory.mktemp("codebook")
    (folder / "actors.csv").write_text(ACTORS, encoding="utf-8")
    return build(Settings(inputs=(), out=folder / "out", actors=(folder / "actors.csv",))).line


def rows_of(line: Line, text: str) -> list[tuple[str, str, str, str]]:
    """Return the position rows that the line makes of a text: actor, axis, stance, day."""
    document = Document("d", text, published=FRIDAY, published_evidence="stamp", language="en")
    (decided,) = line.decide([document])
    return [(row.actor, row.axis, row.stance, str(row.date)) for row in found_rows("d", decided, line.trust)]


@pytest.mark.parametrize("case", CASES, ids=[f"{number}-{case.rule}" for number, case in enumerate(CASES)])
def test_every_row_of_the_codebook_is_asked_for(line: Line, case: Case) -> None:
    """Who, on which axis and on which day follows from rules: no row may be lost before the model is asked."""
    document = Document("d", case.text, published=FRIDAY, published_evidence="stamp", language="en")
    asked = line.candidates(document)
    for actor, axis, *rest in case.rows:
        mine = [c.held for c in asked if (c.held.holder.actor.actor.name, c.axis.id) == (actor, axis)]
        days = [str(item.statement.date) for item in mine]
        assert days, f"nobody asks for {actor} on {axis}"
        if len(rest) > 1:
            assert rest[1] in days


def test_the_shipped_model_does_not_fall_behind(line: Line) -> None:
    """The label is the model's: this many cases are right with the one that ships, and no fewer may be."""
    wrong = [f"{number} {case.rule}" for number, case in enumerate(CASES) if not _right(rows_of(line, case.text), case)]
    assert len(CASES) - len(wrong) >= FLOOR, wrong


def _right(found: list[tuple[str, str, str, str]], case: Case) -> bool:
    wanted = all(any(row[: len(expected)] == expected for row in found) for expected in case.rows)
    return wanted and not any(row[1] == axis and actor in ("", row[0]) for actor, axis in case.never for row in found)
