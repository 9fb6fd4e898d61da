"""Readings of years, decades and centuries, in figures and in words."""

from agents.facts.dates.cascade import Phrase
from agents.facts.dates.cells import Cell
from agents.facts.dates.civil import civil
from agents.facts.dates.classes import CHAR
from agents.facts.dates.readings import Reading, dated, impossible
from agents.facts.dates.scene import Scene, has
from agents.facts.dates.verbs import listed

TWO_DIGITS = ("n12", "n24", "n31", "n59", "n99", "zero")
_PIVOT = 30
"""A year of two digits further ahead of the report than this is of the century before."""
_OLD = 1500
"""A number below this, followed by a noun, counts things."""
_LIKELY = range(1800, 2100)
"""What may be a year without a word that leads to it."""
_FIRST = 1000
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
    if _is_a_number(phrase, scene):
        return None
    if before not in _LEADS and (year not in _LIKELY or (before == _NAME and not _begins_a_range(phrase, scene))):
        return None
    round_count = year % 100 == 0 and (year != 2000 or before not in _LEADS)
    return None if after == _NOUN and (year < _OLD or round_count) else _year(year)


def _begins_a_range(phrase: Phrase, scene: Scene) -> bool:
    """Western Theater 1861-1863: two years, whatever stands before them."""
    after = scene.base + phrase.end
    return scene.tokens.classes[after : after + 2] in _TO_A_YEAR


_TO_A_YEAR = frozenset(CHAR[dash] + CHAR["yearnum"] for dash in ("hyphen", "ndash"))


def _is_a_number(phrase: Phrase, scene: Scene) -> bool:
    """Whether what looks like a year is part of a number (514-2007), numbers a thing (page 1998) or counts some."""
    tokens, at = scene.tokens, scene.base + phrase.start
    before = tokens.classes[max(at - 2, 0) : at]
    if before[-1:] in _DIGITS or (before[-1:] == CHAR["hyphen"] and before[:1] in _DIGITS and len(before) == 2):
        return True
    if at and tokens.token(at - 1 - (before[-1:] == CHAR["dot"] and at > 1)).lower() in _NUMBERED:
        return True
    after = scene.base + phrase.end
    if tokens.classes[after : after + 1] == CHAR["hyphen"]:
        noun = tokens.token(after + 1).lower() if after + 1 < len(tokens.classes) else ""
        return noun in _COUNTED or noun + "s" in _COUNTED  # an 1850-seat hall
    return after < len(tokens.classes) and tokens.token(after).lower() in _COUNTED


_DIGITS = frozenset(CHAR[name] for name in ("zero", "n12", "n24", "n31", "n59", "n99", "bignum", "hhmm"))
_NUMBERED = listed(
    "no nos number numbers page pages p pp room section sections sec chapter flight route highway interstate channel "
    "suite apartment box extension ext docket title code c psalm"
)
_COUNTED = listed(
    "feet foot miles meters metres kilometers kilometres km yards acres hectares people persons troops soldiers beds "
    "members votes points shares tons tonnes dollars euros pounds words pages seats calories men women children rooms "
    "workers jobs employees students barrels megawatts strong"
)


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


def read_decade(phrase: Phrase, scene: Scene) -> Reading | None:
    """the 1980s · the '80s · the eighties · 1980's; 1969's is the year and a possessive."""
    if has(phrase, "decade2", "eighties") and not has(phrase, "apos") and not _of_the_century(phrase, scene):
        return None
    word, two = scene.number(phrase, "eighties"), scene.number(phrase, "decade2")
    year = scene.number(phrase, "decade", "yearnum") or 0
    if word is not None or two is not None:
        year = short_year(word * 10 if word is not None else two or 0, scene)
    if year % 10:
        got = dated("year", Cell("year", year), 0.9)
        got.first, got.after = phrase.start + has(phrase, "the"), phrase.end - 2
        return got
    if year < _FIRST and not has(phrase, "bc"):
        return None
    if year % 100 == 0 and year < 2000:
        return dated("century", Cell("century", year // 100), 0.6)
    return dated("decade", Cell("decade", -1 - year // 10 if has(phrase, "bc") else year // 10), 0.95)


_SKIPPED = frozenset(
    CHAR[name] for name in ("early", "late", "mid", "hyphen", "and", "or", "decade2", "eighties", "decade")
)
_OF_TIME = frozenset(CHAR[name] for name in ("the", "in", "since", "from", "of", "until", "during"))


def _of_the_century(phrase: Phrase, scene: Scene) -> bool:
    """Whether "60s" is told as a time (the late 60s, in mid-60s), and is no age (in his late 60s)."""
    first = scene.base + phrase.start
    if has(phrase, "the"):
        return True
    before = scene.tokens.classes[max(first - 6, 0) : first]
    lead = next((char for char in reversed(before) if char not in _SKIPPED), "")
    return lead in _OF_TIME and (lead == CHAR["the"] or before[-1:] != lead)


def read_century(phrase: Phrase, scene: Scene) -> Reading | None:
    """the 20th century · the fourth century BC."""
    number, unit = scene.number(phrase, "ord31", "ord", "first", "second"), scene.text(phrase, "centuryunit")
    if number is None or not 1 <= number <= 22 or unit != "century":
        return None
    return dated("century", Cell("century", -number if has(phrase, "bc") else number - 1), 0.95)


def read_two_centuries(phrase: Phrase, scene: Scene) -> list[Reading] | None:
    """the 18th and 19th centuries."""
    if scene.text(phrase, "units") != "century":
        return None
    kids = [
        kid for char, kid in zip(phrase.classes, phrase.kids, strict=True) if char in _ORDINALS and isinstance(kid, int)
    ]
    found = []
    for kid, first, after in zip(kids, (phrase.start, kids[-1]), (kids[0] + 1, phrase.end), strict=True):
        number = scene.token_value(kid)
        if not isinstance(number, int) or not 1 <= number <= 22:
            return None
        got = dated("century", Cell("century", number - 1), 0.95)
        got.first, got.after = first, after
        found.append(got)
    return found


_ORDINALS = frozenset((CHAR["ord31"], CHAR["ord"]))
