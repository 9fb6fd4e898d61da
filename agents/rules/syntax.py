"""The tree of a query: a record per kind of node. Leaves keep the author's own words for messages and marks."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

Reach = Literal["w", "pre", "same"]
"""Of a proximity: within n words in any order, in this order, or in the same sentence."""


class Words(Struct, frozen=True, gc=False):
    """A word, phrase or prefix in a field: `ceasefire`, `"car bomb*"`, `="IS"`, `person:Assad`.

    `items` are folded words, or words as written where `exact`; an item that ends in `*` is a prefix. No items at all
    stand for `person:*`, any name with the field's label.
    """

    text: str
    field: str
    items: tuple[str, ...]
    exact: bool = False


class Word(Words, frozen=True, gc=False):
    """A single word of the text, folded. This and the next two are nearly all leaves, and have shorter ways."""


class Phrase(Words, frozen=True, gc=False):
    """Words of the text one after the other, folded, none of them a prefix."""


class Prefix(Words, frozen=True, gc=False):
    """A single prefix in the text."""


def words(text: str, field: str, items: tuple[str, ...], exact: bool = False) -> Words:
    """The leaf for a term, of the kind that it is."""
    if field != "text" or exact:
        return Words(text, field, items, exact)
    if len(items) == 1:
        return (Prefix if items[0][-1] == "*" else Word)(text, field, items)
    return (Words if "*" in "".join(items) else Phrase)(text, field, items)


class Value(Struct, frozen=True, gc=False):
    """A field that equals something: `country:SY`, `source:ap`, `kind:kill`. `value` is as compared."""

    text: str
    field: str
    value: str


class Between(Struct, frozen=True, gc=False):
    """A number in a field: `urgency:<=2`, `words:>200`, `money:[1 TO 5]`, `age:<6h` (in seconds)."""

    text: str
    field: str
    low: float
    high: float
    open_low: bool = False
    """True where `low` itself does not count."""
    open_high: bool = False


class Mentions(Struct, frozen=True, gc=False):
    """A date that the article speaks of: within days `first` to `last` (ISO, both included), or `past` or `future`.

    A bound may stand relative to the moment of the match, in days: `today` is 0. None is no bound.
    """

    text: str
    first: str | int | None = None
    last: str | int | None = None
    tense: Literal["past", "future", None] = None


class And(Struct, frozen=True, gc=False):
    """All of them."""

    items: "tuple[Node, ...]"


class Or(Struct, frozen=True, gc=False):
    """One of them or more."""

    items: "tuple[Node, ...]"


class Not(Struct, frozen=True, gc=False):
    """It is not so."""

    item: "Node"


class Near(Struct, frozen=True, gc=False):
    """Two things near each other. `reach` counts words; it is 0 for `same`.

    `line` is the text among whose words both have their places: `text`, `slug` or `byline`.
    """

    left: "Node"
    right: "Node"
    kind: Reach
    reach: int = 0
    line: str = "text"


class AtLeast(Struct, frozen=True, gc=False):
    """So many occurrences or more."""

    count: int
    item: "Node"


Leaf = Words | Value | Between | Mentions
Node = Leaf | And | Or | Not | Near | AtLeast


def leaves_of(node: Node) -> Iterator[Leaf]:
    """The leaves of a tree, in order."""
    match node:
        case And(items) | Or(items):
            for item in items:
                yield from leaves_of(item)
        case Not(item) | AtLeast(item=item):
            yield from leaves_of(item)
        case Near(left, right):
            yield from leaves_of(left)
            yield from leaves_of(right)
        case _:
            yield node


def operator_of(node: Near) -> str:
    """The operator as written: `w/10`, `pre/3`, `same`."""
    return "same" if node.kind == "same" else f"{node.kind}/{node.reach}"


def render(node: Node) -> str:
    """The query that parses to this tree again, with each parenthesis that it needs.

    >>> from agents.rules.parser import parse_query
    >>> render(parse_query('(Mosul  OR Raqqa) w/10 (kill*)'))
    '(Mosul OR Raqqa) w/10 kill*'
    """
    match node:
        case And(items):
            return " AND ".join(_inner(item) for item in items)
        case Or(items):
            return " OR ".join(_inner(item) for item in items)
        case Not(item):
            return f"NOT {_inner(item)}"
        case Near(left, right):
            return f"{_inner(left)} {operator_of(node)} {_inner(right)}"
        case AtLeast(count, item):
            return f"atleast{count} {_inner(item)}"
        case _:
            return node.text


def _inner(node: Node) -> str:
    return f"({render(node)})" if isinstance(node, And | Or | Near) else render(node)
