"""Reads topics from the side, without a group: all that was committed by a moment, and what comes after it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import TypeAlias

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from msgspec import Struct

from schemas.topics import Topic
from streams.kafka.connection import client_options
from streams.settings import Settings

Record: TypeAlias = ConsumerRecord


class Extent(Struct, frozen=True):
    """Offsets of a partition: the first that is still there, and the one after the last that was written."""

    first: int
    end: int


@asynccontextmanager
async def consumer_of(settings: Settings, *, committed: bool = True) -> AsyncIterator[AIOKafkaConsumer]:
    """A consumer without a group and without partitions. Raises KafkaError where no broker answers.

    It fetches a megabyte of each partition at a time: a broker sends a larger message all the same, alone (KIP-74).
    """
    consumer = AIOKafkaConsumer(
        **client_options(settings),
        isolation_level="read_committed" if committed else "read_uncommitted",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        fetch_max_wait_ms=100,
    )
    try:
        await consumer.start()
        await asyncio.sleep(0)  # a turn for aiokafka's own task: stopped before its first, it fails
        yield consumer
    finally:
        await consumer.stop()


async def extents(settings: Settings, topics: Iterable[Topic]) -> dict[TopicPartition, Extent]:
    """Where every partition of the topics begins and ends now; the end counts what is not committed yet.

    Not the last stable offset: that may lag behind a commit that its writer has been told of, by the time that the
    broker takes for its markers, or for as long as somebody else's transaction is open in front of it.
    """
    async with consumer_of(settings, committed=False) as consumer:
        tps = [tp for topic in topics for tp in await partitions_of(consumer, settings.topic(topic.name))]
        firsts, ends = await consumer.beginning_offsets(tps), await consumer.end_offsets(tps)
        return {tp: Extent(firsts[tp], ends[tp]) for tp in tps}


async def partitions_of(consumer: AIOKafkaConsumer, topic: str) -> list[TopicPartition]:
    """Every partition of a topic, by its name on the cluster."""
    await consumer._client._wait_on_metadata(topic)  # the public way learns of subscribed topics only
    return [TopicPartition(topic, number) for number in sorted(consumer.partitions_for_topic(topic) or ())]


async def read_between(
    settings: Settings,
    wanted: Mapping[TopicPartition, Extent],
    wait: Callable[[Mapping[TopicPartition, int]], None] | None = None,
) -> AsyncIterator[Record]:
    """Every committed record of each partition from `first` up to `end`, partitions mixed.

    A transaction that is open below an end is waited for: the broker ends it when its time is out. Then `wait` is
    told, about once a second, how many offsets each partition has left.
    """
    left = {tp: extent for tp, extent in wanted.items() if extent.first < extent.end}
    async with consumer_of(settings) as consumer:
        consumer.assign(list(left))
        for tp, extent in left.items():
            consumer.seek(tp, extent.first)
        while left:
            batches = await consumer.getmany(*left, timeout_ms=1000)
            for tp, records in batches.items():
                for record in records:
                    if record.offset < wanted[tp].end:
                        yield record
            behind = {tp: extent.end - await consumer.position(tp) for tp, extent in left.items()}
            left = {tp: left[tp] for tp, offsets in behind.items() if offsets > 0}
            if left and not batches and wait is not None:
                wait({tp: behind[tp] for tp in left})
