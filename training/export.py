"""Write a trained tagger for use: ONNX with 8-bit weights, and the word pieces that it knows."""

import argparse
import shutil
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from agents.facts.words import BITS
from training import nets

INPUTS = ("ids", "shapes", "spaces", "firsts", "lists")


def to_onnx(net: nn.Module, path: Path) -> None:
    """The network with 32-bit weights; batch and length are free."""
    net.eval()
    ids = torch.ones((2, 16), dtype=torch.int64)
    example = (ids, ids, ids, ids, torch.zeros((2, 16, BITS)))
    axes = {name: {0: "batch", 1: "pieces"} for name in (*INPUTS, "logits")}
    torch.onnx.export(
        net,
        example,
        str(path),
        input_names=list(INPUTS),
        output_names=["logits"],
        dynamic_axes=axes,
        opset_version=20,
        dynamo=False,
    )


def quantize(source: Path, target: Path) -> None:
    """Weights of matrix products and tables of embeddings as 8-bit integers, activations quantised as they come."""
    quantize_dynamic(
        str(source),
        str(target),
        per_channel=True,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gemm", "Gather"],
    )


def main() -> None:
    """Read the arguments, export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True, help="an epoch's .pt file")
    parser.add_argument("--encoder", type=Path, required=True, help="folder with tokenizer.json")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--by-word", action="store_true", help="the fast network")
    parser.add_argument("--layers", type=int, default=nets.LAYERS)
    args = parser.parse_args()
    net = nets.restore(args.weights, nets.Words(layers=args.layers) if args.by_word else nets.Transformer())
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "net.onnx"
        to_onnx(net, full)
        quantize(full, args.out / "net.onnx")
    onnx.checker.check_model(str(args.out / "net.onnx"))
    shutil.copyfile(args.encoder / "tokenizer.json", args.out / "pieces.json")


if __name__ == "__main__":
    main()
