"""One stage on one input partition: takes messages in, and commits outputs, state and offset in one transaction."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.errors import IllegalOperation, InvalidProducerEpoch, KafkaError, OutOfOrderSequenceNumber, ProducerFenced

from agents.memory import Forgetful
from agents.stage import Message
from schemas.headers import Envelope, KafkaHeaders, Origin
from schemas.topics import RAW
from streams.changelog import Recollection, committed_offset, read_to_end
from streams.clock import iso
from streams.connection import client_options
from streams.endings import Abandoned, ExitCode, Fatal
from streams.outgoing import Input, Outcome
from streams.runner import Runner
from streams.settings import Settings
from streams.stages import Row

log = logging.getLogger("wirewatch")

_COMMIT_LIMIT = 15.0  # seconds for one transaction; then the broker counts as away and the producer is made anew
_FENCED = (ProducerFenced, InvalidProducerEpoch, OutOfOrderSequenceNumber)


class Record(Protocol):
    """What a hop asks of a consumed message."""

    offset: int
    key: bytes | None
    value: bytes | None
    timestamp_ms: int
    headers: KafkaHeaders


class Hop:
    """A stage's hold on one partition of its input, from assignment to revocation.

    The order of `open` is the guarantee: first fence (start the transactional producer, which ends whatever an
    earlier owner still had under way), then restore, then read the committed offset. Read before the fence, an old
    owner could commit in between and the batch would be done twice.
    """

    def __init__(
        self, row: Row, partition: int, settings: Settings, runner: Runner, owned: Callable[[], bool],
        memory: Recollection | None,
    ) -> None:  # fmt: skip
        self._row, self._settings, self._runner, self._owned = row, settings, runner, owned
        self.partition = partition
        self.tp = TopicPartition(settings.topic(row.source.name), partition)
        self.transactional_id = f"{settings.group}-{row.name}-{partition}"
        self.next = 0
        """Offset of the next message to do; every one below it is committed."""
        self._expected: int | None = None
        self._memory = memory
        self._producer: AIOKafkaProducer | None = None
        self._fresh = True

    async def open(self) -> None:
        """Fence, restore, and find out where to go on. Raises Fatal when the broker stays away."""
        await self._fence()
        if self._memory is not None:
            await self._memory.restore(self._settings)
        self._expected = await committed_offset(self._settings, self.tp)
        self.next = self._expected or 0
        self._fresh = True

    async def close(self) -> None:
        """Let go. What is under way is left to the next owner, who fences it."""
        producer, self._producer = self._producer, None
        if producer is not None:
            await _quietly_stop(producer)

    async def process(self, records: Sequence[Record]) -> int:
        """Do what is new in `records` (offsets ascending); returns how many that were.

        Raises Fatal when going on could break the guarantee, Abandoned when the partition has moved on.
        """
        new = [record for record in records if record.offset >= self.next]
        if not new:
            return 0
        if self._fresh:
            await self._check_gap(new[0].offset)
        inputs = [self._input(record) for record in new]
        outcomes = await self._runner.run(inputs, self._memory or Forgetful())
        await self._commit(outcomes, new[-1].offset + 1)
        return len(new)

    def _input(self, record: Record) -> Input:
        place = Origin(self._row.source.name, self.partition, record.offset)
        arrived = iso(record.timestamp_ms)
        envelope = _envelope(record, arrived)
        if self._row.source is RAW:
            # An outside producer's ce_time says when its event happened, not when we got it; only a replay sets `now`.
            now = envelope.now if envelope.replay else arrived
            envelope = msgspec.structs.replace(envelope, now=now, entered=record.timestamp_ms, origin=place)
        return Input(Message(record.key or b"", record.value or b"", envelope), place)

    async def _commit(self, outcomes: Sequence[Outcome], end: int) -> None:
        changes = {key: value for outcome in outcomes for key, value in outcome.remember}
        while True:
            try:
                async with asyncio.timeout(_COMMIT_LIMIT):
                    await self._transact(outcomes, end)
                break
            except _FENCED as error:
                raise Fatal(ExitCode.FENCED, f"{self.transactional_id} was taken over ({error!r})") from error
            except (KafkaError, IllegalOperation, TimeoutError, AssertionError) as error:
                # AssertionError: aiokafka asserts on the state of a transaction that has failed underneath.
                log.warning("%s: transaction failed (%r); going back to the committed offset", self._name, error)
                if await self._reopen(end):
                    break
        if self._memory is not None:
            self._memory.put(changes)
        self.next = self._expected = end
        self._fresh = False

    async def _transact(self, outcomes: Sequence[Outcome], end: int) -> None:
        producer = self._producer
        if producer is None:
            raise Abandoned(self._name)
        await producer.begin_transaction()
        sent = []
        for outcome in outcomes:
            for each in outcome.outgoing:
                topic = self._settings.topic(each.topic)
                sent.append(await producer.send(topic, each.value, each.key, headers=each.headers))
            for key, value in outcome.remember:
                assert self._row.remembers is not None, f"{self._row.name} has no changelog to remember in"
                changelog = self._settings.topic(self._row.remembers.name)
                sent.append(await producer.send(changelog, value, key.encode(), partition=self.partition))
        await asyncio.gather(producer.send_offsets_to_transaction({self.tp: end}, self._settings.group), *sent)
        await producer.commit_transaction()

    async def _fence(self) -> None:
        """Start the transactional producer, waiting for a broker that is away as long as the settings allow."""
        deadline = time.monotonic() + self._settings.broker_patience
        while True:
            producer = AIOKafkaProducer(
                **client_options(self._settings),
                transactional_id=self.transactional_id,
                acks="all",
                transaction_timeout_ms=60_000,  # beyond _COMMIT_LIMIT: the broker must not end it while we still try
                max_request_size=self._settings.max_message_bytes + 1_000_000,
                max_batch_size=1_000_000,  # one batch a partition is under way at a time: small ones cost round trips
            )
            try:
                async with asyncio.timeout(_COMMIT_LIMIT):
                    await producer.start()
            except (KafkaError, TimeoutError, OSError) as error:
                await _quietly_stop(producer)
                if time.monotonic() > deadline:
                    away = (
                        f"no broker at {', '.join(self._settings.bootstrap)} for {self._settings.broker_patience:g} s"
                    )
                    raise Fatal(ExitCode.BROKER_LOST, away) from error
                await asyncio.sleep(0.5)
            else:
                self._producer = producer
                return

    async def _reopen(self, end: int) -> bool:
        """After a failed transaction: fence ourselves, and ask what became of it. True: it was committed after all.

        Raises Fatal if somebody else has committed, Abandoned if the partition is no longer ours to fence.
        """
        await self.close()
        if not self._owned():
            raise Abandoned(self._name)
        await self._fence()
        committed = await committed_offset(self._settings, self.tp)
        if committed not in (self._expected, end):
            taken = (
                f"{self._name}: expected offset {self._expected} or {end}, found {committed}: another worker committed"
            )
            raise Fatal(ExitCode.FENCED, taken)
        return committed == end

    async def _check_gap(self, offset: int) -> None:
        """The first message after `open` must be the first that is not committed.

        Offsets have gaps (transaction markers take one), so a gap alone says nothing: only a record in it does.
        """
        self._fresh = False
        if offset == self.next:
            return
        async for record in read_to_end(self._settings, self.tp, self.next):
            if record.offset < offset:
                raise Fatal(ExitCode.LOST_GAP, f"{self._name}: offset {record.offset} was passed over for {offset}")
            return

    @property
    def _name(self) -> str:
        return f"{self._row.name}/{self.partition}"


def _envelope(record: Record, arrived: str) -> Envelope:
    """The headers; where ours do not read, those that a producer outside ours would have sent."""
    try:
        return Envelope.from_kafka(record.headers or [], now=arrived, entered=record.timestamp_ms)
    except ValueError:
        return Envelope.from_kafka([], now=arrived, entered=record.timestamp_ms)


async def _quietly_stop(producer: AIOKafkaProducer) -> None:
    """Stop a producer that may be in any state: it is thrown away either way."""
    try:
        async with asyncio.timeout(2):
            await producer.stop()
    except (KafkaError, IllegalOperation, TimeoutError, AssertionError, OSError) as error:
        log.debug("a producer did not stop in order: %r", error)
