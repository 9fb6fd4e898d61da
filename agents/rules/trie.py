"""Phrases in a trie: one pass over the words of an article finds which of 100,000 phrases it has."""

from collections.abc import Mapping, Sequence
from typing import Any, Union

Tail = tuple[tuple[str, ...], str]
"""The one phrase below a place: the words that still must follow, and its key."""
Branch = dict[str | None, Union["Branch", Tail, str]]
"""What may follow, by the next word. Under None: the key of the phrase that ends here."""


class Trie:
    """Phrases of two words or more, each with a key. A place with one phrase below it is a tuple, to save memory."""

    def __init__(self) -> None:
        self.root: Branch = {}

    def add(self, words: Sequence[str], key: str) -> None:
        """Put a phrase in; one that is there stays."""
        place = self.root
        for depth, word in enumerate(words):
            below = place.get(word)
            if below is None:
                place[word] = (tuple(words[depth + 1 :]), key)
                return
            if isinstance(below, tuple):
                tail, other = below
                if tail == tuple(words[depth + 1 :]):
                    return
                below = place[word] = {tail[0]: (tail[1:], other)} if tail else {None: other}
            assert isinstance(below, dict), "under a word stands no key"
            place = below
        place[None] = key

    def discard(self, words: Sequence[str]) -> None:
        """Take a phrase out, and each place that holds nothing any more."""
        path = [self.root]
        for depth, word in enumerate(words):
            below = path[-1].get(word)
            if isinstance(below, dict):
                path.append(below)
                continue
            if isinstance(below, tuple) and below[0] == tuple(words[depth + 1 :]):
                del path[-1][word]
                _prune(path, words)
            return
        if path[-1].pop(None, None) is not None:
            _prune(path, words)

    def find(self, words: Sequence[str], where: Mapping[str, Sequence[int]], found: set[str]) -> None:
        """Add to `found` the key of each phrase in the words, whose last must be one that no phrase has.

        `where` gives each word's positions.
        """
        for word in where.keys() & self.root.keys():
            first = self.root[word]
            for start in where[word]:
                below: Any = first  # a class is asked for below: isinstance would cost a third of the time
                place = start + 1
                while below.__class__ is dict:
                    if None in below:
                        found.add(below[None])
                    below = below.get(words[place])
                    place += 1
                if below is not None:
                    tail, key = below
                    size = len(tail)
                    if words[place] == tail[0] if size == 1 else tuple(words[place : place + size]) == tail:
                        found.add(key)


def _prune(path: list[Branch], words: Sequence[str]) -> None:
    for depth in range(len(path) - 1, 0, -1):
        if path[depth]:
            return
        del path[depth - 1][words[depth - 1]]
