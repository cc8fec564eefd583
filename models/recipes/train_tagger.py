#!/usr/bin/env python3
"""Train an attribution tagger (source, cue, content) on annotated articles.

    python models/recipes/train_tagger.py TRAIN.jsonl.gz --base ENCODER --out CHECKPOINT [--dev DEV.jsonl.gz]

Articles: JSON lines, gzipped or not, with text and attributions, each with source, cue and content as lists of
[start, end) characters (PolNeAR's form). Every fourteenth article is kept out of training to choose epoch and
thresholds; ``--dev`` is reported only. A run that was cut off goes on from its checkpoint.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModel, get_linear_schedule_with_warmup

from tracker.evaluation.attribution import Attributed, evaluate_attributions
from tracker.schema import Span
from tracker.statements.tagger import Tagged, Thresholds, tagged
from tracker.statements.windows import Window, windows
from tracker.training.trainer import bf16_pays

SAVE_EVERY = 600
KEPT_OUT = 14
FAR = 63
PARTS = ("source_start", "source_end", "content")
MARKS = str.maketrans(dict.fromkeys("\"'“”‘’", " "))


class Tagger(nn.Module):
    """An encoder with a head that tags cues and one that points from every piece at the pieces of its attribution."""

    def __init__(self, encoder: nn.Module, width: int, size: int = 192) -> None:
        super().__init__()
        self.encoder, self.size = encoder, size
        self.drop = nn.Dropout(0.1)
        self.cue = nn.Linear(width, 3)
        self.asks = nn.Linear(width, len(PARTS) * size)
        self.answers = nn.Linear(width, len(PARTS) * size)
        self.apart = nn.Embedding(2 * FAR + 1, len(PARTS))

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Return cue [batch, n, 3] and, for each of the parts, [batch, n (cue), n (piece)]."""
        states = self.drop(self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state)
        batch, count = input_ids.shape
        shape = (batch, count, len(PARTS), self.size)
        asks = nn.functional.gelu(self.asks(states)).view(shape).permute(0, 2, 1, 3)
        answers = nn.functional.gelu(self.answers(states)).view(shape).permute(0, 2, 3, 1)
        at = torch.arange(count, device=input_ids.device)
        apart = (at[None, :] - at[:, None]).clamp(-FAR, FAR) + FAR
        points = asks @ answers / self.size**0.5 + self.apart(apart).permute(2, 0, 1)[None]
        points = points.masked_fill(attention_mask[:, None, None, :] == 0, -1e4)
        return self.cue(states), *points.unbind(1)


