"""A rule in force, as the index keeps it."""

from msgspec import Struct

from agents.rules.clauses import Keys
from agents.rules.syntax import Node
from schemas.rule import Rule


class Entry(Struct, gc=False, eq=False):
    """A rule with its tree, what it is filed by, and what became of it."""

    rule: Rule
    tree: Node
    filed: Keys
    """Key, second key, key, second key, …: where the key is found the second must be, too."""
    others: tuple[Keys, ...]
    """Of each of these one key must be found."""
    gone: bool = False
    """Whether it was taken out."""
    asked: int = 0
    """Articles of which nothing in the index spoke against it."""
    matched: int = 0
    spent: int = 0
    """Nanoseconds in its verdicts, where they are measured."""
