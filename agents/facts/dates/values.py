"""Cells as TIMEX3 writes them: ISO 8601, with extensions for seasons, quarters, weekends and parts of the day."""

from functools import lru_cache

from agents.facts.dates.cells import CLOCK_SECONDS, DAY_SECONDS, PARTS, Cell, part_of_day
from agents.facts.dates.civil import civil, iso_week

_KEEP = 8192
"""Values remembered: a day's reports speak of few dates."""
SEASONS = ("SP", "SU", "FA", "WI")
"""In the order in which they begin within a year: a winter is named for the year of its December."""


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
            day, code = part_of_day(index)
            return f"{value(Cell('day', day))}T{PARTS[code][0]}"
        case _:
            day, second = divmod(index * CLOCK_SECONDS[unit], DAY_SECONDS)
            clock = f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
            return f"{value(Cell('day', day))}T{clock[: {'hour': 2, 'minute': 5, 'second': 8}[unit]]}"
