"""Follows what happens around the alerts: reports coming in, dead letters, workers, replays, what waits."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import msgspec
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError
from msgspec import Struct

from agents.desk.rhythm import Rhythm, learn
from schemas.dead import REQUEUED
from schemas.headers import header
from schemas.replay import Replay
from schemas.topics import DEAD, RAW, STATE_REPLAY, STATE_ROUTE, STATE_WORKERS, Topic
from schemas.worker import WorkerState
from streams.kafka.deadletters import Letter, letter_id, letter_of, noted
from streams.kafka.reading import Extent, Record, consumer_of, extents
from streams.kafka.topics import check_topics
from streams.problem import Problem
from streams.settings import Settings
from streams.whole import write_whole
from streams.worker.waiting import WaitingRoom

log = logging.getLogger("wirewatch")

FOLLOWED = (RAW, DEAD, STATE_REPLAY, STATE_ROUTE, STATE_WORKERS)
MOST_LETTERS = 10_000
"""Dead letters that the desk knows by heart; of more, the newest."""
_LOOK_BACK = 5_000  # offsets of each partition of wire.raw that are read where no rhythm is known yet
_SAVE = 60.0  # seconds between two times that the rhythms are saved
_AGAIN = 1.0

Next: TypeAlias = dict[str, int]


class Kept(Struct):
    """What a restart of the desk must not forget: rhythms take days to learn."""

    rhythms: dict[str, Rhythm]
    next: Next
    """The next offset of each partition of wire.raw, as topic/partition."""


class Progress(Struct):
    """A replay as its last word said, and as the word before did."""

    replay: Replay
    at: int
    """ms since 1970."""
    sent_before: int = 0
    at_before: int = 0


class Watch:
    """What was seen so far."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._file = settings.data_dir / "desk" / "rhythms.json"
        self.rhythms: dict[str, Rhythm] = {}
        self.letters: OrderedDict[str, Letter] = OrderedDict()
        self.workers: dict[bytes, WorkerState] = {}
        self.replays: dict[str, Progress] = {}
        self.waiting = WaitingRoom()
        self._next: dict[TopicPartition, int] = {}

    async def run(self) -> None:
        """Follow, and come back whenever the broker does. Never returns; cancelled, it saves what it learned."""
        saving = asyncio.create_task(self._save_now_and_then())
        try:
            while True:
                try:
                    await check_topics(self._settings, FOLLOWED)
                    await self._begin()
                    async with consumer_of(self._settings) as consumer:
                        await self._follow(consumer)
                except (KafkaError, Problem, OSError, TimeoutError) as error:
                    log.debug("desk: watching again: %r", error)
                    await asyncio.sleep(_AGAIN)
        finally:
            saving.cancel()
            self._save()

    async def _begin(self) -> None:
        """Where to read from: where it stopped, else the whole of each topic; of wire.raw no more than needed."""
        whole = await extents(self._settings, FOLLOWED)
        if any(tp in whole and offset > whole[tp].end for tp, offset in self._next.items()):
            self._forget()  # the topics were made anew
        if not self._next:
            self._next = self._first(whole)

    def _first(self, whole: Mapping[TopicPartition, Extent]) -> dict[TopicPartition, int]:
        kept = _read(self._file)
        raw = {tp: extent for tp, extent in whole.items() if self._is(tp, RAW)}
        known = {tp: kept.next.get(f"{tp.topic}/{tp.partition}", -1) for tp in raw}
        starts = {tp: extent.first for tp, extent in whole.items()}
        if all(0 <= known[tp] <= extent.end for tp, extent in raw.items()):
            self.rhythms = kept.rhythms
            return starts | {tp: max(extent.first, known[tp]) for tp, extent in raw.items()}
        return starts | {tp: max(extent.first, extent.end - _LOOK_BACK) for tp, extent in raw.items()}

    def _forget(self) -> None:
        for each in (self.rhythms, self.letters, self.workers, self.replays, self._next):
            each.clear()
        self.waiting = WaitingRoom()

    async def _follow(self, consumer: AIOKafkaConsumer) -> None:
        consumer.assign(list(self._next))
        for tp, offset in self._next.items():
            consumer.seek(tp, offset)
        while True:
            for tp, records in (await consumer.getmany(timeout_ms=1000, max_records=500)).items():
                for record in records:
                    self._take(tp, record)
                self._next[tp] = records[-1].offset + 1
            await asyncio.sleep(0)  # a long restore lets the desks have their turn

    def _take(self, tp: TopicPartition, record: Record) -> None:
        match tp.topic.removeprefix(self._settings.topic_prefix):
            case RAW.name:
                self._take_report(record)
            case DEAD.name:
                self._take_letter(record)
            case STATE_ROUTE.name:
                self.waiting.take(record.key or b"", record.value)
            case STATE_WORKERS.name:
                self._take_worker(record)
            case STATE_REPLAY.name:
                self._take_replay(record)

    def _take_report(self, record: Record) -> None:
        """A report of a replay says nothing of its source's rhythm."""
        if header(record.headers, "ce_replay") is None:
            source = (record.key or b"").decode("utf-8", "replace")
            self.rhythms[source] = learn(self.rhythms.get(source), record.timestamp / 1000)

    def _take_letter(self, record: Record) -> None:
        if header(record.headers, "ce_type") == REQUEUED:
            name = noted(record)
            if name in self.letters:
                self.letters[name] = msgspec.structs.replace(self.letters[name], requeued=True)
            return
        self.letters[letter_id(record)] = letter_of(record)
        if len(self.letters) > MOST_LETTERS:
            self.letters.popitem(last=False)

    def _take_worker(self, record: Record) -> None:
        if record.value is None:
            self.workers.pop(record.key, None)
        else:
            self.workers[record.key] = msgspec.json.decode(record.value, type=WorkerState)

    def _take_replay(self, record: Record) -> None:
        name = (record.key or b"").decode("utf-8", "replace")
        if record.value is None:
            self.replays.pop(name, None)
            return
        replay = msgspec.json.decode(record.value, type=Replay)
        before = self.replays.get(name)
        if before is None:
            self.replays[name] = Progress(replay, record.timestamp)
        else:
            sent, at = before.replay.sent, before.at
            if record.timestamp - before.at_before < 2000:  # a rate over a moment says nothing
                sent, at = before.sent_before, before.at_before
            self.replays[name] = Progress(replay, record.timestamp, sent, at)

    async def _save_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(_SAVE)
            self._save()

    def _save(self) -> None:
        following = {f"{tp.topic}/{tp.partition}": offset for tp, offset in self._next.items() if self._is(tp, RAW)}
        if not following:
            return
        try:
            write_whole(self._file, msgspec.json.encode(Kept(self.rhythms, following)))
        except OSError as error:
            log.warning("desk: the sources' rhythms are not saved: %s", error)

    def _is(self, tp: TopicPartition, topic: Topic) -> bool:
        return bool(tp.topic == self._settings.topic(topic.name))


def _read(path: Path) -> Kept:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Kept)
    except (OSError, msgspec.DecodeError, msgspec.ValidationError):
        return Kept({}, {})
