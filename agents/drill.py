"""The fire drill: a report that is marked as one by its source, and matches one rule by construction, and no other."""

from datetime import datetime
from typing import Protocol

from schemas.enriched import Enriched
from schemas.hook import DRILL
from schemas.routed import Mark, Match

_WORDS = "fire drill"


class _Rules(Protocol):
    def match(self, enriched: Enriched, now: datetime) -> tuple[Match, ...]: ...


def match(rules: _Rules, enriched: Enriched, now: datetime) -> tuple[Match, ...]:
    """What matches an article: for a drill's the drill's own rule alone, so that it alarms nobody as real news would.

    It is no rule of the set, so that every set has it and nobody can take it out.
    """
    if enriched.article.provider != DRILL:
        return rules.match(enriched, now)
    at = enriched.article.text.lower().find(_WORDS)
    marks = (
        (Mark(at, at + len(_WORDS), enriched.article.text[at : at + len(_WORDS)], f'"{_WORDS}"'),) if at >= 0 else ()
    )
    return (Match(DRILL, "Fire drill, no news", query=f"source:{DRILL}", urgency=5, marks=marks),)
