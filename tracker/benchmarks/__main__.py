"""``python -m tracker.benchmarks``: each benchmark alone, or all of them in one report.

Run from a checkout: labels and sample articles are read from its folders.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from tracker.benchmarks import measures, parity, ratchet, speed, throughput
from tracker.benchmarks.articles import Stock
from tracker.engine.settings import Parts, Settings, build
from tracker.errors import TrackerError
from tracker.evaluation import stress as stressing
from tracker.evaluation.render import markdown as report_text

app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
Labels = Annotated[Path, typer.Option("--labels", metavar="DIR", help="Labels folder.")]
Seeds = Annotated[Path, typer.Option("--seeds", metavar="DIR", help="Folder of sample articles.")]
Split = Annotated[str, typer.Option("--split", metavar="NAME", help="Split of the labels: train, dev or test.")]
Threads = Annotated[int, typer.Option("--threads", min=1, metavar="N", help="Processor threads, and cores used.")]
Documents = Annotated[int, typer.Option("--documents", min=4, metavar="N", help="Articles of each run.")]
Decisions = Annotated[int, typer.Option("--decisions", min=1, metavar="N", help="Decisions to time.")]
Every = Annotated[int, typer.Option("--every", min=1, metavar="N", help="Take each Nth document only, for a trial.")]
Questions = Annotated[int, typer.Option("--every", min=1, metavar="N", help="Take each Nth question only.")]
Checkpoint = Annotated[
    Path | None,
    typer.Option("--checkpoint", metavar="DIR", help="Float32 transformers folder; default: the shipped weights."),
]
WaySeconds = Annotated[
    float, typer.Option("--way-seconds", min=0.1, metavar="N", help="Seconds for which each way is timed, twice.")
]
RunSeconds = Annotated[
    float, typer.Option("--run-seconds", min=0, metavar="N", help="Fewer articles where a run took longer; 0: all.")
]
_LABELS, _SEEDS = Path("labels"), Path("seeds")


def _parts(threads: int) -> Parts:
    """Return the shipped line, on so many cores where the system lets us choose."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])
    return build(Settings((), Path("."), threads=threads))


def _fail(message: str) -> NoReturn:
    typer.echo(f"error: {message}", err=True)
    raise typer.Exit(1)


@app.command(name="speed")
def speed_command(
    decisions: Decisions = 400,
    seconds: WaySeconds = 8.0,
    checkpoint: Checkpoint = None,
    labels: Labels = _LABELS,
    threads: Threads = 2,
) -> None:
    """Decisions per second against the zero-shot pipeline of transformers."""
    queries = speed.decisions_of(_parts(threads).line, labels, decisions)
    typer.echo(speed.markdown(speed.speed(queries, checkpoint, threads, seconds)))


@app.command(name="parity")
def parity_command(
    every: Questions = 1,
    checkpoint: Checkpoint = None,
    labels: Labels = _LABELS,
    split: Split = "dev",
    threads: Threads = 2,
) -> None:
    """The shipped model against the same weights in float32, on ONNX Runtime and PyTorch; batches of other sizes."""
    found = _parity(_parts(threads), labels, split, every, checkpoint, threads)
    typer.echo(parity.markdown(found))
    if found.failures:
        _fail("; ".join(found.failures))


def _parity(
    parts: Parts, labels: Path, split: str, every: int, checkpoint: Path | None, threads: int
) -> parity.Parity:
    line, items = measures.with_all_axes(parts.line, labels, split)
    return parity.parity(parity.questions(line, items)[::every], parts.line.coder, checkpoint, threads)


@app.command(name="documents")
def documents_command(
    documents: Documents = 5000,
    seconds: RunSeconds = 900.0,
    labels: Labels = _LABELS,
    seeds: Seeds = _SEEDS,
    threads: Threads = 2,
) -> None:
    """Documents per second of the whole line, seconds by stage, memory over time."""
    typer.echo(_throughput(_parts(threads), labels, seeds, documents, seconds, threads))


def _throughput(parts: Parts, labels: Path, seeds: Path, documents: int, seconds: float, threads: int) -> str:
    stock = Stock.shipped(labels, seeds, parts.axes)
    return throughput.markdown(list(throughput.throughput(stock, documents, threads, seconds)), threads)


@app.command(name="stress")
def stress_command(labels: Labels = _LABELS, split: Split = "dev", every: Every = 1, threads: Threads = 2) -> None:
    """Figures after the documents were disturbed, or the model was kept in the dark."""
    found = _stress(_parts(threads), labels, split, every)
    typer.echo(stressing.markdown(found))
    if found.failures:
        _fail("; ".join(found.failures))


