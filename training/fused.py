"""The encoder as it is exported: the same numbers as ``network.Bert``, in fewer operators.

ONNX Runtime fuses most of a plain transformer by itself (bias into product, GELU), but not the
attention of a graph whose batch is one window. Here the attention of a layer is one
``MultiHeadAttention`` node of ONNX Runtime's own operators, between two plain products: it spares
the transposes and copies that a plain graph makes for each head.

An encoder whose layers are of another make is exported as it stands.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from network import Bert, Coder, Layer

Outputs = tuple[Tensor, ...]
TOLERANCE = 1e-3  # of 32-bit outputs after some layers, largest difference


class Attention(torch.autograd.Function):
    """Unmasked attention over heads: q, k, v (1, T, D) -> (1, T, D)."""

    @staticmethod
    def forward(ctx: Any, q: Tensor, k: Tensor, v: Tensor, heads: int) -> Tensor:
        b, t, d = q.shape
        q, k, v = (x.reshape(b, t, heads, d // heads).transpose(1, 2) for x in (q, k, v))
        return F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(b, t, d)

    @staticmethod
    def symbolic(g: Any, q: Any, k: Any, v: Any, heads: int) -> Any:
        node = g.op("com.microsoft::MultiHeadAttention", q, k, v, num_heads_i=heads)
        return node.setType(q.type())


class EncoderGraph(nn.Module):
    """ids, shapes (1, T) -> hidden (T, D), triggers (T, types), sectors (T, S), filled (T)."""

    def __init__(self, model: Coder) -> None:
        super().__init__()
        self.model = model
        self.train(model.training)  # the exporter puts the whole back into the mode of its root

    def forward(self, ids: Tensor, shapes: Tensor) -> Outputs:
        return tuple(part[0] for part in self.model.encode(ids, shapes, None))


class FusedEncoderGraph(EncoderGraph):
    """The same with fused attention, for a ``Bert`` of any number of ``Layer``."""

    def forward(self, ids: Tensor, shapes: Tensor) -> Outputs:
        model, trunk = self.model, self.model.trunk
        at = torch.arange(ids.shape[1])
        x = trunk.norm(trunk.words(ids) + trunk.positions(at) + trunk.shapes(shapes))
        for layer in trunk.layers:
            x = _layer(layer, x)
        return x[0], model.triggers(x)[0], model.sectors(x)[0], model.filled(x)[0, :, 0]


def _layer(layer: Layer, x: Tensor) -> Tensor:
    q, k, v = layer.qkv(x).split(layer.qkv.in_features, dim=-1)
    x = layer.norm1(x + layer.out(Attention.apply(q, k, v, layer.heads)))
    return layer.norm2(x + layer.down(F.gelu(layer.up(x))))


def encoder_graph(model: Coder) -> EncoderGraph:
    """The module to export: fused where it says what the network says, else the network's own.

    Raises:
        SystemExit: the layers are those known here, but the network's outputs differ from the
            fused ones: the network has changed and ``FusedEncoderGraph`` must follow.
    """
    plain = EncoderGraph(model)
    trunk = model.trunk
    if type(trunk) is not Bert or any(type(layer) is not Layer for layer in trunk.layers):
        return plain
    fused = FusedEncoderGraph(model)
    torch.manual_seed(0)
    ids = torch.randint(1000, trunk.words.num_embeddings, (1, 40))
    shapes = torch.randint(0, trunk.shapes.num_embeddings, (1, 40))
    with torch.no_grad():
        pairs = zip(plain(ids, shapes), fused(ids, shapes), strict=True)
        worst = max(float((a - b).abs().max()) for a, b in pairs)
    if worst > TOLERANCE:
        raise SystemExit(
            f"the fused encoder differs from the network by {worst:.3g}: mend fused.py"
        )
    return fused
