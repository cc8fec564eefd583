"""Quantized ONNX weights turned back into a checkpoint that can be trained on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tracker.errors import ModelError
from tracker.products import ZERO
from tracker.stances.backends import PairBackend, TorchBackend, read_config
from tracker.training.export import OURS, module_of

_PROBES = (
    ("The speaker said on Monday that there will be no toll on the canal.", "The speaker supports a toll."),
    ("The speaker called for a toll on the canal at once.", "The speaker supports a toll on the canal."),
    ("Talks go on in the autumn.", "The speaker opposes a toll."),
)
_APART = 0.05  # how far probabilities may lie apart in the mean: 8-bit kernels round activations, float32 does not
Weights = dict[str, NDArray[np.float32]]


def from_onnx(folder: Path, backend: PairBackend) -> tuple[Any, Any]:
    """Return the float32 model and the tokenizer of a folder that holds 8-bit ONNX weights.

    The result must judge like the backend that runs the ONNX file, or ModelError is raised.
    """
    from transformers import AutoConfig, AutoModelForSequenceClassification

    known = read_config(folder)
    found, inputs = onnx_weights(folder / "model.onnx")
    if "model_type" not in known:
        raise ModelError(f"{folder}: config.json does not say of which model_type the weights are")
    settings = {key: value for key, value in known.items() if key not in OURS}
    if "intermediate_size" not in settings:
        wide = [len(array) for name, array in found.items() if name.endswith("intermediate.dense.bias")]
        settings |= {"intermediate_size": wide[0]} if wide else {}
    settings["id2label"] = {int(column): label for column, label in known["id2label"].items()}
    try:
        model = AutoModelForSequenceClassification.from_config(
            AutoConfig.for_model(settings.pop("model_type"), **settings)
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{folder}: config.json describes no model to train: {error}") from error
    _fill(model, found, str(folder))
    tokenizer = _tokenizer(folder, known, inputs)
    _check_alike(TorchBackend.around(model, tokenizer, str(folder)), backend, str(folder))
    return model, tokenizer


def _fill(model: Any, found: Weights, where: str) -> None:
    """Put weights into a model by name; every parameter must be there."""
    import torch

    state = model.state_dict()
    parameters = {name for name, _ in model.named_parameters()}
    if missing := sorted(parameters - found.keys()):
        raise ModelError(f"{where}: model.onnx lacks {', '.join(missing[:4])}; train from its checkpoint instead")
    for name in state.keys() & found.keys():
        if tuple(state[name].shape) != found[name].shape:
            raise ModelError(f"{where}: {name} has the shape {found[name].shape}, not {tuple(state[name].shape)}")
        state[name] = torch.from_numpy(np.array(found[name])).to(state[name].dtype)
    model.load_state_dict(state)


def _tokenizer(folder: Path, known: Mapping[str, Any], inputs: list[str]) -> Any:
    """Return the tokenizer of a folder that holds tokenizer.json alone."""
    from tokenizers import Tokenizer
    from transformers import PreTrainedTokenizerFast

    plain = Tokenizer.from_file(str(folder / "tokenizer.json"))
    padding = plain.id_to_token(int(known.get("pad_token_id") or 0))
    return PreTrainedTokenizerFast(tokenizer_object=plain, pad_token=padding, model_input_names=inputs)


def _check_alike(found: PairBackend, wanted: PairBackend, where: str) -> None:
    shares = []
    for backend in (found, wanted):
        exps = np.exp((logits := backend.logits(_PROBES)) - logits.max(axis=1, keepdims=True))
        shares.append(exps / exps.sum(axis=1, keepdims=True))
    if (apart := float(np.abs(shares[0] - shares[1]).mean())) > _APART:
        raise ModelError(f"{where}: the weights of model.onnx do not make the model it runs (apart by {apart:.2f})")


def onnx_weights(path: Path) -> tuple[Weights, list[str]]:
    """Return the float32 weights of an exported model by the names of its checkpoint, and the names of its inputs.

    Parameters keep their names; those of matrix products, which the exporter renames, are named by the module that
    their node belongs to. Parameters that it stored once because they were equal are found by their other names.
    """
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(path)).graph
    tensors = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    found: Weights = {}
    for node in graph.node:
        if node.op_type == "Identity" and node.input[0] in tensors:
            tensors[node.output[0]] = tensors[node.input[0]]
    for node in graph.node:
        for name, array in _weights_of(node, tensors):
            found.setdefault(f"{module_of(node)}.{name}", array)
    found |= {name: array for name, array in tensors.items() if array.dtype == np.float32 and "::" not in name}
    return {name.removeprefix("model."): array for name, array in found.items()}, [node.name for node in graph.input]


def _weights_of(node: Any, tensors: Mapping[str, NDArray[Any]]) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Yield what a node holds of its module's parameters: weight or bias, and the values."""
    at = {place: tensors[name] for place, name in enumerate(node.input) if name in tensors}
    kind = node.op_type
    size = {attribute.name: attribute.i for attribute in node.attribute}
    if kind == "MatMulNBits":
        yield "weight", _decoded(at[1], at[2].reshape(size["N"], -1), size["block_size"])[:, : size["K"]]
    elif kind == "GatherBlockQuantized":
        yield "weight", _decoded(at[0], at[2], size["block_size"])
    elif kind == "MatMul" and 1 in at:
        yield "weight", np.ascontiguousarray(at[1].T)
    elif kind == "Gather" and 0 in at:
        yield "weight", at[0]
    elif kind in {"LayerNormalization", "Gemm"}:
        yield from ((name, at[place]) for place, name in ((1, "weight"), (2, "bias")) if place in at)
    elif kind == "Add":
        yield from (("bias", array) for array in at.values())


def _decoded(codes: NDArray[np.uint8], scales: NDArray[np.float32], block: int) -> NDArray[np.float32]:
    """Return rows of weights from their codes (rows, ...) around 128 and the scales (rows, blocks)."""
    rows = codes.reshape(len(codes), -1).astype(np.float32) - ZERO
    found: NDArray[np.float32] = rows * np.repeat(scales, block, axis=1)[:, : rows.shape[1]]
    return found
