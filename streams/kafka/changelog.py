"""Reads one partition from an offset to its end, read_committed: to restore a memory, and to look into a gap."""

from collections.abc import AsyncIterator
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from streams.kafka.connection import client_options
from streams.kafka.reading import consumer_of
from streams.settings import Settings


async def read_to_end(settings: Settings, tp: TopicPartition, start: int) -> AsyncIterator[ConsumerRecord[Any, Any]]:
    """Every committed record of `tp` from offset `start` (or the first that is still there) to the end as it is now."""
    async with consumer_of(settings) as consumer:
        consumer.assign([tp])
        end = (await consumer.end_offsets([tp]))[tp]
        first = (await consumer.beginning_offsets([tp]))[tp]
        consumer.seek(tp, max(start, first))
        while await consumer.position(tp) < end:
            for records in (await consumer.getmany(tp, timeout_ms=1000)).values():
                for record in records:
                    if record.offset < end:
                        yield record


async def committed_offset(settings: Settings, tp: TopicPartition) -> int | None:
    """The group's committed offset for `tp`, or None. Asks the coordinator without joining the group."""
    consumer = AIOKafkaConsumer(**client_options(settings), group_id=settings.group, enable_auto_commit=False)
    await consumer.start()
    try:
        consumer.assign([tp])
        offset: int | None = await consumer.committed(tp)
        return offset
    finally:
        await consumer.stop()


class Recollection:
    """What one stage remembers for one partition: the changelog read so far. A later restore reads on from there."""

    def __init__(self, tp: TopicPartition) -> None:
        self.tp = tp
        self._kept: dict[str, bytes] = {}
        self._next = 0

    def get(self, key: str, /) -> bytes | None:
        """What is remembered under `key`, or None."""
        return self._kept.get(key)

    def put(self, changes: dict[str, bytes | None]) -> None:
        """Take in changes that have been committed."""
        for key, value in changes.items():
            if value is None:
                self._kept.pop(key, None)
            else:
                self._kept[key] = value

    async def restore(self, settings: Settings) -> None:
        """Read the changelog on to its end. Only right once the partition's producer has fenced every other one."""
        async for record in read_to_end(settings, self.tp, self._next):
            self.put({record.key.decode(): record.value})
            self._next = record.offset + 1
