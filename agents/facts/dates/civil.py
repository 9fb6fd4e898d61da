"""Civil days as integers, for any year: the proleptic Gregorian calendar without the limits of `datetime`.

A day is its ordinal as `datetime.date.toordinal` counts it: 0001-01-01 is 1, a Monday. Years are astronomical: 1 BC is
year 0. The conversion is the era algorithm of Hinnant, "chrono-compatible low-level date algorithms".
"""

from functools import lru_cache

_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_leap(year: int) -> bool:
    """Whether a year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_days(year: int, month: int) -> int:
    """The number of days in a month."""
    return 29 if month == 2 and is_leap(year) else _MONTH_DAYS[month - 1]


@lru_cache(maxsize=4096)
def ordinal(year: int, month: int, day: int) -> int:
    """The day's ordinal. `day` is not checked: a day past the month's end counts on into the next month."""
    year -= month <= 2
    era, of_era = divmod(year, 400)
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 305


@lru_cache(maxsize=4096)
def civil(day: int) -> tuple[int, int, int]:
    """Year, month and day of an ordinal."""
    era, of_era = divmod(day + 305, 146097)
    year = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    shifted = (5 * of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return era * 400 + year + (month <= 2), month, of_year - (153 * shifted + 2) // 5 + 1


def weekday(day: int) -> int:
    """0 for Monday to 6 for Sunday."""
    return (day - 1) % 7


def iso_week(week: int) -> tuple[int, int]:
    """ISO year and week number of a week counted from that of ordinal 1 (which is week 0)."""
    thursday = week * 7 + 4
    year = civil(thursday)[0]
    return year, (thursday - ordinal(year, 1, 1)) // 7 + 1


def week_of(year: int, week: int) -> int:
    """The count from ordinal 1 of an ISO week: the inverse of `iso_week`."""
    return (ordinal(year, 1, 4) - 1) // 7 + week - 1
