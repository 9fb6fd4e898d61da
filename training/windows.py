"""Articles as arrays for the tagger's training: words with gold tags, cut into windows at random sentence ends."""

import itertools
import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from agents.facts.decode import TAGS
from agents.facts.reader import Reader
from agents.facts.words import Seen, unpack
from training.corpus import Piece

IGNORE = -100
CLS, SEP, MASK = 101, 102, 103


class Marked(NamedTuple):
    """An article as the tagger sees it, with a gold tag for each word."""

    seen: Seen
    tags: list[int]


def mark(reader: Reader, piece: Piece) -> Marked:
    """Gold tags by character offsets: a word belongs to a span when it overlaps it."""
    doc = reader.nlp.make_doc(piece.text)
    seen, tokens = reader.see(doc)
    tags = [0] * len(tokens)
    spans = iter(piece.spans)
    span, begun = next(spans, None), False
    for at, token in enumerate(tokens):
        start, end = token.idx, token.idx + len(token)
        while span is not None and span.end <= start:
            span, begun = next(spans, None), False
        if span is not None and start < span.end and span.start < end:
            tags[at] = TAGS.index(f"{'I' if begun else 'B'}-{span.label}")
            begun = True
    return Marked(seen, tags)


def windows(marked: Marked, limit: int, rng: random.Random) -> Iterator[tuple[int, int]]:
    """Ranges of words, each of at most `limit` pieces, that end at sentence ends where they can."""
    lengths = [len(pieces) for pieces in marked.seen.pieces]
    begin = 0
    while begin < len(lengths):
        room, end, stops = rng.randint(limit // 2, limit), begin, []
        while end < len(lengths) and room >= lengths[end]:
            room -= lengths[end]
            end += 1
            if marked.seen.shapes[end - 1] == 9:
                stops.append(end)
        end = max(end, begin + 1)
        if end < len(lengths) and stops and stops[-1] > begin + (end - begin) // 2:
            end = stops[-1]
        yield begin, end
        begin = end


class Batch(NamedTuple):
    """Tensors of shape (batch, pieces); `lists` has BITS more, `gold` is IGNORE but for a word's first piece."""

    ids: Tensor
    shapes: Tensor
    spaces: Tensor
    firsts: Tensor
    lists: Tensor
    gold: Tensor


def collate(rows: Sequence[tuple[Marked, int, int]], rng: random.Random | None = None, hide: float = 0.0) -> Batch:
    """Windows side by side, each between CLS and SEP, padded with zeros; `hide` of the words without their pieces."""
    longest = 2 + max(sum(len(p) for p in m.seen.pieces[a:b]) for m, a, b in rows)
    field = np.zeros((6, len(rows), longest), dtype=np.int64)
    field[5] = IGNORE
    for row, (marked, begin, end) in enumerate(rows):
        fill(field[:, row], marked, begin, end)
        if rng is not None:
            conceal(field[:, row], rng, hide)
    ids, shapes, spaces, firsts, masks, gold = (torch.from_numpy(f) for f in field)
    return Batch(ids, shapes, spaces, firsts, torch.from_numpy(unpack(masks.numpy())), gold)


def fill(field: npt.NDArray[np.int64], marked: Marked, begin: int, end: int) -> None:
    """Write one window into `field` of shape (6, pieces)."""
    field[0, 0] = CLS
    at, seen = 1, marked.seen
    for word in range(begin, end):
        stop = at + len(seen.pieces[word])
        field[0, at:stop] = seen.pieces[word]
        field[1, at:stop] = seen.shapes[word]
        field[2, at:stop] = seen.spaces[word]
        field[3, at] = 1
        field[4, at:stop] = seen.masks[word]
        field[5, at] = marked.tags[word]
        at = stop
    field[0, at] = SEP


def conceal(field: npt.NDArray[np.int64], rng: random.Random, hide: float) -> None:
    """Put MASK over all pieces of some words of one window; what is known of the words stays."""
    begins = [*np.flatnonzero(field[3]).tolist(), int(np.flatnonzero(field[0] == SEP)[-1])]
    for begin, end in itertools.pairwise(begins):
        if rng.random() < hide:
            field[0, begin:end] = MASK
