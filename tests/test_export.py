"""The exported encoder says what the network says, whatever its number of layers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("safetensors")

TRAINING = str(Path(__file__).parents[1] / "training")


@pytest.fixture
def modules(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(TRAINING)
    import fused
    import network

    yield fused, network
    for name in ("fused", "network", "dataset"):
        sys.modules.pop(name, None)


def small(network: Any, layers: int) -> Any:
    torch.manual_seed(1)
    shape = network.TrunkShape(width=32, layers=layers, heads=4, inner=48, vocabulary=1200)
    return network.Coder(network.Bert(shape), 32).eval()


@pytest.mark.parametrize("layers", [1, 3])
def test_fused_graph_is_the_network(modules: Any, tmp_path: Path, layers: int) -> None:
    fused, network = modules
    model = small(network, layers)
    graph = fused.encoder_graph(model)
    assert type(graph) is fused.FusedEncoderGraph
    ids, shapes = torch.randint(0, 1200, (1, 9)), torch.randint(0, 7, (1, 9))
    path = tmp_path / "encoder.onnx"
    torch.onnx.export(
        graph, (ids, shapes), str(path), input_names=["ids", "shapes"],
        output_names=["hidden", "triggers", "sectors", "filled"],
        dynamic_axes={"ids": {1: "pieces"}, "shapes": {1: "pieces"}},
        opset_version=17, dynamo=False,
    )  # fmt: skip
    session = ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    ids, shapes = torch.randint(0, 1200, (1, 21)), torch.randint(0, 7, (1, 21))
    with torch.no_grad():
        expected = model.encode(ids, shapes, None)
    for ours, theirs in zip(
        session.run(None, {"ids": ids.numpy(), "shapes": shapes.numpy()}), expected, strict=True
    ):
        np.testing.assert_allclose(ours, theirs[0].numpy(), atol=1e-4)


def test_a_network_that_went_its_own_way_is_refused(
    modules: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    fused, network = modules
    plain = network.Layer.forward
    monkeypatch.setattr(network.Layer, "forward", lambda *args: 1.1 * plain(*args))
    with pytest.raises(SystemExit, match="differs from the network"):
        fused.encoder_graph(small(network, 1))


def test_layers_of_another_make_are_exported_as_they_stand(modules: Any) -> None:
    fused, network = modules
    model = small(network, 2)

    class Other(network.Layer):  # type: ignore[misc]
        pass

    model.trunk.layers[1].__class__ = Other
    assert type(fused.encoder_graph(model)) is fused.EncoderGraph
