"""What other standards write, as intervals: TEI's `when`, `from` and `to`, to compare records with."""

import re
from collections.abc import Mapping

from agents.facts.dates.cells import Cell, day_cell, days, month_cell
from agents.facts.dates.civil import month_days
from agents.facts.dates.values import value

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$")


def _cell(text: str) -> Cell | None:
    match = _DATE.match(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    if year is None or month is None:
        return Cell("year", year) if year is not None else None
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= month_days(year, month)):
        return None
    return month_cell(year, month) if day is None else day_cell(year, month, day)


def interval_of(attributes: Mapping[str, str]) -> tuple[str, str] | None:
    """The first day and the day after the last of `when`, or of `from` and `to` (both counted); None where open."""
    first = _cell(attributes.get("when") or attributes.get("from") or "")
    last = _cell(attributes.get("when") or attributes.get("to") or "")
    if first is None or last is None:
        return None
    return value(Cell("day", days(first)[0])), value(Cell("day", days(last)[1]))
