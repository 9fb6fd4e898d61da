"""Where a stage computes: in the worker's own process, or in a child of it that a long computation cannot hold up."""

import asyncio
import logging
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Protocol

from agents.memory import Forgetful, Memory
from agents.stage import Dead, Remembering, Stage
from streams.hops.stages import Row
from streams.kafka.outgoing import Input, Outcome, carry_out, carry_out_releases, dead_letter
from streams.settings import Settings

log = logging.getLogger("wirewatch")

_TOGETHER = 2
"""Messages per call of the child, whatever partitions they come from. Each waits for the whole call: at ten reports a
second six at a time made the p95 of an alert 287 ms, two make it 181 ms. Our models take no less for an article in
company; the second one fills the time in which the first one's outcome is carried out."""


class Runner(Protocol):
    """Runs one stage's decisions."""

    async def start(self) -> None:
        """Make ready: load what the stage needs. Raises what the stage's `make` raises."""
        ...

    async def run(self, inputs: Sequence[Input], memory: Memory) -> list[Outcome]:
        """One outcome per input, in order."""
        ...

    async def release(self, memory: Memory, now: str) -> Outcome | None:
        """What waited in the stage's memory and whose time has come at `now`, or None."""
        ...

    def needs(self, key: str, value: bytes) -> bool:
        """Whether the stage needs a memory that nothing has touched for long."""
        ...

    async def stop(self) -> None:
        """Let go of what `start` took."""
        ...


class Here:
    """In the worker's process: for stages of a millisecond or less."""

    def __init__(self, row: Row, settings: Settings) -> None:
        self._row, self._settings = row, settings
        self.stage: Stage | None = None

    async def start(self) -> None:
        """Make the stage."""
        self.stage = self._row.make(self._settings)

    async def run(self, inputs: Sequence[Input], memory: Memory) -> list[Outcome]:
        """Decide, giving the event loop a turn first."""
        assert self.stage is not None, "start() comes first"
        await asyncio.sleep(0)
        return carry_out(self._row.name, self.stage, inputs, memory, self._settings.max_message_bytes)

    async def release(self, memory: Memory, now: str) -> Outcome | None:
        """Decide what is released."""
        assert self.stage is not None, "start() comes first"
        return carry_out_releases(self._row.name, self.stage, memory, now, self._settings.max_message_bytes)

    def needs(self, key: str, value: bytes) -> bool:
        """Ask the stage; one that does not say needs all of it."""
        return not isinstance(self.stage, Remembering) or self.stage.needs(key, value)

    async def stop(self) -> None:
        """Nothing to let go of."""


class Apart:
    """In one child process, with the model loaded once. The stage must remember nothing.

    A process rather than a thread, because spaCy holds the interpreter's lock for most of an article; one child per
    worker, because more cores are used by more workers, which also share partitions and survive each other.
    """

    def __init__(self, row: Row, settings: Settings) -> None:
        assert row.remembers is None, f"{row.name} remembers, and a child process has no memory to give"
        self._row, self._settings = row, settings
        self._pool: ProcessPoolExecutor | None = None
        self._waiting: deque[tuple[Input, asyncio.Future[Outcome]]] = deque()
        self._calling: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start the child and wait until it has loaded the model. Raises what loading raised."""
        self._pool = self._new_pool()
        problem = await asyncio.get_running_loop().run_in_executor(self._pool, _make, self._row, self._settings)
        if problem is not None:
            raise problem

    async def run(self, inputs: Sequence[Input], memory: Memory) -> list[Outcome]:
        """Decide in the child, together with what other partitions want decided."""
        del memory
        futures = [asyncio.get_running_loop().create_future() for _ in inputs]
        self._waiting.extend(zip(inputs, futures, strict=True))
        if self._calling is None or self._calling.done():
            self._calling = asyncio.create_task(self._call_until_empty(), name=f"calls of {self._row.name}")
        return list(await asyncio.gather(*futures))

    async def release(self, memory: Memory, now: str) -> Outcome | None:
        """A stage without memory lets nothing wait."""
        del memory, now
        return None

    def needs(self, key: str, value: bytes) -> bool:
        """It has no memory."""
        del key, value
        return False

    async def stop(self) -> None:
        """End the child."""
        if self._calling is not None:
            self._calling.cancel()
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    async def _call_until_empty(self) -> None:
        """One call after the other, first come, first served. Those who have gone away meanwhile are left out."""
        while self._waiting:
            asked = [self._waiting.popleft() for _ in range(min(_TOGETHER, len(self._waiting)))]
            asked = [(each, future) for each, future in asked if not future.done()]
            try:
                outcomes = await self._piece([each for each, _ in asked]) if asked else []
            except BaseException as error:
                for _, future in asked:
                    if not future.done():
                        future.set_exception(error)
                if not isinstance(error, Exception):
                    raise
                continue
            for (_, future), outcome in zip(asked, outcomes, strict=True):
                if not future.done():
                    future.set_result(outcome)

    async def _piece(self, inputs: Sequence[Input]) -> list[Outcome]:
        try:
            return await self._call(inputs)
        except BrokenProcessPool:
            return await self._find_what_breaks(inputs)

    async def _call(self, inputs: Sequence[Input]) -> list[Outcome]:
        assert self._pool is not None, "start() comes first"
        limit = self._settings.max_message_bytes
        return await asyncio.get_running_loop().run_in_executor(
            self._pool, _decide, self._row, self._settings, inputs, limit
        )

    async def _find_what_breaks(self, inputs: Sequence[Input]) -> list[Outcome]:
        """The child died: go on one by one in a new one. What kills that one too is a dead letter."""
        log.error("the %s process died; %d messages are tried again one by one", self._row.name, len(inputs))
        return [await self._alone(each) for each in inputs]

    async def _alone(self, each: Input) -> Outcome:
        for _ in range(3):  # the first death may have been another message's
            try:
                (outcome,) = await self._call([each])
            except BrokenProcessPool:
                self._pool = self._new_pool()
            else:
                return outcome
        dead = Dead("stage-error", f"the {self._row.name} process died on this message, again and again")
        return Outcome((dead_letter(self._row.name, each, dead),))

    def _new_pool(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("forkserver"), initializer=_be_a_child)


_stage: Stage | None = None  # of the child process: made once, by its first call


def _be_a_child() -> None:
    """A terminal's Ctrl-C and a supervisor's SIGTERM reach the whole group: the worker says when its child ends.

    And a child whose worker was killed ends too.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    threading.Thread(target=_leave_with_worker, daemon=True).start()


def _leave_with_worker() -> None:
    """Wait for the worker's end. Not for the fork server's, which lives as long as its children do."""
    worker = multiprocessing.parent_process()
    assert worker is not None, "runs in a child"
    multiprocessing.connection.wait([worker.sentinel])
    os._exit(0)


def _make(row: Row, settings: Settings) -> Exception | None:
    """Make the stage in the child. Returns what went wrong: an exception of a library may not cross by itself."""
    global _stage
    try:
        _stage = row.make(settings)
    except Exception as error:
        return RuntimeError(f"{row.name}: {error}")
    return None


def _decide(row: Row, settings: Settings, inputs: Sequence[Input], limit: int) -> list[Outcome]:
    if _stage is None:
        problem = _make(row, settings)
        if problem is not None:
            raise problem
    assert _stage is not None, "made above"
    return carry_out(row.name, _stage, inputs, Forgetful(), limit)
