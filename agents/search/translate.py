"""A query of the rule language as a query of the index: what it finds holds all that the query is true of.

Where the index knows enough, it finds nothing else, and the translation says so (`exact`); the rest is for
`agents.rules.evaluate` to decide, article by article, as it does live.
"""

from collections.abc import Callable, Iterable
from datetime import date
from math import inf
from typing import Any, NamedTuple

from agents.rules.conditions import within
from agents.rules.fields import NAME_FIELDS
from agents.rules.syntax import And, AtLeast, Between, Mentions, Near, Node, Not, Or, Phrase, Prefix, Value, Word, Words
from agents.rules.words import fold_word
from agents.search.calendar import range_units
from agents.search.document import MENTIONS, MONEY, NAME_COLUMNS
from agents.search.expression import EVERYTHING, NOTHING, all_of, any_of, fact_in, near, phrase, without
from agents.search.tokens import fact

MAX_PAIRS = 200
"""Combinations of the two sides of a proximity that the index is asked for; beyond, that both sides are there."""

SHORTEST_PREFIX = 3
"""Letters of a prefix that the index is asked for. A shorter one stands in nearly every article, so that those that
have it are soon found by looking at the newest; what is rare begins with more."""


class Wanted(NamedTuple):
    """An expression for the index, and whether it is true of exactly what the query is true of."""

    expression: str
    exact: bool


def translate(node: Node) -> Wanted:
    """What to ask the index for a query.

    >>> from agents.rules.parser import parse_tree
    >>> translate(parse_tree('mosul AND NOT slug:"car bomb"'))
    Wanted(expression='({headline body} : "mosul") NOT (slug : "car bomb")', exact=True)
    """
    return _TRANSLATE[type(node)](node)


def mentions_between(first: date | None, last: date | None) -> Wanted:
    """The articles that speak of a date which lies wholly in a range of days."""
    units = range_units(first, last)
    if len(units) == 1:
        return Wanted(fact_in([fact("in", units[0])]), exact=True)
    if first is None or last is None or not units:
        return Wanted(fact_in([MENTIONS]), exact=False)
    return Wanted(fact_in(fact("from", unit) for unit in units), exact=False)


def columns_of(field: str) -> tuple[str, ...]:
    """The columns in which a field's words stand."""
    match field:
        case "text":
            return ("headline", "body")
        case "lead":
            return ("body",)
        case "entity":
            return NAME_COLUMNS
    return (field,)


def _words(node: Words) -> Wanted:
    columns = columns_of(node.field)
    if not node.items:
        return Wanted(fact_in(fact("has", column) for column in columns), exact=True)
    items = tuple(map(fold_word, node.items)) if node.exact else node.items
    whole = not any(item[-1] == "*" for item in items[:-1]) and not _is_short(items[-1])
    pieces = (items,) if whole else tuple((item,) for item in items if not _is_short(item))
    exact = whole and not node.exact and node.field != "lead"
    return Wanted(all_of([phrase(columns, piece) for piece in pieces]), exact)


def _is_short(item: str) -> bool:
    """Whether it is a prefix that the index would have to gather half of itself for: the engine looks instead."""
    return item[-1] == "*" and len(item) <= SHORTEST_PREFIX


def _between(node: Between) -> Wanted:
    if node.field == "money":
        return Wanted(fact_in([MONEY]), exact=False)
    if node.field == "urgency":
        return _urgency(node)
    return Wanted(EVERYTHING, exact=False)


def _urgency(node: Between) -> Wanted:
    """Below 1 and above 8 there are odd ones, indexed as 0 and 9: the scale ends there, agencies do not always."""
    values = [0] * (node.low < 1) + [value for value in range(1, 9) if within(node, value)] + [9] * (node.high > 8)
    exact = (node.low == -inf or node.low >= 1) and (node.high == inf or node.high <= 8)
    return Wanted(fact_in(fact("urgency", str(value)) for value in values) if values else NOTHING, exact)


