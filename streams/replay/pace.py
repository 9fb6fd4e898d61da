"""The pace of a replay: when each report is due, by the reports' own times."""

from streams.clock import Clock

_LONGEST_SLEEP = 60.0  # seconds; a machine that slept or whose clock was set finds the right pace again after this


class Pace:
    """`speed` 0: everything is due at once; 1: as far apart as it was; N: N times as fast.

    Time begins with the first report that is waited for, so that a resumed replay goes on and does not catch up.
    """

    def __init__(self, speed: float, clock: Clock) -> None:
        self.speed, self._clock = speed, clock
        self._began: tuple[float, int] | None = None

    async def wait(self, time: int) -> None:
        """Return when the report of `time` (ms since 1970, its own) is due."""
        while (left := self.left(time)) > 0:
            await self._clock.sleep(min(left, _LONGEST_SLEEP))

    def left(self, time: int) -> float:
        """Seconds until the report of `time` is due; 0 if it is."""
        if not self.speed:
            return 0.0
        now = self._clock.now().timestamp()
        if self._began is None:
            self._began = (now, time)
        began, first = self._began
        return max(0.0, (time - first) / 1000 / self.speed - (now - began))
