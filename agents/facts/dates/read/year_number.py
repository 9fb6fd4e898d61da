"""Whether four figures are a year at all: they may be part of a number, number a thing or count some."""

from agents.facts.dates.cascade import Phrase
from agents.facts.dates.classes import CHAR
from agents.facts.dates.scene import Scene
from agents.facts.dates.verbs import listed


def begins_a_range(phrase: Phrase, scene: Scene) -> bool:
    """Western Theater 1861-1863: two years, whatever stands before them."""
    after = scene.base + phrase.end
    return scene.tokens.classes[after : after + 2] in _TO_A_YEAR


_TO_A_YEAR = frozenset(CHAR[dash] + CHAR["yearnum"] for dash in ("hyphen", "ndash"))


def is_a_number(phrase: Phrase, scene: Scene) -> bool:
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


GO_ON = listed("they he she it we i you his her their its this with when where who which while until there")
"""Words that are no noun: what stands before them counts nothing."""
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
