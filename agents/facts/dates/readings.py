"""What an expression was read as, before it becomes a record: a cell of the calendar, or a value that has none."""

from typing import Literal

from msgspec import Struct

from agents.facts.dates.cells import Cell
from agents.facts.dates.values import value
from schemas.enriched import TimexType

Direction = Literal["past", "future", "same"] | None

UNKNOWN: dict[str, str] = {
    # a cell of this unit that could be any
    "century": "XX", "decade": "XXX", "year": "XXXX", "half": "XXXX-HX", "quarter": "XXXX-QX", "season": "XXXX-XX",
    "month": "XXXX-XX", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "day": "XXXX-XX-XX", "hour": "XXXX-XX-XXTXX",
    "minute": "XXXX-XX-XXTXX:XX", "second": "XXXX-XX-XXTXX:XX:XX",
}  # fmt: skip
_REFS: dict[str, Direction] = {"PAST_REF": "past", "FUTURE_REF": "future", "PRESENT_REF": "same"}
LOW = 0.2
"""Confidence of what could not be resolved."""


class Reading(Struct):
    """One expression as read. Tokens are places in the text's token list."""

    rule: str
    type: TimexType
    value: str
    cell: Cell | None = None
    stretch: tuple[int, int] | None = None
    """For what is no cell (the past two months; a range): half-open local seconds, as `cells.bounds` gives them."""
    mod: str | None = None
    anchor: str | None = None
    direction: Direction = None
    confidence: float = 0.95
    zone: str | None = None
    first: int = -1
    """First token, where the reading covers less than its phrase (an end of a range)."""
    after: int = -1
    role: Literal["begin", "end", "whole"] | None = None
    hard: bool = True
    """Whether later expressions may hang on it."""


def dated(
    rule: str, cell: Cell, confidence: float = 0.95, *, anchor: str | None = None, direction: Direction = None
) -> Reading:
    """A reading with a cell: TIME where the cell is finer than a day."""
    kind: TimexType = "TIME" if cell.unit in ("part", "hour", "minute", "second") else "DATE"
    return Reading(rule, kind, value(cell), cell, anchor=anchor, direction=direction, confidence=confidence)


def unknown(rule: str, text: str, kind: TimexType = "DATE") -> Reading:
    """A reading that nothing resolves, by the value that can be said (`XXXX-12-23`)."""
    return Reading(rule, kind, text, confidence=LOW, hard=False)


def impossible() -> Reading:
    """A date that no calendar has: reported as such, with neither a guess nor an interval."""
    return Reading("impossible-date", "DATE", UNKNOWN["day"], confidence=0.0, hard=False)


def impossible_time() -> Reading:
    """A time that no clock shows."""
    return Reading("impossible-time", "TIME", UNKNOWN["minute"], confidence=0.0, hard=False)


def vague(rule: str, text: str, confidence: float = 0.8, *, anchor: str | None = None) -> Reading:
    """PRESENT_REF and its like."""
    return Reading(rule, "DATE", text, anchor=anchor, direction=_REFS[text], confidence=confidence, hard=False)


def duration(rule: str, text: str, confidence: float = 0.9, *, stretch: tuple[int, int] | None = None) -> Reading:
    """A length of time."""
    return Reading(rule, "DURATION", text, stretch=stretch, confidence=confidence, hard=False)


def toward(steps: float) -> Direction:
    """The direction of a step."""
    return "past" if steps < 0 else "future" if steps > 0 else "same"
