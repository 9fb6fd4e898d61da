"""Cells of the calendar: a unit and an index, so that "two quarters earlier" is a subtraction.

Each unit numbers its cells without a gap, in order of time, through the year 1 and before it: month 2017-12 is
2017 * 12 + 11, a day is its ordinal, a minute counts from ordinal 0. Values are TIMEX3 (ISO 8601 with its extensions
for seasons, quarters, weekends and parts of the day).
"""

from functools import lru_cache
from typing import Literal

from msgspec import Struct

from agents.facts.dates.civil import civil, iso_week, ordinal

Unit = Literal[
    "century", "decade", "year", "half", "quarter", "season", "month",
    "week", "weekend", "day", "part", "hour", "minute", "second",
]  # fmt: skip

SEASONS = ("SP", "SU", "FA", "WI")
"""In the order in which they begin within a year: a winter is named for the year of its December."""

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


def _part(index: int) -> tuple[int, int]:
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
            return _part(index)[0], _part(index)[0] + 1
        case _:
            day = index * CLOCK_SECONDS[unit] // DAY_SECONDS
            return day, day + 1


@lru_cache(maxsize=_KEEP)
def bounds(cell: Cell) -> tuple[int, int]:
    """Half-open interval in local seconds from the midnight that begins ordinal 0."""
    if cell.unit == "part":
        day, code = _part(cell.index)
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


def year_text(year: int) -> str:
    """A year as TIMEX3 writes it: four digits, `BC` before them where it is before Christ."""
    return f"{year:04d}" if year > 0 else f"BC{1 - year:04d}"


@lru_cache(maxsize=_KEEP)
def value(cell: Cell) -> str:
    """The cell's TIMEX3 value."""
    unit, index = cell.unit, cell.index
    match unit:
        case "day":
            year, month, day = civil(index)
            return f"{year_text(year)}-{month:02d}-{day:02d}"
        case "month":
            return f"{year_text(index // 12)}-{index % 12 + 1:02d}"
        case "year":
            return year_text(index)
        case "quarter":
            return f"{year_text(index // 4)}-Q{index % 4 + 1}"
        case "half":
            return f"{year_text(index // 2)}-H{index % 2 + 1}"
        case "season":
            return f"{year_text(index // 4)}-{SEASONS[index % 4]}"
        case "week" | "weekend":
            year, week = iso_week(index)
            return f"{year_text(year)}-W{week:02d}" + ("-WE" if unit == "weekend" else "")
        case "decade":
            return f"{index:03d}" if index >= 0 else f"BC{-1 - index:03d}"
        case "century":
            return f"{index:02d}" if index >= 0 else f"BC{-1 - index:02d}"
        case "part":
            day, code = _part(index)
            return f"{value(Cell('day', day))}T{PARTS[code][0]}"
        case _:
            day, second = divmod(index * CLOCK_SECONDS[unit], DAY_SECONDS)
            clock = f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
            return f"{value(Cell('day', day))}T{clock[: {'hour': 2, 'minute': 5, 'second': 8}[unit]]}"
