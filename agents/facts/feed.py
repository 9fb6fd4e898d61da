"""Cuts what the tagger sees into windows and lays them side by side as the arrays that a network takes."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from agents.facts.reader import Ints, Seen
from agents.facts.words import unpack

CLS, SEP, MASK = 101, 102, 103
WINDOW, WORDS = 126, 80
"""Pieces in a window of the accurate network, words in one of the fast, the two at its ends not counted."""


class Window(NamedTuple):
    """The words `begin` to `end` (excluded) of one document."""

    seen: Seen
    begin: int
    end: int


class Fed(NamedTuple):
    """A network's input for windows side by side.

    Integers of shape (windows, places), `ids` 0 where a window is shorter; `lists` has BITS more, `firsts` says where
    a word begins, `ids` of a network that reads whole words has as many more as the longest word has pieces.
    """

    ids: Ints
    shapes: Ints
    spaces: Ints
    firsts: Ints
    lists: npt.NDArray[np.float32]


def cut(seen: Seen, sizes: Sequence[int], by_word: bool) -> Iterator[Window]:
    """Windows over a document, each of at most the next of `sizes` (again and again) in pieces or words.

    A window ends at the widest break of its second half: a line break, else a sentence's end, else anywhere.
    """
    weights = np.ones(len(seen.counts), dtype=np.int64) if by_word else seen.counts
    ends = np.cumsum(weights)
    width = np.where(seen.spaces >= 2, 3, 0)
    width[1:] = np.maximum(width[1:], np.where(seen.shapes[:-1] == 9, 2, 0))
    begin, turn = 0, 0
    while begin < len(ends):
        before = ends[begin - 1] if begin else 0
        end = max(int(np.searchsorted(ends, before + sizes[turn % len(sizes)], side="right")), begin + 1)
        turn += 1
        if end < len(ends):
            half = begin + (end - begin + 1) // 2
            options = width[half + 1 : end + 1][::-1]
            if len(options) and options.max() > 0:
                end -= int(options.argmax())
        yield Window(seen, begin, end)
        begin = end


def feed(windows: Sequence[Window], by_word: bool) -> Fed:
    """The windows side by side, each between CLS and SEP, padded with zeros."""
    rows = [_by_word(w) if by_word else _by_piece(w) for w in windows]
    longest = 2 + max(len(row[1]) for row in rows)
    most = (max(int(w.seen.counts[w.begin : w.end].max()) for w in windows),) if by_word else ()
    ids = np.zeros((len(rows), longest, *most), dtype=np.int64)
    rest = np.zeros((4, len(rows), longest), dtype=np.int64)
    for at, (pieces, facts) in enumerate(rows):
        end = 1 + len(facts)
        ids[at, 1:end] = pieces[:, : most[0]] if most else pieces
        ids[(at, 0, 0) if by_word else (at, 0)] = CLS
        ids[(at, end, 0) if by_word else (at, end)] = SEP
        rest[:, at, 1:end] = facts.T
    return Fed(ids, rest[0], rest[1], rest[2], unpack(rest[3]))


def _by_word(window: Window) -> tuple[Ints, Ints]:
    """Pieces of shape (words, MOST_PIECES), and shape, space, first, mask of each word."""
    seen, words = window.seen, slice(window.begin, window.end)
    first = np.ones(window.end - window.begin, dtype=np.int64)
    return seen.pieces[words], np.stack([seen.shapes[words], seen.spaces[words], first, seen.masks[words]], axis=1)


def _by_piece(window: Window) -> tuple[Ints, Ints]:
    """Pieces, and for each piece the shape, space and mask of its word and whether it is the word's first."""
    table, facts = _by_word(window)
    counts = window.seen.counts[window.begin : window.end]
    repeated = np.repeat(facts, counts, axis=0)
    firsts = np.zeros(len(repeated), dtype=np.int64)
    firsts[np.cumsum(counts) - counts] = 1
    repeated[:, 2] = firsts
    return table[table > 0], repeated
