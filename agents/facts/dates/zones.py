"""Time zones: an IANA name, an offset, or an abbreviation as wires write it, to seconds east of UTC."""

import re
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from agents.facts.dates.cells import DAY_SECONDS
from agents.facts.dates.civil import civil
from agents.facts.dates.words import ZONES

_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)?$")


@lru_cache(maxsize=1024)
def fixed_offset(zone: str) -> int | None:
    """Seconds east of UTC of `+02:00`, `Z` or `EST`; None where the zone is a place's or unknown."""
    if zone in ("Z", "UTC"):
        return 0
    match = _OFFSET.match(ZONES.get(zone, zone))
    if match is None:
        return None
    seconds = int(match[2]) * 3600 + int(match[3] or 0) * 60
    return -seconds if match[1] == "-" else seconds


@lru_cache(maxsize=1024)
def place_zone(zone: str) -> ZoneInfo | None:
    """The IANA zone of that name; None where there is none."""
    try:
        return ZoneInfo(zone)
    except (ValueError, OSError, KeyError):
        return None


def utc_offset(local: int, zone: str | None) -> int:
    """Seconds east of UTC at a local moment (seconds from ordinal 0). An unknown zone counts as UTC."""
    if zone is None:
        return 0
    fixed = fixed_offset(zone)
    if fixed is not None:
        return fixed
    place = place_zone(zone)
    if place is None:
        return 0
    year, month, day = civil(local // DAY_SECONDS)
    rest = local % DAY_SECONDS
    moment = datetime(
        min(max(year, 1), 9999), month, min(day, 28 if month == 2 else day), rest // 3600, rest // 60 % 60, tzinfo=place
    )
    offset = moment.utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0
