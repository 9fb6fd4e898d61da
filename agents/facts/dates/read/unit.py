"""Readings of units that a word points at: last week, that year, the month, the day before."""

from agents.facts.dates.cascade import Phrase
from agents.facts.dates.cells import DAY_SECONDS, FINER, Cell, Unit, at_unit, bounds, days
from agents.facts.dates.civil import civil, month_days, ordinal
from agents.facts.dates.read.pointer import points_at_told, reference_of, step_of
from agents.facts.dates.readings import UNKNOWN, Reading, dated, duration, toward, unknown
from agents.facts.dates.scene import Scene, has, sub

UNITS = ("unit", "dayunit", "centuryunit", "quarter", "weekend", "semester")
_LONG = {"decade": ("DE", 10), "century": ("CE", 100)}


def read_pointed_unit(phrase: Phrase, scene: Scene) -> Reading | None:
    """last week · this month · next year · the following quarter · that same day."""
    unit, step = scene.text(phrase, *UNITS), step_of(phrase)
    if unit is None or step is None or unit == "minute":  # at the last minute
        return None
    if unit in _LONG and step < 0 and has(phrase, "past", "last") and not has(phrase, "this"):
        return _until_now(scene, unit)
    return pointed(phrase, scene, unit, step)


def _until_now(scene: Scene, unit: str) -> Reading:
    """the past decade: the ten years that end at the report's day."""
    letters, years = _LONG[unit]
    got = duration("span", f"P1{letters}", 0.8)
    got.anchor, got.direction = scene.here_text, "past"
    if scene.here is not None:
        first, now = civil(days(scene.here)[0]), bounds(scene.here)[0]
        there = ordinal(first[0] - years, first[1], min(first[2], month_days(first[0] - years, first[1])))
        got.stretch = (there * DAY_SECONDS, now)
    return got


def pointed(phrase: Phrase, scene: Scene, unit: str, step: int) -> Reading | None:
    """The cell of a unit that lies `step` cells from what the phrase's pointing word counts from."""
    if unit not in UNKNOWN:
        return None
    reference, anchor = reference_of(phrase, scene)
    rule = "told-unit" if points_at_told(phrase) else "pointed-unit"
    if reference is None:
        return unknown(rule, UNKNOWN[unit], "TIME" if unit in ("hour", "minute", "second") else "DATE")
    if FINER[unit] > FINER[reference.unit]:
        return unknown(rule, UNKNOWN[unit])
    cell = at_unit(reference, _unit(unit)).shift(step)
    return dated(rule, cell, 0.9 if rule == "pointed-unit" else 0.8, anchor=anchor, direction=toward(step))


def _unit(name: str) -> Unit:
    return name  # type: ignore[return-value]  # UNKNOWN's keys are units


def read_the_unit(phrase: Phrase, scene: Scene) -> Reading | None:
    """the year · the month · the weekend: the one that is spoken of."""
    unit = scene.text(phrase, *UNITS)
    kid = phrase.kids[-1]
    if unit is None or unit not in UNKNOWN or (isinstance(kid, int) and scene.word(kid)[:1].isupper()):
        return None  # Man of the Year
    reference = scene.told if scene.narrative else scene.here
    if reference is None:
        return unknown("the-unit", UNKNOWN[unit])
    if scene.narrative and FINER[unit] > FINER[reference.unit]:
        return unknown("the-unit", UNKNOWN[unit])
    cell = at_unit(reference, _unit(unit))
    if unit == "weekend" and not scene.narrative and scene.lean(phrase) <= 0 and days(cell)[0] > days(reference)[0]:
        cell = cell.shift(-1)
    return dated("the-unit", cell, 0.6, anchor=scene.told_text if scene.narrative else scene.here_text)


def read_unit_beside(phrase: Phrase, scene: Scene) -> Reading | None:
    """the day before · the year after: beside the last date told."""
    unit = scene.text(phrase, *UNITS)
    return _told(scene, unit or "", -1 if has(phrase, "before", "earlier") else 1)


def _told(scene: Scene, unit: str, step: int) -> Reading | None:
    """The cell of a unit that lies `step` cells from the last date told, which may be coarser than it."""
    reference = scene.told
    if unit not in UNKNOWN:
        return None
    if reference is None or FINER[unit] > FINER[reference.unit]:
        return unknown("told-unit", UNKNOWN[unit])
    cell = at_unit(reference, _unit(unit)).shift(step)
    return dated("told-unit", cell, 0.8, anchor=scene.told_text, direction=toward(step))


def read_unit_twice(phrase: Phrase, scene: Scene) -> Reading | None:
    """the year after next · the week before last."""
    unit = scene.text(phrase, *UNITS)
    return pointed(phrase, scene, unit, -2 if has(phrase, "last") else 2) if unit else None


def read_same_cell(phrase: Phrase, scene: Scene) -> Reading | None:
    """the same month last year · the same quarter of the previous year."""
    kids = [kid for kid in phrase.kids if isinstance(kid, int)]
    unit, step = scene.token_value(kids[1 + has(phrase, "the")]), step_of(phrase)
    outer = scene.token_value(kids[-1])
    reference = scene.quarter if unit == "quarter" and scene.quarter else scene.here
    if not isinstance(unit, str) or not isinstance(outer, str) or unit not in UNKNOWN or outer not in UNKNOWN:
        return None
    if reference is None or FINER[unit] > FINER[reference.unit]:
        return unknown("pointed-unit", UNKNOWN[unit])
    here = at_unit(reference, _unit(unit))
    per_year = {"month": 12, "quarter": 4, "half": 2}.get(unit)
    if outer != "year" or per_year is None:
        return pointed(phrase, scene, outer, step or 0)
    cell = here.shift((step or 0) * per_year)
    return dated("pointed-unit", cell, 0.8, anchor=scene.here_text, direction=toward(step or 0))


def read_nth_week(phrase: Phrase, scene: Scene) -> Reading | None:
    """the first week of June · the last week of 2016: the ISO week of its nth Monday, or of its last day."""
    count, inner = scene.number(phrase, "first", "second", "ord", "ord31"), sub(phrase, "MONTH", "YEAR")
    of = scene.read(inner) if inner else None
    if scene.text(phrase, "unit") != "week" or of is None or of.cell is None or not 1 <= (count or 1) <= 5:
        return of
    first, after = days(of.cell)
    day = after - 1 if has(phrase, "last") else first + 7 * ((count or 1) - 1)
    return dated("nth-weekday", at_unit(Cell("day", day), "week"), 0.6, anchor=of.anchor, direction=of.direction)


def read_week_of(phrase: Phrase, scene: Scene) -> Reading | None:
    """the week of July 4 · the weekend of June 23."""
    inner = sub(phrase, "DAY")
    of, unit = scene.read(inner) if inner else None, scene.text(phrase, "unit", "weekend")
    if of is None or of.cell is None or unit not in ("week", "weekend"):
        return of
    return dated(
        of.rule,
        at_unit(of.cell, "weekend" if unit == "weekend" else "week"),
        of.confidence,
        anchor=of.anchor,
        direction=of.direction,
    )
