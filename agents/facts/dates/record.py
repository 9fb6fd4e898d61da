"""From a reading to the record: UTC instants, offsets in the text, the reading's slug."""

from functools import lru_cache

from agents.facts.dates.cells import DAY_SECONDS, Cell, bounds
from agents.facts.dates.civil import civil
from agents.facts.dates.readings import Reading
from agents.facts.dates.zones import utc_offset
from schemas.enriched import Timex


def narrowed(cell: Cell, mod: str | None) -> tuple[int, int]:
    """The part of a cell that "early", "mid-" or "late" leaves, in local seconds: its first half, middle, second half.

    A month's halves part at the 15th, a year's at July 1st, a decade's at its sixth year.
    """
    first, after = bounds(cell)
    if mod not in ("START", "MID", "END"):
        return first, after
    middle = _middle(cell, first, after)
    if mod == "START":
        return first, middle
    return (middle, after) if mod == "END" else (first + (after - first) // 3, after - (after - first) // 3)


def _middle(cell: Cell, first: int, after: int) -> int:
    match cell.unit:
        case "month":
            return first + 14 * DAY_SECONDS
        case "year":
            return bounds(Cell("half", cell.index * 2 + 1))[0]
        case "decade" | "century":
            year = civil(first // DAY_SECONDS)[0]
            return bounds(Cell("year", year + (5 if cell.unit == "decade" else 50)))[0]
        case _:
            return (first + after) // 2


@lru_cache(maxsize=4096)
def instant(local: int, zone: str | None) -> str:
    """Local seconds as a UTC instant, ISO 8601. Years before 1 are written with a sign (0 is 1 BC)."""
    seconds = local - utc_offset(local, zone)
    year, month, day = civil(seconds // DAY_SECONDS)
    rest = seconds % DAY_SECONDS
    years = f"{year:04d}" if year >= 0 else f"-{-year:04d}"
    return f"{years}-{month:02d}-{day:02d}T{rest // 3600:02d}:{rest // 60 % 60:02d}:{rest % 60:02d}Z"


def record(reading: Reading, text: str, start: int, end: int, zone: str | None) -> Timex:
    """The record of a reading that covers `text[start:end]`."""
    stretch = reading.stretch
    if stretch is None and reading.cell is not None:
        stretch = narrowed(reading.cell, reading.mod)
    zone = reading.zone or zone
    return Timex(
        start,
        end,
        text[start:end],
        reading.type,
        reading.value,
        mod=reading.mod,
        earliest=instant(stretch[0], zone) if stretch else None,
        latest=instant(stretch[1], zone) if stretch else None,
        zone=zone,
        anchor=reading.anchor,
        direction=reading.direction,
        confidence=reading.confidence,
        rule=reading.rule,
        role=reading.role,
    )
