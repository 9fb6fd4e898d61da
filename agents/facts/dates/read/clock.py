"""Readings of times of day, parts of the day, and their day."""

from agents.facts.dates.cascade import Phrase
from agents.facts.dates.cells import PART_INDEX, PARTS, Cell, Unit, day_cell, days
from agents.facts.dates.civil import month_days
from agents.facts.dates.classes import CHAR
from agents.facts.dates.read.length import number_of
from agents.facts.dates.read.weekday import read_weekday
from agents.facts.dates.readings import Reading, dated, impossible, impossible_time, toward, unknown
from agents.facts.dates.scene import Scene, has, sub

_DAY_MINUTES = 1440
NIGHTFALL = 6
"""From this hour on, an hour of the night is before midnight."""
Clock = tuple[Unit, int, str | None]
"""Unit (hour, minute, second), how many of them since midnight, and the zone as it was written."""


_LEADS = frozenset(
    CHAR[name]
    for name in (
        "at", "by", "about", "from", "to", "until", "since", "before", "after", "between", "and", "lpar", "hyphen",
        "ndash", "through", "than", "nearly", "only",
    )
)  # fmt: skip


def _two_digits(phrase: Phrase, scene: Scene) -> bool:
    """Whether the minutes have two digits, as those of 7:05."""
    words = [scene.word(kid) for kid in phrase.kids if isinstance(kid, int)]
    return all(len(word) == 2 for word in words[2:] if word.isdecimal())


