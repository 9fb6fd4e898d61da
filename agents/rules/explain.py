"""Why a query is or is not true of an article: the whole tree, not stopped at the first false, and near misses."""

from msgspec import Struct

from agents.rules.evaluate import is_true
from agents.rules.marks import marks_of
from agents.rules.near_misses import near_misses
from agents.rules.reading import Reading
from agents.rules.reasons import reason
from agents.rules.syntax import And, AtLeast, Near, Node, Not, Or, render
from schemas.routed import Mark


class Explanation(Struct, frozen=True, omit_defaults=True):
    """One part of a query: its text, whether it is true, why, the spans that make it so, and what nearly did.

    The verdict is `evaluate.is_true` of the part, the function that decides live; at the root it is the rule's verdict.
    """

    text: str
    verdict: bool
    why: str
    marks: tuple[Mark, ...] = ()
    near_misses: tuple[str, ...] = ()
    parts: "tuple[Explanation, ...]" = ()


def explain_tree(node: Node, reading: Reading) -> Explanation:
    """The explanation of a query and of each of its parts."""
    parts = tuple(explain_tree(part, reading) for part in parts_of(node))
    verdict = is_true(node, reading)
    return Explanation(
        render(node),
        verdict,
        reason(node, reading, verdict, [part.verdict for part in parts]),
        marks_of(node, reading) if verdict else (),
        () if verdict else tuple(near_misses(node, reading)),
        parts,
    )


def parts_of(node: Node) -> tuple[Node, ...]:
    """What a node is made of; nothing for a leaf."""
    match node:
        case And(items) | Or(items):
            return items
        case Near(left, right):
            return (left, right)
        case Not(item) | AtLeast(item=item):
            return (item,)
    return ()
