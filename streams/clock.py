"""The one door to the clock: nothing else asks what time it is, so that tests can hand in a time."""

import asyncio
import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """The time, and waiting for it to pass."""

    def now(self) -> datetime:
        """The moment, aware, UTC."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class WallClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The moment, aware, UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


def now_ms() -> int:
    """Wall clock in milliseconds since 1970, as Kafka stamps messages."""
    return time.time_ns() // 1_000_000


def iso(ms: int) -> str:
    """Milliseconds since 1970 as ISO 8601 in UTC.

    >>> iso(1514455200123)
    '2017-12-28T10:00:00.123Z'
    """
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
