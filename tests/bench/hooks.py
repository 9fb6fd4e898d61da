"""How fast notices leave: the most a deliver process sends, and the time from wire.notices to a receiver.

`python -m tests.bench.hooks`; with --pipeline also from a report in wire.raw, through a worker with 10,000 rules.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import psutil
import yaml
from aiohttp import web
from aiokafka import AIOKafkaProducer

from schemas.headers import Envelope
from schemas.hook import Endpoint, Secret
from schemas.notice import Extract, Notice
from schemas.topics import NOTICES, RAW, TOPICS
from streams.bench.corpus import reports
from streams.broker import Broker
from streams.clock import iso, now_ms
from streams.figures import percentiles
from streams.hooks import endpoints
from streams.hooks.book import open_book
from streams.kafka.connection import client_options
from streams.kafka.topics import make_topics
from streams.kafka.transaction import Transactions, Write
from streams.settings import Settings
from tests.bench.rule_corpus import RuleMaker
from tests.chaos.crew import Crew
from tests.chaos.hooks import produce
from tests.streams.hooks.receivers import SECRET

ROOT = Path(__file__).parents[2]
_MARK = "wirewatchbenchmark"
_TEXT = "Flood water has reached the old town of the river port for the second time in a week, its mayor said."


class Sink:
    """A receiver that answers at once and remembers only when an id first came."""

    def __init__(self) -> None:
        self.came: dict[str, float] = {}
        self.received: dict[str, float] = {}
        """When its report reached wire.raw."""
        self.port = 0

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        async def receive(request: web.BaseRequest) -> web.StreamResponse:
            body, id_ = await request.read(), request.headers["webhook-id"]
            self.came.setdefault(id_, time.time())
            if received := msgspec.json.decode(body)["data"].get("received"):
                self.received[id_] = datetime.fromisoformat(received).timestamp()
            return web.Response(status=204)

        runner = web.ServerRunner(web.Server(receive, access_log=None))
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self.port).start()
        self.port = runner.addresses[0][1]
        yield
        await runner.cleanup()

    async def until(self, done: Callable[[], bool], limit: float) -> None:
        """Wait for the sink to have what it should."""
        deadline = time.monotonic() + limit
        while not done() and time.monotonic() < deadline:  # noqa: ASYNC110 (many requests, one look now and then)
            await asyncio.sleep(0.05)


def notices(count: int, prefix: str) -> list[Notice]:
    """Notices as large as real ones, each of a story of its own."""
    return [
        Notice(
            f"{prefix}-{n}", "new", f"rule-{n % 100}", f"{prefix}-{n}", headline=f"Flood water reaches the port, {n}",
            story=f"wire/{prefix}-{n}", extracts=(Extract(_TEXT, ((0, 5), (6, 11))),) * 3, matched=("Flood", "water"),
            sent=iso(now_ms()), received=iso(now_ms()), alerted=iso(now_ms()),
        )
        for n in range(count)
    ]  # fmt: skip


async def write(settings: Settings, batch: list[Notice]) -> None:
    """In one transaction."""

    async def never() -> bool:
        raise AssertionError("the broker is well")

    async with Transactions(settings, "bench-notify") as transactions:
        await transactions.fence()
        for start in range(0, len(batch), 500):
            now = now_ms()
            headers = Envelope("id", "wire", NOTICES.event, iso(now), now).to_kafka()
            part = [(each.rule.encode(), msgspec.json.encode(each)) for each in batch[start : start + 500]]
            await transactions.write([Write(NOTICES, key, value, headers) for key, value in part], never)


async def most(settings: Settings, folder: Path, count: int, receivers: int) -> None:
    """A backlog to so many endpoints at once: requests a second, from the first that arrives to the last."""
    sinks = [Sink() for _ in range(receivers)]
    async with AsyncExitStack() as stack:
        for n, sink in enumerate(sinks):
            await stack.enter_async_context(sink.open())
            add(settings, f"most-{receivers}-{n}", sink)
        await write(settings, notices(count, f"most{receivers}"))
        crew = Crew(environment(settings), folder, "deliver")
        await crew.start("deliver")
        await sinks[0].until(lambda: bool(sinks[0].came), 60)
        process = psutil.Process(crew.processes["deliver"].pid)
        cpu = sum(process.cpu_times()[:2])
        await sinks[0].until(lambda: all(len(sink.came) >= count for sink in sinks), 300)
        used = sum(process.cpu_times()[:2]) - cpu
        await crew.stop()
    times = [at for sink in sinks for at in sink.came.values()]
    rate = len(times) / (max(times) - min(times))
    print(
        f"  most, {receivers} endpoint(s): {rate:,.0f} requests/s; deliver's CPU {used / len(times) * 1e3:.2f} ms each"
    )
    _clear(settings)


async def steady(settings: Settings, folder: Path, count: int, rate: float) -> None:
    """Notices one by one: from the commit in wire.notices to the receiver."""
    sink, sent = Sink(), dict[str, float]()
    async with sink.open():
        add(settings, "steady", sink)
        crew = Crew(environment(settings), folder, "deliver")
        await crew.start("deliver")
        await write(settings, notices(20, "warm"))
        await sink.until(lambda: len(sink.came) >= 20, 60)
        await produce(settings, notices(count, "steady"), rate, sent)
        await sink.until(lambda: len(sink.came) >= count + 20, 60)
        await crew.stop()
    waits = [(sink.came[id_] - at) * 1000 for id_, at in sent.items() if id_ in sink.came]
    print(f"  from wire.notices to the receiver at {rate:g}/s, {len(waits)} of {count}: {percentiles(waits)}")
    _clear(settings)


async def pipeline(settings: Settings, folder: Path, count: int, rate: float, rules: int) -> None:
    """From a report in wire.raw to the receiver, through a worker with so many rules."""
    corpus = reports(ROOT / "seeds", count + 30)
    path = folder / "rules.yaml"
    path.write_text(rule_file(rules))
    sink = Sink()
    producer = AIOKafkaProducer(**client_options(settings))
    await producer.start()
    async with sink.open():
        add(settings, "pipeline", sink, rules=("bench-every",), events=("new", "update", "rise"))
        crew = Crew(environment(settings), folder, "deliver")
        worker = Crew(environment(settings, path), folder, "worker")
        await asyncio.gather(crew.start("deliver"), worker.start("worker"))
        topic = settings.topic(RAW.name)
        for report in corpus[:30]:
            await producer.send_and_wait(topic, _marked(report), b"bench")
        await sink.until(lambda: len(sink.came) >= 30, 60)
        if len(sink.came) < 30:
            raise SystemExit(_logs(folder))
        sink.came, began = {}, time.monotonic()
        for n, report in enumerate(corpus[30:]):
            await producer.send(topic, _marked(report), b"bench")
            await asyncio.sleep(max(0.0, began + (n + 1) / rate - time.monotonic()))
        await sink.until(lambda: len(sink.came) >= count, 60)
        await asyncio.gather(crew.stop(), worker.stop())
    await producer.stop()
    waits = [(sink.came[id_] - sink.received[id_]) * 1000 for id_ in sink.came]
    print(
        f"  from wire.raw to the receiver at {rate:g}/s, {rules:,} rules, {len(waits)} of {count}: {percentiles(waits)}"
    )


def _logs(folder: Path) -> str:
    return "".join(log.read_text()[-2000:] for log in folder.glob("*.log"))


def rule_file(count: int) -> str:
    """Rules made to look like people's, of which a report matches four or five; and one that every report matches."""
    texts = [path.read_text() for path in sorted((ROOT / "seeds").glob("*.txt"))]
    made = [{"id": rule.id, "query": rule.query} for rule in RuleMaker(texts).rules(count - 1)]
    return yaml.safe_dump({"rules": [*made, {"id": "bench-every", "query": _MARK, "urgency": 1}]})


