#!/usr/bin/env python3
"""Turn a checkpoint of train_tagger.py into a small model folder that runs on ONNX Runtime.

    python models/recipes/export_tagger.py CHECKPOINT OUT --base ENCODER [--dev DEV.jsonl.gz]

Weights are stored in 8 bits as `tracker.training.export` does. With ``--dev`` the attributions of checkpoint and export
are held against each other and against the articles' own.
"""

from __future__ import annotations

import argparse
import json
import warnings
from pathlib import Path

import torch
from tokenizers import Tokenizer
from train_tagger import PARTS, Tagger, measured, read
from transformers import AutoModel

from tracker.evaluation.attribution import Attributed, evaluate_attributions
from tracker.schema import Span
from tracker.statements.tagger import Tagger as Runtime
from tracker.statements.tagger import Thresholds
from tracker.training.export import OPSET, quantize


def load(checkpoint: Path, base: Path) -> Tagger:
    """Return the best model of a training."""
    encoder = AutoModel.from_pretrained(base, attn_implementation="eager")
    model = Tagger(encoder, encoder.config.hidden_size)
    model.load_state_dict(torch.load(checkpoint / "best.pt", weights_only=True))
    return model.eval()


def export(model: Tagger, base: Path, thresholds: Thresholds, out: Path) -> None:
    """Write model.onnx, tokenizer.json and config.json."""
    out.mkdir(parents=True, exist_ok=True)
    ids = torch.randint(1000, 5000, (2, 24))
    mask = torch.ones_like(ids)
    mask[1, 18:] = 0
    outputs = ["cue", *PARTS]
    axes = {name: {0: "batch", 1: "length"} for name in ("input_ids", "attention_mask", "cue")}
    axes |= {name: {0: "batch", 1: "length", 2: "length"} for name in PARTS}
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model, (ids, mask), str(out / "model.onnx"), input_names=["input_ids", "attention_mask"],
            output_names=outputs, dynamic_axes=axes, opset_version=OPSET, dynamo=False,
        )  # fmt: skip
    print(f"{quantize(out / 'model.onnx')} tensors stored in 8 bits")
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.save(str(out / "tokenizer.json"))
    config = {"model_type": "bert", "kind": "tagger", "thresholds": {
        "cue": thresholds.cue, "content": thresholds.content}, "weights": "8 bits, blocks of 128"}  # fmt: skip
    (out / "config.json").write_text(json.dumps(config, indent=2) + "\n")


def report(model: Tagger, thresholds: Thresholds, out: Path, dev: Path) -> None:
    """Print the scores of checkpoint and export."""
    articles = read(dev)
    tokenizer = Tokenizer.from_file(str(out / "tokenizer.json"))
    _, scores = measured(model, articles, tokenizer, "cpu", [thresholds])
    print("checkpoint", {name: round(score, 4) for name, score in scores.items()})
    runtime = Runtime(out)
    gold = [
        (a["text"], tuple(Attributed(_spans(i["source"]), _spans(i["content"])) for i in a["attributions"]))
        for a in articles
    ]

    def find(text: str) -> list[Attributed]:
        return [Attributed((t.source,) if t.source else (), t.content) for t in runtime.tag(text)]

    print("export    ", {k: round(v.f1, 4) for k, v in evaluate_attributions(gold, find).items()})


def _spans(pairs: list[list[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)


def main() -> None:
    """Parse, export, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--dev", type=Path)
    args = parser.parse_args()
    thresholds = Thresholds(**json.loads((args.checkpoint / "thresholds.json").read_text()))
    model = load(args.checkpoint, args.base)
    export(model, args.base, thresholds, args.out)
    if args.dev:
        report(model, thresholds, args.out, args.dev)


if __name__ == "__main__":
    main()
