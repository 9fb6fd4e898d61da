"""Readings of repeated times: every Tuesday, each year, daily, twice a week."""

from agents.facts.dates.cascade import Phrase
from agents.facts.dates.classes import CHAR
from agents.facts.dates.read.length import LETTER
from agents.facts.dates.readings import Reading
from agents.facts.dates.scene import Scene, has, sub
from agents.facts.dates.values import SEASONS

_NAMES = frozenset((CHAR["cap"], CHAR["periodical"]))
_WEEKEND = "XXXX-WXX-WE"


def repeated(rule: str, value: str, confidence: float = 0.9) -> Reading:
    """A reading of type SET."""
    return Reading(rule, "SET", value, confidence=confidence, hard=False)


def _every(unit: str, count: int = 1) -> str:
    if unit == "fortnight":
        unit, count = "week", count * 2
    time = "T" if unit in ("hour", "minute", "second") else ""
    return f"P{time}{count}{LETTER[unit]}"


def read_every(phrase: Phrase, scene: Scene) -> Reading | None:
    """every day · each year · every two weeks · every other month · every third year."""
    if has(phrase, "of") and not has(phrase, "couple"):
        return None
    unit = scene.text(phrase, "unit", "dayunit", "units", "centuryunit", "quarter")
    count = scene.number(phrase, "other", "ord31", "ord", "second", "n12", "n24", "n31", "n59", "n99", "bignum")
    words = sub(phrase, "NUM")
    if words is not None:
        count = next(
            (n for kid in words.kids if isinstance(kid, int) and isinstance(n := scene.token_value(kid), int)), 1
        )
    if has(phrase, "couple"):
        count = 2
    if unit and sub(phrase, "SOME"):
        return repeated("every", _every(unit).replace("1", "X"), 0.8)
    return repeated("every", _every(unit, count or 1)) if unit else None


def read_every_day(phrase: Phrase, scene: Scene) -> Reading | None:
    """every Tuesday · each March · every summer · every Monday morning."""
    part = scene.text(phrase, "daypart")
    if (day := scene.number(phrase, "weekday")) is not None:
        value = f"XXXX-WXX-{day + 1}" + (f"T{part}" if part else "")
    elif (month := scene.number(phrase, "month", "weakmonth", "monthabbr")) is not None:
        value = f"XXXX-{month:02d}"
    elif (season := scene.number(phrase, "season")) is not None:
        value = f"XXXX-{SEASONS[season]}"
    elif has(phrase, "weekend"):
        value = _WEEKEND
    else:
        value = f"XXXX-XX-XXT{part}"
    return repeated("every-day", value)


def read_every_nth_weekday(phrase: Phrase, scene: Scene) -> Reading | None:
    """the first Monday of every month: by its weekday, since TIMEX3 cannot say more."""
    day = scene.number(phrase, "weekday")
    return repeated("every-day", f"XXXX-WXX-{day + 1}") if day is not None else None


def read_weekends(phrase: Phrase, scene: Scene) -> Reading | None:
    """at weekends."""
    del phrase, scene
    return repeated("every-day", _WEEKEND)


def read_workdays(phrase: Phrase, scene: Scene) -> Reading | None:
    """on weekdays: daily, since TIMEX3 has no word for five days in seven."""
    del phrase, scene
    return repeated("every-day", "P1D", 0.6)


def read_per(phrase: Phrase, scene: Scene) -> Reading | None:
    """twice a week · per day."""
    unit = scene.text(phrase, "unit", "dayunit", "centuryunit")
    return repeated("every", _every(unit), 0.8) if unit else None


def read_habit(phrase: Phrase, scene: Scene) -> Reading | None:
    """daily · weekly · annually."""
    value = scene.text(phrase, "habit")
    kid = phrase.kids[0]
    if isinstance(kid, int) and scene.word(kid).istitle() and scene.around(phrase)[1] in _NAMES:
        return None  # the Daily Mail
    return repeated("habit", value, 0.8) if value else None


def read_weekdays(phrase: Phrase, scene: Scene) -> Reading | None:
    """Tuesdays · Tuesday nights."""
    day, part = scene.number(phrase, "weekdays", "weekday"), scene.text(phrase, "daypart", "dayparts")
    return repeated("weekdays", f"XXXX-WXX-{day + 1}" + (f"T{part}" if part else "")) if day is not None else None
