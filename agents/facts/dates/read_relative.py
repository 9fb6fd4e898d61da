"""Readings of weekdays and of what is told from the report's day: yesterday, last week, this March, next Friday."""

from agents.facts.dates.cascade import Phrase
from agents.facts.dates.cells import DAY_SECONDS, FINER, Cell, Unit, at_unit, bounds, days
from agents.facts.dates.choose import recurring, weekday_near
from agents.facts.dates.civil import civil, month_days, ordinal
from agents.facts.dates.classes import CHAR
from agents.facts.dates.feast_days import nth
from agents.facts.dates.read_absolute import era_year
from agents.facts.dates.readings import UNKNOWN, Reading, dated, duration, toward, unknown, vague
from agents.facts.dates.scene import Scene, has

_UNITS = ("unit", "dayunit", "centuryunit", "quarter", "weekend", "semester")
_CAP, _OF, _COMMA = CHAR["cap"], CHAR["of"], CHAR["comma"]
_LONG = {"decade": ("DE", 10), "century": ("CE", 100)}
POINTERS = ("last", "past", "next", "coming", "this", "current", "latest", "recent")
TOLD = ("that", "same", "previous", "following")
"""Words that point at the last date told."""


def read_weekday(phrase: Phrase, scene: Scene) -> Reading | None:
    """Friday: the nearest on the side that the sentence leans to, the report's own day counting as past."""
    number = scene.number(phrase, "weekday", "weekdayabbr", "weakday")
    if number is None:
        return None
    reference = scene.here
    if reference is None:
        return unknown("weekday", f"XXXX-WXX-{number + 1}")
    lean = scene.lean(phrase)
    cell = weekday_near(reference, number, 1 if scene.narrative else lean)
    return dated(
        "weekday", cell, 0.9 if lean else 0.8, anchor=scene.here_text, direction=toward(cell.index - days(reference)[0])
    )


def step_of(phrase: Phrase) -> int | None:
    """-1, 0 or 1: where the phrase's pointing word points. "this past" and "this coming" go by the second word."""
    for name in (
        "past",
        "coming",
        "last",
        "next",
        "previous",
        "following",
        "latest",
        "current",
        "this",
        "that",
        "same",
    ):
        if has(phrase, name):
            return {"past": -1, "last": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}.get(name, 0)
    return None


def reference_of(phrase: Phrase, scene: Scene) -> tuple[Cell | None, str | None]:
    """What the pointing word counts from, and as the record's anchor: the last date told, or the report's day."""
    if has(phrase, *TOLD):
        return scene.told, scene.told_text
    return scene.here, scene.here_text


def read_pointed_weekday(phrase: Phrase, scene: Scene) -> Reading | None:
    """last Friday · next Monday · this coming Sunday · the previous Friday."""
    number, step = scene.number(phrase, "weekday", "weekdayabbr", "weakday"), step_of(phrase)
    reference, anchor = reference_of(phrase, scene)
    if number is None or step is None:
        return None
    if reference is None:
        return unknown("pointed-weekday", f"XXXX-WXX-{number + 1}")
    start = days(reference)[0]
    if step < 0:
        day = weekday_near(Cell("day", start - 1), number, -1).index
    elif step > 0:
        day = weekday_near(Cell("day", start + 1), number, 1).index
    else:
        day = (start - 1) // 7 * 7 + 1 + number
    return dated("pointed-weekday", Cell("day", day), 0.92, anchor=anchor, direction=toward(day - start))


def read_nth_weekday(phrase: Phrase, scene: Scene) -> Reading | None:
    """the first Tuesday of November · the last Friday in May 2019."""
    count, number = scene.number(phrase, "first", "second", "ord", "ord31"), scene.number(phrase, "weekday")
    month, year = scene.number(phrase, "month", "weakmonth", "monthabbr"), scene.number(phrase, "yearnum")
    if number is None or month is None or not 1 <= (count or 1) <= 5:
        return None
    if year is None:
        found = recurring(scene, scene.lean(phrase), "month", month - 1, 12)
        if found is None:
            return unknown("nth-weekday", f"XXXX-{month:02d}-XX")
        year = found.index // 12
    day = nth(-1 if has(phrase, "last") else count or 1, number, month)(year)[0]
    return dated("nth-weekday", Cell("day", day), 0.9, anchor=scene.here_text)


def read_today(phrase: Phrase, scene: Scene) -> Reading | None:
    """yesterday · today · tomorrow."""
    step = scene.number(phrase, "today")
    if step is None:
        return None
    if scene.today is None and scene.here is None:
        return unknown("today", UNKNOWN["day"])
    if scene.narrative and step == 0:
        return vague("today-at-large", "PRESENT_REF", 0.7, anchor=scene.here_text)
    reference = scene.here or scene.today
    if reference is None:
        return None
    return dated("today", Cell("day", days(reference)[0] + step), 0.95, anchor=scene.here_text, direction=toward(step))


