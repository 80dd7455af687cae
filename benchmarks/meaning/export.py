"""Writes the trained encoder as the workbench ships it: ONNX with weights of eight bits.

    python -m benchmarks.meaning.export MINILM TRAINED.pt

Pieces that no text in the workbench's languages is made of are left out of the vocabulary. Needs
torch, onnx, onnxscript and onnxruntime.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from benchmarks.meaning.network import Encoder
from workbench.paths import resources

FOLDER = resources() / "chat" / "meaning"
_NAMES = ["vectors", "weights", "whole"]
_LATIN = re.compile(r"(?:##)?[a-z0-9]+|[ -~]|[«»„“”‘’–—…№€£¥₽°©®™•→×]|\[(?:PAD|UNK|CLS|SEP)\]")


def smaller(encoder: Encoder, vocabulary: list[str]) -> list[str]:
    """Leave the pieces in other scripts out; their numbers close up, [PAD] stays 0."""
    kept = [n for n, piece in enumerate(vocabulary) if _LATIN.fullmatch(piece)]
    encoder.words = torch.nn.Embedding.from_pretrained(encoder.words.weight[kept])
    return [vocabulary[n] for n in kept]


def main() -> None:
    """Write ``model.onnx`` and ``vocabulary.txt``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("minilm", type=Path)
    parser.add_argument("trained", type=Path)
    given = parser.parse_args()
    state = torch.load(given.trained)
    vocabulary = (given.minilm / "vocab.txt").read_text("utf-8").strip().split("\n")
    layers = 1 + max(int(n.split(".")[1]) for n in state if n.startswith("layers."))
    encoder = Encoder(layers, len(vocabulary))
    encoder.load_state_dict(state)
    vocabulary = smaller(encoder.eval(), vocabulary)
    (FOLDER / "vocabulary.txt").write_text("\n".join(vocabulary) + "\n", "utf-8")
    with TemporaryDirectory() as place:
        whole = Path(place, "whole.onnx")
        sizes = {"texts": torch.export.Dim("texts", min=1), "pieces": torch.export.Dim("pieces")}
        torch.onnx.export(
            encoder,
            (torch.randint(1, 1000, (3, 12)),),
            whole,
            input_names=["pieces"],
            output_names=_NAMES,
            dynamic_shapes=[{0: sizes["texts"], 1: sizes["pieces"]}],
            dynamo=True,
            external_data=False,
        )
        # The exporter's notes on shapes contradict the quantizer's own.
        model = onnx.load(whole)
        del model.graph.value_info[:]
        onnx.save(model, whole)
        quantize_dynamic(
            whole, FOLDER / "model.onnx", weight_type=QuantType.QInt8, per_channel=True
        )
    model = onnx.load(FOLDER / "model.onnx")
    known = [*state["scales"].tolist(), state["none"].item()]
    numbers = (f"{number:.4f}" for number in known)
    onnx.helper.set_model_props(model, dict(zip(("pieces", "whole", "none"), numbers, strict=True)))
    onnx.save(model, FOLDER / "model.onnx")
    print(f"{(FOLDER / 'model.onnx').stat().st_size / 1e6:.1f} MB, {len(vocabulary)} pieces")


if __name__ == "__main__":
    main()
