"""``tracker show``: a run in the terminal, if wanted with the words behind every row."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import options
from tracker.cli.output import STYLES, console, plain, print_table, signed
from tracker.schema import STANCE_LABELS, Label

if TYPE_CHECKING:
    from tracker.engine.runs import Cells

    Evidence = Mapping[tuple[str, str], list[Cells]]

_COLUMNS = ("date", "actor", "affiliation", "axis", "stance", "value", "n", "review")
_NONE = "no position fits; widen --actor, --axis, --since or --until"


def show(
    run: Annotated[
        Path,
        typer.Argument(metavar="RUN_OR_POSITIONS", show_default=False, help="Folder of a run, or its positions.csv."),
    ],
    actor: Annotated[str, typer.Option("--actor", metavar="NAME", help="Only actors with this name or id.")] = "",
    axis: options.AxisIds = None,
    since: Annotated[
        dt.date | None, typer.Option("--since", metavar="DATE", parser=options.day, help="From this day on.")
    ] = None,
    until: Annotated[
        dt.date | None, typer.Option("--until", metavar="DATE", parser=options.day, help="Up to and with this day.")
    ] = None,
    evidence: Annotated[
        bool, typer.Option("--evidence", help="Under each row the words it rests on, with document and characters.")
    ] = False,
) -> None:
    """Show positions as a table.

    Its columns are date, actor, affiliation, axis, stance, value, utterances, what needs review.

    Where the utterances of a row differ, the column n counts them by stance; value is the mean of those that take a
    side, 0 where none does.

    The column review counts the statements behind a row that the coder was not sure of.
    """
    from tracker.engine.runs import evidence_in, positions_in

    rows = positions_in(run, actor, frozenset(axis or ()), since, until)
    statements = evidence_in(run)
    if evidence and rows:
        _print_evidence(rows, statements)
    else:
        print_table(_COLUMNS, (_cells(row, statements) for row in rows), _NONE)


def _behind(row: Cells, statements: Evidence) -> list[Cells]:
    """Return the statements behind a position; a row by affiliation rests on those of many actors."""
    found = [s for key in row["statement_ids"].split() for s in statements.get((key, row["axis"]), [])]
    own = [s for s in found if s["actor_id"] == row["actor_id"]]
    return own or [s for s in found if row["actor"] in {s["affiliation"], s["actor"]}]


def _cells(row: Cells, statements: Evidence) -> list[str]:
    doubtful = sum(s["needs_review"].lower() == "true" for s in _behind(row, statements))
    affiliation = "" if row.get("affiliation") == row["actor"] else row.get("affiliation", "")
    value = signed(float(row["value"]) if row["value"] else None)
    return [row["date"], row["actor"], affiliation, row["axis"], row["stance"], value, _utterances(row),
            f"{doubtful} to check" if doubtful else ""]  # fmt: skip


def _utterances(row: Cells) -> str:
    """Count the utterances of a row, by label where they differ."""
    labels = [(row.get(f"n_{label}") or "0", label) for label in (*STANCE_LABELS, Label.UNCLEAR)]
    said = [f"{count} {label}" for count, label in labels if int(count)]
    return row.get("n_utterances", "") + (f" ({', '.join(said)})" if len(said) > 1 else "")


def _print_evidence(rows: list[Cells], statements: Evidence) -> None:
    from rich.padding import Padding
    from rich.text import Text

    screen = console()
    for row in rows:
        cells = _cells(row, statements)
        line = Text("  ".join(plain(cell) for cell in cells[:4] if cell), style="bold")
        line.append(f"  {cells[4]} {cells[5]}", style=STYLES.get(cells[4], ""))
        screen.print(line)
        behind = _behind(row, statements)
        for statement in behind:
            screen.print(Padding(Text(plain(_quoted(statement))), (0, 0, 0, 4)))
        if not behind:
            screen.print(Padding(Text("(statements.csv is not beside this table)", style="dim"), (0, 0, 0, 4)))
        screen.print()


def _quoted(statement: Cells) -> str:
    """Say in one line what was said, where it stands, and how far it can be trusted."""
    content = json.loads(statement["spans"]).get("content", [])
    where = ", ".join(f"{start}-{end}" for start, end in content)
    notes = [statement["stance"], statement["confidence"], statement["evidence"]]
    notes += [f"reported by {statement['reported_by']}"] if statement["reported_by"] else []
    notes += ["to check"] if statement["needs_review"].lower() == "true" else []
    document = statement["path"] or statement["document_id"]
    return f"“{statement['text']}”  [{document}, characters {where}; {', '.join(notes)}]"
