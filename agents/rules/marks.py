"""Marks: the spans that made a query true, in characters, with the part of the query that each satisfied."""

from collections.abc import Iterable, Iterator

from agents.rules.conditions import amounts_within, dates_within, in_country
from agents.rules.evaluate import is_true, line_of, near_pairs, spans_of
from agents.rules.fields import FIELDS, NAME_FIELDS, TEXT
from agents.rules.phrases import name_holds
from agents.rules.reading import Reading, Span
from agents.rules.syntax import And, AtLeast, Between, Leaf, Mentions, Near, Node, Not, Or, Value, Word, Words
from schemas.enriched import Entity, Timex
from schemas.routed import Mark

MAX_MARKS = 200
"""Marks of one match: a reader needs no more, and a message must stay small."""


def marks_of(node: Node, reading: Reading) -> tuple[Mark, ...]:
    """The marks of a query that is true of the article, in order of their place; none for what is not so."""
    found = {(mark.field, mark.start, mark.end, mark.term): mark for mark in _marks(node, reading, None)}
    return tuple(found[key] for key in sorted(found))[:MAX_MARKS]


def _marks(node: Node, reading: Reading, within: set[Span] | None) -> Iterator[Mark]:
    """`within`: only occurrences that take part in a proximity, as positions of words."""
    match node:
        case And(items):
            for item in items:
                yield from _marks(item, reading, None)
        case Or(items):
            for item in items:
                if within is not None or is_true(item, reading):
                    yield from _marks(item, reading, within)
        case Near(left, right):
            yield from _near_marks(node, left, right, reading, within)
        case AtLeast(_, item):
            yield from _marks(item, reading, None)
        case Not():
            return
        case _:
            for span, mark in leaf_marks(node, reading):
                if within is None or span in within:
                    yield mark


def _near_marks(node: Near, left: Node, right: Node, reading: Reading, within: set[Span] | None) -> Iterator[Mark]:
    pairs = near_pairs(node, reading)
    if within is not None:
        pairs = [(first, second) for first, second in pairs if (first[0], second[1]) in within]
    partners = {span for pair in pairs for span in pair}
    for side in (left, right):
        yield from _marks(side, reading, partners.intersection(spans_of(side, reading)))


def leaf_marks(node: Leaf, reading: Reading) -> list[tuple[Span | None, Mark]]:
    """The marks of one leaf with the words that each takes up: words by their positions, names by their own offsets."""
    known = reading.marks.get(id(node))
    if known is None:
        known = reading.marks[id(node)] = (node, list(_leaf_marks(node, reading)))
    return known[1]


def _leaf_marks(node: Leaf, reading: Reading) -> Iterator[tuple[Span | None, Mark]]:
    found = _found(node, reading)
    if found is not None:
        for one in found:
            yield reading.text.span_at(one.start, one.end), Mark(one.start, one.end, one.text, node.text)
    elif isinstance(node, Word) or (isinstance(node, Words) and node.field != "subject"):
        field = line_of(node)
        line = reading.line(field)
        whole = reading.whole if field == TEXT else line.parts[0]
        for span in spans_of(node, reading):
            start, end = line.chars(span)
            yield span, Mark(start, end, whole[start:end], node.text, field)


def _found(node: Leaf, reading: Reading) -> Iterable[Entity | Timex] | None:
    """The names or dates that a leaf is about; None where it is about words, or about nothing that can be marked."""
    match node:
        case Words(field=field) if field in NAME_FIELDS:
            return (name.entity for name in reading.names(FIELDS[field].label) if name_holds(node, name))
        case Value(field="country"):
            return in_country(node, reading)
        case Between(field="money"):
            return amounts_within(node, reading)
        case Mentions():
            return dates_within(node, reading)
    return None
