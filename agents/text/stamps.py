"""Moments as reports state them: from a format's own writing to a Stamp, and from a Stamp to an instant."""

import re
from datetime import UTC, datetime, timedelta, timezone

from schemas.article import Stamp

EARLIEST, LATEST = 1800, 2100
"""Years outside are slips of a machine (a pubDate in 3013), not dates of reports: unknown beats wrong."""

_ISO = re.compile(
    r"\s*(?P<year>\d{4})(?:(?P<dash>-?)(?P<month>\d\d)(?:(?P=dash)(?P<day>\d\d)"
    r"(?:[T ]\s?(?P<hour>\d\d)(?P<colon>:?)(?P<minute>\d\d)(?:(?P=colon)(?P<second>\d\d)(?P<fraction>[.,]\d{1,9})?)?"
    r"\s?(?P<zone>Z|[+-]\d\d:?\d\d|[+-]\d\d|UTC|GMT)?)?)?)?\s*",
    re.IGNORECASE | re.ASCII,
)


def read_iso(text: str | None) -> Stamp | None:
    """An ISO 8601 date or moment, basic or extended, at its own precision; None where it is none or out of range.

    >>> read_iso("20170512T101500+0200")
    '2017-05-12T10:15:00+02:00'
    >>> read_iso("2017-02-30") is None
    True
    """
    found = _ISO.fullmatch(text) if text and len(text) <= 64 else None
    if found is None:
        return None
    part = found.groupdict()
    if part["month"] and not part["day"] and not part["dash"]:
        return None  # six digits: as likely a day and a time as a month
    stamp = "-".join(part[name] for name in ("year", "month", "day") if part[name])
    if part["hour"]:
        clock = ":".join(part[name] for name in ("hour", "minute", "second") if part[name])
        fraction = (part["fraction"] or "").replace(",", ".")
        stamp += f"T{clock}{fraction if fraction.strip('.0') else ''}{iso_zone(part['zone'])}"
    return stamp if instant(stamp) else None


def iso_zone(text: str | None) -> str:
    """A zone as ISO writes it; without one, nothing: it is not for us to make one up."""
    if not text:
        return ""
    if text.upper() in ("Z", "UTC", "GMT"):
        return "Z"
    digits = text[1:].replace(":", "").ljust(4, "0")
    return f"{text[0]}{digits[:2]}:{digits[2:]}"


def stamp_of(moment: datetime) -> Stamp:
    """A datetime as a Stamp; one without a zone gives a Stamp without one."""
    return moment.isoformat().replace("+00:00", "Z")


def instant(stamp: Stamp | None) -> datetime | None:
    """The UTC instant of a Stamp, or None where there is none or it is out of range (years 1800 to 2100).

    Assumed where the Stamp does not say: UTC for the zone, midnight for the time of day, the first for the day and
    the month. `24:00` is the next day's midnight, a leap second the second before it.
    """
    found = _ISO.fullmatch(stamp) if stamp else None
    if found is None:
        return None
    part = found.groupdict()
    hour, second = int(part["hour"] or 0), min(int(part["second"] or 0), 59 if part["second"] == "60" else 99)
    micro = int(((part["fraction"] or "").lstrip(".,") + "000000")[:6])
    try:
        day = datetime(
            int(part["year"]), int(part["month"] or 1), int(part["day"] or 1), tzinfo=_timezone(part["zone"])
        )
        if hour == 24 and (int(part["minute"]), second) != (0, 0):
            return None
        moment = day + timedelta(days=1) if hour == 24 else day.replace(hour=hour, minute=int(part["minute"] or 0))
        moment = moment.replace(second=second, microsecond=micro)
        utc = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return utc if EARLIEST <= utc.year <= LATEST else None


def _timezone(text: str | None) -> timezone:
    zone = iso_zone(text)
    if zone in ("", "Z"):
        return UTC
    size = timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))
    return timezone(-size if zone[0] == "-" else size)