def read_pointed_unit(phrase: Phrase, scene: Scene) -> Reading | None:
    """last week · this month · next year · the following quarter · that same day."""
    unit, step = scene.text(phrase, *_UNITS), step_of(phrase)
    if unit is None or step is None:
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
    rule = "told-unit" if has(phrase, *TOLD) else "pointed-unit"
    if reference is None:
        return unknown(rule, UNKNOWN[unit], "TIME" if unit in ("hour", "minute", "second") else "DATE")
    if FINER[unit] > FINER[reference.unit]:
        return unknown(rule, UNKNOWN[unit])
    cell = at_unit(reference, _unit(unit)).shift(step)
    return dated(rule, cell, 0.9 if rule == "pointed-unit" else 0.8, anchor=anchor, direction=toward(step))


def _unit(name: str) -> Unit:
    return name  # type: ignore[return-value]  # UNKNOWN's keys are units


def read_pointed_month(phrase: Phrase, scene: Scene) -> Reading | None:
    """last April · next May · this September."""
    month, step = scene.number(phrase, "month", "weakmonth", "monthabbr"), step_of(phrase)
    return _pointed_place(phrase, scene, "month", month - 1, 12, step) if month and step is not None else None


def read_pointed_season(phrase: Phrase, scene: Scene) -> Reading | None:
    """last fall · this summer · the following spring."""
    place, step = scene.number(phrase, "season", "fall"), step_of(phrase)
    return _pointed_place(phrase, scene, "season", place, 4, step) if place is not None and step is not None else None


def _pointed_place(phrase: Phrase, scene: Scene, unit: Unit, place: int, per_year: int, step: int) -> Reading:
    reference, anchor = reference_of(phrase, scene)
    rule = "pointed-month" if unit == "month" else "pointed-season"
    if reference is None:
        return unknown(rule, f"XXXX-{place + 1:02d}" if unit == "month" else f"XXXX-{('SP', 'SU', 'FA', 'WI')[place]}")
    now = at_unit(reference, unit).index
    index = now - (now - place) % per_year
    if step > 0:
        index += per_year
    elif step < 0 and index == now:
        index -= per_year
    elif step == 0:
        index = now // per_year * per_year + place
    return dated(rule, Cell(unit, index), 0.9, anchor=anchor, direction=toward(step or index - now))


def read_season(phrase: Phrase, scene: Scene) -> Reading | None:
    """the summer · spring: of the year to which the sentence leans."""
    place = scene.number(phrase, "season", "fall")
    if place is None or _is_place(phrase, scene):
        return None
    got = recurring(scene, scene.lean(phrase), "season", place, 4)
    if got is None:
        return unknown("season", f"XXXX-{('SP', 'SU', 'FA', 'WI')[place]}")
    return dated("season", got, 0.75, anchor=scene.here_text)


def _is_place(phrase: Phrase, scene: Scene) -> bool:
    """Spring Valley · of Spring, Texas: a name."""
    kid = phrase.kids[-1]
    before, after = scene.around(phrase)
    capital = isinstance(kid, int) and scene.word(kid)[:1].isupper()
    return capital and (after == _CAP or (before == _OF and after == _COMMA))


def read_season_year(phrase: Phrase, scene: Scene) -> Reading | None:
    """the summer of 1998 · fall 2003."""
    place, year = scene.number(phrase, "season", "fall"), era_year(phrase, scene)
    if place is None or year is None:
        return None
    return dated("season-year", Cell("season", year * 4 + place), 0.97)


def read_now(phrase: Phrase, scene: Scene) -> Reading | None:
    """now · currently · recently · soon · the future · at the moment."""
    text = scene.text(phrase, "now", "recently", "soon", "future")
    if text is None:
        text = "FUTURE_REF" if has(phrase, "term") else "PRESENT_REF"
    if has(phrase, "future") and not has(phrase, "the") and not scene.narrative:
        return None
    return vague("reference", text, anchor=scene.here_text)


def read_present(phrase: Phrase, scene: Scene) -> Reading | None:
    """current · recent · the past: as adjectives and nouns of what is or was."""
    text = "PRESENT_REF" if has(phrase, "current", "present") else "PAST_REF"
    return vague("reference", text, 0.7, anchor=scene.here_text)


def read_former(phrase: Phrase, scene: Scene) -> Reading | None:
    """former, where an article tells history."""
    del phrase
    return vague("reference", "PAST_REF", 0.6, anchor=scene.here_text) if scene.narrative else None


def read_the_unit(phrase: Phrase, scene: Scene) -> Reading | None:
    """the year · the month · the weekend: the one that is spoken of."""
    unit = scene.text(phrase, *_UNITS)
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
    unit = scene.text(phrase, *_UNITS)
    return pointed_from(scene, scene.told, scene.told_text, unit or "", -1 if has(phrase, "before", "earlier") else 1)


def pointed_from(scene: Scene, reference: Cell | None, anchor: str | None, unit: str, step: int) -> Reading | None:
    """The cell of a unit that lies `step` cells from a reference that may be coarser than it."""
    del scene
    if unit not in UNKNOWN:
        return None
    if reference is None or FINER[unit] > FINER[reference.unit]:
        return unknown("told-unit", UNKNOWN[unit])
    return dated("told-unit", at_unit(reference, _unit(unit)).shift(step), 0.8, anchor=anchor, direction=toward(step))
