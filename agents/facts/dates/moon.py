"""New and full moons, for the feasts that follow them.

Meeus, "Astronomical Algorithms" (2nd edition), chapter 49: the mean phase with its largest periodic terms, good to a
quarter of an hour in our centuries.
"""

from math import radians, sin

_FIRST = 730_125.59766
"""Ordinal and fraction of a day of the mean new moon of 6 January 2000: lunation 0."""
_MONTH = 29.530588861
NEW, FULL = 0.0, 0.5


def phase_moment(lunation: float) -> float:
    """Ordinal and fraction of a day (universal time) of a new moon, or of a full moon where the lunation ends in .5."""
    t = lunation / 1236.85
    sun = radians(2.5534 + 29.1053567 * lunation)
    moon = radians(201.5643 + 385.81693528 * lunation)
    node = radians(160.7108 + 390.67050284 * lunation)
    if lunation % 1:
        terms = -0.40614 * sin(moon) + 0.17302 * sin(sun) + 0.01614 * sin(2 * moon) + 0.01043 * sin(2 * node)
        terms += 0.00734 * sin(moon - sun) - 0.00515 * sin(moon + sun)
    else:
        terms = -0.40720 * sin(moon) + 0.17241 * sin(sun) + 0.01608 * sin(2 * moon) + 0.01039 * sin(2 * node)
        terms += 0.00739 * sin(moon - sun) - 0.00514 * sin(moon + sun)
    return _FIRST + _MONTH * lunation + 0.00015437 * t * t + terms


def phase_on_or_after(day: int, phase: float, zone_hours: float) -> int:
    """The first day (ordinal), in a zone, that has the phase (NEW or FULL) on it or after `day`."""
    lunation = (day - 730_125) // _MONTH - 2 + phase
    while (found := int(phase_moment(lunation) + zone_hours / 24)) < day:
        lunation += 1
    return found
