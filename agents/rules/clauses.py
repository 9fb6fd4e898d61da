"""What must be in an article for a query to be true: clauses, of each of which one key at least must be found.

A key is a string: a word (`war`), a phrase (`car bomb`), a prefix (`kill*`), a word as written (`=US`), the same in
another field (`headline:war`, `person:assad`), a value (`country:SY`), or the presence of something (`mentions:*`).
A clause is necessary, never sufficient: the verdict is `evaluate.is_true`'s alone.
"""

from collections.abc import Callable, Iterable

from agents.rules.fields import FIELDS, TEXT
from agents.rules.syntax import And, AtLeast, Between, Mentions, Near, Node, Not, Or, Value, Words
from agents.rules.words import fold_word

Clause = tuple[str, ...]
Cost = Callable[[Clause], float]
"""How often a clause is expected to be found."""

UNSELECTIVE = tuple(f"{field.name}:" for field in FIELDS.values() if not field.selects)


def clauses_of(node: Node, cost: Cost) -> list[Clause]:
    """The clauses of a query. Of an OR, the cheapest clause of each side, put together.

    >>> from agents.rules.parser import parse_query
    >>> clauses_of(parse_query('(Mosul OR "Tal Afar") w/9 kill* AND NOT rumour'), len)
    [('mosul', 'tal afar'), ('kill*',)]
    """
    match node:
        case Words():
            return [(key,) for key in _keys_of(node)]
        case Value(field=field, value=value):
            return [(f"{field}:{value}",)]
        case Between(field="money"):
            return [("money:*",)]
        case Mentions():
            return [("mentions:*",)]
        case And(items):
            return [clause for item in items for clause in clauses_of(item, cost)]
        case Or(items):
            return _any_of([clauses_of(item, cost) for item in items], cost)
        case Near(left, right):
            return clauses_of(left, cost) + clauses_of(right, cost)
        case AtLeast(item=item):
            return clauses_of(item, cost)
        case Between() | Not():
            return []


def _any_of(sides: Iterable[list[Clause]], cost: Cost) -> list[Clause]:
    keys: dict[str, None] = {}
    for clauses in sides:
        selective = [clause for clause in clauses if is_selective(clause)] or clauses
        if not selective:
            return []
        cheapest = selective[0] if len(selective) == 1 else min(selective, key=cost)
        keys |= dict.fromkeys(cheapest)
    return [tuple(keys)]


def is_selective(clause: Clause) -> bool:
    """Whether rules can be looked up by a clause: it names nothing that every article has."""
    return not any(key.startswith(UNSELECTIVE) for key in clause)


def _keys_of(node: Words) -> Iterable[str]:
    place = "" if node.field == TEXT else f"{node.field}:"
    if not node.items:
        return (f"{place}*",)
    if node.exact:
        if not place and len(node.items) == 1:
            return (f"={node.items[0]}",)
        return (place + " ".join(map(fold_word, node.items)),)
    if len(node.items) > 1 and any(item[-1] == "*" for item in node.items):
        return [place + item for item in node.items]
    return (place + " ".join(node.items),)
