"""Train a tagger.

accurate: python -m training.fit --data ../shared/data --encoder DIR --out DIR --epochs 9
fast:     the same with --teacher WEIGHTS --layers 3 (a network by word, which learns from the accurate one as well)
Weights are an epoch's .pt, or the net.onnx of a model.
"""

import argparse
import gzip
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import spacy
import torch
from spacy.language import Language
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, kl_div, log_softmax, mse_loss

from agents.facts import tokens  # noqa: F401 (registers the tokenizer)
from agents.facts.feed import WINDOW, WORDS, Fed, cut
from agents.facts.reader import Reader
from agents.facts.tagger import Tagger
from training import corpus, export, nets
from training.lessons import Lesson, Row, rows, teach
from training.score import pipeline_scores
from training.trainer import COMPUTE, RATE, Trainer, layer_groups
from training.windows import IGNORE, Batch, collate, mark

SEED = 17
BATCH = 32
HIDE = 0.03
"""The part of words whose pieces are hidden, so that the context counts."""
SMOOTH = 0.05
NARROWING = 60
"""Articles by which the units of a narrower network are chosen."""
GOLD = 0.3
"""How much the annotation counts beside the teacher, where there is both."""


class Running:
    """A network of PyTorch where the tagger expects a session of onnxruntime: scores in training are those in use."""

    def __init__(self, net: nn.Module) -> None:
        self.net = net

    def run(self, outputs: None, fed: dict[str, Any]) -> list[np.ndarray[Any, Any]]:
        """Logits of one batch."""
        del outputs
        kind = next(self.net.parameters()).dtype
        fields = [torch.from_numpy(fed[name]) for name in Fed._fields]
        with torch.no_grad():
            return [self.net(*fields[:4], fields[4].to(kind)).float().numpy()]


def pipeline(net: nn.Module, pieces: Path, by_word: bool) -> tuple[Language, Reader]:
    """A pipeline around the network, and its reader."""
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "wirewatch.tokens.v1"}}})
    tagger = nlp.add_pipe("wire_tagger", config={"by_word": by_word, "window": WORDS if by_word else WINDOW})
    assert isinstance(tagger, Tagger)
    reader = tagger.read_with(Running(net), pieces.read_text())
    return nlp, reader


