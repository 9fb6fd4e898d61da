"""Percentiles of measured times."""

import math
from collections.abc import Sequence

from msgspec import Struct


class Percentiles(Struct, frozen=True):
    """Of a set of times in milliseconds."""

    count: int
    p50: float
    p95: float
    p99: float
    most: float

    def __str__(self) -> str:
        return f"p50 {self.p50:,.0f} ms, p95 {self.p95:,.0f} ms, p99 {self.p99:,.0f} ms, most {self.most:,.0f} ms"


def percentiles(times: Sequence[float]) -> Percentiles:
    """Nearest rank. Raises ValueError for no times at all.

    >>> percentiles([1.0, 2.0, 3.0, 4.0]).p50
    2.0
    """
    if not times:
        raise ValueError("no times to take percentiles of")
    ordered = sorted(times)
    return Percentiles(len(ordered), *(_rank(ordered, part) for part in (0.5, 0.95, 0.99, 1.0)))


def _rank(ordered: Sequence[float], part: float) -> float:
    return ordered[max(0, math.ceil(len(ordered) * part) - 1)]
