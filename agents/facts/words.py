"""What the tagger sees of a word: its pieces, its shape, the space before it, the name lists that it stands in."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from agents.facts import hashed
from agents.facts.hashed import Hashed

SHAPES = ("none", "lower", "Title", "Single", "UPPER", "mixed", "digits", "alnum", "punct", "end")
SPACES = ("none", "space", "line", "paragraph", "start")
ENDS = frozenset(".!?…")

LISTS = (
    # file of the gazetteer, whether its entries are single words; each has one bit, the others two (begin, inside)
    ("given_names", True),
    ("surnames", True),
    ("leaders_name_parts", True),
    ("nationalities", True),
    ("peoples_religions_languages", True),
    ("abbreviations", True),
    ("cities", False),
    ("countries", False),
    ("regions", False),
    ("parties_and_bodies", False),
)
BITS = sum(1 if single else 2 for _, single in LISTS)

LONGEST = 8
"""Words of the longest name that is looked for."""

_PART = re.compile(r"\w+|[^\w\s]")


def fold(word: str) -> str:
    """The word in lower case without accents: what lists are compared by."""
    return word.lower() if word.isascii() else _fold(word)


@lru_cache(maxsize=10_000)
def _fold(word: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(char))


def shape(word: str) -> int:
    """The index in SHAPES of the word's shape."""
    if word.isalpha():
        if word.islower():
            return 1
        if word.isupper():
            return 4 if len(word) > 1 else 3
        return 2 if word[0].isupper() and word[1:].islower() else 5
    if word in ENDS:
        return 9
    if not any(char.isalnum() for char in word):
        return 8
    if not any(char.isalpha() for char in word):
        return 6
    if any(char.isdigit() for char in word):
        return 7
    core = word.rstrip(".")
    return 4 if core.isupper() else 2 if core[:1].isupper() else 1


class Gazetteer:
    """The name lists, for look-up by word and by phrase.

    A name's number has the bits of the lists that it stands in, and above them, where it is the first word of longer
    names, the bits of their lengths.
    """

    def __init__(self, table: Hashed) -> None:
        self._table = table

    @classmethod
    def of(cls, lists: Iterable[tuple[str, bool, Iterable[str]]]) -> "Gazetteer":
        """From `lists` of (name, single words, entries), in the order of their bits."""
        return cls(hashed.build(numbers(lists).items()))

    @classmethod
    def read(cls, file: Path) -> "Gazetteer":
        """From the table that `python -m training.tables` made of the lists. Raises OSError when it is missing."""
        return cls(hashed.read(file))

    def mask(self, word: str, form: int) -> tuple[int, int]:
        """The lists that the word alone stands in, as bits, and the lengths of names that begin with it, as bits.

        Only a word with a capital can be a name.
        """
        number = self._table.one(fold(word)) if form in CAPITALS else 0
        return number & (1 << BITS) - 1, number >> BITS

    def phrases(self, words: Sequence[str], lengths: int) -> Iterator[tuple[int, int]]:
        """The names of several of `words` that begin with the first: for each its words and its bits."""
        folded = [fold(word) for word in words]
        for length in range(2, min(len(words), LONGEST) + 1):
            if lengths >> length & 1 and (found := self._table.one(" ".join(folded[:length])) & (1 << BITS) - 1):
                yield length, found


def numbers(lists: Iterable[tuple[str, bool, Iterable[str]]]) -> dict[str, int]:
    """The names of the lists, folded, with the numbers that a gazetteer keeps of them."""
    found: dict[str, int] = defaultdict(int)
    bit = 0
    for _, single, entries in lists:
        for entry in entries:
            words = [fold(part) for part in _PART.findall(entry)]
            if 1 <= len(words) <= LONGEST:
                found[" ".join(words)] |= 1 << bit
            if 1 < len(words) <= LONGEST:
                found[words[0]] |= 1 << BITS + len(words)
        bit += 1 if single else 2
    return found


CAPITALS = frozenset({2, 3, 4, 5, 7})
"""Indices in SHAPES of words with a capital (those of letters and digits may have one)."""


def unpack(masks: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
    """Bit masks as floats of 0 and 1, in a new last axis of length BITS."""
    return ((masks[..., None] >> np.arange(BITS)) & 1).astype(np.float32)
