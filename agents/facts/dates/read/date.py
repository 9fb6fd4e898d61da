"""Readings of days and months: in full, or with the year left to the report."""

from agents.facts.dates.cascade import Phrase
from agents.facts.dates.cells import Cell, day_cell, month_cell
from agents.facts.dates.choose import of_year, recurring
from agents.facts.dates.civil import civil, month_days, weekday
from agents.facts.dates.classes import CHAR
from agents.facts.dates.read.year import era_year, short_year, year_of
from agents.facts.dates.readings import Reading, dated, impossible, unknown
from agents.facts.dates.scene import Scene, has

MONTHS = ("month", "weakmonth", "monthabbr")
WEEKDAYS = ("weekday", "weekdayabbr", "weakday")
_MONTH_CHARS = frozenset(CHAR[name] for name in MONTHS)
_DAYS = ("n12", "n24", "n31", "ord31", "first", "second", "ord")
_TITLED = frozenset({"April", "June", "August", "May", "March", "Jan"})
"""Months that are also given names, verbs or surnames."""
_NAMES = frozenset({CHAR["cap"], CHAR["said"]})
_BEFORE_A_NAME = (CHAR["cap"], CHAR["long"])
_PREPOSITIONS = frozenset(CHAR[name] for name in ("in", "since", "of", "until", "by", "from", "to", "during", "last"))


def read_date(phrase: Phrase, scene: Scene) -> Reading | None:
    """December 23, 2017 · 23 December · Saturday, Dec. 23."""
    month, day = scene.number(phrase, *MONTHS), scene.number(phrase, *_DAYS)
    year = year_of(phrase, scene)
    if (month, day, year) == (9, 11, None) and _of_the_attacks(phrase, scene):
        return dated("feast", day_cell(2001, 9, 11), 0.9)
    if month is None or day is None or (month == 3 and year is None and scene.around(phrase)[0] in _BEFORE_A_NAME):
        return None  # the Long March 5 is a rocket
    return dated_day(scene, phrase, year, month, day, scene.number(phrase, *WEEKDAYS))


def dated_day(scene: Scene, phrase: Phrase, year: int | None, month: int, day: int, on: int | None = None) -> Reading:
    """The reading of a month's day, with its year or without, with the weekday that it was said to be."""
    if not 1 <= day <= month_days(year if year is not None else 2000, month):
        return impossible()
    if year is not None:
        cell = day_cell(year, month, day)
        if on is not None and weekday(cell.index) != on:
            return dated("weekday-disagrees", cell, 0.5)
        return dated("date", cell, 0.99)
    lean = scene.lean(phrase)
    got = of_year(scene, lean, month, day)
    if got is None:
        return unknown("date-without-year", f"XXXX-{month:02d}-{day:02d}")
    if on is not None and weekday(got.index) != on:
        others = [of_that for y in (-1, 1) if (of_that := _same_date(got, y)) and weekday(of_that.index) == on]
        if not others:
            return dated("weekday-disagrees", got, 0.4, anchor=scene.here_text)
        got = others[0]
    return dated("date-without-year", got, 0.9, anchor=scene.here_text, direction=scene.side_of(got))


def _same_date(cell: Cell, years: int) -> Cell | None:
    year, month, day = civil(cell.index)
    return day_cell(year + years, month, day) if day <= month_days(year + years, month) else None


def read_numeric(phrase: Phrase, scene: Scene) -> Reading | None:
    """2017-12-28 · 12/28/2017 · 28.12.2017: year first, else month before day unless that is impossible."""
    numbers = [v for kid in phrase.kids if isinstance(kid, int) and isinstance(v := scene.token_value(kid), int)]
    if len(numbers) != 3:
        return None
    if (name := scene.number(phrase, *MONTHS)) is not None:
        day, year = (numbers[1] if numbers[0] == name and phrase.classes[0] in _MONTH_CHARS else numbers[0]), numbers[2]
        return dated_day(scene, phrase, year if year > 99 else short_year(year, scene), name, day)
    if numbers[0] > 99:
        year, month, day = numbers
    elif has(phrase, "dot"):
        day, month, year = numbers
    else:
        month, day, year = numbers
    if month > 12:
        month, day = day, month
    if year < 100:
        year = short_year(year, scene)
    if not 1 <= month <= 12 or not 1 <= day <= month_days(year, month):
        return impossible() if has(phrase, "yearnum") else None
    ambiguous = numbers[0] <= 12 and numbers[1] <= 12 and numbers[0] != numbers[1] and not has(phrase, "hyphen", "dot")
    return dated("numeric-date", day_cell(year, month, day), 0.6 if ambiguous else 0.95)


def read_compact(phrase: Phrase, scene: Scene) -> Reading | None:
    """20171228."""
    number = scene.number(phrase, "date8")
    if number is None:
        return impossible()
    year, month, day = number // 10000, number // 100 % 100, number % 100
    return dated("numeric-date", day_cell(year, month, day), 0.7) if day <= month_days(year, month) else impossible()


def read_month_year(phrase: Phrase, scene: Scene) -> Reading | None:
    """December 2017 · March of '98."""
    month, year = scene.number(phrase, *MONTHS), era_year(phrase, scene)
    return dated("month-year", month_cell(year, month), 0.98) if month and year is not None else None


def read_month(phrase: Phrase, scene: Scene) -> Reading | None:
    """December, by itself: of the year to which the sentence leans."""
    month = scene.number(phrase, *MONTHS)
    if month is None or _is_name(phrase, scene):
        return None
    got = recurring(scene, scene.lean(phrase), "month", month - 1, 12)
    if got is None:
        return unknown("month", f"XXXX-{month:02d}")
    return dated("month", got, 0.85, anchor=scene.here_text, direction=scene.side_of(got))


def _is_name(phrase: Phrase, scene: Scene) -> bool:
    """Whether a month is part of a person's name: April Smith, Ms. June Jones."""
    kid = phrase.kids[0]
    if not isinstance(kid, int) or scene.word(kid) not in _TITLED:
        return False
    before, after = scene.around(phrase)
    return after in _NAMES and before not in _PREPOSITIONS


def read_may_day(phrase: Phrase, scene: Scene) -> Reading | None:
    """May Day."""
    if scene.number(phrase, "weakmonth") != 5 or not scene.word(_token(phrase, -1)).istitle():
        return None
    return dated_day(scene, phrase, scene.number(phrase, "yearnum"), 5, 1)


def _token(phrase: Phrase, place: int) -> int:
    """A kid that the pattern says is a token."""
    kid = phrase.kids[place]
    assert isinstance(kid, int)
    return kid


_ATTACKS = frozenset(["attack", "attacks", "terror", "terrorist", "hijackings", "hijackers", "commission"])


def _of_the_attacks(phrase: Phrase, scene: Scene) -> bool:
    """Whether September 11 is that of 2001: the September 11 attacks."""
    after = scene.base + phrase.end
    later = scene.today is None or scene.today.index > day_cell(2001, 9, 11).index
    return later and after < len(scene.tokens.classes) and scene.tokens.token(after).lower() in _ATTACKS


def read_month_slash_year(phrase: Phrase, scene: Scene) -> Reading | None:
    """06/2012."""
    month, year = scene.number(phrase, "n12"), scene.number(phrase, "yearnum")
    return dated("month-year", month_cell(year, month), 0.6) if month and year and year in _PRINTED else None


_PRINTED = range(1800, 2100)
"""Years that a month in figures is written with."""
