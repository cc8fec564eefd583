"""The learning curve: how good a model gets from how many labelled rows."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

from tracker.errors import InputError
from tracker.stances.coder import Coder
from tracker.stances.models import CALIBRATION, load_scorer
from tracker.stances.scorer import Scorer
from tracker.training.data import Example, Progress, check_enough, parted, sample
from tracker.training.model import load_base, require_extra
from tracker.training.report import measure
from tracker.training.run import Settings, train
from tracker.training.trial import truth

COLUMNS = ("rows", "seed", "chosen", "macro_f1", "accuracy", "log_loss", "trained_macro_f1", "base_macro_f1", "seconds")


def sizes_in(text: str) -> tuple[int | None, ...]:
    """Read sizes like ``0,25,50,all``; None stands for all rows."""
    try:
        found = tuple(None if part.strip() == "all" else int(part) for part in text.split(","))
    except ValueError:
        raise InputError(f"--curve {text!r}: give numbers of rows with commas between them, and all") from None
    if any(size is not None and size < 0 for size in found):
        raise InputError(f"--curve {text!r}: a number of rows cannot be negative")
    return found


def curve(
    examples: Sequence[Example], sizes: Sequence[int | None], seeds: int, out: Path, settings: Settings,
    progress: Progress = lambda stage, done, total: None,
) -> Iterator[dict[str, Any]]:
    """Yield a row of `COLUMNS` for each size and seed, and keep it in ``out/curve.csv``; finished rows are not redone.

    Rows are drawn by document from those not marked dev, and each model is measured on the dev rows, which it has seen
    in no way. ``macro_f1`` is what a user gets: that of the base where the new model was not promoted, whose own
    figure is ``trained_macro_f1``. Raises InputError where every size is larger than the rows there are.
    """
    require_extra()
    parts = parted(examples, settings.seed)
    pool = [replace(example, split="") for example in (*parts.train, *parts.stop)]
    dev = [example for example in parts.dev if example.measured]
    known = list(_read(out / "curve.csv"))
    done = {(row["rows"], row["seed"]) for row in known}
    yield from known
    base = load_base(settings.base, settings.kind, threads=settings.threads)
    before = _measured(base.scorer(), base.coder, dev)
    written = sum(not example.made for example in pool)
    if all(size is not None and size > written for size in sizes):
        raise InputError(f"--curve: no size fits; {written} rows are left to draw from, the others measure")
    for size in sizes:
        if size is not None and size > written:
            continue
        for seed in range(seeds if size != 0 else 1):
            key = ("all" if size is None else str(size), str(seed))
            if key in done:
                continue
            began = perf_counter()
            row = {"rows": key[0], "seed": key[1], "base_macro_f1": before["macro_f1"]}
            row |= _base_row(before) if size == 0 else _point(pool, size, seed, dev, out, settings, before, progress)
            row["seconds"] = round(perf_counter() - began)
            _append(out / "curve.csv", row)
            yield row


def _base_row(before: dict[str, Any]) -> dict[str, Any]:
    names = ("macro_f1", "accuracy", "log_loss")
    return {"chosen": "base", "trained_macro_f1": before["macro_f1"]} | {name: before[name] for name in names}


def _point(
    pool: Sequence[Example], size: int | None, seed: int, dev: Sequence[Example], out: Path, settings: Settings,
    before: dict[str, Any], progress: Progress,
) -> dict[str, Any]:
    """Train on a sample and measure on dev; the model itself is not kept."""
    drawn = sample(pool, size, settings.seed + seed)
    try:
        check_enough(drawn)
    except InputError:  # what `train` refuses leaves a user with the base
        return _base_row(before)
    folder = out / f"{'all' if size is None else size}-{seed}"
    if (folder / "config.json").exists():  # made, but not measured before an interruption
        shutil.rmtree(folder)
    outcome = train(drawn, folder, replace(settings, seed=settings.seed + seed), progress)
    coder = Coder.load(outcome.folder / CALIBRATION)
    found = _measured(load_scorer(str(outcome.folder), threads=settings.threads), coder, dev)
    shutil.rmtree(folder)
    row = _base_row(found if outcome.promoted else before) | {"trained_macro_f1": found["macro_f1"]}
    return row | {"chosen": outcome.report["chosen"] if outcome.promoted else "base"}


def _measured(scorer: Scorer, coder: Coder, dev: Sequence[Example]) -> dict[str, Any]:
    return measure(coder.calibrate(scorer.score([example.query for example in dev])), truth(dev))


def _read(path: Path) -> Iterator[dict[str, Any]]:
    if path.exists():
        with path.open(encoding="utf-8", newline="") as handle:
            yield from csv.DictReader(handle)


def _append(path: Path, row: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, COLUMNS, lineterminator="\n")
        if is_new:
            writer.writeheader()
        writer.writerow(row)
