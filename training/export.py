"""Write a trained network as ONNX with 8-bit weights, and read the weights of such a file back."""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from training import nets
from training.graph import build


def to_onnx(net: nets.Transformer, path: Path, by_word: bool) -> None:
    """The network with 8-bit weights."""
    weights = {name: value.detach().float().numpy() for name, value in net.state_dict().items()}
    onnx.save(build(weights, len(net.layers), by_word), str(path))


def weights(path: Path, net: nets.Transformer) -> nets.Transformer:
    """The network with the weights of an epoch (.pt) or of a model (.onnx)."""
    return from_onnx(path, net) if path.suffix == ".onnx" else nets.restore(path, net)


def from_onnx(path: Path, net: nets.Transformer) -> nets.Transformer:
    """The network with the weights of a file that `to_onnx` wrote: training goes on from a model in the package.

    What 8 bits lost stays lost; the places beyond a window, which no model sees, keep what `net` has.
    """
    kept = {one.name: numpy_helper.to_array(one) for one in onnx.load(str(path)).graph.initializer}
    state = net.state_dict()
    for name in state:
        state[name] = _restored(name, state[name], kept)
    net.load_state_dict(state)
    return net


def _restored(name: str, old: Tensor, kept: dict[str, np.ndarray]) -> Tensor:  # type: ignore[type-arg]  # of any kind
    """One weight."""
    stem, _, kind = name.rpartition(".")
    if stem == "piece":
        whole = kept["piece.weight"].astype(np.float32) - kept["piece.zero"]
        return torch.from_numpy(whole * kept["piece.scale"])
    if stem == "place":
        rows = torch.from_numpy(kept["place"].copy())
        return torch.cat([rows, old[len(rows) :]])
    if stem in {"added.shape", "added.space", "added.first"}:
        # Only their sum is kept: the first row of each of two tables is taken for nothing.
        table = torch.from_numpy(kept["known"].copy()).view(len(nets.SHAPES), len(nets.SPACES), 2, -1)
        return {
            "added.shape": table[:, 0, 0],
            "added.space": table[0, :, 0] - table[0, 0, 0],
            "added.first": table[0, 0] - table[0, 0, 0],
        }[stem].clone()
    if name in {"added.lists.weight", "head.weight"}:
        return torch.from_numpy(kept["lists_" if stem == "added.lists" else name].T.copy())
    if kind == "weight" and f"{stem}.scale" in kept:
        return torch.from_numpy((kept[name] * kept[f"{stem}.scale"]).T.copy())
    return torch.from_numpy(kept[name].copy())
