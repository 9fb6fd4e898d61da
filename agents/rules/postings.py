"""What is filed under keys, and by the words of an article: one look at a word gives all that is filed under it."""

from collections.abc import Mapping
from typing import TypeVar

from agents.rules.clauses import is_text_prefix
from agents.rules.entry import Entry

Filed = list[str | Entry]
"""What is filed under a key: second key, entry, second key, entry, …

Flat, so that the seconds of all candidates are looked up in one go: the time goes to fetching objects from memory, and
an entry whose second is missing is never fetched.
"""

_MEMO_LIMIT = 100_000
_STEM = 3
_Known = TypeVar("_Known")


class ByWord(dict[str, tuple[_Known, ...]]):
    """What is known under a word and under the prefixes that it begins with, remembered for each word met.

    Nearly all words have nothing. What is remembered of a word is forgotten when a key comes that it has.
    """

    def __init__(self, known: Mapping[str, _Known]) -> None:
        super().__init__()
        self._under = known
        self._lengths: dict[int, int] = {}
        """How many prefixes are so long."""
        self._stems: dict[str, list[str]] = {}
        """The words remembered, by how they begin."""

    def __missing__(self, word: str) -> tuple[_Known, ...]:
        if len(self) >= _MEMO_LIMIT:
            self._forget_all()
        keys = [word, *[f"{word[:size]}*" for size in self._lengths if size <= len(word)]]
        found = self[word] = tuple([known for key in keys if (known := self._under.get(key)) is not None])
        self._stems.setdefault(word[:_STEM], []).append(word)
        return found

    def come(self, key: str) -> None:
        """A word or a prefix has become known."""
        if not is_text_prefix(key):
            self.pop(key, None)
            return
        size = len(key) - 1
        self._lengths[size] = self._lengths.get(size, 0) + 1
        if size < _STEM:
            self._forget_all()
        for word in self._stems.pop(key[: min(size, _STEM)], ()):
            self.pop(word, None)

    def go(self, key: str) -> None:
        """A word or a prefix is known no longer. What is remembered of it stays."""
        if is_text_prefix(key):
            size = len(key) - 1
            self._lengths[size] -= 1
            if not self._lengths[size]:
                del self._lengths[size]

    def _forget_all(self) -> None:
        self.clear()
        self._stems.clear()


class Postings:
    """What is filed under each key, and by the words of an article."""

    def __init__(self) -> None:
        self.filed: dict[str, Filed] = {}
        self.by_word = ByWord(self.filed)

    def file(self, key: str, second: str, entry: Entry) -> None:
        """File a rule under a key."""
        filed = self.filed.get(key)
        if filed is None:
            self.filed[key] = [second, entry]
            self.by_word.come(key)
        else:
            filed += (second, entry)

    def unfile(self, key: str, entry: Entry) -> None:
        """Take a rule away that is filed under a key, once. A word may still remember the empty list."""
        filed = self.filed[key]
        place = filed.index(entry)
        del filed[place - 1 : place + 1]
        if not filed:
            del self.filed[key]
            self.by_word.go(key)
