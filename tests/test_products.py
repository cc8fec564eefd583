"""Products of stored 8-bit weights as products of integers: nearly the same numbers, whatever else is in the batch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tracker.products import in_integers, quicker_in_integers
from tracker.resources import resource
from tracker.runtime import open_model
from tracker.training.export import quantize

Matrix = NDArray[np.float32]


def graph_of(path: Path, weights: Sequence[Matrix], shape: Sequence[str | int]) -> None:
    """Write a graph that multiplies one input by each matrix, and store its weights in 8 bits."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    graph = helper.make_graph(
        [helper.make_node("MatMul", ["x", f"w{at}"], [f"y{at}"]) for at in range(len(weights))],
        "products",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(f"y{at}", TensorProto.FLOAT, None) for at in range(len(weights))],
        [numpy_helper.from_array(matrix, f"w{at}") for at, matrix in enumerate(weights)],
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10), str(path))
    assert quantize(path) == len(weights)


def session(model: bytes | str) -> Any:
    import onnxruntime

    return onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])


def apart(found: Matrix, wanted: Matrix) -> float:
    """Return the mean distance as a share of the mean size."""
    return float(np.abs(found - wanted).mean() / np.abs(wanted).mean())


def numbers(*shape: int, seed: int = 0) -> Matrix:
    return np.random.default_rng(seed).normal(0, 1, shape).astype(np.float32)


@pytest.mark.parametrize(("depth", "rewritten"), [(32, True), (128, True), (384, True), (768, True), (1536, True),
                                                  (300, False)])  # fmt: skip
def test_products_of_every_depth_are_nearly_the_same(tmp_path: Path, depth: int, rewritten: bool) -> None:
    matrix, rows = numbers(depth, 64), numbers(3, 5, depth, seed=1)
    graph_of(tmp_path / "m.onnx", [matrix], ["batch", "length", depth])
    model = in_integers(tmp_path / "m.onnx")
    assert (model is not None) is rewritten
    if model is not None:
        (found,) = session(model).run(None, {"x": rows})
        assert found.shape == (3, 5, 64)
        assert apart(found, rows @ matrix) < (0.015 if depth < 768 else 0.02)


def test_rows_without_a_length_keep_their_shape(tmp_path: Path) -> None:
    matrix, rows = numbers(256, 32), numbers(7, 256, seed=1)
    graph_of(tmp_path / "m.onnx", [matrix], ["batch", 256])
    model = in_integers(tmp_path / "m.onnx")
    assert model is not None
    (found,) = session(model).run(None, {"x": rows})
    assert found.shape == (7, 32)
    assert apart(found, rows @ matrix) < 0.015


def test_two_products_of_one_input_round_it_once(tmp_path: Path) -> None:
    import onnx

    matrices, rows = [numbers(256, 32, seed=at) for at in (2, 3)], numbers(4, 2, 256)
    graph_of(tmp_path / "m.onnx", matrices, ["batch", "length", 256])
    model = in_integers(tmp_path / "m.onnx")
    assert model is not None
    kinds = [node.op_type for node in onnx.load_from_string(model).graph.node]
    assert kinds.count("QuantizeLinear") == 1
    assert kinds.count("MatMulIntegerToFloat") == 2
    for found, matrix in zip(session(model).run(None, {"x": rows}), matrices, strict=True):
        assert apart(found, rows @ matrix) < 0.015


def test_layers_may_share_their_weights(tmp_path: Path) -> None:
    import onnx

    matrix, rows = numbers(256, 256), numbers(2, 3, 256, seed=1)
    graph_of(tmp_path / "m.onnx", [matrix], ["batch", "length", 256])
    model = onnx.load(str(tmp_path / "m.onnx"))
    again = onnx.NodeProto()
    again.CopyFrom(model.graph.node[0])
    again.input[0], again.output[0], again.name = "y0", "y1", "again"
    model.graph.node.append(again)
    model.graph.output.append(onnx.helper.make_tensor_value_info("y1", onnx.TensorProto.FLOAT, None))
    onnx.save(model, str(tmp_path / "shared.onnx"))
    rewritten = in_integers(tmp_path / "shared.onnx")
    assert rewritten is not None
    once, twice = session(rewritten).run(None, {"x": rows})
    assert apart(once, rows @ matrix) < 0.015
    assert apart(twice, rows @ matrix @ matrix) < 0.02


