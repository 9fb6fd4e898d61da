"""Copies of a story: fingerprints of sampled 5-grams of words, and how much of one text is in another.

Containment after Broder, "On the resemblance and containment of documents" (1997): a text that an agency cut, or to
which another added its own paragraphs, is still wholly contained, where resemblance would sink with every change.
"""

import re
import zlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import numpy as np
from msgspec import Struct

GRAM = 5
"""Words of a gram."""
SAMPLE = 4
"""One gram in so many is kept: those whose hash is divisible by it, which are the same ones in every text."""
MOST = 64
"""Hashes of a fingerprint: the smallest ones of those sampled."""
ENOUGH = 0.25
"""Containment from which on a text is taken to be in another. Unrelated texts that reach it: about 1 in 1,000."""
FEWEST = 3
"""Hashes that must be shared: two grams in common may be a quotation."""

_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_SPARE = np.uint64(17)
"""Bits of a hash that are dropped: 47 are left, which every reader of JSON holds exactly."""
_BETWEEN = re.compile(r"[^\w\x00-\x7f]+")
"""What stands between words beyond ASCII; within it a table says so, four times as fast."""
_WORDS = bytes(code if code >= 0x80 or chr(code).isalnum() or code == 0x5F else 0x20 for code in range(256))

Fingerprint = tuple[int, ...]


def fingerprint(text: str) -> Fingerprint:
    """The fingerprint of a text: at most 64 hashes, ascending; none for a text of fewer than five words.

    Case, punctuation and markup do not count. Linear in the text's length.

    >>> fingerprint("The harbour of Port Louis reopened") == fingerprint("the HARBOUR of Port-Louis: reopened!")
    True
    """
    lower = text.lower()
    spaced = (lower if lower.isascii() else _BETWEEN.sub(" ", lower)).encode("utf-8", "replace").translate(_WORDS)
    words = np.array(list(map(zlib.crc32, spaced.split())), np.uint64)
    if len(words) < GRAM:
        return ()
    grams = words[: len(words) - GRAM + 1]
    for place in range(1, GRAM):  # a polynomial over the words' checksums, modulo 2**64
        grams = grams * _BASE + words[place : len(words) - GRAM + 1 + place]
    mixed = ((grams ^ (grams >> np.uint64(29))) * _MIX) >> _SPARE
    sampled = np.unique(mixed[mixed % np.uint64(SAMPLE) == 0])
    return tuple(sampled[:MOST].tolist())


def contained(part: Sequence[int], whole: Sequence[int]) -> float:
    """How much of `part` is in `whole`, 0 to 1, by their fingerprints.

    A full fingerprint knows its text only up to its largest hash; beyond that, neither yes nor no can be said, and
    nothing counts.
    """
    return _share(len(set(part).intersection(whole)), part, whole)


def _share(shared: int, part: Sequence[int], whole: Sequence[int]) -> float:
    known = bisect_right(part, whole[-1]) if len(whole) >= MOST else len(part)
    return shared / known if known and shared >= min(FEWEST, len(part)) else 0.0


def relation(new: Sequence[int], old: Sequence[int]) -> Literal["copy", "update", "part"] | None:
    """What a new text is to an old one: a copy, an update that holds all of it, a part of it, or nothing."""
    forward, back = contained(new, old) >= ENOUGH, contained(old, new) >= ENOUGH
    if forward and back:
        return "copy"
    return "update" if back else "part" if forward else None


class Found(Struct, frozen=True):
    """A remembered text that shares words with a new one: how much of each is in the other."""

    name: str
    new_in_old: float
    old_in_new: float


class Fingerprints:
    """Remembered texts by their fingerprints, with a quick answer to which of them a new text is a copy of.

    One hash in INDEXED leads to its texts, which then are compared whole; texts with few hashes are found by each of
    them. What more than COMMON texts share is boilerplate and leads nowhere.
    """

    INDEXED = 4
    COMMON = 50
    _SHORT = 16

    def __init__(self) -> None:
        self._texts: dict[str, Fingerprint] = {}
        self._names: dict[int, str | list[str]] = {}

    def __len__(self) -> int:
        return len(self._texts)

    def put(self, name: str, hashes: Iterable[int]) -> None:
        """Remember a text, in place of an earlier one of that name."""
        self.drop(name)
        self._texts[name] = hashes = tuple(hashes)
        for each in self._leads(hashes):
            held = self._names.get(each)
            if held is None:
                self._names[each] = name
            elif isinstance(held, str):
                self._names[each] = [held, name]
            elif len(held) <= self.COMMON:
                held.append(name)

    def drop(self, name: str) -> None:
        """Forget a text."""
        for each in self._leads(self._texts.pop(name, ())):
            held = self._names.get(each)
            if isinstance(held, list) and name in held:
                held.remove(name)
            elif held == name:
                del self._names[each]

    def find(self, hashes: Sequence[int]) -> list[Found]:
        """Remembered texts that the new one is in, or that are in it, the most alike first."""
        found, words = [], set(hashes)
        for name in self._candidates(hashes):
            old = self._texts[name]
            shared = len(words.intersection(old))
            each = Found(name, _share(shared, hashes, old), _share(shared, old, hashes))
            if max(each.new_in_old, each.old_in_new) >= ENOUGH:
                found.append(each)
        return sorted(found, key=lambda each: (-max(each.new_in_old, each.old_in_new), each.name))

    def _candidates(self, hashes: Sequence[int]) -> Iterator[str]:
        """Texts that hashes lead to; of a long text two must, or every quotation would be looked at."""
        hits: Counter[str] = Counter()
        for each in hashes:
            held = self._names.get(each)
            if isinstance(held, str):
                hits[held] += 1
            elif held is not None and len(held) <= self.COMMON:
                hits.update(held)
        return (name for name, count in hits.items() if count > 1 or len(self._texts[name]) < self._SHORT)

    def _leads(self, hashes: Sequence[int]) -> Iterator[int]:
        if len(hashes) < self._SHORT:
            return iter(hashes)
        return (each for each in hashes if not each // SAMPLE % self.INDEXED)
