"""The pace of a replay: when each report is due, by the reports' own times and by a limit of reports a second."""

from streams.clock import Clock

_LONGEST_SLEEP = 60.0  # seconds; a machine that slept or whose clock was set finds the right pace again after this

_SOON = 0.001  # seconds; a clock cannot sleep less than its own step, and what is due within it is due


class Pace:
    """`speed` 0: everything is due at once; 1: as far apart as it was; N: N times as fast. `rate`: never more a second.

    Time begins with the first report that is waited for, so that a resumed replay goes on and does not catch up.
    """

    def __init__(self, speed: float, clock: Clock, rate: float | None = None) -> None:
        self.speed, self._clock, self._rate = speed, clock, rate
        self._began: tuple[float, int] | None = None
        self._taken = 0

    async def wait(self, time: int) -> None:
        """Return when the report of `time` (ms since 1970, its own) is due, and count it as taken."""
        while (left := self.left(time)) > 0:
            await self._clock.sleep(min(left, _LONGEST_SLEEP))
        self._taken += 1

    def left(self, time: int) -> float:
        """Seconds until the report of `time` is due if it is the next; 0 if it is."""
        if not self.speed and not self._rate:
            return 0.0
        now = self._clock.now().timestamp()
        if self._began is None:
            self._began = (now, time)
        began, first = self._began
        by_time = (time - first) / 1000 / self.speed if self.speed else 0.0
        by_rate = self._taken / self._rate if self._rate else 0.0
        left = max(by_time, by_rate) - (now - began)
        return left if left > _SOON else 0.0
