"""The tokens of a query, all by one regular expression; where they stand is looked up only when there is an error.

Loading 100,000 rules is mostly this, so a token is a plain tuple of its groups, one of which is not empty.
"""

import re
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from agents.rules.syntax import Reach

QUOTES = '"“”„'
_QUOTED = rf"=?[{QUOTES}][^{QUOTES}]*[{QUOTES}]\*?"
_TOKEN = re.compile(
    rf"""
      ({_QUOTED} | (?![A-Za-z_]+:) [^\s()\[\]{QUOTES}:]+)                                        # a term or an operator
    | ([()])
    | ([A-Za-z_]+) : \s* (\[[^\]]*\] | {_QUOTED} | [^\s()\[\]{QUOTES}]+)?         # a field and its value
    | (\S)                                                                       # what has no place here
    """,
    re.VERBOSE,
)


class Token(NamedTuple):
    """A token: a term or operator, a parenthesis, a field with its value (empty before a parenthesis), or bad."""

    word: str = ""
    paren: str = ""
    field: str = ""
    value: str = ""
    bad: str = ""


END = Token()
Groups = tuple[str, str, str, str, str]


def split_query(query: str) -> list[Groups]:
    """The tokens of a query, END last; each has the fields of Token.

    >>> split_query("org:IS AND (kill*")[:3]
    [('', '', 'org', 'IS', ''), ('AND', '', '', '', ''), ('', '(', '', '', '')]
    """
    tokens: list[Groups] = _TOKEN.findall(query)
    tokens.append(END)
    return tokens


def position_of(query: str, index: int, group: str = "") -> int:
    """Where token `index` stands in the query, or one of its groups."""
    found = next(islice(_TOKEN.finditer(query), index, None), None)
    if found is None:
        return len(query.rstrip())
    number = Token._fields.index(group) + 1 if group else 0
    return found.start(number) if found.start(number) >= 0 else found.end()


_NEAR = re.compile(r"(w|pre)/(\d{1,9})\Z", re.IGNORECASE | re.ASCII)
_AT_LEAST = re.compile(r"atleast(\d{1,9})\Z", re.IGNORECASE | re.ASCII)


@lru_cache(maxsize=1024)
def near_operator(word: str) -> tuple[Reach, int] | None:
    """What a word says as a proximity: its kind and reach; None where it is none.

    >>> near_operator("w/10"), near_operator("same"), near_operator("war")
    (('w', 10), ('same', 0), None)
    """
    if found := _NEAR.match(word):
        return ("w" if found[1] in "wW" else "pre"), int(found[2])
    return ("same", 0) if word.lower() == "same" else None


def at_least_count(word: str) -> int | None:
    """The n of `atleastn`; None where a word is no such operator."""
    found = _AT_LEAST.match(word)
    return int(found[1]) if found else None


BOOLEAN = ("AND", "OR", "NOT")
_RESERVED = frozenset({"and", "or", "not", "andnot", "same"})
_OTHERS_WORD_FOR = {"&&": "AND", "&": "AND", "||": "OR", "|": "OR", "!": "NOT", "ANDNOT": "AND NOT"}
_OTHERS_NEAR = re.compile(r"(?:near|adj|onear|ntw|w|pre|n|p|s)/?\S*\Z", re.IGNORECASE)


def is_plain(word: str) -> bool:
    """Whether a word is surely a term: letters and digits that say nothing else."""
    return word.isalnum() and word.lower() not in _RESERVED and word[:2] not in ("at", "At", "AT")


def why_bad(char: str) -> str:
    """Why a character can begin no token."""
    if char in QUOTES:
        return "this quotation mark is never closed"
    if char == ":":
        return "a colon comes after the name of a field; quote it where it is part of a phrase"
    return f"{char} stands only after a field, in a range such as urgency:[1 TO 3]"


def why_no_term(word: str) -> str | None:
    """Why a word without quotation marks is no term, if it is none: mostly it is another system's operator."""
    if word in _OTHERS_WORD_FOR:
        return f"{word} is written {_OTHERS_WORD_FOR[word]} here"
    if word.upper() in BOOLEAN:
        return f'operators are written in capitals: {word.upper()}; for the word itself write "{word}"'
    if word[0] == "-":
        return f'a leading - is written AND NOT here; for the text itself write "{word}"'
    if word[0] in "+!/<>":
        return f'{word[0]} has no meaning here; for the text itself write "{word}"'
    for char in "~^?{}\\":
        if char in word:
            return f'{char} has no meaning here; for the text itself write "{word}"'
    if "/" in word and _OTHERS_NEAR.match(word):
        return f"{word} is no operator; within n words is w/n, in order pre/n, in one sentence same"
    return None
