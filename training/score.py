"""Exact-span scores of a tagger on annotated articles: overall, by label, by region."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import torch
from torch import nn

from agents.facts import decode
from agents.facts.reader import Reader
from training.corpus import LABELS, Piece, Span
from training.windows import Marked, collate

LIMIT, BESIDE = 254, 0


def f1(hits: float, found: float, gold: float) -> float:
    """F1 in percent, two decimals."""
    return round(200 * hits / max(found + gold, 1), 2)


def exact(pairs: Iterable[tuple[Piece, Sequence[Span]]]) -> dict[str, Any]:
    """F1 of found spans against the pieces' own, overall (`f`), by label and by region."""
    hits: Counter[str] = Counter()
    found: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    for piece, spans in pairs:
        truth = set(piece.spans)
        for counter, group in ((hits, truth & set(spans)), (found, set(spans)), (gold, truth)):
            for span in group:
                counter.update(("all", span.label, piece.region))
    keys = [*LABELS, *sorted(set(gold) - set(LABELS) - {"all"})]
    return {
        "f": f1(hits["all"], found["all"], gold["all"]),
        "p": round(100 * hits["all"] / max(found["all"], 1), 2),
        "r": round(100 * hits["all"] / max(gold["all"], 1), 2),
        **{key: f1(hits[key], found[key], gold[key]) for key in keys},
    }


def cuts(lengths: Sequence[int], limit: int) -> list[tuple[int, int]]:
    """Ranges of words that fill windows of `limit` pieces."""
    ranges, begin, room = [], 0, limit
    for at, length in enumerate(lengths):
        if length > room:
            ranges.append((begin, at))
            begin, room = at, limit
        room -= length
    return [*ranges, (begin, len(lengths))]


def log_probabilities(net: nn.Module, seen: Marked, limit: int = LIMIT) -> decode.Floats:
    """(words, tags) of one article."""
    ranges = cuts([len(p) for p in seen.seen.pieces], limit)
    batch = collate([(seen, begin, end) for begin, end in ranges])
    kind = next(net.parameters()).dtype
    with torch.no_grad():
        logits = net(batch.ids, batch.shapes, batch.spaces, batch.firsts, batch.lists.to(kind)).float()
    rows = [logits[row][batch.firsts[row] == 1].numpy() for row in range(len(ranges))]
    return decode.log_softmax(np.concatenate(rows))


def forms(seen: Marked) -> list[str]:
    """The form by which words agree with themselves: capitalised ones."""
    return [w if s in (2, 4, 5) else "" for w, s in zip(seen.seen.words, seen.seen.shapes, strict=True)]


def dev_scores(net: nn.Module, reader: Reader, pieces: Sequence[Piece], weight: float = 0.75) -> dict[str, Any]:
    """Scores of the network over whole articles."""
    net.eval()
    pairs = []
    for piece in pieces:
        seen, tokens = reader.see(reader.nlp.make_doc(piece.text))
        log = log_probabilities(net, Marked(seen, [0] * len(tokens)))
        log = decode.agree(log, forms(Marked(seen, [])), weight)
        path = decode.best_path(log[None], [len(log)])[0].tolist()
        pairs.append((piece, [character_span(tokens, one) for one in decode.spans(path, log)]))
    return exact(pairs)


def character_span(tokens: Sequence[Any], found: decode.Found) -> Span:
    """Word offsets as character offsets."""
    last = tokens[found.end - 1]
    return Span(tokens[found.start].idx, last.idx + len(last), found.label)
