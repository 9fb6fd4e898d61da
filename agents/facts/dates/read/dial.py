"""What a clock says: 10:35 a.m. EDT, half past seven, 0900 GMT, noon."""

from agents.facts.dates.cascade import Phrase
from agents.facts.dates.cells import Unit
from agents.facts.dates.classes import CHAR
from agents.facts.dates.read.number import number_of
from agents.facts.dates.scene import Scene, has, sub

DAY_MINUTES = 1440
NIGHTFALL = 6
"""From this hour on, an hour of the night is before midnight."""
Clock = tuple[Unit, int, str | None]
"""Unit (hour, minute, second), how many of them since midnight, and the zone as it was written."""


def two_digits(phrase: Phrase, scene: Scene) -> bool:
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
    return "minute", (hour * 60 + (minutes if has(phrase, "past") else -minutes)) % DAY_MINUTES, None


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
    return "minute", in_half(int(number), scene.text(phrase, "daypart")) * 60, None


def in_half(hour: int, part: str | None) -> int:
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
