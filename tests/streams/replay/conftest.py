"""What replay's tests share: a clock that stands until it is slept on, a show that takes notes, a topic read whole."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiokafka import ConsumerRecord

from schemas.replay import Replay
from schemas.topics import RAW
from streams.kafka.reading import extents, read_between
from streams.replay.plan import Plan
from streams.settings import Settings

Records = list[ConsumerRecord[Any, Any]]


class FakeClock:
    """Stands still; sleeping moves it on at once."""

    def __init__(self, start: datetime) -> None:
        self.moment = start
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.moment

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.moment += timedelta(seconds=seconds)


class HeldClock(FakeClock):
    """Says when it is slept on, and lets the sleeper go on only when it is released."""

    def __init__(self, start: datetime) -> None:
        super().__init__(start)
        self.waiting, self.release = asyncio.Event(), asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        self.waiting.set()
        await self.release.wait()
        await super().sleep(seconds)


class Notes:
    """Takes down what a replay tells. `on_sent` is called at every batch."""

    def __init__(self) -> None:
        self.begun_with: Replay | None = None
        self.batches: list[int] = []
        self.missing: list[str] = []
        self.unreadable: tuple[str, ...] = ()
        self.aside: list[str] = []
        self.on_sent: Callable[[Replay], None] = lambda replay: None

    def reading(self, reports: int) -> None:
        pass

    def begun(self, replay: Replay, plan: Plan) -> None:
        self.begun_with = replay

    def sent(self, replay: Replay) -> None:
        self.batches.append(replay.sent)
        self.on_sent(replay)

    def missed(self, note: str) -> None:
        self.missing.append(note)

    def ended(self, replay: Replay, plan: Plan, aside: Sequence[str]) -> None:
        self.unreadable, self.aside = plan.notes, list(aside)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(datetime(2026, 11, 22, 12, tzinfo=UTC))


@pytest.fixture
def held_clock(clock: FakeClock) -> HeldClock:
    return HeldClock(clock.now())


@pytest.fixture
def notes() -> Notes:
    return Notes()


async def _raw(settings: Settings) -> Records:
    return [record async for record in read_between(settings, await extents(settings, [RAW]))]


@pytest.fixture
def raw(settings: Settings) -> Callable[[], Records]:
    """Reads what is committed in wire.raw, partition by partition."""
    return lambda: asyncio.run(_raw(settings))
