"""How fast, how large and how busy a desk's server is with many open desks: python -m tests.bench.desk

Prints, for 200 open event streams (and some that do not read) at 10 alerts a second: the time from an alert's stamp
in wire.alerts to its arrival at each reader, the server's memory, and the share of a core that it took.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

import msgspec
import psutil
from aiokafka import AIOKafkaProducer

from schemas.headers import Envelope
from schemas.topics import ALERTS
from streams.broker import Broker
from streams.clock import now_ms
from streams.figures import percentiles
from streams.kafka.connection import client_options
from streams.kafka.topics import make_topics
from streams.settings import Settings
from streams.worker.processes import environment
from tests.streams.desk.by_hand import alert

_NOW = "2017-12-28T00:00:00Z"


async def read(port: int, waits: list[float], open_now: asyncio.Semaphore) -> None:
    """One desk: notes for each alert how old it was when it came."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    writer.write(b"GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
    alerts = False
    try:
        async for line in reader:
            if line.startswith(b"event: "):
                alerts = line == b"event: alert\n"
                if line == b"event: caught-up\n":
                    open_now.release()
            elif alerts and line.startswith(b"data: "):
                at = line.index(b'"at":"') + 6
                stamp = line[at + 17 : at + 23]  # seconds and milliseconds
                now = time.time()
                waits.append(((now % 60) - float(stamp)) % 60 * 1000)
    finally:
        writer.close()


async def stare(port: int) -> asyncio.StreamWriter:
    """A desk that never reads."""
    _, writer = await asyncio.open_connection("127.0.0.1", port, limit=1)
    writer.write(b"GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
    return writer


async def send(settings: Settings, rate: float, seconds: float) -> int:
    """Alerts at a steady rate, each of some 3 KB."""
    body = "A flood closed the harbour of Port Louis on Thursday, the port authority said. " * 30
    producer = AIOKafkaProducer(**client_options(settings))
    await producer.start()
    sent, start = 0, time.monotonic()
    while time.monotonic() - start < seconds:
        each = alert(f"story-{sent}", text=f"{sent} {body}")
        headers = Envelope(each.id, "wire", ALERTS.event, _NOW, now_ms()).to_kafka()
        key = each.article.story_key.encode()
        await producer.send(settings.topic(ALERTS.name), msgspec.json.encode(each), key, headers=headers)
        sent += 1
        await asyncio.sleep(max(0.0, start + sent / rate - time.monotonic()))
    await producer.stop()
    return sent


async def measure(desks: int, idle: int, rate: float, seconds: float, folder: Path) -> None:
    """Start everything, run, print."""
    broker = Broker(folder / "broker")
    await broker.start()
    settings = Settings(bootstrap=[broker.bootstrap], data_dir=folder, desk_port=0)
    server = None
    try:
        await make_topics(settings)
        server = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "streams", "desk", env=dict(environment(settings)), stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        assert server.stdout is not None
        port = int((await server.stdout.readline()).decode().rstrip("/\n").rpartition(":")[2])
        process = psutil.Process(server.pid)
        before = process.memory_info().rss / 1e6
        waits: list[float] = []
        opened = asyncio.Semaphore(0)
        readers = [asyncio.create_task(read(port, waits, opened)) for _ in range(desks)]
        starers = [await stare(port) for _ in range(idle)]
        for _ in range(desks):
            await opened.acquire()
        used, start = process.cpu_times(), time.monotonic()
        most = before
        sending = asyncio.create_task(send(settings, rate, seconds))
        while not sending.done():
            most = max(most, process.memory_info().rss / 1e6)
            await asyncio.wait([sending], timeout=0.5)
        sent = sending.result()
        deadline = time.monotonic() + 10
        while len(waits) < sent * desks and time.monotonic() < deadline:  # noqa: ASYNC110 (readers only count)
            await asyncio.sleep(0.1)
        took, now = time.monotonic() - start, process.cpu_times()
        cpu = (now.user + now.system - used.user - used.system) / took
        times = percentiles(waits)
        print(f"{desks} desks and {idle} that do not read, {rate:g} alerts a second for {seconds:g} s: {sent} sent")
        print(f"arrived: {len(waits)} of {sent * desks}")
        shares = ", ".join(f"{name} {getattr(times, name):.0f} ms" for name in ("p50", "p95", "p99", "most"))
        print(f"topic to page: {shares}")
        print(f"server: {before:.0f} MB before, {most:.0f} MB at most; {cpu:.2f} of a core")
        for task in readers:
            task.cancel()
        await asyncio.gather(*readers, return_exceptions=True)
        for writer in starers:
            writer.close()
    finally:
        if server is not None and server.returncode is None:
            server.terminate()
            await server.wait()
        await broker.stop()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--desks", type=int, default=200)
    parser.add_argument("--idle", type=int, default=5, help="desks that never read")
    parser.add_argument("--rate", type=float, default=10)
    parser.add_argument("--seconds", type=float, default=30)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(given.desks, given.idle, given.rate, given.seconds, Path(folder)))


if __name__ == "__main__":
    main()
