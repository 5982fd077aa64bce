"""The network: MiniLM's encoder with word shapes, and heads for trees, tags, features, lemmas and names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn import functional

from sahelkg.subwords import SHAPES

if TYPE_CHECKING:
    from pathlib import Path

WIDTH, LAYERS, HEADS, INNER, VOCABULARY, POSITIONS = 384, 6, 12, 1536, 30522, 512


class Layer(nn.Module):
    """One transformer layer, with query, key and value in one product."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.rate = dropout

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        batch, length = x.shape[0], x.shape[1]
        q, k, v = (part.reshape(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2) for part in self.qkv(x).split(WIDTH, dim=-1))
        if torch.onnx.is_in_onnx_export():
            scores = torch.matmul(q, k.transpose(2, 3)) * (WIDTH // HEADS) ** -0.5
            mixed = torch.matmul(scores.softmax(-1), v)
        else:
            mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=bias, dropout_p=self.rate if self.training else 0.0)
        mixed = mixed.transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        return self.norm2(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Subwords and shapes → a learnt mix of all layers."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.shapes = nn.Embedding(SHAPES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.mix = nn.Parameter(torch.zeros(LAYERS + 1))
        self.dropout = nn.Dropout(dropout)

    def forward(self, subwords: Tensor, shapes: Tensor, mask: Tensor | None = None) -> Tensor:
        places = torch.arange(subwords.shape[1], device=subwords.device)
        x = self.dropout(self.norm(self.words(subwords) + self.positions(places) + self.shapes(shapes)))
        bias = None if mask is None else torch.zeros(mask.shape, dtype=x.dtype).masked_fill(~mask, -1e4)[:, None, None]
        if bias is not None and torch.is_autocast_enabled("cpu"):
            bias = bias.to(torch.bfloat16)
        weights = self.mix.softmax(0)
        total = weights[0] * x
        for weight, layer in zip(weights[1:], self.layers, strict=True):
            x = layer(x, bias)
            total = total + weight * x
        return total

    def load_pretrained(self, folder: Path) -> None:
        """Takes the weights of `folder`/model.safetensors, as Hugging Face names them."""
        from safetensors.torch import load_file

        source = load_file(str(folder / "model.safetensors"))
        with torch.no_grad():
            self.words.weight.copy_(source["embeddings.word_embeddings.weight"])
            self.positions.weight.copy_(
                source["embeddings.position_embeddings.weight"] + source["embeddings.token_type_embeddings.weight"][0]
            )
            self.shapes.weight.zero_()
            _copy(self.norm, source, "embeddings.LayerNorm")
            for number, layer in enumerate(self.layers):
                name = f"encoder.layer.{number}."
                for kind in ("weight", "bias"):
                    parts = [source[f"{name}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
                    getattr(layer.qkv, kind).copy_(torch.cat(parts))
                _copy(layer.out, source, name + "attention.output.dense")
                _copy(layer.norm1, source, name + "attention.output.LayerNorm")
                _copy(layer.up, source, name + "intermediate.dense")
                _copy(layer.down, source, name + "output.dense")
                _copy(layer.norm2, source, name + "output.LayerNorm")


def _copy(module: nn.Module, source: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(source[f"{name}.weight"])
    module.bias.copy_(source[f"{name}.bias"])


class Network(nn.Module):
    """Encoder and heads.  Words are read at their first and last subword; position 0 is the root."""

    def __init__(self, tables: dict[str, list[str]], config: dict) -> None:
        super().__init__()
        self.encoder = Encoder(config["dropout"])
        rate = config["head_dropout"]
        arc, label = config["arc_size"], config["label_size"]
        self.rels = len(tables["rels"])
        self.arc_dep, self.arc_head = _mlp(arc, rate), _mlp(arc, rate)
        self.label_dep, self.label_head = _mlp(label, rate), _mlp(label, rate)
        self.arc = nn.Linear(arc, arc + 1)
        self.label = nn.Linear(label, self.rels * (label + 1))
        nn.init.zeros_(self.arc.weight)
        nn.init.zeros_(self.arc.bias)
        nn.init.zeros_(self.label.weight)
        nn.init.zeros_(self.label.bias)
        self.tags = _mlp(WIDTH, 0.2)
        self.upos = nn.Linear(WIDTH, len(tables["upos"]))
        self.feats = nn.Linear(WIDTH, len(tables["feats"]))
        self.rules = nn.Linear(WIDTH, len(tables["rules"]))
        self.entities = _mlp(256, 0.2)
        self.names = nn.Linear(256, len(tables["names"]))

    def read_words(self, hidden: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """The words' vectors: first and last subword side by side."""
        width = hidden.shape[-1]
        one = hidden.gather(1, first[:, :, None].expand(-1, -1, width))
        two = hidden.gather(1, last[:, :, None].expand(-1, -1, width))
        return torch.cat([one, two], dim=-1)

    def forward(self, subwords, shapes, mask, first, last) -> dict[str, Tensor]:
        """Scores, padded; `rels` are read off with `score_labels`."""
        words = self.read_words(self.encoder(subwords, shapes, mask), first, last)
        tags = self.tags(words[:, 1:])
        return {
            "arcs": self.score_arcs(words),
            "label_dep": self.label(self.label_dep(words[:, 1:])),
            "label_head": self.label_head(words),
            "upos": self.upos(tags),
            "feats": self.feats(tags),
            "rules": self.rules(tags),
            "names": self.names(self.entities(words[:, 1:])),
        }

    def score_arcs(self, words: Tensor) -> Tensor:
        """[batch, dependent, head]."""
        dependents = self.arc(self.arc_dep(words[:, 1:]))
        heads = self.arc_head(words)
        heads = torch.cat([heads, torch.ones_like(heads[:, :, :1])], dim=-1)
        return torch.matmul(dependents, heads.transpose(1, 2)) * 0.2

    def score_labels(self, scores: dict[str, Tensor], heads: Tensor) -> Tensor:
        """[batch, dependent, label] for the heads given."""
        batch, length = heads.shape
        head = scores["label_head"]
        head = head.gather(1, heads[:, :, None].expand(-1, -1, head.shape[-1]))
        head = torch.cat([head, torch.ones_like(head[:, :, :1])], dim=-1)
        dependents = scores["label_dep"].reshape(batch, length, self.rels, -1)
        return torch.matmul(dependents, head[:, :, :, None]).squeeze(-1) * 0.2


def _mlp(size: int, dropout: float) -> nn.Sequential:
    return nn.Sequential(nn.Linear(2 * WIDTH, size), nn.GELU(), nn.Dropout(dropout))


def descend(
    loss: Tensor,
    network: nn.Module,
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
) -> None:
    """One step down the gradient of a batch's loss, cut to a length of 1."""
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    schedule.step()
