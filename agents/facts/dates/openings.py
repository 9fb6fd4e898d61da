"""Which classes a compiled pattern can begin with: a rule is tried only where one of them stands.

Python's `re` tries each alternative of a stage at each place; knowing what an alternative can begin with spares most of
these attempts.
"""

_LOOKAROUNDS = ("?=", "?!", "?<=", "?<!")
Opening = tuple[frozenset[str], bool]
"""The characters that may come first, and whether the piece may match nothing."""
_COMMON_WEIGHT = 30
"""A common character tells as little as so many others."""
_NOTHING: Opening = (frozenset(), True)


def openings(regex: str) -> frozenset[str]:
    """The first characters of a regex made of literals, groups, alternatives, lookarounds, `?`, `$` and `{0,n}`."""
    (chars, _), at = _alternatives(regex, 0)
    assert at == len(regex), f"more in {regex!r} than this reader knows, at {at}"
    return chars


def alternatives(regex: str) -> list[str]:
    """The alternatives of a regex, in order: what stands between its outermost bars."""
    found, depth = [""], 0
    for char in regex:
        depth += (char == "(") - (char == ")")
        if char == "|" and not depth:
            found.append("")
        else:
            found[-1] += char
    return found


def _alternatives(regex: str, at: int) -> tuple[Opening, int]:
    chars: frozenset[str] = frozenset()
    empty = False
    while True:
        (more, maybe), at = _sequence(regex, at)
        chars, empty = chars | more, empty or maybe
        if at >= len(regex) or regex[at] != "|":
            return (chars, empty), at
        at += 1


def _sequence(regex: str, at: int) -> tuple[Opening, int]:
    chars: frozenset[str] = frozenset()
    empty = True
    while at < len(regex) and regex[at] not in "|)":
        (more, maybe), at = _piece(regex, at)
        if at < len(regex) and regex[at] == "?":
            maybe, at = True, at + 1
        elif regex.startswith("{0,", at):
            maybe, at = True, regex.index("}", at) + 1
        if empty:
            chars, empty = chars | more, maybe
    return (chars, empty), at


def _piece(regex: str, at: int) -> tuple[Opening, int]:
    if regex[at] == "$":
        return _NOTHING, at + 1
    if regex[at] != "(":
        return (frozenset(regex[at]), False), at + 1
    kind = next((mark for mark in _LOOKAROUNDS if regex.startswith(mark, at + 1)), "?:")
    inner, end = _alternatives(regex, at + 1 + len(kind))
    return (_NOTHING if kind in _LOOKAROUNDS else inner), end + 1


def anchors(regex: str, common: frozenset[str]) -> frozenset[str]:
    """Characters of which a match must hold at least one: of what must be there, the piece that is rarest.

    `common` are characters that most texts hold, so that a piece of these tells little. Empty where nothing must be
    there.
    """
    return _needed_of_any(regex, 0, common)[0] or frozenset()


def _needed_of_any(regex: str, at: int, common: frozenset[str]) -> tuple[frozenset[str] | None, int]:
    found: frozenset[str] = frozenset()
    sure = True
    while True:
        needed, at = _needed_of_all(regex, at, common)
        sure = sure and needed is not None
        found |= needed or frozenset()
        if at >= len(regex) or regex[at] != "|":
            return (found if sure else None), at
        at += 1


def _needed_of_all(regex: str, at: int, common: frozenset[str]) -> tuple[frozenset[str] | None, int]:
    best: frozenset[str] | None = None
    while at < len(regex) and regex[at] not in "|)":
        needed: frozenset[str] | None
        if regex[at] == "(":
            kind = next((mark for mark in _LOOKAROUNDS if regex.startswith(mark, at + 1)), "?:")
            needed, at = _needed_of_any(regex, at + 1 + len(kind), common)
            needed, at = (None if kind in _LOOKAROUNDS else needed), at + 1
        else:
            needed, at = (frozenset(regex[at]) if regex[at] != "$" else None), at + 1
        if at < len(regex) and regex[at] == "?":
            needed, at = None, at + 1
        elif regex.startswith("{0,", at):
            needed, at = None, regex.index("}", at) + 1
        if needed is not None and (best is None or _weight(needed, common) < _weight(best, common)):
            best = needed
    return best, at


def _weight(chars: frozenset[str], common: frozenset[str]) -> int:
    return len(chars) + _COMMON_WEIGHT * len(chars & common)
