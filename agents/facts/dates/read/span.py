"""Readings of lengths that end or begin at the day of writing: the past two months, these days."""

from agents.facts.dates.cascade import Phrase
from agents.facts.dates.cells import DAY_SECONDS, Cell, at_unit, bounds
from agents.facts.dates.read.length import Length, length_of, length_value, read_length
from agents.facts.dates.readings import Reading, duration, vague
from agents.facts.dates.scene import Scene, has

_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": DAY_SECONDS, "week": 7 * DAY_SECONDS}
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200, "millennium": 12000}


def read_span(phrase: Phrase, scene: Scene) -> Reading | None:
    """the past two months · the next three years · recent weeks: a length that ends, or begins, at the report's day."""
    length = length_of(phrase, scene)
    if length is None:
        return None
    back = has(phrase, "last", "past", "recent", "previous", "latest", "these")
    got = duration("span", length_value(length), 0.85, stretch=_beside(scene.here, length, -1 if back else 1))
    got.mod, got.anchor, got.direction = length.mod, scene.here_text, "past" if back else "future"
    return got


def read_vague_span(phrase: Phrase, scene: Scene) -> Reading | None:
    """the next 12 to 18 months: so many, more or less."""
    unit = scene.text(phrase, "units", "quarters")
    return duration("span", length_value(Length(None, unit)), 0.7) if unit else None


def read_these_days(phrase: Phrase, scene: Scene) -> Reading | None:
    """these days · those years; these months are a length."""
    kid = phrase.kids[0]
    if isinstance(kid, int) and scene.word(kid).lower() == "those":
        return vague("reference", "PAST_REF", anchor=scene.here_text)
    if scene.text(phrase, "units") == "day":
        return vague("reference", "PRESENT_REF", anchor=scene.here_text)
    return read_length(phrase, scene)


def _beside(reference: Cell | None, length: Length, side: int) -> tuple[int, int] | None:
    if reference is None or length.number is None:
        return None
    here = bounds(reference)[0]
    other = _moved(reference, length, side)
    return (min(here, other), max(here, other)) if other is not None else None


def _moved(reference: Cell, length: Length, side: int) -> int | None:
    """Local seconds, a length away from the beginning of a cell."""
    number = length.number
    if number is None:
        return None
    if length.unit in _SECONDS or length.unit == "fortnight":
        return bounds(reference)[0] + side * int(number * _SECONDS.get(length.unit, 7 * DAY_SECONDS))
    if length.unit not in _MONTHS:
        return None
    month, day = at_unit(reference, "month"), at_unit(reference, "day")
    into = day.index - bounds(month)[0] // DAY_SECONDS
    first, after = bounds(month.shift(side * int(number * _MONTHS[length.unit])))
    return min(first + into * DAY_SECONDS, after - DAY_SECONDS)
