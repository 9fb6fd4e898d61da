"""Marks: the spans that made a query true, in characters, with the part of the query that each satisfied."""

from collections.abc import Callable, Iterable
from typing import Any

from agents.rules.conditions import amounts_within, dates_within, in_country
from agents.rules.evaluate import is_true, near_pairs, spans_of
from agents.rules.fields import FIELDS, LINE_FIELDS, NAME_FIELDS, TEXT
from agents.rules.phrases import name_holds
from agents.rules.reading import Reading, Span
from agents.rules.syntax import (
    And,
    AtLeast,
    Between,
    Leaf,
    Mentions,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Value,
    Word,
    Words,
)
from schemas.enriched import Entity, Timex
from schemas.routed import Mark

MAX_MARKS = 200
"""Marks of one match: a reader needs no more, and a message must stay small."""


def marks_of(node: Node, reading: Reading) -> tuple[Mark, ...]:
    """The marks of a query that is true of the article, in order of their place; none for what is not so."""
    found: list[Mark] = []
    _MARK[type(node)](node, reading, None, found)
    if len(found) > 1:
        found = list({(mark.field, mark.start, mark.end, mark.term): mark for mark in found}.values())
        found.sort(key=_place)
    return tuple(found[:MAX_MARKS])


def _place(mark: Mark) -> tuple[str, int, int, str]:
    return mark.field, mark.start, mark.end, mark.term


Within = set[Span] | None
"""Only occurrences that take part in a proximity, as positions of words; None: all."""


def _mark_parts(node: And | Or, reading: Reading, within: Within, found: list[Mark]) -> None:
    for item in node.items:
        if len(found) >= MAX_MARKS:
            return  # a rule of a thousand common words costs no more than others
        if not isinstance(item, And | AtLeast) or is_true(item, reading):
            _MARK[type(item)](item, reading, within, found)


def _mark_near(node: Near, reading: Reading, within: Within, found: list[Mark]) -> None:
    pairs = near_pairs(node, reading)
    if within is not None:
        pairs = [(first, second) for first, second in pairs if (first[0], second[1]) in within]
    partners = {span for pair in pairs for span in pair}
    for side in (node.left, node.right):
        _MARK[type(side)](side, reading, partners, found)


def _mark_words(node: Words, reading: Reading, within: Within, found: list[Mark]) -> None:
    if node.field in NAME_FIELDS:
        _mark_found(node, reading, within, found)
    elif node.field != "subject":
        _mark_text(node, reading, within, found)


def _mark_text(node: Words, reading: Reading, within: Within, found: list[Mark]) -> None:
    field = node.field if node.field in LINE_FIELDS else TEXT
    line = reading.line(field)
    whole = reading.whole if field == TEXT else line.parts[0]
    for span in spans_of(node, reading):
        if len(found) >= MAX_MARKS:
            return
        if within is None or span in within:
            start, end = line.chars(span)
            found.append(Mark(start, end, whole[start:end], node.text, field))


def _mark_found(node: Leaf, reading: Reading, within: Within, found: list[Mark]) -> None:
    found += [
        Mark(one.start, one.end, one.text, node.text)
        for one in _found(node, reading)
        if within is None or reading.text.span_at(one.start, one.end) in within
    ]


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


_MARK: dict[type, Callable[[Any, Reading, Within, list[Mark]], None]] = {
    Word: _mark_text,
    Phrase: _mark_text,
    Prefix: _mark_text,
    Words: _mark_words,
    Value: _mark_found,
    Between: _mark_found,
    Mentions: _mark_found,
    And: _mark_parts,
    Or: _mark_parts,
    Not: lambda *_: None,
    Near: _mark_near,
    AtLeast: lambda node, reading, _, found: _MARK[type(node.item)](node.item, reading, None, found),
}