def _mentions(node: Mentions) -> Wanted:
    bounds = (node.first, node.last)
    if node.tense or any(isinstance(bound, int) for bound in bounds):
        return Wanted(fact_in([MENTIONS]), exact=False)
    return mentions_between(*(None if bound is None else date.fromisoformat(str(bound)) for bound in bounds))


def _and(node: And) -> Wanted:
    needed, excluded, exact = [], [], True
    for item in node.items:
        if isinstance(item, Not):
            inner = translate(item.item)
            if inner.exact:
                excluded.append(inner.expression)
        else:
            inner = translate(item)
            needed.append(inner.expression)
        exact = exact and inner.exact
    return Wanted(without(all_of(needed), excluded), exact)


def _or(node: Or) -> Wanted:
    sides = [translate(item) for item in node.items]
    return Wanted(any_of([side.expression for side in sides]), all(side.exact for side in sides))


def _not(node: Not) -> Wanted:
    inner = translate(node.item)
    return Wanted(without(EVERYTHING, [inner.expression]), exact=True) if inner.exact else Wanted(EVERYTHING, False)


def _near(node: Near) -> Wanted:
    left, right = _terms(node.left), _terms(node.right)
    if node.kind == "same" or left is None or right is None or len(left) * len(right) > MAX_PAIRS:
        return Wanted(all_of([translate(node.left).expression, translate(node.right).expression]), exact=False)
    pairs = [_pair(one, other, node.reach) for one in left for other in right]
    exact = node.kind == "w" and all(_is_exact(one, other) for one in left for other in right)
    return Wanted(any_of([pair for pair in pairs if pair]) or NOTHING, exact)


def _at_least(node: AtLeast) -> Wanted:
    """A name that touches no word is there, and has no place to be counted at: only words are sure to have one."""
    inner = translate(node.item)
    return Wanted(inner.expression, exact=node.count == 1 and inner.exact and _terms(node.item) is not None)


def _terms(node: Node) -> list[Words] | None:
    """The terms of one side where it is nothing but words in a text; None where it is more."""
    match node:
        case Or(items):
            sides = [_terms(item) for item in items]
            return None if None in sides else [term for side in sides for term in side or ()]
        case Words(field=field, items=items):
            stars = any(item[-1] == "*" for item in items[:-1]) or _is_short(items[-1] if items else "*")
            return None if stars or field in NAME_FIELDS or field == "subject" else [node]
    return None


def _pair(one: Words, other: Words, reach: int) -> str:
    """Two terms near each other; empty where no text holds both."""
    columns = [column for column in columns_of(one.field) if column in columns_of(other.field)]
    left, right = (tuple(map(fold_word, term.items)) if term.exact else term.items for term in (one, other))
    return near(columns, left, right, reach) if columns else ""


def _is_exact(one: Words, other: Words) -> bool:
    """Whether the index decides as the engine does: the two cannot share a word, and scope and case do not matter."""
    if one.exact or other.exact or "lead" in (one.field, other.field):
        return False
    return not any(_meet(item, another) for item in one.items for another in other.items)


def _meet(item: str, other: str) -> bool:
    """Whether one word can be both."""
    one, two = item.removesuffix("*"), other.removesuffix("*")
    return one == two or (item != one and two.startswith(one)) or (other != two and one.startswith(two))


def _facts(values: Iterable[str]) -> Wanted:
    return Wanted(fact_in(values), exact=True)


_TRANSLATE: dict[type, Callable[[Any], Wanted]] = {
    Word: _words,
    Phrase: _words,
    Prefix: _words,
    Words: _words,
    Value: lambda node: _facts([fact(node.field, node.value)]),
    Between: _between,
    Mentions: _mentions,
    And: _and,
    Or: _or,
    Not: _not,
    Near: _near,
    AtLeast: _at_least,
}
