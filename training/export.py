"""Write a trained network as ONNX with 8-bit weights."""

from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from agents.facts.feed import Fed
from agents.facts.reader import MOST_PIECES
from agents.facts.words import BITS

OPSET = 20
"""The first that has GELU as one operator, which onnxruntime runs faster."""


def to_onnx(net: nn.Module, path: Path, by_word: bool) -> None:
    """The network with 32-bit weights; batch and length are free."""
    net.eval()
    facts = torch.ones((2, 16), dtype=torch.int64)
    ids = torch.ones((2, 16, MOST_PIECES), dtype=torch.int64) if by_word else facts
    axes = {name: {0: "windows", 1: "places"} for name in (*Fed._fields, "logits")}
    torch.onnx.export(
        net,
        (ids, facts, facts, facts, torch.zeros((2, 16, BITS))),
        str(path),
        input_names=list(Fed._fields),
        output_names=["logits"],
        dynamic_axes=axes,
        opset_version=OPSET,
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
