"""The two networks: a small transformer (accurate) and a smaller one that reads whole words (fast)."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn.functional import gelu, softmax

from agents.facts.words import BITS, SHAPES, SPACES

TAGS = 15
HIDDEN, HEADS, LAYERS = 384, 12, 6
INNER = 4 * HIDDEN
"""Units between the two linear ones of a layer."""


class Added(nn.Module):
    """What is added to a piece's embedding: its word's shape, the space before it, its place in lists, first or not."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.shape = nn.Embedding(len(SHAPES), width)
        self.space = nn.Embedding(len(SPACES), width)
        self.first = nn.Embedding(2, width)
        self.lists = nn.Linear(BITS, width, bias=False)
        for table in (self.shape, self.space, self.first, self.lists):
            nn.init.normal_(table.weight, std=0.02)

    def forward(self, shapes: Tensor, spaces: Tensor, firsts: Tensor, lists: Tensor) -> Tensor:
        """Indices of shape (batch, pieces), lists (batch, pieces, BITS) -> (batch, pieces, width)."""
        return self.shape(shapes) + self.space(spaces) + self.first(firsts) + self.lists(lists)


class Drop(nn.Module):
    """Dropout whose mask comes from random bytes: a tenth of the time of PyTorch's own on a processor."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate
        self.bytes = np.random.default_rng(17)

    def forward(self, x: Tensor) -> Tensor:
        """The input, in training with a part of it set to zero."""
        if not self.training:
            return x
        least = round(self.rate * 256)
        draw = np.frombuffer(self.bytes.bytes(x.numel()), dtype=np.uint8) >= least
        return x * torch.from_numpy(draw).view(x.shape) * (256 / (256 - least))


class Layer(nn.Module):
    """A transformer's layer as in BERT: attention and two linear ones, each normalised after."""

    def __init__(self, drop: float, inner: int) -> None:
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.up = nn.Linear(HIDDEN, inner)
        self.down = nn.Linear(inner, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.drop = Drop(drop)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """(batch, pieces, HIDDEN) and an additive mask (batch, 1, 1, pieces)."""
        b, t, _ = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
        seen = softmax(q @ k.transpose(2, 3) * (HIDDEN // HEADS) ** -0.5 + mask, dim=-1) @ v
        x = self.norm1(x + self.drop(self.out(seen.transpose(1, 2).reshape(b, t, HIDDEN))))
        return self.norm2(x + self.drop(self.down(gelu(self.up(x)))))


class Transformer(nn.Module):
    """MiniLM's encoder with what is added and a linear head over BIO tags."""

    def __init__(self, drop: float = 0.1, layers: int = LAYERS, inner: int = INNER) -> None:
        super().__init__()
        self.piece = nn.Embedding(30522, HIDDEN)
        self.place = nn.Embedding(512, HIDDEN)
        self.added = Added(HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.drop = Drop(drop)
        self.layers = nn.ModuleList(Layer(drop, inner) for _ in range(layers))
        self.head = nn.Linear(HIDDEN, TAGS)

    def in_order(self) -> list[nn.Parameter]:
        """Parameters in the order of a checkpoint: layers, what stands below them, what is new."""
        bottom = [*self.piece.parameters(), *self.place.parameters(), *self.norm.parameters()]
        return [*self.layers.parameters(), *bottom, *self.added.parameters(), *self.head.parameters()]

    def forward(self, ids: Tensor, shapes: Tensor, spaces: Tensor, firsts: Tensor, lists: Tensor) -> Tensor:
        """(batch, places) of ids, 0 for padding -> logits (batch, places, TAGS)."""
        return self.head(self.drop(self.encode(ids, shapes, spaces, firsts, lists)))

    def encode(self, ids: Tensor, shapes: Tensor, spaces: Tensor, firsts: Tensor, lists: Tensor) -> Tensor:
        """What the head reads: (batch, places, HIDDEN)."""
        x, empty = self.embed(ids)
        x = x + self.place.weight[: x.shape[1]] + self.added(shapes, spaces, firsts, lists)
        x = self.drop(self.norm(x))
        mask = (empty.to(x.dtype) * -10000.0)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def embed(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        """(batch, pieces) -> (batch, pieces, HIDDEN), and where there is padding."""
        return self.piece(ids), ids == 0


def from_minilm(folder: Path, layers: int = LAYERS) -> Transformer:
    """The transformer with the encoder's published weights; what is added and the head begin new."""
    old = load_file(folder / "model.safetensors")
    net = Transformer(layers=layers)
    new = net.state_dict()
    new["piece.weight"] = old["embeddings.word_embeddings.weight"]
    first_type = old["embeddings.token_type_embeddings.weight"][0]
    new["place.weight"] = old["embeddings.position_embeddings.weight"] + first_type
    new["norm.weight"], new["norm.bias"] = old["embeddings.LayerNorm.weight"], old["embeddings.LayerNorm.bias"]
    for at in range(layers):
        for kind in ("weight", "bias"):
            self_ = f"encoder.layer.{at}.attention.self."
            parts = [old[f"{self_}{name}.{kind}"] for name in ("query", "key", "value")]
            new[f"layers.{at}.qkv.{kind}"] = torch.cat(parts)
            for ours, theirs in (
                ("out", "attention.output.dense"),
                ("norm1", "attention.output.LayerNorm"),
                ("up", "intermediate.dense"),
                ("down", "output.dense"),
                ("norm2", "output.LayerNorm"),
            ):
                new[f"layers.{at}.{ours}.{kind}"] = old[f"encoder.layer.{at}.{theirs}.{kind}"]
    net.load_state_dict(new)
    return net


class Words(Transformer):
    """The fast network: fewer layers, and one place for each word, whose embedding is the mean of its pieces'."""

    def embed(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        """(batch, words, pieces) -> (batch, words, HIDDEN), and where there is padding."""
        there = (ids > 0).to(self.piece.weight.dtype)
        counts = there.sum(-1, keepdim=True).clamp(min=1)
        return (self.piece(ids) * there[..., None]).sum(-2) / counts, ids[..., 0] == 0


def restore(path: Path, net: Transformer) -> Transformer:
    """The network with the averaged weights of a checkpoint (32-bit)."""
    kept = torch.load(path, weights_only=True)
    with torch.no_grad():
        for parameter, value in zip(net.in_order(), kept["average"], strict=True):
            parameter.copy_(value)
    return net


def student(teacher: Transformer, layers: int) -> Words:
    """A network by word that begins with every second layer of the teacher (of six, for three) and all else of it."""
    net = Words(layers=layers)
    old, new = teacher.state_dict(), net.state_dict()
    step = len(teacher.layers) // layers
    for name in new:
        parts = name.split(".")
        if parts[0] == "layers":
            parts[1] = str(int(parts[1]) * step)
        new[name] = old[".".join(parts)]
    net.load_state_dict(new)
    return net


def narrow(net: Words, inner: int, batches: Iterable[Sequence[Tensor]]) -> Words:
    """The network with the `inner` units of each layer that say most to the next, judged by how it reads `batches`.

    What a unit says is its variance times the square of its column's length; the units that go leave their mean in the
    bias.
    """
    sums = [torch.zeros((2, INNER), dtype=torch.float64) for _ in net.layers]
    seen = [0] * len(sums)

    def watch(at: int, made: Tensor) -> None:
        flat = gelu(made.detach().float()).flatten(0, -2).double()
        sums[at] += torch.stack([flat.sum(0), (flat**2).sum(0)])
        seen[at] += len(flat)

    hooks = [
        layer.up.register_forward_hook(lambda _layer, _given, made, at=at: watch(at, made))
        for at, layer in enumerate(net.layers)
    ]
    with torch.no_grad():
        for batch in batches:
            net.encode(*batch)
    for hook in hooks:
        hook.remove()
    new = Words(layers=len(net.layers), inner=inner)
    state = net.state_dict()
    for at in range(len(sums)):
        mean, square = (sums[at] / max(seen[at], 1)).float()
        down = state[f"layers.{at}.down.weight"]
        says = ((square - mean**2) * (down**2).sum(0)).argsort(descending=True)
        kept, gone = says[:inner].sort().values, says[inner:]
        state[f"layers.{at}.up.weight"] = state[f"layers.{at}.up.weight"][kept]
        state[f"layers.{at}.up.bias"] = state[f"layers.{at}.up.bias"][kept]
        state[f"layers.{at}.down.bias"] = state[f"layers.{at}.down.bias"] + down[:, gone] @ mean[gone]
        state[f"layers.{at}.down.weight"] = down[:, kept]
    new.load_state_dict(state)
    return new
