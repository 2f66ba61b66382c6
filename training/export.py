"""Export trained weights as three ONNX graphs with int8 matrix products, and their settings.

    python training/export.py runs/student/coder.pt src/riftline/events/weights

The encoder graph reads one window; the event graph reads its hidden states and proposed triggers;
the pair graph reads them and given pairs.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from fused import encoder_graph
from network import Coder
from trunks import load_trunk, minilm_folder

OPSET = 17


def export(weights: Path, folder: Path, quantised: bool = True) -> None:
    """Write encoder.onnx, events.onnx, pairs.onnx and tokenizer.json into ``folder``."""
    trunk, width, _ = load_trunk("minilm")
    model = Coder(trunk, width)
    model.load_state_dict(torch.load(weights, weights_only=True))
    model.eval()
    folder.mkdir(parents=True, exist_ok=True)
    t, e = 12, 3
    hidden = torch.randn(t, width)
    rows = torch.rand(e, t)
    dynamic = {0: "events", 1: "pieces"}
    graphs = {
        "encoder": (
            encoder_graph(model),
            (torch.ones(1, t, dtype=torch.long), torch.ones(1, t, dtype=torch.long)),
            ["ids", "shapes"],
            ["hidden", "triggers", "sectors", "filled"],
            {"ids": {1: "pieces"}, "shapes": {1: "pieces"}},
        ),
        "events": (
            model.events,
            (hidden, rows, rows, torch.ones(e, t, dtype=torch.long)),
            ["hidden", "spans", "sentences", "distances"],
            ["types", "modes", "aux", "voice", "contexts", "arguments", "implied"],
            {"hidden": {0: "pieces"}, "spans": dynamic, "sentences": dynamic, "distances": dynamic},
        ),
        "pairs": (
            model.pairs,
            (hidden, rows, rows, rows),
            ["hidden", "sources", "targets", "sentences"],
            ["types"],
            {"hidden": {0: "pieces"}, "sources": dynamic, "targets": dynamic, "sentences": dynamic},
        ),
    }
    with tempfile.TemporaryDirectory() as scratch:
        for name, (module, inputs, names, outputs, axes) in graphs.items():
            plain = Path(scratch) / f"{name}.onnx"
            torch.onnx.export(
                module, inputs, str(plain), input_names=names, output_names=outputs,
                dynamic_axes=axes, opset_version=OPSET, dynamo=False,
            )  # fmt: skip
            target = folder / f"{name}.onnx"
            if not quantised:
                shutil.copy(plain, target)
                continue
            quantize_dynamic(
                plain, target, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
                op_types_to_quantize=["MatMul", "Gather"] if name == "encoder" else ["MatMul"],
            )  # fmt: skip
    tokenizer = json.loads((minilm_folder() / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer["truncation"] = tokenizer["padding"] = None
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False))
    for path in sorted(folder.iterdir()):
        print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--float", action="store_true", help="keep 32-bit weights")
    args = parser.parse_args()
    export(args.weights, args.folder, quantised=not args.float)


if __name__ == "__main__":
    main()
