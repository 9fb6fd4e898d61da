"""Readings of what lies a length of time away: two years ago, a week earlier, three days before Christmas."""

from fractions import Fraction

from agents.facts.dates.cascade import Phrase
from agents.facts.dates.cells import Cell, Unit, at_unit, day_cell, days
from agents.facts.dates.civil import civil, month_days
from agents.facts.dates.read.beside import each_by_itself
from agents.facts.dates.read.length import CLOCK_UNITS, Length, length_of
from agents.facts.dates.readings import UNKNOWN, Reading, dated, toward, unknown, vague
from agents.facts.dates.scene import Scene, has, sub
from agents.facts.dates.values import value

_FINER: dict[str, tuple[str, int]] = {
    # what a fraction of a unit is counted in: two and a half years are thirty months
    "year": ("month", 12), "week": ("day", 7), "month": ("week", 4), "decade": ("year", 10), "century": ("decade", 10),
}  # fmt: skip
_MODS = {"MORE_THAN": ("BEFORE", "AFTER"), "LESS_THAN": ("AFTER", "BEFORE")}
"""More than two years ago is before then; more than two years later, after."""


def away(reference: Cell | None, anchor: str | None, length: Length, side: int, rule: str) -> Reading:
    """The cell that lies a length away, as coarse as the length's unit: two years ago is a year, not a day."""
    if length.number is None:
        return vague(rule, "PAST_REF" if side < 0 else "FUTURE_REF", 0.6, anchor=anchor)
    unit, number = length.unit, length.number
    if number.denominator != 1:
        unit, factor = _FINER.get(unit, (unit, 1))
        number = Fraction(round(number * factor))
    if unit == "fortnight":
        unit = "week"
    if unit == "decade" and number == 1:
        unit, number = "year", Fraction(10)
    if unit == "millennium":
        unit, number = "century", number * 10
    if reference is None:
        return unknown(rule, UNKNOWN[unit], "TIME" if unit in CLOCK_UNITS else "DATE")
    if unit in CLOCK_UNITS:
        return _clock_away(reference, anchor, unit, int(number), side, rule)
    cell = at_unit(reference, _as_unit(unit)).shift(side * int(number))
    got = dated(rule, cell, 0.85, anchor=anchor, direction=toward(side))
    got.mod = _MODS[length.mod][side > 0] if length.mod in _MODS else length.mod
    return got


def _clock_away(reference: Cell, anchor: str | None, unit: str, number: int, side: int, rule: str) -> Reading:
    if reference.unit in CLOCK_UNITS:
        cell = at_unit(reference, "minute" if unit == "minute" else _as_unit(unit)).shift(side * number)
        return dated(rule, cell, 0.8, anchor=anchor, direction=toward(side))
    day = at_unit(reference, "day")
    got = dated(rule, day, 0.5, anchor=anchor, direction=toward(side))
    got.type, got.value = "TIME", f"{got.value}TXX"
    return got


def _as_unit(unit: str) -> Unit:
    return unit  # type: ignore[return-value]  # the tables above name units only


def read_ago(phrase: Phrase, scene: Scene) -> Reading | list[Reading] | None:
    """two years ago · several weeks ago · ten years from now: counted from the report's day."""
    length, now = length_of(phrase, scene), sub(phrase, "REF")
    if length is None:
        return None
    if now is not None and ((ref := scene.read(now)) is None or ref.value != "PRESENT_REF"):
        return each_by_itself((sub(phrase, "DUR"), now), scene)
    if (same := _same_quarter(scene, length)) and has(phrase, "ago"):
        return dated("year-ago", same, 0.6, anchor=scene.here_text, direction="past")
    side = -1 if has(phrase, "ago") else 1
    if length.unit in CLOCK_UNITS and scene.moment is not None and not scene.narrative:
        return away(scene.moment, value(scene.moment), length, side, "ago")
    return away(scene.here, scene.here_text, length, side, "ago")


