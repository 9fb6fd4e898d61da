"""The lane of one endpoint: takes what is due from the outbox, sends it, hands in what came of it."""

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable
from typing import Protocol

from msgspec.structs import replace

from agents.hooks.breaker import LIMIT, Breaker, after, room
from agents.hooks.schedule import Again, Answer, GivenUp, Gone, Policy, decide
from schemas.hook import Endpoint, Posted
from streams.clock import now_ms
from streams.hooks.endpoints import Entry
from streams.hooks.outbox import Due, Result

_AHEAD = 32  # deliveries taken from the outbox at once, beyond those under way
_LOOK = 30.0  # seconds after which a lane looks into the outbox whether or not it was woken
_REVIVAL_PAUSE = 60_000  # ms between two times that an endpoint's revival hurries what waits for it


class Outbox(Protocol):
    """The book, from the event loop."""

    async def ready(self, endpoint: int, now: int, limit: int) -> list[Due]:
        """See streams.hooks.outbox."""
        ...

    async def next_due(self, endpoint: int, now: int) -> int | None:
        """See streams.hooks.outbox."""
        ...

    async def hand_in(self, result: Result) -> None:
        """Returns when it is written down."""
        ...


Send = Callable[[Endpoint, Posted], Awaitable[Answer]]


class Lane:
    """Sends to one endpoint. `clock`: wall clock in ms."""

    def __init__(
        self, entry: Entry, outbox: Outbox, send: Send, policy: Policy, concurrency: int,
        clock: Callable[[], int] = now_ms,
    ) -> None:  # fmt: skip
        self.entry = entry
        self._outbox, self._send, self._policy, self._clock = outbox, send, policy, clock
        self._concurrency = concurrency
        # An endpoint that was failing when an earlier process ended is taken for one that is down still.
        self.breaker = Breaker(LIMIT) if entry.failing_since is not None else Breaker()
        self._wake = asyncio.Event()
        self._taken: list[Due] = []
        self._busy: set[int] = set()
        self._sending: set[asyncio.Task[None]] = set()
        self._revived = 0
        self._asking = 0
        """Requests under way."""
        self._fault: BaseException | None = None
        self.delivered = self.failed = 0
        """Since the start of this process."""

    def wake(self) -> None:
        """There may be something to do."""
        self._wake.set()

    def put(self, entry: Entry) -> None:
        """The endpoint as the book has it now; in a new state, what was taken from the outbox is looked up again."""
        if entry.state != self.entry.state:
            self._taken = []
            self.breaker = Breaker()
        self.entry = entry
        self._wake.set()

    async def drain(self) -> None:
        """Begin nothing more; return when what is under way is written down."""
        self.entry, self._taken = replace(self.entry, state="paused"), []
        if self._sending:
            await asyncio.wait(set(self._sending))

    async def run(self) -> None:
        """Send what is due, without end. Raises what the book raises."""
        try:
            while self._fault is None:
                self._wake.clear()
                await self._start_what_may()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(await self._pause()):
                        await self._wake.wait()
            raise self._fault
        finally:
            for task in self._sending:
                task.cancel()

    async def _start_what_may(self) -> None:
        free = self._free()
        while free > 0 and self.entry.state == "on":
            if not self._taken:
                limit = free + _AHEAD + len(self._busy)
                found = await self._outbox.ready(self.entry.id, self._clock(), limit)
                self._taken = [due for due in found if due.seq not in self._busy]
                if not self._taken:
                    return
            while self._taken and (free := self._free()) > 0 and self.entry.state == "on":
                due = self._taken.pop(0)
                self._busy.add(due.seq)
                self._asking += 1
                task = asyncio.create_task(self._attempt(due), name=f"{self.entry.name} {due.seq}")
                self._sending.add(task)
                task.add_done_callback(self._hear)

    def _hear(self, task: asyncio.Task[None]) -> None:
        self._sending.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self._fault = task.exception()
        self._wake.set()

    def _free(self) -> int:
        concurrency = self.entry.endpoint.concurrency or self._concurrency
        return room(self.breaker, concurrency, self._clock()) - self._asking

    async def _pause(self) -> float:
        """Seconds until there is something to do unless it is woken before."""
        now = self._clock()
        due = None if self._taken else await self._outbox.next_due(self.entry.id, now)
        times = [each for each in (due, self.breaker.hold) if each is not None and each > now]
        return min(_LOOK, max(0.001, (min(times) - now) / 1000)) if times else _LOOK

    async def _attempt(self, due: Due) -> None:
        at = self._clock()
        try:
            answer = await self._send(self.entry.endpoint, due.posted)
        finally:
            self._asking -= 1
        chance = random.random()  # noqa: S311 (spreads retries; it guards nothing)
        ending = decide(self._policy, due.attempt, answer, at + answer.latency, chance)
        if isinstance(ending, Again) and due.posted.event == "heartbeat":
            ending = GivenUp()  # the next one says more
        was_down = self.breaker.down
        asked = ending.hold if isinstance(ending, Again) else None
        self.breaker = after(self.breaker, answer.ok, self._clock(), asked)
        revived = was_down and answer.ok and at - self._revived > _REVIVAL_PAUSE
        if revived:
            self._revived = at
        if isinstance(ending, Gone):
            self.put(replace(self.entry, state="off"))  # the book is about to say so as well
        self.delivered += answer.ok and due.posted.event != "heartbeat"
        self.failed += not answer.ok
        self._wake.set()
        await self._outbox.hand_in(Result(self.entry.id, due, at, answer, ending, revived))
        self._busy.discard(due.seq)
        self._wake.set()
