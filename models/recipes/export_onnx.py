#!/usr/bin/env python3
"""Turn a transformers classification folder into a small model folder that runs on ONNX Runtime.

    python models/recipes/export_onnx.py CHECKPOINT OUT --pairs pairs.jsonl.gz

Weights of matrix products are stored in 8 bits (MatMulNBits: blocks of 128, symmetric, accuracy level 4), the word
embeddings too (GatherBlockQuantized). Only weights are quantized ahead of time, and activations by row while running,
so that the score of a pair does not depend on its neighbours, as it does with dynamic quantization, which scales a
whole batch at once. The result is held against the checkpoint on up to 200 pairs: JSON lines, gzipped or not, with
premise and hypothesis (or text and target).
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
import time
from itertools import islice
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import helper, numpy_helper
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from tracker.stances.backends import MAX_TOKENS, OnnxBackend, PairBackend, TorchBackend, meanings

OPSET = 17
BLOCK = 128
ZERO = 128  # the code of 0 in unsigned 8 bits
SMALL = 1024  # tensors of fewer numbers stay as they are
Pair = tuple[str, str]


class _Logits(torch.nn.Module):
    """A model that takes its tensors by position and returns bare logits, as the exporter wants it."""

    def __init__(self, model: torch.nn.Module, names: list[str]) -> None:
        super().__init__()
        self.model, self.names = model, names

    def forward(self, *tensors: torch.Tensor) -> torch.Tensor:
        """Return the logits."""
        logits: torch.Tensor = self.model(**dict(zip(self.names, tensors, strict=True))).logits
        return logits


def export(checkpoint: Path, out: Path) -> None:
    """Write model.onnx in float32, tokenizer.json and config.json into ``out``."""
    model = AutoModelForSequenceClassification.from_pretrained(
        checkpoint, use_safetensors=True, attn_implementation="eager"
    ).eval()
    tokenizer = AutoTokenizer.from_pretrained(checkpoint)
    labels = meanings(model.config.id2label, str(checkpoint))
    names = [name for name in ("input_ids", "attention_mask", "token_type_ids") if name in tokenizer.model_input_names]
    example = tokenizer([("A premise, somewhat long.", "A hypothesis."), ("Short.", "One.")], padding=True,
                        return_tensors="pt")  # fmt: skip
    axes = {name: {0: "batch", 1: "length"} for name in names} | {"logits": {0: "batch"}}
    out.mkdir(parents=True, exist_ok=True)
    with torch.no_grad():
        torch.onnx.export(
            _Logits(model, names), tuple(example[name] for name in names), str(out / "model.onnx"),
            input_names=names, output_names=["logits"], dynamic_axes=axes, opset_version=OPSET, dynamo=False,
        )  # fmt: skip
    tokenizer.backend_tokenizer.save(str(out / "tokenizer.json"))
    known = model.config.to_dict()
    kept = ("model_type", "hidden_size", "dim", "num_hidden_layers", "n_layers", "vocab_size")
    config = {key: known[key] for key in kept if known.get(key) is not None} | {
        "scorer": "stance" if "support" in labels else "entailment",
        "id2label": {str(column): label for column, label in enumerate(labels)},
        "label2id": {label: column for column, label in enumerate(labels)},
        "pad_token_id": tokenizer.pad_token_id or 0,
        "max_length": MAX_TOKENS,
        "weights": f"8 bits, blocks of {BLOCK}",
    }
    (out / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


def blocks_of(rows: NDArray[np.float32]) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Return rows as (n, blocks, 128) codes around 128, and a scale for each block; the last block is filled up."""
    count, width = rows.shape
    padded = np.zeros((count, -(-width // BLOCK) * BLOCK), dtype=np.float32)
    padded[:, :width] = rows
    blocks = padded.reshape(count, -1, BLOCK)
    scales = np.abs(blocks).max(axis=2) / 127
    codes = np.rint(blocks / np.where(scales == 0, 1, scales)[:, :, None]) + ZERO
    return codes.astype(np.uint8), scales.astype(np.float32)


def _product(node: onnx.NodeProto, weight: NDArray[np.float32]) -> tuple[onnx.NodeProto, dict[str, NDArray]]:
    depth, width = weight.shape
    codes, scales = blocks_of(np.ascontiguousarray(weight.T))
    names = [f"{node.input[1]}_codes", f"{node.input[1]}_scales"]
    made = helper.make_node(
        "MatMulNBits", [node.input[0], *names], list(node.output), name=node.name, domain="com.microsoft",
        K=depth, N=width, bits=8, block_size=BLOCK, accuracy_level=4,
    )  # fmt: skip
    return made, dict(zip(names, (codes, scales.reshape(-1)), strict=True))


def _lookup(node: onnx.NodeProto, table: NDArray[np.float32]) -> tuple[onnx.NodeProto, dict[str, NDArray]]:
    codes, scales = blocks_of(table)
    codes = codes.reshape(len(table), -1)[:, : table.shape[1]]
    names = [f"{node.input[0]}_codes", f"{node.input[0]}_scales", f"{node.input[0]}_zeros"]
    made = helper.make_node(
        "GatherBlockQuantized", [names[0], node.input[1], *names[1:]], list(node.output), name=node.name,
        domain="com.microsoft", bits=8, block_size=BLOCK, gather_axis=0, quantize_axis=1,
    )  # fmt: skip
    zeros = np.full(scales.shape, ZERO, dtype=np.uint8)
    return made, dict(zip(names, (np.ascontiguousarray(codes), scales, zeros), strict=True))


def quantize(path: Path) -> int:
    """Store the large weights of a float32 model in 8 bits, in place; returns how many tensors were."""
    model = onnx.load(str(path))
    graph = model.graph
    tensors = {tensor.name: tensor for tensor in graph.initializer}
    added: dict[str, NDArray] = {}
    nodes: list[onnx.NodeProto] = []
    changed = 0
    for node in graph.node:
        place = {"MatMul": 1, "Gather": 0}.get(node.op_type)
        tensor = tensors.get(node.input[place]) if place is not None else None
        is_matrix = tensor is not None and len(tensor.dims) == 2 and tensor.data_type == onnx.TensorProto.FLOAT
        if tensor is None or not is_matrix or np.prod(tensor.dims) < SMALL:
            nodes.append(node)
            continue
        made, initializers = (_product if place else _lookup)(node, numpy_helper.to_array(tensor))
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


def read_pairs(path: Path, count: int = 200) -> list[Pair]:
    """Return the first distinct pairs of a JSON lines file, gzipped or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        rows = (json.loads(line) for line in lines if line.strip())
        pairs = ((row.get("premise") or row["text"], row.get("hypothesis") or row["target"]) for row in rows)
        return list(islice(dict.fromkeys(pairs), count))


def timed(backend: PairBackend, pairs: list[Pair]) -> tuple[NDArray[np.float32], float]:
    """Return softmax probabilities and pairs per second."""
    backend.logits(pairs[:8])
    began = time.perf_counter()
    logits = backend.logits(pairs)
    taken = time.perf_counter() - began
    exps = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exps / exps.sum(axis=1, keepdims=True), len(pairs) / taken


def report(checkpoint: Path, float32: Path, out: Path, pairs: list[Pair], threads: int) -> None:
    """Print how far the exports are from the checkpoint and from themselves at other batch sizes, and their speed."""
    expected, speed = timed(TorchBackend(checkpoint, threads=threads, device="cpu"), pairs)
    print(f"{len(pairs)} pairs; torch float32: {speed:.0f} pairs/s on {threads} threads")
    for folder, what in ((float32, "onnx float32"), (out, "onnx 8 bits")):
        sizes = (32, 1, 7, 64)
        found = {size: timed(OnnxBackend(folder, threads=threads, batch_size=size), pairs) for size in sizes}
        scores, speed = found[32]
        apart = np.abs(scores - expected)
        agree = (scores.argmax(1) == expected.argmax(1)).mean()
        drift = max(float(np.abs(found[size][0] - scores).max()) for size in sizes)
        shrunk = (folder / "model.onnx").stat().st_size / 1e6
        print(
            f"{what}: {shrunk:.1f} MB, {speed:.0f} pairs/s; against torch: max {apart.max():.5f}, "
            f"mean {apart.mean():.6f}, same label {agree:.3f}; between batches of 1, 7, 32, 64: max {drift:.2e}"
        )


def main() -> None:
    """Parse, export, quantize, report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--pairs", type=Path, help="JSON lines to hold the result against the checkpoint")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        float32 = Path(folder)
        export(args.checkpoint, float32)
        args.out.mkdir(parents=True, exist_ok=True)
        for path in float32.iterdir():
            (args.out / path.name).write_bytes(path.read_bytes())
        print(f"{quantize(args.out / 'model.onnx')} tensors stored in 8 bits")
        if args.pairs:
            report(args.checkpoint, float32, args.out, read_pairs(args.pairs), args.threads)


if __name__ == "__main__":
    main()
