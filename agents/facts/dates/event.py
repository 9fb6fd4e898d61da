"""What an article speaks of: the date most likely meant, and its dates in order of time."""

from bisect import bisect_right
from collections.abc import Sequence

from msgspec import Struct

from schemas.enriched import EventDate, Timex

DATELINE_REACH = 80
"""Characters within which the report's own date may stand as a dateline."""
LEAD_PARAGRAPHS = 3
_BY_DETAIL = {10: 1.0, 8: 0.5, 7: 0.4, 4: 0.15}
"""How much a date counts, by the length of its value: a day, a week, a month, a year."""
_LEAST_CONFIDENCE = 0.4
_LATER_PARAGRAPH = 0.3
_SAME_DAY = 0.7
_AHEAD = 0.6


class Told(Struct, frozen=True):
    """One date of an article's chronology, with the places where it is told."""

    value: str
    earliest: str
    latest: str
    mentions: tuple[int, ...]
    """Character offsets."""


def chronology(dates: Sequence[Timex]) -> tuple[Told, ...]:
    """The dates that an article tells, in order of time, each once."""
    found: dict[tuple[str, str, str], list[int]] = {}
    for timex in dates:
        if timex.earliest and timex.latest and timex.type in ("DATE", "TIME"):
            found.setdefault((timex.earliest, timex.latest, timex.value), []).append(timex.start)
    return tuple(Told(value, earliest, latest, tuple(at)) for (earliest, latest, value), at in sorted(found.items()))


def event_date(text: str, dates: Sequence[Timex], report: str | None) -> EventDate | None:
    """The date that an article most likely speaks of. `report` is the report's own day (`2017-12-28`).

    Headline and lead count most, a day more than a month, what was more than what will be. The report's own date
    where it only stands as a dateline does not count. None where nothing is dated.
    """
    scores: dict[str, float] = {}
    first: dict[str, Timex] = {}
    breaks = _paragraphs(text)
    for timex in dates:
        weight = _weight(timex, report, bisect_right(breaks, timex.start))
        if weight:
            key = timex.value[:10] if timex.type == "TIME" else timex.value
            scores[key] = scores.get(key, 0.0) + weight
            first.setdefault(key, timex)
    if not scores:
        return None
    best = max(scores, key=lambda key: (scores[key], -first[key].start))
    timex = first[best]
    share = scores[best] / sum(scores.values())
    sure = round(min(share, 1.0) * (timex.confidence or 0.5), 3)
    return EventDate(best, timex.earliest or "", timex.latest or "", sure, timex.start)


def _paragraphs(text: str) -> list[int]:
    """Where the first paragraphs after the headline begin."""
    found: list[int] = []
    at = 0
    while len(found) < LEAD_PARAGRAPHS and (at := text.find("\n\n", at) + 2) > 1:
        found.append(at)
    return found


def _weight(timex: Timex, report: str | None, paragraph: int) -> float:
    if timex.type not in ("DATE", "TIME") or timex.earliest is None or (timex.confidence or 0) < _LEAST_CONFIDENCE:
        return 0.0
    day = timex.value[:10]
    weight = _BY_DETAIL.get(len(day), 0.1) * (
        _LATER_PARAGRAPH if paragraph >= LEAD_PARAGRAPHS else 1 / (1 + paragraph / 2)
    )
    if report is None:
        return weight
    if day == report:
        dateline = timex.anchor is None or timex.rule == "date-without-year"
        return 0.0 if dateline and timex.start < DATELINE_REACH else weight * _SAME_DAY
    return weight * (_AHEAD if day > report else 1.0)
