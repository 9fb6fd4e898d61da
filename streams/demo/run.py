"""Runs the demonstration: broker, topics, worker, replay, what became of each report, a summary, and room to play."""

import asyncio
import contextlib
import os
import signal
import sys
import time
from pathlib import Path

from rich.console import Console

from streams.broker import Broker
from streams.clock import WallClock
from streams.demo.show import dead_lines, routed_lines
from streams.demo.summary import Tally, summary_lines
from streams.outcomes import Ended, follow_outcomes
from streams.problem import Problem
from streams.processes import WorkerProcess
from streams.replay.run import Request, begin
from streams.replay.show import Quiet
from streams.settings import Settings
from streams.topics import make_topics

_PATIENCE = 60.0  # seconds without an ending after which the demonstration says that something is wrong


async def run_demo(settings: Settings, reports: Path, rules: Path, *, rate: float, stay: bool) -> None:
    """Everything on a broker of its own, in `settings.data_dir`. Ends when all is shown, or with `stay` at Ctrl-C.

    Raises Problem: a port that is taken, a full disk, jars that cannot be had, a worker that ended, …
    """
    console = Console(highlight=False)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    began = time.monotonic()
    async with contextlib.AsyncExitStack() as stack:
        work = asyncio.create_task(_play(stack, settings, reports, rules, rate, console, began, stay=stay))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait([work, stopping], return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            work.result()
        else:
            console.print("\nstopping; what the demonstration started ends with it")
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
        stopping.cancel()


async def _play(
    stack: contextlib.AsyncExitStack, settings: Settings, reports: Path, rules: Path, rate: float, console: Console,
    began: float, *, stay: bool,
) -> None:  # fmt: skip
    broker = await stack.enter_async_context(Broker(settings.data_dir / "broker", _port(settings), cache_dir=settings.cache_dir))
    settings = settings.model_copy(update={"bootstrap": [broker.bootstrap], "rules": rules.absolute()})
    console.print(f"Apache Kafka answers at {broker.bootstrap} ({time.monotonic() - began:.1f} s)")
    await make_topics(settings)
    worker = await stack.enter_async_context(WorkerProcess(settings, settings.data_dir / "worker.log"))
    ended = asyncio.create_task(worker.ended())
    stack.callback(ended.cancel)
    showing = asyncio.create_task(_show(settings, console, began))
    stack.callback(showing.cancel)
    replay = await begin(settings, Request((str(reports),), rate=rate), WallClock(), Quiet())
    console.print(f"replay {replay.id}: {replay.total} reports from {reports}, at most {rate:g} a second\n")
    await asyncio.wait([ended, showing], return_when=asyncio.FIRST_COMPLETED)


def _port(settings: Settings) -> int:
    """The port of the settings' first broker: where other commands look for it too."""
    return int(settings.bootstrap[0].rpartition(":")[2])
