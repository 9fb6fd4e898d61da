"""Follows wire.alerts and wire.acks: keeps the last alerts at hand, and sends each on to every open desk."""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence

import msgspec
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from agents.desk.position import Place, Position, merged, write_position
from agents.desk.window import Window
from schemas.ack import Ack
from schemas.headers import header
from schemas.topics import ACKS, ALERTS, Topic
from streams.clock import iso, now_ms
from streams.desk.hub import Frame, Hub, frame
from streams.kafka.reading import Extent, Record, consumer_of, extents, read_between
from streams.kafka.tail import last_records
from streams.kafka.topics import check_topics
from streams.problem import Problem
from streams.settings import Settings

log = logging.getLogger("wirewatch")

FOLLOWED: tuple[Topic, ...] = (ALERTS, ACKS)
NAMES = tuple(topic.name for topic in FOLLOWED)
MOST_MISSED = 5_000
"""Offsets that a desk is told one by one when it comes back; beyond, it is told to load anew."""
_AGAIN = 1.0  # seconds between attempts to reach the broker
_away = (KafkaError, Problem, OSError, TimeoutError)


class _Anew(Exception):
    """The topics are not those that were read before: somebody made them anew."""


class Gone(Exception):
    """The topic no longer has what a desk has missed."""


class Live:
    """What comes, as it comes. `hear` is told each alert's wait, from wire.raw to being pushed, in milliseconds."""

    def __init__(self, settings: Settings, hub: Hub, hear: Callable[[int], None] = lambda _: None) -> None:
        self._settings, self._hub, self._hear = settings, hub, hear
        self.window = Window(settings.desk_alerts)
        self._position: dict[Place, int] = {}
        self._floor: dict[Place, int] = {}
        """From here on, the window has everything."""
        self._frames: deque[Frame] = deque()
        self.ready = asyncio.Event()
        """Set once the last alerts are at hand."""
        self.away: str | None = "the desk has not reached its broker yet"
        """Why nothing can be read at the moment; None while all is well."""

    @property
    def position(self) -> str:
        """How far the log has been sent to the desks."""
        return write_position(self._position, NAMES)

    async def run(self) -> None:
        """Follow, and come back whenever the broker does. Never returns."""
        while True:
            try:
                await check_topics(self._settings, FOLLOWED)
                if not self.ready.is_set():
                    await self._restore()
                async with consumer_of(self._settings) as consumer:
                    await self._follow(consumer)
            except _Anew:
                log.warning("the topics were made anew: the desks are told to load again")
                self.ready.clear()
                self._hub.publish(frame("gap", b'{"since":null}'))
            except _away as error:
                self._be_away(error)
                await asyncio.sleep(_AGAIN)

    def hear_of_broker(self, error: Exception | None) -> None:
        """What somebody else found out: that the broker does not answer, or that it does."""
        if error is None:
            self.away = None if self.ready.is_set() else self.away
        elif isinstance(error, _away):
            self._be_away(error)

    def _be_away(self, error: Exception) -> None:
        why = error.format_message() if isinstance(error, Problem) else f"the broker is away: {error!r}"
        if self.away != why:
            log.warning("desk: %s", why)
        self.away = why

    async def _restore(self) -> None:
        """Take the ends of the topics into memory: the last alerts, and every acknowledgement."""
        self.window, self._position, self._frames = Window(self._settings.desk_alerts), {}, deque()
        whole = await extents(self._settings, [ACKS])
        async for record in read_between(self._settings, whole):
            self._take_ack(record)
        records, ends = await last_records(self._settings, ALERTS, self._settings.desk_alerts)
        self._floor = {self._place(tp): each.end for tp, each in whole.items()}
        self._floor |= {self._place(tp): end for tp, end in ends.items()}
        for record in records:
            place = self._place_of(record)
            self._floor[place] = min(self._floor[place], record.offset)
        self._position = dict(self._floor)
        for record in records:
            self._take(record)
        self._position = merged(self._position, {self._place(tp): end for tp, end in ends.items()})
        self.away = None
        self.ready.set()

    async def _follow(self, consumer: AIOKafkaConsumer) -> None:
        starts = {self._tp(place): offset for place, offset in self._position.items()}
        for tp, end in (await consumer.end_offsets(list(starts))).items():
            if end < starts[tp]:
                raise _Anew
        consumer.assign(list(starts))
        for tp, offset in starts.items():
            consumer.seek(tp, offset)
        self.away = None
        while True:
            for records in (await consumer.getmany(timeout_ms=1000)).values():
                for record in records:
                    if record.offset < self._position[self._place_of(record)]:
                        raise _Anew
                    event = self._take(record)
                    if event is not None:
                        self._hub.publish(event)

    def _take(self, record: Record) -> Frame | None:
        """Take one record in; the event that it makes, if it makes one."""
        place = self._place_of(record)
        self._position[place] = record.offset + 1
        data = self._take_ack(record) if place[0] == ACKS.name else self._take_alert(record)
        if data is None:
            return None
        event = self._frame(place, record.offset + 1, data)
        self._frames.append(event)
        if len(self._frames) > self._settings.desk_alerts:
            oldest = self._frames.popleft()
            self._floor[oldest.place or place] = oldest.next
        return event

    def _frame(self, place: Place, after: int, data: bytes) -> Frame:
        return frame("ack" if place[0] == ACKS.name else "alert", data, id=self.position, place=place, next=after)

    def _take_alert(self, record: Record) -> bytes | None:
        try:
            row = self.window.take(
                record.value or b"",
                key=(record.timestamp, record.partition, record.offset),
                at=iso(record.timestamp),
                took_ms=_took(record),
                position=self.position,
            )
        except (msgspec.DecodeError, msgspec.ValidationError) as error:
            log.warning("%s/%d/%d is passed over: %s", record.topic, record.partition, record.offset, error)
            return None
        if row.took_ms is not None:
            pushed = now_ms() - record.timestamp if self.ready.is_set() else 0
            self._hear(row.took_ms + max(0, pushed))
        return msgspec.json.encode(row)

    def _take_ack(self, record: Record) -> bytes | None:
        try:
            ack = msgspec.json.decode(record.value or b"", type=Ack)
        except (msgspec.DecodeError, msgspec.ValidationError):
            return None
        return record.value if self.window.take_ack(ack) else None

    def missed(self, since: Position) -> AsyncIterator[Frame] | None:
        """What came after a position and before now, in order; None where it cannot be told one by one.

        Call it in the turn of the event loop in which the desk joins the hub, so that nothing falls between the two.
        Iterating raises Gone where the topic no longer has all of it.
        """
        if any(since.get(place, 0) > after for place, after in self._position.items()) or not self.ready.is_set():
            return None
        holes = {
            place: Extent(since.get(place, 0), floor)
            for place, floor in self._floor.items()
            if since.get(place, 0) < floor
        }
        if sum(hole.end - hole.first for hole in holes.values()) > MOST_MISSED:
            return None
        kept = [each for each in self._frames if each.place and each.next > since.get(each.place, 0)]
        return self._replay(holes, kept)

    async def _replay(self, holes: Mapping[Place, Extent], kept: Sequence[Frame]) -> AsyncIterator[Frame]:
        if holes:
            wanted = {self._tp(place): hole for place, hole in holes.items()}
            whole = await extents(self._settings, FOLLOWED)
            if any(whole[tp].first > hole.first for tp, hole in wanted.items() if tp in whole):
                raise Gone
            async for record in read_between(self._settings, wanted):
                data = self._data_again(record)
                if data is not None:
                    yield self._frame(self._place_of(record), record.offset + 1, data)
        for each in kept:
            yield each

    def _data_again(self, record: Record) -> bytes | None:
        """What an event said of a record that the window does not hold any more."""
        value: bytes | None = record.value
        if value is None or self._place_of(record)[0] == ACKS.name:
            return value
        try:
            row = self.window.row_again(value, at=iso(record.timestamp), took_ms=_took(record))
        except (msgspec.DecodeError, msgspec.ValidationError):
            return None
        return msgspec.json.encode(row)

    def _tp(self, place: Place) -> TopicPartition:
        return TopicPartition(self._settings.topic(place[0]), place[1])

    def _place(self, tp: TopicPartition) -> Place:
        return tp.topic.removeprefix(self._settings.topic_prefix), tp.partition

    def _place_of(self, record: Record) -> Place:
        return record.topic.removeprefix(self._settings.topic_prefix), record.partition


def _took(record: Record) -> int | None:
    """Milliseconds from wire.raw to the record's own topic."""
    entered = header(record.headers, "ce_entered")
    return max(0, record.timestamp - int(entered)) if entered and entered.isdecimal() else None
