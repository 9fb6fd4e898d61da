"""Readings of parts of the day: Friday morning, last night, the night before, overnight."""

from agents.facts.dates.cascade import Phrase
from agents.facts.dates.cells import PART_INDEX, Cell, days
from agents.facts.dates.classes import CHAR
from agents.facts.dates.read.clock import this_day
from agents.facts.dates.read.weekday import read_weekday
from agents.facts.dates.readings import Reading, dated, toward, unknown
from agents.facts.dates.scene import Scene, has, sub


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
    day = this_day(scene)
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
