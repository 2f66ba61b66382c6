"""The network: one encoder, heads over its word pieces, heads over proposed events and pairs.

``Coder`` is used to train and is exported as three graphs (see export.py): the encoder with the
heads that read every piece, the event heads that read one proposed trigger, and the pair head.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from dataset import AUX, CONTEXT_ID, MODES, ROLES, SECTOR_ID, TYPES, VOICES
from riftline.events.windows import SHAPES

DISTANCES = 18  # buckets of the signed distance from a piece to the trigger


@dataclass(frozen=True)
class TrunkShape:
    """Sizes of a BERT encoder."""

    width: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    vocabulary: int = 30522
    positions: int = 512


class Layer(nn.Module):
    """A post-norm transformer layer, as in BERT."""

    def __init__(self, shape: TrunkShape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.qkv = nn.Linear(shape.width, 3 * shape.width)
        self.out = nn.Linear(shape.width, shape.width)
        self.norm1 = nn.LayerNorm(shape.width, eps=1e-12)
        self.up = nn.Linear(shape.width, shape.inner)
        self.down = nn.Linear(shape.inner, shape.width)
        self.norm2 = nn.LayerNorm(shape.width, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor | None, drop: float) -> Tensor:
        b, t, d = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        if mask is None:  # export: one unpadded window
            weights = torch.softmax(q @ k.transpose(-1, -2) * (d // self.heads) ** -0.5, dim=-1)
            mixed = weights @ v
        else:
            mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        mixed = mixed.transpose(1, 2).reshape(b, t, d)
        x = self.norm1(x + F.dropout(self.out(mixed), drop, self.training))
        inner = self.down(F.gelu(self.up(x)))
        return self.norm2(x + F.dropout(inner, drop, self.training))


class Bert(nn.Module):
    """A BERT encoder of our own, so that it exports to a small plain graph."""

    def __init__(self, shape: TrunkShape) -> None:
        super().__init__()
        self.words = nn.Embedding(shape.vocabulary, shape.width)
        self.positions = nn.Embedding(shape.positions, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.shapes = nn.Embedding(SHAPES, shape.width)
        nn.init.zeros_(self.shapes.weight)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.drop = 0.1

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor | None) -> Tensor:
        at = torch.arange(ids.shape[1], device=ids.device)
        x = self.norm(self.words(ids) + self.positions(at) + self.shapes(shapes))
        x = F.dropout(x, self.drop, self.training)
        wide = None if mask is None else mask[:, None, None, :].bool()
        for layer in self.layers:
            x = layer(x, wide, self.drop)
        return x

    @classmethod
    def load(cls, folder: Path) -> Bert:
        """From a Hugging Face BERT checkpoint; token type 0 is folded into the positions."""
        state = load_file(folder / "model.safetensors")
        model = cls(TrunkShape())
        own: dict[str, Tensor] = {
            "words.weight": state["embeddings.word_embeddings.weight"],
            "positions.weight": state["embeddings.position_embeddings.weight"]
            + state["embeddings.token_type_embeddings.weight"][0],
            "norm.weight": state["embeddings.LayerNorm.weight"],
            "norm.bias": state["embeddings.LayerNorm.bias"],
            "shapes.weight": model.shapes.weight.data,
        }
        names = {
            "out": "attention.output.dense",
            "norm1": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "norm2": "output.LayerNorm",
        }
        for i in range(len(model.layers)):
            theirs = f"encoder.layer.{i}."
            for part in ("weight", "bias"):
                own[f"layers.{i}.qkv.{part}"] = torch.cat(
                    [state[f"{theirs}attention.self.{n}.{part}"] for n in ("query", "key", "value")]
                )
                for ours, name in names.items():
                    own[f"layers.{i}.{ours}.{part}"] = state[f"{theirs}{name}.{part}"]
        model.load_state_dict(own)
        return model


class Mpnet(nn.Module):
    """An MPNet encoder (the teacher); it is never exported."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        from transformers import AutoModel

        self.model = AutoModel.from_pretrained(folder)
        self.shapes = nn.Embedding(SHAPES, 768)
        nn.init.zeros_(self.shapes.weight)
        self.words = self.model.embeddings.word_embeddings

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        x = self.words(ids) + self.shapes(shapes)
        return self.model(inputs_embeds=x, attention_mask=mask).last_hidden_state


