"""Readings of named days: Thanksgiving, last Christmas, Easter 1998, 9/11."""

from agents.facts.dates.cascade import Phrase
from agents.facts.dates.cells import DAY_SECONDS, Cell, day_cell, days
from agents.facts.dates.choose import likeliest
from agents.facts.dates.civil import civil, weekday
from agents.facts.dates.classes import CHAR
from agents.facts.dates.feasts import Feast, feast_named
from agents.facts.dates.read.pointer import reference_of, step_of
from agents.facts.dates.readings import Reading, dated, toward, unknown
from agents.facts.dates.scene import Scene, has
from agents.facts.dates.values import value

_YEARS = (1, 9000)
"""Years for which the rules of feasts are asked."""


def read_feast(phrase: Phrase, scene: Scene) -> Reading | None:
    """Thanksgiving Day · last Christmas · Easter 1998."""
    wanted = (CHAR["feast"], CHAR["joined"])
    words = [kid for char, kid in zip(phrase.classes, phrase.kids, strict=True) if char in wanted]
    feast = feast_named(tuple(scene.word(kid) for kid in words if isinstance(kid, int)))
    if feast is None:
        return None
    got = _read(feast, phrase, scene)
    if has(phrase, "weekend") and got is not None and got.cell is not None:
        week = (got.cell.index - 1) // 7 - (weekday(got.cell.index) < 2)  # a Monday's weekend lies before it
        got.cell, got.stretch = Cell("weekend", week), None
        got.value = value(got.cell)
    return got


def _read(feast: Feast, phrase: Phrase, scene: Scene) -> Reading | None:
    year = scene.number(phrase, "yearnum")
    if year is not None:
        return _of(feast, feast.days(year)[:1], None)
    reference, anchor = reference_of(phrase, scene)
    if reference is None:
        return unknown("feast", "XXXX-XX-XX")
    start = days(reference)[0]
    now = civil(start)[0]
    found = [day for y in (now - 1, now, now + 1) if _YEARS[0] <= y <= _YEARS[1] for day in feast.days(y)]
    step = step_of(phrase)
    if step == -1:
        found = [day for day in found if day < start][-1:]
    elif step == 1:
        found = [day for day in found if day > start][:1]
    elif step == 0:
        found = [day for day in found if civil(day)[0] == now][:1] or found
    if not found:
        return unknown("feast", "XXXX-XX-XX")
    best = likeliest([Cell("day", day) for day in found], start, scene.lean(phrase), narrative=scene.narrative)
    got = _of(feast, [best.index], anchor)
    if got is not None:
        got.direction = toward(best.index - start)
    return got


def _of(feast: Feast, found: list[int], anchor: str | None) -> Reading | None:
    if not found:
        return unknown("feast", "XXXX-XX-XX")
    got = dated("feast", Cell("day", found[0]), 0.9 if feast.sure else 0.6, anchor=anchor)
    if not feast.sure:
        got.mod = "APPROX"
    if feast.length > 1:
        year, month, _ = civil(found[0])
        got.value = f"{year:04d}-{month:02d}"
        got.stretch = (found[0] * DAY_SECONDS, (found[0] + feast.length) * DAY_SECONDS)
    return got


def read_nine_eleven(phrase: Phrase, scene: Scene) -> Reading | None:
    """9/11."""
    numbers = [scene.token_value(kid) for kid in phrase.kids if isinstance(kid, int)]
    return dated("feast", day_cell(2001, 9, 11), 0.95) if numbers[0] == 9 and numbers[2] == 11 else None
