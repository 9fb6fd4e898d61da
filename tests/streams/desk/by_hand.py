"""Alerts by hand, and a desk to see them on: a real server on a free port, in the test's own loop."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import httpx
import msgspec
from aiokafka import AIOKafkaProducer

from agents.desk.position import read_position
from agents.text.fingerprint import fingerprint
from schemas.article import Article
from schemas.enriched import Entity
from schemas.headers import Envelope
from schemas.routed import Mark, Match, Routed, Verdict
from schemas.topics import ALERTS
from streams.clock import Clock, now_ms
from streams.desk.live import NAMES
from streams.desk.serve import Server, make_server
from streams.kafka.connection import client_options as options_of
from streams.settings import Settings

LIMIT = 30.0
NOW = "2017-12-28T10:00:00.000Z"
TEXT = "A flood closed the harbour of Port Louis on Thursday, the port authority said in a statement."


def alert(story: str = "1", version: str = "1", *, text: str = TEXT, provider: str = "wire", **more: Any) -> Routed:
    """An alert that the rule `floods` matched; `more` goes to the verdict and, by its names, to the article."""
    verdict = {name: more.pop(name) for name in Verdict.__struct_fields__ if name in more}
    at = text.find("flood")
    marks = (Mark(at, at + 5, "flood", "flood"),) if at >= 0 else ()
    matches = (Match("floods", "Floods", "1", "flood", 2, marks=marks),) if marks else ()
    article = Article(f"{provider}/{story}/{version}", provider, story, version, body=(text,), **more)
    return Routed(
        article.id,
        article,
        (Entity(0, 1, "LOC", "Port Louis"),),
        fingerprint=fingerprint(text),
        verdict=Verdict(**{"outcome": "alert", "now": NOW, "rules": "1", "matches": matches} | verdict),
    )


async def put(settings: Settings, *alerts: Routed, partition: int | None = None) -> None:
    """Write them to wire.alerts, one after the other."""
    producer = AIOKafkaProducer(**options_of(settings))
    await producer.start()
    try:
        for each in alerts:
            headers = Envelope(each.id, each.article.provider, ALERTS.event, NOW, now_ms()).to_kafka()
            value, key = msgspec.json.encode(each), each.article.story_key.encode()
            await producer.send_and_wait(settings.topic(ALERTS.name), value, key, partition, headers=headers)
    finally:
        await producer.stop()


@asynccontextmanager
async def serving(
    settings: Settings, *, port: int = 0, ready: bool = True, clock: Clock | None = None, **options: Any
) -> AsyncIterator[tuple[Server, httpx.AsyncClient]]:
    """A desk's server on this machine, and a client that knows its address."""
    opened: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    server = make_server(settings.model_copy(update={"desk_port": port}), opened.set_result, clock)
    running = asyncio.create_task(server.serve())
    try:
        async with asyncio.timeout(LIMIT):
            address = await opened
            if ready:
                await server.desk.live.ready.wait()
        async with httpx.AsyncClient(base_url=address, timeout=LIMIT, trust_env=False, **options) as client:
            yield server, client
    finally:
        server.stop()
        await running


@asynccontextmanager
async def desk(settings: Settings, **options: Any) -> AsyncIterator[httpx.AsyncClient]:
    """The same, for who needs the client alone."""
    async with serving(settings, **options) as (_, client):
        yield client


async def taken(server: Server, alerts: int) -> None:
    """Wait until the server has read so many alerts."""
    async with asyncio.timeout(LIMIT):
        while _read_so_far(server) < alerts:  # noqa: ASYNC110 (nobody is told)
            await asyncio.sleep(0.02)


def _read_so_far(server: Server) -> int:
    position = read_position(server.desk.live.position, NAMES)
    return sum(offset for (topic, _), offset in position.items() if topic == ALERTS.name)


class Stream:
    """An event stream, read event by event."""

    def __init__(self, answer: httpx.Response) -> None:
        self._lines = answer.aiter_lines()
        self.id: str | None = None

    async def next(self, *kinds: str) -> tuple[str, Any]:
        """The next event of one of these kinds, or of any but health: its name and data."""
        async with asyncio.timeout(LIMIT):
            while True:
                name, data = await self._event()
                if name in kinds or (not kinds and name != "health"):
                    return name, msgspec.json.decode(data)

    async def ids(self, count: int) -> list[str]:
        """The articles of the next so many alerts."""
        return [(await self.next("alert"))[1]["id"] for _ in range(count)]

    async def _event(self) -> tuple[str, str]:
        name = data = ""
        async for line in self._lines:
            field, _, value = line.partition(": ")
            if field == "event":
                name = value
            elif field == "data":
                data = value
            elif field == "id":
                self.id = value
            elif not line and name:
                return name, data
        raise ConnectionError("the stream ended")


@asynccontextmanager
async def stream(client: httpx.AsyncClient, since: str | None = None, **more: Any) -> AsyncIterator[Stream]:
    """The desk's events, from now on or after a position."""
    headers = {"Last-Event-ID": since} if since else {}
    async with client.stream("GET", "/api/v1/events", headers=headers | more.pop("headers", {}), **more) as answer:
        assert answer.status_code == 200, await answer.aread()
        yield Stream(answer)


def ids(rows: Sequence[Any]) -> list[str]:
    """The articles of rows."""
    return [row["id"] for row in rows]
