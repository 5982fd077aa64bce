"""The network that reads a pair of marked mentions, on top of a lower layer of the reader's encoder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from network import HEADS, LAYERS, WIDTH, Encoder, Layer
from torch import Tensor, nn
from torch.nn import functional

if TYPE_CHECKING:
    from pathlib import Path


class PairNetwork(nn.Module):
    """A layer's states and marks → scores of relations, statuses and PLOVER types.

    The upper layers start as those of the base model. What is told rests on the means of both mentions and on the root.

    Args:
        labels: the number of relation labels, "none" among them.
        statuses: the number of statuses.
        types: the number of PLOVER types.
        config: the table ``pairs`` of config.toml.
        base: the folder of the base model; None where weights are to be loaded.
    """

    def __init__(self, labels: int, statuses: int, types: int, config: dict, base: Path | None = None) -> None:
        super().__init__()
        encoder = Encoder(config["layer_dropout"])
        if base:
            encoder.load_pretrained(base)
        self.layers = nn.ModuleList(list(encoder.layers)[config["layer"] : LAYERS])
        self.marks = nn.Embedding(3, WIDTH)
        nn.init.normal_(self.marks.weight, std=0.3)
        with torch.no_grad():
            self.marks.weight[0] = 0
        self.dropout = nn.Dropout(config["dropout"])
        self.relation = nn.Linear(3 * WIDTH, labels)
        self.status = nn.Linear(3 * WIDTH, statuses)
        self.kind = nn.Linear(3 * WIDTH, types)

    def forward(self, states: Tensor, marks: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Scores of relations, of statuses and of types, ``[pair, …]``.

        Args:
            states: ``[pair, subword, width]``.
            marks: ``[pair, subword]``, 1 and 2 for the two mentions.
            mask: ``[pair, subword]``, false for padding.
        """
        bias = torch.zeros(mask.shape).masked_fill(~mask, -1e4)[:, None, None].to(torch.bfloat16)
        x = states + self.marks(marks)
        for layer in self.layers:
            x = layer(x, bias)
        found = self.dropout(gather_marked(x, marks))
        return self.relation(found), self.status(found), self.kind(found)


class OnePair(nn.Module):
    """The network for one pair without padding; the last layer asks for what is marked only. It gives shares."""

    def __init__(self, network: PairNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, states: Tensor, marks: Tensor, marked: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        net = self.network
        x = states + net.marks(marks)
        for layer in net.layers[:-1]:
            x = layer(x, None)
        x, marks = _look_from(net.layers[-1], x, marked), marks[:, marked]
        found = gather_marked(x, marks)
        return net.relation(found).softmax(-1), net.status(found).softmax(-1), net.kind(found).softmax(-1)


def gather_marked(x: Tensor, marks: Tensor) -> Tensor:
    """The means of the two mentions and the root, side by side."""
    found = []
    for mark in (1, 2):
        own = (marks == mark).float()
        found.append((x * own[:, :, None]).sum(1) / own.sum(1, keepdim=True).clamp(min=1))
    return torch.cat([*found, x[:, 0].float()], dim=-1)


def _look_from(layer: Layer, x: Tensor, places: Tensor) -> Tensor:
    """What the layer gives at some places."""
    rows = x[:, places]
    query = functional.linear(rows, layer.qkv.weight[:WIDTH], layer.qkv.bias[:WIDTH])
    both = functional.linear(x, layer.qkv.weight[WIDTH:], layer.qkv.bias[WIDTH:])
    keys, values = both.split(WIDTH, dim=-1)
    q, k, v = (part.reshape(1, -1, HEADS, WIDTH // HEADS).transpose(1, 2) for part in (query, keys, values))
    scores = torch.matmul(q, k.transpose(2, 3)) * (WIDTH // HEADS) ** -0.5
    mixed = torch.matmul(scores.softmax(-1), v).transpose(1, 2).reshape(1, -1, WIDTH)
    rows = layer.norm1(rows + layer.out(mixed))
    return layer.norm2(rows + layer.down(functional.gelu(layer.up(rows))))
