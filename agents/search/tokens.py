"""Tokens of the full-text index: our own words, so that a word of the index is a word of the rule engine."""

from collections.abc import Iterable, Sequence
from sys import intern

from agents.rules.words import folded_words

BREAK = "\ue000"
"""Stands between paragraphs, names and subjects, as the engine's break does: no phrase reaches over it, and it counts
as one word. A letter of private use, which no word is."""

_PRIVATE = 0xE000
_PLAIN = {
    code: _PRIVATE + code for code in range(128) if not (chr(code).isdigit() or "a" <= chr(code) <= "z")
}  # fmt: skip
"""What SQLite's `ascii` tokenizer would part or fold, as letters of private use; all beyond ASCII is left whole."""


def token(word: str) -> str:
    """A word, or a fact of several words, as one token.

    >>> token("mosul"), len(token("source=afp news"))
    ('mosul', 15)
    """
    return word.translate(_PLAIN)


def stream(words: Sequence[str]) -> str:
    """Folded words as a text that the index parts into these words again."""
    joined = " ".join(words)
    bare = joined.replace(" ", "")
    if joined.isascii() and bare.isalnum() and len(joined) - len(bare) == len(words) - 1:
        return joined  # folded ASCII words have no capitals
    return " ".join(map(token, words))


def parts_stream(parts: Iterable[str]) -> str:
    """The words of paragraphs, with a break after each."""
    return f" {BREAK} ".join(stream(folded_words(part)) for part in parts)


def fact(kind: str, value: str) -> str:
    """A fact as one token: that a field has a value.

    >>> fact("country", "SY") == fact("country", "sy")
    False
    """
    return intern(token(f"{kind}={value}"))
