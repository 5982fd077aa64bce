"""The network that tells which relation holds between two mentions, on top of what the reader's encoder saw."""

from __future__ import annotations

import torch
from network import WIDTH, Layer
from torch import Tensor, nn
from torch.nn import functional

from sahelkg.pairs import DISTANCES, PLACES


class RelationNetwork(nn.Module):
    """The encoder's states → scores of relations and statuses for pairs of mentions.

    The pair asks: its two mentions make a query, which looks twice at the sentence's words. What it looks at depends on
    where a word stands to the pair, too. Keys and values are made once per sentence, whatever the number of pairs.

    Args:
        labels: the number of relation labels, "none" among them.
        statuses: the number of statuses.
        config: the table ``relations`` of config.toml.
        layers: how many layers' states come in; 1 where the network has transformer layers of its own.
    """

    def __init__(self, labels: int, statuses: int, config: dict, layers: int) -> None:
        super().__init__()
        size, rate = config["size"], config["dropout"]
        self.parts = config["parts"]
        self.mix = nn.Parameter(torch.zeros(layers))
        self.upper = nn.ModuleList(Layer(0.1) for _ in range(config["own_layers"]))
        self.dropout = nn.Dropout(rate)
        self.word = nn.Linear(WIDTH, size)
        self.first = nn.Linear(2 * WIDTH, size)
        self.second = nn.Linear(2 * WIDTH, size)
        self.distance = nn.Embedding(DISTANCES, size)
        self.norm = nn.LayerNorm(size)
        self.looks = nn.ModuleList(Look(size, self.parts, rate) for _ in range(config["looks"]))
        self.relation = nn.Linear(size, labels)
        self.status = nn.Linear(size, statuses)

    def encode(self, states: Tensor, bias: Tensor | None) -> Tensor:
        """``[batch, layer, subword, width]`` → ``[batch, subword, width]``."""
        x = (self.mix.softmax(0)[:, None, None] * states).sum(1)
        for layer in self.upper:
            x = layer(x, bias)
        return x

    def forward(self, words, average, heads, sentence, left, right, places, distance, mask=None):
        """Scores of relations and of statuses, a row per pair.

        Args:
            words: ``[batch, word, width]``.
            average: ``[batch, mention, word]``.
            heads: ``[batch, mention]``.
            sentence: ``[pair]``, the row of the batch that a pair is in; None with a batch of one.
            left, right: ``[pair]``, its mentions.
            places: ``[pair, word]``.
            distance: ``[pair]``.
            mask: ``[batch, word]``, true for words; None without padding.
        """
        words = self.dropout(words)
        head = words.gather(1, heads[:, :, None].expand(-1, -1, WIDTH))
        mentions = torch.cat([torch.matmul(average, words), head], dim=-1)
        one, two = self.first(mentions), self.second(mentions)
        pair = one[0][left] + two[0][right] if sentence is None else one[sentence, left] + two[sentence, right]
        query = self.norm(functional.gelu(pair + self.distance(distance), approximate="tanh"))
        for look in self.looks:
            query = look(query, words, sentence, places, mask)
        return self.relation(query), self.status(query)


class Look(nn.Module):
    """One look of the pairs at their sentence's words."""

    def __init__(self, size: int, parts: int, rate: float) -> None:
        super().__init__()
        self.size, self.parts = size, parts
        self.key = nn.Linear(WIDTH, size)
        self.value = nn.Linear(WIDTH, size)
        self.query = nn.Linear(size, size)
        self.place = nn.Embedding(PLACES, parts)
        self.out = nn.Linear(size, size)
        self.norm1 = nn.LayerNorm(size)
        self.inner = nn.Sequential(nn.Linear(size, 2 * size), nn.GELU("tanh"), nn.Dropout(rate), nn.Linear(2 * size, size))
        self.norm2 = nn.LayerNorm(size)
        self.dropout = nn.Dropout(rate)

    def forward(self, query: Tensor, words: Tensor, sentence, places: Tensor, mask) -> Tensor:
        wide = self.size // self.parts
        count = words.shape[1]
        keys = self.key(words).reshape(-1, count, self.parts, wide).permute(0, 2, 3, 1)  # batch, part, wide, word
        values = self.value(words).reshape(-1, count, self.parts, wide).transpose(1, 2)  # batch, part, word, wide
        asked = self.query(query).reshape(-1, self.parts, wide)
        bias = self.place(places).transpose(1, 2)  # pair, part, word
        if sentence is None:
            scores = torch.matmul(asked.transpose(0, 1), keys[0]).transpose(0, 1)
        else:
            scores = torch.matmul(asked[:, :, None], keys[sentence])[:, :, 0]
        scores = scores * wide**-0.5 + bias
        if mask is not None:
            scores = scores.float().masked_fill(~mask[sentence][:, None], -1e4)
        share = scores.softmax(-1)
        if sentence is None:
            seen = torch.matmul(share.transpose(0, 1), values[0]).transpose(0, 1)
        else:
            seen = torch.matmul(share[:, :, None].to(values.dtype), values[sentence])[:, :, 0]
        query = self.norm1(query + self.dropout(self.out(seen.reshape(-1, self.size))))
        return self.norm2(query + self.dropout(self.inner(query)))
