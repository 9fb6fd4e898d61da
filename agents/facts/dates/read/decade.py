"""Readings of decades and centuries."""

from agents.facts.dates.cascade import Phrase
from agents.facts.dates.cells import Cell
from agents.facts.dates.classes import CHAR
from agents.facts.dates.read.year import short_year
from agents.facts.dates.readings import Reading, dated
from agents.facts.dates.scene import Scene, has

_FIRST = 1000


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
