"""What time brings: it releases embargoed reports and digests within a fraction of a second, and lets forget."""

from streams.clock import Clock
from streams.hops.loop import Loop
from streams.settings import Settings

_EVERY = 0.2  # seconds between looks; looking costs a dictionary look-up a partition
_OFTEN = 5.0  # seconds between looks for what is old
_DAY_MS = 86_400_000


async def keep_time(loop: Loop, clock: Clock) -> None:
    """Tell the stages the time, for ever. What waits in a replay goes by the replay's own time instead."""
    while True:
        now = clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
        await loop.release(now)
        await clock.sleep(_EVERY)


async def forget_old(settings: Settings, loop: Loop, clock: Clock) -> None:
    """Forget, for ever, what nothing has touched for the setting memory_days: the memory of a wire would never end.

    By the clock on the wall, in replays as well: their own time may be any. What topics still have is not forgotten,
    so that an audit finds of each alert that it is remembered.
    """
    kept = max(settings.memory_days * _DAY_MS, settings.retention_hours * _DAY_MS / 24)
    while True:
        await loop.forget(round(clock.now().timestamp() * 1000 - kept))
        await clock.sleep(_OFTEN)