def read(path: Path) -> list[dict[str, Any]]:
    """Return the articles of a file."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def pieces(window: Window, spans: Sequence[Sequence[int]]) -> list[int]:
    """Return the pieces of a window that the spans touch."""
    return [
        at
        for at, piece in enumerate(window.spans)
        if piece.end > piece.start and any(start < piece.end and piece.start < end for start, end in spans)
    ]


def examples(article: dict[str, Any], tokenizer: Tokenizer, limit: int, plain: bool) -> Iterator[dict[str, Any]]:
    """Yield the windows of an article with their cues; in a plain one no quotation mark is left."""
    text = article["text"].translate(MARKS) if plain else article["text"]
    for window in windows(text, tokenizer, limit):
        tags = np.zeros(len(window.ids), dtype=np.int64)
        cues = []
        for item in article["attributions"]:
            cue = pieces(window, item["cue"])
            if not cue:
                continue
            tags[cue], tags[cue[0]] = 2, 1
            source, content = pieces(window, item["source"]), pieces(window, item["content"])
            cues.append((cue[0], source[0] if source else 0, source[-1] if source else 0, content))
        yield {"ids": window.ids, "tags": tags, "cues": cues}


def batches(found: list[dict[str, Any]], pieces_at_once: int, rng: random.Random) -> list[list[dict[str, Any]]]:
    """Return examples of like length together, in random order of batches."""
    found.sort(key=lambda e: len(e["ids"]) + rng.random() * 8)
    out: list[list[dict[str, Any]]] = [[]]
    for example in found:
        if out[-1] and (len(out[-1]) + 1) * len(example["ids"]) > pieces_at_once:
            out.append([])
        out[-1].append(example)
    rng.shuffle(out)
    return out


def padded(rows: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return ids and mask, as wide as the longest row rounded up to eight."""
    width = -(-max(map(len, rows)) // 8) * 8
    ids, mask = torch.zeros(len(rows), width, dtype=torch.long), torch.zeros(len(rows), width, dtype=torch.long)
    for at, row in enumerate(rows):
        ids[at, : len(row)], mask[at, : len(row)] = torch.tensor(row), 1
    return ids, mask


def loss_of(model: Tagger, batch: list[dict[str, Any]], device: str) -> torch.Tensor:
    """Return the sum of the losses: cue tags, ends of the source, pieces of the content."""
    ids, mask = padded([example["ids"] for example in batch])
    tags = torch.full(ids.shape, -100)
    for at, example in enumerate(batch):
        tags[at, : len(example["tags"])] = torch.from_numpy(example["tags"])
    cue, starts, ends, content = model(ids.to(device), mask.to(device))
    loss = nn.functional.cross_entropy(cue.flatten(0, 1).float(), tags.flatten().to(device))
    asked = [(at, *c) for at, example in enumerate(batch) for c in example["cues"]]
    if not asked:
        return loss
    which, first = torch.tensor([a[0] for a in asked]), torch.tensor([a[1] for a in asked])
    loss = loss + 0.25 * nn.functional.cross_entropy(
        starts[which, first].float(), torch.tensor([a[2] for a in asked], device=device)
    )
    loss = loss + 0.25 * nn.functional.cross_entropy(
        ends[which, first].float(), torch.tensor([a[3] for a in asked], device=device)
    )
    wanted = torch.zeros(len(asked), ids.shape[1])
    for at, item in enumerate(asked):
        wanted[at, item[4]] = 1
    wrong = nn.functional.binary_cross_entropy_with_logits(
        content[which, first].float(), wanted.to(device), reduction="none"
    )
    seen = mask[which].to(device)
    return loss + ((wrong * seen).sum(1) / seen.sum(1)).mean() * 2


@torch.no_grad()
def outputs_of(
    model: Tagger, texts: Sequence[str], tokenizer: Tokenizer, device: str
) -> dict[str, list[tuple[Window, dict[str, Any]]]]:
    """Return the windows of each text with the model's outputs."""
    model.eval()
    flat = [(text, window) for text in texts for window in windows(text, tokenizer)]
    order = sorted(range(len(flat)), key=lambda i: len(flat[i][1].ids))
    done: list[dict[str, Any]] = [{}] * len(flat)
    for start in range(0, len(order), 16):
        chosen = order[start : start + 16]
        ids, mask = padded([flat[i][1].ids for i in chosen])
        found = model(ids.to(device), mask.to(device))
        for at, i in enumerate(chosen):
            values = [part[at].float().cpu().numpy() for part in found]
            done[i] = dict(zip(("cue", *PARTS), values, strict=True))
    out: dict[str, list[tuple[Window, dict[str, Any]]]] = {text: [] for text in texts}
    for (text, window), outputs in zip(flat, done, strict=True):
        out[text].append((window, outputs))
    return out


def measured(
    model: Tagger, articles: list[dict[str, Any]], tokenizer: Tokenizer, device: str, grid: Sequence[Thresholds]
) -> tuple[Thresholds, dict[str, float]]:
    """Return the best thresholds of a grid and the F1 scores that they reach."""
    gold = [
        (a["text"], tuple(Attributed(_spans(i["source"]), _spans(i["content"])) for i in a["attributions"]))
        for a in articles
    ]
    outputs = outputs_of(model, [text for text, _ in gold], tokenizer, device)
    best: tuple[float, Thresholds, dict[str, float]] | None = None
    for thresholds in grid:
        def find(text: str, at: Thresholds = thresholds) -> list[Attributed]:
            found: list[Tagged] = [t for w, o in outputs[text] for t in tagged(text, w, o, at)]
            return [Attributed((t.source,) if t.source else (), t.content) for t in found]

        scores = {name: score.f1 for name, score in evaluate_attributions(gold, find).items()}
        total = scores["source"] + scores["content"]
        if best is None or total > best[0]:
            best = total, thresholds, scores
    assert best is not None
    return best[1], best[2]


def _spans(pairs: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)


def train(args: argparse.Namespace) -> None:
    """Train, keep the best epoch by the kept-out articles, report."""
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    tokenizer = Tokenizer.from_file(str(args.base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    encoder = AutoModel.from_pretrained(args.base)
    model = Tagger(encoder, encoder.config.hidden_size).to(device)
    articles = [article for path in args.train for article in read(path)]
    kept = articles[::KEPT_OUT]
    seen = [a for at, a in enumerate(articles) if at % KEPT_OUT]
    head = [p for name, p in model.named_parameters() if not name.startswith("encoder")]
    optimizer = torch.optim.AdamW(
        [{"params": model.encoder.parameters(), "lr": args.rate}, {"params": head, "lr": 10 * args.rate}],
        weight_decay=0.01,
    )
    pieces_in_all = sum(len(w.ids) for a in seen for w in windows(a["text"], tokenizer))
    steps = args.epochs * (pieces_in_all // args.batch + 1)
    schedule = get_linear_schedule_with_warmup(optimizer, steps // 20, steps)
    args.out.mkdir(parents=True, exist_ok=True)
    resume = args.out / "resume.pt"
    begun, skip, best = 0, 0, -1.0
    if resume.exists():
        state = torch.load(resume, weights_only=False)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        begun, skip, best = state["epoch"], state["batch"], state["best"]

    def save(epoch: int, batch: int) -> None:
        torch.save(
            {
                "model": model.state_dict(),
                "optimizer": optimizer.state_dict(),
                "schedule": schedule.state_dict(),
                "epoch": epoch,
                "batch": batch,
                "best": best,
            },
            resume,
        )

    grid = [Thresholds(c, p) for c, p in product((0.3, 0.4, 0.5, 0.6), (0.4, 0.5))]
    saved = time.monotonic()
    for epoch in range(begun, args.epochs):
        rng = random.Random(args.seed * 100 + epoch)
        limit = rng.choice((64, 96, 128, 160))
        found = [e for a in seen for e in examples(a, tokenizer, limit, rng.random() < args.plain)]
        model.train()
        total, count, began = 0.0, 0, time.monotonic()
        for at, batch in enumerate(batches(found, args.batch, rng)):
            if epoch == begun and at < skip:
                continue
            with torch.autocast(device, dtype=torch.bfloat16, enabled=bf16_pays()):
                loss = loss_of(model, batch, device)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            total, count = total + loss.item(), count + 1
            if count % 50 == 0:
                rate = count / (time.monotonic() - began)
                print(f"epoch {epoch} batch {at} loss {total / count:.4f} {rate:.2f} batches/s", flush=True)
            if time.monotonic() - saved > SAVE_EVERY:
                save(epoch, at + 1)
                saved = time.monotonic()
        thresholds, scores = measured(model, kept, tokenizer, device, grid)
        print(f"epoch {epoch} kept out:", {k: round(v, 4) for k, v in scores.items()}, thresholds, flush=True)
        if scores["source"] + scores["content"] > best:
            best = scores["source"] + scores["content"]
            torch.save(model.state_dict(), args.out / "best.pt")
            (args.out / "thresholds.json").write_text(json.dumps(asdict(thresholds)) + "\n")
        save(epoch + 1, 0)
        if args.dev:
            _, scores = measured(model, read(args.dev), tokenizer, device, [thresholds])
            print(f"epoch {epoch} dev:", {k: round(v, 4) for k, v in scores.items()}, flush=True)


def main() -> None:
    """Parse and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train", type=Path, nargs="+")
    parser.add_argument("--base", type=Path, required=True, help="folder of an encoder and its tokenizer.json")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--dev", type=Path)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--batch", type=int, default=2048, help="word pieces at once")
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--plain", type=float, default=0.15, help="share of articles that lose their quotation marks")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
