"""Readings of quarters, halves and fiscal years, as companies report them."""

from agents.facts.dates.cascade import Phrase
from agents.facts.dates.cells import Cell, Unit, at_unit
from agents.facts.dates.choose import recurring
from agents.facts.dates.read.pointer import step_of
from agents.facts.dates.read.unit import pointed
from agents.facts.dates.read.year import short_year
from agents.facts.dates.readings import UNKNOWN, Reading, dated, duration, unknown
from agents.facts.dates.scene import Scene, has, sub

_ORDINALS = ("first", "second", "ord", "ord31", "quartercode")


def read_quarter(phrase: Phrase, scene: Scene) -> Reading | None:
    """the third quarter · Q3 2018 · the 1988 second quarter · fiscal first quarter."""
    number, year = scene.number(phrase, *_ORDINALS), scene.number(phrase, "yearnum")
    if has(phrase, "last") or number == -1:
        number = 4
    if number is None or not 1 <= number <= 4:
        return None
    if year is not None:
        return _told(scene, dated("quarter", Cell("quarter", year * 4 + number - 1), 0.95))
    got = recurring(scene, scene.lean(phrase), "quarter", number - 1, 4)
    if got is None:
        return unknown("quarter", f"XXXX-Q{number}")
    return _told(scene, dated("quarter", got, 0.8, anchor=scene.here_text))


def _told(scene: Scene, reading: Reading) -> Reading:
    scene.quarter = reading.cell
    return reading


def read_code_year(phrase: Phrase, scene: Scene) -> Reading | None:
    """2Q12 · 1H2013."""
    coded = scene.pick(phrase, "codeyear")
    if not isinstance(coded, tuple):
        return None
    number, year, per_year = (int(part) for part in coded)
    year = year if year > 99 else short_year(year, scene)
    unit: Unit = "quarter" if per_year == 4 else "half"
    got = dated(unit, Cell(unit, year * per_year + number - 1), 0.9)
    return _told(scene, got) if unit == "quarter" else got


def read_quarter_of(phrase: Phrase, scene: Scene) -> Reading | None:
    """the third quarter of last year · next year's first quarter."""
    quarter, year = sub(phrase, "QUARTER", "HALF"), sub(phrase, "YEAR")
    got, of = scene.read(quarter) if quarter else None, scene.read(year) if year else None
    if got is None or of is None or got.cell is None or of.cell is None or of.cell.unit != "year":
        return None
    per_year = 4 if got.cell.unit == "quarter" else 2
    if got.cell.unit not in ("quarter", "half"):
        return None
    cell = Cell(got.cell.unit, of.cell.index * per_year + got.cell.index % per_year)
    return _told(scene, dated("quarter", cell, of.confidence, anchor=of.anchor, direction=of.direction))


def read_told_quarter(phrase: Phrase, scene: Scene) -> Reading | None:
    """the quarter · the latest period: the quarter that is spoken of, else the last one that has ended."""
    if scene.quarter is not None:
        return dated("told-quarter", scene.quarter, 0.75, anchor=scene.told_text)
    if has(phrase, "period"):
        return None
    if scene.here is None:
        return unknown("told-quarter", UNKNOWN["quarter"])
    cell = at_unit(scene.here, "quarter").shift(-1)
    return dated("told-quarter", cell, 0.5, anchor=scene.here_text, direction="past")


def read_year_ago(phrase: Phrase, scene: Scene) -> Reading | None:
    """the year-ago quarter · year-earlier: the same quarter, or the same, of the year before."""
    if scene.text(phrase, "unit") != "year":
        return None
    number = scene.number(phrase, *_ORDINALS)
    reference = scene.quarter or scene.here
    if reference is None:
        return unknown("year-ago", "XXXX")
    if number is not None and number <= 4:
        year = at_unit(reference, "year").index - 1
        return dated("year-ago", Cell("quarter", year * 4 + number - 1), 0.85, anchor=scene.here_text, direction="past")
    back = 4 if reference.unit == "quarter" else 1
    cell = (reference if back == 4 else at_unit(reference, "year")).shift(-back)
    return dated("year-ago", cell, 0.75, anchor=scene.told_text, direction="past")


def read_fiscal_year(phrase: Phrase, scene: Scene) -> Reading | None:
    """fiscal 1989 · the current fiscal year · the full year."""
    year = scene.number(phrase, "yearnum")
    if year is not None:
        return dated("fiscal-year", Cell("year", year), 0.85)
    if scene.text(phrase, "unit") != "year":
        return None
    got = pointed(phrase, scene, "year", step_of(phrase) or 0)
    if got is not None:
        got.rule, got.confidence = "fiscal-year", 0.7
    return got


def read_year_ended(phrase: Phrase, scene: Scene) -> Reading | None:
    """the year (ended March 31) · the week (ended March 3): a length, for it is none of the calendar."""
    letter = {"year": "Y", "month": "M", "week": "W"}.get(scene.text(phrase, "unit") or "")
    return duration("duration", f"P1{letter}", 0.7) if letter else None


def read_half(phrase: Phrase, scene: Scene) -> Reading | None:
    """H1 2018 · the second half of 2018."""
    number, year = scene.number(phrase, "first", "second", "halfcode"), scene.number(phrase, "yearnum")
    if number not in (1, 2):
        return None
    if year is not None:
        return dated("half", Cell("half", year * 2 + number - 1), 0.95)
    got = recurring(scene, scene.lean(phrase), "half", number - 1, 2)
    return dated("half", got, 0.8, anchor=scene.here_text) if got else unknown("half", f"XXXX-H{number}")
