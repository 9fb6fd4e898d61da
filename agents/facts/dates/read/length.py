"""Readings of lengths of time: three weeks, nearly two years, the past two months."""

from fractions import Fraction

from msgspec import Struct

from agents.facts.dates.cascade import Phrase
from agents.facts.dates.classes import CHAR
from agents.facts.dates.read.beside import each_by_itself
from agents.facts.dates.read.number import exact, number_of
from agents.facts.dates.readings import Direction, Reading, duration, vague
from agents.facts.dates.scene import Scene, has, sub

LETTER: dict[str, str] = {
    "second": "S", "minute": "M", "hour": "H", "day": "D", "week": "W", "fortnight": "W", "month": "M", "quarter": "Q",
    "year": "Y", "decade": "DE", "century": "CE", "millennium": "ML", "half": "H", "weekend": "WE",
}  # fmt: skip
CLOCK_UNITS = ("second", "minute", "hour")
_PARTS_OF: dict[str, tuple[int, str]] = {"year": (12, "M"), "hour": (60, "M"), "minute": (60, "S"), "day": (24, "H")}
_YEARS = {"decade": 10, "century": 100}
_AND = {"year": ("month", 12), "hour": ("minute", 60), "minute": ("second", 60), "day": ("hour", 24)}
"""What a length is told with: two years and six months."""
MOST = 10_000
"""A length of more units than this is vague: no report's date lies so far away."""


class Length(Struct, frozen=True):
    """A number of units; None where it is vague ("several days")."""

    number: Fraction | None
    unit: str
    mod: str | None = None


def length_of(phrase: Phrase, scene: Scene) -> Length | None:
    """The length that a phrase tells: its own number and unit, and what is said of the number."""
    if phrase.rule.slug == "length-and-length":
        return _sum_of(phrase, scene)
    inner = sub(phrase, "DUR")
    if inner is not None:
        return length_of(inner, scene)
    unit = scene.text(phrase, "unit", "dayunit", "centuryunit", "units", "quarter", "quarters", "weekends")
    if unit is None:
        if not has(phrase, "second"):
            return None
        unit = "second"
    number: Fraction | None
    if has(phrase, "or") and not has(phrase, "so", "a"):
        number = None  # two or three days
    elif (words := sub(phrase, "NUM")) is not None:
        number = number_of(words, scene)
    elif has(phrase, "SOME") or (has(phrase, "units", "quarters", "weekends") and not _counted(phrase)):
        number = None
    elif has(phrase, "couple"):
        number = Fraction(2)
    else:
        got = scene.pick(phrase, "n12", "n24", "n31", "n59", "n99", "bignum", "yearnum", "decimal", "one") or 1
        number = exact(got) if isinstance(got, int | float) else Fraction(1)
    if has(phrase, "half") and number is not None:
        number = number + Fraction(1, 2) if has(phrase, "and") else Fraction(1, 2)
    if unit == "fortnight" and number is not None:
        number *= 2
    if number is not None and (number > MOST or number <= 0):
        number = None
    return Length(number, unit, mod_of(phrase, scene))


def _counted(phrase: Phrase) -> bool:
    return has(phrase, "n12", "n24", "n31", "n59", "n99", "bignum", "yearnum", "decimal", "one", "a", "couple")


def mod_of(phrase: Phrase, scene: Scene) -> str | None:
    """What is said of a number: about, nearly, more than, at least, no more than."""
    mod = scene.text(phrase, "about", "nearly", "over", "more", "less", "least", "most", "up")
    if mod is None and has(phrase, "couple", "odd"):
        return "APPROX"
    if has(phrase, "up"):
        return "EQUAL_OR_LESS"
    if has(phrase, "no"):
        return {"MORE_THAN": "EQUAL_OR_LESS", "LESS_THAN": "EQUAL_OR_MORE"}.get(mod or "", mod)
    if has(phrase, "more") and not has(phrase, "than"):
        return scene.text(phrase, "about", "nearly", "over", "least", "most")
    return mod


