"""Readings of weekdays and of days told from the report's own: Friday, last Monday, yesterday."""

from agents.facts.dates.cascade import Phrase
from agents.facts.dates.cells import Cell, at_unit, days
from agents.facts.dates.choose import likeliest, recurring, weekday_near
from agents.facts.dates.civil import weekday
from agents.facts.dates.classes import CHAR
from agents.facts.dates.feast_days import nth
from agents.facts.dates.read.date import MONTHS, WEEKDAYS
from agents.facts.dates.read.pointer import reference_of, step_of
from agents.facts.dates.read.unit import read_pointed_unit
from agents.facts.dates.readings import UNKNOWN, Reading, dated, toward, unknown, vague
from agents.facts.dates.scene import Scene, has, sub

_MONTHS_AROUND = 6


def read_weekday(phrase: Phrase, scene: Scene) -> Reading | None:
    """Friday: the nearest on the side that the sentence leans to, the report's own day counting as past."""
    number = scene.number(phrase, *WEEKDAYS)
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


def read_pointed_weekday(phrase: Phrase, scene: Scene) -> Reading | None:
    """last Friday · next Monday · this coming Sunday · the previous Friday."""
    number, step = scene.number(phrase, *WEEKDAYS), step_of(phrase)
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
    month, year = scene.number(phrase, *MONTHS), scene.number(phrase, "yearnum")
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
    step, kid = scene.number(phrase, "today"), phrase.kids[0]
    if step is None:
        return None
    if isinstance(kid, int) and scene.word(kid).istitle() and scene.around(phrase)[0] == CHAR["cap"]:
        return None  # USA Today
    if scene.today is None and scene.here is None:
        return unknown("today", UNKNOWN["day"])
    if scene.narrative and step == 0:
        return vague("today-at-large", "PRESENT_REF", 0.7, anchor=scene.here_text)
    reference = scene.here or scene.today
    if reference is None:
        return None
    return dated("today", Cell("day", days(reference)[0] + step), 0.95, anchor=scene.here_text, direction=toward(step))


def read_beside_today(phrase: Phrase, scene: Scene) -> Reading | None:
    """the day after tomorrow · the day before yesterday."""
    today = sub(phrase, "DAY")
    got = scene.read(today) if today else None
    step = -1 if has(phrase, "before") else 1
    if got is None or got.rule != "today" or got.cell is None:
        return got
    return dated("today", got.cell.shift(step), got.confidence, anchor=got.anchor, direction=toward(step))


def read_weekdays_ago(phrase: Phrase, scene: Scene) -> Reading | None:
    """two Fridays ago."""
    number, words = scene.number(phrase, "weekdays"), sub(phrase, "NUM")
    count = scene.number(words or phrase, "digit", "teen", "n12") or 1
    if number is None:
        return None
    if scene.here is None:
        return unknown("pointed-weekday", f"XXXX-WXX-{number + 1}")
    day = weekday_near(Cell("day", days(scene.here)[0] - 1), number, -1).shift(-7 * (count - 1))
    return dated("pointed-weekday", day, 0.85, anchor=scene.here_text, direction="past")


def read_week_and_day(phrase: Phrase, scene: Scene) -> Reading | list[Reading] | None:
    """last week Tuesday; last year Tuesday are two."""
    got = read_pointed_unit(phrase, scene)
    number = scene.number(phrase, "weekday")
    if got is None or number is None:
        return None
    if got.cell is not None and got.cell.unit == "week":
        day = Cell("day", days(got.cell)[0] + number)
        return dated("pointed-weekday", day, 0.85, anchor=got.anchor, direction=got.direction)
    got.first, got.after = phrase.start, phrase.end - 1
    day_read = read_weekday(phrase, scene)
    if day_read is None:
        return got
    day_read.first, day_read.after = phrase.end - 1, phrase.end
    return [got, day_read]


def read_weekday_twice(phrase: Phrase, scene: Scene) -> Reading | None:
    """the Sunday before last · the Friday after next."""
    number = scene.number(phrase, "weekday")
    if number is None:
        return None
    if scene.here is None:
        return unknown("pointed-weekday", f"XXXX-WXX-{number + 1}")
    step = -1 if has(phrase, "before") else 1
    day = weekday_near(Cell("day", days(scene.here)[0] + step), number, step).shift(7 * step)
    return dated("pointed-weekday", day, 0.85, anchor=scene.here_text, direction=toward(step))


def read_weekday_and_day(phrase: Phrase, scene: Scene) -> Reading | None:
    """Sunday the 17th: of the nearest month in which they agree."""
    number, day = scene.number(phrase, "weekday"), scene.number(phrase, "ord31")
    if number is None or day is None:
        return None
    if scene.here is None:
        return unknown("date-without-year", f"XXXX-XX-{day:02d}")
    month = at_unit(scene.here, "month")
    found = []
    for by in range(-_MONTHS_AROUND, _MONTHS_AROUND + 1):
        first, after = days(month.shift(by))
        if day <= after - first and weekday(first + day - 1) == number:
            found.append(Cell("day", first + day - 1))
    if not found:
        return read_weekday(phrase, scene)
    cell = likeliest(found, days(scene.here)[0], scene.lean(phrase), narrative=scene.narrative)
    return dated("date-without-year", cell, 0.85, anchor=scene.here_text, direction=scene.side_of(cell))
