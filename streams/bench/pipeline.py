"""(b): the whole pipeline on a broker, one worker; and the time from a report in wire.raw to its alert."""

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path

from aiokafka import AIOKafkaProducer
from msgspec import Struct

from schemas.topics import RAW
from streams.broker import Broker
from streams.figures import Percentiles, percentiles
from streams.kafka.connection import client_options
from streams.settings import Settings
from streams.worker.outcomes import follow_outcomes
from streams.worker.processes import Use, WorkerProcess, use_of

_IDLE = 5.0  # seconds of doing nothing that are measured


class Through(Struct, frozen=True):
    """A corpus sent through at once: wall seconds to the last ending, and what it took beyond what idling takes."""

    articles: int
    seconds: float
    idle: float
    """CPU that a worker takes with nothing to do, as a part of one core."""
    worker: Use
    broker: Use


async def send_through(settings: Settings, broker: Broker, corpus: Sequence[bytes], folder: Path) -> Through:
    """Send all of `corpus`, then start the clock at the first ending, so that neither start-up nor filling counts."""
    async with WorkerProcess(settings, folder / "worker.log") as worker:
        await _send(settings, corpus[:50], None)
        await _endings(settings, worker, 50)
        idle = await _idle(worker)
        before, began = worker.use(), time.perf_counter()
        await _send(settings, corpus[50:], None)
        await _endings(settings, worker, len(corpus))
        seconds, after = time.perf_counter() - began, worker.use()
    spent = Use(
        after.cpu_s - before.cpu_s - idle * seconds, after.children_cpu_s - before.children_cpu_s,
        after.memory_mb, after.children_memory_mb,
    )  # fmt: skip
    return Through(len(corpus) - 50, seconds, idle, spent, use_of(broker.pid))


async def time_to_alert(settings: Settings, corpus: Sequence[bytes], rate: float, folder: Path) -> Percentiles:
    """Send at `rate` reports/s to a worker that is warm; milliseconds from wire.raw to wire.alerts."""
    async with WorkerProcess(settings, folder / "worker.log") as worker:
        await _send(settings, corpus[:50], None)
        await _endings(settings, worker, 50)
        sending = asyncio.create_task(_send(settings, corpus[50:], rate))
        waits = await _endings(settings, worker, len(corpus))
        await sending
    return percentiles(waits[50:])


async def _idle(worker: WorkerProcess) -> float:
    before = worker.use().cpu_s
    await asyncio.sleep(_IDLE)
    return (worker.use().cpu_s - before) / _IDLE


async def _send(settings: Settings, corpus: Sequence[bytes], rate: float | None) -> None:
    """All at once, or one after the other at `rate` a second."""
    producer = AIOKafkaProducer(**client_options(settings), enable_idempotence=True)
    await producer.start()
    try:
        began = time.monotonic()
        for number, value in enumerate(corpus):
            if rate is not None:
                await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
            await producer.send(settings.topic(RAW.name), value, f"wire-{number % 16}".encode())
        await producer.flush()
    finally:
        await producer.stop()


async def _endings(settings: Settings, worker: WorkerProcess, count: int) -> list[float]:
    """Wait for `count` endings; how long each report took, in milliseconds, in order of their endings."""
    ended = asyncio.create_task(worker.ended())
    collecting = asyncio.create_task(_collect(settings, count))
    await asyncio.wait([ended, collecting], return_when=asyncio.FIRST_COMPLETED)
    if not collecting.done():
        collecting.cancel()
        raise ended.result()
    ended.cancel()
    return collecting.result()


async def _collect(settings: Settings, count: int) -> list[float]:
    seen: list[tuple[int, float]] = []
    async for batch in follow_outcomes(settings):
        seen += [(each.at, float(each.at - each.envelope.entered)) for each in batch]
        if len(seen) >= count:
            break
    return [waited for _, waited in sorted(seen)]
