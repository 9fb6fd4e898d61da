"""One stage on one input partition: takes messages in, and commits outputs, state and offset in one transaction."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

import msgspec
from aiokafka import TopicPartition

from agents.memory import Forgetful
from agents.stage import Message
from schemas.headers import Envelope, KafkaHeaders, Origin
from schemas.topics import BY_NAME, RAW
from streams.clock import iso, now_ms
from streams.hops.endings import Abandoned, ExitCode, Fatal
from streams.hops.runner import Runner
from streams.hops.stages import Row
from streams.kafka.changelog import Recollection, committed_offset, read_to_end
from streams.kafka.outgoing import Input, Outcome
from streams.kafka.transaction import BrokerAway, TakenOver, Transactions, Write
from streams.settings import Settings

_FORGOTTEN = 1000  # memories forgotten in one transaction


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
        self._transactions = Transactions(settings, f"{row.name}-{partition}", self._claim)
        self.next = 0
        """Offset of the next message to do; every one below it is committed."""
        self._expected: int | None = None
        self._memory = memory
        self._fresh = True
        self._turn = asyncio.Lock()
        """One transaction at a time: a batch, or a release of what waited."""

    async def open(self) -> None:
        """Fence, restore, and find out where to go on. Raises Fatal when the broker stays away."""
        try:
            await self._transactions.fence()
        except BrokerAway as error:
            raise Fatal(ExitCode.BROKER_LOST, error.message) from error
        if self._memory is not None:
            await self._memory.restore(self._settings)
        self._expected = await committed_offset(self._settings, self.tp)
        self.next = self._expected or 0
        self._fresh = True

    async def close(self) -> None:
        """Let go. What is under way is left to the next owner, who fences it."""
        await self._transactions.close()

    async def process(self, records: Sequence[Record]) -> int:
        """Do what is new in `records` (offsets ascending); returns how many that were.

        Raises Fatal when going on could break the guarantee, Abandoned when the partition has moved on.
        """
        async with self._turn:
            return await self._process(records)

    async def release(self, now: str) -> int:
        """Send on what waited in the stage's memory and whose time has come at `now` (UTC), in one transaction.

        Returns 0, for it does no message of the input. Raises as `process` does.
        """
        async with self._turn:
            memory = self._memory
            outcome = await self._runner.release(memory, now) if memory is not None else None
            if memory is None or outcome is None:
                return 0
            changes = dict(outcome.remember)

            async def was_committed() -> bool:
                await memory.restore(self._settings)  # fenced before: the changelog stands still
                return all(memory.get(key) == value for key, value in changes.items())

            await self._write([outcome], was_committed)
            memory.put(changes, now_ms())
            return 0

    async def forget(self, before: int) -> int:
        """Forget, in one transaction, what nothing has touched since `before` (ms) and the stage needs no more.

        Some of it, so that a report waits but a moment: what is left is forgotten the next time. Returns 0 and raises
        as `release` does.
        """
        async with self._turn:
            memory = self._memory
            keys = memory.idle(before, _FORGOTTEN, self._runner.needs) if memory is not None else []
            if memory is None or not keys:
                return 0

            async def was_committed() -> bool:
                await memory.restore(self._settings)
                return all(memory.get(key) is None for key in keys)

            forgotten = tuple((key, None) for key in keys)
            await self._write([Outcome((), forgotten)], was_committed)
            memory.put(dict(forgotten), now_ms())
            return 0

    async def _process(self, records: Sequence[Record]) -> int:
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
        """Outputs, changes of memory and the offset: all of it or nothing."""
        changes = {key: value for outcome in outcomes for key, value in outcome.remember}

        async def was_committed() -> bool:
            committed = await committed_offset(self._settings, self.tp)
            if committed not in (self._expected, end):
                found = f"expected offset {self._expected} or {end}, found {committed}"
                raise Fatal(ExitCode.FENCED, f"{self.name}: another worker committed: {found}")
            return committed == end

        await self._write(outcomes, was_committed, {self.tp: end})
        if self._memory is not None:
            self._memory.put(changes, now_ms())
        self.next = self._expected = end

    async def _write(
        self,
        outcomes: Sequence[Outcome],
        was_committed: Callable[[], Awaitable[bool]],
        offsets: dict[TopicPartition, int] | None = None,
    ) -> None:
        try:
            await self._transactions.write(self._writes(outcomes), was_committed, offsets)
        except TakenOver as error:
            raise Fatal(ExitCode.FENCED, error.message) from error
        except BrokerAway as error:
            raise Fatal(ExitCode.BROKER_LOST, error.message) from error

    def _writes(self, outcomes: Sequence[Outcome]) -> list[Write]:
        writes = []
        for outcome in outcomes:
            writes += [Write(BY_NAME[each.topic], each.key, each.value, each.headers) for each in outcome.outgoing]
            for key, value in outcome.remember:
                assert self._row.remembers is not None, f"{self._row.name} has no changelog to remember in"
                writes.append(Write(self._row.remembers, key.encode(), value, [], self.partition))
        return writes

    def _claim(self) -> None:
        """Before we fence ourselves: a partition that has moved on is its new owner's, and must not be fenced."""
        if not self._owned():
            raise Abandoned(self.name)

    async def _check_gap(self, offset: int) -> None:
        """The first message after `open` must be the first that is not committed.

        Offsets have gaps (transaction markers take one), so a gap alone says nothing: only a record in it does.
        """
        self._fresh = False
        if offset == self.next:
            return
        async for record in read_to_end(self._settings, self.tp, self.next):
            if record.offset < offset:
                raise Fatal(ExitCode.LOST_GAP, f"{self.name}: offset {record.offset} was passed over for {offset}")
            return

    @property
    def name(self) -> str:
        """stage/partition."""
        return f"{self._row.name}/{self.partition}"


def _envelope(record: Record, arrived: str) -> Envelope:
    """The headers; where ours do not read, those that a producer outside ours would have sent."""
    try:
        return Envelope.from_kafka(record.headers or [], now=arrived, entered=record.timestamp_ms)
    except ValueError:
        return Envelope.from_kafka([], now=arrived, entered=record.timestamp_ms)
