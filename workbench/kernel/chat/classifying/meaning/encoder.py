"""The encoder: texts become vectors, and a message meets the functions.

A small BERT (``resources/chat/meaning/model.onnx``), trained to tell which function people mean;
how is in ``benchmarks/meaning``. It reads a message and a function apart, so that a function is
read once: each piece of the message looks for the piece of the function that is most like it, how
much it matters is learned, and how like the two are as a whole counts beside that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from workbench.kernel.chat.classifying.meaning import texts
from workbench.kernel.chat.classifying.meaning.wordpieces import WordPieces
from workbench.paths import resources

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Read:
    """A text as the encoder sees it.

    ``vectors`` are its pieces' (pieces × 128, each of length 1), ``weights`` how much each matters
    (pieces, 1 in sum), ``whole`` is the text's own vector (384, of length 1).
    """

    vectors: NDArray[np.float32]
    weights: NDArray[np.float32]
    whole: NDArray[np.float32]


class Encoder:
    """The model, loaded; made once by `encoder`."""

    def __init__(self) -> None:
        # A fifth of a second and 60 MB: only for who says something (`slow_imports` begins it).
        import numpy as np
        import onnxruntime

        folder = resources() / "chat" / "meaning"
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(
            folder / "model.onnx", options, providers=["CPUExecutionProvider"]
        )
        # What a perfect match of the pieces and of the wholes is worth, and *none*.
        worth = self._session.get_modelmeta().custom_metadata_map
        self._worth = np.array([float(worth[name]) for name in ("pieces", "whole", "none")])
        self._words = WordPieces((folder / "vocabulary.txt").read_text("utf-8").split("\n"))

    def read(self, text: str, limit: int) -> Read:
        """Read a text up to ``limit`` pieces of words, alone: what else is read never matters."""
        import numpy as np

        pieces = np.array([self._words.read(text, limit)], dtype=np.int64)
        vectors, weights, whole = self._session.run(None, {"pieces": pieces})
        return Read(vectors[0], weights[0], whole[0])

    def fit(self, message: Read, function: Read) -> float:
        """How much better ``function`` fits than none: the logarithm of the odds."""
        meet = (message.vectors @ function.vectors.T).max(axis=1) @ message.weights
        alike = message.whole @ function.whole
        pieces, whole, none = self._worth
        return float(pieces * meet + whole * alike - none)


@cache
def encoder() -> Encoder:
    """The encoder, loaded by whoever asks first."""
    return Encoder()


@lru_cache(maxsize=4_000)
def read_function(text: str) -> Read:
    """A function's line (`texts.function`) as the encoder sees it; kept while functions stay."""
    return encoder().read(text, texts.FUNCTION_PIECES)


def fits(message: str, functions: Iterable[str]) -> list[float]:
    """How much better each function's line fits ``message`` than none: logarithms of odds."""
    reader = encoder()
    asked = reader.read(texts.message(message), texts.MESSAGE_PIECES)
    return [reader.fit(asked, read_function(line)) for line in functions]