def clock_of(phrase: Phrase, scene: Scene) -> Clock | None:
    """10:35 a.m. EDT · 4 p.m. · 0900 GMT · noon · 17:30:15; None where no day has such a time."""
    zone = scene.text(phrase, "zone", "uszone")
    if has(phrase, "past", "to", "before"):
        return _spoken(phrase, scene)
    if (noon := scene.number(phrase, "noon")) is not None:
        return "minute", noon * 60, zone
    zoned = scene.pick(phrase, "zoned")
    if isinstance(zoned, tuple) and isinstance(zoned[0], str):
        return "minute", int(zoned[1]) // 100 * 60 + int(zoned[1]) % 100, zoned[0]
    if (hour := scene.number(phrase, "timeam")) is not None:
        return "minute", hour * 60, zone
    if (four := scene.number(phrase, "hhmm", "yearnum")) is not None:
        return ("minute", four // 100 * 60 + four % 100, zone) if four < 2400 and four % 100 < 60 else None
    if has(phrase, "oclock", "daypart", "NUM") and not has(phrase, "colon", "dot"):
        return _oclock(phrase, scene)
    return _spelled(phrase, scene, zone)


def _spoken(phrase: Phrase, scene: Scene) -> Clock | None:
    """half past seven · a quarter to nine · ten past five."""
    numbers = [number for kid in phrase.kids if (number := _whole(kid, scene)) is not None]
    minutes = 30 if has(phrase, "half") else 15 if has(phrase, "quarter") else numbers[0] if numbers else None
    noon = scene.number(phrase, "noon")
    hour = noon if noon is not None else numbers[-1] if numbers else None
    if minutes is None or hour is None or not 1 <= minutes < 60 or not 1 <= hour <= 24:
        return None
    if noon is None and (hour > 12 or (len(numbers) < 2 and not has(phrase, "half", "quarter"))):
        return None
    return "minute", (hour * 60 + (minutes if has(phrase, "past") else -minutes)) % _DAY_MINUTES, None


def _whole(kid: int | Phrase, scene: Scene) -> int | None:
    """A number, in figures or in words."""
    if isinstance(kid, int):
        got = scene.token_value(kid)
        return got if isinstance(got, int) and scene.word(kid).isdecimal() else None
    number = number_of(kid, scene) if kid.rule.gives == "NUM" else None
    return int(number) if number is not None and number.denominator == 1 else None


def _oclock(phrase: Phrase, scene: Scene) -> Clock | None:
    """ten o'clock · 4 in the morning."""
    words = sub(phrase, "NUM")
    number = number_of(words, scene) if words else scene.number(phrase, "n12")
    if number is None or number.denominator != 1 or not 1 <= number <= 12:
        return None
    return "minute", _in_half(int(number), scene.text(phrase, "daypart")) * 60, None


def _in_half(hour: int, part: str | None) -> int:
    """An hour of twelve in the half of the day that a part of it names: ten at night is 22."""
    if part in ("AF", "EV") or (part == "NI" and hour >= NIGHTFALL):
        return hour % 12 + 12
    return hour % 12 if part in ("MO", "NI") else hour


def _spelled(phrase: Phrase, scene: Scene, zone: str | None) -> Clock | None:
    decimal = scene.pick(phrase, "decimal")
    if isinstance(decimal, float):
        numbers = [int(decimal), round(decimal * 100) % 100]
    else:
        kids = [kid for kid in phrase.kids if isinstance(kid, int)]
        numbers = [v for kid in kids if isinstance(v := scene.token_value(kid), int)][:3]
        if has(phrase, "ampm"):
            at = [char == CHAR["ampm"] for char in phrase.classes].index(True)
            numbers = [v for kid in kids[:at] if isinstance(v := scene.token_value(kid), int)]
    half = scene.number(phrase, "ampm")
    if half and numbers and 12 < numbers[0] < 24:
        half = None  # 14:30 p.m.
    if not numbers or numbers[0] > (12 if half is not None else 24) or any(part > 59 for part in numbers[1:]):
        return None
    hour = numbers[0] if half is None else numbers[0] % 12 + half
    if len(numbers) == 3:
        return "second", hour * 3600 + numbers[1] * 60 + numbers[2], zone
    return "minute", hour * 60 + (numbers[1] if len(numbers) > 1 else 0), zone


def clock_text(clock: Clock) -> str:
    """The clock as a value's ending: T10:35."""
    unit, count, _ = clock
    seconds = count * (1 if unit == "second" else 60)
    text = f"T{seconds // 3600:02d}:{seconds // 60 % 60:02d}"
    return f"{text}:{seconds % 60:02d}" if unit == "second" else text


def on_day(clock: Clock, day: Reading, rule: str) -> Reading:
    """A time on a day that has been read."""
    unit, count, zone = clock
    if day.cell is None or day.cell.unit != "day":
        return unknown(rule, f"{day.value[:10]}{clock_text(clock)}", "TIME")
    per_day = _DAY_MINUTES * (60 if unit == "second" else 1)
    cell = Cell(unit, days(day.cell)[0] * per_day + count)
    got = dated(rule, cell, day.confidence, anchor=day.anchor, direction=day.direction)
    if count == per_day:
        got.value = f"{day.value}T24:00"
    got.zone = zone
    return got


def _this_day(scene: Scene) -> Reading:
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
    if bare and (scene.around(phrase)[0] not in _LEADS or not _two_digits(phrase, scene)):
        return None
    return on_day(clock, _this_day(scene), "clock") if clock else None


def read_day_clock(phrase: Phrase, scene: Scene) -> Reading | None:
    """10 p.m. Wednesday · Nov. 6 at 5 p.m. EST."""
    clock_phrase, day_phrase = sub(phrase, "CLOCK"), sub(phrase, "DAY")
    if clock_phrase is None or day_phrase is None:
        return None
    clock, day = clock_of(clock_phrase, scene), scene.read(day_phrase)
    if clock is None or day is None:
        return None
    return on_day(clock, day, day.rule)


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
        count = _in_half(count // 60, PARTS[code][0]) * 60 + count % 60
    of_day = dated(part.rule, Cell("day", day), part.confidence, anchor=part.anchor, direction=part.direction)
    return on_day((unit, count, zone), of_day, part.rule)


def in_part(day: Reading, code: str, rule: str) -> Reading:
    """A part of a day that has been read."""
    if day.cell is None or day.cell.unit != "day":
        return unknown(rule, f"{day.value[:10]}T{code}", "TIME")
    cell = Cell("part", day.cell.index * 8 + PART_INDEX[code])
    return dated(rule, cell, day.confidence, anchor=day.anchor, direction=day.direction)


def read_day_part(phrase: Phrase, scene: Scene) -> Reading | None:
    """Friday morning · the night of May 13 · yesterday afternoon."""
    code, day_phrase, last = scene.text(phrase, "daypart"), sub(phrase, "DAY"), phrase.kids[-1]
    if isinstance(last, int) and scene.word(last).istitle() and scene.around(phrase)[1] == CHAR["cap"]:
        return None  # Monday Night Football
    hours = sub(phrase, "DUR")
    if code is None and hours is not None and scene.text(hours, "units") == "hour":
        code = "MO"  # the early hours of Sunday
    if code is None and scene.text(phrase, "units") == "hour":
        code = "MO"
    day = scene.read(day_phrase) if day_phrase else None
    if day is None or code is None:
        return day
    got = in_part(day, code, day.rule)
    if has(phrase, "mid"):
        got.mod = "MID"
    return got


def read_this_part(phrase: Phrase, scene: Scene) -> Reading | None:
    """this morning · tonight · last night · that afternoon · the next morning."""
    code = scene.text(phrase, "daypart", "tonight", "overnight")
    if code is None:
        return None
    told = has(phrase, "that", "same", "previous", "following") or (has(phrase, "next") and scene.focus is not None)
    reference = scene.told if told else scene.here
    anchor = scene.told_text if told else scene.here_text
    if reference is None or reference.unit in ("year", "decade", "century", "month", "season", "quarter"):
        return unknown("part-of-day", f"XXXX-XX-XXT{code}", "TIME")
    step = (
        -2
        if has(phrase, "before")
        else -1
        if has(phrase, "last", "previous", "overnight")
        else 1
        if has(phrase, "next", "following", "coming")
        else 0
    )
    day = dated("part-of-day", Cell("day", days(reference)[0] + step), 0.9, anchor=anchor, direction=toward(step))
    return in_part(day, code, "part-of-day")


def read_bare_part(phrase: Phrase, scene: Scene) -> Reading | None:
    """the morning · mid-morning, of the day that is spoken of · the night before."""
    code = scene.text(phrase, "daypart")
    if code is None:
        return None
    day = _this_day(scene)
    if day.cell is not None and has(phrase, "before", "after"):
        step = -1 if has(phrase, "before") else 1
        day = dated("clock", day.cell.shift(step), 0.75, anchor=day.anchor, direction=toward(step))
    got = in_part(day, code, "part-of-day")
    if not has(phrase, "units") and sub(phrase, "DUR") is None:
        got.mod = scene.text(phrase, "mid", "early", "late")
    return got


def read_overnight(phrase: Phrase, scene: Scene) -> Reading | None:
    """overnight on Monday · Monday overnight."""
    day = read_weekday(phrase, scene)
    return in_part(day, "NI", day.rule) if day else None


def read_impossible(phrase: Phrase, scene: Scene) -> Reading | None:
    """at 25:70 · 13 a.m.: reported, not guessed."""
    return impossible_time() if has(phrase, "ampm") or _two_digits(phrase, scene) else None


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
