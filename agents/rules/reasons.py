"""Why a part of a query is true or false, in a few words: one function per kind of node."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from agents.rules.amounts import amount_of
from agents.rules.conditions import number_of, sent_at, values_of
from agents.rules.evaluate import line_of, near_pairs, spans_of
from agents.rules.fields import FIELDS, NAME_FIELDS, TEXT
from agents.rules.reading import Reading
from agents.rules.spans import closest_pairs
from agents.rules.syntax import (
    And,
    AtLeast,
    Between,
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
    render,
)
from schemas.enriched import Timex

_SHOWN = 8
"""Places or names shown before the rest is only counted."""
_ANYWHERE = 1_000_000_000
"""A reach that no text is longer than."""


def reason(node: Node, reading: Reading, verdict: bool, parts: Sequence[bool]) -> str:
    """Why a node has its verdict. `parts` are the verdicts of what it is made of, in order."""
    return _REASONS[type(node)](node, reading, verdict, parts)


def _of_words(node: Words, reading: Reading, verdict: bool, _: Sequence[bool]) -> str:
    if node.field in NAME_FIELDS:
        label = FIELDS[node.field].label
        names = listed(dict.fromkeys(name.entity.text for name in reading.names(label)))
        if verdict:
            return f"present at {_places(node, reading)}"
        kind = FIELDS[node.field].about.removeprefix("a ").removeprefix("an ")
        return f"absent; found as {kind}: {names}" if names else f"absent; nothing was found as {kind}"
    if node.field == "subject":
        given = listed(subject.code or subject.name or "" for subject in reading.enriched.article.subjects)
        return f"the subjects are {given}" if given else "the report gives no subject"
    return f"present at {_places(node, reading)}" if verdict else "absent"


def _of_value(node: Value, reading: Reading, _: bool, __: Sequence[bool]) -> str:
    found = listed(sorted(values_of(node.field, reading)))
    if node.field == "country":
        return f"the countries named are {found}" if found else "no place in a known country is named"
    return f"{node.field} is {found}" if found else f"{node.field} is not known"


def _of_between(node: Between, reading: Reading, _: bool, __: Sequence[bool]) -> str:
    if node.field == "money":
        amounts = [(name.entity.text, amount_of(name.entity.text)) for name in reading.names("MONEY")]
        shown = listed(f"{text} ({amount:,.0f})" for text, amount in amounts if amount is not None)
        return f"the amounts are {shown}" if shown else "no amount of money was found"
    number = number_of(node.field, reading)
    if number is None:
        return f"the report does not say {'when it was sent' if node.field == 'age' else 'its ' + node.field}"
    if node.field == "age":
        sent = sent_at(reading)
        return f"it is {duration(number)} old (sent {sent:%Y-%m-%d %H:%M} UTC)"
    return f"it has {number:.0f} words" if node.field == "words" else f"{node.field} is {number:.0f}"


def _of_mentions(_: Mentions, reading: Reading, __: bool, ___: Sequence[bool]) -> str:
    spoken = listed(map(_shown_date, reading.enriched.dates))
    return f"it speaks of {spoken}" if spoken else "it speaks of no date"


def _shown_date(timex: Timex) -> str:
    return f"{timex.text} ({timex.value})" if timex.earliest else f"{timex.text} (no interval)"


def _of_near(node: Near, reading: Reading, verdict: bool, parts: Sequence[bool]) -> str:
    if verdict:
        pairs = near_pairs(node, reading)
        gap = min(second[0] - first[1] + 1 for first, second in pairs)
        return f"{counted(len(pairs), 'pair')}, the nearest {counted(gap, 'word')} apart"
    missing = [render(side) for side, there in zip((node.left, node.right), parts, strict=True) if not there]
    if missing:
        return f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} absent"
    return nearest(node, reading)


def nearest(node: Near, reading: Reading) -> str:
    """How near the two sides of a proximity come to each other."""
    left, right = spans_of(node.left, reading), spans_of(node.right, reading)
    wall = reading.body_start if node.line == TEXT else 0
    inorder, reverse = closest_pairs(left, right, _ANYWHERE, wall), closest_pairs(right, left, _ANYWHERE, wall)
    gaps = [second[0] - first[1] + 1 for first, second in inorder]
    back = [second[0] - first[1] + 1 for first, second in reverse]
    if not gaps and not back:
        return "the two stand only apart: one in the headline, one in the body; or they are the same words"
    if node.kind == "same":
        return f"never in one sentence; nearest was {counted(min(gaps + back), 'word')} apart"
    if node.kind == "pre" and back and min(back) <= node.reach:
        return f"only in the other order, {counted(min(back), 'word')} apart"
    return f"nearest was {counted(min(gaps if node.kind == 'pre' and gaps else gaps + back), 'word')} apart"


def _of_at_least(node: AtLeast, reading: Reading, _: bool, __: Sequence[bool]) -> str:
    count = len(spans_of(node.item, reading))
    return f"{count} of {node.count}: {_places(node.item, reading)}" if count else f"0 of {node.count}"


def _of_parts(_: Node, __: Reading, ___: bool, parts: Sequence[bool]) -> str:
    return f"{sum(parts)} of {len(parts)} true"


def _of_not(_: Not, __: Reading, verdict: bool, ___: Sequence[bool]) -> str:
    return "it is not so" if verdict else "it is so"


_REASONS: dict[type, Callable[[Any, Reading, bool, Sequence[bool]], str]] = {
    Word: _of_words,
    Phrase: _of_words,
    Prefix: _of_words,
    Words: _of_words,
    Value: _of_value,
    Between: _of_between,
    Mentions: _of_mentions,
    Near: _of_near,
    AtLeast: _of_at_least,
    And: _of_parts,
    Or: _of_parts,
    Not: _of_not,
}


def _places(node: Node, reading: Reading) -> str:
    """`word 12, 48 and 3 more`; words count from 1, the headline's first."""
    spans, line = spans_of(node, reading), reading.line(line_of(node))
    if not spans:
        return "no word"
    shown = ", ".join(str(line.number_of(start)) for start, _ in spans[:_SHOWN])
    more = f" and {len(spans) - _SHOWN} more" if len(spans) > _SHOWN else ""
    return f"word {shown}{more}"


def listed(items: Iterable[str]) -> str:
    """The first few of them, and how many more there are."""
    every = [item for item in items if item]
    more = f" and {len(every) - _SHOWN} more" if len(every) > _SHOWN else ""
    return ", ".join(every[:_SHOWN]) + more


def counted(number: int, what: str) -> str:
    """`1 word`, `2 words`."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def duration(seconds: float) -> str:
    """A time as people say it: `5 h 12 min`.

    >>> [duration(seconds) for seconds in (40, 700, 18720, 200000, -60)]
    ['40 s', '11 min', '5 h 12 min', '2 d 7 h', 'minus 1 min']
    """
    if seconds < 0:
        return f"minus {duration(-seconds)}"
    minutes, hours, days = int(seconds // 60), int(seconds // 3600), int(seconds // 86400)
    if days:
        return f"{days} d {hours % 24} h"
    if hours:
        return f"{hours} h {minutes % 60} min"
    return f"{minutes} min" if minutes else f"{seconds:.0f} s"
