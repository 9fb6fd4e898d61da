"""Readings of dates that name their month or year: in full, or with the year left to the report."""

from agents.facts.dates.cascade import Phrase
from agents.facts.dates.cells import Cell, day_cell, month_cell
from agents.facts.dates.choose import of_year, recurring
from agents.facts.dates.civil import civil, month_days, weekday
from agents.facts.dates.classes import CHAR
from agents.facts.dates.readings import Reading, dated, toward, unknown
from agents.facts.dates.scene import Scene, has

MONTHS = ("month", "weakmonth", "monthabbr")
_DAYS = ("n12", "n24", "n31", "ord31", "first", "second", "ord")
_TITLED = frozenset({"April", "June", "August", "May", "March", "Jan"})
"""Months that are also given names, verbs or surnames."""
_WEEKDAYS = ("weekday", "weekdayabbr", "weakday")
_TWO_DIGITS = ("n12", "n24", "n31", "n59", "n99", "zero")
_PIVOT = 30
"""A year of two digits further ahead of the report than this is of the century before."""
FIRST_YEAR, LAST_YEAR = 1000, 2199


_LEADS = frozenset(
    CHAR[name]
    for name in (
        "in", "since", "of", "until", "by", "from", "to", "through", "between", "and", "during", "early", "late", "mid",
        "lpar", "before", "after", "or", "hyphen", "ndash", "about", "the",
    )
)  # fmt: skip
_NAMES = frozenset({CHAR["cap"], CHAR["said"]})
_PREPOSITIONS = frozenset(CHAR[name] for name in ("in", "since", "of", "until", "by", "from", "to", "during", "last"))


def impossible(kind: str = "DATE") -> Reading:
    """A date that no calendar has: reported as such, with neither a guess nor an interval."""
    return Reading("impossible-date", "TIME" if kind == "TIME" else "DATE", "XXXX-XX-XX", confidence=0.0, hard=False)


def short_year(number: int, scene: Scene) -> int:
    """A year written with two digits, in the century that puts it nearest before the report."""
    now = civil(scene.today.index)[0] if scene.today else 2000
    year = now // 100 * 100 + number
    return year - 100 if year > now + _PIVOT else year


def year_of(phrase: Phrase, scene: Scene) -> int | None:
    """The year that a phrase names, in four digits or in two after an apostrophe."""
    year = scene.number(phrase, "yearnum")
    if year is None and has(phrase, "apos"):
        kid = phrase.kids[phrase.classes.index(CHAR["apos"]) + 1]
        number = scene.token_value(kid) if isinstance(kid, int) else None
        return short_year(number, scene) if isinstance(number, int) else None
    return year


def era_year(phrase: Phrase, scene: Scene) -> int | None:
    """The year that a phrase names, before Christ where it says so."""
    if not has(phrase, "bc"):
        return year_of(phrase, scene)
    number = scene.number(phrase, "yearnum", "bignum", "hhmm", *_TWO_DIGITS)
    return 1 - number if number else None


def read_date(phrase: Phrase, scene: Scene) -> Reading | None:
    """December 23, 2017 · 23 December · Saturday, Dec. 23."""
    month, day = scene.number(phrase, *MONTHS), scene.number(phrase, *_DAYS)
    year = year_of(phrase, scene)
    if month is None or day is None or (month == 3 and year is None and scene.around(phrase)[0] == CHAR["cap"]):
        return None  # the Long March 5 is a rocket
    return dated_day(scene, phrase, year, month, day, scene.number(phrase, *_WEEKDAYS))


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
    steps = got.index - scene.here.index if scene.here and scene.here.unit == "day" else lean
    return dated("date-without-year", got, 0.9, anchor=scene.here_text, direction=toward(steps))


def _same_date(cell: Cell, years: int) -> Cell | None:
    year, month, day = civil(cell.index)
    return day_cell(year + years, month, day) if day <= month_days(year + years, month) else None


def read_numeric(phrase: Phrase, scene: Scene) -> Reading | None:
    """2017-12-28 · 12/28/2017 · 28.12.2017: year first, else month before day unless that is impossible."""
    numbers = [v for kid in phrase.kids if isinstance(kid, int) and isinstance(v := scene.token_value(kid), int)]
    if len(numbers) != 3:
        return None
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
    steps = got.index - recurring_now(scene, 12) if scene.here else 0
    return dated("month", got, 0.85, anchor=scene.here_text, direction=toward(steps))


def _is_name(phrase: Phrase, scene: Scene) -> bool:
    """Whether a month is part of a person's name: April Smith, Ms. June Jones."""
    kid = phrase.kids[0]
    if not isinstance(kid, int) or scene.word(kid) not in _TITLED:
        return False
    before, after = scene.around(phrase)
    return after in _NAMES and before not in _PREPOSITIONS


