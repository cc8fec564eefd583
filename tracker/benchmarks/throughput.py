"""Documents per second of the whole line: `tracker classify` as a user starts it, watched from outside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tracker.benchmarks.articles import Stock, articles, write_articles
from tracker.errors import TrackerError

SHARES = (0.0, 0.05, 1.0)
_PROC = Path("/proc")
_PAUSE = 0.25  # seconds between two looks at the memory
_TRIAL = 20  # articles of the first run, which tells how many fit into the time
_GROWTH = 10  # how many times as many the next run may have
_COMMAND = "from tracker.cli import main; main()"
_STAGES = ("load", "read", "gate", "parse", "find", "score")


@dataclass(frozen=True, slots=True)
class Watched:
    """One run: the share of articles built to touch an axis, what was coded, seconds by stage, memory over time.

    ``asked`` is the number of articles that were wanted; fewer were coded where more would not fit into the time.
    ``memory`` holds (seconds since the start, MiB of the process and its children); empty where there is no /proc.
    """

    share: float
    asked: int
    documents: int
    gated: int
    decisions: int
    seconds: Mapping[str, float]
    memory: tuple[tuple[float, float], ...]

    @property
    def per_second(self) -> float:
        """Documents per second after loading."""
        return self.documents / max(1e-9, self.seconds["total"] - self.seconds.get("load", 0.0))

    @property
    def peak(self) -> float:
        """Most MiB ever."""
        return max((size for _, size in self.memory), default=0.0)

    @property
    def growth(self) -> float:
        """MiB by which the last quarter of the work after loading lies above its second quarter."""
        start = self.seconds.get("load", 0.0)
        sizes = [size for at, size in self.memory if at > start]
        quarter = len(sizes) // 4
        return median(sizes[-quarter:]) - median(sizes[quarter : 2 * quarter]) if quarter else 0.0


def throughput(
    stock: Stock, count: int, threads: int, limit: float = 0.0, shares: Sequence[float] = SHARES
) -> Iterator[Watched]:
    """Yield one watched run for each share of articles that touch an axis.

    With a ``limit`` of seconds a run gets as many articles as fit into it by the speed of a smaller run before it; the
    first one is of few, and each is at most `_GROWTH` times the last, since what starting costs hides the speed of few.
    """
    for share in shares:
        size, fits = (min(count, _TRIAL) if limit else count), count
        while True:
            run = _run(stock, count, size, share, threads)
            if limit:
                fits = min(count, int(limit * run.per_second))
            if fits <= size:
                break
            size = min(fits, _GROWTH * size)
        yield run


def _run(stock: Stock, asked: int, count: int, share: float, threads: int) -> Watched:
    """Code so many of the articles asked for, in a process of its own."""
    with TemporaryDirectory(prefix="tracker-bench-") as folder:
        source = Path(folder) / "articles.jsonl"
        write_articles(articles(stock, count, share), source)
        return _watched(share, asked, source, Path(folder) / "out", threads)


def _watched(share: float, asked: int, source: Path, out: Path, threads: int) -> Watched:
    command = [sys.executable, "-c", _COMMAND, "classify", str(source), "--out", str(out), "--quiet",
               "--threads", str(threads)]  # fmt: skip
    limits = {name: str(threads) for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
    started, memory = time.perf_counter(), []
    with (out.parent / "errors.txt").open("w+", encoding="utf-8") as errors:
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=errors, env={**os.environ, **limits}, cwd=out.parent
        )
        while process.poll() is None:
            size = resident(process.pid)
            if size:
                memory.append((time.perf_counter() - started, size))
            time.sleep(_PAUSE)
        if process.returncode:
            errors.seek(0)
            raise TrackerError(f"classify ended with {process.returncode}: {errors.read()[-500:].strip()}")
    told = json.loads((out / "run.json").read_text(encoding="utf-8"))
    counts = told["counts"]
    return Watched(
        share, asked, counts["documents"], counts["documents_gated"], counts["candidates"], told["seconds"],
        tuple(memory),
    )  # fmt: skip


def resident(pid: int) -> float:
    """Return the MiB in memory of a process and of all that it started; 0 where the system does not tell."""
    if not (_PROC / "self" / "statm").exists():
        return 0.0
    children: dict[int, list[int]] = {}
    for path in _PROC.glob("[0-9]*"):
        try:
            fields = (path / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        children.setdefault(int(fields[1]), []).append(int(path.name))
    wanted, total = [pid], 0
    while wanted:
        one = wanted.pop()
        wanted += children.get(one, ())
        try:
            total += int((_PROC / str(one) / "statm").read_text().split()[1])
        except OSError:
            continue
    return total * os.sysconf("SC_PAGE_SIZE") / 2**20


def markdown(found: Sequence[Watched], threads: int) -> str:
    """Return the runs as Markdown: speed and seconds by stage, then memory over time."""
    return "\n".join((*_speeds(found, threads), "", *_memories(found))) + "\n"


def _speeds(found: Sequence[Watched], threads: int) -> Iterator[str]:
    yield (
        f"`tracker classify` from one file of JSON lines to all tables, {threads} threads; loading counts only "
        "where the parser's own falls into its stage. Scoring runs beside the other stages: the sum can exceed "
        "the time gone by. The articles are shuffles of sentences and paragraphs that were written as news, without a "
        "template; they measure speed alone."
    )
    for run in found:
        if run.documents < run.asked:
            yield f"With {run.share:.0%} touching, {run.documents} of {run.asked} articles fitted into the time."
    yield ""
    yield f"| articles that touch an axis | coded, of | decisions | documents/s | {' s | '.join(_STAGES)} s | rest s |"
    yield f"|---|---|---|---|{'---|' * len(_STAGES)}---|"
    for run in found:
        parts = [run.seconds.get(stage, 0.0) for stage in _STAGES]
        cells = " | ".join(f"{seconds:.1f}" for seconds in (*parts, max(0.0, run.seconds["total"] - sum(parts))))
        yield f"| {run.share:.0%} | {run.documents} of {run.asked} | {run.decisions} | {run.per_second:.1f} | {cells} |"


def _memories(found: Sequence[Watched], columns: int = 8) -> Iterator[str]:
    if not any(run.memory for run in found):
        yield "Memory was not measured: this system has no /proc."
        return
    shares = [f"{100 * (i + 1) // columns} %" for i in range(columns)]
    yield f"| MiB at this part of the run | {' | '.join(shares)} | peak | growth |"
    yield f"|---|{'---|' * columns}---|---|"
    for run in found:
        places = [max(0, (i + 1) * len(run.memory) // columns - 1) for i in range(columns)]
        cells = " | ".join(f"{run.memory[place][1]:.0f}" for place in places) if run.memory else " |" * (columns - 1)
        yield f"| {run.share:.0%} touch | {cells} | {run.peak:.0f} | {run.growth:+.0f} |"
    yield ""
    yield "Growth: the median of the last quarter after loading less that of the second quarter."
