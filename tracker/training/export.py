"""A transformers classification folder to a small model folder that runs on ONNX Runtime.

Weights of matrix products are stored in 8 bits (MatMulNBits: blocks of 128, symmetric, accuracy level 4), the word
embeddings too (GatherBlockQuantized). Only weights are quantized ahead of
time, and activations by row while running, so that the score of a pair does not depend on its neighbours, as it does
with dynamic quantization, which scales a whole batch at once. Nodes keep their names, which say of which module a
weight is.

Weights that were trained on from quantized ones moved less than a step from the grid they lay on, and rounding would
put them back. Given a seed, each is rounded up or down by chance, as often as keeps its expectation.
"""

from __future__ import annotations

import json
import tempfile
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tracker.errors import ModelError
from tracker.products import ZERO
from tracker.stances.backends import MAX_TOKENS, OnnxBackend, PairBackend, TorchBackend, meanings

if TYPE_CHECKING:
    import onnx

OPSET = 17
BLOCK = 128  # weights that share a scale
SMALL = 1024  # tensors of fewer numbers stay as they are
# What config.json says beside the settings of the architecture.
OURS = frozenset({"scorer", "weights", "max_length", "architectures"})
_NOT_KEPT = frozenset({"_name_or_path", "transformers_version", "dtype", "torch_dtype", "problem_type"})
_KEPT = (
    "model_type", "hidden_size", "dim", "num_hidden_layers", "n_layers", "num_attention_heads", "n_heads",
    "intermediate_size", "hidden_dim", "vocab_size",
)  # fmt: skip
_CHANGING = 0.01  # share of the pairs that may change their label in 8 bits
_CLOSE = 0.1  # probabilities of the two best labels nearer than this may change places in 8 bits
Pair = tuple[str, str]
Tensors = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Parity:
    """How an export judges against its checkpoint: pairs, share with the same label, distance of probabilities."""

    pairs: int
    same_label: float
    mean_apart: float
    most_apart: float


