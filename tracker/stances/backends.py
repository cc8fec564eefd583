"""Models that judge a pair of texts, through ONNX Runtime or PyTorch.

A pair's logits must not depend on its neighbours in a batch: each pair is padded by its own length alone, and only
pairs of one padded length share a batch.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from tracker.errors import ModelError
from tracker.runtime import open_model
from tracker.schema import SCORED_LABELS

MAX_TOKENS = 256
_STEP = 4  # padded lengths are multiples of this
_NAMES = {
    "entailment": ("entailment", "entail", "entails", "entailed"),
    "not_entailment": ("notentailment", "nonentailment", "notentailed", "notentail", "noentailment"),
    "neutral": ("neutral", "neither", "unknown"),
    "contradiction": ("contradiction", "contradict", "contradicts", "contradictory", "contradicted"),
}
_MEANING = {name: meaning for meaning, names in _NAMES.items() for name in names}
_COMPLETE = ({"entailment", "neutral", "contradiction"}, {"entailment", "not_entailment"},
             {"entailment", "contradiction"}, {"entailment", "neutral"})  # fmt: skip

Pair = tuple[str, str]
Forward = Callable[[dict[str, NDArray[np.int64]]], NDArray[np.float32]]


class PairBackend(Protocol):
    """Gives each pair of premise and hypothesis one logit per class."""

    @property
    def labels(self) -> tuple[str, ...]:
        """What each column means: entailment, not_entailment, neutral or contradiction."""

    def logits(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """Return (pairs, classes)."""


def meanings(id2label: Mapping[Any, str] | None, where: str) -> tuple[str, ...]:
    """Return the meaning of each column from a model's own label names; `ModelError` where they do not tell.

    A model with the five labels of `SCORED_LABELS` keeps them; all others must name the classes of entailment.
    """
    named = {int(column): str(name) for column, name in (id2label or {}).items()}
    if set(named.values()) == {label.value for label in SCORED_LABELS}:
        return tuple(named[column] for column in sorted(named))
    found = [_MEANING.get("".join(filter(str.isalpha, named[column].lower())), "") for column in sorted(named)]
    if sorted(named) != list(range(len(named))) or set(found) not in _COMPLETE or len(set(found)) != len(found):
        names = ", ".join(named[column] for column in sorted(named)) or "none"
        raise ModelError(
            f"{where}: the label names do not say which column is entailment (found: {names}); "
            "set id2label in config.json to entailment, neutral, contradiction (or entailment, not_entailment)"
        )
    return tuple(found)


def read_config(folder: Path) -> dict[str, Any]:
    """Return the config.json of a model folder."""
    try:
        found = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelError(f"{folder}: there is no config.json, so this is no model folder") from None
    except (OSError, ValueError) as error:
        raise ModelError(f"{folder}/config.json cannot be read: {error}") from None
    if not isinstance(found, dict):
        raise ModelError(f"{folder}/config.json does not hold a mapping")
    return found


class _Batcher:
    """Turns pairs into batches of tokens and puts the logits back in order; equal pairs are judged once."""

    def __init__(self, tokenizer: Any, inputs: set[str], pad_id: int, n_labels: int, batch_size: int) -> None:
        # Longest-first cuts the premise, the longer of the two, and cannot fail on a long hypothesis.
        tokenizer.enable_truncation(MAX_TOKENS, strategy="longest_first")
        tokenizer.no_padding()
        self._tokenizer, self._inputs, self._pad_id = tokenizer, inputs, pad_id
        self._n_labels, self._batch_size = n_labels, max(1, batch_size)

    def run(self, pairs: Sequence[Pair], forward: Forward) -> NDArray[np.float32]:
        """Return the logits of the pairs in their order."""
        unique = list(dict.fromkeys(pairs))
        found = np.zeros((len(unique), self._n_labels), dtype=np.float32)
        encodings = self._tokenizer.encode_batch(unique)
        for rows, length in self._plan([len(encoding.ids) for encoding in encodings]):
            found[rows] = forward(self._tensors([encodings[row] for row in rows], length))
        place = {pair: row for row, pair in enumerate(unique)}
        return found[[place[pair] for pair in pairs]] if pairs else found

    def _plan(self, lengths: list[int]) -> Iterator[tuple[list[int], int]]:
        """Yield rows of one padded length, a batch at a time."""
        by_length: dict[int, list[int]] = {}
        for row, length in enumerate(lengths):
            by_length.setdefault(-(-length // _STEP) * _STEP, []).append(row)
        for length, rows in sorted(by_length.items()):
            for start in range(0, len(rows), self._batch_size):
                yield rows[start : start + self._batch_size], length

    def _tensors(self, encodings: list[Any], length: int) -> dict[str, NDArray[np.int64]]:
        shape = len(encodings), length
        ids = np.full(shape, self._pad_id, dtype=np.int64)
        mask, types = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
        for row, encoding in enumerate(encodings):
            used = len(encoding.ids)
            ids[row, :used], mask[row, :used], types[row, :used] = encoding.ids, 1, encoding.type_ids
        tensors = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        return {name: tensor for name, tensor in tensors.items() if name in self._inputs}


class OnnxBackend:
    """A folder with model.onnx, tokenizer.json and config.json, run on the CPU by ONNX Runtime."""

    def __init__(self, folder: Path, *, threads: int | None = None, batch_size: int = 32) -> None:
        config = read_config(folder)
        self.labels = meanings(config.get("id2label"), str(folder))
        self._session, tokenizer = open_model(folder, threads, in_haste=True)
        inputs = {node.name for node in self._session.get_inputs()}
        pad_id = int(config.get("pad_token_id") or 0)
        self._batcher = _Batcher(tokenizer, inputs, pad_id, len(self.labels), batch_size)

    def logits(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """Return (pairs, classes)."""
        return self._batcher.run(pairs, self._forward)

    def _forward(self, tensors: dict[str, NDArray[np.int64]]) -> NDArray[np.float32]:
        return np.asarray(self._session.run(None, tensors)[0], dtype=np.float32)


class TorchBackend:
    """Any sequence-classification checkpoint in safetensors, from a folder or the hub, run by PyTorch."""

    def __init__(
        self, name: str | Path, *, threads: int | None = None, batch_size: int = 32, device: str | None = None
    ) -> None:
        import torch

        if threads:
            torch.set_num_threads(threads)
        self._device = device or ("cuda" if torch.cuda.is_available() else "cpu")
        model, tokenizer = load_checkpoint(str(name))
        self._use(model, tokenizer, str(name), batch_size)

    @classmethod
    def around(cls, model: Any, tokenizer: Any, name: str, *, batch_size: int = 32) -> TorchBackend:
        """Return the backend of a model that is loaded already; it is moved to the GPU where there is one."""
        import torch

        backend = cls.__new__(cls)
        backend._device = "cuda" if torch.cuda.is_available() else "cpu"
        backend._use(model, tokenizer, name, batch_size)
        return backend

    def _use(self, model: Any, tokenizer: Any, name: str, batch_size: int) -> None:
        self.labels = meanings(model.config.id2label, name)
        self._model = model.to(self._device).float().eval()
        pad_id = tokenizer.pad_token_id or 0
        inputs = set(tokenizer.model_input_names)
        self._batcher = _Batcher(tokenizer.backend_tokenizer, inputs, pad_id, len(self.labels), batch_size)

    def logits(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """Return (pairs, classes)."""
        return self._batcher.run(pairs, self._forward)

    def _forward(self, tensors: dict[str, NDArray[np.int64]]) -> NDArray[np.float32]:
        import torch

        with torch.inference_mode():
            inputs = {key: torch.from_numpy(value).to(self._device) for key, value in tensors.items()}
            return np.asarray(self._model(**inputs).logits.float().cpu().numpy(), dtype=np.float32)


def load_checkpoint(name: str) -> tuple[Any, Any]:
    """Return model and tokenizer of a checkpoint that is safe to load and whose head is trained."""
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    folder = Path(name)
    if folder.is_dir() and not any(folder.glob("*.safetensors")):
        pickled = ", ".join(sorted(path.name for path in folder.glob("*.bin"))) or "no weights"
        raise ModelError(f"{name}: holds {pickled}; weights must be safetensors, since a pickle can run any code")
    try:
        model, loading = AutoModelForSequenceClassification.from_pretrained(
            name, use_safetensors=True, output_loading_info=True
        )
        tokenizer = AutoTokenizer.from_pretrained(name)
    except (OSError, ValueError, ImportError) as error:
        raise ModelError(f"{name}: the checkpoint cannot be loaded: {error}") from error
    if missing := sorted(loading["missing_keys"]):
        raise ModelError(f"{name}: not trained to classify pairs of texts (missing: {', '.join(missing[:4])})")
    if not tokenizer.is_fast:
        raise ModelError(f"{name}: the tokenizer has no tokenizer.json form")
    return model, tokenizer
