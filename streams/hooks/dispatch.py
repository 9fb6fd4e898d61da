"""A lane for every endpoint, kept in step with the book: what a command changes there counts at once."""

import asyncio
import sqlite3
from collections.abc import Callable

from agents.hooks.schedule import Policy
from streams.clock import now_ms
from streams.hooks.endpoints import Entry, entries
from streams.hooks.lane import Lane, Send
from streams.hooks.ledger import Ledger
from streams.settings import Settings

_LOOK = 0.2  # seconds between looks whether another process has changed the book


class Dispatch:
    """Runs the lanes. `send` makes one attempt."""

    def __init__(self, settings: Settings, ledger: Ledger, send: Send, clock: Callable[[], int] = now_ms) -> None:
        self._settings, self._ledger, self._send, self._clock = settings, ledger, send, clock
        self._policy = Policy(tuple(settings.hooks_retries), settings.hooks_jitter)
        self.lanes: dict[int, Lane] = {}
        self._running: dict[int, asyncio.Task[None]] = {}

    def wake(self) -> None:
        """Something new is in the outbox."""
        for lane in self.lanes.values():
            lane.wake()

    async def run(self) -> None:
        """Keep a lane for each endpoint, without end. Raises what ends a lane."""
        seen = None
        try:
            while True:
                version = await self._ledger.do(_data_version)
                if version != seen or self._ledger.changed:
                    seen, self._ledger.changed = version, False
                    self._match(await self._ledger.do(entries))
                await asyncio.sleep(_LOOK)
                for task in self._running.values():
                    if task.done():
                        task.result()
        finally:
            for task in self._running.values():
                task.cancel()

    async def drain(self, limit: float) -> None:
        """Begin nothing more, and give what is under way `limit` seconds to end."""
        lanes = [asyncio.create_task(lane.drain()) for lane in self.lanes.values()]
        if lanes:
            await asyncio.wait(lanes, timeout=limit)

    def _match(self, book: list[Entry]) -> None:
        there = {entry.id: entry for entry in book}
        for gone in self.lanes.keys() - there.keys():
            del self.lanes[gone]
            self._running.pop(gone).cancel()
        for id_, entry in there.items():
            if id_ in self.lanes:
                self.lanes[id_].put(entry)
            else:
                concurrency = self._settings.hooks_concurrency
                lane = Lane(entry, self._ledger, self._send, self._policy, concurrency, self._clock)
                self.lanes[id_] = lane
                self._running[id_] = asyncio.create_task(lane.run(), name=f"hook {entry.name}")


def _data_version(book: sqlite3.Connection) -> int:
    """Another number whenever another connection has committed."""
    return int(book.execute("PRAGMA data_version").fetchone()[0])
