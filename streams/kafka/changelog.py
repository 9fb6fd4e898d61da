"""Reads one partition from an offset to its end, read_committed: to restore a memory, and to look into a gap."""

from collections.abc import AsyncIterator, Callable, Mapping
from itertools import islice, takewhile
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from streams.clock import now_ms
from streams.kafka.connection import client_options
from streams.kafka.reading import consumer_of
from streams.kafka.topics import TOMBSTONES_MS
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
    """What one stage remembers for one partition: the changelog read so far. A later restore reads on from there.

    Keys stand in the order in which they were last changed, as they do in a changelog that is compacted: what nothing
    has touched for longest stands first.
    """

    def __init__(self, tp: TopicPartition) -> None:
        self.tp = tp
        self._kept: dict[str, tuple[bytes, int]] = {}
        self._next = 0
        self._read = 0

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: str, /) -> bytes | None:
        """What is remembered under `key`, or None."""
        kept = self._kept.get(key)
        return kept[0] if kept else None

    def put(self, changes: Mapping[str, bytes | None], at: int) -> None:
        """Take in changes that were committed `at`, milliseconds since 1970."""
        for key, value in changes.items():
            self._kept.pop(key, None)
            if value is not None:
                self._kept[key] = (value, at)

    def idle(self, before: int, most: int, needs: Callable[[str, bytes], bool]) -> list[str]:
        """Those of the first `most` keys that were last changed before a time and are not needed; what is goes last."""
        old = takewhile(lambda item: item[1][1] < before, islice(self._kept.items(), most))
        found = {key: needs(key, kept[0]) for key, kept in list(old)}
        for key, needed in found.items():
            if needed:
                self._kept[key] = self._kept.pop(key)
        return [key for key, needed in found.items() if not needed]

    async def restore(self, settings: Settings) -> None:
        """Read the changelog on to its end. Only right once the partition's producer has fenced every other one."""
        if now_ms() - self._read > TOMBSTONES_MS // 2:
            self._kept, self._next = {}, 0  # what was forgotten since may be compacted away, and would come back
        async for record in read_to_end(settings, self.tp, self._next):
            self.put({record.key.decode(): record.value}, record.timestamp)
            self._next = record.offset + 1
        self._read = now_ms()