def export(checkpoint: Path, out: Path) -> None:
    """Write model.onnx in float32, tokenizer.json and config.json into ``out``."""
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    model = AutoModelForSequenceClassification.from_pretrained(
        checkpoint, use_safetensors=True, attn_implementation="eager"
    ).eval()
    tokenizer = AutoTokenizer.from_pretrained(checkpoint)
    out.mkdir(parents=True, exist_ok=True)
    _trace(model, tokenizer, out / "model.onnx")
    tokenizer.backend_tokenizer.save(str(out / "tokenizer.json"))
    config = _config(model.config, meanings(model.config.id2label, str(checkpoint)), tokenizer.pad_token_id or 0)
    (out / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


def _trace(model: Any, tokenizer: Any, path: Path) -> None:
    """Write the graph from token ids to logits, for batches and lengths of any size."""
    import torch

    class Logits(torch.nn.Module):  # type: ignore[misc]  # the base class has no types
        """A model that takes its tensors by position and returns bare logits, as the exporter wants it."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *tensors: torch.Tensor) -> Any:
            """Return the logits."""
            return self.model(**dict(zip(names, tensors, strict=True))).logits

    names = [name for name in ("input_ids", "attention_mask", "token_type_ids") if name in tokenizer.model_input_names]
    example = tokenizer([("A premise, somewhat long.", "A hypothesis."), ("Short.", "One.")], padding=True,
                        return_tensors="pt")  # fmt: skip
    axes = {name: {0: "batch", 1: "length"} for name in names} | {"logits": {0: "batch"}}
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracer names every shape it takes for constant
        torch.onnx.export(
            Logits(), tuple(example[name] for name in names), str(path),
            input_names=names, output_names=["logits"], dynamic_axes=axes, opset_version=OPSET, dynamo=False,
        )  # fmt: skip


def _config(known: Any, labels: Sequence[str], pad_id: int) -> dict[str, Any]:
    """Return what config.json holds: the architecture, so that training can go on from it, and the kind of scorer."""
    everything = known.to_dict()
    kept = {key: everything[key] for key in _KEPT if everything.get(key) is not None}
    changed = {key: value for key, value in known.to_diff_dict().items() if key not in _NOT_KEPT}
    return changed | kept | {
        "scorer": "stance" if "support" in labels else "entailment",
        "id2label": {str(column): label for column, label in enumerate(labels)},
        "label2id": {label: column for column, label in enumerate(labels)},
        "pad_token_id": pad_id,
        "max_length": MAX_TOKENS,
        "weights": f"8 bits, blocks of {BLOCK}",
    }  # fmt: skip


def blocks_of(
    rows: NDArray[np.float32], rng: np.random.Generator | None = None
) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Return rows as (n, blocks, 128) codes around 128, and a scale for each block; the last block is filled up.

    Weights become the steps nearest to them; with ``rng`` one of the two around each, by chance.
    """
    count, width = rows.shape
    padded = np.zeros((count, -(-width // BLOCK) * BLOCK), dtype=np.float32)
    padded[:, :width] = rows
    blocks = padded.reshape(count, -1, BLOCK)
    scales = np.abs(blocks).max(axis=2) / 127
    steps = blocks / np.where(scales == 0, 1, scales)[:, :, None]
    found = np.rint(steps) if rng is None else np.floor(steps + rng.random(steps.shape))
    return (found.clip(-ZERO, ZERO - 1) + ZERO).astype(np.uint8), scales.astype(np.float32)


def _product(
    node: onnx.NodeProto, weight: NDArray[np.float32], rng: np.random.Generator | None
) -> tuple[onnx.NodeProto, Tensors]:
    from onnx import helper

    depth, width = weight.shape
    codes, scales = blocks_of(np.ascontiguousarray(weight.T), rng)
    names = [f"{node.input[1]}_codes", f"{node.input[1]}_scales"]
    made = helper.make_node(
        "MatMulNBits", [node.input[0], *names], list(node.output), name=node.name, domain="com.microsoft",
        K=depth, N=width, bits=8, block_size=BLOCK, accuracy_level=4,
    )  # fmt: skip
    return made, dict(zip(names, (codes, scales.reshape(-1)), strict=True))


def module_of(node: onnx.NodeProto) -> str:
    """Return the name of the module that a node of an exported graph belongs to."""
    return str(node.name).rpartition("/")[0].strip("/").replace("/", ".").removeprefix("model.")


def _lookup(
    node: onnx.NodeProto, table: NDArray[np.float32], rng: np.random.Generator | None
) -> tuple[onnx.NodeProto, Tensors]:
    from onnx import helper

    codes, scales = blocks_of(table, rng)
    codes = codes.reshape(len(table), -1)[:, : table.shape[1]]
    names = [f"{node.input[0]}_codes", f"{node.input[0]}_scales", f"{node.input[0]}_zeros"]
    made = helper.make_node(
        "GatherBlockQuantized", [names[0], node.input[1], *names[1:]], list(node.output), name=node.name,
        domain="com.microsoft", bits=8, block_size=BLOCK, gather_axis=0, quantize_axis=1,
    )  # fmt: skip
    zeros = np.full(scales.shape, ZERO, dtype=np.uint8)
    return made, dict(zip(names, (np.ascontiguousarray(codes), scales, zeros), strict=True))


def quantize(path: Path, seed: int | None = None) -> int:
    """Store the large weights of a float32 model in 8 bits, in place; returns how many tensors were.

    With a ``seed`` weights are rounded by chance, so that small changes to weights that were quantized before survive.
    """
    import onnx
    from onnx import helper, numpy_helper

    model = onnx.load(str(path))
    graph = model.graph
    tensors = {tensor.name: tensor for tensor in graph.initializer}
    rng = None if seed is None else np.random.default_rng(seed)
    added: Tensors = {}
    nodes: list[onnx.NodeProto] = []
    changed = 0
    for node in graph.node:
        place = {"MatMul": 1, "Gather": 0}.get(node.op_type)
        tensor = tensors.get(node.input[place]) if place is not None else None
        is_matrix = tensor is not None and len(tensor.dims) == 2 and tensor.data_type == onnx.TensorProto.FLOAT
        if tensor is None or not is_matrix or np.prod(tensor.dims) < SMALL:
            nodes.append(node)
            continue
        weight = numpy_helper.to_array(tensor)
        made, initializers = _product(node, weight, rng) if place else _lookup(node, weight, rng)
        nodes.append(made)
        added |= initializers
        changed += 1
    used = {name for node in nodes for name in node.input}
    kept = [tensor for tensor in graph.initializer if tensor.name in used]
    kept += [numpy_helper.from_array(array, name) for name, array in added.items()]
    graph.ClearField("node")
    graph.node.extend(nodes)
    graph.ClearField("initializer")
    graph.initializer.extend(kept)
    model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    onnx.save(model, str(path))
    return changed


def pack(checkpoint: Path, out: Path, seed: int | None = None) -> int:
    """Write the model folder of a checkpoint, its large weights quantized; returns how many tensors were."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out, prefix=".") as draft:
        export(checkpoint, Path(draft))
        changed = quantize(Path(draft) / "model.onnx", seed)
        for path in Path(draft).iterdir():
            path.replace(out / path.name)
    return changed


def shares(backend: PairBackend, pairs: Sequence[Pair]) -> NDArray[np.float32]:
    """Return softmax probabilities (pairs, classes)."""
    logits = backend.logits(pairs)
    exps = np.exp(logits - logits.max(axis=1, keepdims=True))
    found: NDArray[np.float32] = (exps / exps.sum(axis=1, keepdims=True)).astype(np.float32)
    return found


def parity(checkpoint: Path, out: Path, pairs: Sequence[Pair], *, threads: int | None = None) -> Parity:
    """Hold an export against its checkpoint.

    Raises ModelError where more of the pairs that the checkpoint is sure of change their label than one in a hundred
    and chance explain.
    """
    expected = shares(TorchBackend(checkpoint, threads=threads, device="cpu"), pairs)
    found = shares(OnnxBackend(out, threads=threads), pairs)
    same = found.argmax(axis=1) == expected.argmax(axis=1)
    best = np.sort(expected, axis=1)
    sure = best[:, -1] - best[:, -2] > _CLOSE
    if not is_chance(int((~same & sure).sum()), len(pairs)):
        raise ModelError(f"{out}: of {len(pairs)} pairs {int((~same).sum())} change their label in 8 bits")
    apart = np.abs(found - expected)
    return Parity(len(pairs), round(float(same.mean()), 4), round(float(apart.mean()), 5), round(float(apart.max()), 5))


def is_chance(changed: int, pairs: int) -> bool:
    """Tell whether so many changes of so many pairs, or more, come up more often than once in a thousand times."""
    fewer, share = 0.0, (1 - _CHANGING) ** pairs  # of samples in which none changes, then one, then two
    for count in range(changed):
        fewer += share
        share *= (pairs - count) / (count + 1) * _CHANGING / (1 - _CHANGING)
    return 1 - fewer > 0.001
