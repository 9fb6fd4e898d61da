"""Whether a sentence speaks of the past or the future: what decides which Friday a bare "Friday" is."""

from agents.facts.dates.classes import CHAR

PAST, OPEN, FUTURE = -1, 0, 1

_REACH_BACK, _REACH_ON = 14, 9
"""How many tokens before and after an expression may decide."""

_VERBS: dict[str, int] = {
    CHAR["said"]: PAST,
    CHAR["was"]: PAST,
    CHAR["has"]: PAST,
    CHAR["will"]: FUTURE,
    CHAR["plan"]: FUTURE,
}
_PARTICIPLES = frozenset((CHAR["past_verb"], CHAR["participle"]))
_ABBREVIATED = frozenset((CHAR["monthabbr"], CHAR["weekdayabbr"], CHAR["weakmonth"]))
_STOPS = frozenset((CHAR["para"], CHAR["stop"]))
_DOT, _BE, _TO, _IS, _HYPHEN, _BY, _APOS = (CHAR[name] for name in ("dot", "be", "to", "is", "hyphen", "by", "apos"))
_BEFORE_BE = frozenset((_TO, CHAR["modal"]))
_LEADS: dict[str, int] = {
    # the word right before the expression decides alone
    CHAR["until"]: FUTURE,
    CHAR["through"]: FUTURE,
    CHAR["as"]: FUTURE,  # as early as Tuesday
    CHAR["than"]: FUTURE,  # no later than Friday
    CHAR["since"]: PAST,
}


def lean(classes: str, first: int, after: int) -> int:
    """PAST, FUTURE or OPEN for the expression of tokens `first` to `after`, from the verbs of its sentence.

    The nearest finite verb before the expression decides; a participle does only if no auxiliary stands before it
    ("will be released Friday"). Without one, the first verb after it. A possessive ("Wednesday's ruling") is past.
    """
    before = classes[first - 1] if first else ""
    if before in _LEADS:
        return _LEADS[before]
    if classes[after : after + 1] == _APOS:
        return PAST
    found = _verb_before(classes, first)
    if found is None:
        found = _verb_after(classes, after)
    if before == _BY and found is None:
        return FUTURE
    return found or OPEN


def _verb_before(classes: str, first: int) -> int | None:
    """What the nearest finite verb says; None where there is none, or one of the present."""
    participle = False
    for at in range(first - 1, max(first - 1 - _REACH_BACK, -1), -1):
        char = classes[at]
        if char in _STOPS or (char == _DOT and classes[at - 1 : at] not in _ABBREVIATED):
            break
        if char in _PARTICIPLES:
            participle = True
        elif char in _VERBS:
            if classes[at - 1 : at] != _HYPHEN:  # "lower-than-expected"
                return _VERBS[char]
        elif char == _BE and classes[at - 1 : at] in _BEFORE_BE:
            return FUTURE
        elif char == _IS:
            if classes[at + 1 : at + 2] == _TO:
                return FUTURE
            return PAST if participle else None
    return PAST if participle else None


def _verb_after(classes: str, after: int) -> int | None:
    for char in classes[after : after + _REACH_ON]:
        if char in _STOPS or char == _DOT:
            break
        if char in _VERBS:
            return _VERBS[char]
        if char in _PARTICIPLES:
            return PAST
    return None
