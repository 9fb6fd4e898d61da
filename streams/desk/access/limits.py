"""How often one may ask: a bucket of tokens for each who asks, filled at a steady rate."""

import time
from collections import OrderedDict
from collections.abc import Callable

_MOST = 10_000  # who asks that is remembered; one who has not asked for the longest is forgotten first


class Buckets:
    """`rate` a second in the long run, `burst` at once."""

    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._kept: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, who: str) -> float:
        """Take one; 0, or how many seconds to wait before there is one."""
        now = self._clock()
        left, at = self._kept.pop(who, (self._burst, now))
        left = min(self._burst, left + max(0.0, now - at) * self._rate)
        wait = 0.0 if left >= 1 else (1 - left) / self._rate
        self._kept[who] = (left - 1 if left >= 1 else left, now)
        if len(self._kept) > _MOST:
            self._kept.popitem(last=False)
        return wait
