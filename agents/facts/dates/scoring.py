"""Scores dates as TempEval-3 did: strict and relaxed spans, type, value; and, beyond it, exact intervals.

UzZaman et al., "SemEval-2013 Task 1: TempEval-3", section 4. A record and a gold expression belong together where
their spans are equal (strict) or overlap (relaxed), one to one, in order of the text. Type and value count where the
spans belong together and the attribute is the same. The whole of a range (role `whole`) is a record of ours that
TIMEX3 does not know: it is left out, except where intervals are compared, since TEI marks a range as one date.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from msgspec import Struct

from agents.facts.dates.gold import interval_of
from schemas.enriched import Timex

DEV_SHARE = 4
"""One document in so many is kept for the dev part."""
FIGURES = ("strict", "relaxed", "type", "value")


def held_out(document: str) -> bool:
    """Whether a document belongs to the dev part, by the SHA-256 of its id: eight hexadecimal digits modulo 4."""
    return int(sha256(document.encode()).hexdigest()[:8], 16) % DEV_SHARE == 0


class Marked(Struct, frozen=True):
    """An expression as a gold standard or a system marks it. What it does not say is None."""

    start: int
    end: int
    type: str | None = None
    value: str | None = None
    interval: tuple[str, str] | None = None
    """First day and the day after the last."""
    whole: bool = False
    """Whether it is the whole of a range."""


class Counts(Struct, frozen=True):
    """What was counted. Those that a set does not annotate have a total of 0."""

    gold: int = 0
    system: int = 0
    strict: int = 0
    relaxed: int = 0
    type: int = 0
    value: int = 0
    typed: int = 0
    """Gold expressions that have a type and a value."""
    interval: int = 0
    """Gold intervals that a record has exactly."""
    intervals: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, name) + getattr(other, name) for name in self.__struct_fields__))


class Score(Struct, frozen=True):
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float
    f1: float


def marked_gold(row: Mapping[str, Any]) -> list[Marked]:
    """A gold document's expressions: `timex` with `type` and `value` (TIMEX3), or with `attrs` (TEI's dates)."""
    return [
        Marked(x["start"], x["end"], x.get("type"), x.get("value"), interval_of(x["attrs"]) if "attrs" in x else None)
        for x in row["timex"]
    ]


def marked_system(rows: Iterable[Mapping[str, Any]]) -> list[Marked]:
    """A system's records, as `wirewatch enrich` writes them; only `start` and `end` must be there."""
    found: list[Marked] = []
    for x in rows:
        earliest, latest = x.get("earliest"), x.get("latest")
        interval = (earliest[:10], latest[:10]) if earliest and latest else None
        found.append(Marked(x["start"], x["end"], x.get("type"), x.get("value"), interval, x.get("role") == "whole"))
    return found


def marked_timexes(dates: Iterable[Timex]) -> list[Marked]:
    """`marked_system` for records that are at hand."""
    return marked_system({name: getattr(x, name) for name in x.__struct_fields__} for x in dates)


def pairs_of(gold: Sequence[Marked], system: Sequence[Marked]) -> list[tuple[Marked, Marked]]:
    """Which record belongs to which gold expression: equal spans first, then those that overlap."""
    by_span = {(mark.start, mark.end): place for place, mark in enumerate(system)}
    used: set[int] = set()
    pairs: list[tuple[Marked, Marked]] = []
    rest: list[Marked] = []
    for want in gold:
        place = by_span.get((want.start, want.end))
        if place is None or place in used:
            rest.append(want)
        else:
            used.add(place)
            pairs.append((want, system[place]))
    for want in rest:
        for place, got in enumerate(system):
            if place not in used and got.start < want.end and want.start < got.end:
                used.add(place)
                pairs.append((want, got))
                break
    return pairs


def count(gold: Sequence[Marked], system: Sequence[Marked]) -> Counts:
    """The counts of one document."""
    ends = [mark for mark in system if not mark.whole]
    pairs = pairs_of(gold, ends)
    return Counts(
        gold=len(gold),
        system=len(ends),
        strict=sum((want.start, want.end) == (got.start, got.end) for want, got in pairs),
        relaxed=len(pairs),
        type=sum(want.type is not None and want.type == got.type for want, got in pairs),
        value=sum(want.value is not None and want.value == got.value for want, got in pairs),
        typed=sum(want.type is not None for want in gold),
        interval=sum(
            any(got.interval == want.interval and got.start < want.end and want.start < got.end for got in system)
            for want in gold
            if want.interval is not None
        ),
        intervals=sum(want.interval is not None for want in gold),
    )


def score(right: int, counts: Counts) -> Score:
    """Precision, recall and F1 of a number of right ones."""
    precision = right / counts.system if counts.system else 0.0
    recall = right / counts.gold if counts.gold else 0.0
    both = precision + recall
    return Score(precision, recall, 2 * precision * recall / both if both else 0.0)


def figures(counts: Counts) -> dict[str, Score]:
    """The scores of a set: those of `FIGURES` that it annotates."""
    named = FIGURES if counts.typed else FIGURES[:2]
    return {name: score(getattr(counts, name), counts) for name in named}
