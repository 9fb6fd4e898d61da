"""The two ends of a range: where they stand, what one takes from the other, and the whole that they make."""

from agents.facts.dates.cascade import Phrase
from agents.facts.dates.cells import DAY_SECONDS, Cell, at_unit, bounds, day_cell, days
from agents.facts.dates.civil import civil, month_days
from agents.facts.dates.classes import CHAR
from agents.facts.dates.readings import Reading, dated
from agents.facts.dates.scene import has

_PER_YEAR = {"month": 12, "quarter": 4, "season": 4, "half": 2}
_LETTER = {"year": "Y", "month": "M", "quarter": "Q", "week": "W", "day": "D"}
_NUMBERS = ("n12", "n24", "n31", "ord31", "n59", "n99", "zero", "bignum")
LONGEST_YEARS = 120


def ends_of(phrase: Phrase, leave_out: Phrase | None = None) -> tuple[int, int]:
    """Places, among the kids, of the two ends: the first and the last that is a phrase or a number."""
    numbers = {CHAR[name] for name in _NUMBERS}
    places = [
        place
        for place, (char, kid) in enumerate(zip(phrase.classes, phrase.kids, strict=True))
        if kid is not leave_out and (not isinstance(kid, int) or char in numbers)
    ]
    return places[0], places[-1]


def placed(reading: Reading | None, phrase: Phrase) -> Reading | None:
    """The reading, where there is one, on the words of its phrase."""
    if reading is not None and reading.first < 0:
        reading.first, reading.after = phrase.start, phrase.end
    return reading


def names_year(phrase: Phrase) -> bool:
    """Whether a phrase, or one in it, has a year in figures."""
    return has(phrase, "yearnum") or any(names_year(kid) for kid in phrase.kids if not isinstance(kid, int))


def _moved_years(cell: Cell, years: int) -> Cell:
    if cell.unit in _PER_YEAR:
        return cell.shift(years * _PER_YEAR[cell.unit])
    if cell.unit == "day":
        year, month, day = civil(cell.index)
        return day_cell(year + years, month, min(day, month_days(year + years, month)))
    return cell


def _set(reading: Reading, cell: Cell) -> None:
    reading.cell, reading.value = cell, dated("", cell).value


def year_before(begin: Reading, end: Reading) -> None:
    """November to February 1991: an end that would come after the other belongs to the year before."""
    if begin.cell and end.cell and at_unit(begin.cell, "month").index > at_unit(end.cell, "month").index:
        _set(begin, _moved_years(begin.cell, -1))


def year_after(begin: Reading, end: Reading, *, listed: bool) -> None:
    """Friday to Monday · November to February: an end that would come before the other comes after it.

    Not so in a list of weekdays: "said on Friday and Thursday".
    """
    if not (begin.cell and end.cell) or days(end.cell)[0] >= days(begin.cell)[0]:
        return
    if end.rule == "weekday":
        if listed:
            return
        while days(end.cell)[0] < days(begin.cell)[0]:
            _set(end, end.cell.shift(7))
    elif end.rule in ("date-without-year", "month", "season", "quarter"):
        _set(end, _moved_years(end.cell, 1))


def together(phrase: Phrase, begin: Reading | None, end: Reading | None) -> list[Reading]:
    """The ends and, where it is a range and no list, the whole."""
    found = [reading for reading in (begin, end) if reading is not None]
    if begin is None or end is None or begin.cell is None or end.cell is None:
        return found
    joined = not has(phrase, "and", "slash") or has(phrase, "between")
    first, after = bounds(begin.cell)[0], bounds(end.cell)[1]
    years = (after - first) // (365 * DAY_SECONDS)
    if not joined or after <= first or bounds(end.cell)[0] <= first or years > LONGEST_YEARS * 10:
        return found
    begin.role, end.role = "begin", "end"
    value = _length(begin.cell, end.cell, after - first)
    whole = Reading("range", "DURATION", value, stretch=(first, after), anchor=begin.anchor or end.anchor, hard=False)
    whole.confidence, whole.role = min(begin.confidence, end.confidence), "whole"
    whole.first, whole.after = min(begin.first, end.first), max(begin.after, end.after)
    return [*found, whole]


def _length(begin: Cell, end: Cell, seconds: int) -> str:
    """How long a range is, both ends counted."""
    if begin.unit == end.unit and begin.unit in _LETTER:
        return f"P{end.index - begin.index + 1}{_LETTER[begin.unit]}"
    if seconds % DAY_SECONDS == 0:
        return f"P{seconds // DAY_SECONDS}D"
    hours, rest = divmod(seconds, 3600)
    return f"PT{hours}H" if not rest else f"PT{seconds // 60}M" if not rest % 60 else f"PT{seconds}S"
