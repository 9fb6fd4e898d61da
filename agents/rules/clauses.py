"""What must be in an article for a query to be true: clauses, of each of which one key at least must be found.

A key is a string: a word (`war`), a prefix (`kill*`), a word as written (`=US`), the same in
another field (`headline:war`, `person:assad`), a value (`country:SY`), or the presence of something (`mentions:*`).
A clause is necessary, never sufficient: the verdict is `evaluate.is_true`'s alone.
"""

from collections.abc import Callable, Iterable
from sys import intern
from typing import Any

from agents.rules.fields import FIELDS, TEXT
from agents.rules.syntax import And, AtLeast, Between, Mentions, Near, Node, Not, Or, Phrase, Prefix, Value, Word, Words
from agents.rules.words import fold_word

Key = str | tuple[str, ...]
"""Of a phrase: the keys of its words, all of which must be found."""
Clause = tuple[Key, ...]
Keys = tuple[str, ...]
Cost = Callable[[Clause], float]
"""How often a clause is expected to be found."""

LONGEST_ROW = 4
"""Words of a name that are looked up together; a longer one is looked up by its first."""
EVERYWHERE = "@"
"""Begins a key of a field that every article has: `@source:ap` serves to leave out, not to look up."""


def value_key(field: str, value: str) -> str:
    """The key of a value in a field."""
    return f"{field}:{value}" if FIELDS[field].selects else f"{EVERYWHERE}{field}:{value}"


def is_text_prefix(key: str) -> bool:
    """Whether a key is a prefix in the text, `kill*`."""
    return key[-1] == "*" and ":" not in key


def is_selective(clause: Clause) -> bool:
    """Whether rules can be looked up by a clause: it names nothing that every article has."""
    return EVERYWHERE not in [key[0] for key in clause]


def clauses_of(node: Node, cost: Cost) -> list[Clause]:
    """The clauses of a query. Of an OR, the cheapest clause of each side, put together.

    >>> from agents.rules.parser import parse_query
    >>> clauses_of(parse_query('(Mosul OR "Tal Afar") w/9 kill* AND NOT rumour'), len)
    [('mosul', ('tal', 'afar')), ('kill*',)]
    """
    return _CLAUSES[type(node)](node, cost)


def _of_words(node: Words, _: Cost) -> list[Clause]:
    items = node.items
    if node.field == TEXT:
        if node.exact:
            return [(f"={items[0]}",)] if len(items) == 1 else [(tuple([intern(fold_word(item)) for item in items]),)]
        return [(item,) for item in items]
    place = f"{node.field}:"
    folded = [fold_word(item) for item in items] if node.exact else items
    if FIELDS[node.field].kind != "part" and "*" not in "".join(items):
        return [(intern(place + (" ".join(folded[:LONGEST_ROW]) or "*")),)]
    return [(intern(place + item),) for item in folded]


def _of_all(node: And, cost: Cost) -> list[Clause]:
    clauses = []
    for item in node.items:
        clauses += clauses_of(item, cost)
    return clauses


def _of_any(node: Or, cost: Cost) -> list[Clause]:
    keys: list[Key] = []
    for item in node.items:
        clauses = clauses_of(item, cost)
        if not clauses:
            return []
        keys += clauses[0] if len(clauses) == 1 else _cheapest(clauses, cost)
    return [tuple(dict.fromkeys(keys))]


def _cheapest(clauses: Iterable[Clause], cost: Cost) -> Clause:
    return min(clauses, key=lambda clause: (not is_selective(clause), cost(clause)))


_CLAUSES: dict[type, Callable[[Any, Cost], list[Clause]]] = {
    Word: lambda node, _: [node.items],
    Prefix: lambda node, _: [node.items],
    Phrase: lambda node, _: [(node.items,)],
    Words: _of_words,
    Value: lambda node, _: [(intern(value_key(node.field, node.value)),)],
    Between: lambda node, _: [("money:*",)] if node.field == "money" else [],
    Mentions: lambda *_: [("mentions:*",)],
    And: _of_all,
    Or: _of_any,
    Not: lambda *_: [],
    Near: lambda node, cost: clauses_of(node.left, cost) + clauses_of(node.right, cost),
    AtLeast: lambda node, cost: clauses_of(node.item, cost),
}