def test_a_row_does_not_depend_on_its_neighbours(tmp_path: Path) -> None:
    graph_of(tmp_path / "m.onnx", [numbers(768, 64)], ["batch", "length", 768])
    model = in_integers(tmp_path / "m.onnx")
    assert model is not None
    run = session(model).run
    rows = numbers(6, 4, 768, seed=1) * np.array([1, 100, 0.01, 1, 1000, 0], np.float32)[:, None, None]
    (together,) = run(None, {"x": rows})
    for at in range(len(rows)):
        (alone,) = run(None, {"x": rows[at : at + 1]})
        assert np.array_equal(alone[0], together[at])
    assert not together[5].any()


def test_one_large_value_costs_its_own_stretch_alone(tmp_path: Path) -> None:
    matrix, rows = numbers(1536, 64), numbers(1, 8, 1536, seed=1)
    rows[:, :, 1500] = 1000
    graph_of(tmp_path / "m.onnx", [matrix], ["batch", "length", 1536])
    model = in_integers(tmp_path / "m.onnx")
    assert model is not None
    run = session(model).run

    def lost(stretch: Matrix) -> float:
        (found,) = run(None, {"x": stretch})
        return float(np.abs(found - stretch @ matrix).mean())

    first, second = (np.where(part, rows, 0) for part in (np.arange(1536) < 768, np.arange(1536) >= 768))
    assert lost(rows) < 1.02 * lost(second)
    assert lost(first) < 0.02 * lost(second)


def test_the_largest_products_fit_where_they_are_added(tmp_path: Path) -> None:
    matrix = np.ones((256, 16), np.float32)
    matrix[:, 1::2] *= -1
    matrix[1::2, 2:4] *= -1
    rows = np.ones((1, 2, 256), np.float32)
    rows[:, 1] = -1
    graph_of(tmp_path / "m.onnx", [matrix], ["batch", "length", 256])
    model = in_integers(tmp_path / "m.onnx")
    assert model is not None
    (found,) = session(model).run(None, {"x": rows})
    assert np.allclose(found, rows @ matrix, atol=256 * 0.01)


def test_weights_that_are_all_nought_give_nought(tmp_path: Path) -> None:
    graph_of(tmp_path / "m.onnx", [np.zeros((256, 16), np.float32)], ["batch", "length", 256])
    model = in_integers(tmp_path / "m.onnx")
    assert model is not None
    (found,) = session(model).run(None, {"x": numbers(1, 2, 256)})
    assert not found.any()


def test_a_model_without_such_products_stays_as_it_is(tiny_model: Path) -> None:
    assert in_integers(tiny_model / "model.onnx") is None


def test_another_opset_stays_as_it_is(tmp_path: Path) -> None:
    import onnx

    graph_of(tmp_path / "m.onnx", [numbers(256, 32)], ["batch", "length", 256])
    model = onnx.load(str(tmp_path / "m.onnx"))
    model.opset_import[0].version = 18
    onnx.save(model, str(tmp_path / "later.onnx"))
    assert in_integers(tmp_path / "m.onnx") is not None
    assert in_integers(tmp_path / "later.onnx") is None


def test_tensors_in_other_files_stay_there(tmp_path: Path) -> None:
    import onnx

    graph_of(tmp_path / "m.onnx", [numbers(256, 32)], ["batch", "length", 256])
    model = onnx.load(str(tmp_path / "m.onnx"))
    onnx.save(model, str(tmp_path / "far.onnx"), save_as_external_data=True, location="far.data", size_threshold=0)
    assert in_integers(tmp_path / "far.onnx") is None


@pytest.mark.parametrize(("machine", "quicker"), [("x86_64", True), ("AMD64", True), ("arm64", False)])
def test_other_processors_are_left_to_the_runtime(monkeypatch: pytest.MonkeyPatch, machine: str, quicker: bool) -> None:
    monkeypatch.setattr("platform.machine", lambda: machine)
    assert quicker_in_integers() is quicker


def test_only_a_model_opened_in_haste_where_it_pays_is_rewritten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder, ids = resource("models/minilm-sieve"), np.arange(1000, 1040, dtype=np.int64)[None, :]

    def logits(quicker: bool, in_haste: bool) -> Matrix:
        monkeypatch.setattr("tracker.runtime.quicker_in_integers", lambda: quicker)
        session, _ = open_model(folder, 1, in_haste=in_haste)
        given = {node.name: ids if node.name == "input_ids" else np.ones_like(ids) for node in session.get_inputs()}
        return np.asarray(session.run(None, given)[0])

    plain = logits(False, False)
    assert np.array_equal(logits(True, False), plain)
    assert np.array_equal(logits(False, True), plain)
    rewritten = logits(True, True)
    assert not np.array_equal(rewritten, plain)
    assert np.abs(rewritten - plain).max() < 0.3