def windows(articles: Sequence[corpus.Piece], nlp: Language, reader: Reader, rng: random.Random) -> Iterator[Row]:
    """An epoch's windows without a teacher: every article varied and cut anew."""
    nothing = torch.zeros(0)
    for article in articles:
        marked = mark(nlp, reader, corpus.vary_parts(article, rng))
        sizes = [rng.randint(WINDOW // 2, WINDOW) for _ in range(50)]
        for window in cut(marked.seen, sizes, by_word=False):
            yield Row(marked, window, nothing, nothing)


def batches(rows: Iterator[Row], rng: random.Random) -> list[list[Row]]:
    """Windows of like length side by side, in random order."""
    ordered = sorted(rows, key=lambda row: row.window.end - row.window.begin + rng.random() * 20)
    groups = [ordered[at : at + BATCH] for at in range(0, len(ordered), BATCH)]
    rng.shuffle(groups)
    return groups


def narrowed(
    net: nets.Words, inner: int, nlp: Language, reader: Reader, articles: Sequence[corpus.Piece]
) -> nets.Words:
    """The network with fewer units within its layers: those that say most in these articles."""
    rows = (
        [Row(m, w, torch.zeros(0), torch.zeros(0)) for w in cut(m.seen, (WINDOW,), by_word=True)]
        for m in (mark(nlp, reader, article) for article in articles)
    )
    pairs = ([(row.marked, row.window) for row in group] for group in rows if group)
    return nets.narrow(net.eval(), inner, (collate(each, True, random.Random(0), 0).inputs for each in pairs))


def gold_loss(net: nets.Transformer, batch: Batch) -> Tensor:
    """Cross entropy at the places where words begin."""
    *fields, lists = batch.inputs
    logits = net(*fields, lists.to(COMPUTE)).flatten(0, 1).float()
    return cross_entropy(logits, batch.gold.flatten(), ignore_index=IGNORE, label_smoothing=SMOOTH)


def taught_loss(net: nets.Transformer, batch: Batch, hidden: Tensor, wanted: Tensor) -> Tensor:
    """What the teacher says of each word and what it holds there, and the annotation where there is one."""
    *fields, lists = batch.inputs
    words = fields[3] == 1
    held = net.encode(*fields, lists.to(COMPUTE))[words]
    logits = net.head(net.drop(held)).float()
    loss = kl_div(log_softmax(logits, -1), wanted, reduction="batchmean") + mse_loss(held.float(), hidden.float())
    gold = batch.gold[words]
    if (gold != IGNORE).any():
        loss = loss + GOLD * cross_entropy(logits, gold, ignore_index=IGNORE)
    return loss


def unlabelled(path: Path, most: int) -> list[corpus.Piece]:
    """Press releases without annotation, the first `most` characters of each."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [corpus.Piece(row["id"], corpus.UNLABELLED, f"{row['title']}\n\n{row['body']}"[:most], ()) for row in rows]


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with ner/ and archive/")
    parser.add_argument("--encoder", type=Path, required=True, help="folder with model.safetensors and tokenizer.json")
    parser.add_argument("--out", type=Path, required=True, help="folder for the weights of each epoch")
    parser.add_argument("--teacher", type=Path, help="weights of the accurate network")
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--rate", type=float, default=RATE, help="the highest learning rate of the top layer")
    parser.add_argument("--layers", type=int, default=nets.LAYERS)
    parser.add_argument("--inner", type=int, default=nets.INNER, help="units within each layer")
    parser.add_argument("--narrow", type=int, default=0, help="begin by leaving so many of them")
    parser.add_argument("--epochs", type=float, default=9)
    parser.add_argument("--minutes", type=float, default=0, help="train for so long instead of so many epochs")
    parser.add_argument("--releases", type=int, default=0, help="press releases to learn from as well")
    parser.add_argument("--seed", type=int, default=SEED)
    return parser.parse_args()


def main() -> None:
    """Read the arguments, train, write weights and print scores after every epoch."""
    args = arguments()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    train = corpus.read(args.data / "ner/worldwide-train.jsonl.gz")
    dev = corpus.read(args.data / "ner/worldwide-dev.jsonl.gz")
    lessons: list[Lesson] = []
    net: nets.Transformer
    if args.teacher:
        teacher = export.weights(args.teacher, nets.Transformer())
        net = (
            export.weights(args.start, nets.Words(layers=args.layers, inner=args.inner))
            if args.start
            else nets.student(teacher, args.layers)
        )
        nlp, reader = pipeline(net, args.encoder / "tokenizer.json", by_word=True)
        more = unlabelled(args.data / "archive/doj-press-releases.jsonl.gz", 2000)
        lessons = teach(teacher.to(COMPUTE).eval(), nlp, reader, [*train, *rng.sample(more, args.releases)])
        print(f"{len(lessons)} lessons", flush=True)
        if args.narrow:
            net = narrowed(net, args.narrow, nlp, reader, train[:NARROWING])
            nlp, reader = pipeline(net, args.encoder / "tokenizer.json", by_word=True)
            print(json.dumps({"narrow": args.narrow, **pipeline_scores(nlp, dev)}), flush=True)
    else:
        net = export.weights(args.start, nets.Transformer()) if args.start else nets.from_minilm(args.encoder)
        nlp, reader = pipeline(net, args.encoder / "tokenizer.json", by_word=False)
    trainer = Trainer(net, layer_groups(net, args.rate))
    began, total, done, epoch = time.time(), 0.0, 0.0, -1
    while done < 1:
        epoch += 1
        net.train()
        epochs_rows = rows(lessons, nlp, reader, rng) if lessons else windows(train, nlp, reader, rng)
        groups = batches(epochs_rows, rng)
        for at, group in enumerate(groups):
            passed = (time.time() - began) / 60
            done = passed / args.minutes if args.minutes else (epoch + at / len(groups)) / args.epochs
            trainer.step(step_loss(net, group, rng), min(done, 1))
            total = 0.98 * total + 0.02 * trainer.last
            if at % 25 == 0:
                print(f"epoch {epoch} step {at}/{len(groups)} loss {total:.4f} {passed:.1f} min", flush=True)
            if done >= 1:
                break
        done = 1.0 if not args.minutes and epoch + 1 >= args.epochs else done
        torch.save({"raw": trainer.masters, "average": trainer.average, "epoch": epoch}, args.out / f"epoch{epoch}.pt")
        trainer.copy(trainer.average)
        net.eval()
        print(json.dumps({"epoch": epoch, **pipeline_scores(nlp, dev)}), flush=True)
        trainer.copy(trainer.masters)


def step_loss(net: nets.Transformer, group: list[Row], rng: random.Random) -> Tensor:
    """The loss of one batch."""
    pairs = [(row.marked, row.window) for row in group]
    if not isinstance(net, nets.Words):
        return gold_loss(net, collate(pairs, False, rng, HIDE))
    hidden, wanted = torch.cat([row.hidden for row in group]), torch.cat([row.wanted for row in group])
    return taught_loss(net, collate(pairs, True, rng, 0), hidden, wanted)


if __name__ == "__main__":
    main()
