"""Which of several cells is meant: the Friday before or after, this year's March or the last one's."""

from agents.facts.dates.cells import Cell, Unit, at_unit, days
from agents.facts.dates.civil import civil, month_days, ordinal, weekday
from agents.facts.dates.scene import Scene

AGAINST = 4
"""A cell on the side that the sentence does not lean to must be this much nearer to be taken."""
AHEAD = 2
"""News tells what was: where no sentence leans, a cell ahead must be this much nearer."""
BACKWARD = 3
"""In a narrative, time goes forward: a cell before the last date told must be this much nearer."""


def _cost(distance: int, lean: int, narrative: bool) -> int:
    """How unlikely a cell is at this distance (any unit, negative before the reference)."""
    if narrative:
        return distance if distance >= 0 else -distance * BACKWARD
    if lean:
        return abs(distance) * (AGAINST if distance * lean < 0 else 1)
    return distance * AHEAD if distance > 0 else -distance


def likeliest(cells: list[Cell], start: int, lean: int, *, narrative: bool) -> Cell:
    """Of some days the one that is meant, told from the day `start`. `cells` must not be empty."""
    return min(cells, key=lambda cell: _cost(cell.index - start, lean, narrative))


def of_year(scene: Scene, lean: int, month: int, day: int) -> Cell | None:
    """The day meant by month and day without a year; None where there is nothing to count from."""
    if scene.hint is not None:
        return _in_year(civil(days(scene.hint)[0])[0], month, day)
    reference = scene.here
    if reference is None:
        return None
    start = days(reference)[0]
    year = civil(start)[0]
    if reference.unit in ("year", "decade", "century", "half"):
        return _in_year(year, month, day)
    cells = [cell for y in (year, year - 1, year + 1) if (cell := _in_year(y, month, day))]
    return likeliest(cells, start, lean, narrative=scene.narrative) if cells else None


def _in_year(year: int, month: int, day: int) -> Cell | None:
    return Cell("day", ordinal(year, month, day)) if day <= month_days(year, month) else None


def recurring(scene: Scene, lean: int, unit: Unit, place: int, per_year: int) -> Cell | None:
    """The month, season or quarter meant by its place in the year (0 first), without a year."""
    reference = scene.hint or scene.here
    if reference is None:
        return None
    if scene.hint is not None or reference.unit in ("year", "decade", "century"):
        return Cell(unit, civil(days(reference)[0])[0] * per_year + place)
    now = at_unit(reference, unit).index
    year = now // per_year
    indices = [y * per_year + place for y in (year, year - 1, year + 1)]
    if unit == "quarter":  # figures of a quarter that has ended are still expected
        lean = 0
    return Cell(unit, min(indices, key=lambda index: _cost(index - now, lean, scene.narrative)))


def weekday_near(reference: Cell, number: int, lean: int) -> Cell:
    """The weekday (0 Monday) of the report's own day or the nearest such day on the side that it leans to."""
    start = days(reference)[0]
    back = (weekday(start) - number) % 7
    return Cell("day", start - back + (7 if back and lean > 0 else 0))
