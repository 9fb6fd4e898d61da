"""One partition of a stage in this worker: what was fetched of it waits here, and goes through its hop in order."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Coroutine, Iterable
from typing import Any

from streams.hops.endings import Abandoned, ExitCode, Fatal, leave
from streams.hops.hop import Hop, Record

log = logging.getLogger("wirewatch")

_TURN = 0.25
"""Seconds of work that one transaction aims at: a report waits for those in its own transaction, so few where each
takes long, and many where a transaction's own cost counts."""
_GRACE = 3.0  # seconds that a transaction under way gets to end when its partition is taken away
_NEWEST = 0.3  # weight of the last transaction in what a message is expected to take


class Lane:
    """Feeds a hop: opens it, then does what waits, a transaction at a time, until it is closed.

    Partitions do not wait for each other's transactions, only for the stage itself.
    """

    def __init__(
        self, make_hop: Callable[[Callable[[], bool]], Hop], batch: int, count: Callable[[int], None]
    ) -> None:  # fmt: skip
        """`make_hop` is given what says whether the partition is still ours. `batch`: most messages in a transaction.

        `count` hears how many were committed.
        """
        self.hop, self._batch, self._count = make_hop(lambda: not self._closing), batch, count
        self.is_open = False
        self._closing = False
        self._waiting: deque[Record] = deque()
        self._put = asyncio.Event()
        self._taken = asyncio.Event()
        self._each = _TURN  # seconds a message, expected: the first transaction takes one
        self._under_way: set[asyncio.Task[int]] = set()
        self._name = self.hop.name
        self._running = asyncio.create_task(self._run(), name=f"lane {self._name}")

    def put(self, records: Iterable[Record]) -> None:
        """Let records wait for their turn, offsets ascending."""
        if not self._closing:
            self._waiting.extend(records)
            self._put.set()

    async def room(self) -> None:
        """Wait while two batches wait: what is fetched ahead must not fill the memory."""
        while len(self._waiting) > 2 * self._batch and not self._closing:
            self._taken.clear()
            await self._taken.wait()

    async def release(self, now: str) -> None:
        """Send on what waited in the hop's memory and whose time has come at `now` (UTC)."""
        if self.is_open and not self._closing:
            await self._see_to(self.hop.release(now))

    async def forget(self, before: int) -> None:
        """Forget what nothing has touched since `before`, ms since 1970, and the stage needs no more."""
        if self.is_open and not self._closing:
            await self._see_to(self.hop.forget(before))

    async def close(self) -> None:
        """Let go: what is under way gets a moment to end, what waits is left to the next owner, uncommitted."""
        self._closing = True
        self._waiting.clear()
        self._put.set()
        self._taken.set()
        _, late = await asyncio.wait([self._running, *self._under_way], timeout=_GRACE)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        await self.hop.close()

    async def _run(self) -> None:
        await self._open()
        while not self._closing:
            if not self._waiting:
                self._put.clear()
                await self._put.wait()
                continue
            records = self._next()
            began = time.monotonic()
            await self._see_to(self.hop.process(records))
            self._each += _NEWEST * ((time.monotonic() - began) / len(records) - self._each)

    def _next(self) -> list[Record]:
        """What the next transaction does: as much as one turn's work, or a quarter of what waits where that is more.

        A report then waits at most a quarter longer than those before it make it wait anyway, and a backlog goes
        through in large transactions.
        """
        size = max(1, int(_TURN / self._each), len(self._waiting) // 4)
        records = [self._waiting.popleft() for _ in range(min(size, self._batch, len(self._waiting)))]
        self._taken.set()
        return records

    async def _open(self) -> None:
        try:
            await self.hop.open()
            log.info("%s open at offset %d", self._name, self.hop.next)
            self.is_open = True
        except Fatal as fatal:
            leave(fatal)
        except asyncio.CancelledError:
            raise
        except Exception as error:
            log.exception("%s", self._name)
            leave(Fatal(ExitCode.FAULT, f"{self._name} does not open: {error!r}"))

    async def _see_to(self, work: Coroutine[Any, Any, int]) -> None:
        """One transaction's work: a fault of any kind ends the worker."""
        task = asyncio.create_task(work, name=self._name)
        self._under_way.add(task)
        try:
            await asyncio.wait([task])
            self._count(task.result())
        except (Abandoned, asyncio.CancelledError) as error:
            log.info("%s: batch left to the next owner (%r)", self._name, error)
            self._closing = True  # going on with what comes after it would pass it over
            if not task.cancelled() and not task.done():
                task.cancel()
                raise
        except Fatal as fatal:
            leave(fatal)
        except Exception as error:
            log.exception("%s", self._name)
            leave(Fatal(ExitCode.FAULT, f"{self._name}: {error!r}"))
        finally:
            self._under_way.discard(task)
