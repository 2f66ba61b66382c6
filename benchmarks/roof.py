"""The roof: the encoder's own matrix products, alone, as a plain ONNX graph on the same runtime.

What the encoder cannot avoid is six layers of four products (query-key-value, output, up, down) of
int8 weights. A graph of nothing but these is timed on windows of the same lengths.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

WIDTH, INNER, LAYERS = 384, 1536, 6


def products_graph() -> onnx.ModelProto:
    """x (T, 384) through the products of six layers; the value of y has no meaning."""
    rng = np.random.default_rng(0)
    nodes, weights = [], []
    for i in range(LAYERS):
        shapes = {
            "q": (WIDTH, 3 * WIDTH),
            "o": (WIDTH, WIDTH),
            "u": (WIDTH, INNER),
            "d": (INNER, WIDTH),
        }
        for name, shape in shapes.items():
            array = rng.standard_normal(shape, dtype=np.float32) * 0.02
            weights.append(numpy_helper.from_array(array, f"{name}{i}"))
        source = f"x{i}"
        nodes += [
            helper.make_node("MatMul", [source, f"q{i}"], [f"qkv{i}"]),
            helper.make_node("MatMul", [source, f"o{i}"], [f"out{i}"]),
            helper.make_node("MatMul", [f"out{i}", f"u{i}"], [f"up{i}"]),
            helper.make_node("MatMul", [f"up{i}", f"d{i}"], [f"x{i + 1}"]),
        ]
    outputs = [f"x{LAYERS}", *[f"qkv{i}" for i in range(LAYERS)]]
    graph = helper.make_graph(
        nodes, "products",
        [helper.make_tensor_value_info("x0", TensorProto.FLOAT, ["T", WIDTH])],
        [helper.make_tensor_value_info(o, TensorProto.FLOAT, None) for o in outputs],
        weights,
    )  # fmt: skip
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)


def roof_seconds(lengths: Sequence[int], threads: int = 1) -> float:
    """Seconds that the products alone take over windows of these numbers of word pieces."""
    with tempfile.TemporaryDirectory() as folder:
        plain, small = Path(folder) / "plain.onnx", Path(folder) / "int8.onnx"
        onnx.save(products_graph(), plain)
        quantize_dynamic(
            plain, small, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
        )
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        session = ort.InferenceSession(small, options, providers=["CPUExecutionProvider"])
    rng = np.random.default_rng(1)
    inputs = {n: rng.standard_normal((n, WIDTH), dtype=np.float32) for n in set(lengths)}
    session.run(None, {"x0": inputs[lengths[0]]})
    began = perf_counter()
    for n in lengths:
        session.run(None, {"x0": inputs[n]})
    return perf_counter() - began