class EventHeads(nn.Module):
    """What one proposed trigger says: type, modes, status, voice, contexts and participants.

    Inputs: hidden (T, D); span and sentence masks (E, T) whose rows sum to 1; distance buckets
    (E, T). Outputs per event: types (E, 17), modes (E, M), aux (E, 4), voice (E, 3),
    contexts (E, C), arguments (E, T, roles*3), implied (E, 2).
    """

    def __init__(self, width: int, inner: int = 384, low: int = 160) -> None:
        super().__init__()
        self.rep = nn.Linear(width * 3, inner)
        self.types = nn.Linear(inner, len(TYPES) + 1)
        self.modes = nn.Linear(inner, len(MODES))
        self.aux = nn.Linear(inner, len(AUX))
        self.voice = nn.Linear(inner, len(VOICES))
        self.contexts = nn.Linear(inner, len(CONTEXT_ID))
        self.implied = nn.Linear(inner, 2)
        self.distance = nn.Embedding(DISTANCES, low)
        self.token = nn.Linear(width, 2 * low)
        self.event = nn.Linear(inner, 2 * low)
        self.arguments = nn.Linear(2 * low, len(ROLES) * 3)
        self.drop = nn.Dropout(0.1)

    def forward(
        self, hidden: Tensor, spans: Tensor, sentences: Tensor, distances: Tensor
    ) -> tuple[Tensor, ...]:
        rep = self.represent(hidden, spans, sentences)
        return (
            self.types(rep), self.modes(rep), self.aux(rep), self.voice(rep),
            self.contexts(rep), self.participants(hidden, rep, distances), self.implied(rep),
        )  # fmt: skip

    def represent(self, hidden: Tensor, spans: Tensor, sentences: Tensor) -> Tensor:
        """One vector a proposed trigger (E, inner)."""
        span, sentence = spans @ hidden, sentences @ hidden
        whole = hidden[:1].expand(span.shape[0], -1)
        return self.drop(F.gelu(self.rep(torch.cat([span, sentence, whole], -1))))

    def participants(self, hidden: Tensor, rep: Tensor, distances: Tensor) -> Tensor:
        """O/B/I scores of each role for each piece, given the event (E, T, roles*3)."""
        add, times = self.token(hidden).chunk(2, -1)
        event_add, event_times = self.event(rep).chunk(2, -1)
        mixed = F.gelu(add[None] + event_add[:, None] + self.distance(distances))
        product = times[None] * event_times[:, None]
        return self.arguments(self.drop(torch.cat([mixed, product], -1)))


class PairHead(nn.Module):
    """The type of what a given source does to a given target: (P, 17) from hidden (T, D)."""

    def __init__(self, width: int, inner: int = 384) -> None:
        super().__init__()
        self.query = nn.Linear(2 * width, width)
        self.rep = nn.Linear(width * 5, inner)
        self.types = nn.Linear(inner, len(TYPES) + 1)
        self.drop = nn.Dropout(0.1)

    def forward(self, hidden: Tensor, source: Tensor, target: Tensor, sentence: Tensor) -> Tensor:
        s, t, mean = source @ hidden, target @ hidden, sentence @ hidden
        scores = self.query(torch.cat([s, t], -1)) @ hidden.T * hidden.shape[-1] ** -0.5
        weights = torch.softmax(scores.masked_fill(sentence == 0, -1e4), -1)
        whole = hidden[:1].expand(s.shape[0], -1)
        parts = torch.cat([s, t, weights @ hidden, mean, whole], -1)
        return self.types(self.drop(torch.tanh(self.rep(self.drop(parts)))))


class Coder(nn.Module):
    """Encoder and all heads."""

    def __init__(self, trunk: nn.Module, width: int) -> None:
        super().__init__()
        self.trunk = trunk
        self.width = width
        self.triggers = nn.Linear(width, len(TYPES))
        self.sectors = nn.Linear(width, len(SECTOR_ID))
        self.filled = nn.Linear(width, 1)
        self.events = EventHeads(width)
        self.pairs = PairHead(width)
        nn.init.constant_(self.triggers.bias, -4.0)

    def encode(
        self, ids: Tensor, shapes: Tensor, mask: Tensor | None
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Hidden states and, per piece, trigger types, sectors and 'sentence holds an event'."""
        hidden = self.trunk(ids, shapes, mask)
        return hidden, self.triggers(hidden), self.sectors(hidden), self.filled(hidden)[..., 0]
