"""``tracker train``: a stance model fine-tuned on labelled rows, kept only where it beats its base."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli import options
from tracker.cli.output import Progress, complain, print_json, print_table, progress
from tracker.errors import InputError

if TYPE_CHECKING:
    from tracker.training.data import Corpus, Example
    from tracker.training.run import Outcome, Settings

NOT_BETTER = 5


class Kind(StrEnum):
    """What a model is asked: whether hypotheses follow, or the stance in one pass."""

    ENTAILMENT = "entailment"
    STANCE = "stance"


def train(
    labels: Annotated[
        Path,
        typer.Argument(
            metavar="LABELS", show_default=False,
            help="Labels folder, or a table (.csv .jsonl .parquet): text, actor, axis, stance; also context, doc, "
            "split.",
        ),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the new model.")],
    base: Annotated[
        str | None,
        typer.Option(
            "--base", metavar="MODEL",
            help="What to start from: a shipped name, a folder (also one made by this command), or a checkpoint of the "
            "hub with an entailment or stance head. Default: the model that ships.",
        ),
    ] = None,
    kind: Annotated[Kind | None, typer.Option("--kind", help="What to train; default: the kind of the base.")] = None,
    axes: options.AxesFile = None,
    actors: options.ActorFiles = None,
    epochs: Annotated[int | None, typer.Option("--epochs", min=1, help="Passes over the rows, at most.")] = None,
    rate: Annotated[float | None, typer.Option("--rate", min=0.0, help="Step size (learning rate).")] = None,
    batch: Annotated[int, typer.Option("--batch", min=1, help="Pairs in one step.")] = 32,
    seed: Annotated[int, typer.Option("--seed", help="Another seed, another split and order.")] = 17,
    curve: Annotated[
        str | None,
        typer.Option(
            "--curve", metavar="SIZES", help="Write DIR/curve.csv instead: trained on so many rows (0,25,50,100,all)."
        ),
    ] = None,
    seeds: Annotated[int, typer.Option("--seeds", min=1, help="With --curve: samples of each size.")] = 3,
    force: Annotated[bool, typer.Option("--force", help="Keep the new model even if it is no better.")] = False,
    threads: options.Threads = None,
    quiet: options.Quiet = False,
    as_json: options.Json = False,
) -> None:
    """Fine-tune a stance model on labelled rows.

    It is compared with its base on rows it was not trained on.

    A model that is no better is left in DIR/rejected, and the exit code is 5. The same command goes on after an
    interruption. Rows marked split=dev measure; without any, some documents are held out, or folds are used.
    """
    from tracker.training.run import Settings
    from tracker.training.run import train as fine_tune

    chosen = options.shipped_or_given(base)
    settings = Settings(chosen, kind.value if kind else None, epochs, rate, batch, seed, threads, force)
    with progress(quiet) as report:
        examples, corpus = _examples(labels, axes, actors or [], seed, report)
        if curve is not None:
            _curve(examples, curve, seeds, out, settings, report, as_json)
            return
        outcome = fine_tune(examples, out, settings, report, corpus)
    if as_json:
        print_json({"folder": outcome.folder, **outcome.report})
    elif not quiet:
        _show(outcome)
    if not outcome.promoted:
        kept = "kept because of --force" if force else f"left in {outcome.folder}; --force keeps it"
        complain(f"not promoted: not surely better than {outcome.report['base']} on the same rows ({kept})")
        raise typer.Exit(0 if force else NOT_BETTER)


def _examples(
    labels: Path, axes: Path | None, actors: list[Path], seed: int, report: Progress
) -> tuple[Sequence[Example], Corpus | None]:
    """Read a labels folder, which is a corpus of documents, or a table of rows, which is none."""
    from tracker.axes import load_axes
    from tracker.labelling import read_rows
    from tracker.labelling.read import DOCUMENTS
    from tracker.training.data import Corpus, corpus_axes, corpus_examples, table_examples

    if (labels / DOCUMENTS).is_file():
        files = [axes] if axes is not None else []
        corpus = Corpus(labels, corpus_axes(labels, files), tuple(actors))
        return corpus_examples(corpus, seed=seed, progress=report), corpus
    if not labels.exists():
        raise InputError(f"{labels}: no such file or folder")
    rows, waiting = read_rows(labels)
    if not rows:
        raise InputError(f"{labels}: no row has a stance" + (f" ({waiting} rows wait for one)" if waiting else ""))
    return table_examples(rows, load_axes(axes), seed=seed), None


def _curve(
    examples: Sequence[Example], sizes: str, seeds: int, out: Path, settings: Settings, report: Progress, as_json: bool
) -> None:
    from tracker.training.curve import COLUMNS, curve, sizes_in

    found: list[Mapping[str, Any]] = []
    for row in curve(examples, sizes_in(sizes), seeds, out, settings, report):
        if not found and not as_json:
            typer.echo(",".join(COLUMNS))
        found.append(row)
        if not as_json:
            typer.echo(",".join(str(row[column]) for column in COLUMNS))
    if as_json:
        print_json(found)


def _show(outcome: Outcome) -> None:
    from tracker.training.report import said_of_trust

    report = outcome.report
    rows = [
        ["* " + name if name == report["chosen"] else name, *(f"{score[key]:.3f}" for key in _SHOWN)]
        for name, score in report["scores"].items()
    ]
    print_table(("model", *_SHOWN), rows, "nothing was measured")
    gain, (low, high) = report["gain"], report["gain"]["interval"]
    typer.echo(
        f"{outcome.folder}  {report['chosen']}: {gain['gain']:+.3f} macro-F1 against {report['base']} on "
        f"{report['rows']['measured']} rows {report['measured_on']} (90 % interval {low:+.3f} to {high:+.3f}; "
        f"a gain in {gain['sure']:.0%} of the draws)"
    )
    typer.echo(said_of_trust(report))


_SHOWN = ("macro_f1", "accuracy", "log_loss")
