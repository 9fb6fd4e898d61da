"""Text into words: where a word begins and ends, and the form in which words are compared (case and accents folded)."""

import re
import unicodedata
from functools import cache
from itertools import chain
from sys import intern

_MEMO_LIMIT = 150_000
"""Forms kept before the memory starts again: about 30 MB."""

OWN_WORD = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f"  # Myanmar
    "\u1780-\u17ff"  # Khmer
    "\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9d"  # Hiragana, Katakana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
)
"""Scripts written without spaces: each letter counts as a word, and a run of them in a query is a phrase.

Ranges, first and last with a hyphen between."""

_JOINERS = "\u00ad\u200c\u200d\u2060"  # soft hyphen, zero-width non-joiner and joiner, word joiner: seen by nobody

_LETTERS_FOR = str.maketrans(
    {
        "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n",
        "æ": "ae", "œ": "oe", "þ": "th", "ĸ": "k",
    }
)  # fmt: skip
"""Letters whose accent Unicode does not take off by decomposition: to it, a stroke is no mark."""


_HAS_OWN_WORD = re.compile(f"[{OWN_WORD}]")
_ASCII = re.compile("[A-Za-z0-9]+")
_SPACED = "".join(char if char.isalnum() else " " for char in map(chr, range(128)))
"""Of ASCII, what stands in no word becomes a space: for `str.translate`, by far the fastest way to part a text."""


@cache
def _spaced_pattern() -> re.Pattern[str]:
    return re.compile(rf"[^\W_]+(?:[{_mark_ranges()}]+[^\W_]*)*")


@cache
def _any_pattern() -> re.Pattern[str]:
    letter, marks = rf"[^\W_{OWN_WORD}]", _mark_ranges()
    return re.compile(rf"{letter}+(?:[{marks}]+{letter}*)*|(?=\w)[{OWN_WORD}][{marks}]*")


def _pattern_for(text: str) -> re.Pattern[str]:
    """The same words from each; the narrower ones are three times as fast."""
    if text.isascii():
        return _ASCII
    return _any_pattern() if _HAS_OWN_WORD.search(text) else _spaced_pattern()


@cache
def _mark_ranges() -> str:
    """The combining marks (categories Mn, Mc, Me) and the joiners as ranges for a character class."""
    codes = [code for code in chain(range(0x300, 0x20000), range(0xE0100, 0xE01F0)) if _is_mark(chr(code))]
    starts = [code for code in codes if not _is_mark(chr(code - 1))]
    ends = [code for code in codes if not _is_mark(chr(code + 1))]
    return "".join(f"{chr(start)}-{chr(end)}" for start, end in zip(starts, ends, strict=True)) + _JOINERS


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


def word_spans(text: str) -> list[tuple[int, int]]:
    """Where the words of a text stand, in characters, half open.

    >>> word_spans("cease-fire")
    [(0, 5), (6, 10)]
    """
    return [found.span() for found in _pattern_for(text).finditer(text)]


def raw_words(text: str) -> list[str]:
    """The words as written.

    >>> raw_words("The U.S.-led raid, 習近平")
    ['The', 'U', 'S', 'led', 'raid', '習', '近', '平']
    """
    return _pattern_for(text).findall(text)


def fold_word(word: str) -> str:
    """The form in which words are compared: compatibility forms, case and accents folded.

    >>> [fold_word(word) for word in ("Straße", "ŁÓDŹ", "Erdoğan", "ﬁre")]
    ['strasse', 'lodz', 'erdogan', 'fire']
    """
    if word.isascii():
        return word.lower()
    plain = _without_marks(_without_marks(word).casefold())
    return plain.translate(_LETTERS_FOR).replace(" ", "") or word


def _without_marks(word: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", word) if not _is_mark(char) and char not in _JOINERS)


class _Pieces(dict[str, tuple[str, ...]]):
    """Folded words of each piece between spaces, kept: news repeats itself, so most pieces are only looked up."""

    def __missing__(self, piece: str) -> tuple[str, ...]:
        if len(self) >= _MEMO_LIMIT:
            self.clear()
        words = self[piece] = tuple(intern(fold_word(word)) for word in raw_words(piece))
        return words


_PIECES = _Pieces()


def folded_words(text: str) -> list[str]:
    """The words of a text, folded: `[fold_word(w) for w in raw_words(text)]`, several times as fast.

    >>> folded_words("“Cease-fire” in Łódź")
    ['cease', 'fire', 'in', 'lodz']
    """
    if text.isascii():
        return text.lower().translate(_SPACED).split()
    return list(chain.from_iterable(map(_PIECES.__getitem__, text.split())))


BREAK = "|"
"""Stands after each paragraph among the words, and counts as one: it is no letter, so no phrase reaches over it."""

_PLAIN = str.maketrans({chr(code): chr(code).lower() if chr(code).isalnum() else " " for code in range(128)})
_PRINTED = "\u201c\u201d\u2018\u2019\u2013\u2014\u2026\u00a0"
"""Quotation marks, dashes, ellipsis and fixed space: in most paragraphs all that is not ASCII. They part words."""


def spaced_words(text: str) -> str | None:
    """The text folded, with a space for each character that is in no word; None where a word's length may change.

    Then each word stands where it stood: most paragraphs need nothing else.

    >>> spaced_words("“Cease-fire” ")
    ' cease fire  '
    """
    if not text.isascii():
        for char in _PRINTED:
            text = text.replace(char, " ")
        if not text.isascii():
            return None
    return text.translate(_PLAIN)
