"""Cells of the calendar: a unit and an index, so that "two quarters earlier" is a subtraction.

Each unit numbers its cells without a gap, in order of time, through the year 1 and before it: month 2017-12 is
2017 * 12 + 11, a day is its ordinal, a minute counts from ordinal 0.
"""

from functools import lru_cache
from typing import Literal

from msgspec import Struct

from agents.facts.dates.civil import civil, ordinal

Unit = Literal[
    "century", "decade", "year", "half", "quarter", "season", "month",
    "week", "weekend", "day", "part", "hour", "minute", "second",
]  # fmt: skip

PARTS: tuple[tuple[str, int, int], ...] = (
    # code, first hour, hour after the last (from midnight that begins the day)
    ("MO", 5, 12),
    ("MI", 12, 13),
    ("AF", 12, 18),
    ("EV", 18, 24),
    ("NI", 18, 30),
    ("DT", 6, 18),
)
PART_INDEX = {code: index for index, (code, _, _) in enumerate(PARTS)}
_KEEP = 8192
"""Cells remembered: a day's reports speak of few dates."""
DAY_SECONDS = 86_400
CLOCK_SECONDS = {"hour": 3600, "minute": 60, "second": 1}
FINER: dict[str, int] = {
    unit: rank
    for rank, unit in enumerate(
        ("century", "decade", "year", "half", "season", "quarter", "month", "week", "weekend", "day", "part", "hour",
         "minute", "second")
    )
}  # fmt: skip
"""Rank of each unit, coarse to fine."""


class Cell(Struct, frozen=True):
    """One cell of the calendar."""

    unit: Unit
    index: int

    def shift(self, by: int) -> "Cell":
        """The cell `by` cells later (earlier, where negative)."""
        return Cell(self.unit, self.index + by)


def day_cell(year: int, month: int, day: int) -> Cell:
    """The cell of a civil date, which must exist."""
    return Cell("day", ordinal(year, month, day))


def month_cell(year: int, month: int) -> Cell:
    """The cell of a month, 1 to 12."""
    return Cell("month", year * 12 + month - 1)


def _grouped(year: int, size: int) -> int:
    """Decade or century of a year; before Christ they count by the number that is written: 483 BC is in the 480s."""
    return year // size if year > 0 else -1 - (1 - year) // size


def _grouped_years(index: int, size: int) -> tuple[int, int]:
    if index >= 0:
        return max(index * size, 1), (index + 1) * size
    written = (-1 - index) * size
    return 2 - written - size, 2 - max(written, 1)


def part_of_day(index: int) -> tuple[int, int]:
    """The day of a part of the day, and which of `PARTS` it is."""
    return divmod(index, 8)


@lru_cache(maxsize=_KEEP)
def days(cell: Cell) -> tuple[int, int]:
    """Ordinals of the first day and of the day after the last; for a time of day, of the day that holds it."""
    unit, index = cell.unit, cell.index
    match unit:
        case "day":
            return index, index + 1
        case "month" | "quarter" | "season" | "half":
            months = {"month": 1, "quarter": 3, "season": 3, "half": 6}[unit]
            start = index * months + (2 if unit == "season" else 0)
            end = start + months
            return ordinal(start // 12, start % 12 + 1, 1), ordinal(end // 12, end % 12 + 1, 1)
        case "year":
            return ordinal(index, 1, 1), ordinal(index + 1, 1, 1)
        case "week":
            return index * 7 + 1, index * 7 + 8
        case "weekend":
            return index * 7 + 6, index * 7 + 8
        case "decade" | "century":
            first, after = _grouped_years(index, 10 if unit == "decade" else 100)
            return ordinal(first, 1, 1), ordinal(after, 1, 1)
        case "part":
            return part_of_day(index)[0], part_of_day(index)[0] + 1
        case _:
            day = index * CLOCK_SECONDS[unit] // DAY_SECONDS
            return day, day + 1


@lru_cache(maxsize=_KEEP)
def bounds(cell: Cell) -> tuple[int, int]:
    """Half-open interval in local seconds from the midnight that begins ordinal 0."""
    if cell.unit == "part":
        day, code = part_of_day(cell.index)
        _, first, after = PARTS[code]
        return day * DAY_SECONDS + first * 3600, day * DAY_SECONDS + after * 3600
    if cell.unit in CLOCK_SECONDS:
        size = CLOCK_SECONDS[cell.unit]
        return cell.index * size, (cell.index + 1) * size
    first, after = days(cell)
    return first * DAY_SECONDS, after * DAY_SECONDS


def at_unit(cell: Cell, unit: Unit) -> Cell:
    """The cell of `unit` that holds the beginning of `cell`; a part of the day is not a unit to ask for."""
    if cell.unit == unit:
        return cell
    if unit in CLOCK_SECONDS:
        return Cell(unit, bounds(cell)[0] // CLOCK_SECONDS[unit])
    first = days(cell)[0]
    if unit == "day":
        return Cell("day", first)
    if unit in ("week", "weekend"):
        return Cell(unit, (first - 1) // 7)
    year, month, _ = civil(first)
    match unit:
        case "month":
            return month_cell(year, month)
        case "quarter":
            return Cell(unit, year * 4 + (month - 1) // 3)
        case "half":
            return Cell(unit, year * 2 + (month - 1) // 6)
        case "season":
            return Cell(unit, (year * 12 + month - 3) // 3)
        case "decade":
            return Cell(unit, _grouped(year, 10))
        case "century":
            return Cell(unit, _grouped(year, 100))
        case _:
            return Cell("year", year)
