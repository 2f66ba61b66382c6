"""The roof of the benchmark counts the products that the encoder has, and no others."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest

onnx = pytest.importorskip("onnx")

from benchmarks.roof import Products, attention_graph, encoder_products, weights_graph  # noqa: E402

from riftline.events.model import WEIGHTS  # noqa: E402

SMALL = Products(((8, 24), (8, 8), (8, 16), (16, 8), (8, 3)), (2,))


def products_of(model: onnx.ModelProto) -> list[tuple[int, ...]]:
    sizes = {i.name: tuple(i.dims) for i in model.graph.initializer}
    return [sizes[n.input[1]] for n in model.graph.node if n.input[1] in sizes]


def test_each_product_stands_once_and_reads_the_one_before() -> None:
    model = weights_graph(SMALL)
    session = ort.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    assert [y.shape for y in session.run(None, {"x": np.ones((5, 8), np.float32)})] == [
        (5, 24),
        (5, 3),
    ]
    assert products_of(model) == list(SMALL.weights)
    reads = [node.input[0] for node in model.graph.node]
    assert reads == ["x", "x", "y1", "y2", "y3"]
    assert {o.name for o in model.graph.output} == {"y0", "y4"}  # or they would be left out


def test_attention_is_two_products_a_layer() -> None:
    model = attention_graph(Products(SMALL.weights, (2, 2, 2)))
    session = ort.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    one = np.ones((2, 5, 4), np.float32)
    (mixed,) = session.run(None, {"q": one, "k": one.transpose(0, 2, 1), "v": one})
    assert mixed.shape == (2, 5, 4)
    assert [node.op_type for node in model.graph.node] == ["MatMul"] * 6


def test_products_are_read_from_a_graph(tmp_path: Path) -> None:
    helper = onnx.helper
    weight = onnx.numpy_helper.from_array(np.zeros((8, 24), np.float32), "w")
    nodes = [
        helper.make_node("MatMul", ["x", "w"], ["q"]),
        helper.make_node(
            "MultiHeadAttention", ["q", "q", "q"], ["y"], domain="com.microsoft", num_heads=4
        ),
        helper.make_node("MatMul", ["y", "y"], ["z"]),  # no weight: not among the weights
    ]
    value = helper.make_tensor_value_info
    graph = helper.make_graph(nodes, "g", [value("x", 1, [1, 8])], [value("z", 1, None)], [weight])
    onnx.save(helper.make_model(graph), tmp_path / "e.onnx")
    assert encoder_products(tmp_path / "e.onnx") == Products(((8, 24),), (4,))


def test_attention_of_a_plain_graph_is_two_products_without_weight(tmp_path: Path) -> None:
    onnx.save(attention_graph(Products(SMALL.weights, (2, 2, 2))), tmp_path / "e.onnx")
    assert encoder_products(tmp_path / "e.onnx") == Products((), (12, 12, 12))


def test_products_of_the_bundled_encoder() -> None:
    products = encoder_products(WEIGHTS / "encoder.onnx")
    layers, rest = divmod(len(products.weights), 4)
    assert layers == len(products.heads)
    assert rest == 3  # heads that read each piece: triggers, sectors, whether there is an event
    assert products.width == 384