def read_ago_then(phrase: Phrase, scene: Scene) -> Reading | list[Reading] | None:
    """a week ago Saturday · three years ago this month · a year ago today."""
    length, named = length_of(phrase, scene), sub(phrase, "DAY", "YEAR", "TIME")
    got = scene.read(named) if named else None
    by = _months_or_days(length) if length else None
    if got is None or got.cell is None or by is None or not _counts_from(got, by[0]):
        return _apart(phrase, named, scene)
    months, by_days = by
    cell = got.cell
    if cell.unit == "month" or (months and cell.unit == "quarter"):
        cell = cell.shift(-(months // (3 if cell.unit == "quarter" else 1)))
    elif cell.unit == "week":
        cell = at_unit(_day_back(Cell("day", days(cell)[0] + 3), months, by_days), "week")
    elif cell.unit == "day":
        cell = _day_back(cell, months, by_days)
    else:
        return _apart(phrase, named, scene)
    return dated("ago", cell, 0.85, anchor=got.value if got.rule == "weekday" else got.anchor, direction="past")


def _counts_from(named: Reading, months: int) -> bool:
    """Whether a distance counts from the date after it: weeks from a weekday, anything from this month or today."""
    if named.rule == "weekday":
        return not months
    return named.rule in ("today", "pointed-unit") and named.direction != "past"


def _apart(phrase: Phrase, named: Phrase | None, scene: Scene) -> list[Reading]:
    """A distance and a date that only stand beside each other."""
    ago = read_ago(phrase, scene)
    found = [ago] if isinstance(ago, Reading) else []
    if found and named is not None:
        found[0].first, found[0].after = phrase.start, named.start
    return found + each_by_itself((named,), scene)


def _months_or_days(length: Length) -> tuple[int, int] | None:
    if length.number is None or length.number.denominator != 1:
        return None
    number = int(length.number)
    if length.unit in ("year", "month", "decade"):
        return number * {"year": 12, "month": 1, "decade": 120}[length.unit], 0
    return (0, number * {"week": 7, "day": 1, "fortnight": 7}[length.unit]) if length.unit in _DAYS else None


_DAYS = ("week", "day", "fortnight")


def _day_back(cell: Cell, months: int, by_days: int) -> Cell:
    year, month, day = civil(cell.index)
    there = year * 12 + month - 1 - months
    return day_cell(there // 12, there % 12 + 1, min(day, month_days(there // 12, there % 12 + 1))).shift(-by_days)


def read_in_time(phrase: Phrase, scene: Scene) -> Reading | None:
    """in two weeks' time."""
    length = length_of(phrase, scene)
    return away(scene.here, scene.here_text, length, 1, "ago") if length else None


def _same_quarter(scene: Scene, length: Length) -> Cell | None:
    """In a report of a quarter's figures, "a year ago" means the same quarter of that year."""
    if scene.quarter is None or scene.narrative or length.unit != "year" or length.number != 1 or length.mod:
        return None
    return scene.quarter.shift(-4)


def read_earlier(phrase: Phrase, scene: Scene) -> Reading | None:
    """a week earlier · two days later · the day before: counted from the last date told."""
    length = length_of(phrase, scene)
    if length is None:
        return None
    side = -1 if has(phrase, "earlier", "before", "previous") else 1
    if side < 0 and (same := _same_quarter(scene, length)):
        return dated("year-ago", same, 0.6, anchor=scene.told_text, direction="past")
    return away(scene.told, scene.told_text, length, side, "earlier")


def read_from_date(phrase: Phrase, scene: Scene) -> Reading | None:
    """two days before Christmas · a year after March 1998: counted from the date that is named."""
    length, named = length_of(phrase, scene), sub(phrase, "DAY", "MONTH", "YEAR", "SEASON", "WEEK")
    got = scene.read(named) if named else None
    if length is None and has(phrase, "unit", "dayunit"):
        length = Length(Fraction(1), scene.text(phrase, "unit", "dayunit") or "day")
    if length is None or got is None:
        return None
    if has(phrase, "from") and got.rule == "weekday" and got.cell is not None and got.direction == "past":
        got.cell = got.cell.shift(7)
        got.value = value(got.cell)
    if has(phrase, "from") and length.unit == "week" and length.number is not None:
        length = Length(length.number * 7, "day", length.mod)  # a week from Monday is a Monday
    return away(got.cell, got.value, length, -1 if has(phrase, "before") else 1, "from-date")
