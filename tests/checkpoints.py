"""Transformers folders of a few kilobytes with random weights, for tests that load, export or train a model."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

_SMALL = {"num_hidden_layers": 2, "num_attention_heads": 2, "hidden_size": 32, "intermediate_size": 64,
          "initializer_range": 0.2}  # fmt: skip
_SHAPES: dict[str, dict[str, Any]] = {
    "Bert": _SMALL,
    "Roberta": _SMALL | {"max_position_embeddings": 300, "type_vocab_size": 1},
    "MPNet": _SMALL | {"max_position_embeddings": 300},
    "DebertaV2": _SMALL | {"relative_attention": True, "pos_att_type": ["p2c", "c2p"], "type_vocab_size": 0},
    "DistilBert": {"n_layers": 2, "n_heads": 2, "dim": 32, "hidden_dim": 64, "initializer_range": 0.2},
}


def random_checkpoint(folder: Path, words: str, kind: str, id2label: Mapping[int, str]) -> Path:
    """Write a classifier of an architecture with the classes given, whose tokenizer knows the words."""
    import torch
    import transformers
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *words.split(), *(f"##{letter}" for letter in "abcdefghij")]
    ids = {word: place for place, word in enumerate(dict.fromkeys(vocabulary))}
    tokenizer = Tokenizer(models.WordPiece(ids, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", ids["[SEP]"]), ("[CLS]", ids["[CLS]"]))
    inputs = ["input_ids", "attention_mask", *(["token_type_ids"] if kind == "Bert" else [])]
    transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]",
        model_input_names=inputs,
    ).save_pretrained(folder)  # fmt: skip
    torch.manual_seed(7)
    config = getattr(transformers, f"{kind}Config")(
        vocab_size=len(ids), pad_token_id=0, id2label=dict(id2label), label2id={v: k for k, v in id2label.items()},
        **_SHAPES[kind],
    )  # fmt: skip
    getattr(transformers, f"{kind}ForSequenceClassification")(config).save_pretrained(folder)
    return folder
