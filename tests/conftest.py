"""A stance model of a few kilobytes with random weights, an invented policy, and an invented article about it."""

from __future__ import annotations

import json
import os
import string
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import settings

# Every run tries the same examples, so that a test fails by what was changed; EXAMPLES=new searches new ones. What runs
# beside the tests must not fail them, so no example has a deadline.
settings.register_profile("new", deadline=None)
settings.register_profile("same", deadline=None, derandomize=True)
settings.load_profile(os.environ.get("EXAMPLES", "same"))

AXES = "axes:\n  canal_toll:\n    proposal: a toll on the canal\n"
ACTORS = (
    "name,type,affiliation,role,start\n"
    "Ardania,state,,,\n"
    "Mira Kolt,person,Ardania,foreign_minister,2020-01-01\n"
)
ARTICLE = (
    "Ardania rejects canal toll\n"
    "May 6, 2024\n"
    "Mira Kolt, the foreign minister of Ardania, said on Monday that her country opposes a toll on the canal.\n"
    '"We will never accept a toll on the canal," Kolt told reporters in the capital after the talks.\n'
    "Borvania supports a toll on the canal, its prime minister Lena Tarr said. The talks go on in the autumn, and both "
    "delegations will bring new figures on the cost of dredging the waterway, officials said.\n"
)


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a model folder whose labels are arbitrary but always the same, and nearly never unrelated."""
    import numpy as np
    import onnx
    from onnx import TensorProto, helper, numpy_helper
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    folder = tmp_path_factory.mktemp("models") / "tiny"
    folder.mkdir()
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *string.ascii_lowercase, *(f"##{c}" for c in string.ascii_lowercase)]
    ids = {piece: number for number, piece in enumerate(pieces)}
    tokenizer = Tokenizer(models.WordPiece(ids, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    tokenizer.save(str(folder / "tokenizer.json"))
    rng = np.random.default_rng(7)
    weights = {
        "table": rng.normal(0, 3, (len(pieces), 8)), "head": rng.normal(0, 2, (8, 3)), "last": np.array([2]),
        "middle": np.array([1]),
    }  # fmt: skip
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["vectors"]),
        helper.make_node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["mask", "last"], ["column"]),
        helper.make_node("Mul", ["vectors", "column"], ["seen"]),
        helper.make_node("ReduceSum", ["seen", "middle"], ["summed"], keepdims=0),
        helper.make_node("ReduceSum", ["mask", "middle"], ["lengths"], keepdims=1),
        helper.make_node("Div", ["summed", "lengths"], ["mean"]),
        helper.make_node("MatMul", ["mean", "head"], ["logits"]),
    ]
    graph = helper.make_graph(
        nodes, "tiny",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["n", "length"])
         for name in ("input_ids", "attention_mask")],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["n", 3])],
        [numpy_helper.from_array(value.astype(np.int64 if value.dtype.kind == "i" else np.float32), name)
         for name, value in weights.items()],
    )  # fmt: skip
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(model)
    onnx.save(model, str(folder / "model.onnx"))
    config = {"id2label": {"0": "entailment", "1": "neutral", "2": "contradiction"}, "pad_token_id": 0}
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "calibration.json").write_text(json.dumps({"bias": [0, 0, 0, 0, -6], "decide": 0.26}))
    return folder


@pytest.fixture(scope="session")
def one_parser() -> Iterator[None]:
    """Load the parser once for all tests in this process that know the same names; it keeps nothing of a text."""
    from tracker.statements import Parser

    known: dict[str, Parser] = {}

    def parser(patterns: Sequence[Mapping[str, str]] = ()) -> Parser:
        return known.setdefault(json.dumps(patterns), Parser(patterns))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tracker.engine.settings.Parser", parser)
        patch.setattr("tracker.engine.statements.Parser", parser)
        yield


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Lay out an axis file, an actor file and a folder with one article."""
    (tmp_path / "axes.yaml").write_text(AXES)
    (tmp_path / "actors.csv").write_text(ACTORS)
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text(ARTICLE)
    return tmp_path
