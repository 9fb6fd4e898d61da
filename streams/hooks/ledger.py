"""The book from the event loop: one thread does its work in turn; results that come together are written together."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Concatenate, ParamSpec, TypeVar

from streams.clock import now_ms
from streams.hooks import outbox
from streams.hooks.book import open_book
from streams.hooks.outbox import Due, Result
from streams.settings import Settings

log = logging.getLogger("wirewatch")

P = ParamSpec("P")
T = TypeVar("T")


class Ledger:
    """One connection, one thread. Raises Problem when the book does not open."""

    def __init__(self, settings: Settings) -> None:
        self._book = open_book(settings)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="hooks-book")
        self._results: list[tuple[Result, asyncio.Future[None]]] = []
        self._off_after = round(settings.hooks_off_after * 3_600_000)
        self.changed = True
        """Whether an endpoint's state may be another than was last looked up; its reader takes it back."""
        self._writing: asyncio.Task[None] | None = None

    async def do(self, work: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **named: P.kwargs) -> T:
        """Let the thread do a piece of work on the book."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: work(self._book, *args, **named))

    async def ready(self, endpoint: int, now: int, limit: int) -> list[Due]:
        """What is due for an endpoint."""
        return await self.do(outbox.ready, endpoint, now, limit)

    async def next_due(self, endpoint: int, now: int) -> int | None:
        """When the next delivery comes due."""
        return await self.do(outbox.next_due, endpoint, now)

    async def hand_in(self, result: Result) -> None:
        """Have a result written down, with all others that come while the one before is being written."""
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._results.append((result, written))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        await written

    async def _write(self) -> None:
        while self._results:
            batch, self._results = self._results, []
            try:
                offs = await self.do(outbox.record, [result for result, _ in batch], now_ms(), self._off_after)
            except BaseException as error:
                for _, written in batch:
                    if not written.done():
                        written.set_exception(error)
                raise
            for _, written in batch:
                if not written.done():
                    written.set_result(None)
            for why in offs:
                log.warning("%s", why)
            self.changed = self.changed or bool(offs)

    async def close(self) -> None:
        """Write down what was handed in, and close the book."""
        if self._writing is not None:
            await asyncio.wait([self._writing])
        await self.do(sqlite3.Connection.close)
        self._thread.shutdown()
