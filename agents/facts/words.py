"""What the tagger sees of a word: its pieces, its shape, the space before it, the name lists that it stands in."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

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

_PART = re.compile(r"\w+|[^\w\s]")


class Phrase(NamedTuple):
    """A name of several words after its first one, and the bit that says `begin` (the next one says `inside`)."""

    rest: tuple[str, ...]
    bit: int


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """The word in lower case without accents: what lists are compared by."""
    if word.isascii():
        return word.lower()
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
    """The name lists, for look-up by word and by phrase."""

    def __init__(self, lists: Iterable[tuple[str, bool, Iterable[str]]]) -> None:
        """`lists` of (name, single words, entries), in the order of their bits."""
        self._words: dict[str, int] = {}
        self._phrases: dict[str, list[Phrase]] = {}
        bit = 0
        for _, single, entries in lists:
            for entry in entries:
                first, *rest = [fold(part) for part in _PART.findall(entry)] or [""]
                if rest:
                    self._phrases.setdefault(first, []).append(Phrase(tuple(rest), bit))
                elif first:
                    self._words[first] = self._words.get(first, 0) | 1 << bit
            bit += 1 if single else 2

    @classmethod
    def read(cls, folder: Path) -> "Gazetteer":
        """From the folder of `<list>.txt`, one entry a line. Raises OSError when one is missing."""
        return cls((name, single, (folder / f"{name}.txt").read_text("utf-8").splitlines()) for name, single in LISTS)

    def mask(self, word: str, form: int) -> int:
        """The lists that the word alone stands in, as bits: only a word with a capital can be a name."""
        return self._words.get(fold(word), 0) if form in CAPITALS else 0

    def begins(self, word: str, form: int) -> bool:
        """Whether a name of several words can begin with this one."""
        return form in CAPITALS and fold(word) in self._phrases

    def phrases(self, words: Sequence[str], at: int) -> Iterable[tuple[int, int]]:
        """The names of several words that stand at `at`: for each its end (excluded) and its bit."""
        for phrase in self._phrases.get(fold(words[at]), ()):
            end = at + 1 + len(phrase.rest)
            if end <= len(words) and all(fold(w) == r for w, r in zip(words[at + 1 : end], phrase.rest, strict=True)):
                yield end, phrase.bit


CAPITALS = frozenset({2, 3, 4, 5, 7})
"""Indices in SHAPES of words with a capital (those of letters and digits may have one)."""


def unpack(masks: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
    """Bit masks as floats of 0 and 1, in a new last axis of length BITS."""
    return ((masks[..., None] >> np.arange(BITS)) & 1).astype(np.float32)
