#!/usr/bin/env python3
"""Train a classifier of sentence pairs, resumable, on a CPU or a GPU: entailment, or the stance labels in one pass.

    python models/recipes/train_pairs.py --base DIR --out DIR \
        --nli train.jsonl.gz --exclude eval.jsonl.gz --stance vast.jsonl.gz perspectrum.jsonl.gz argkp.jsonl.gz
    python models/recipes/train_pairs.py --base DIR --out DIR --kind stance --nli queries.jsonl.gz --epochs 4

A stance model that starts from an entailment model takes over its head: entailed is support, contradicted oppose,
neutral unrelated.

Inputs are gzip JSON lines: entailment pairs (premise, hypothesis, label, source) and stance pairs (text, target,
stance, split). Rows whose premise stands in an --exclude file are dropped, so that evaluation pairs stay unseen.
A checkpoint is written every ten minutes; the same command resumes from it. OUT becomes a transformers folder.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

import torch
from transformers import (
    AutoConfig,
    AutoModelForSequenceClassification,
    AutoTokenizer,
    get_linear_schedule_with_warmup,
)

from tracker.training.trainer import bf16_pays

LABELS = ["entailment", "neutral", "contradiction"]
KINDS = {"entailment": LABELS, "stance": ["support", "conditional", "neutral", "oppose", "unrelated"]}
# Which row of an entailment head each stance label starts from.
HEAD_ROWS = {"support": 0, "conditional": 1, "neutral": 1, "oppose": 2, "unrelated": 1}
OF_STANCE = {"support": "entailment", "oppose": "contradiction", "neutral": "neutral"}
# What an entailment label says as a stance, and a stance of the sets as one of ours.
AS_STANCE = {"entailment": "support", "contradiction": "oppose", "neutral": "unrelated"}
REVERSED = {"support": "contradiction", "oppose": "entailment", "neutral": "neutral"}
# How many pairs of each source take part; the caption corpora are large and easy, so they are cut.
CAPS = {"snli_train_100k": 22000, "breaking_nli": 3000, "help": 3000, "coll:mpe/train": 2500, "coll:sick/train": 5000}
Pair = tuple[str, str, int]


def read(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a JSON lines file, gzipped or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def labelled_pairs(path: Path, unseen: set[str], rng: random.Random, labels: list[str]) -> list[Pair]:
    """Return the pairs of a file, capped by source."""
    by_source: dict[str, list[Pair]] = {}
    for row in read(path):
        if row["premise"] not in unseen:
            pair = (row["premise"], row["hypothesis"], labels.index(row["label"]))
            by_source.setdefault(row.get("source", ""), []).append(pair)
    pairs: list[Pair] = []
    for source, rows in sorted(by_source.items()):
        rng.shuffle(rows)
        pairs += rows[: CAPS.get(source, len(rows))]
    return pairs


def replayed(nli: list[Path], stance: list[Path], count: int, unseen: set[str], rng: random.Random) -> list[Pair]:
    """Return so many general pairs in stance labels, half entailment and half stance sets, long ones left out."""
    labels = KINDS["stance"]
    general = [(r["premise"], r["hypothesis"], r["label"]) for path in nli for r in read(path)
               if r["premise"] not in unseen]  # fmt: skip
    sets = [(r["text"], r["target"], OF_STANCE[r["stance"]]) for path in stance for r in read(path)
            if r["split"] == "train" and len(r["text"]) < 400]  # fmt: skip
    chosen = [row for rows in (general, sets) if rows for row in rng.sample(rows, min(len(rows), count // 2))]
    return [(premise, target, labels.index(AS_STANCE[label])) for premise, target, label in chosen]


def stance_pairs(path: Path) -> list[Pair]:
    """Return stance rows as entailment pairs: a claim as it stands, a noun phrase in both polarities."""
    pairs: list[Pair] = []
    for row in read(path):
        if row["split"] != "train":
            continue
        text, target, stance = row["text"], row["target"], row["stance"]
        if len(target.split()) > 3:
            pairs.append((text, target, LABELS.index(OF_STANCE[stance])))
        else:
            pairs.append((text, f"The speaker supports {target}.", LABELS.index(OF_STANCE[stance])))
            pairs.append((text, f"The speaker opposes {target}.", LABELS.index(REVERSED[stance])))
    return pairs


def batches(pairs: list[Pair], size: int, seed: int) -> list[list[Pair]]:
    """Return shuffled batches of like length: pools of 64 batches are sorted, cut and shuffled again."""
    rng = random.Random(seed)
    order = pairs[:]
    rng.shuffle(order)
    cut: list[list[Pair]] = []
    for start in range(0, len(order), size * 64):
        pool = sorted(order[start : start + size * 64], key=lambda pair: len(pair[0]) + len(pair[1]))
        cut += [pool[at : at + size] for at in range(0, len(pool), size)]
    rng.shuffle(cut)
    return cut


def accuracy(model: torch.nn.Module, tokenizer: AutoTokenizer, rows: list[Pair], length: int) -> float:
    """Return the share of rows whose most probable label is the given one."""
    model.eval()
    device = next(model.parameters()).device
    right = 0
    rows = sorted(rows, key=lambda pair: len(pair[0]) + len(pair[1]))
    for start in range(0, len(rows), 64):
        part = rows[start : start + 64]
        inputs = tokenizer([p for p, _, _ in part], [h for _, h, _ in part], truncation="longest_first",
                           max_length=length, padding=True, return_tensors="pt").to(device)
        with torch.no_grad():
            right += int((model(**inputs).logits.argmax(-1).cpu() == torch.tensor([y for _, _, y in part])).sum())
    model.train()
    return right / len(rows)


def start(base: str, labels: list[str]) -> torch.nn.Module:
    """Return the model to train: the base's encoder, and its head where that can be carried over."""
    names = dict(enumerate(labels))
    model = AutoModelForSequenceClassification.from_pretrained(
        base, num_labels=len(labels), id2label=names, label2id={v: k for k, v in names.items()},
        ignore_mismatched_sizes=True)
    known = AutoConfig.from_pretrained(base)
    if "entailment" in known.label2id and labels != LABELS:
        old = AutoModelForSequenceClassification.from_pretrained(base)
        rows = [known.label2id[LABELS[HEAD_ROWS[label]]] for label in labels]
        new, given = (getattr(m.classifier, "out_proj", m.classifier) for m in (model, old))
        with torch.no_grad():
            new.weight.copy_(given.weight[rows])
            new.bias.copy_(given.bias[rows])
    return model


