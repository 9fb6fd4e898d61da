"""What is done to a running pipeline, step by step, by dice that can be thrown again."""

import asyncio
import random
import signal
from collections import Counter
from collections.abc import Awaitable, Callable

from streams.broker import Broker
from tests.chaos.crew import Crew


class Trouble:
    """Kills, stops, rebalances and restarts, one after the other, until told that it is enough."""

    def __init__(self, crew: Crew, broker: Broker, seed: int, *, pause: tuple[float, float], session: float) -> None:
        self._crew, self._broker, self._session, self._pause = crew, broker, session, pause
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
            await asyncio.sleep(self._dice.uniform(*self._pause))  # random moments are the subject here
            await steps[kind]()
            self.done[kind] += 1

    async def _kill(self) -> None:
        self._crew.hit(self._one(), signal.SIGKILL)

    async def _freeze(self) -> None:
        """Long enough that the group gives its partitions to the other; then it wakes up as a zombie."""
        name = self._one()
        self._crew.hit(name, signal.SIGSTOP)
        await asyncio.sleep(self._session * 1.7)
        self._crew.hit(name, signal.SIGCONT)

    async def _rebalance(self) -> None:
        """A worker joins and leaves in order."""
        await self._crew.start("guest")
        await asyncio.sleep(self._dice.uniform(4, 8))
        await self._crew.dismiss("guest")

    async def _restart_broker(self) -> None:
        self._broker.kill()
        await self._broker.start()

    def _one(self) -> str:
        return self._dice.choice(sorted(self._crew.processes))
