"""Fits how much each piece of evidence counts, and writes ``resources/chat/weights.toml``.

    python -m benchmarks.meaning.weights [TABLE.toml… --extensions FOLDER --python PYTHON]

Learns from the extensions of the corpus that the encoder's training held back, and from tables as
`benchmarks.utterances` reads them: a conditional logit, in which *none* is a choice worth 0. Needs
SciPy.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp

from benchmarks.meaning import corpus
from benchmarks.utterances import NOW, loaded_groups
from workbench.kernel.chat.catalogue import Catalogue
from workbench.kernel.chat.classifying.classifier import Given, LocalClassifier
from workbench.paths import resources

_HELD = 3e-4
"""How much large weights are held back: the loss of one unit squared."""
_REAL = 4
"""How many rows of the corpus, made up to be hard, one that is said to a real extension counts."""
_LEAST = 0.01
"""A weight below this is left out."""
_HEADER = """\
# How much each piece of evidence counts when the local classifier weighs a function against a
# message (`evidence` in workbench/kernel/chat/classifying): above nought it speaks for the
# function, below against it. The sum, with the bias, becomes the score through the logistic
# function. `python -m benchmarks.meaning.weights` wrote them: a conditional logit in which "none"
# is a choice too.

[weights]
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """The evidence for each candidate, and which of them is meant; None for none."""

    candidates: Sequence[Mapping[str, float]]
    meant: int | None


def choice(classifier: LocalClassifier, said: str, want: str | None, given: Given) -> Choice:
    """What one utterance leaves to choose from."""
    ranked = classifier.ranked(said, given)
    tools = [pick.entry.tool for pick in ranked]
    meant = tools.index(want) if want in tools else None
    return Choice([pick.evidence.pieces for pick in ranked], meant)


def from_corpus() -> list[Choice]:
    """Choices from the extensions that the encoder has not learned from."""
    found: list[Choice] = []
    for extension in corpus.read():
        if extension.held_back:
            given, classifier = Given(Catalogue(extension.entries), now=NOW), LocalClassifier()
            for said, place in extension.said:
                want = None if place is None else extension.entries[place].tool
                found.append(choice(classifier, said, want, given))
    return found


async def from_table(table: Path, extensions: Path | None, python: str | None) -> list[Choice]:
    """Choices from a table whose rows name their extension."""
    found: list[Choice] = []
    async for catalogue, rows in loaded_groups(table, extensions, python):
        given, classifier = Given(catalogue, now=NOW), LocalClassifier()
        found += [choice(classifier, row["say"], row["want"], given) for row in rows]
    return found


def fit(choices: Sequence[Choice]) -> dict[str, float]:
    """The weights under which what is meant is most likely."""
    names = sorted({name for c in choices for pieces in c.candidates for name in pieces})
    tables = [
        np.array([[pieces.get(n, 0.0) for n in names] + [1.0] for pieces in c.candidates])
        for c in choices
        if c.candidates
    ]
    meant = [c.meant for c in choices if c.candidates]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total = _HELD * len(tables) * float(weights @ weights)
        slope = 2 * _HELD * len(tables) * weights
        for table, place in zip(tables, meant, strict=True):
            sums = np.append(table @ weights, 0.0)
            whole = logsumexp(sums)
            total += float(whole - sums[-1 if place is None else place])
            slope += np.exp(sums[:-1] - whole) @ table
            if place is not None:
                slope -= table[place]
        return total / len(tables), slope / len(tables)

    found = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B").x
    return dict(zip([*names, "bias"], map(float, found), strict=True))


def together(parts: Mapping[str, Sequence[Choice]]) -> list[Choice]:
    """All parts as one list, each choice as often as it counts."""
    return [c for name, some in parts.items() for c in some for _ in range(_times(name))]


def _times(part: str) -> int:
    return 1 if part == "corpus" else _REAL


def written(weights: Mapping[str, float]) -> str:
    """The weights as the resource has them, the greatest first."""
    rows = sorted(weights.items(), key=lambda row: -row[1])
    kept = (f"{name} = {w:.2f}" for name, w in rows if abs(w) >= _LEAST or name == "bias")
    return _HEADER + "\n".join(kept) + "\n"


def right(choices: Iterable[Choice], weights: Mapping[str, float]) -> float:
    """The share of choices that come out as meant."""
    hits = []
    for c in choices:
        sums = [
            sum(weights.get(name, 0.0) * much for name, much in pieces.items()) + weights["bias"]
            for pieces in c.candidates
        ]
        best = max(range(len(sums)), key=sums.__getitem__, default=None)
        hits.append((best if best is not None and sums[best] > 0 else None) == c.meant)
    return sum(hits) / len(hits)


def main() -> None:
    """Fit and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", nargs="*", type=Path)
    parser.add_argument("--extensions", type=Path)
    parser.add_argument("--python")
    given = parser.parse_args()
    parts = {"corpus": from_corpus()}
    for table in given.tables:
        parts[table.name] = asyncio.run(from_table(table, given.extensions, given.python))
    for name, choices in parts.items():
        others = together({other: some for other, some in parts.items() if other != name})
        if others:
            print(
                f"{name}: {right(choices, fit(others)):.1%} of {len(choices)} by the others alone"
            )
    weights = fit(together(parts))
    for name, choices in parts.items():
        print(f"{name}: {right(choices, weights):.1%} of {len(choices)}")
    (resources() / "chat" / "weights.toml").write_text(written(weights), "utf-8")


if __name__ == "__main__":
    main()
