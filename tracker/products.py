"""Products in 8-bit integers, which are quicker than those of ONNX Runtime's weight-only format.

A stored model keeps its weights in 8 bits, in blocks with a scale each (MatMulNBits). On x86 the runtime's own kernel
for that takes 1.7 times as long as a product of whole matrices of integers where one instruction multiplies and adds
four pairs of bytes (VNNI), and twice as long where none does: so the graph is rewritten as it is opened.
Activations are rounded to 8 bits with a scale for each row, so that the logits of a pair do not depend on its
neighbours in a batch; of long rows for each stretch of columns, so that one large value costs its own stretch alone.
"""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import onnx

WIDTH = 768  # at most so many columns of activations share a scale
ZERO = 128  # the code of 0 in unsigned 8 bits
_STEPS = 127
_OPSETS = range(15, 18)  # from the first, Shape takes an end; up to the last, ReduceMax takes axes as a setting
_LEAST = 1e-12  # the least scale, of rows that are all 0


def quicker_in_integers() -> bool:
    """Say whether products of integers are taken to be quicker here than the runtime's own: on x86 processors.

    So they were on the two kinds that were measured, with VNNI and with AVX2 alone.
    """
    return platform.machine().lower() in {"x86_64", "amd64"}


def in_integers(path: Path) -> bytes | None:
    """Return the model of a file with its products of stored 8-bit weights as products of integers.

    None where it has no such products, is of an opset they are not written for, or keeps tensors in other files.
    """
    import onnx
    from onnx import numpy_helper

    model = onnx.load(str(path), load_external_data=False)
    graph = model.graph
    opset = next((known.version for known in model.opset_import if not known.domain), 0)
    elsewhere = any(tensor.data_location == onnx.TensorProto.EXTERNAL for tensor in graph.initializer)
    if opset not in _OPSETS or elsewhere or not any(_width(node) for node in graph.node):
        return None
    made = _Rewritten({tensor.name: tensor for tensor in graph.initializer})
    for node in graph.node:
        made.add(node)
    del graph.node[:], graph.initializer[:]
    graph.node.extend(made.nodes)
    used = {name for node in made.nodes for name in node.input}
    graph.initializer.extend(tensor for name, tensor in made.stored.items() if name in used)
    graph.initializer.extend(numpy_helper.from_array(array, name) for name, array in made.tensors.items())
    return bytes(model.SerializeToString())


def _settings(node: onnx.NodeProto) -> dict[str, int]:
    return {attribute.name: attribute.i for attribute in node.attribute}


def _width(node: onnx.NodeProto) -> int:
    """Return how many columns share a scale; 0 where the node is no product that can be rewritten."""
    if node.op_type != "MatMulNBits" or len(node.input) != 3:
        return 0
    known = _settings(node)
    if known["bits"] != 8:
        return 0
    depth, block = known["K"], known["block_size"]
    if depth <= block:
        return depth
    return next((width for width in range(WIDTH, 0, -block) if width % block == 0 and depth % width == 0), 0)


