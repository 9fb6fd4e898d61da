"""When named days fall: each rule takes a year (AD) and gives the ordinals, within that year, of its day.

Fixed days, nth weekdays, and the calendars of the churches, of Jews, Muslims, Hindus, Buddhists and the Chinese. The
Hebrew and Islamic arithmetic is that of Dershowitz and Reingold, "Calendrical Calculations"; the Islamic one is the
tabular calendar, a day off at times from the sighting of the moon.
"""

from collections.abc import Callable

from agents.facts.dates.civil import civil, month_days, ordinal, weekday
from agents.facts.dates.moon import FULL, NEW, phase_on_or_after

Days = Callable[[int], list[int]]


def fixed(month: int, day: int) -> Days:
    """The same day every year."""
    return lambda year: [ordinal(year, month, day)]


def nth(count: int, number: int, month: int, plus: int = 0) -> Days:
    """The nth weekday (0 Monday) of a month, -1 the last; `plus` days after it."""

    def days(year: int) -> list[int]:
        if count < 0:
            last = ordinal(year, month, month_days(year, month))
            return [last - (weekday(last) - number) % 7 + plus]
        first = ordinal(year, month, 1)
        return [first + (number - weekday(first)) % 7 + 7 * (count - 1) + plus]

    return days


def easter_sunday(year: int) -> int:
    """Western Easter: the anonymous Gregorian algorithm (Meeus, chapter 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    n = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * n) // 451
    month, day = divmod(h + n - 7 * m + 114, 31)
    return ordinal(year, month, day + 1)


def orthodox_sunday(year: int) -> int:
    """Orthodox Easter: the Julian date (Meeus, chapter 8), moved to the Gregorian calendar."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return ordinal(year, month, day + 1) + year // 100 - year // 400 - 2


def easter(plus: int = 0) -> Days:
    """So many days after western Easter."""
    return lambda year: [easter_sunday(year) + plus]


def orthodox(plus: int = 0) -> Days:
    """So many days after Orthodox Easter."""
    return lambda year: [orthodox_sunday(year) + plus]


def _hebrew_elapsed(year: int) -> int:
    months = (235 * year - 234) // 19
    day = 29 * months + (12084 + 13753 * months) // 25920
    return day + ((3 * (day + 1)) % 7 < 3)


def hebrew_new_year(year: int) -> int:
    """The ordinal of 1 Tishri of a Hebrew year."""
    before, this, after = (_hebrew_elapsed(y) for y in (year - 1, year, year + 1))
    delay = 2 if after - this == 356 else 1 if this - before == 382 else 0
    return this + delay - 1_373_427


def rosh_hashanah(plus: int = 0) -> Days:
    """So many days after the Jewish new year."""
    return lambda year: [hebrew_new_year(year + 3761) + plus]


def passover(plus: int = 0) -> Days:
    """So many days after the first day of Passover, which lies 163 days before the next new year."""
    return lambda year: [hebrew_new_year(year + 3761) - 163 + plus]


def hanukkah(year: int) -> list[int]:
    """25 Kislev: a year of 355 or 385 days has a Heshvan of 30."""
    start = hebrew_new_year(year + 3761)
    return [start + 83 + ((hebrew_new_year(year + 3762) - start) % 10 == 5)]


def islamic(month: int, day: int) -> Days:
    """A day of the tabular Islamic calendar: once, twice or never in a year."""

    def days(year: int) -> list[int]:
        first = (year - 622) * 33 // 32
        found = (
            day + 29 * (month - 1) + month // 2 + (y - 1) * 354 + (3 + 11 * y) // 30 + 227_014
            for y in range(first - 1, first + 3)
        )
        return [day_found for day_found in found if civil(day_found)[0] == year]

    return days


def lunar(month: int, day: int, phase: float, zone_hours: float, plus: int = 0) -> Days:
    """The first new or full moon, as a zone sees it, on a day or after it."""
    return lambda year: [phase_on_or_after(ordinal(year, month, day), phase, zone_hours) + plus]


def election(year: int) -> list[int]:
    """The United States': the Tuesday after the first Monday of November."""
    return nth(1, 0, 11, plus=1)(year)


NEW_MOON, FULL_MOON = NEW, FULL
