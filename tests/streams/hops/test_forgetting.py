"""A memory that does not grow for ever: what nothing has touched for long is forgotten, on a real broker too."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from aiokafka import AIOKafkaProducer, TopicPartition

from agents.notify import Notify
from agents.route import Route
from agents.rules import RuleSet
from schemas.story import Agenda, Due, Name, SeenVersion, Story
from schemas.topics import STATE_ROUTE
from streams.clock import now_ms
from streams.hops.alarm import forget_old
from streams.hops.hop import Hop
from streams.hops.loop import Loop
from streams.hops.runner import Here
from streams.hops.stages import STAGES
from streams.kafka.changelog import Recollection
from streams.kafka.connection import client_options
from streams.kafka.topics import make_topics
from streams.settings import Settings

DAY = 86_400_000
HELD = "live/wire/embargo//held/2/abc"
KEPT: dict[str, tuple[int, bytes]] = {
    # key: days since it was last changed, value
    "live/wire/old": (40, msgspec.json.encode(Story("live/wire/old", (SeenVersion("1", "2026-01-01"),)))),
    "live/wire/embargo": (40, msgspec.json.encode(Story("live/wire/embargo", held=(HELD,)))),
    HELD: (40, b"{}"),
    "live//agenda": (40, msgspec.json.encode(Agenda((Due("2027-01-01", HELD),)))),
    "live/wire//name/harbour": (35, msgspec.json.encode(Name())),
    "r1/wire/old": (31, msgspec.json.encode(Story("r1/wire/old"))),
    "r1/wire/old//take/2": (31, b"{}"),
    "live/wire/young": (1, msgspec.json.encode(Story("live/wire/young"))),
}
STAYS = {"live/wire/embargo", HELD, "live//agenda", "live/wire/young"}


def test_the_longest_untouched_stand_first_and_the_needed_go_last() -> None:
    memory = Recollection(TopicPartition("t", 0))
    for number, key in enumerate("abcde"):
        memory.put({key: b"1"}, number)
    memory.put({"a": b"2"}, 9)
    assert memory.idle(5, 10, lambda key, _: key == "b") == ["c", "d", "e"]
    assert memory.idle(5, 2, lambda _, __: False) == ["c", "d"]
    memory.put(dict.fromkeys("cde"), 9)
    assert memory.idle(5, 10, lambda _, __: False) == []  # a was touched; b stands behind it
    memory.put({"a": None}, 10)
    assert memory.idle(5, 10, lambda _, __: False) == ["b"]


def test_notify_keeps_the_live_wires_books_which_its_own_time_sweeps() -> None:
    assert Notify().needs("live/fire//ledger", b"")
    assert not Notify().needs("r1/fire//ledger", b"")


@pytest.fixture
async def remembered(settings: Settings) -> Settings:
    """A changelog of route as it stands after some weeks."""
    await make_topics(settings)
    async with AIOKafkaProducer(**client_options(settings)) as producer:
        for key, (days, value) in KEPT.items():
            at = now_ms() - days * DAY
            topic = settings.topic(STATE_ROUTE.name)
            await producer.send_and_wait(topic, value, key.encode(), partition=0, timestamp_ms=at)
    return settings


def there(memory: Recollection) -> set[str]:
    return {key for key in KEPT if memory.get(key) is not None}


@asynccontextmanager
async def owner(settings: Settings) -> AsyncIterator[tuple[Hop, Recollection]]:
    """A hold on the partition. Opening waits for the end of whatever the owner before had under way."""
    row = next(row for row in STAGES if row.name == "route")
    runner, memory = Here(row, settings), Recollection(TopicPartition(settings.topic(STATE_ROUTE.name), 0))
    runner.stage = Route(RuleSet())
    hop = Hop(row, 0, settings, runner, lambda: True, memory)
    await hop.open()
    yield hop, memory
    await hop.close()


@pytest.mark.kafka
async def test_what_is_forgotten_is_gone_for_the_next_owner_too(remembered: Settings) -> None:
    async with owner(remembered) as (hop, memory):
        assert there(memory) == set(KEPT)
        await hop.forget(now_ms() - 30 * DAY)
        assert there(memory) == STAYS
        await hop.forget(now_ms() - 30 * DAY)
    async with owner(remembered) as (_, restored):
        assert there(restored) == STAYS


@pytest.mark.kafka
async def test_a_worker_forgets_by_itself(remembered: Settings, tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text("rules: [{id: harbour, query: harbour}]")
    settings = remembered.model_copy(update={"rules": rules})
    loop = Loop(settings, [row for row in STAGES if row.name == "route"])
    forgot = asyncio.Event()

    class Once:
        """A clock that stands after the first look."""

        def now(self) -> datetime:
            return datetime.now(UTC)

        async def sleep(self, seconds: float) -> None:
            assert seconds > 0
            forgot.set()
            await asyncio.Event().wait()

    (stage,) = loop.stages.values()
    await loop.start()
    stage.assigned([0], 1)
    (lane,) = stage.lanes.values()
    async with asyncio.timeout(120):
        while not lane.is_open:  # noqa: ASYNC110 (it opens in the background)
            await asyncio.sleep(0.05)
        forgetting = asyncio.create_task(forget_old(settings, loop, Once()))
        await forgot.wait()
        forgetting.cancel()
        await loop.stop()
    async with owner(settings) as (_, restored):
        assert there(restored) == STAYS
