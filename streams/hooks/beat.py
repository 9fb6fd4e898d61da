"""Heartbeats: an endpoint that asks for them hears now and then that the way is open, and what went over it."""

import asyncio
import logging
import sqlite3

from aiokafka.errors import KafkaError

from schemas.hook import Posted, Pulse
from streams.clock import iso, now_ms
from streams.hooks.book import transaction
from streams.hooks.dispatch import Dispatch
from streams.hooks.endpoints import Entry
from streams.hooks.intake import Intake
from streams.hooks.lane import Lane
from streams.hooks.ledger import Ledger
from streams.hooks.outbox import file_for
from streams.problem import Problem
from streams.settings import Settings

log = logging.getLogger("wirewatch")

_LOOK = 0.5  # seconds between looks whose heartbeat is due
_ASK = 5.0  # seconds that asking for the stages' lag may take


class Beats:
    """Files heartbeats in the outbox, where they go the way of every notice: that is what they prove."""

    def __init__(self, settings: Settings, ledger: Ledger, dispatch: Dispatch, intake: Intake) -> None:
        self._settings, self._ledger, self._dispatch, self._intake = settings, ledger, dispatch, intake
        self._started = now_ms()
        self._before: dict[int, tuple[int, int, int]] = {}

    async def run(self) -> None:
        """File each as it comes due, without end."""
        while True:
            now = now_ms()
            due = [lane for lane in self._dispatch.lanes.values() if _is_due(lane.entry, now)]
            if due:
                lag = await self._lag()
                for lane in due:
                    pulse = await self._pulse(lane, lag, now)
                    await self._ledger.do(_file, lane.entry, pulse, now)
                self._ledger.changed = True
                self._dispatch.wake()
            await asyncio.sleep(_LOOK)

    async def _pulse(self, lane: Lane, lag: dict[str, int] | None, now: int) -> Pulse:
        since, delivered, failed = self._before.get(lane.entry.id, (self._started, 0, 0))
        self._before[lane.entry.id] = (now, lane.delivered, lane.failed)
        waiting, oldest = await self._ledger.do(_waiting, lane.entry.id)
        return Pulse(
            endpoint=lane.entry.name,
            since=iso(since),
            delivered=lane.delivered - delivered,
            failed=lane.failed - failed,
            waiting=waiting,
            oldest=None if oldest is None else iso(oldest),
            broker="ok" if lag is not None and self._intake.reading else "away",
            lag={**(lag or {}), "deliver": self._intake.behind},
        )

    async def _lag(self) -> dict[str, int] | None:
        """Messages that each stage has yet to read; None where the broker does not say."""
        from streams.worker.lag import lags

        total: dict[str, int] = {}
        try:
            async with asyncio.timeout(_ASK):
                for each in await lags(self._settings):
                    total[each.stage] = total.get(each.stage, 0) + max(0, each.end - each.committed)
        except (KafkaError, OSError, TimeoutError, Problem) as error:
            log.debug("no lag for a heartbeat: %r", error)
            return None
        return total


def words(pulse: Pulse) -> str:
    """The heartbeat in one line, for channels of text."""
    behind = ", ".join(f"{stage} {count:,}" for stage, count in pulse.lag.items() if count) or "nothing"
    return (
        f"{pulse.delivered:,} delivered and {pulse.failed:,} failed attempts since {pulse.since}; {pulse.waiting:,}"
        f" waiting; broker {pulse.broker}; yet to be read: {behind}"
    )


def _is_due(entry: Entry, now: int) -> bool:
    every, last = entry.endpoint.heartbeat, entry.beat or entry.endpoint.created
    return every is not None and entry.state == "on" and now - last >= every * 1000


def _file(book: sqlite3.Connection, entry: Entry, pulse: Pulse, now: int) -> None:
    """One at a time: while one waits there is no other."""
    id_, thread = f"heartbeat/{entry.name}/{now}", f"heartbeat/{entry.name}"
    posted = Posted(
        id=id_, event="heartbeat", rule="wirewatch-heartbeat", thread=thread, ring=False, alerted=iso(now),
        headline=words(pulse), pulse=pulse,
    )  # fmt: skip
    with transaction(book):
        open_one = "SELECT 1 FROM delivery WHERE endpoint = ? AND thread = ? AND state = 'waiting'"
        if not book.execute(open_one, [entry.id, thread]).fetchone():
            file_for(book, [entry], posted, now, now)
        book.execute("UPDATE endpoint SET beat = ? WHERE id = ?", [now, entry.id])


def _waiting(book: sqlite3.Connection, endpoint: int) -> tuple[int, int | None]:
    """How many notices wait for an endpoint, and since when the oldest does; heartbeats are none."""
    query = (
        "SELECT count(*), min(filed) FROM delivery"
        " WHERE endpoint = ? AND state = 'waiting' AND thread NOT LIKE 'heartbeat/%'"
    )
    count, oldest = book.execute(query, [endpoint]).fetchone()
    return count, oldest
