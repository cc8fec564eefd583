"""Which scorer a model gets: the embedded default, a folder, or a checkpoint of the hub."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from tracker.errors import ModelError
from tracker.resources import resource
from tracker.stances.backends import OnnxBackend, PairBackend, TorchBackend, read_config
from tracker.stances.calibration import read_calibration
from tracker.stances.entailment import EntailmentScorer
from tracker.stances.head import Head
from tracker.stances.onepass import StanceScorer
from tracker.stances.scorer import Scorer
from tracker.stances.sieve import SievedScorer

DEFAULT_MODEL = "mpnet-stance"
SIEVE = "minilm-sieve"  # the small model before the embedded default
CALIBRATION = "calibration.json"


def _entailment(backend: PairBackend, folder: Path) -> Scorer:
    return EntailmentScorer(backend, folder.resolve().name, Head.load(folder / CALIBRATION, probabilities=12))


def _stance(backend: PairBackend, folder: Path) -> Scorer:
    return StanceScorer(backend, folder.resolve().name, Head.load(folder / CALIBRATION, probabilities=5))


# What `scorer` in a model's config.json may say, and what builds it.
KINDS: Mapping[str, Callable[[PairBackend, Path], Scorer]] = {
    "entailment": _entailment, "stance": _stance, "sieve": _stance,
}  # fmt: skip


def folders_of(model: str | None) -> tuple[Path, ...]:
    """Return what a model is made of, first the folder of its calibration: the embedded default is two models."""
    return (Path(model),) if model is not None else tuple(resource(f"models/{m}") for m in (DEFAULT_MODEL, SIEVE))


def load_scorer(model: str | None = None, *, threads: int | None = None, batch_size: int = 32) -> Scorer:
    """Return the scorer of a model: None is the embedded default, else a folder or the id of a hub checkpoint.

    A folder with model.onnx runs on ONNX Runtime, everything else on PyTorch. The embedded default has its sieve before
    it, any other model is asked everything. Raises `ModelError` where the model cannot be used, saying why.
    """
    if model is None:
        folders = folders_of(None)
        large, small = (load_scorer(str(folder), threads=threads, batch_size=batch_size) for folder in folders)
        return SievedScorer(small, large, sureness(folders[1]))
    folder = Path(model)
    if not folder.is_dir():
        if folder.exists() or str(model).startswith((".", "/", "~")):
            raise ModelError(f"{model}: there is no such model folder")
        return EntailmentScorer(TorchBackend(str(model), threads=threads, batch_size=batch_size), str(model))
    kind = str(read_config(folder).get("scorer", "entailment"))
    if kind not in KINDS:
        raise ModelError(f"{folder}: scorer {kind!r} in config.json is not known; known are {', '.join(sorted(KINDS))}")
    backend = OnnxBackend if (folder / "model.onnx").is_file() else TorchBackend
    return KINDS[kind](backend(folder, threads=threads, batch_size=batch_size), folder)


def sureness(folder: Path) -> float:
    """Return the mass on unrelated from which a sieve is believed, as its ``calibration.json`` has it."""
    try:
        return float(read_calibration(folder / CALIBRATION)["sure"])
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{folder / CALIBRATION}: a sieve needs the number `sure` there ({error!r})") from None
