"""Train a tagger: `python -m training.fit --data ../shared/data/ner --encoder DIR --out DIR`."""

import argparse
import json
import math
import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import spacy
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from agents.facts.reader import Reader
from agents.facts.tokens import make_tokenizer
from agents.facts.words import Gazetteer
from training import corpus, nets, score
from training.windows import IGNORE, Batch, Marked, collate, mark, windows

SEED = 17
RATE, HEAD_RATE, DECAY, WARM = 2e-4, 1e-3, 0.95, 0.06
BATCH, WINDOW = 32, 126
HIDE = 0.03
"""The part of words whose pieces are hidden, so that the context counts."""
SMOOTH, CLIP = 0.05, 1.0
KEEP = 0.998
"""How much of the averaged weights each step keeps (exponential moving average)."""


def make_reader(pieces: Path, gazetteer: Path) -> Reader:
    """A reader with our tokenizer."""
    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer()(nlp)
    tokenizer = Tokenizer.from_file(str(pieces))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return Reader(nlp, tokenizer, Gazetteer.read(gazetteer))


def batches(articles: list[corpus.Piece], reader: Reader, rng: random.Random, limit: int, size: int) -> Iterator[Batch]:
    """An epoch: every article varied and cut anew, windows of like length side by side, in random order."""
    rows: list[tuple[Marked, int, int]] = []
    for article in articles:
        whole = corpus.vary_parts(article, rng)
        marked = mark(reader, whole)
        rows.extend((marked, begin, end) for begin, end in windows(marked, limit, rng))
    rows.sort(key=lambda row: row[2] - row[1] + rng.random() * 30)
    groups = [rows[at : at + size] for at in range(0, len(rows), size)]
    rng.shuffle(groups)
    yield from (collate(group, rng, HIDE) for group in groups)


class Trainer:
    """AdamW over 32-bit weights for a network that computes in bfloat16, with averaged weights beside."""

    def __init__(self, net: nn.Module, groups: list[tuple[float, list[nn.Parameter]]]) -> None:
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
        net.bfloat16()
        self.copy(self.masters)
        self.step_no = 0

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


def layer_groups(net: nets.Transformer) -> list[tuple[float, list[nn.Parameter]]]:
    """Learning rates: lower for layers nearer the input; the head and what is added learn fastest."""
    deep = len(net.layers)
    groups = [(RATE * DECAY ** (deep - at), list(layer.parameters())) for at, layer in enumerate(net.layers)]
    bottom = [*net.piece.parameters(), *net.place.parameters(), *net.norm.parameters()]
    new = [*net.added.parameters(), *net.head.parameters()]
    return [*groups, (RATE * DECAY ** (deep + 1), bottom), (HEAD_RATE, new)]


def loss_of(net: nn.Module, batch: Batch) -> Tensor:
    """Cross entropy at the words' first pieces."""
    logits = net(batch.ids, batch.shapes, batch.spaces, batch.firsts, batch.lists.bfloat16())
    flat = logits.flatten(0, 1).float()
    return cross_entropy(flat, batch.gold.flatten(), ignore_index=IGNORE, label_smoothing=SMOOTH)


def main() -> None:
    """Read the arguments, train, write weights after every epoch."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--gazetteer", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True, help="folder with model.safetensors and tokenizer.json")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--minutes", type=float, default=0, help="train for so long instead of so many epochs")
    parser.add_argument("--seed", type=int, default=SEED)
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    np.random.seed(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    reader = make_reader(args.encoder / "tokenizer.json", args.gazetteer)
    train = corpus.read(args.data / "worldwide-train.jsonl.gz")
    dev = corpus.read(args.data / "worldwide-dev.jsonl.gz")
    net = nets.from_minilm(args.encoder)
    each = sum(1 for _ in batches(train, reader, random.Random(0), WINDOW, BATCH))
    trainer = Trainer(net, layer_groups(net))
    began, total, done, epoch = time.time(), 0.0, 0.0, -1
    while done < 1:
        epoch += 1
        net.train()
        for at, batch in enumerate(batches(train, reader, rng, WINDOW, BATCH)):
            loss = loss_of(net, batch)
            done = (time.time() - began) / 60 / args.minutes if args.minutes else trainer.step_no / each / args.epochs
            trainer.step(loss, min(done, 1))
            total = 0.98 * total + 0.02 * loss.item()
            if at % 25 == 0:
                print(f"epoch {epoch} step {at}/{each} loss {total:.4f} {time.time() - began:.0f}s", flush=True)
            if done >= 1:
                break
        net.eval()
        torch.save({"raw": trainer.masters, "average": trainer.average, "epoch": epoch}, args.out / f"epoch{epoch}.pt")
        for name, weights in (("raw", trainer.masters), ("average", trainer.average)):
            trainer.copy(weights)
            figures = score.dev_scores(net, reader, dev)
            print(json.dumps({"epoch": epoch, "weights": name, **figures}), flush=True)
        trainer.copy(trainer.masters)


if __name__ == "__main__":
    main()
