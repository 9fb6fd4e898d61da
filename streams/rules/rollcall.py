"""What workers say of themselves on wire.state.workers: written by each, read by `rules status` and the desk."""

import asyncio
import os
import socket
import time
from collections.abc import Callable
from datetime import datetime

import msgspec
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from agents.rules.counters import Counters, tally
from schemas.headers import Envelope
from schemas.topics import STATE_WORKERS
from schemas.worker import RulesTally, WorkerState
from streams.clock import iso, now_ms
from streams.kafka.connection import client_options
from streams.kafka.reading import extents, read_between
from streams.rules.in_force import InForce
from streams.settings import Settings

EVERY = 5.0
"""Seconds between two words of a worker that has nothing new to say."""

_LOOK = 0.2  # seconds between looks while workers change their rules


class RollCall:
    """This worker's word: at once when its rules change, else every few seconds, and taken back at the end."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.id = f"{socket.gethostname()}:{os.getpid()}"
        self._in_force = InForce("")
        self._since = iso(now_ms())
        self._news = asyncio.Event()
        self._tally: RulesTally | None = None

    def tell(self, in_force: InForce) -> None:
        """The rules changed, or did not though they should have."""
        if in_force.version != self._in_force.version:
            self._since = iso(now_ms())
        self._in_force = in_force
        self._news.set()

    async def answer(self, counters: Callable[[], Counters] | None = None) -> None:
        """Say it, again and again, with what the rules did meanwhile. Never returns; cancelled, it takes the word back.

        The counting runs beside the event loop: of 100,000 rules it takes longer than an article should wait.
        """
        producer = AIOKafkaProducer(**client_options(self._settings))
        await producer.start()
        counted = float("-inf")
        try:
            while True:
                self._news.clear()
                if counters is not None and time.monotonic() >= counted + EVERY:
                    counted, now = time.monotonic(), counters()
                    self._tally = await asyncio.to_thread(tally, now.entries, now.articles)
                await self._say(producer, msgspec.json.encode(self._state()))
                try:
                    async with asyncio.timeout(EVERY):
                        await self._news.wait()
                except TimeoutError:
                    continue
        finally:
            await self._say(producer, None)
            await producer.stop()

    async def _say(self, producer: AIOKafkaProducer, value: bytes | None) -> None:
        at = now_ms()
        headers = Envelope(f"{self.id}/{at}", "wirewatch/worker", STATE_WORKERS.event, iso(at), at).to_kafka()
        topic = self._settings.topic(STATE_WORKERS.name)
        try:
            async with asyncio.timeout(EVERY):
                await producer.send_and_wait(topic, value, self.id.encode(), headers=headers)
        except (KafkaError, TimeoutError):
            return  # a broker that is away is the pulse's business; the next word says the same

    def _state(self) -> WorkerState:
        in_force = self._in_force
        return WorkerState(self.id, iso(now_ms()), in_force.version, self._since, in_force.error, self._tally)


async def await_version(settings: Settings, version: str, patience: float) -> list[WorkerState]:
    """Wait until every worker that is heard of runs this set of rules; those that still do not after `patience`.

    A worker that was silent for three words of its own counts as gone.
    """
    deadline = time.monotonic() + patience
    while True:
        heard = [state for state in await read_roll(settings) if _is_heard(state)]
        late = [state for state in heard if state.rules != version]
        if not late or time.monotonic() > deadline:
            return late
        await asyncio.sleep(_LOOK)


def _is_heard(state: WorkerState) -> bool:
    return now_ms() - datetime.fromisoformat(state.at).timestamp() * 1000 < 3 * EVERY * 1000


async def read_roll(settings: Settings) -> list[WorkerState]:
    """The latest word of every worker that has not taken it back."""
    states: dict[bytes, WorkerState | None] = {}
    async for record in read_between(settings, await extents(settings, [STATE_WORKERS])):
        states[record.key] = msgspec.json.decode(record.value, type=WorkerState) if record.value else None
    return sorted((state for state in states.values() if state is not None), key=lambda state: state.id)
