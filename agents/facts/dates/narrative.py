"""Whether an article tells history: then what it leaves undated hangs on the last date told, not on its own day."""

import re
from collections.abc import Sequence

from agents.facts.dates.cascade import Phrase
from agents.facts.dates.cells import Cell
from agents.facts.dates.civil import civil
from agents.facts.dates.classes import CHAR
from agents.facts.dates.classify import classify
from agents.facts.dates.lexer import Tokens

LEAST = 3
"""Fewer years of long ago make no history."""
PER_DEICTIC = 12
"""So many of them outweigh one "yesterday" or "Friday"."""
LEAD, IN_LEAD = 80, 4
"""One among the first tokens counts for so many: a report says first when it was."""
TALK = 6
"""So many first and second persons in a thousand words, and it is a conversation."""
_PERSONS = ("I", "you", "we", "my", "your")
RECENT = 1
"""A year this near to the report's own is no history."""

_DEICTIC_RULES = frozenset({"weekday", "today", "pointed-weekday", "ago", "this-part"})
_YEAR, _BC = CHAR["yearnum"], CHAR["bc"]
_EARLIEST = 1000


def tells_history(tokens: Tokens, phrases: Sequence[tuple[int, Phrase]], today: Cell | None) -> bool:
    """True where years of long ago far outnumber what only a reporter says (yesterday, Friday, two days ago)."""
    classes = tokens.classes
    if classes.count(_YEAR) + classes.count(_BC) < LEAST:
        return False
    now = civil(today.index)[0] if today else None
    told = classes.count(_BC)
    for match in re.finditer(_YEAR, classes):
        year = classify(tokens.token(match.start()))[1]
        told += isinstance(year, int) and (now is None or _EARLIEST < year < now - RECENT)
    if told < LEAST or sum(map(tokens.pieces.count, _PERSONS)) * 1000 > TALK * len(tokens.pieces):
        return False
    deictic = sum((IN_LEAD if base < LEAD else 1) for base, phrase in phrases if _is_deictic(phrase))
    return told > PER_DEICTIC * deictic


def _is_deictic(phrase: Phrase) -> bool:
    return phrase.rule.slug in _DEICTIC_RULES or any(
        _is_deictic(kid) for kid in phrase.kids if not isinstance(kid, int)
    )
