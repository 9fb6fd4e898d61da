"""Tokens of the full-text index: our own words, so that a word of the index is a word of the rule engine."""

import re
from collections.abc import Iterable
from functools import lru_cache

from agents.rules.words import folded_words

BREAK = "\ue000"
"""Stands between paragraphs, names and subjects, as the engine's break does: no phrase reaches over it, and it counts
as one word. A letter of private use, which no word is."""

_PRIVATE = 0xE000
_PLAIN = {
    code: _PRIVATE + code for code in range(128) if not (chr(code).isdigit() or "a" <= chr(code) <= "z")
}  # fmt: skip
"""What SQLite's `ascii` tokenizer would part or fold, as letters of private use; all beyond ASCII is left whole."""
_BEYOND = re.compile(r"\S*[^\x00-\x7f]\S*")
"""A piece between spaces that is not all ASCII; or two, with a space beyond ASCII between."""

_MEMO_LIMIT = 150_000
"""Pieces kept before the memory starts again: about 20 MB."""


def token(word: str) -> str:
    """A word, or a fact of several words, as one token.

    >>> token("mosul"), len(token("source=afp news"))
    ('mosul', 15)
    """
    return word.translate(_PLAIN)


class _Streams(dict[str, str]):
    """The tokens of each piece between spaces, kept: news repeats itself, so most pieces are only looked up."""

    def __missing__(self, piece: str) -> str:
        if len(self) >= _MEMO_LIMIT:
            self.clear()
        known = self[piece] = " ".join(map(token, folded_words(piece)))
        return known


_STREAMS = _Streams()


def parts_stream(parts: Iterable[str]) -> str:
    """The words of paragraphs, with a break between, as a text that the index parts into these words again.

    Of ASCII the `ascii` tokenizer makes what the engine makes: runs of letters and digits in small letters. So only the
    pieces with something else are parted here.

    >>> parts_stream(["A cease-fire.", "In Łódź"]).replace(BREAK, "|").split()
    ['A', 'cease-fire.', '|', 'In', 'lodz']
    """
    return f" {BREAK} ".join(part if part.isascii() else _BEYOND.sub(_stream, part) for part in parts)


def _stream(found: re.Match[str]) -> str:
    return f" {_STREAMS[found[0]]} "


@lru_cache(maxsize=100_000)
def fact(kind: str, value: str) -> str:
    """A fact as one token: that a field has a value.

    >>> fact("country", "SY") == fact("country", "sy")
    False
    """
    return token(f"{kind}={value}")
