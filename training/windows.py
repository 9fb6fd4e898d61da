"""Articles as arrays for the tagger's training: words with gold tags, cut into windows, side by side as tensors."""

import random
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from spacy.language import Language
from torch import Tensor

from agents.facts.decode import TAGS
from agents.facts.feed import MASK, Window, feed
from agents.facts.reader import Ints, Reader, Seen
from training.corpus import Piece

IGNORE = -100


class Marked(NamedTuple):
    """An article as the tagger sees it, with a gold tag for each word (IGNORE where none is known)."""

    seen: Seen
    tags: Ints


class Batch(NamedTuple):
    """A network's five inputs, and the gold tags of shape (windows, places): IGNORE but where a word begins."""

    inputs: tuple[Tensor, ...]
    gold: Tensor


def mark(nlp: Language, reader: Reader, piece: Piece) -> Marked:
    """Gold tags by character offsets: a word belongs to a span when it overlaps it."""
    doc = nlp.make_doc(piece.text)
    seen = reader.see(doc)
    tags = np.zeros(len(seen.tokens), dtype=np.int64)
    spans = iter(piece.spans)
    span, begun = next(spans, None), False
    for at, index in enumerate(seen.tokens.tolist()):
        start, end = doc[index].idx, doc[index].idx + len(doc[index])
        while span is not None and span.end <= start:
            span, begun = next(spans, None), False
        if span is not None and start < span.end and span.start < end:
            tags[at] = TAGS.index(f"{'I' if begun else 'B'}-{span.label}")
            begun = True
    return Marked(seen, tags)


def collate(rows: Sequence[tuple[Marked, Window]], by_word: bool, rng: random.Random, hide: float) -> Batch:
    """Windows side by side; `hide` of the words without their pieces, so that the context counts."""
    fed = feed([window for _, window in rows], by_word)
    gold = np.full(fed.firsts.shape, IGNORE, dtype=np.int64)
    for at, (marked, window) in enumerate(rows):
        gold[at, fed.firsts[at] == 1] = marked.tags[window.begin : window.end]
        conceal(fed.ids[at], fed.firsts[at], rng, hide)
    return Batch(tuple(torch.from_numpy(field) for field in fed), torch.from_numpy(gold))


def conceal(ids: Ints, firsts: Ints, rng: random.Random, hide: float) -> None:
    """Put MASK over all pieces of some words of one window; what is known of the words stays."""
    begins = np.flatnonzero(firsts).tolist()
    for at, begin in enumerate(begins):
        if rng.random() < hide:
            if ids.ndim == 2:
                ids[begin] = 0
                ids[begin, 0] = MASK
            else:
                end = begins[at + 1] if at + 1 < len(begins) else begin + 1
                ids[begin:end] = MASK
