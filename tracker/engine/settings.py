"""What a run is asked to do, and the line that does it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tracker import __version__
from tracker.actors import Registry, Resolver
from tracker.axes import load_axes
from tracker.confidence import Trust
from tracker.engine.ledger import encode
from tracker.pipeline import Line
from tracker.resources import folder_sha256
from tracker.schema import Axis
from tracker.stances.coder import Coder
from tracker.stances.models import CALIBRATION, folders_of, load_scorer
from tracker.statements import Parser


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices of a run; a path that is None means the shipped default."""

    inputs: tuple[str, ...]
    out: Path
    axes: Path | None = None
    actors: tuple[Path, ...] = ()
    model: str | None = None
    metadata: Path | None = None
    published: dt.date | None = None
    conditional: float = 0.5
    threads: int | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """A line ready to run, with what `run.json` says of it; ``models`` are the hashes of those that score."""

    line: Line
    axes: tuple[Axis, ...]
    registry_sha256: str
    models: Mapping[str, str]
    tagger_sha256: str = ""

    @property
    def signature(self) -> str:
        """A hash of everything that decides what a document is coded as."""
        axes = [
            {**encode(axis), "aspects": dict(axis.aspects), "hypotheses": dict(axis.hypotheses)} for axis in self.axes
        ]
        parts = [__version__, self.registry_sha256, dict(self.models), self.tagger_sha256, axes]
        return sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()[:16]


def build(settings: Settings) -> Parts:
    """Load axes, registry and model; what cannot be used is refused before anything is read."""
    axes = load_axes(settings.axes)
    registry = Registry.load(settings.actors)
    folders = folders_of(settings.model)
    parser = Parser(registry.patterns())
    parser.warm()
    line = Line(
        axes=axes,
        resolver=Resolver(registry),
        parser=parser,
        scorer=load_scorer(settings.model, threads=settings.threads),
        coder=Coder.load(folders[0] / CALIBRATION),
        trust=Trust.load(folders[0] / CALIBRATION),
    )
    models = {folder.resolve().name: folder_sha256(folder) for folder in folders if folder.is_dir()}
    return Parts(line, axes, registry.sha256, models or {line.scorer.name: ""}, parser.tagger_sha256)
