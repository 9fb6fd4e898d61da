"""When reports are due: by their own times, at the speed asked for."""

from typing import Any

import pytest

from streams.replay.pace import Pace

TIMES = [1_000, 1_000, 61_000, 60_000, 3_661_000]  # ms; one a little out of order

CASES = [
    # speed, seconds waited before each
    (0, [0, 0, 0, 0, 0]),
    (1, [0, 0, 60, 0, 3600]),
    (60, [0, 0, 1, 0, 60]),
    (0.5, [0, 0, 120, 0, 7200]),
]


@pytest.mark.parametrize(("speed", "waits"), CASES)
async def test_waits(clock: Any, speed: float, waits: list[float]) -> None:
    pace = Pace(speed, clock)
    waited = []
    for time in TIMES:
        before = clock.now()
        await pace.wait(time)
        waited.append((clock.now() - before).total_seconds())
    assert waited == pytest.approx(waits)


async def test_no_sleep_is_longer_than_a_minute(clock: Any) -> None:
    """A machine that was suspended, or whose clock was set, must not sleep on by what it knew before."""
    pace = Pace(1, clock)
    await pace.wait(0)
    await pace.wait(7_200_000)
    assert len(clock.slept) == 120
    assert max(clock.slept) == 60
