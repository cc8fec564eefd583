"""``tracker labels``: hand-labelled data checked, compared, counted, split, chosen and handed over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import options
from tracker.cli.output import print_json, print_table, write_rows
from tracker.errors import InputError

if TYPE_CHECKING:
    from tracker.labelling import Agreement

app = typer.Typer(help="Work with hand-labelled documents and who holds what.", no_args_is_help=True)
Folder = Annotated[
    Path, typer.Argument(metavar="FOLDER", help="Labels folder: documents.jsonl, positions.jsonl, axes*.yaml.")
]
_LABELS = Path("labels")


class Format(StrEnum):
    """What labelled rows are handed over as."""

    CSV = "csv"
    JSONL = "jsonl"
    DATASETS = "datasets"
    DNA = "dna"


@app.command()
def check(folder: Folder = _LABELS, as_json: options.Json = False) -> None:
    """Check a labels folder.

    Each mistake is named with file and line, and there being one is exit code 2.
    """
    from tracker.labelling import check as find_problems

    problems = find_problems(folder)
    if as_json:
        print_json([asdict(problem) for problem in problems])
    else:
        for problem in problems:
            typer.echo(str(problem), err=True)
        typer.echo(f"{folder}: {f'{len(problems)} to mend' if problems else 'no mistake'}")
    if problems:
        raise typer.Exit(2)


@app.command()
def agreement(
    a: Annotated[Path, typer.Argument(metavar="A", show_default=False, help="Rows of one coder (JSON Lines).")],
    b: Annotated[Path, typer.Argument(metavar="B", show_default=False, help="Rows of another coder.")],
    documents: Annotated[
        Path | None,
        typer.Option("--documents", metavar="FILE", help="Which documents both coded (ids, or a documents.jsonl)."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Table of all disagreements (.csv and .parquet).")
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Say how far two codings agree.

    Krippendorff's alpha, percent, F1 of positions, confusions, disagreements.

    Without --documents, those that both files mention are compared.
    """
    from tracker.evaluation.matching import read_gold
    from tracker.labelling import agreement as compare
    from tracker.labelling.agreement import DISAGREEMENT_COLUMNS, read_document_ids

    of_a, of_b = read_gold(a), read_gold(b)
    coded = read_document_ids(documents) if documents else None
    if coded and not coded & {row.document for row in (*of_a, *of_b)}:
        raise InputError(f"{documents}: neither {a} nor {b} has a row of its {len(coded)} documents")
    found = compare(of_a, of_b, coded)
    if not found.documents:
        raise InputError(f"{a} and {b} have no document in common; name the coded ones with --documents")
    if out is not None:
        for path in write_rows(found.disagreements, DISAGREEMENT_COLUMNS, out):
            typer.echo(f"{path}  {len(found.disagreements)} disagreements", err=as_json)
    if as_json:
        print_json({**asdict(found), "confusion": [[*pair, count] for pair, count in found.confusion.items()],
                    "scores": {level: {**asdict(s), "f1": s.f1} for level, s in found.scores.items()}})  # fmt: skip
    else:
        _print_agreement(found)


def _print_agreement(found: Agreement) -> None:
    lines = {
        "documents": f"{found.documents}; rows of A {found.rows[0]}, of B {found.rows[1]}",
        "units": f"{found.units} (document, actor, axis); {found.both} with a stance by both",
        "same stance": _number(found.same) + " of the units with a stance by both",
        "alpha": f"{_number(found.stance)} stance, {_number(found.presence)} with none (a lower bound)",
    } | {f"F1 {level}": f"{score.f1:.3f}" for level, score in found.scores.items()}
    typer.echo("\n".join(f"{name:<15}{value}" for name, value in lines.items()) + "\n")
    columns = sorted({b for _, b in found.confusion})
    rows = (
        [one, *(str(found.confusion.get((one, other), "")) for other in columns)]
        for one in sorted({a for a, _ in found.confusion})
    )
    print_table(("A \\ B", *columns), rows, "no unit")


def _number(value: float | None) -> str:
    return "not defined" if value is None else f"{value:.3f}"


@app.command()
def stats(folder: Folder = _LABELS, as_json: options.Json = False) -> None:
    """Count documents and rows.

    By split, axis, stance, evidence, date precision, difficulty, affiliation.
    """
    from tracker.labelling import stats as count

    found = count(folder)
    if as_json:
        print_json(found)
        return
    for name, value in found.items():
        words = name.replace("_", " ")
        typer.echo(f"{words}: {_counts(value)}" if isinstance(value, Mapping) else f"{words}: {value}")


def _counts(counts: Mapping[str, object], most: int = 12) -> str:
    if any(isinstance(value, Mapping) for value in counts.values()):
        inner = (f"\n  {name}: {_counts(value)}" for name, value in counts.items() if isinstance(value, Mapping))
        return "".join(inner)
    shown = ", ".join(f"{name or '(empty)'} {count}" for name, count in list(counts.items())[:most])
    return shown + (f", and {len(counts) - most} more" if len(counts) > most else "")


