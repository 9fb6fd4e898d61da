"""Which keys are found in the words of one field: single words, phrases, prefixes, words as written."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from sys import intern

from agents.rules.reading import BREAK, positions
from agents.rules.trie import Trie
from agents.rules.words import fold_word, folded_words

_MEMO_LIMIT = 100_000


class Finder:
    """The keys of one field that rules ask for. `place` is what its keys begin with: empty for the text."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.words: set[str] = set()
        """Single words; unused in the text, where each word is its own key."""
        self.phrases = Trie()
        self.prefixes = Prefixes(place)
        self.exact: dict[str, set[str]] = {}
        """Words as written, by their folded form."""
        self.whole = False
        """Whether `person:*` is asked for."""

    def add(self, key: str) -> None:
        """Look for a key from now on."""
        items = key[len(self.place) :]
        if items[0] == "=":
            self.exact.setdefault(fold_word(items[1:]), set()).add(items[1:])
        elif items == "*":
            self.whole = True
        elif items[-1] == "*":
            self.prefixes.add(items[:-1])
        elif " " in items:
            self.phrases.add(items.split(" "), key)
        elif self.place:
            self.words.add(items)

    def discard(self, key: str) -> None:
        """Look for a key no longer."""
        items = key[len(self.place) :]
        if items[0] == "=":
            folded = fold_word(items[1:])
            self.exact[folded].discard(items[1:])
            if not self.exact[folded]:
                del self.exact[folded]
        elif items == "*":
            self.whole = False
        elif items[-1] == "*":
            self.prefixes.discard(items[:-1])
        elif " " in items:
            self.phrases.discard(items.split(" "))
        elif self.place:
            self.words.discard(items)

    def find(self, words: Sequence[str], where: Mapping[str, Sequence[int]], found: set[str]) -> None:
        """Add to `found` the keys found in words that end with a break; `where` gives each word's positions.

        In the text, words are keys themselves.
        """
        if self.place:
            found.update([self.place + word for word in self.words & where.keys()])
        else:
            found.update(where)
        if self.phrases.root:
            self.phrases.find(words, where, found)
        if self.prefixes:
            found.update(chain.from_iterable(map(self.prefixes.__getitem__, where)))
        if self.whole and where:
            found.add(f"{self.place}*")

    def find_exact(self, parts: Iterable[str], found: set[str]) -> None:
        """Add the words as written whose letters stand in a part, after `find` has found them folded."""
        for folded in self.exact.keys() & found:
            found.update(f"={word}" for word in self.exact[folded] if any(word in part for part in parts))


class NameFinder:
    """The keys of one kind of name, found by the name's text and remembered: the same names come again and again."""

    def __init__(self, place: str) -> None:
        self.finder = Finder(place)
        self._known: dict[str, tuple[str, ...]] = {}

    def add(self, key: str) -> None:
        """Look for a key from now on."""
        self.finder.add(key)
        self._known.clear()

    def discard(self, key: str) -> None:
        """Look for a key no longer."""
        self.finder.discard(key)
        self._known.clear()

    def keys_of(self, name: str) -> tuple[str, ...]:
        """The keys found in a name."""
        known = self._known.get(name)
        if known is None:
            if len(self._known) >= _MEMO_LIMIT:
                self._known.clear()
            found: set[str] = set()
            words = [*folded_words(name), BREAK]
            self.finder.find(words, positions(words), found)
            known = self._known[name] = tuple(found)
        return known


class Prefixes(dict[str, tuple[str, ...]]):
    """The keys of prefixes by the words that have them, remembered; emptied when a prefix comes or goes."""

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place
        self.known: set[str] = set()
        self.lengths: dict[int, int] = {}

    def __bool__(self) -> bool:
        return bool(self.known)

    def __missing__(self, word: str) -> tuple[str, ...]:
        if len(self) >= _MEMO_LIMIT:
            self.clear()
        starts = [word[:length] for length in self.lengths if length <= len(word)]
        keys = self[word] = tuple(intern(f"{self.place}{start}*") for start in starts if start in self.known)
        return keys

    def add(self, prefix: str) -> None:
        """Know a prefix from now on."""
        if prefix not in self.known:
            self.known.add(prefix)
            self.lengths[len(prefix)] = self.lengths.get(len(prefix), 0) + 1
            self.clear()

    def discard(self, prefix: str) -> None:
        """Know it no longer."""
        self.known.discard(prefix)
        self.lengths[len(prefix)] -= 1
        if not self.lengths[len(prefix)]:
            del self.lengths[len(prefix)]
        self.clear()
