"""Reads wire.notices into the outbox: each batch in one local transaction with the offsets after it."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack

import msgspec
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from schemas.headers import Envelope
from schemas.notice import Notice
from schemas.topics import NOTICES
from streams.clock import now_ms
from streams.hooks.ledger import Ledger
from streams.hooks.outbox import Incoming, file_notices
from streams.kafka.reading import Record, consumer_of, partitions_of
from streams.problem import Problem
from streams.settings import Settings

log = logging.getLogger("wirewatch")

_decode = msgspec.json.Decoder(Notice).decode
_BATCH = 500  # notices in one transaction
_AGAIN = 1.0  # seconds before a broker that is away is asked again


class Intake:
    """Follows the topic. `filed` is called after each batch."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._connection = AsyncExitStack()
        self._consumer: AIOKafkaConsumer | None = None
        self.reading = False
        """Whether the broker answers."""
        self.behind = 0
        """Notices that were not read yet, by what the broker last said."""

    async def warm(self) -> None:
        """Connect, and read nothing yet: who stands by then takes over within a moment."""
        try:
            consumer = await self._connection.enter_async_context(consumer_of(self._settings))
            tps = await partitions_of(consumer, self._settings.topic(NOTICES.name))
            if not tps:
                raise Problem(f"no topic {self._settings.topic(NOTICES.name)}", "make it: wirewatch topics make")
            consumer.assign(tps)
            consumer.pause(*tps)
            self._consumer = consumer
        except BaseException:
            await self.close()
            raise

    async def run(self, ledger: Ledger, filed: Callable[[], None]) -> None:
        """Read without end; a broker that is away is waited for, since what is in the outbox goes out without it."""
        while True:
            try:
                if self._consumer is None:
                    await self.warm()
                assert self._consumer is not None, "connected"
                await self._follow(self._consumer, ledger, filed)
            except (KafkaError, OSError, Problem) as error:
                self.reading = False
                log.warning("hooks: no notices are read (%s); trying again", error)
                await self.close()
                await asyncio.sleep(_AGAIN)

    async def close(self) -> None:
        """Let go of the broker."""
        self._consumer = None
        await self._connection.aclose()

    async def _follow(self, consumer: AIOKafkaConsumer, ledger: Ledger, filed: Callable[[], None]) -> None:
        tps = sorted(consumer.assignment())
        await self._seek(consumer, tps, ledger)
        consumer.resume(*tps)
        self.reading = True
        log.info("hooks: reading %d partitions of %s", len(tps), self._settings.topic(NOTICES.name))
        while True:
            batches = await consumer.getmany(timeout_ms=500, max_records=_BATCH)
            if batches:
                await self._file(batches, ledger)
                filed()
            self.behind = sum([await _behind(consumer, tp) for tp in tps])

    async def _seek(self, consumer: AIOKafkaConsumer, tps: Sequence[TopicPartition], ledger: Ledger) -> None:
        """To where the book says; where the topic no longer has that, to what it still has, and that is said."""
        known = await ledger.do(positions, self._settings.topic(NOTICES.name))
        firsts, ends = await asyncio.gather(consumer.beginning_offsets(tps), consumer.end_offsets(tps))
        for tp in tps:
            wanted = known.get(tp.partition, firsts[tp])
            if wanted < firsts[tp]:
                log.error("hooks: %d notices of %s were deleted before they were read", firsts[tp] - wanted, tp)
            if wanted > ends[tp]:
                log.error("hooks: %s ends before what was read of it (made anew?); reading it from its beginning", tp)
            inside = firsts[tp] <= wanted <= ends[tp]
            consumer.seek(tp, wanted if inside else firsts[tp])

    async def _file(self, batches: Mapping[TopicPartition, Sequence[Record]], ledger: Ledger) -> None:
        incoming, unread = [], 0
        for records in batches.values():
            for record in records:
                try:
                    incoming.append(read_notice(record))
                except (msgspec.DecodeError, ValueError) as error:
                    unread += 1
                    where = f"{record.topic}/{record.partition}/{record.offset}"
                    log.error("hooks: %s is no notice and is passed over: %s", where, error)
        after = {(tp.topic, tp.partition): records[-1].offset + 1 for tp, records in batches.items()}
        counts = await ledger.do(file_notices, incoming, after, now_ms())
        for what in counts:
            if what.startswith("no hook"):
                log.warning("hooks: there is %s", what)


def read_notice(record: Record) -> Incoming:
    """A record of wire.notices. Raises ValueError (msgspec's errors are some) where it does not read."""
    notice = _decode(record.value or b"")
    envelope = Envelope.from_kafka(record.headers, now="", entered=record.timestamp)
    return Incoming(notice, record.timestamp, envelope.entered)


def positions(book: sqlite3.Connection, topic: str) -> dict[int, int]:
    """The next offset to read of each partition."""
    return dict(book.execute("SELECT partition, next FROM position WHERE topic = ?", [topic]).fetchall())


async def _behind(consumer: AIOKafkaConsumer, tp: TopicPartition) -> int:
    """Offsets up to the last stable one that the broker told of with its last answer."""
    stable = consumer.last_stable_offset(tp)
    return max(0, stable - await consumer.position(tp)) if stable is not None else 0