def _marked(report: bytes) -> bytes:
    return report.rstrip() + f" {_MARK}.\n".encode()


def add(settings: Settings, name: str, sink: Sink, **more: Any) -> None:
    """An endpoint that leads to the sink."""
    book = open_book(settings)
    url = f"http://127.0.0.1:{sink.port}/"
    endpoints.add(book, Endpoint(name, url, (Secret(SECRET),), **{"created": now_ms(), "concurrency": 32, **more}))
    book.close()


def _clear(settings: Settings) -> None:
    book = open_book(settings)
    for entry in endpoints.entries(book):
        endpoints.remove(book, entry.name)
    book.close()


def environment(settings: Settings, rules: Path | None = None) -> dict[str, str]:
    """Of the processes."""
    given = {
        "BOOTSTRAP": settings.bootstrap[0], "GROUP": settings.group, "PARTITIONS": str(settings.partitions),
        "DATA_DIR": str(settings.data_dir), "HOOKS_ALLOW": "here=127.0.0.1/32",
    }  # fmt: skip
    made = {f"WIREWATCH_{name}": value for name, value in given.items()}
    return made if rules is None else {**made, "WIREWATCH_RULES": str(rules)}


async def main(arguments: argparse.Namespace) -> None:
    """All of it, on a broker of its own."""
    with tempfile.TemporaryDirectory(prefix="wirewatch-bench-") as name:
        folder = Path(name)
        async with Broker(folder / "broker") as broker:
            settings = Settings(bootstrap=[broker.bootstrap], group="bench", data_dir=folder / "data")
            await make_topics(settings, tuple({*TOPICS, NOTICES}))
            load = psutil.getloadavg()[0]
            print(f"{psutil.cpu_count()} cores, load {load:.1f}")
            if not arguments.pipeline:
                for receivers in (1, 4):
                    await most(settings, folder, arguments.notices // receivers, receivers)
                await steady(settings, folder, arguments.steady, 10)
            else:
                await pipeline(settings, folder, arguments.steady, 10, arguments.rules)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notices", type=int, default=6000)
    parser.add_argument("--steady", type=int, default=600)
    parser.add_argument("--rules", type=int, default=10_000)
    parser.add_argument("--pipeline", action="store_true")
    asyncio.run(main(parser.parse_args()))