def _stress(parts: Parts, labels: Path, split: str, every: int) -> stressing.Stress:
    from tracker.actors import Registry
    from tracker.training.queries import gold_query

    line, items = measures.with_all_axes(parts.line, labels, split)
    return stressing.stress(line, items[::every], Registry.load(), gold_query)


@app.command(name="ratchet")
def ratchet_command(
    labels: Labels = _LABELS,
    split: Split = "dev",
    update: Annotated[bool, typer.Option("--update", help="Raise the floors to what was measured.")] = False,
    allow_lower: Annotated[
        str, typer.Option("--allow-lower", metavar="REASON", help="With --update: take floors down too, and say why.")
    ] = "",
    threads: Threads = 2,
) -> None:
    """Compare the measures with their floors; one below is exit code 1."""
    values = _values(measures.measure(_parts(threads), labels, split))
    typer.echo(_ratchet(values, labels, update, allow_lower))
    _refuse(values, labels)


def _values(found: list[measures.Measured]) -> dict[str, float]:
    return {name: value for item in found for name, value in item.values().items()}


def _ratchet(values: dict[str, float], labels: Path, update: bool = False, reason: str = "") -> str:
    path = labels / ratchet.FLOORS
    floors = ratchet.read_floors(path)
    text = ratchet.markdown(values, floors)
    if update and reason:
        floors = ratchet.lowered(values, floors, reason, dt.date.today())
    if update:
        ratchet.write_floors(ratchet.raised(values, floors), path)
    return text


def _refuse(values: dict[str, float], labels: Path) -> None:
    fallen = ratchet.falls(values, ratchet.read_floors(labels / ratchet.FLOORS))
    if fallen:
        _fail(f"below the floor: {'; '.join(map(str, fallen))}. Mend it, or --update --allow-lower REASON")


@app.command(name="all")
def all_command(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Report to write.")] = Path("out/bench.md"),
    documents: Documents = 5000,
    run_seconds: RunSeconds = 900.0,
    decisions: Decisions = 400,
    way_seconds: WaySeconds = 8.0,
    every: Every = 1,
    checkpoint: Checkpoint = None,
    labels: Labels = _LABELS,
    seeds: Seeds = _SEEDS,
    split: Split = "dev",
    threads: Threads = 2,
) -> None:
    """Everything, as one Markdown report; a measure below its floor is exit code 1, after the report is written."""
    parts = _parts(threads)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("", encoding="utf-8")

    def add(text: str) -> None:
        typer.echo(text)
        with out.open("a", encoding="utf-8") as file:
            file.write(text + "\n")

    system = f"{platform.machine()}, Python {platform.python_version()}, {threads} of {os.cpu_count()} cores"
    add(f"# Benchmarks\n\n{dt.date.today()}, model {parts.line.scorer.name}; {system}.\n")
    queries = speed.decisions_of(parts.line, labels, decisions)
    add(f"## Decisions per second\n\n{speed.markdown(speed.speed(queries, checkpoint, threads, way_seconds))}")
    same = _parity(parts, labels, split, every, checkpoint, threads)
    add(f"## The same weights in other runtimes, labels/{split}\n\n{parity.markdown(same)}")
    add(f"## Documents per second\n\n{_throughput(parts, labels, seeds, documents, run_seconds, threads)}")
    found = measures.measure(parts, labels, split)
    for part in _evaluated(found, split):
        add(part)
    stress = _stress(parts, labels, split, every)
    add(f"## Stress, labels/{split}\n\n{stressing.markdown(stress)}")
    add(f"## Floors\n\n{_ratchet(_values(found), labels)}")
    _refuse(_values(found), labels)


def _evaluated(found: list[measures.Measured], split: str) -> Iterator[str]:
    for item in found:
        score = item.attribution
        found_rows = f"{score.right} of {score.gold} gold rows ({score.recall:.3f})"
        said = f"Attribution: the words of {found_rows} are found with their actor.\n"
        yield f"## labels/{split}, {item.axes} axes\n\n{report_text(item.report, item.baseline)}\n{said}"


if __name__ == "__main__":
    try:
        app(prog_name="python -m tracker.benchmarks")
    except TrackerError as error:
        typer.echo(f"error: {error}", err=True)
        raise SystemExit(error.exit_code) from None
