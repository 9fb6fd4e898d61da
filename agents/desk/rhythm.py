"""The usual rhythm of a source, and whether its silence is unusual: learned from when its reports came.

Silence is measured not in seconds but in reports that were to be expected, by the hour of the day: an hour without a
report at night is not what it is at noon. Under a rate that changes, gaps so measured follow one law (time-rescaling:
Brown and others in Neural Computation 14, 2002). A source that comes in bursts has longer ones than chance would give,
so what is long is learned from its own gaps: a silence is unusual when it is FACTOR times what all but one in a hundred
of them were.
"""

import math
from collections.abc import Iterator

from msgspec import Struct

HOURS = 24
HALF_LIFE = 7 * 86_400.0
"""Seconds after which what was learned counts half."""
ENOUGH = 20
"""Gaps that must be known before a silence is called unusual."""
FACTOR = 3.0
LEAST = 60.0
"""Seconds below which no silence is unusual: one report in a batch of others says nothing of the next."""
MOST_AHEAD = 14 * 86_400.0
"""Seconds beyond which nobody looks for the end of a usual silence."""
_STEP = 0.15
"""How far a quantile moves with one gap, as a share of it on a logarithmic scale."""
_PRIOR = 3.0
"""Hours' worth of the source's overall rate that stand in for an hour of the day that has not been seen much."""


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


def learn(rhythm: Rhythm | None, at: float) -> Rhythm:
    """With one more report. One that came no later than the last, in one batch with it, is counted, but is no gap."""
    if rhythm is None:
        return Rhythm(at)
    gap = at - rhythm.last
    if gap <= 0:
        return _counted(rhythm, rhythm.last)
    expected = max(expected_between(rhythm, rhythm.last, at), 1e-6)
    watched = _watched(rhythm, rhythm.last, at)
    return _counted(
        Rhythm(
            at,
            rhythm.gaps + 1,
            watched.counts,
            watched.hours,
            _moved(rhythm.usual, expected, 0.5),
            max(_moved(rhythm.long, expected, 0.99), rhythm.usual),
        ),
        at,
    )


def expected_between(rhythm: Rhythm, start: float, end: float) -> float:
    """How many reports were to be expected between two moments. Never falls as `end` grows."""
    return sum(rate_at(rhythm, hour) * (stop - begin) / 3600 for hour, begin, stop in _hours(start, end))


def rate_at(rhythm: Rhythm, hour: int) -> float:
    """Reports an hour in an hour of the day; where little is known of it, the day's whole rate stands in."""
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
    return rhythm.usual / rate_at(rhythm, _hour(now)) * 3600


def _counted(rhythm: Rhythm, at: float) -> Rhythm:
    hour = _hour(at)
    counts = (*rhythm.counts[:hour], rhythm.counts[hour] + 1, *rhythm.counts[hour + 1 :])
    return Rhythm(rhythm.last, rhythm.gaps, counts, rhythm.hours, rhythm.usual, rhythm.long)


def _watched(rhythm: Rhythm, start: float, end: float) -> Rhythm:
    """With the time between two moments watched, and all that was known worth less for it."""
    keep = 0.5 ** ((end - start) / HALF_LIFE)
    counts = [each * keep for each in rhythm.counts]
    hours = [each * keep for each in rhythm.hours]
    for hour, begin, stop in _hours(max(start, end - 2 * HALF_LIFE), end):
        hours[hour] += (stop - begin) / 3600
    return Rhythm(rhythm.last, rhythm.gaps, tuple(counts), tuple(hours), rhythm.usual, rhythm.long)


def _moved(quantile: float, seen: float, part: float) -> float:
    """One step of stochastic approximation towards a quantile, on a logarithmic scale (Robbins and Monro, 1951)."""
    up = math.exp(_STEP * part) if seen > quantile else math.exp(-_STEP * (1 - part))
    return min(max(quantile * up, 1e-6), 1e6)


def _hour(at: float) -> int:
    return int(at // 3600) % HOURS


def _hours(start: float, end: float) -> Iterator[tuple[int, float, float]]:
    """The stretch cut at whole hours; beyond MOST_AHEAD it goes no further."""
    end = min(end, start + MOST_AHEAD)
    while start < end:
        stop = min(end, (start // 3600 + 1) * 3600)
        yield _hour(start), start, stop
        start = stop
