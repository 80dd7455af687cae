"""The encoder as it is trained: a small BERT whose texts meet piece by piece and as a whole.

A message and a function are read apart. Each piece of the message looks for the piece of the
function that is most like it; how much each piece matters is learned. To that comes how like the
two texts are as a whole. *None* is one more choice, worth always the same: could it depend on the
message, the network would learn by heart which messages mean nothing in the corpus.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

WIDTH, HEADS, INNER, MEETING = 384, 12, 1536, 128
_PARTS = {
    "o": "attention.output.dense",
    "first": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "second": "output.LayerNorm",
}


class Layer(nn.Module):
    """One layer of a BERT."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.o = nn.Linear(WIDTH, WIDTH)
        self.first = nn.LayerNorm(WIDTH, 1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.second = nn.LayerNorm(WIDTH, 1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """``x``: texts × pieces × WIDTH; ``mask``: texts × 1 × 1 × pieces, true for real ones."""
        texts, pieces, _ = x.shape
        heads = self.qkv(x).view(texts, pieces, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        query, key, value = heads[0], heads[1], heads[2]
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        seen = seen.transpose(1, 2).reshape(texts, pieces, WIDTH)
        x = self.first(x + self.dropout(self.o(seen)))
        return self.second(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Texts → their pieces as vectors with weights, and the whole."""

    def __init__(self, layers: int, vocabulary: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDTH)
        self.places = nn.Embedding(512, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, 1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(layers))
        self.meeting = nn.Linear(WIDTH, MEETING)
        self.matter = nn.Linear(WIDTH, 1)
        self.none = nn.Parameter(torch.tensor(6.0))
        self.scales = nn.Parameter(torch.tensor([12.0, 8.0]))
        nn.init.orthogonal_(self.meeting.weight)
        nn.init.zeros_(self.matter.weight)

    def forward(self, pieces: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """``pieces``: texts × pieces, 0 behind the end of a text.

        Returns the pieces' vectors (texts × pieces × MEETING, of length 1, or 0 behind the end),
        their weights (texts × pieces, 1 in sum for each text), and the texts' own vectors (texts ×
        WIDTH, of length 1).
        """
        real = pieces != 0
        x = self.norm(self.words(pieces) + self.places.weight[: pieces.shape[1]])
        for layer in self.layers:
            x = layer(x, real[:, None, None, :])
        x = x.float()
        shown = real[..., None].float()
        whole = functional.normalize((x * shown).sum(1) / shown.sum(1), dim=-1)
        vectors = functional.normalize(self.meeting(x), dim=-1) * shown
        weights = self.matter(x).squeeze(-1).masked_fill(~real, -1e4).softmax(-1)
        return vectors, weights, whole


def scores(encoder: Encoder, messages: Tensor, functions: Tensor) -> Tensor:
    """How well each function fits each message, *none* in the last column."""
    with torch.autocast("cpu", torch.bfloat16):
        asked, weights, whole = encoder(messages)
        told, _, wholes = encoder(functions)
    meet = torch.einsum("mid,fjd->mifj", asked.float(), told.float())
    meet = meet.masked_fill((functions == 0)[None, None], -1.0).amax(-1)
    pieces = (meet * weights.float()[..., None]).sum(1)
    alike = whole.float() @ wholes.float().T
    both = encoder.scales[0] * pieces + encoder.scales[1] * alike
    return torch.cat([both, encoder.none.expand(len(both), 1)], 1)


def pretrained(folder: Path, layers: Sequence[int] = range(6)) -> Encoder:
    """The encoder with the weights of all-MiniLM-L6-v2 (Apache-2.0) from ``folder``."""
    old: Mapping[str, Tensor] = load_file(folder / "model.safetensors")
    words = old["embeddings.word_embeddings.weight"]
    new = Encoder(len(layers), len(words))
    state = {
        "words.weight": words,
        # Every text is one sentence: the vector that marks the first is part of the places.
        "places.weight": old["embeddings.position_embeddings.weight"]
        + old["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": old["embeddings.LayerNorm.weight"],
        "norm.bias": old["embeddings.LayerNorm.bias"],
    }
    for place, layer in enumerate(layers):
        for kind in ("weight", "bias"):
            inside = f"encoder.layer.{layer}."
            parts = [old[f"{inside}attention.self.{n}.{kind}"] for n in ("query", "key", "value")]
            state[f"layers.{place}.qkv.{kind}"] = torch.cat(parts)
            for ours, theirs in _PARTS.items():
                state[f"layers.{place}.{ours}.{kind}"] = old[f"{inside}{theirs}.{kind}"]
    new.load_state_dict(state, strict=False)
    return new
