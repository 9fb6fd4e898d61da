"""What is done to a running pipeline, step by step, by dice that can be thrown again."""

import asyncio
import random
import signal
import time
from collections import Counter
from collections.abc import Awaitable, Callable

from streams.broker import Broker
from streams.settings import Settings
from streams.worker.health import read_health
from tests.chaos.crew import Crew

_AT_WORK = 0.8  # how often trouble waits until all are at work; the rest of it may hit a worker that is starting
_START_LIMIT = 30.0


class Trouble:
    """Kills, stops, rebalances and restarts, one after the other, until told that it is enough."""

    def __init__(self, crew: Crew, broker: Broker, settings: Settings, seed: int, pause: tuple[float, float]) -> None:
        self._crew, self._broker, self._settings, self._pause = crew, broker, settings, pause
        self._dice = random.Random(seed)
        self.done: Counter[str] = Counter()

    async def make(self, kinds: dict[str, int]) -> None:
        """Do each kind of trouble as often as said, in random order, with random pauses."""
        steps: dict[str, Callable[[], Awaitable[None]]] = {
            "kill": self._kill,
            "stop past the session, continue": self._freeze,
            "rebalance": self._rebalance,
            "broker killed and restarted": self._restart_broker,
        }
        order = [kind for kind, times in kinds.items() for _ in range(times)]
        self._dice.shuffle(order)
        for kind in order:
            if self._dice.random() < _AT_WORK:
                await self._all_at_work()
            await asyncio.sleep(self._dice.uniform(*self._pause))  # random moments are the subject here
            await steps[kind]()
            self.done[kind] += 1

    async def _all_at_work(self) -> None:
        """Wait until every worker holds partitions: one that is hit while it loads its model proves little.

        Not for ever: trouble does not wait for a worker that is slow to start. How often that was is counted.
        """
        deadline = time.monotonic() + _START_LIMIT
        while time.monotonic() < deadline:
            pids = {process.pid for process in self._crew.processes.values()}
            at_work = {health.pid for health in read_health(self._settings) if any(hop.open for hop in health.hops)}
            if pids <= at_work:
                return
            await asyncio.sleep(0.1)
        self.done["went on before all were at work"] += 1

    async def _kill(self) -> None:
        while not self._crew.hit(self._one(), signal.SIGKILL):  # noqa: ASYNC110 (the end of a process sets no event)
            await asyncio.sleep(0.1)  # it had just ended by itself; its keeper starts another

    async def _freeze(self) -> None:
        """Long enough that the group gives its partitions to the other; then it wakes up as a zombie."""
        name = self._one()
        self._crew.hit(name, signal.SIGSTOP)
        await asyncio.sleep(self._settings.session_timeout * 1.7)
        self._crew.hit(name, signal.SIGCONT)

    async def _rebalance(self) -> None:
        """A worker joins and leaves in order."""
        await self._crew.start("guest")
        await asyncio.sleep(self._dice.uniform(4, 12))
        await self._crew.dismiss("guest")

    async def _restart_broker(self) -> None:
        self._broker.kill()
        await self._broker.start()

    def _one(self) -> str:
        return self._dice.choice(sorted(self._crew.processes))
