"""The network that tells which relation holds between two mentions, on top of what the reader's encoder saw."""

from __future__ import annotations

import torch
from network import WIDTH
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
    """

    def __init__(self, labels: int, statuses: int, config: dict) -> None:
        super().__init__()
        size, rate = config["size"], config["dropout"]
        self.parts = config["parts"]
        self.dropout = nn.Dropout(rate)
        self.first = nn.Linear(2 * WIDTH, size)
        self.second = nn.Linear(2 * WIDTH, size)
        self.distance = nn.Embedding(DISTANCES, size)
        self.norm = nn.LayerNorm(size)
        self.looks = nn.ModuleList(Look(size, self.parts, rate) for _ in range(config["looks"]))
        self.relation = nn.Linear(size, labels)
        self.status = nn.Linear(size, statuses)

    def forward(self, words, average, heads, left, right, places, distance, mask) -> tuple[Tensor, Tensor]:
        """Scores of relations and of statuses, ``[batch, pair, …]``.

        Args:
            words: ``[batch, word, width]``.
            average: ``[batch, mention, word]``.
            heads: ``[batch, mention]``.
            left: ``[batch, pair]``, each pair's first mention.
            right: ``[batch, pair]``, its second.
            places: ``[batch, pair, word]``.
            distance: ``[batch, pair]``.
            mask: ``[batch, word]``, true for words.
        """
        words = self.dropout(words)
        head = words.gather(1, heads[:, :, None].expand(-1, -1, WIDTH))
        mentions = torch.cat([torch.matmul(average.to(words.dtype), words), head], dim=-1)
        one, two = self.first(mentions), self.second(mentions)
        pair = one.gather(1, left[:, :, None].expand(-1, -1, one.shape[-1]))
        pair = pair + two.gather(1, right[:, :, None].expand(-1, -1, two.shape[-1]))
        query = self.norm(functional.gelu(pair + self.distance(distance), approximate="tanh"))
        for look in self.looks:
            query = look(query, words, places, mask)
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

    def forward(self, query: Tensor, words: Tensor, places: Tensor, mask: Tensor) -> Tensor:
        wide, (rows, count) = self.size // self.parts, words.shape[:2]
        keys = self.key(words).reshape(rows, count, self.parts, wide).permute(0, 2, 3, 1)  # row, part, wide, word
        values = self.value(words).reshape(rows, count, self.parts, wide).transpose(1, 2)  # row, part, word, wide
        asked = self.query(query).reshape(rows, -1, self.parts, wide).transpose(1, 2)  # row, part, pair, wide
        scores = torch.matmul(asked, keys) * wide**-0.5 + self.place(places).permute(0, 3, 1, 2)
        share = scores.float().masked_fill(~mask[:, None, None], -1e4).softmax(-1)
        seen = torch.matmul(share.to(values.dtype), values).transpose(1, 2).reshape(rows, -1, self.size)
        query = self.norm1(query + self.dropout(self.out(seen)))
        return self.norm2(query + self.dropout(self.inner(query)))
