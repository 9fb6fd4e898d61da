"""The filer: reads wire.alerts and wire.archive into the archive, from the offsets that the archive itself keeps.

Rows and offsets are one local transaction. A filer that is killed goes on from the last one: nothing is lost, and
nothing is filed twice.
"""

import asyncio
import logging
import time
from collections.abc import Mapping
from typing import Any

import msgspec
from aiokafka import AIOKafkaConsumer, TopicPartition

from schemas.filed import Filed
from schemas.headers import Envelope
from schemas.routed import Routed
from schemas.topics import ALERTS, ARCHIVE
from streams.archive.continuing import starts
from streams.archive.retention import Retention
from streams.archive.store import Archive
from streams.clock import now_ms
from streams.kafka.reading import Record, consumer_of, extents, partitions_of
from streams.settings import Settings

log = logging.getLogger("wirewatch")

TOPICS = (ALERTS, ARCHIVE)
_BATCH = 4000  # records in one transaction at most: the larger, the less the index merges
_WAIT_MS = 500
_BACKLOG = 100  # records at once that say: there is more
_MORE_MS = 20  # how long more is waited for then
_SAY_EVERY = 10.0  # seconds between lines of progress
_LOOK_EVERY = 60.0  # seconds between looks for new partitions, and for what retention takes
_decode = msgspec.json.Decoder(Routed).decode


class Filer:
    """Files what comes until told to stop. `stop` is looked at between transactions."""

    def __init__(self, settings: Settings, archive: Archive, stop: asyncio.Event) -> None:
        self._settings, self._archive, self._stop = settings, archive, stop
        self._names = {settings.topic(topic.name): topic.name for topic in TOPICS}
        self._retention = Retention(settings, archive)
        self._said = self._looked = time.monotonic()
        self.filed = 0
        """Articles filed since the start."""

    async def run(self, *, once: bool, go_on: bool) -> int:
        """File from where the archive ends; with `once`, to the topics' ends as they are now. Returns how many.

        Raises Problem: topics that are missing, made again, or that lost what was not filed yet (unless `go_on`).
        """
        begin = await starts(self._settings, self._archive, go_on=go_on)
        ends = {tp: extent.end for tp, extent in (await extents(self._settings, TOPICS)).items()} if once else {}
        async with consumer_of(self._settings) as consumer:
            consumer.assign(list(begin))
            for tp, offset in begin.items():
                consumer.seek(tp, offset)
            done: dict[TopicPartition, int] = dict(begin)
            while not self._stop.is_set():
                await self._file_next(consumer, done)
                if once and all(done.get(tp, 0) >= end for tp, end in ends.items()):
                    break
                await self._now_and_then(consumer, done)
        return self.filed

    async def _file_next(self, consumer: AIOKafkaConsumer, done: dict[TopicPartition, int]) -> None:
        """One transaction: what has come, and how far that brings us. Markers of transactions count as offsets."""
        records = sorted(
            await self._gather(consumer),
            key=lambda record: (record.timestamp, record.topic, record.partition, record.offset),
        )
        places = {tp: await consumer.position(tp) for tp in done}
        moved = {tp: place for tp, place in places.items() if place > done[tp]}
        if not moved:
            return
        filed = [each for each in map(self._read, records) if each is not None]
        offsets = {(self._names[tp.topic], tp.partition): place for tp, place in moved.items()}
        self.filed += await asyncio.to_thread(self._archive.file, filed, offsets)
        done.update(moved)

    async def _gather(self, consumer: AIOKafkaConsumer) -> list[Record]:
        """What has come; through a backlog, as much as goes into one transaction."""
        gathered: list[Record] = []
        wait = _WAIT_MS
        while len(gathered) < _BATCH:
            batches: Mapping[TopicPartition, list[Record]] = await consumer.getmany(
                timeout_ms=wait, max_records=_BATCH - len(gathered)
            )
            gathered += (record for batch in batches.values() for record in batch)
            if not batches or len(gathered) < _BACKLOG:
                break
            wait = _MORE_MS
        return gathered

    def _read(self, record: Record) -> Filed | None:
        """The record to file. What does not decode was never written by route: it is named and passed over."""
        topic = self._names[record.topic]
        try:
            envelope = Envelope.from_kafka(record.headers, now="", entered=0)
            origin = str(envelope.origin) if envelope.origin else None
            routed = _decode(record.value)
        except (msgspec.MsgspecError, UnicodeDecodeError, ValueError, TypeError) as error:
            log.error("%s/%d/%d is no routed article, not filed: %s", topic, record.partition, record.offset, error)
            return None
        return Filed(routed, topic, record.partition, record.offset, envelope.entered, record.timestamp, origin)

    async def _now_and_then(self, consumer: AIOKafkaConsumer, done: dict[TopicPartition, int]) -> None:
        now = time.monotonic()
        if now - self._said >= _SAY_EVERY:
            log.info("filed %s articles", f"{self.filed:,}")
            self._said = now
        if now - self._looked >= _LOOK_EVERY:
            self._looked = now
            await self._take_new_partitions(consumer, done)
            await asyncio.to_thread(self._retention.keep, now_ms())

    async def _take_new_partitions(self, consumer: AIOKafkaConsumer, done: dict[TopicPartition, int]) -> None:
        found = [tp for name in self._names for tp in await partitions_of(consumer, name)]
        new = [tp for tp in found if tp not in done]
        if not new:
            return
        places: dict[TopicPartition, Any] = {tp: await consumer.position(tp) for tp in done}
        consumer.assign([*done, *new])
        for tp in new:
            done[tp] = places[tp] = 0
        for tp, place in places.items():
            consumer.seek(tp, place)
        log.info("%d new partitions", len(new))
