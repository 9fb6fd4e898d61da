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
        case Word() | Words():
            found += [mark for span, mark in leaf_marks(node, reading) if within is None or span in within]
        case And(items):
            for item in items:
                _mark(item, reading, None, found)
        case Or(items):
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
            found += [mark for span, mark in leaf_marks(node, reading) if within is None or span in within]


def leaf_marks(node: Leaf, reading: Reading) -> list[tuple[Span | None, Mark]]:
    """The marks of one leaf with the words that each takes up: words by their positions, names by their own offsets."""
    known = reading.marks.get(id(node))
    if known is None:
        known = reading.marks[id(node)] = (node, _leaf_marks(node, reading))
    return known[1]


def _leaf_marks(node: Leaf, reading: Reading) -> list[tuple[Span | None, Mark]]:
    if isinstance(node, Word) or (isinstance(node, Words) and node.field not in NAME_FIELDS):
        return _of_words(node, reading)
    return [
        (reading.text.span_at(one.start, one.end), Mark(one.start, one.end, one.text, node.text))
        for one in _found(node, reading)
    ]


def _of_words(node: Word | Words, reading: Reading) -> list[tuple[Span | None, Mark]]:
    field = line_of(node)
    if isinstance(node, Words) and node.field == "subject":
        return []
    line = reading.line(field)
    whole = reading.whole if field == TEXT else line.parts[0]
    made: list[tuple[Span | None, Mark]] = []
    for span in spans_of(node, reading):
        start, end = line.chars(span)
        made.append((span, Mark(start, end, whole[start:end], node.text, field)))
    return made


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
