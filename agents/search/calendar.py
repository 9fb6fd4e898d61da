"""A range of days as the fewest years, months and days that make it up."""

from calendar import monthrange
from datetime import date, timedelta

FIRST, LAST = date(1800, 1, 1), date(2100, 12, 31)
"""What an open range reaches to: stamps beyond are not believed (`agents.text.stamps`)."""


def range_units(first: date | None, last: date | None) -> list[str]:
    """The units that cover the days from first to last, both included; none for a range that is empty.

    >>> range_units(date(2016, 12, 30), date(2018, 2, 1))
    ['2016-12-30', '2016-12-31', '2017', '2018-01', '2018-02-01']
    """
    day, end = max(first or FIRST, FIRST), min(last or LAST, LAST)
    units = []
    while day <= end:
        year_end = date(day.year, 12, 31)
        month_end = day.replace(day=monthrange(day.year, day.month)[1])
        if (day.month, day.day) == (1, 1) and year_end <= end:
            units.append(f"{day.year:04}")
            after = year_end
        elif day.day == 1 and month_end <= end:
            units.append(f"{day.year:04}-{day.month:02}")
            after = month_end
        else:
            units.append(day.isoformat())
            after = day
        if after == date.max:
            break
        day = after + timedelta(days=1)
    return units