@app.command()
def split(
    folder: Folder = _LABELS,
    seed: Annotated[str, typer.Option("--seed", metavar="TEXT", help="Another seed, another split.")] = "split-1",
    train: Annotated[float, typer.Option("--train", min=0, max=1, help="Share of the documents to train on.")] = 0.6,
    dev: Annotated[float, typer.Option("--dev", min=0, max=1, help="Share to tune on; the rest is test.")] = 0.2,
    hold_axis: Annotated[
        list[str] | None, typer.Option("--hold-axis", metavar="AXIS", help="Wholly test; repeatable.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what it would be and write nothing.")] = False,
    as_json: options.Json = False,
) -> None:
    """Split the documents by a hash of their ids.

    documents.jsonl is written back.

    Documents that are nearly the same, or have rows with nearly the same premise, stay together.
    """
    from collections import Counter

    from tracker.labelling import split as assign
    from tracker.schema import SPLITS

    found = assign(folder, seed=seed, train=train, dev=dev, hold=frozenset(hold_axis or ()), write=not dry_run)
    counts = Counter(document["split"] for document in found)
    if as_json:
        print_json({name: counts[name] for name in SPLITS})
    else:
        typer.echo(", ".join(f"{name} {counts[name]}" for name in SPLITS) + (" (not written)" if dry_run else ""))


@app.command(name="next")
def next_(
    run: Annotated[Path, typer.Argument(metavar="RUN", show_default=False, help="Folder of a run, or its statements.")],
    n: Annotated[int, typer.Option("--n", min=1, help="How many rows.")] = 50,
    coded: Annotated[
        list[Path] | None, typer.Option("--coded", metavar="FILE", help="Rows offered before; repeatable.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="CSV file to code in; default: standard output.")
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Choose what to label next.

    Unsure, varied and rare ones come first; the column stance is left for the coder.

    `tracker labels import` reads the filled-in table; a statement that is not on the axis is coded unrelated.
    """
    from tracker.labelling import next_rows
    from tracker.labelling.exchange import table_cells, write_csv
    from tracker.labelling.next import NEXT_COLUMNS, key_of
    from tracker.tables import read_table

    known = frozenset(key_of(row) for file in coded or () for row in read_table(file))
    rows = next_rows(run, n, known)
    if as_json:
        print_json(rows)
    elif out is None:
        write_rows(map(table_cells, rows), NEXT_COLUMNS, None)
    else:
        write_csv(rows, NEXT_COLUMNS, out)
        typer.echo(f"{out}  {len(rows)} rows to code")


@app.command(name="import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", show_default=False,
            help="Rows (.csv .jsonl .parquet) with text, actor, axis, stance; a datasets folder; statements of DNA.",
        ),
    ],
    to: Annotated[Path, typer.Option("--to", metavar="FOLDER|FILE", help="Labels folder, or a .csv or .jsonl file.")],
    as_json: options.Json = False,
) -> None:
    """Read labelled rows and add them to a labels folder.

    Or write them to a file; rows without a stance wait.

    A row whose document the folder does not hold becomes a small document: its context, or else its text.
    """
    from tracker.labelling import import_rows, read_rows

    rows, waiting = read_rows(file)
    found = import_rows(rows, to)
    if as_json:
        print_json({**asdict(found), "without_stance": waiting})
        return
    notes = [f"{found.documents} new documents", f"{found.repeated} there before", f"{waiting} without a stance"]
    if found.unrelated:
        notes.append(f"{found.unrelated} unrelated: kept as documents without a row (no row: unrelated)")
    typer.echo(f"{to}  {found.rows} rows ({', '.join(notes)})")


@app.command()
def export(
    out: Annotated[Path, typer.Option("--out", metavar="PATH", help="File to write; a folder for datasets.")],
    folder: Folder = _LABELS,
    file_format: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.CSV,
    agreements: Annotated[
        list[str] | None,
        typer.Option(
            "--agreement", metavar="STANCE=1|0|-",
            help="dna alone: what stands for a stance (- leaves it out); repeatable. "
            "Default: support=1 conditional=1 oppose=0, neutral and unclear left out.",
        ),
    ] = None,
) -> None:
    """Write labelled rows for another program.

    That is a spreadsheet, JSON Lines, a datasets folder, or Discourse Network Analyzer statements.

    The table for the Discourse Network Analyzer has a column qualifier that keeps the stance itself.
    """
    from tracker.labelling import export_rows, labelled_rows
    from tracker.labelling.dna import AGREEMENTS

    rows = labelled_rows(folder)
    given = dict(_agreement(text) for text in agreements or ())
    written = export_rows(rows, file_format.value, out, {**AGREEMENTS, **given})
    typer.echo(f"{out}  {written} rows" + (f", {len(rows) - written} left out" if written < len(rows) else ""))


def _agreement(text: str) -> tuple[str, int | None]:
    from tracker.schema import CODED_LABELS

    stance, _, value = text.partition("=")
    if stance not in list(CODED_LABELS) or value not in {"1", "0", "-"}:
        raise typer.BadParameter(f"{text!r} is not a stance and 1, 0 or -, like conditional=1")
    return stance, None if value == "-" else int(value)
