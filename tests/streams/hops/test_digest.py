"""What waits for a digest, on a real broker: rings at its time, once, also when its worker ended in between."""

import asyncio

import msgspec
import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.structs import ConsumerRecord

from schemas.headers import Envelope, KafkaHeaders, Origin
from schemas.notice import Notice
from schemas.rule import Notify, Rule
from schemas.topics import MATCHES, NOTICES
from streams.hops.loop import Loop
from streams.hops.stages import STAGES
from streams.kafka.connection import client_options
from streams.kafka.reading import extents, read_between
from streams.settings import Settings
from tests.agents.notices.wire import Wire, at, prose, report

pytestmark = pytest.mark.kafka

NOTIFY = [row for row in STAGES if row.name == "notify"]


class Fed:
    """A record of a topic as a hop takes it."""

    def __init__(self, record: ConsumerRecord[bytes, bytes]) -> None:
        self.offset, self.key, self.value = record.offset, record.key, record.value
        self.timestamp_ms, self.headers = record.timestamp, KafkaHeaders(record.headers)


async def fill(settings: Settings) -> None:
    """Two stories for a rule with a digest, one for another, as route would send them on."""
    gathers = Rule("fires", "fire", notify=Notify(digest="daily 18:00"))
    wire = Wire(gathers, Rule("floods", "flood"))
    for number, words in enumerate(("A fire.", "A flood.", "A fire.")):
        wire.send(report(f"ap/{number}", f"{words} {prose(number)}"))
    producer = AIOKafkaProducer(**client_options(settings))
    await producer.start()
    for number, each in enumerate(wire.matched):
        origin = Origin("wire.raw", 0, number)
        headers = Envelope(f"{origin}/route/{each.rule}", "s", MATCHES.event, at(0), 0, origin=origin).to_kafka()
        value = msgspec.json.encode(each)
        await producer.send_and_wait(settings.topic(MATCHES.name), value, each.rule.encode(), headers=headers)
    await producer.stop()


async def serve(settings: Settings, now: str) -> None:
    """A worker's notify stage, from its start: it does what it has not done yet, then is told the time."""
    loop = Loop(settings, NOTIFY)
    await loop.start()
    topic = settings.topic(MATCHES.name)
    await loop.assigned([(topic, partition) for partition in range(settings.partitions)], 1)
    lanes = loop.stages[topic].lanes
    async with asyncio.timeout(30):
        while not all(lane.is_open for lane in lanes.values()):  # noqa: ASYNC110 (a lane tells nobody that it is open)
            await asyncio.sleep(0.02)
    async for record in read_between(settings, await extents(settings, [MATCHES])):
        await lanes[record.partition].hop.process([Fed(record)])
    await loop.release(now)
    await loop.release(now)
    await loop.stop()


async def written(settings: Settings) -> list[tuple[str, str, bool, int]]:
    records = [record async for record in read_between(settings, await extents(settings, [NOTICES]))]
    ids = [dict(record.headers)["ce_id"] for record in records]
    assert len(set(ids)) == len(ids)
    notices = [msgspec.json.decode(record.value, type=Notice) for record in records]
    return sorted((each.rule, each.event, each.ring, len(each.items)) for each in notices)


async def test_a_digest_outlives_its_worker_and_rings_once(settings: Settings) -> None:
    await fill(settings)
    await serve(settings, at(5 * 60))
    first = [("fires", "new", False, 0), ("fires", "new", False, 0), ("floods", "new", True, 0)]
    assert await written(settings) == first
    await serve(settings, at(6 * 60))
    assert await written(settings) == [("fires", "digest", True, 2), *first]
    await serve(settings, at(7 * 60))
    assert await written(settings) == [("fires", "digest", True, 2), *first]
