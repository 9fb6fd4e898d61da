"""Marks the words of a named day ("New Year's Eve") as such, before the grammar sees them."""

import re

from msgspec.structs import replace

from agents.facts.dates.classes import CHAR
from agents.facts.dates.feasts import name_at
from agents.facts.dates.lexer import Tokens

_WORD, _FEAST, _JOINED = CHAR["feastword"], CHAR["feast"], CHAR["joined"]


def mark_feasts(tokens: Tokens) -> Tokens:
    """The same tokens, those of a named day with the class `feast` (its first word) and `joined` (the others)."""
    classes = tokens.classes
    if _WORD not in classes:
        return tokens
    out: list[str] = []
    at = 0
    for match in re.finditer(_WORD, classes):
        first = match.start()
        if first < at:
            continue
        length = name_at(tokens.token, first, len(classes))
        if length:
            out += (classes[at:first], _FEAST, _JOINED * (length - 1))
            at = first + length
    return replace(tokens, classes="".join(out) + classes[at:]) if out else tokens
