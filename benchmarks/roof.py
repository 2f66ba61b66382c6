"""The roof: the encoder's own matrix products, alone, as a plain ONNX graph on the same runtime.

What the encoder cannot avoid is its matrix products. Their sizes are read from the shipped graph,
so that the roof follows the encoder: every product with an int8 weight (in each layer query-key-
value, output, up and down, and the heads that read each word piece), and the two products of each
layer's attention in 32 bits. A graph of nothing but these is timed on windows of the same lengths,
in the same run, on the same number of threads. Not counted, though the coder does them too: the
products of the event heads.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time

import numpy as np
import onnx
import onnxruntime as ort
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

WEIGHT_PRODUCTS = ("MatMulInteger", "DynamicQuantizeMatMul", "MatMulIntegerToFloat", "MatMul")

HEADS = 12  # of a plain graph, which does not say; the same numbers are multiplied with any


@dataclass(frozen=True)
class Products:
    """Sizes of an encoder's products: ``weights`` (K, N) in order, ``heads`` of each attention."""

    weights: tuple[tuple[int, int], ...]
    heads: tuple[int, ...]

    @property
    def width(self) -> int:
        """Width of the hidden states: what the first product reads."""
        return self.weights[0][0]


def encoder_products(path: Path) -> Products:
    """The products of an exported encoder, fused (``MultiHeadAttention``) or plain."""
    graph = onnx.load(str(path)).graph
    sizes = {i.name: tuple(i.dims) for i in graph.initializer}
    weights, heads, plain = [], [], 0
    for node in graph.node:
        if node.op_type == "MultiHeadAttention":
            found = next(a for a in node.attribute if a.name == "num_heads")
            heads.append(int(helper.get_attribute_value(found)))
        elif node.op_type in WEIGHT_PRODUCTS:
            size = sizes.get(node.input[1], ())
            if len(size) == 2:
                weights.append((size[0], size[1]))
            else:
                plain += 1
    return Products(tuple(weights), tuple(heads) or (HEADS,) * (plain // 2))


def weights_graph(products: Products) -> onnx.ModelProto:
    """x (T, width) through every product with a weight; the values have no meaning."""
    rng = np.random.default_rng(0)
    latest = {products.width: "x"}  # the last tensor of each width feeds the next product
    nodes, weights, read = [], [], set()
    for i, (rows, columns) in enumerate(products.weights):
        array = rng.standard_normal((rows, columns), dtype=np.float32) * rows**-0.5
        weights.append(numpy_helper.from_array(array, f"w{i}"))
        nodes.append(helper.make_node("MatMul", [latest[rows], f"w{i}"], [f"y{i}"]))
        read.add(latest[rows])
        latest[columns] = f"y{i}"
    ends = [f"y{i}" for i in range(len(nodes)) if f"y{i}" not in read]
    return _model(nodes, {"x": ["T", products.width]}, ends, weights)


def attention_graph(products: Products) -> onnx.ModelProto:
    """q (heads, T, d) by keys (heads, d, T) by values (heads, T, d), layer after layer."""
    nodes, source = [], "q"
    for i in range(len(products.heads)):
        nodes.append(helper.make_node("MatMul", [source, "k"], [f"scores{i}"]))
        nodes.append(helper.make_node("MatMul", [f"scores{i}", "v"], [f"mixed{i}"]))
        source = f"mixed{i}"
    heads = products.heads[0]
    each = products.width // heads
    inputs: dict[str, Sequence[str | int]] = {
        "q": [heads, "T", each],
        "k": [heads, each, "T"],
        "v": [heads, "T", each],
    }
    return _model(nodes, inputs, [source], [])


def _model(
    nodes: list[onnx.NodeProto],
    inputs: Mapping[str, Sequence[str | int]],
    outputs: list[str],
    weights: list[onnx.TensorProto],
) -> onnx.ModelProto:
    graph = helper.make_graph(
        nodes,
        "products",
        [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in inputs.items()],
        [helper.make_tensor_value_info(n, TensorProto.FLOAT, None) for n in outputs],
        weights,
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)


class Roof:
    """Times the products of one encoder over windows of given numbers of word pieces."""

    def __init__(self, encoder: Path, threads: int = 1) -> None:
        self.products = encoder_products(encoder)
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        with tempfile.TemporaryDirectory() as folder:
            plain, small = Path(folder) / "plain.onnx", Path(folder) / "int8.onnx"
            onnx.save(weights_graph(self.products), plain)
            quantize_dynamic(
                plain, small, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
            )
            onnx.save(attention_graph(self.products), plain)
            self._weights, self._attention = (
                ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
                for path in (small, plain)
            )

    def seconds(self, lengths: Sequence[int]) -> tuple[float, float]:
        """Processor seconds of the products with weights, and of those of the attention."""
        feeds = {n: self._feeds(n) for n in set(lengths)}
        began = process_time()
        for n in lengths:
            self._weights.run(None, feeds[n][0])
        between = process_time()
        for n in lengths:
            self._attention.run(None, feeds[n][1])
        return between - began, process_time() - between

    def _feeds(self, n: int) -> tuple[dict[str, NDArray[np.float32]], ...]:
        rng = np.random.default_rng(n)
        heads, width = self.products.heads[0], self.products.width
        each = width // heads

        def made(*shape: int) -> NDArray[np.float32]:
            return rng.standard_normal(shape, dtype=np.float32) * np.float32(shape[-1] ** -0.5)

        queries = {"q": made(heads, n, each), "k": made(heads, each, n), "v": made(heads, n, each)}
        return {"x": rng.standard_normal((n, width), dtype=np.float32)}, queries
