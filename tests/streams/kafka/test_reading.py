"""Reading from the side: all that was committed by a moment, large messages too, open transactions waited for."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import pytest
from aiokafka import AIOKafkaProducer, TopicPartition

from schemas.topics import CLEAN, RAW
from streams.kafka.connection import client_options
from streams.kafka.reading import Extent, extents, read_between
from streams.settings import Settings

pytestmark = pytest.mark.kafka


@asynccontextmanager
async def producer_of(settings: Settings, name: str) -> AsyncIterator[AIOKafkaProducer]:
    producer = AIOKafkaProducer(**client_options(settings), transactional_id=name, max_request_size=20_000_000)
    await producer.start()
    yield producer
    await producer.stop()


async def values(settings: Settings) -> list[bytes]:
    return [record.value async for record in read_between(settings, await extents(settings, [RAW]))]


async def test_extents_are_by_partition_and_topic(settings: Settings) -> None:
    raw, clean = settings.topic(RAW.name), settings.topic(CLEAN.name)
    async with producer_of(settings, "one") as producer, producer.transaction():
        await producer.send_and_wait(raw, b"x", partition=1)
    assert await extents(settings, [RAW, CLEAN]) == {
        TopicPartition(raw, 0): Extent(0, 0),
        TopicPartition(raw, 1): Extent(0, 2),  # the record and the transaction's mark
        TopicPartition(clean, 0): Extent(0, 0),
        TopicPartition(clean, 1): Extent(0, 0),
    }


async def test_messages_larger_than_a_fetch(settings: Settings) -> None:
    large = [bytes([65 + n]) * 3_000_000 for n in range(3)]
    async with producer_of(settings, "one") as producer:
        for value in large:
            async with producer.transaction():
                await producer.send_and_wait(settings.topic(RAW.name), value, partition=0)
    assert await values(settings) == large


async def test_nothing_of_an_aborted_transaction(settings: Settings) -> None:
    async with producer_of(settings, "one") as producer:
        await producer.begin_transaction()
        await producer.send_and_wait(settings.topic(RAW.name), b"aborted", partition=0)
        await producer.abort_transaction()
        async with producer.transaction():
            await producer.send_and_wait(settings.topic(RAW.name), b"committed", partition=0)
    assert await values(settings) == [b"committed"]


async def test_an_open_transaction_is_waited_for(settings: Settings) -> None:
    raw = settings.topic(RAW.name)
    waiting = asyncio.Event()

    def wait(behind: Mapping[TopicPartition, int]) -> None:
        assert behind == {TopicPartition(raw, 0): 3}  # both records, and the mark of the one that is committed
        waiting.set()

    async with producer_of(settings, "open") as one, producer_of(settings, "another") as another:
        await one.begin_transaction()
        await one.send_and_wait(raw, b"open", partition=0)
        async with another.transaction():
            await another.send_and_wait(raw, b"behind it", partition=0)
        wanted = await extents(settings, [RAW])

        async def read() -> list[bytes]:
            return [record.value async for record in read_between(settings, wanted, wait)]

        reading = asyncio.create_task(read())
        await waiting.wait()
        await one.commit_transaction()
        assert await reading == [b"open", b"behind it"]


async def test_nothing_beyond_the_end(settings: Settings) -> None:
    async with producer_of(settings, "one") as producer:
        async with producer.transaction():
            await producer.send_and_wait(settings.topic(RAW.name), b"before", partition=0)
        wanted = await extents(settings, [RAW])
        async with producer.transaction():
            await producer.send_and_wait(settings.topic(RAW.name), b"after", partition=0)
    assert [record.value async for record in read_between(settings, wanted)] == [b"before"]
