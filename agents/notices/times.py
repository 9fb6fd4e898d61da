"""When a rule may ring: quiet hours, intervals and digests, read from a rule's own words and asked at a moment."""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

from schemas.rule import Notify

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEK = timedelta(days=7)
LONGEST = timedelta(days=1)
"""The longest interval: what a rule did is not remembered for ever."""
SHORTEST = timedelta(minutes=1)

_SPAN = re.compile(r"(?:(?P<days>[a-z,-]+) )?(?P<start>\d\d?:\d\d)-(?P<end>\d\d?:\d\d)")
_DAILY = re.compile(r"(?:(?P<days>[a-z,-]+) )?(?P<times>\d\d?:\d\d(?:, ?\d\d?:\d\d)*)")
_EVERY = re.compile(r"every (?P<length>\d+ ?[mh])")
_LENGTH = re.compile(r"(\d{1,4}) ?([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


class BadTimes(ValueError):
    """An option that does not read: which one, why, and what it would have to look like."""


class Quiet(Struct, frozen=True):
    """A stretch of the day, as minutes from midnight, on the weekdays (Monday 0) on which it begins."""

    days: frozenset[int]
    start: int
    end: int


class Times(Struct, frozen=True):
    """A rule's options, read."""

    zone: ZoneInfo
    quiet: tuple[Quiet, ...] = ()
    interval: timedelta | None = None
    days: frozenset[int] = frozenset()
    """Weekdays of the digest."""
    minutes: tuple[int, ...] = ()
    """Times of the digest, as minutes from midnight."""

    def quiet_until(self, now: datetime) -> datetime | None:
        """The end of the quiet hours that `now` lies in, those that follow without a gap included; else None."""
        until = now
        while (end := self._quiet_end(until)) is not None and until - now < 2 * WEEK:
            until = end
        return until if until > now else None

    def digest_after(self, now: datetime) -> datetime | None:
        """The next time of the digest, after `now`; None for a rule without one."""
        if not self.minutes:
            return None
        today = now.astimezone(self.zone).date()
        days = (today + timedelta(days=ahead) for ahead in range(9))
        times = (self._at(day, minute) for day in days if day.weekday() in self.days for minute in self.minutes)
        return next(each for each in times if each > now)

    def _quiet_end(self, now: datetime) -> datetime | None:
        today = now.astimezone(self.zone).date()
        for day in (today - timedelta(days=1), today):
            for span in self.quiet:
                if day.weekday() in span.days and self._at(day, span.start) <= now < self._at(day, span.end):
                    return self._at(day, span.end)
        return None

    def _at(self, day: date, minutes: int) -> datetime:
        """A time of day of the zone; one that a change of clocks leaves out is taken an hour later."""
        ahead, minute = divmod(minutes, 24 * 60)
        return datetime.combine(day + timedelta(days=ahead), time(minute // 60, minute % 60), self.zone)


@lru_cache(maxsize=4096)
def times_of(notify: Notify) -> Times:
    """The options, read. Raises BadTimes."""
    try:
        zone = ZoneInfo(notify.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadTimes(f"notify.zone: {notify.zone!r} is no time zone; write it as Europe/Warsaw or UTC") from None
    quiet = tuple(map(_quiet, notify.quiet))
    days, minutes = _digest(notify.digest) if notify.digest is not None else (frozenset[int](), ())
    interval = _length(notify.interval, "interval") if notify.interval is not None else None
    made = Times(zone, quiet, interval, days, minutes)
    monday = datetime(2018, 1, 1, tzinfo=zone)
    if quiet and (made.quiet_until(monday) or monday) - monday >= WEEK:
        raise BadTimes("notify.quiet: is the whole week; to switch a rule off write enabled: false")
    return made


def _quiet(text: str) -> Quiet:
    found = _SPAN.fullmatch(text.strip().lower())
    if found is None:
        raise BadTimes(f"notify.quiet: {text!r} is no stretch of time; write 22:00-06:00 or sat,sun 00:00-24:00")
    start, end = _minute(found["start"], "quiet"), _minute(found["end"], "quiet")
    if start == end:
        raise BadTimes(f"notify.quiet: {text!r} begins where it ends; a whole day is 00:00-24:00")
    return Quiet(_days(found["days"], "quiet"), start, end if end > start else end + 24 * 60)


def _digest(text: str) -> tuple[frozenset[int], tuple[int, ...]]:
    words = text.strip().lower()
    every = _EVERY.fullmatch(words)
    if every is not None:
        step = round(_length(every["length"], "digest").total_seconds()) // 60
        return frozenset(range(7)), tuple(range(0, 24 * 60, step))
    found = _DAILY.fullmatch(words)
    if found is None:
        raise BadTimes(f"notify.digest: {text!r} is no time; write daily 07:00, mon-fri 07:00,17:00 or every 4h")
    minutes = sorted({_minute(each.strip(), "digest") for each in found["times"].split(",")})
    return _days(found["days"], "digest"), tuple(minutes)


def _length(text: str, option: str) -> timedelta:
    found = _LENGTH.fullmatch(text.strip().lower())
    length = timedelta(**{_UNITS[found[2]]: int(found[1])}) if found else timedelta()
    if not SHORTEST <= length <= LONGEST:
        raise BadTimes(f"notify.{option}: {text!r} is no length of time from 1m to 1d; write 15m or 4h")
    return length


def _minute(text: str, option: str) -> int:
    hour, minute = map(int, text.split(":"))
    if minute > 59 or hour * 60 + minute > 24 * 60:
        raise BadTimes(f"notify.{option}: there is no time {text}")
    return hour * 60 + minute


def _days(text: str | None, option: str) -> frozenset[int]:
    """`daily`, `mon-fri`, `sat,sun`; none given: daily."""
    if text in (None, "daily"):
        return frozenset(range(7))
    days: set[int] = set()
    for part in str(text).split(","):
        first, _, last = part.partition("-")
        if first not in DAYS or (last or first) not in DAYS:
            near = f"the days are {', '.join(DAYS)}, mon-fri, or daily"
            raise BadTimes(f"notify.{option}: {part!r} is no day; {near}")
        start, end = DAYS.index(first), DAYS.index(last or first)
        days |= {each % 7 for each in range(start, (end if end >= start else end + 7) + 1)}
    return frozenset(days)
