"""Releases what waits, at its time and within a fraction of a second of it: embargoed reports, and digests."""

from streams.clock import Clock
from streams.hops.loop import Loop

_EVERY = 0.2  # seconds between looks; looking costs a dictionary look-up a partition


async def keep_time(loop: Loop, clock: Clock) -> None:
    """Tell the stages the time, for ever. What waits in a replay goes by the replay's own time instead."""
    while True:
        now = clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
        await loop.release(now)
        await clock.sleep(_EVERY)