def recurring_now(scene: Scene, per_year: int) -> int:
    """The index, among `per_year` cells a year, of the day that relative dates count from."""
    from_day = scene.here
    if from_day is None:
        return 0
    year, month, _ = civil(from_day.index) if from_day.unit == "day" else (0, 1, 1)
    return year * per_year + (month - 1) * per_year // 12


def read_year(phrase: Phrase, scene: Scene) -> Reading | None:
    """1998 · the year 2000 · '98."""
    year = year_of(phrase, scene)
    if year is None:
        return None
    before, after = scene.around(phrase)
    if year < 1500 and after == CHAR["x"]:
        return None
    if before not in _LEADS and not has(phrase, "unit", "apos"):
        if not 1800 <= year < 2100 or before == CHAR["cap"]:
            return None
        if year % 100 == 0 and after == CHAR["x"]:
            return None
    elif year % 100 == 0 and year != 2000 and after == CHAR["x"]:
        return None
    return dated("year", Cell("year", year), 0.9)


def read_far_year(phrase: Phrase, scene: Scene) -> Reading | None:
    """the year 3000: further than any report can speak of."""
    return impossible() if scene.text(phrase, "unit") == "year" else None


def read_short_year(phrase: Phrase, scene: Scene) -> Reading | None:
    """in 88: a year of two digits, where nothing is counted by it."""
    number = scene.number(phrase, "n99")
    return dated("year", Cell("year", short_year(number, scene)), 0.5) if number is not None else None


def read_thousand_words(phrase: Phrase, scene: Scene) -> Reading | None:
    """the year two thousand · the year two thousand and one."""
    high = scene.number(phrase, "digit")
    scale = scene.number(phrase, "scale")
    if high != 2 or scale != 1000:
        return None
    at = phrase.classes.index(CHAR["scale"]) + 1
    rest = sum(n for kid in phrase.kids[at:] if isinstance(kid, int) and isinstance(n := scene.token_value(kid), int))
    return dated("year", Cell("year", 2000 + rest), 0.9)


def read_year_words(phrase: Phrase, scene: Scene) -> Reading | None:
    """nineteen ninety-eight · the year two thousand."""
    high, tens, ones = (scene.number(phrase, *names) for names in (("teen",), ("ten",), ("digit", "one")))
    if high is None or tens is None or high < 11:
        return None
    return dated("year", Cell("year", high * 100 + tens + (ones or 0)), 0.85)


def read_era_year(phrase: Phrase, scene: Scene) -> Reading | None:
    """490 BC · AD 79."""
    if has(phrase, "ad"):
        number = scene.number(phrase, "yearnum", "bignum", "hhmm", *_TWO_DIGITS)
        return dated("year", Cell("year", number), 0.95) if number else None
    year = era_year(phrase, scene)
    return dated("year", Cell("year", year), 0.95) if year is not None else None


def read_decade(phrase: Phrase, scene: Scene) -> Reading | None:
    """the 1980s · the '80s · the eighties · 1980's."""
    if has(phrase, "decade2", "eighties") and not has(phrase, "apos") and not _of_the_century(phrase, scene):
        return None
    if (word := scene.number(phrase, "eighties")) is not None:
        year = short_year(word * 10, scene)
    elif (two := scene.number(phrase, "decade2")) is not None:
        year = short_year(two, scene)
    else:
        year = scene.number(phrase, "decade", "yearnum") or 0
        if year % 10:
            got = dated("year", Cell("year", year), 0.9)
            got.first, got.after = phrase.start + has(phrase, "the"), phrase.end - 2
            return got
    if year < FIRST_YEAR:
        return None
    if year % 100 == 0 and year < 2000:
        return dated("century", Cell("century", year // 100), 0.6)
    if has(phrase, "bc"):
        return dated("decade", Cell("decade", -1 - year // 10), 0.95)
    return dated("decade", Cell("decade", year // 10), 0.95)


def _of_the_century(phrase: Phrase, scene: Scene) -> bool:
    """Whether "60s" is told with its article (the late 60s), and is no age (in his late 60s)."""
    first = scene.base + phrase.start
    before = scene.tokens.classes[max(first - 6, 0) : first + 1]
    article, other = before.rfind(CHAR["the"]), max(before.rfind(CHAR["x"]), before.rfind(CHAR["cap"]))
    return article > other


def read_century(phrase: Phrase, scene: Scene) -> Reading | None:
    """the 20th century · the fourth century BC."""
    number, unit = scene.number(phrase, "ord31", "ord", "first", "second"), scene.text(phrase, "centuryunit")
    if number is None or not 1 <= number <= 22 or unit != "century":
        return None
    return dated("century", Cell("century", -number if has(phrase, "bc") else number - 1), 0.95)
