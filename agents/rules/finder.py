"""Which of the keys that rules ask for stand in a field: in its words, or in the names that enrichment found."""

from collections.abc import Iterable
from itertools import chain

from agents.rules.clauses import LONGEST_ROW
from agents.rules.words import folded_words

_MEMO_LIMIT = 100_000


class Finder:
    """The keys of one field. `place` is what they begin with in the index: `person:`."""

    def __init__(self, place: str) -> None:
        self.place = place
        self._keys: set[str] = set()
        """Without the place: words, several words with a space between, prefixes with their star."""
        self._lengths: dict[int, int] = {}
        """How many prefixes are so long."""

    def add(self, key: str) -> None:
        """Look for a key from now on."""
        items = key[len(self.place) :]
        self._keys.add(items)
        if items[-1] == "*":
            self._lengths[len(items) - 1] = self._lengths.get(len(items) - 1, 0) + 1

    def discard(self, key: str) -> None:
        """Look for a key no longer."""
        items = key[len(self.place) :]
        self._keys.discard(items)
        if items[-1] == "*":
            self._lengths[len(items) - 1] -= 1
            if not self._lengths[len(items) - 1]:
                del self._lengths[len(items) - 1]

    def find(self, grams: Iterable[str], found: set[str]) -> None:
        """Add to `found` the keys that stand among these words and rows of words."""
        place = self.place
        found.update([place + items for items in self._keys.intersection(grams)])
        if self._lengths:
            starts = {f"{gram[:size]}*" for gram in grams for size in self._lengths if size <= len(gram)}
            found.update([place + items for items in self._keys & starts])


class Grams(dict[str, tuple[str, ...]]):
    """The words of a name and the rows of words in it, remembered: the same names come again and again.

    >>> Grams()["Bashar al-Assad"]
    ('bashar', 'bashar al', 'bashar al assad', 'al', 'al assad', 'assad')
    """

    def __missing__(self, name: str) -> tuple[str, ...]:
        if len(self) >= _MEMO_LIMIT:
            self.clear()
        words = folded_words(name)
        rows = (
            (" ".join(words[start:end]) for end in range(start + 1, min(start + LONGEST_ROW, len(words)) + 1))
            for start in range(len(words))
        )
        grams = self[name] = tuple(dict.fromkeys(chain.from_iterable(rows)))
        return grams