def freeze(model: torch.nn.Module, layers: int) -> None:
    """Leave embeddings, position biases and the lowest layers as they are: nothing is computed back through them."""
    kept = tuple(f"encoder.layer.{number}." for number in range(layers))
    for name, weight in model.named_parameters():
        if "embeddings." in name or "relative_attention_bias" in name or any(part in name for part in kept):
            weight.requires_grad_(False)


def train(args: argparse.Namespace) -> None:
    """Train, checkpointing every ten minutes, and save the model with what it reached."""
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    rng = random.Random(args.seed)
    unseen = {row["premise"] for path in args.exclude for row in read(path)}
    labels = KINDS[args.kind]
    pairs = [pair for path in args.nli for pair in labelled_pairs(path, unseen, rng, labels)]
    if args.kind == "stance":
        pairs += replayed(args.replay, args.stance, args.replay_count, unseen, rng)
    else:
        pairs += [pair for path in args.stance for pair in stance_pairs(path)]
    plan = [b for epoch in range(args.epochs) for b in batches(pairs, args.batch, args.seed + epoch)][: args.steps]
    device = "cuda" if torch.cuda.is_available() else "cpu"
    tokenizer = AutoTokenizer.from_pretrained(args.base)
    model = start(args.base, labels).to(device)
    model.train()
    if args.freeze:
        freeze(model, args.freeze)
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=args.lr, weight_decay=0.01)
    schedule = get_linear_schedule_with_warmup(optimizer, len(plan) // 16, len(plan))
    checkpoint, first = args.out / "checkpoint.pt", 0
    args.out.mkdir(parents=True, exist_ok=True)
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        first = state["step"]
    print(f"{len(pairs)} pairs, {len(plan)} steps, from step {first}, on {device}", flush=True)
    saved = said = time.time()
    loss_sum, counted = 0.0, 0
    for step in range(first, len(plan)):
        part = plan[step]
        inputs = tokenizer([p for p, _, _ in part], [h for _, h, _ in part], truncation="longest_first",
                           max_length=args.length, padding=True, pad_to_multiple_of=8, return_tensors="pt").to(device)
        with torch.autocast(device, dtype=torch.bfloat16, enabled=bf16_pays()):
            logits = model(**inputs).logits
        loss = torch.nn.functional.cross_entropy(
            logits.float(), torch.tensor([y for _, _, y in part], device=device), label_smoothing=0.03)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad(set_to_none=True)
        loss_sum, counted = loss_sum + float(loss), counted + 1
        if time.time() - said > 60:
            print(f"step {step + 1}/{len(plan)} loss {loss_sum / counted:.3f}", flush=True)
            said, loss_sum, counted = time.time(), 0.0, 0
        if time.time() - saved > 600:
            state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(),
                     "schedule": schedule.state_dict(), "step": step + 1}
            torch.save(state, checkpoint.with_suffix(".new"))
            checkpoint.with_suffix(".new").replace(checkpoint)
            saved = time.time()
    model.save_pretrained(args.out)
    tokenizer.save_pretrained(args.out)
    checkpoint.unlink(missing_ok=True)
    report: dict[str, float] = {}
    for path in args.exclude if args.kind == "entailment" else []:
        by_source: dict[str, list[Pair]] = {}
        for row in read(path):
            pair = (row["premise"], row["hypothesis"], LABELS.index(row["label"]))
            by_source.setdefault(row["source"], []).append(pair)
        for source, rows in by_source.items():
            rng.shuffle(rows)
            report[source] = round(accuracy(model, tokenizer, rows[: args.report], args.length), 4)
    (args.out / "report.json").write_text(json.dumps({"pairs": len(pairs), "accuracy": report}, indent=1) + "\n")
    print(report)


def arguments() -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", required=True, help="transformers folder of the encoder to start from")
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--kind", choices=sorted(KINDS), default="entailment")
    parser.add_argument("--nli", nargs="*", default=[], type=Path)
    parser.add_argument("--stance", nargs="*", default=[], type=Path)
    parser.add_argument("--replay", nargs="*", default=[], type=Path, help="entailment pairs a stance model rehearses")
    parser.add_argument("--replay-count", type=int, default=1200, help="general pairs among a stance model's")
    parser.add_argument("--exclude", nargs="*", default=[], type=Path, help="evaluation files, kept unseen")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--steps", type=int, default=None, help="stop after so many batches")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--length", type=int, default=128, help="tokens a pair may take")
    parser.add_argument("--lr", type=float, default=8e-5)
    parser.add_argument("--freeze", type=int, default=0, help="lowest layers (and embeddings) that stay as they are")
    parser.add_argument("--seed", type=int, default=17)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--report", type=int, default=2000, help="evaluation rows per source")
    return parser.parse_args()


if __name__ == "__main__":
    train(arguments())
