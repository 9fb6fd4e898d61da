"""The usual rhythm of a source, and whether its silence is unusual: learned from when its reports came.

Silence is measured not in seconds but in reports that were to be expected, by the hour of the day and the day of the
week: an hour without a report at night, or on a Sunday, is not what it is at noon. Under a rate that changes, gaps so
measured follow one law (time-rescaling: Brown and others in Neural Computation 14, 2002). A source that comes in bursts
has longer ones than chance would give, so what is long is learned from its own gaps: a silence is unusual when it is
FACTOR times what all but one in a hundred of them were. Reports of one minute are one arrival: a batch of a hundred
says no more of the next than a single one.
"""

import math
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

HOURS, DAYS = 24, 7
HALF_LIFE = 7 * 86_400.0
"""Seconds after which what was learned counts half."""
HALF_LIFE_OF_DAYS = 28 * 86_400.0
"""The same, of what was learned of the days of the week."""
ENOUGH = 20
"""Gaps that must be known before a silence is called unusual."""
FACTOR = 3.0
ARRIVAL = 60.0
"""Seconds, whole minutes: reports of one such are one arrival."""
LEAST = 60.0
"""Seconds below which no silence is unusual: one report in a batch of others says nothing of the next."""
MOST_AHEAD = 14 * 86_400.0
"""Seconds beyond which nobody looks for the end of a usual silence."""
_STEP = 0.15
"""How far a quantile moves with one gap, as a share of it on a logarithmic scale."""
_PRIOR = 3.0
"""Hours' worth of the source's overall rate that stand in for an hour of the day that has not been seen much."""

_PRIOR_OF_DAYS = 5.0
"""Reports to be expected that stand in for a day of the week that has not been seen much, as if it were like others."""


class Rhythm(Struct, frozen=True):
    """What is known of a source. Times are seconds since 1970, UTC."""

    last: float
    """When its last report came."""
    gaps: int = 0
    counts: tuple[float, ...] = (0.0,) * HOURS
    """Reports by hour of the day, old ones counting less."""
    hours: tuple[float, ...] = (0.0,) * HOURS
    """Hours watched by hour of the day, counted the same."""
    usual: float = 1.0
    """Half of the gaps are shorter; in reports to be expected."""
    long: float = 4.6
    """All but one in a hundred are shorter; begins as chance alone would have it."""
    days: tuple[float, ...] = (0.0,) * DAYS
    """Reports by day of the week from Monday, old ones counting less."""
    due: tuple[float, ...] = (0.0,) * DAYS
    """Reports that were to be expected on it by the hours alone, counted the same."""


def learn(rhythm: Rhythm | None, at: float) -> Rhythm:
    """With one more report. One that came within the minute of the last, or before it, is counted, but is no gap."""
    if rhythm is None:
        return Rhythm(at)
    last = max(at, rhythm.last)
    watched = replace(_watched(rhythm, rhythm.last, at), last=last)
    if at // ARRIVAL <= rhythm.last // ARRIVAL:
        return _counted(watched, last)
    expected = max(expected_between(rhythm, rhythm.last, at), 1e-6)
    usual = _moved(rhythm.usual, expected, 0.5)
    long = max(_moved(rhythm.long, expected, 0.99), usual)
    return _counted(replace(watched, gaps=rhythm.gaps + 1, usual=usual, long=long), at)


def expected_between(rhythm: Rhythm, start: float, end: float) -> float:
    """How many reports were to be expected between two moments. Never falls as `end` grows."""
    return sum(rate_at(rhythm, begin) * (stop - begin) / 3600 for begin, stop in _hours(start, end))


def rate_at(rhythm: Rhythm, moment: float) -> float:
    """Reports an hour at a moment; where little is known of its hour or day, the whole stands in."""
    day = _day(moment)
    like_others = (rhythm.days[day] + _PRIOR_OF_DAYS) / (rhythm.due[day] + _PRIOR_OF_DAYS)
    return _rate_of_hour(rhythm, _hour(moment)) * like_others


def _rate_of_hour(rhythm: Rhythm, hour: int) -> float:
    whole = (sum(rhythm.counts) + 1e-3) / (sum(rhythm.hours) + 1e-2)
    return (rhythm.counts[hour] + whole * _PRIOR) / (rhythm.hours[hour] + _PRIOR)


def is_unusual(rhythm: Rhythm, now: float) -> bool:
    """Whether the source has been silent for longer than it ever is."""
    silent = now - rhythm.last
    if rhythm.gaps < ENOUGH or silent < LEAST:
        return False
    return expected_between(rhythm, rhythm.last, now) > FACTOR * rhythm.long


def usual_gap(rhythm: Rhythm, now: float) -> float | None:
    """Seconds between two reports at this time of the day; None before enough is known."""
    if rhythm.gaps < ENOUGH:
        return None
    return rhythm.usual / rate_at(rhythm, now) * 3600


def _counted(rhythm: Rhythm, at: float) -> Rhythm:
    return replace(rhythm, counts=_more(rhythm.counts, _hour(at)), days=_more(rhythm.days, _day(at)))


def _more(counts: tuple[float, ...], place: int) -> tuple[float, ...]:
    return (*counts[:place], counts[place] + 1, *counts[place + 1 :])


def _watched(rhythm: Rhythm, start: float, end: float) -> Rhythm:
    """With the time between two moments watched, and all that was known worth less for it."""
    if end <= start:
        return rhythm
    keep, keep_days = (0.5 ** ((end - start) / life) for life in (HALF_LIFE, HALF_LIFE_OF_DAYS))
    hours, due = [each * keep for each in rhythm.hours], [each * keep_days for each in rhythm.due]
    for begin, stop in _hours(max(start, end - 2 * HALF_LIFE), end):
        hours[_hour(begin)] += (stop - begin) / 3600
        due[_day(begin)] += _rate_of_hour(rhythm, _hour(begin)) * (stop - begin) / 3600
    return replace(
        rhythm,
        counts=tuple(each * keep for each in rhythm.counts),
        days=tuple(each * keep_days for each in rhythm.days),
        hours=tuple(hours),
        due=tuple(due),
    )


def _moved(quantile: float, seen: float, part: float) -> float:
    """One step of stochastic approximation towards a quantile, on a logarithmic scale (Robbins and Monro, 1951)."""
    up = math.exp(_STEP * part) if seen > quantile else math.exp(-_STEP * (1 - part))
    return min(max(quantile * up, 1e-6), 1e6)


def _hour(at: float) -> int:
    return int(at // 3600) % HOURS


def _day(at: float) -> int:
    return (int(at // 86_400) + 3) % DAYS  # 1 January 1970 was a Thursday


def _hours(start: float, end: float) -> Iterator[tuple[float, float]]:
    """The stretch cut at whole hours; beyond MOST_AHEAD it goes no further."""
    end = min(end, start + MOST_AHEAD)
    while start < end:
        stop = min(end, (start // 3600 + 1) * 3600)
        yield start, stop
        start = stop
