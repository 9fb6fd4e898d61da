"""Expressions of SQLite's FTS5, built so that nothing in a word can be read as an operator."""

from collections.abc import Iterable, Sequence

from agents.search.document import ALL
from agents.search.tokens import token

FACTS = ("facts",)


def phrase(columns: Sequence[str], items: Sequence[str]) -> str:
    """Words one after the other in one of the columns; the last may be a prefix.

    >>> phrase(["headline", "body"], ["car", "bomb*"])
    '{headline body} : "car bomb" *'
    """
    return f"{_in(columns)} : {_phrase(items)}"


def near(columns: Sequence[str], left: Sequence[str], right: Sequence[str], reach: int) -> str:
    """Two phrases at most `reach` words apart in one column, in any order; neighbours are one apart.

    FTS5 counts the words between the two, one fewer.
    """
    return f"{_in(columns)} : NEAR({_phrase(left)} {_phrase(right)}, {reach - 1})"


def fact_in(facts: Iterable[str]) -> str:
    """One of the facts, at least."""
    return any_of([f'facts : "{each}"' for each in facts])


EVERYTHING = f'facts : "{ALL}"'
NOTHING = f"({EVERYTHING}) NOT ({EVERYTHING})"


def all_of(expressions: Sequence[str]) -> str:
    """All of them; everything where there are none."""
    return _joined([each for each in expressions if each != EVERYTHING], "AND") or EVERYTHING


def any_of(expressions: Sequence[str]) -> str:
    """One of them, at least."""
    unlike = list(dict.fromkeys(expressions))
    return EVERYTHING if EVERYTHING in unlike else _joined(unlike, "OR")


def without(expression: str, excluded: Sequence[str]) -> str:
    """The first, less the others."""
    return f"({expression}) NOT ({any_of(excluded)})" if excluded else expression


def _joined(expressions: Sequence[str], operator: str) -> str:
    if len(expressions) == 1:
        return expressions[0]
    return f" {operator} ".join(f"({each})" for each in expressions)


def _in(columns: Sequence[str]) -> str:
    return columns[0] if len(columns) == 1 else f"{{{' '.join(columns)}}}"


def _phrase(items: Sequence[str]) -> str:
    words = " ".join(token(item.removesuffix("*")) for item in items)
    return f'"{words}" *' if items[-1][-1] == "*" else f'"{words}"'
