"""The tokens of a query, read one at a time, since what follows a field is read by that field."""

import re
from typing import Literal

from msgspec import Struct

from agents.rules.errors import QueryError

TokenKind = Literal["end", "(", ")", "AND", "OR", "NOT", "near", "atleast", "field", "term"]


class Token(Struct, frozen=True, gc=False):
    """A token. `number` is the n of `w/n`, `pre/n`, `atleastn`."""

    kind: TokenKind
    text: str
    start: int
    end: int
    number: int = 0


QUOTES = '"“”„'
_TOKEN = re.compile(
    rf"""
      (?P<paren>[()])
    | (?P<field>[A-Za-z_]+):
    | (?P<term>=?[{QUOTES}][^{QUOTES}]*[{QUOTES}]\*? | [^\s()\[\]{QUOTES}:]+)
    """,
    re.VERBOSE,
)
_SPACE = re.compile(r"\s*")
_NEAR = re.compile(r"(w|pre)/(\d+)\Z", re.IGNORECASE | re.ASCII)
_AT_LEAST = re.compile(r"atleast(\d+)\Z", re.IGNORECASE | re.ASCII)
_BOOLEAN: dict[str, TokenKind] = {"AND": "AND", "OR": "OR", "NOT": "NOT"}
_OTHERS_WORD_FOR = {"&&": "AND", "&": "AND", "||": "OR", "|": "OR", "!": "NOT", "ANDNOT": "AND NOT"}
_OTHERS_NEAR = re.compile(r"(?:near|adj|onear|ntw|w|pre|n|p|s)/?\S*\Z", re.IGNORECASE)


def skip_space(query: str, position: int) -> int:
    """The position of the next character that is not white space."""
    found = _SPACE.match(query, position)
    return found.end() if found else position


def next_token(query: str, position: int) -> Token:
    """The token at or after a position; raises QueryError where none can be read."""
    start = skip_space(query, position)
    found = _TOKEN.match(query, start)
    if found is None:
        if start >= len(query):
            return Token("end", "", start, start)
        raise QueryError(_why_unreadable(query[start]), query, start)
    text, end = found[0], found.end()
    match found.lastgroup:
        case "paren":
            return Token("(" if text == "(" else ")", text, start, end)
        case "field":
            return Token("field", text[:-1], start, end)
    return _term_or_operator(query, text, start, end)


def _term_or_operator(query: str, text: str, start: int, end: int) -> Token:
    if text in _BOOLEAN:
        return Token(_BOOLEAN[text], text, start, end)
    first = text[0]
    if first in "wWpP" and (near := _NEAR.match(text)):
        return Token("near", text, start, end, _count(near[2]))
    if first in "aA" and (at_least := _AT_LEAST.match(text)):
        return Token("atleast", text, start, end, _count(at_least[1]))
    if first in "sS" and text.lower() == "same":
        return Token("near", "same", start, end)
    if first not in QUOTES and (why := _why_no_term(text)):
        raise QueryError(why, query, start)
    return Token("term", text, start, end)


def _count(digits: str) -> int:
    return int(digits) if len(digits) < 10 else 10**9


def _why_unreadable(char: str) -> str:
    if char in QUOTES:
        return "this quotation mark is never closed"
    if char == ":":
        return "a colon comes after the name of a field; quote it where it is part of a phrase"
    return f"{char} stands only after a field, in a range such as urgency:[1 TO 3]"


def _why_no_term(text: str) -> str | None:
    """Why text without quotation marks is no term: mostly another system's operator."""
    if text in _OTHERS_WORD_FOR:
        return f"{text} is written {_OTHERS_WORD_FOR[text]} here"
    if text.upper() in _BOOLEAN:
        return f'operators are written in capitals: {text.upper()}; for the word itself write "{text}"'
    if text[0] == "-":
        return f'a leading - is written AND NOT here; for the text itself write "{text}"'
    if text[0] in "+!/<>":
        return f'{text[0]} has no meaning here; for the text itself write "{text}"'
    for char in "~^?{}\\":
        if char in text:
            return f'{char} has no meaning here; for the text itself write "{text}"'
    if "/" in text and _OTHERS_NEAR.match(text):
        return f"{text} is no operator; within n words is w/n, in order pre/n, in one sentence same"
    return None