def length_value(length: Length) -> str:
    """TIMEX3: P3D, PXW, PT5H30M, P2Y6M."""
    time = "T" if length.unit in CLOCK_UNITS else ""
    letter = LETTER[length.unit]
    if length.number is None:
        return f"P{time}X{letter}"
    whole, rest = divmod(length.number, 1)
    if not rest:
        return f"P{time}{whole}{letter}"
    years = length.number * _YEARS.get(length.unit, 0)
    if years and years.denominator == 1:
        return f"P{years}Y"
    finer = _PARTS_OF.get(length.unit)
    if finer and (rest * finer[0]).denominator == 1:
        tail = f"{rest * finer[0]}{finer[1]}"
        tail = f"T{tail}" if length.unit == "day" else tail
        return f"P{time}{f'{whole}{letter}' if whole else ''}{tail}"
    return f"P{time}{float(length.number):g}{letter}"


def read_length(phrase: Phrase, scene: Scene) -> Reading | None:
    """three weeks · nearly two years · a minute and a half · five-year."""
    length = length_of(phrase, scene)
    if length is None or _is_title(phrase, scene):
        return None
    if _someday(phrase, scene):
        return vague("reference", "FUTURE_REF", 0.7, anchor=scene.here_text)
    got = duration("duration", length_value(length), 0.9)
    got.mod = length.mod
    if (side := _SIDES.get(scene.around(phrase)[1])) is not None:
        got.rule, got.direction = "length-to-event", side
    return got


_SIDES: dict[str, Direction] = {CHAR["before"]: "past", CHAR["after"]: "future"}
"""What follows a length that is counted from an event: two days after the vote."""


def _someday(phrase: Phrase, scene: Scene) -> bool:
    """Whether "one day" is none of one day: he hopes to win it one day."""
    return phrase.classes == _ONE_DAY and scene.lean(phrase) > 0 and scene.around(phrase)[0] not in _COUNTS


_ONE_DAY = CHAR["one"] + CHAR["dayunit"]
_COUNTS = frozenset(CHAR[name] for name in ("during", "in", "on", "about", "by", "to", "after", "before"))


def _sum_of(phrase: Phrase, scene: Scene) -> Length | None:
    """The length that two make together; None where they do not."""
    parts = [kid for kid in phrase.kids if not isinstance(kid, int)]
    first, second = (length_of(part, scene) for part in parts)
    if first is None or second is None or first.number is None or second.number is None:
        return None
    if any(part.rule.slug != "duration" for part in parts):
        return None
    unit, parts_of = _AND.get(first.unit, ("", 1))
    if second.unit != unit or not 0 < second.number < parts_of or first.number.denominator != 1:
        return None
    return Length(first.number + second.number / parts_of, first.unit, first.mod)


def read_two_lengths(phrase: Phrase, scene: Scene) -> Reading | list[Reading] | None:
    """two years and six months · 3 hours 20 minutes; two days and a year are two."""
    length = _sum_of(phrase, scene)
    if length is None:
        return each_by_itself([kid for kid in phrase.kids if not isinstance(kid, int)], scene)
    got = duration("duration", length_value(length), 0.9)
    got.mod = length.mod
    return got


def read_quarters(phrase: Phrase, scene: Scene) -> Reading | None:
    """a quarter of an hour · three-quarters of a century · a quarter-century."""
    words, unit = sub(phrase, "NUM"), scene.text(phrase, "unit", "dayunit", "centuryunit")
    count = number_of(words, scene) if words else Fraction(scene.number(phrase, "n12") or 1)
    if unit is None or count is None:
        return None
    got = duration("duration", length_value(Length(count / 4, unit)), 0.9)
    got.mod = mod_of(phrase, scene)
    return got


def _is_title(phrase: Phrase, scene: Scene) -> bool:
    """The Six-Day War · Seven Days in May · the Hundred Years' War: a name."""
    kid = phrase.kids[-1]
    capital = isinstance(kid, int) and scene.word(kid)[:1].isupper()
    return capital and scene.around(phrase)[1] in (CHAR["cap"], CHAR["in"], CHAR["apos"])
