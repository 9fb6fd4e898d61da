"""Which classes a compiled pattern can begin with: a rule is tried only where one of them stands.

Python's `re` tries each alternative of a stage at each place; knowing what an alternative can begin with spares most of
these attempts.
"""

_LOOKAROUNDS = ("?=", "?!", "?<=", "?<!")
Opening = tuple[frozenset[str], bool]
"""The characters that may come first, and whether the piece may match nothing."""
_NOTHING: Opening = (frozenset(), True)


def openings(regex: str) -> frozenset[str]:
    """The first characters of a regex made of literals, groups, alternatives, lookarounds, `?`, `$` and `{0,n}`."""
    (chars, _), at = _alternatives(regex, 0)
    assert at == len(regex), f"more in {regex!r} than this reader knows, at {at}"
    return chars


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
