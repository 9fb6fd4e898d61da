"""Marks: the spans that made a query true, in characters, with the part of the query that each satisfied."""

from collections.abc import Iterable

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
    found: list[Mark] = []
    _mark(node, reading, None, found)
    if len(found) > 1:
        found = list({(mark.field, mark.start, mark.end, mark.term): mark for mark in found}.values())
        found.sort(key=_place)
    return tuple(found[:MAX_MARKS])


def _place(mark: Mark) -> tuple[str, int, int, str]:
    return mark.field, mark.start, mark.end, mark.term


def _mark(node: Node, reading: Reading, within: set[Span] | None, found: list[Mark]) -> None:
    """Add a part's marks. `within`: only occurrences that take part in a proximity, as positions of words."""
    match node:
        case And(items) | Or(items):
            for item in items:
                if not isinstance(item, And | AtLeast) or is_true(item, reading):
                    _mark(item, reading, within, found)
        case Near(left, right):
            pairs = near_pairs(node, reading)
            if within is not None:
                pairs = [(first, second) for first, second in pairs if (first[0], second[1]) in within]
            partners = {span for pair in pairs for span in pair}
            _mark(left, reading, partners, found)
            _mark(right, reading, partners, found)
        case AtLeast(_, item):
            _mark(item, reading, None, found)
        case Not():
            return
        case _:
            _mark_leaf(node, reading, within, found)


def _mark_leaf(node: Leaf, reading: Reading, within: set[Span] | None, found: list[Mark]) -> None:
    if isinstance(node, Word) or (isinstance(node, Words) and node.field not in NAME_FIELDS):
        spans = [] if _is_subject(node) else spans_of(node, reading)
        found += [_mark_words(node, span, reading) for span in spans if within is None or span in within]
        return
    found += [
        Mark(one.start, one.end, one.text, node.text)
        for one in _found(node, reading)
        if within is None or reading.text.span_at(one.start, one.end) in within
    ]


def _is_subject(node: Leaf) -> bool:
    return isinstance(node, Words) and node.field == "subject"


def _mark_words(node: Word | Words, span: Span, reading: Reading) -> Mark:
    field = line_of(node)
    line = reading.line(field)
    start, end = line.chars(span)
    whole = reading.whole if field == TEXT else line.parts[0]
    return Mark(start, end, whole[start:end], node.text, field)


def _found(node: Leaf, reading: Reading) -> Iterable[Entity | Timex]:
    """The names or dates that a leaf is about; none where it is about nothing that can be marked."""
    match node:
        case Words(field=field):
            return (name.entity for name in reading.names(FIELDS[field].label) if name_holds(node, name))
        case Value(field="country"):
            return in_country(node, reading)
        case Between(field="money"):
            return amounts_within(node, reading)
        case Mentions():
            return dates_within(node, reading)
    return ()
