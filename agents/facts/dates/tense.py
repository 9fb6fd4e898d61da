"""Whether a sentence speaks of the past or the future: what decides which Friday a bare "Friday" is."""

from agents.facts.dates.classes import CHAR

PAST, OPEN, FUTURE = -1, 0, 1

_REACH_BACK, _REACH_ON = 14, 9
"""How many tokens before and after an expression may decide."""

_BEFORE: dict[str, int] = {CHAR["said"]: PAST, CHAR["was"]: PAST, CHAR["will"]: FUTURE, CHAR["plan"]: FUTURE}
_PARTICIPLE = CHAR["past_verb"]
_STOPS = frozenset((CHAR["para"], CHAR["stop"]))
_DOT, _CAP, _BE, _TO, _IS = CHAR["dot"], CHAR["cap"], CHAR["be"], CHAR["to"], CHAR["is"]
_LEADS: dict[str, int] = {
    # the word right before the expression
    CHAR["until"]: FUTURE,
    CHAR["by"]: FUTURE,
    CHAR["since"]: PAST,
}


def lean(classes: str, first: int, after: int) -> int:
    """PAST, FUTURE or OPEN for the expression of tokens `first` to `after`, from the verbs of its sentence.

    The nearest finite verb before the expression decides; a participle does only if no auxiliary stands before it
    ("will be released Friday"). Without one, the first verb after it.
    """
    if first and (lead := _LEADS.get(classes[first - 1])):
        return lead
    participle = False
    for at in range(first - 1, max(first - 1 - _REACH_BACK, -1), -1):
        char = classes[at]
        if char in _STOPS or (char == _DOT and first - at > 2):
            break
        if char == _PARTICIPLE:
            participle = True
        elif char in _BEFORE:
            return _BEFORE[char]
        elif char == _BE and at and classes[at - 1] == _TO:
            return FUTURE
    if participle:
        return PAST
    for char in classes[after : after + _REACH_ON]:
        if char in _STOPS or char == _DOT:
            break
        if char in _BEFORE:
            return _BEFORE[char]
        if char == _PARTICIPLE:
            return PAST
    return OPEN
