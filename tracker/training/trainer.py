"""The weights of a model trained on examples, with the transformers Trainer."""

from __future__ import annotations

import copy
import math
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tracker.schema import SCORED_LABELS, STANCE_LABELS, Label
from tracker.stances.backends import MAX_TOKENS
from tracker.stances.entailment import combine, hypotheses, premise, probabilities
from tracker.stances.onepass import target
from tracker.training.data import Example, Progress
from tracker.training.model import STANCES, kind_of
from tracker.training.report import measure

# What each label says of the hypotheses support, conditional, neutral, oppose (entailment, neutral, contradiction).
ANSWERS = {
    Label.SUPPORT: "encc", Label.CONDITIONAL: "nenc", Label.NEUTRAL: "nnen", Label.OPPOSE: "ccce",
    Label.UNRELATED: "nnnn",
}  # fmt: skip
# The classes that an answer may be, the first that the model has; two classes know only "not entailed" beside it.
_CLASSES = {
    "e": ("entailment",), "n": ("neutral", "not_entailment", "contradiction"),
    "c": ("contradiction", "not_entailment", "neutral"),
}  # fmt: skip
_LIGHTEST, _HEAVIEST = 0.5, 3.0  # bounds of the weight of a rare label's rows
_SMOOTHING = 0.03
_PATIENCE = 2  # epochs without a gain after which training stops
_TRIALS = 5
_CLEARLY = 0.8


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to train: passes over the rows (at most), step size, pairs a step, seed."""

    epochs: float
    rate: float
    batch: int
    seed: int


@dataclass(frozen=True, slots=True)
class _Row:
    premise: str
    hypothesis: str
    label: int
    weight: float


def label_weights(examples: Sequence[Example]) -> dict[Label, float]:
    """Return what the rows of each label weigh: the rarer the more, within bounds."""
    counts = Counter(example.label for example in examples)
    mean = sum(counts.values()) / len(counts)
    return {label: min(_HEAVIEST, max(_LIGHTEST, math.sqrt(mean / n))) for label, n in counts.items()}


def _rows(examples: Sequence[Example], labels: tuple[str, ...]) -> list[_Row]:
    """Return the pairs of examples: one each for a stance model, one for each hypothesis for an entailment model."""
    weights = label_weights(examples)
    found = []
    for example in examples:
        text, weight = premise(example.query), weights[example.label]
        if kind_of(labels) == "stance":
            found.append(_Row(text, target(example.query.axis), labels.index(example.label), weight))
            continue
        for hypothesis, answer in zip(hypotheses(example.query.axis), ANSWERS[example.label], strict=True):
            column = next(labels.index(name) for name in _CLASSES[answer] if name in labels)
            found.append(_Row(text, hypothesis, column, weight))
    return found


def fit_weights(
    model: Any, tokenizer: Any, train: Sequence[Example], stop: Sequence[Example], plan: Plan, folder: Path,
    progress: Progress = lambda stage, done, total: None,
) -> float:
    """Train a model in place and save it with its tokenizer to ``folder``; return the passes that its weights took.

    With examples to stop on, training ends when their macro-F1 has not risen for two epochs, and the best weights are
    kept; without, it runs all epochs. An interrupted training goes on from its last checkpoint under ``folder``.
    """
    from transformers.trainer_utils import get_last_checkpoint
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    labels = tuple(model.config.id2label[column] for column in sorted(model.config.id2label))
    tokenizer = copy.deepcopy(tokenizer)  # its settings for cutting and padding belong to the backend
    checkpoints = folder / "checkpoints"
    checkpoints.mkdir(parents=True, exist_ok=True)
    rows = _rows(train, labels)
    trainer = _trainer(model, tokenizer, rows, _rows(stop, labels) if stop else [], plan, checkpoints)
    if stop:
        trainer.compute_metrics = lambda found: _macro_f1(found, stop, labels)
    trainer.add_callback(_callback(progress))
    model.train()
    trainer.train(resume_from_checkpoint=get_last_checkpoint(str(checkpoints)))
    model.cpu().eval().save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    shutil.rmtree(checkpoints)
    steps: int = trainer.state.best_global_step if stop else trainer.state.global_step
    return steps / math.ceil(len(rows) / plan.batch)


def _trainer(model: Any, tokenizer: Any, rows: list[_Row], stop: list[_Row], plan: Plan, folder: Path) -> Any:
    import torch
    from transformers import EarlyStoppingCallback, PrinterCallback, Trainer, TrainingArguments

    per_epoch = math.ceil(len(rows) / plan.batch)
    every = min(per_epoch, 250)
    arguments = TrainingArguments(
        output_dir=str(folder), num_train_epochs=plan.epochs, per_device_train_batch_size=plan.batch,
        per_device_eval_batch_size=64, learning_rate=plan.rate, lr_scheduler_type="linear", weight_decay=0.01,
        warmup_steps=math.ceil(per_epoch * plan.epochs / 16), seed=plan.seed, data_seed=plan.seed,
        train_sampling_strategy="group_by_length", remove_unused_columns=False, label_names=["labels"],
        save_strategy="steps", save_steps=every, save_total_limit=1, eval_strategy="steps" if stop else "no",
        eval_steps=every, load_best_model_at_end=bool(stop), metric_for_best_model="macro_f1" if stop else None,
        greater_is_better=True if stop else None, logging_strategy="no", report_to="none", disable_tqdm=True,
        use_cpu=not torch.cuda.is_available(), bf16=bf16_pays(), dataloader_pin_memory=torch.cuda.is_available(),
    )  # fmt: skip
    trainer = Trainer(
        model, arguments, _collator(tokenizer), _dataset(tokenizer, rows), _dataset(tokenizer, stop) if stop else None,
        processing_class=tokenizer, compute_loss_func=_loss,
    )  # fmt: skip
    trainer.remove_callback(PrinterCallback)
    if stop:
        trainer.add_callback(EarlyStoppingCallback(math.ceil(_PATIENCE * per_epoch / every)))
    return trainer


@cache
def bf16_pays() -> bool:
    """Tell whether 16-bit floats save time here: on a GPU, and on a processor that is quicker with them in a trial.

    What a processor says of itself is not enough: of those with instructions for such floats, some take twice as long.
    It must win clearly, since training turns floats into short ones and back as well.
    """
    import torch

    if torch.cuda.is_available():
        return True
    can: dict[str, bool] = getattr(torch.cpu, "get_capabilities", dict)()
    if not (can.get("avx512_bf16") or can.get("amx_bf16")):
        return False
    plain, short = (_seconds_of_product(dtype) for dtype in (torch.float32, torch.bfloat16))
    return short < _CLEARLY * plain


def _seconds_of_product(dtype: Any) -> float:
    """Return the seconds that the product of a batch and a layer takes, the best of some."""
    import torch

    batch, layer = torch.ones(1024, 768, dtype=dtype), torch.ones(768, 768, dtype=dtype)
    best = float("inf")
    for _ in range(_TRIALS):
        began = perf_counter()
        torch.nn.functional.linear(batch, layer)
        best = min(best, perf_counter() - began)
    return best


def _dataset(tokenizer: Any, rows: Sequence[_Row]) -> Any:
    """Return the tokens of the rows; ``labels`` holds class, weight and number of each row."""
    from datasets import Dataset

    tokens = tokenizer([row.premise for row in rows], [row.hypothesis for row in rows], truncation="longest_first",
                       max_length=MAX_TOKENS)  # fmt: skip
    columns = {name: tokens[name] for name in tokenizer.model_input_names if name in tokens}
    labels = [[float(row.label), row.weight, float(number)] for number, row in enumerate(rows)]
    lengths = [len(ids) for ids in columns["input_ids"]]
    return Dataset.from_dict({**columns, "labels": labels, "length": lengths})


def _collator(tokenizer: Any) -> Any:
    def collate(rows: list[dict[str, Any]]) -> dict[str, Any]:
        import torch

        inputs = [{name: row[name] for name in row if name not in {"labels", "length"}} for row in rows]
        padded = dict(tokenizer.pad(inputs, padding=True, pad_to_multiple_of=8, return_tensors="pt"))
        return padded | {"labels": torch.tensor([row["labels"] for row in rows], dtype=torch.float32)}

    return collate


def _loss(outputs: Any, labels: Any, num_items_in_batch: Any = None) -> Any:
    """Return the weighted cross entropy of a batch."""
    from torch.nn.functional import cross_entropy

    logits = (outputs["logits"] if isinstance(outputs, dict) else outputs[0]).float()
    each = cross_entropy(logits, labels[:, 0].long(), reduction="none", label_smoothing=_SMOOTHING)
    return (each * labels[:, 1]).sum() / labels[:, 1].sum()


def _macro_f1(found: Any, examples: Sequence[Example], labels: tuple[str, ...]) -> dict[str, float]:
    """Return the macro-F1 of the stance labels from the logits of the examples' pairs, in whatever order they come."""
    logits: NDArray[np.float32] = np.asarray(found.predictions, dtype=np.float32)
    logits = logits[np.argsort(np.asarray(found.label_ids)[:, 2])]
    truth = np.asarray([SCORED_LABELS.index(example.label) for example in examples])
    if kind_of(labels) == "stance":
        scores = logits[:, [labels.index(label) for label in STANCES]]
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    else:
        scores = combine(probabilities(logits, labels).reshape(len(examples), len(STANCE_LABELS), 3))
    return {"macro_f1": measure(scores / scores.sum(axis=1, keepdims=True), truth)["macro_f1"]}


def _callback(progress: Progress) -> Any:
    from transformers import TrainerCallback

    class Told(TrainerCallback):  # type: ignore[misc]  # the base class has no types
        """Tells how many steps are done."""

        def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
            """Report a step."""
            progress("training", state.global_step, state.max_steps)

    return Told()
