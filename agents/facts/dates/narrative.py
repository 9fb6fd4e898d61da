"""Whether an article tells history: then what it leaves undated hangs on the last date told, not on its own day."""

import re
from collections.abc import Sequence

from msgspec import Struct

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


class Weighed(Struct, frozen=True):
    """What speaks for a history and what against it."""

    told: int = 0
    """Years of long ago."""
    deictic: int = 0
    """What only a reporter says (yesterday, Friday, two days ago), that of the lead counted `IN_LEAD` times."""
    talk: bool = False
    """Whether it is a conversation."""

    @property
    def history(self) -> bool:
        """Whether years of long ago far outnumber what only a reporter says."""
        return self.told >= LEAST and not self.talk and self.told > PER_DEICTIC * self.deictic


def weigh(tokens: Tokens, phrases: Sequence[tuple[int, Phrase]], today: Cell | None) -> Weighed:
    """Count what tells a history from a report. Where there are too few years, nothing else is counted."""
    classes = tokens.classes
    if classes.count(_YEAR) + classes.count(_BC) < LEAST:
        return Weighed()
    now = civil(today.index)[0] if today else None
    told = classes.count(_BC)
    for match in re.finditer(_YEAR, classes):
        year = classify(tokens.token(match.start()))[1]
        told += isinstance(year, int) and (now is None or _EARLIEST < year < now - RECENT)
    if told < LEAST:
        return Weighed(told)
    talk = sum(map(tokens.pieces.count, _PERSONS)) * 1000 > TALK * len(tokens.pieces)
    deictic = sum((IN_LEAD if base < LEAD else 1) for base, phrase in phrases if _is_deictic(phrase))
    return Weighed(told, deictic, talk)


def in_words(weighed: Weighed) -> str:
    """One sentence that says how an article's undated expressions were read, and why."""
    if weighed.history:
        return (
            f"It tells history: {weighed.told} years of long ago outweigh what only a reporter says (yesterday, "
            f"Friday), which counts for {PER_DEICTIC * weighed.deictic}, so undated expressions hang on the last "
            "date told."
        )
    if weighed.told < LEAST:
        why = f"{weighed.told or 'no'} years of long ago, and fewer than {LEAST} make no history"
    elif weighed.talk:
        why = "it is a conversation, told by first and second persons"
    else:
        why = (
            f"{weighed.told} years of long ago do not outweigh what only a reporter says (yesterday, Friday), which "
            f"counts for {PER_DEICTIC * weighed.deictic}"
        )
    return f"It is a report: {why}, so undated expressions hang on the day of writing."


def _is_deictic(phrase: Phrase) -> bool:
    return phrase.rule.slug in _DEICTIC_RULES or any(
        _is_deictic(kid) for kid in phrase.kids if not isinstance(kid, int)
    )
