"""The model that training starts from, and what is known of it: its kind, its head, how it judges now."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tracker.confidence import Trust
from tracker.errors import MissingExtra, ModelError
from tracker.resources import folder_sha256, resource
from tracker.schema import SCORED_LABELS
from tracker.stances.backends import OnnxBackend, PairBackend, TorchBackend, load_checkpoint, meanings, read_config
from tracker.stances.coder import Coder
from tracker.stances.entailment import EntailmentScorer
from tracker.stances.head import Head
from tracker.stances.models import CALIBRATION, DEFAULT_MODEL
from tracker.stances.onepass import StanceScorer
from tracker.training.restore import from_onnx

STANCES: tuple[str, ...] = tuple(label.value for label in SCORED_LABELS)
PROBABILITIES = {"entailment": 12, "stance": 5}  # how many a head reads of a query
# Which class of an entailment head each stance label starts from, the first that the head has.
_HEAD_ROWS = {"support": ("entailment",), "oppose": ("contradiction", "not_entailment", "neutral")}
_ELSE = ("neutral", "not_entailment", "contradiction")
AnyScorer = EntailmentScorer | StanceScorer


@dataclass(frozen=True, slots=True)
class Base:
    """A model to go on from: its trainable form, the backend that judges with it now, and what is fitted on top."""

    name: str
    folder: Path | None
    model: Any
    tokenizer: Any
    backend: PairBackend
    head: Head | None
    coder: Coder
    trust: Trust = field(default_factory=Trust)

    @property
    def kind(self) -> str:
        """Whether it is an entailment or a stance model."""
        return kind_of(self.backend.labels)

    def scorer(self) -> AnyScorer:
        """Return the scorer that a user of the base has."""
        return scorer_of(self.backend, self.name, self.head)

    def fresh(self, kind: str) -> Any:
        """Return a copy of the model to train, with a stance head made of its entailment head where that is asked."""
        model = copy.deepcopy(self.model).cpu().float()
        return with_stance_head(model, self.backend.labels) if kind != self.kind else model


def kind_of(labels: tuple[str, ...]) -> str:
    """Return the kind of scorer that columns of such meanings serve."""
    return "stance" if "support" in labels else "entailment"


def scorer_of(backend: PairBackend, name: str, head: Head | None) -> AnyScorer:
    """Return the scorer that suits the classes of a backend."""
    kind: type[AnyScorer] = StanceScorer if kind_of(backend.labels) == "stance" else EntailmentScorer
    return kind(backend, name, head)


def require_extra() -> None:
    """Raise MissingExtra where what training needs is not installed."""
    if missing := [name for name in ("accelerate", "onnx") if find_spec(name) is None]:
        raise MissingExtra(f"fine-tuning needs {' and '.join(missing)}; type: pip install 'tracker[train]'")


def load_base(name: str | None, kind: str | None, *, threads: int | None = None) -> Base:
    """Load what training starts from: the embedded default (None), a model folder, or a checkpoint of the hub.

    Raises ModelError where it cannot be used, or has no head that ``kind`` could be trained from.
    """
    folder = resource(f"models/{DEFAULT_MODEL}") if name is None else Path(name)
    if not folder.is_dir():
        if folder.exists() or str(name).startswith((".", "/", "~")):
            raise ModelError(f"{name}: there is no such model folder")
        model, tokenizer = load_checkpoint(str(name))
        base = Base(str(name), None, model, tokenizer, TorchBackend.around(model, tokenizer, str(name)), None, Coder())
    else:
        base = _of_folder(folder, threads)
    if kind == "entailment" and base.kind == "stance":
        raise ModelError(f"{base.name}: a stance model has no entailment head to go on from; leave --kind out")
    base.model.config.id2label = dict(enumerate(base.backend.labels))
    base.model.config.label2id = {label: column for column, label in enumerate(base.backend.labels)}
    return base


def _of_folder(folder: Path, threads: int | None) -> Base:
    labels = meanings(read_config(folder).get("id2label"), str(folder))
    name = folder.resolve().name
    has_onnx, has_checkpoint = (folder / "model.onnx").is_file(), any(folder.glob("*.safetensors"))
    backend: PairBackend | None = OnnxBackend(folder, threads=threads) if has_onnx else None
    if has_checkpoint or backend is None:
        model, tokenizer = load_checkpoint(str(folder))
    else:
        model, tokenizer = from_onnx(folder, backend)
    backend = backend or TorchBackend.around(model, tokenizer, str(folder))
    head = Head.load(folder / CALIBRATION, PROBABILITIES[kind_of(labels)])
    coder, trust = Coder.load(folder / CALIBRATION), Trust.load(folder / CALIBRATION)
    return Base(name, folder, model, tokenizer, backend, head, coder, trust)


def with_stance_head(model: Any, labels: tuple[str, ...]) -> Any:
    """Replace an entailment head by one of five labels that starts from its rows.

    Entailed becomes support, contradicted oppose, and what is left open all the others.
    """
    import torch

    heads = [(name, module) for name, module in model.named_modules()
             if isinstance(module, torch.nn.Linear) and module.out_features == len(labels)]  # fmt: skip
    if not heads:
        raise ModelError("the model has no linear head with one output for each class; it cannot become a stance model")
    name, old = heads[-1]
    rows = [next(labels.index(c) for c in _HEAD_ROWS.get(label, _ELSE) if c in labels) for label in STANCES]
    new = torch.nn.Linear(old.in_features, len(STANCES), bias=old.bias is not None)
    with torch.no_grad():
        new.weight.copy_(old.weight[rows])
        if old.bias is not None:
            new.bias.copy_(old.bias[rows])
    owner, _, attribute = name.rpartition(".")
    setattr(model.get_submodule(owner), attribute, new)
    model.num_labels = model.config.num_labels = len(STANCES)
    model.config.id2label = dict(enumerate(STANCES))
    model.config.label2id = {label: column for column, label in enumerate(STANCES)}
    return model


def identity(name: str | None) -> str:
    """Return what tells one base from another: the hash of a folder's files, or the id of a hub checkpoint."""
    folder = resource(f"models/{DEFAULT_MODEL}") if name is None else Path(name)
    return folder_sha256(folder) if folder.is_dir() else str(name)
