"""Writes to several topics at once or not at all, with an input's offset where there is one: fenced transactions."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from types import TracebackType

from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.errors import IllegalOperation, InvalidProducerEpoch, KafkaError, OutOfOrderSequenceNumber, ProducerFenced
from msgspec import Struct

from schemas.headers import KafkaHeaders
from schemas.topics import Topic
from streams.kafka.connection import client_options
from streams.problem import Problem
from streams.settings import Settings

log = logging.getLogger("wirewatch")

_LIMIT = 15.0  # seconds for one transaction; then the broker counts as away and the outcome is asked for
_OPEN_LIMIT_MS = 20_000  # the broker ends it then: more than _LIMIT, and as long as others may stand behind a dead one
_FENCED = (ProducerFenced, InvalidProducerEpoch, OutOfOrderSequenceNumber)
BROKEN = (KafkaError, IllegalOperation, TimeoutError, AssertionError, OSError)
"""What a client raises when its broker is away. AssertionError: aiokafka asserts on the state of a transaction that
has failed underneath."""


class TakenOver(Problem):
    """Another process writes under this name now."""


class BrokerAway(Problem):
    """No broker answered for as long as the settings allow."""


class Write(Struct, frozen=True):
    """A message to write. `value` None takes a compacted key back; `partition` None leaves it to the key."""

    topic: Topic
    key: bytes
    value: bytes | None
    headers: KafkaHeaders
    partition: int | None = None


class Transactions:
    """One writer under one name: the latest process to call `fence` is the only one whose writes are committed.

    `claim` is called before a failed transaction is fenced by its own writer: it raises where the name is no longer
    this process's to fence.
    """

    def __init__(self, settings: Settings, name: str, claim: Callable[[], None] = lambda: None) -> None:
        self._settings, self.transactional_id, self._claim = settings, f"{settings.group}-{name}", claim
        self._producer: AIOKafkaProducer | None = None

    async def __aenter__(self) -> "Transactions":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def fence(self, deadline: float | None = None) -> None:
        """Put an end to whatever any process has under way under this name. Raises BrokerAway if no broker answers.

        `deadline`: in time.monotonic(); by default as long from now as the settings allow.
        """
        await self.close()
        deadline = time.monotonic() + self._settings.broker_patience if deadline is None else deadline
        while True:
            producer = AIOKafkaProducer(
                **client_options(self._settings),
                transactional_id=self.transactional_id,
                acks="all",
                transaction_timeout_ms=_OPEN_LIMIT_MS,
                max_request_size=self._settings.max_message_bytes + 1_000_000,
                max_batch_size=1_000_000,  # one batch a partition is under way at a time: small ones cost round trips
            )
            try:
                async with asyncio.timeout(_LIMIT):
                    await producer.start()
            except BROKEN as error:
                await _quietly_stop(producer)
                if time.monotonic() > deadline:
                    servers, patience = ", ".join(self._settings.bootstrap), self._settings.broker_patience
                    raise BrokerAway(f"no broker at {servers} for {patience:g} s", "start it, and try again") from error
                await asyncio.sleep(0.5)
            else:
                self._producer = producer
                return

    async def write(
        self,
        writes: Sequence[Write],
        was_committed: Callable[[], Awaitable[bool]],
        offsets: Mapping[TopicPartition, int] | None = None,
    ) -> None:
        """All of `writes`, and the group's `offsets`, in one transaction; returns when it is known to be committed.

        `was_committed` reads, after a transaction of unknown outcome that has been fenced, what became of it; it may
        raise. Raises TakenOver, BrokerAway, and what `claim` raises.
        """
        while True:
            try:
                async with asyncio.timeout(_LIMIT):
                    return await self._transact(writes, offsets)
            except _FENCED as error:
                what = f"another process took over from this one ({self.transactional_id}: {error!r})"
                raise TakenOver(what, "leave it to that one") from error
            except BROKEN as error:
                log.warning("%s: transaction failed (%r); asking what became of it", self.transactional_id, error)
                if await self._find_out(was_committed):
                    return None

    async def _transact(self, writes: Sequence[Write], offsets: Mapping[TopicPartition, int] | None) -> None:
        producer = self._producer
        if producer is None:
            raise IllegalOperation(f"{self.transactional_id} is closed")
        await producer.begin_transaction()
        sent = []
        for each in writes:
            topic = self._settings.topic(each.topic.name)
            sent.append(await producer.send(topic, each.value, each.key, each.partition, headers=each.headers))
            sent[-1].add_done_callback(_hear)
        if offsets:
            await asyncio.gather(*sent, producer.send_offsets_to_transaction(offsets, self._settings.group))
        else:
            await asyncio.gather(*sent)
        await producer.commit_transaction()

    async def _find_out(self, was_committed: Callable[[], Awaitable[bool]]) -> bool:
        deadline = time.monotonic() + self._settings.broker_patience
        while True:
            self._claim()
            await self.fence(deadline)
            try:
                return await was_committed()
            except BROKEN as error:
                if time.monotonic() > deadline:
                    raise BrokerAway(f"the broker does not answer ({error!r})", "look at it, and try again") from error

    async def close(self) -> None:
        """Let go. What is under way is left to whoever fences next."""
        producer, self._producer = self._producer, None
        if producer is not None:
            await _quietly_stop(producer)


def _hear(answer: "asyncio.Future[object]") -> None:
    """Where one send fails the others are not waited for; asyncio would complain that nobody heard their errors."""
    if not answer.cancelled():
        answer.exception()


async def _quietly_stop(producer: AIOKafkaProducer) -> None:
    """Stop a producer that may be in any state: it is thrown away either way."""
    try:
        async with asyncio.timeout(2):
            await producer.stop()
    except BROKEN as error:
        log.debug("a producer did not stop in order: %r", error)
