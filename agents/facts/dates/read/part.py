"""Readings of a part of something read: early 1998, late last week, the end of March, the first half of the year."""

from agents.facts.dates.cascade import Phrase
from agents.facts.dates.cells import Cell, at_unit, bounds, days
from agents.facts.dates.read.beside import each_by_itself
from agents.facts.dates.read.date import MONTHS
from agents.facts.dates.readings import Reading, dated
from agents.facts.dates.scene import Scene, has, sub

_DIRECTIONS = {"earlier": "START", "later": "END"}


def read_part_of(phrase: Phrase, scene: Scene) -> Reading | None:
    """early 1998 · mid-November · the end of the year · later this month: the same cell, with the part as its `mod`."""
    inner = sub(phrase)
    got = scene.read(inner) if inner else None
    if got is None:
        return None
    if has(phrase, "than"):
        got.mod = "ON_OR_BEFORE" if has(phrase, "later") else "ON_OR_AFTER"
        return got
    for name, mod in _DIRECTIONS.items():
        if has(phrase, name):
            got.mod = mod
            if got.cell is not None and scene.today is not None:
                got.stretch = _on_one_side(got.cell, scene.today, before=name == "earlier")
            return got
    got.mod = scene.text(phrase, "early", "late", "mid", "begin", "end", "rest", "about") or got.mod
    if has(phrase, "mid") and has(phrase, "late"):
        got.mod = "END"  # the mid-to-late 1990s
    return got


def _on_one_side(cell: Cell, today: Cell, *, before: bool) -> tuple[int, int] | None:
    """What of a cell lies before or after the report's day; None where that is none of it or all."""
    first, after = bounds(cell)
    now = bounds(today)[0]
    if not first < now < after:
        return None
    return (first, now) if before else (now, after)


def read_half_of(phrase: Phrase, scene: Scene) -> Reading | None:
    """the first half of 2018 · the second half of this year."""
    inner = sub(phrase)
    got = scene.read(inner) if inner else None
    if got is None:
        return None
    second = has(phrase, "second", "last", "latter")
    if got.cell is None or got.cell.unit != "year":
        got.mod = "END" if second else "START"
        return got
    cell = Cell("half", got.cell.index * 2 + second)
    return dated(got.rule, cell, got.confidence, anchor=got.anchor, direction=got.direction)


def read_of_year(phrase: Phrase, scene: Scene) -> Reading | list[Reading] | None:
    """July 25 of that year · April last year · Monday this week: the outer year or week decides."""
    inner, outer = sub(phrase, "DAY", "MONTH", "SEASON"), sub(phrase, "YEAR")
    of = scene.read(outer) if outer else None
    if inner is None or outer is None or of is None:
        return scene.read(inner) if inner else of
    number = scene.number(inner, "weekday")
    if of.cell is not None and of.cell.unit == "week" and number is not None and not has(inner, *MONTHS):
        return dated("pointed-weekday", Cell("day", days(of.cell)[0] + number), 0.9, anchor=of.anchor,
                     direction=of.direction)  # fmt: skip
    if of.cell is None or of.cell.unit != "year":
        return each_by_itself((inner, outer), scene)
    scene.hint = of.cell
    got = scene.read(inner)
    scene.hint = None
    if got is not None:
        got.anchor, got.confidence, got.direction = of.anchor, min(got.confidence, of.confidence), of.direction
    return got


def read_day_of_month(phrase: Phrase, scene: Scene) -> Reading | list[Reading] | None:
    """the 15th of last month · the first day of the year."""
    inner, number = sub(phrase, "YEAR", "MONTH"), scene.number(phrase, "ord31", "ord", "first", "second")
    of = scene.read(inner) if inner else None
    if of is None or of.cell is None or number is None or not (has(phrase, "dayunit") or of.cell.unit == "month"):
        return each_by_itself((inner,), scene)
    first, after = days(of.cell)
    if of.cell.unit not in ("month", "week", "year", "quarter") or not 1 <= number <= after - first:
        return each_by_itself((inner,), scene)
    return dated("day-of", Cell("day", first + number - 1), of.confidence, anchor=of.anchor, direction=of.direction)


def read_same_time(phrase: Phrase, scene: Scene) -> Reading | None:
    """this time last year · the same period of 1998: as coarse as what is named with it."""
    inner = sub(phrase)
    return scene.read(inner) if inner else None


def read_year_end(phrase: Phrase, scene: Scene) -> Reading | None:
    """year-end · the month's end: the last day of the one that is spoken of."""
    unit = scene.text(phrase, "unit")
    if unit not in ("year", "month") or scene.here is None:
        return None
    cell = Cell("day", days(at_unit(scene.here, "year" if unit == "year" else "month"))[1] - 1)
    return dated("year-end", cell, 0.6, anchor=scene.here_text)