class _Rewritten:
    """The nodes and tensors of the new graph, as they come; layers may share the ``stored`` ones."""

    def __init__(self, stored: Mapping[str, onnx.TensorProto]) -> None:
        self.stored = stored
        self.nodes: list[onnx.NodeProto] = []
        self.tensors: dict[str, NDArray[Any]] = {
            "integers.one": np.array(1, np.float32), "integers.zero": np.array(ZERO, np.uint8),
            "integers.step": np.array(1 / _STEPS, np.float32), "integers.least": np.array(_LEAST, np.float32),
        }  # fmt: skip
        self._rounded: dict[tuple[str, int], list[str]] = {}  # what is multiplied, and their number -> its stretches

    def add(self, node: onnx.NodeProto) -> None:
        """Take a node over, a product of 8-bit weights as products of integers."""
        width = _width(node)
        if not width:
            self.nodes.append(node)
            return
        from onnx import numpy_helper

        known = _settings(node)
        source, count, block = node.input[0], known["N"], known["block_size"]
        codes, scales = (numpy_helper.to_array(self.stored[name]) for name in node.input[1:])
        blocks, scales = codes.reshape(count, -1, block), scales.reshape(count, -1)
        terms = []
        for number, stretch in enumerate(self._stretches(source, known["K"] // width)):
            held, name = f"{node.input[1]}.{number}", f"{node.output[0]}.{number}"
            first, last = (-(-width * at // block) for at in (number, number + 1))
            weights, steps = _columns(blocks[:, first:last], scales[:, first:last])
            self.tensors |= {f"{held}.weights": weights[:width], f"{held}.steps": steps}
            product = self._node(
                "MatMulIntegerToFloat",
                [f"{stretch}.codes", f"{held}.weights", "integers.one", f"{held}.steps", "integers.zero"],
                f"{name}.product", domain="com.microsoft",
            )  # fmt: skip
            terms.append(self._node("Mul", [product, f"{stretch}.scales"], f"{name}.term"))
        self._node("Sum" if len(terms) > 1 else "Identity", terms, node.output[0], name=node.name)

    def _stretches(self, source: str, count: int) -> Sequence[str]:
        """Part what is multiplied into so many stretches of columns and round each, once for all products with it.

        Returns their names; ``NAME.codes`` and ``NAME.scales`` are tensors.
        """
        if (source, count) not in self._rounded:
            names = [f"{source}.{number}_of_{count}" for number in range(count)]
            if count > 1:
                self._node("Split", [source], *names, axis=-1)
            self._rounded[source, count] = names
            for name, columns in zip(names, names if count > 1 else [source], strict=True):
                self._round(columns, name)
        return self._rounded[source, count]

    def _round(self, columns: str, name: str) -> None:
        """Make codes and a scale for each row of some columns."""
        sizes = self._node("Abs", [columns], f"{name}.sizes")
        largest = self._node("ReduceMax", [sizes], f"{name}.largest", axes=[-1], keepdims=1)
        scales = self._node("Mul", [largest, "integers.step"], f"{name}.least_scales")
        scales = self._node("Max", [scales, "integers.least"], f"{name}.scales")
        steps = self._node("Div", [columns, scales], f"{name}.steps")
        self._node("QuantizeLinear", [steps, "integers.one", "integers.zero"], f"{name}.codes")

    def _node(self, kind: str, inputs: Sequence[str], *outputs: str, **settings: Any) -> str:
        from onnx import helper

        self.nodes.append(helper.make_node(kind, inputs, outputs, **settings))
        return outputs[0]


def _columns(blocks: NDArray[np.uint8], scales: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return the weights of some blocks (columns, blocks, size) as codes (rows, columns), and a step per column.

    Without VNNI two neighbouring products are added in 16 bits, which hold 128 times the largest activation: a column's
    step is large enough for its largest pair. The same weights are made for all processors, so that all judge alike.
    """
    most = scales.max(axis=1)
    share = scales / np.where(most > 0, most, 1)[:, None]
    pairs = np.maximum(_pairs(np.maximum(blocks, ZERO)).max(axis=2), -_pairs(np.minimum(blocks, ZERO)).min(axis=2))
    limit = np.maximum((pairs * share).max(axis=1), 1)
    weights: NDArray[np.float32] = blocks.astype(np.float32)
    weights -= ZERO
    weights *= (share * (_STEPS / limit)[:, None])[:, :, None]
    codes = np.rint(weights, out=weights).astype(np.int8).reshape(len(blocks), -1)
    return np.ascontiguousarray(codes.T), most * limit / _STEPS


def _pairs(blocks: NDArray[np.uint8]) -> NDArray[np.int16]:
    """Return the sums of neighbours around 0: (columns, blocks, half a size)."""
    both = blocks.view(np.uint16)
    return ((both & 0xFF) + (both >> 8)).view(np.int16) - 2 * ZERO
