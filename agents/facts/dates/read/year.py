"""Readings of years, in figures and in words."""

from agents.facts.dates.cascade import Phrase
from agents.facts.dates.cells import Cell
from agents.facts.dates.civil import civil
from agents.facts.dates.classes import CHAR
from agents.facts.dates.read.year_number import GO_ON, begins_a_range, is_a_number
from agents.facts.dates.readings import Reading, dated, impossible
from agents.facts.dates.scene import Scene, has

TWO_DIGITS = ("n12", "n24", "n31", "n59", "n99", "zero")
_PIVOT = 30
"""A year of two digits further ahead of the report than this is of the century before."""
_OLD = 1500
"""A number below this, followed by a noun, counts things."""
_LIKELY = range(1800, 2100)
"""What may be a year without a word that leads to it."""
_LEADS = frozenset(
    CHAR[name]
    for name in (
        "in", "since", "of", "until", "by", "from", "to", "through", "between", "and", "during", "early", "late", "mid",
        "lpar", "before", "after", "or", "hyphen", "ndash", "about", "the",
    )
)  # fmt: skip
_NOUN, _NAME = CHAR["x"], CHAR["cap"]


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
    number = scene.number(phrase, "yearnum", "bignum", "hhmm", *TWO_DIGITS)
    return 1 - number if number else None


def _year(number: int | None, confidence: float = 0.9) -> Reading | None:
    return dated("year", Cell("year", number), confidence) if number is not None else None


def read_year(phrase: Phrase, scene: Scene) -> Reading | None:
    """1998 · the year 2000 · '98: where it does not count anything."""
    year = year_of(phrase, scene)
    if year is None or has(phrase, "unit", "apos", "period"):
        return _year(year)
    before, after = scene.around(phrase)
    if is_a_number(phrase, scene):
        return None
    if before not in _LEADS and (year not in _LIKELY or (before == _NAME and not begins_a_range(phrase, scene))):
        return None
    round_count = year % 100 == 0 and (year != 2000 or before not in _LEADS)
    counts = after == _NOUN and scene.tokens.token(scene.base + phrase.end).lower() not in GO_ON
    return None if counts and (year < _OLD or round_count) else _year(year)


def read_far_year(phrase: Phrase, scene: Scene) -> Reading | None:
    """the year 3000: further than any report can speak of."""
    return impossible() if scene.text(phrase, "unit") == "year" else None


def read_short_year(phrase: Phrase, scene: Scene) -> Reading | None:
    """in 88: a year of two digits, where nothing is counted by it."""
    number = scene.number(phrase, "n99")
    return _year(short_year(number, scene), 0.5) if number is not None else None


def read_thousand_words(phrase: Phrase, scene: Scene) -> Reading | None:
    """the year two thousand · the year two thousand and one."""
    high = scene.number(phrase, "digit")
    scale = scene.number(phrase, "scale")
    if high != 2 or scale != 1000:
        return None
    at = phrase.classes.index(CHAR["scale"]) + 1
    rest = sum(n for kid in phrase.kids[at:] if isinstance(kid, int) and isinstance(n := scene.token_value(kid), int))
    return _year(2000 + rest)


def read_year_words(phrase: Phrase, scene: Scene) -> Reading | None:
    """nineteen ninety-eight · the year two thousand."""
    high, tens, ones = (scene.number(phrase, *names) for names in (("teen",), ("ten",), ("digit", "one")))
    if high is None or tens is None or high < 11:
        return None
    return _year(high * 100 + tens + (ones or 0), 0.85)


def read_era_year(phrase: Phrase, scene: Scene) -> Reading | None:
    """490 BC · AD 79."""
    if has(phrase, "ad"):
        return _year(scene.number(phrase, "yearnum", "bignum", "hhmm", *TWO_DIGITS) or None, 0.95)
    return _year(era_year(phrase, scene), 0.95)
