"""The tagger's network as an ONNX graph laid out for one processor core: 8-bit weights, fused operators, no padding.

Written by hand rather than exported, for what an exporter gives runs at two thirds of the speed: it parts query, key
and value with transpositions, and has a mask that windows run one by one do not need.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from agents.facts.decode import TAGS
from agents.facts.feed import WINDOW
from agents.facts.words import BITS, SPACES

Array = npt.NDArray[np.generic]
HEADS = 12
OPSET = 20
"""The first that has GELU as one operator."""
FUSED = "com.microsoft"
"""onnxruntime's own operators: quantised products with their bias, attention over all heads."""


class Graph:
    """A graph under construction: every method adds a node and returns the name of its output."""

    def __init__(self, weights: Mapping[str, Array]) -> None:
        """`weights` by their names in the network of PyTorch (training/nets.py), 32-bit."""
        self._weights = weights
        self._nodes: list[NodeProto] = []
        self._values: dict[str, Array] = {}

    def value(self, name: str, array: Array) -> str:
        """A constant of that name."""
        self._values[name] = array
        return name

    def node(self, kind: str, inputs: Sequence[str], domain: str = "", **attributes: object) -> str:
        """An operator with one output."""
        output = f"{kind}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output

    def norm(self, x: str, name: str) -> str:
        """The sum's normalisation, with the layer's weight and bias."""
        scale, shift = (self.value(f"{name}.{kind}", self._weights[f"{name}.{kind}"]) for kind in ("weight", "bias"))
        return self.node("LayerNormalization", [x, scale, shift], axis=-1, epsilon=1e-12)

    def product(self, x: str, name: str) -> str:
        """`x` times a linear layer's weights in 8 bits, its bias added."""
        whole8, scale = eight_bits(self._weights[f"{name}.weight"])
        values = (whole8, scale, np.zeros(len(scale), dtype=np.int8), self._weights[f"{name}.bias"])
        named = [
            self.value(f"{name}.{kind}", each)
            for kind, each in zip(("weight", "scale", "zero", "bias"), values, strict=True)
        ]
        return self.node("DynamicQuantizeMatMul", [x, *named], domain=FUSED)

    def thirds(self, x: str) -> list[str]:
        """The three parts of the last axis: one product for all three reckons the scale of `x` once."""
        outputs = [f"Split_{len(self._nodes)}_{part}" for part in range(3)]
        self._nodes.append(helper.make_node("Split", [x], outputs, axis=-1, num_outputs=3))
        return outputs

    def embed(self, by_word: bool) -> str:
        """What a place holds before the first layer: its pieces' mean, and what is known of its word."""
        scale, zero, table = unsigned(self._weights["piece.weight"])
        found = self.node("Gather", [self.value("piece.weight", table), "ids"])
        x = self.node("DequantizeLinear", [found, self.value("piece.scale", scale), self.value("piece.zero", zero)])
        if by_word:
            self.value("none", np.array(0))
            there = self.node("Cast", [self.node("Greater", ["ids", "none"])], to=TensorProto.FLOAT)
            last, before = self.value("last", np.array([-1])), self.value("before", np.array([-2]))
            share = self.node("Div", [there, self.node("ReduceSum", [there, last], keepdims=1)])
            x = self.node("Squeeze", [self.node("MatMul", [self.node("Unsqueeze", [share, before]), x]), before])
        shape, space, first = (self._weights[f"added.{kind}.weight"] for kind in ("shape", "space", "first"))
        known = shape[:, None, None] + space[None, :, None] + first[None, None]
        table = self.value("known", known.reshape(-1, known.shape[-1]))
        which = self.node("Mul", ["shapes", self.value("spaces_firsts", np.array(len(SPACES) * 2))])
        which = self.node("Add", [which, self.node("Mul", ["spaces", self.value("firsts_", np.array(2))])])
        x = self.node("Add", [x, self.node("Gather", [table, self.node("Add", [which, "firsts"])])])
        lists = self.value("lists_", np.ascontiguousarray(self._weights["added.lists.weight"].T))
        x = self.node("Add", [x, self.node("MatMul", ["lists", lists])])
        places = self.value("place", self._weights["place.weight"][: WINDOW + 2])
        ends = [self.value("begin", np.array([0])), self.node("Shape", ["shapes"], start=1, end=2)]
        return self.node("Add", [x, self.node("Slice", [places, *ends, self.value("axis", np.array([0]))])])

    def layer(self, x: str, name: str) -> str:
        """One of the transformer's layers."""
        parts = self.thirds(self.product(x, f"{name}.qkv"))
        seen = self.node("MultiHeadAttention", parts, domain=FUSED, num_heads=HEADS)
        x = self.norm(self.node("Add", [x, self.product(seen, f"{name}.out")]), f"{name}.norm1")
        wide = self.node("Gelu", [self.product(x, f"{name}.up")])
        return self.norm(self.node("Add", [x, self.product(wide, f"{name}.down")]), f"{name}.norm2")

    def head(self, x: str) -> None:
        """The tags' logits: the graph's output."""
        weight = self.value("head.weight", np.ascontiguousarray(self._weights["head.weight"].T))
        product = self.node("MatMul", [x, weight])
        bias = self.value("head.bias", self._weights["head.bias"])
        self._nodes.append(helper.make_node("Add", [product, bias], ["logits"]))

    def model(self, by_word: bool) -> ModelProto:
        """All of it; windows and places are free, so is the number of a word's pieces."""
        places = ["windows", "places"]
        shapes = {"ids": [*places, "pieces"] if by_word else places, "shapes": places, "spaces": places}
        inputs = [
            *(helper.make_tensor_value_info(n, TensorProto.INT64, s) for n, s in (shapes | {"firsts": places}).items()),
            helper.make_tensor_value_info("lists", TensorProto.FLOAT, [*places, BITS]),
        ]
        outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [*places, len(TAGS)])]
        values = [numpy_helper.from_array(array, name) for name, array in self._values.items()]
        graph = helper.make_graph(self._nodes, "wire_tagger", inputs, outputs, values)
        domains = [helper.make_opsetid("", OPSET), helper.make_opsetid(FUSED, 1)]
        return helper.make_model(graph, opset_imports=domains, ir_version=10)


def build(weights: Mapping[str, Array], layers: int, by_word: bool) -> ModelProto:
    """The network's graph from its 32-bit weights. It takes windows without padding."""
    graph = Graph(weights)
    x = graph.norm(graph.embed(by_word), "norm")
    for at in range(layers):
        x = graph.layer(x, f"layers.{at}")
    graph.head(x)
    return graph.model(by_word)


def eight_bits(weight: Array) -> tuple[Array, Array]:
    """A linear layer's weight (outputs, inputs) as signed 8 bits (inputs, outputs), and the scale of each output."""
    scale = np.abs(weight).max(axis=1) / 127
    scale[scale == 0] = 1
    whole = np.rint(weight / scale[:, None]).clip(-127, 127).astype(np.int8)
    return np.ascontiguousarray(whole.T), scale.astype(np.float32)


def unsigned(table: Array) -> tuple[Array, Array, Array]:
    """A table of embeddings as unsigned 8 bits: scale, zero, table."""
    scale = np.float32((table.max() - table.min()) / 255)
    zero = np.rint(-table.min() / scale)
    whole = (np.rint(table / scale) + zero).clip(0, 255).astype(np.uint8)
    return np.array(scale), np.array(zero, dtype=np.uint8), whole
