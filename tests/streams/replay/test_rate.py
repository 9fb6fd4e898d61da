"""A limit of reports a second, on a clock of the test's own."""

from datetime import UTC, datetime, timedelta

import pytest

from streams.replay.pace import Pace


class Standing:
    """A clock that moves only by sleeping."""

    def __init__(self) -> None:
        self.at = datetime(2026, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        """The moment."""
        return self.at

    async def sleep(self, seconds: float) -> None:
        """Time passes."""
        self.at += timedelta(seconds=seconds)


CASES = [
    # speed, rate, own times in ms -> seconds at which each is due
    (0, 10, [0, 0, 0, 0], [0, 0.1, 0.2, 0.3]),
    (1, 10, [0, 0, 1000, 1000], [0, 0.1, 1.0, 1.0]),
    (1, 1, [0, 100, 200], [0, 1, 2]),
    (0, None, [0, 99999], [0, 0]),
]


@pytest.mark.parametrize(("speed", "rate", "times", "due"), CASES)
async def test_never_more_than_the_rate(speed: float, rate: float | None, times: list[int], due: list[float]) -> None:
    """The later of what the times and what the rate allow."""
    clock = Standing()
    began, pace, waited = clock.now(), Pace(speed, clock, rate), []
    for time in times:
        await pace.wait(time)
        waited.append((clock.now() - began).total_seconds())
    assert waited == pytest.approx(due)
