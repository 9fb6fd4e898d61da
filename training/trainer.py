"""Steps down a loss: 32-bit weights behind a network that computes in fewer bits, and their moving average."""

import math

import torch
from torch import Tensor, nn

from training import nets

RATE, HEAD_RATE, DECAY, WARM = 2e-4, 5.0, 0.95, 0.06
"""The rate of the top layer, how many times faster the head learns, what a layer further down has of it, the rise."""
CLIP = 1.0
KEEP = 0.998
"""How much of the averaged weights each step keeps (exponential moving average)."""

COMPUTE = torch.bfloat16 if torch.cpu._is_avx512_bf16_supported() else torch.float32
"""Half the time where the processor has it, three times the time where it has not."""

Groups = list[tuple[float, list[nn.Parameter]]]


class Trainer:
    """AdamW over 32-bit weights for a network that computes in COMPUTE, with averaged weights beside."""

    def __init__(self, net: nn.Module, groups: Groups) -> None:
        self.net = net
        self.params = [p for _, group in groups for p in group]
        self.masters = [p.detach().float().clone() for p in self.params]
        self.average = [m.clone() for m in self.masters]
        at, rows = 0, []
        for rate, group in groups:
            rows.append({"params": self.masters[at : at + len(group)], "lr": rate, "weight_decay": 0.01})
            at += len(group)
        self.adam = torch.optim.AdamW(rows, foreach=False, fused=True, betas=(0.9, 0.98))
        self.rates = [rate for rate, _ in groups]
        net.to(COMPUTE)
        self.copy(self.masters)
        self.step_no = 0
        self.last = 0.0

    def copy(self, source: list[Tensor]) -> None:
        """Put weights into the network."""
        with torch.no_grad():
            for p, m in zip(self.params, source, strict=True):
                p.copy_(m)

    def step(self, loss: Tensor, done: float) -> None:
        """One step down the loss; `done` is the part of the training that is over: rates rise, then fall."""
        factor = min(done / WARM, max(0.01, 0.5 + 0.5 * math.cos(math.pi * (done - WARM) / (1 - WARM))))
        for row, rate in zip(self.adam.param_groups, self.rates, strict=True):
            row["lr"] = rate * factor
        self.last = loss.item()
        loss.backward()
        for p, m in zip(self.params, self.masters, strict=True):
            m.grad = p.grad.float() if p.grad is not None else None
            p.grad = None
        nn.utils.clip_grad_norm_(self.masters, CLIP)
        self.adam.step()
        self.step_no += 1
        keep = min(KEEP, (1 + self.step_no) / (10 + self.step_no))
        with torch.no_grad():
            for average, m in zip(self.average, self.masters, strict=True):
                average.lerp_(m, 1 - keep)
        self.copy(self.masters)


def layer_groups(net: nets.Transformer, top: float = RATE) -> Groups:
    """Learning rates: lower for layers nearer the input; the head and what is added learn fastest."""
    deep = len(net.layers)
    groups = [(top * DECAY ** (deep - at), list(layer.parameters())) for at, layer in enumerate(net.layers)]
    bottom = [*net.piece.parameters(), *net.place.parameters(), *net.norm.parameters()]
    new = [*net.added.parameters(), *net.head.parameters()]
    return [*groups, (top * DECAY ** (deep + 1), bottom), (top * HEAD_RATE, new)]
