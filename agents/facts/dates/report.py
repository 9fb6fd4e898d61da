"""The report's own date: the day, minute and zone that a stamp gives, in the zone of the dateline where known."""

import re

from msgspec import Struct

from agents.facts.dates.cells import DAY_SECONDS, Cell
from agents.facts.dates.civil import month_days, ordinal
from agents.facts.dates.zones import fixed_offset, place_zone, utc_offset

_STAMP = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?\s*(Z|[+-]\d\d:?\d\d|[+-]\d\d)?)?$"
)


class Report(Struct, frozen=True):
    """A report's date as its own place counts it. `minute` is of the day; None where the report gave no time."""

    day: Cell | None = None
    minute: int | None = None
    zone: str | None = None


def known_zone(zone: str | None) -> str | None:
    """The zone as it can be used: an IANA name or an offset; None for one that nobody knows."""
    if zone is None or (fixed_offset(zone) is None and place_zone(zone) is None):
        return None
    return zone


def report_day(stamp: str | None, zone: str | None) -> Report:
    """Read a stamp (ISO 8601, a day or a moment). One that is missing, garbled or impossible gives no day."""
    zone = known_zone(zone)
    match = _STAMP.match(stamp.strip()) if stamp else None
    if match is None:
        return Report(zone=zone)
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    if not (year and 1 <= month <= 12 and 1 <= day <= month_days(year, month)):
        return Report(zone=zone)
    start = ordinal(year, month, day)
    if match[4] is None:
        return Report(Cell("day", start), None, zone)
    minute, given = int(match[4]) * 60 + int(match[5]), match[7]
    if given is None or zone is None:
        return Report(Cell("day", start), minute, zone or given)
    utc = start * DAY_SECONDS + minute * 60 - (fixed_offset(given) or 0)
    local = utc + utc_offset(utc, zone)
    return Report(Cell("day", local // DAY_SECONDS), local % DAY_SECONDS // 60, zone)
