"""The verdict: whether a query is true of an article, and where. The only code that decides it, live and explained."""

from collections.abc import Callable, Iterable
from typing import Any

from agents.rules.conditions import amounts_within, between_holds, dates_within, in_country, value_holds
from agents.rules.fields import FIELDS, LINE_FIELDS, NAME_FIELDS, TEXT
from agents.rules.phrases import has_inner_prefix, name_holds, phrase_spans, row_of, subject_holds
from agents.rules.reading import Reading
from agents.rules.spans import Pair, Span, any_near, closest_pairs, covering, same_sentence, union
from agents.rules.syntax import And, AtLeast, Between, Mentions, Near, Node, Not, Or, Phrase, Prefix, Value, Word, Words
from schemas.enriched import Entity, Timex


def is_true(node: Node, reading: Reading) -> bool:
    """Whether the query is true of the article at the reading's moment."""
    return _TRUTH[type(node)](node, reading)


def spans_of(node: Node, reading: Reading) -> list[Span]:
    """Where a located tree (words, names, proximities, OR of them) occurs, as positions of words, in order."""
    known = reading.spans.get(id(node))
    if known is None:
        known = reading.spans[id(node)] = (node, _SPANS[type(node)](node, reading))
    return known[1]


def near_pairs(node: Near, reading: Reading) -> list[Pair]:
    """The pairs that make a proximity true, each with the earlier stretch first."""
    known = reading.pairs.get(id(node))
    if known is None:
        known = reading.pairs[id(node)] = (node, _find_pairs(node, reading))
    return known[1]


def _find_pairs(node: Near, reading: Reading) -> list[Pair]:
    left, right = spans_of(node.left, reading), spans_of(node.right, reading)
    if not left or not right:
        return []
    if node.kind == "same":
        return same_sentence(left, right, reading.sentence_starts(node.line))
    wall = reading.body_start if node.line == TEXT else 0
    pairs = closest_pairs(left, right, node.reach, wall)
    return pairs if node.kind == "pre" else pairs + closest_pairs(right, left, node.reach, wall)


def _near_true(node: Near, reading: Reading) -> bool:
    """Whether there is a pair. Most texts have each side once or twice: then looking at all is fastest."""
    left = spans_of(node.left, reading)
    right = spans_of(node.right, reading) if left else left
    if node.kind == "same" or len(left) * len(right) > _MANY:
        return bool(near_pairs(node, reading))
    wall = reading.body_start if node.line == TEXT else 0
    return any_near(left, right, node.reach, wall, ordered=node.kind == "pre")


_MANY = 24


def line_of(node: Node) -> str:
    """The text in which a located tree's positions count: `text`, `slug` or `byline`."""
    while isinstance(node, Or | AtLeast):
        node = node.items[0] if isinstance(node, Or) else node.item
    if isinstance(node, Near):
        return node.line
    return node.field if isinstance(node, Words) and node.field in LINE_FIELDS else TEXT


def _word_true(node: Word, reading: Reading) -> bool:
    return node.items[0] in reading.text.distinct


def _phrase_true(node: Words, reading: Reading) -> bool:
    text = reading.text
    return text.distinct.issuperset(node.items) and f" {' '.join(node.items)} " in text.flat


def _prefix_true(node: Prefix, reading: Reading) -> bool:
    return reading.text.has_prefix(node.items[0][:-1])


def _word_spans(node: Word, reading: Reading) -> list[Span]:
    word, text = node.items[0], reading.text
    if word not in text.distinct:
        return []
    return [(position, position + 1) for position in text.positions_of_word(word)]


def _phrase_spans(node: Words, reading: Reading) -> list[Span]:
    return phrase_spans(node.items, node.exact, reading.text)


def _words_true(node: Words, reading: Reading) -> bool:
    if node.field in NAME_FIELDS:
        label, items = FIELDS[node.field].label, node.items
        if node.exact or not items or has_inner_prefix(items):
            return any(name_holds(node, name) for name in reading.names(label))
        return row_of(items) in reading.named(label)
    if node.field == "subject":
        return any(subject_holds(node, subject) for subject in reading.enriched.article.subjects)
    return bool(_words_spans(node, reading))


def _words_spans(node: Words, reading: Reading) -> list[Span]:
    if node.field in NAME_FIELDS:
        names = reading.names(FIELDS[node.field].label)
        return spans_among_words([name.entity for name in names if name_holds(node, name)], reading)
    spans = phrase_spans(node.items, node.exact, reading.line(node.field))
    if node.field in reading.sections:
        first, last = reading.sections[node.field]
        spans = [span for span in spans if first <= span[0] and span[1] <= last]
    return spans


def spans_among_words(found: Iterable[Entity | Timex], reading: Reading) -> list[Span]:
    """Positions of the words that names or dates take up; one without a word has no place."""
    return sorted({span for one in found if (span := reading.text.span_at(one.start, one.end))})


def _value_spans(node: Value, reading: Reading) -> list[Span]:
    return spans_among_words(in_country(node, reading), reading)


def _between_spans(node: Between, reading: Reading) -> list[Span]:
    return spans_among_words(amounts_within(node, reading), reading)


def _mentions_spans(node: Mentions, reading: Reading) -> list[Span]:
    return spans_among_words(dates_within(node, reading), reading)


def _prefix_spans(node: Prefix, reading: Reading) -> list[Span]:
    row, text = node.items[0][:-1], reading.text
    if not text.has_prefix(row):
        return []
    return [(position, position + 1) for position in text.positions_of(f" {row}")]


def _or_spans(node: Or, reading: Reading) -> list[Span]:
    words, found = reading.text.distinct, []
    for item in node.items:
        kind = item.__class__
        if (kind is Word or kind is Phrase) and item.items[0] not in words:  # type: ignore[union-attr, operator]  # both have items
            continue  # most terms of most groups end here
        if spans := spans_of(item, reading):
            found.append(spans)
    if len(found) > 1:
        return union(found)
    return found[0] if found else []


def _all_true(node: And, reading: Reading) -> bool:
    for item in node.items:  # noqa: SIM110 (a generator takes twice as long)
        if not _TRUTH[type(item)](item, reading):
            return False
    return True


def _any_true(node: Or, reading: Reading) -> bool:
    for item in node.items:  # noqa: SIM110 (as above)
        if _TRUTH[type(item)](item, reading):
            return True
    return False


_TRUTH: dict[type, Callable[[Any, Reading], bool]] = {
    Word: _word_true,
    Phrase: _phrase_true,
    Prefix: _prefix_true,
    Words: _words_true,
    Value: value_holds,
    Between: between_holds,
    Mentions: lambda node, reading: any(True for _ in dates_within(node, reading)),
    And: _all_true,
    Or: _any_true,
    Not: lambda node, reading: not is_true(node.item, reading),
    Near: _near_true,
    AtLeast: lambda node, reading: len(spans_of(node.item, reading)) >= node.count,
}

_SPANS: dict[type, Callable[[Any, Reading], list[Span]]] = {
    Word: _word_spans,
    Phrase: _phrase_spans,
    Prefix: _prefix_spans,
    Words: _words_spans,
    Value: _value_spans,
    Between: _between_spans,
    Mentions: _mentions_spans,
    Or: _or_spans,
    Near: lambda node, reading: covering(near_pairs(node, reading)),
}
