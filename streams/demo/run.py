"""Runs the demonstration: broker, topics, worker, replay, what became of each report, a summary, and room to play."""

import asyncio
import contextlib
import time
from pathlib import Path

from rich.console import Console

from schemas.replay import Replay
from streams.broker import Broker
from streams.clock import WallClock
from streams.demo.services import desk_and_filer
from streams.demo.show import ended_lines
from streams.demo.summary import Tally, summary_lines
from streams.kafka.topics import make_topics
from streams.replay.run import Request, begin
from streams.replay.show import Quiet
from streams.rules.files import load_rules
from streams.rules.rollcall import read_roll
from streams.rules.rulebook import publish
from streams.settings import Settings
from streams.stop import told_to_stop
from streams.worker.health import is_ready, read_health
from streams.worker.outcomes import follow_outcomes
from streams.worker.processes import WorkerProcess

_STANDSTILL = 60.0  # seconds without an ending after which the demonstration says that something is wrong


class Demo:
    """One demonstration: reports of a folder under the rules of a file, on a broker of its own."""

    def __init__(self, settings: Settings, reports: Path, rules: Path, *, rate: float, stay: bool) -> None:
        # Published, the rules can be changed at the desk; where the settings name a file, workers read files.
        self._published = rules if settings.rules is None else None
        self._settings = settings if self._published else settings.model_copy(update={"rules": rules.absolute()})
        self._reports, self._rate, self._stay = reports, rate, stay
        self._console = Console(highlight=False, soft_wrap=True)
        self._began = time.monotonic()
        self.tally = Tally()
        self._desk = ""
        """What to say of the desk."""

    async def run(self) -> None:
        """All of it; what it started ends with it, Ctrl-C included.

        Raises Problem: a port that is taken, a full disk, jars that cannot be had, a worker that ended, …
        """
        stop = told_to_stop()
        async with asyncio.TaskGroup() as group:
            playing = group.create_task(self._play())
            stopping = group.create_task(stop.wait())
            await asyncio.wait([playing, stopping], return_when=asyncio.FIRST_COMPLETED)
            if stopping.done():
                self._console.print("stopping: the worker and the broker end too")
            playing.cancel()
            stopping.cancel()

    async def _play(self) -> None:
        async with contextlib.AsyncExitStack() as stack:
            settings = self._settings.model_copy(update={"bootstrap": [f"127.0.0.1:{self._port()}"]})
            broker = Broker(settings.data_dir / "broker", self._port(), cache_dir=settings.cache_dir)
            worker = WorkerProcess(settings, settings.data_dir / "worker.log")
            stack.push_async_callback(broker.stop)  # after the worker
            starting = asyncio.create_task(broker.start())
            await stack.enter_async_context(worker)  # loads its model while the broker starts
            await starting
            self._say(f"Apache Kafka answers at {broker.bootstrap}")
            await make_topics(settings)
            in_force = await self._publish(settings)
            self._desk = await stack.enter_async_context(desk_and_filer(settings))
            self._say(self._desk)
            ended = asyncio.create_task(worker.ended())
            showing = asyncio.create_task(self._show_all(settings, in_force))
            try:
                await asyncio.wait([ended, showing], return_when=asyncio.FIRST_COMPLETED)
                if ended.done():
                    raise ended.result()
                showing.result()
            finally:
                ended.cancel()
                showing.cancel()
                await asyncio.gather(ended, showing, return_exceptions=True)

    async def _publish(self, settings: Settings) -> str | None:
        """The version of the set that the worker must have in force; None where it reads a file."""
        if self._published is None:
            return None
        rules = load_rules(self._published).rules.values()
        return (await publish(settings, list(rules), WallClock(), "demo", None)).version

    async def _show_all(self, settings: Settings, in_force: str | None) -> None:
        while not any(is_ready(health, settings) for health in read_health(settings)):  # noqa: ASYNC110 (a file says it)
            await asyncio.sleep(0.1)
        while in_force and all(worker.rules != in_force for worker in await read_roll(settings)):  # noqa: ASYNC110 (as above)
            await asyncio.sleep(0.1)
        self._say("the worker is ready: clean, enrich and route")
        request = Request((str(self._reports),), rate=self._rate)
        replaying = asyncio.create_task(begin(settings, request, WallClock(), Quiet()))
        try:
            await self._show_until_done(settings, replaying)
        finally:
            replaying.cancel()
            await asyncio.gather(replaying, return_exceptions=True)

    async def _show_until_done(self, settings: Settings, replaying: asyncio.Task[Replay]) -> None:
        first, last, summed = True, time.monotonic(), False
        async for batch in follow_outcomes(settings):
            for each in batch:
                if first:
                    self._say("the first report is through")
                    first = False
                self.tally.count(each)
                for line in ended_lines(each):
                    self._console.print(line)
            last = time.monotonic() if batch else last
            if replaying.done() and self.tally.total >= replaying.result().sent and not summed:
                summed = True
                self._sum_up(settings)
                if not self._stay:
                    return
            if not summed and time.monotonic() - last > _STANDSTILL:
                self._console.print(f"nothing came through for {_STANDSTILL:g} s; see {settings.data_dir}/worker.log")
                last = time.monotonic()

    def _sum_up(self, settings: Settings) -> None:
        self._console.print()
        for line in summary_lines(self.tally, settings.bootstrap[0]):
            self._console.print(line)
        if self._stay:
            self._console.print(f"\nstays up, and shows what you send; {self._desk}", style="bold")
            self._console.print("Ctrl-C ends it", style="bold")

    def _say(self, what: str) -> None:
        self._console.print(f"{what} ({time.monotonic() - self._began:.1f} s)")

    def _port(self) -> int:
        """The port of the settings' first broker: where other commands look for it too."""
        return int(self._settings.bootstrap[0].rpartition(":")[2])
