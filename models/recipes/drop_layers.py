#!/usr/bin/env python3
"""Take out of a classifier of pairs the layers whose absence hurts its loss least, one after the other.

    python models/recipes/drop_layers.py CHECKPOINT OUT --pairs queries.jsonl.gz --layers 9
    python models/recipes/drop_layers.py CHECKPOINT OUT --drop 5 10 11

The loss is measured on as many pairs of each label, taken from the training pairs (premise, hypothesis, label). OUT
becomes a transformers folder; it has to be trained on, since what the missing layers did is not made up for.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from typing import Any

import torch
from train_pairs import batches, labelled_pairs
from transformers import AutoModelForSequenceClassification, AutoTokenizer


def sample(path: Path, labels: list[str], each: int, seed: int) -> list[tuple[str, str, int]]:
    """Return so many pairs of each label."""
    rng = random.Random(seed)
    pairs = labelled_pairs(path, set(), rng, labels)
    rng.shuffle(pairs)
    return [pair for label in range(len(labels)) for pair in [p for p in pairs if p[2] == label][:each]]


def loss(model: Any, inputs: list[tuple[Any, torch.Tensor]]) -> float:
    """Return the mean cross entropy."""
    total, count = 0.0, 0
    with torch.no_grad():
        for tokens, labels in inputs:
            logits = model(**tokens).logits.float()
            total += float(torch.nn.functional.cross_entropy(logits, labels, reduction="sum"))
            count += len(labels)
    return total / count


def least_missed(model: Any, encoder: Any, inputs: list[tuple[Any, torch.Tensor]], left: int) -> set[int]:
    """Return the layers to take out, counted from 0, until so many are left."""
    layers = list(encoder.layer)

    def without(dropped: set[int]) -> float:
        encoder.layer = kept(layers, dropped)
        return loss(model, inputs)

    dropped: set[int] = set()
    print(f"{len(layers)} layers: loss {without(dropped):.4f}")
    while len(layers) - len(dropped) > left:
        least, at = min((without(dropped | {at}), at) for at in range(1, len(layers)) if at not in dropped)
        dropped.add(at)
        print(f"without {sorted(at + 1 for at in dropped)} (counted from 1): loss {least:.4f}", flush=True)
    encoder.layer = torch.nn.ModuleList(layers)
    return dropped


def kept(layers: Any, dropped: set[int]) -> torch.nn.ModuleList:
    """Return the layers that are not dropped."""
    return torch.nn.ModuleList(layer for at, layer in enumerate(layers) if at not in dropped)


def main() -> None:
    """Drop layers and save the rest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument("--pairs", type=Path, help="pairs by whose loss the layers are chosen")
    how.add_argument("--drop", type=int, nargs="+", help="the layers to take out, counted from 1")
    parser.add_argument("--layers", type=int, default=9, help="how many are to be left, with --pairs")
    parser.add_argument("--each", type=int, default=26, help="pairs of each label")
    parser.add_argument("--seed", type=int, default=5)
    args = parser.parse_args()
    model = AutoModelForSequenceClassification.from_pretrained(args.checkpoint).eval()
    tokenizer = AutoTokenizer.from_pretrained(args.checkpoint)
    encoder = getattr(model, model.config.model_type).encoder
    dropped = {layer - 1 for layer in args.drop or ()}
    if not dropped <= set(range(len(encoder.layer))):
        raise SystemExit(f"{args.checkpoint} has layers 1 to {len(encoder.layer)}")
    if args.pairs:
        labels = [model.config.id2label[column] for column in range(model.config.num_labels)]
        inputs = [
            (tokenizer([p for p, _, _ in part], [h for _, h, _ in part], padding=True, truncation="only_first",
                       max_length=128, return_tensors="pt"), torch.tensor([y for _, _, y in part]))
            for part in batches(sample(args.pairs, labels, args.each, args.seed), 26, args.seed)
        ]  # fmt: skip
        dropped = least_missed(model, encoder, inputs, args.layers)
    encoder.layer = kept(encoder.layer, dropped)
    model.config.num_hidden_layers = len(encoder.layer)
    model.save_pretrained(args.out)
    tokenizer.save_pretrained(args.out)


if __name__ == "__main__":
    main()
