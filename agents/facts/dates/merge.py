"""Joins the tokens of a named day ("New Year's Eve") into one, before the grammar sees them."""

import re
from functools import lru_cache

from agents.facts.dates.classes import CHAR
from agents.facts.dates.feasts import feast_names
from agents.facts.dates.lexer import Tokens, cut

_WORD, _FEAST = CHAR["feastword"], CHAR["feast"]


@lru_cache(maxsize=1)
def _by_first() -> dict[str, list[tuple[str, ...]]]:
    """Names as tokens, by their first word, the longest first."""
    out: dict[str, list[tuple[str, ...]]] = {}
    for name in feast_names():
        pieces = tuple(piece.strip() for piece in cut(name))
        out.setdefault(pieces[0], []).append(pieces)
    return {first: sorted(names, key=len, reverse=True) for first, names in out.items()}


def merge_feasts(tokens: Tokens) -> Tokens:
    """The same text with each named day as one token of class `feast`."""
    if _WORD not in tokens.classes:
        return tokens
    words, starts = tokens.words, tokens.starts
    new_words: list[str] = []
    new_classes: list[str] = []
    new_starts: list[int] = []
    at = 0
    for match in re.finditer(_WORD, tokens.classes):
        i = match.start()
        length = _name_at(words, i) if i >= at else 0
        if not length:
            continue
        new_words += (*words[at:i], "".join(words[i : i + length]))
        new_classes += (tokens.classes[at:i], _FEAST)
        new_starts += starts[at : i + 1]
        at = i + length
    if not at:
        return tokens
    return Tokens(new_words + words[at:], "".join(new_classes) + tokens.classes[at:], new_starts + starts[at:])


def _name_at(words: list[str], i: int) -> int:
    """How many tokens from the i-th make a name; 0 where none do."""
    for name in _by_first().get(words[i].rstrip().lower(), ()):
        here = tuple(word.rstrip().lower().replace("’", "'") for word in words[i : i + len(name)])
        if here == name:
            return len(name)
    return 0
