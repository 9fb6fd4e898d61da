"""Readings of times of day, parts of the day, and their day."""

from agents.facts.dates.cascade import Phrase
from agents.facts.dates.cells import PARTS, Cell, day_cell, days
from agents.facts.dates.civil import month_days
from agents.facts.dates.classes import CHAR
from agents.facts.dates.read.dial import DAY_MINUTES, Clock, clock_of, clock_text, in_half, two_digits
from agents.facts.dates.readings import Reading, dated, impossible, impossible_time, unknown
from agents.facts.dates.scene import Scene, has, sub

_LEADS = frozenset(
    CHAR[name]
    for name in (
        "at", "by", "about", "from", "to", "until", "since", "before", "after", "between", "and", "lpar", "hyphen",
        "ndash", "through", "than", "nearly", "only",
    )
)  # fmt: skip


def on_day(clock: Clock, day: Reading, rule: str) -> Reading:
    """A time on a day that has been read."""
    unit, count, zone = clock
    if day.cell is None or day.cell.unit != "day":
        return unknown(rule, f"{day.value[:10]}{clock_text(clock)}", "TIME")
    per_day = DAY_MINUTES * (60 if unit == "second" else 1)
    cell = Cell(unit, days(day.cell)[0] * per_day + count)
    got = dated(rule, cell, day.confidence, anchor=day.anchor, direction=day.direction)
    if count == per_day:
        got.value = f"{day.value}T24:00"
    got.zone = zone
    return got


def this_day(scene: Scene) -> Reading:
    """The day that a time without one belongs to: the last day told where that is a day, else the report's."""
    focus = scene.focus if scene.focus and scene.focus.unit in ("day", "part", "minute", "hour", "second") else None
    reference = focus or scene.here
    if reference is None or reference.unit in ("year", "month", "season", "decade", "century", "quarter", "half"):
        return unknown("clock", "XXXX-XX-XX")
    return dated("clock", Cell("day", days(reference)[0]), 0.75, anchor=scene.told_text, direction="same")


def read_clock(phrase: Phrase, scene: Scene) -> Reading | None:
    """A time of day, without its day; two numbers with a colon are one only where a word leads to them."""
    clock = clock_of(phrase, scene)
    bare = has(phrase, "colon", "dot") and not has(phrase, "ampm", "zone", "uszone", "local", "oclock")
    if bare and (scene.around(phrase)[0] not in _LEADS or not two_digits(phrase, scene)):
        return None
    return on_day(clock, this_day(scene), "clock") if clock else None


def read_day_clock(phrase: Phrase, scene: Scene) -> Reading | None:
    """10 p.m. Wednesday · Nov. 6 at 5 p.m. EST."""
    clock_phrase, day_phrase = sub(phrase, "CLOCK"), sub(phrase, "DAY")
    if clock_phrase is None or day_phrase is None:
        return None
    clock, day = clock_of(clock_phrase, scene), scene.read(day_phrase)
    if clock is None or day is None:
        return None
    return on_day(clock, day, day.rule)


def read_clock_twice(phrase: Phrase, scene: Scene) -> list[Reading] | None:
    """9:30 p.m. local time (1330 GMT) on Tuesday: three expressions, all of the same day."""
    kids = [kid for kid in phrase.kids if not isinstance(kid, int)]
    day = scene.read(kids[-1])
    if day is None:
        return None
    found = []
    for kid in kids[:-1]:
        clock = clock_of(kid, scene)
        if clock is not None:
            got = on_day(clock, day, day.rule)
            got.first, got.after = kid.start, kid.end
            found.append(got)
    if has(phrase, "about") and found and found[0].first == phrase.start + 1:
        found[0].first, found[0].mod = phrase.start, "APPROX"
    day.first, day.after = kids[-1].start, kids[-1].end
    return [*found, day]


def read_part_clock(phrase: Phrase, scene: Scene) -> Reading | None:
    """ten o'clock last night · Friday night at 11."""
    clock_phrase, part_phrase = sub(phrase, "CLOCK"), sub(phrase, "TIME")
    clock, part = clock_of(clock_phrase, scene) if clock_phrase else None, None
    part = scene.read(part_phrase) if part_phrase else None
    if clock is None or part is None or part.cell is None or part.cell.unit != "part" or clock[0] != "minute":
        return part
    day, code = divmod(part.cell.index, 8)
    unit, count, zone = clock
    named = clock_phrase is not None and has(clock_phrase, "ampm", "noon", "zoned", "timeam")
    if not named and count < 13 * 60:
        count = in_half(count // 60, PARTS[code][0]) * 60 + count % 60
    of_day = dated(part.rule, Cell("day", day), part.confidence, anchor=part.anchor, direction=part.direction)
    return on_day((unit, count, zone), of_day, part.rule)


def read_impossible(phrase: Phrase, scene: Scene) -> Reading | None:
    """at 25:70 · 13 a.m.: reported, not guessed."""
    return impossible_time() if has(phrase, "ampm") or two_digits(phrase, scene) else None


def read_stamp(phrase: Phrase, scene: Scene) -> Reading | None:
    """2017-12-28T09:00:00Z."""
    numbers = [v for kid in phrase.kids if isinstance(kid, int) and isinstance(v := scene.token_value(kid), int)]
    year, month, day, hour, minute, *seconds = numbers
    if not 1 <= day <= month_days(year, month) or hour > 23:
        return impossible()
    clock: Clock = ("minute", hour * 60 + minute, scene.text(phrase, "zone"))
    if seconds:
        clock = ("second", clock[1] * 60 + seconds[0], clock[2])
    return on_day(clock, dated("numeric-date", day_cell(year, month, day), 0.97), "numeric-date")
