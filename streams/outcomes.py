"""Follows where reports end: alerts, archive and dead letters as they are committed."""

from collections.abc import AsyncIterator

import msgspec
from aiokafka import AIOKafkaConsumer, TopicPartition
from msgspec import Struct

from schemas import topics
from schemas.headers import Envelope
from schemas.routed import Routed
from streams.clock import iso
from streams.connection import client_options
from streams.settings import Settings
from streams.topics import check_topics

_decode = msgspec.json.Decoder(Routed).decode


class Ended(Struct, frozen=True):
    """One ending: an article with its verdict, or a dead letter's bytes. `at` is wall clock, in milliseconds, of its
    commit's message; `at - envelope.entered` is the time that the report took."""

    envelope: Envelope
    at: int
    routed: Routed | None = None
    dead: bytes | None = None

    @property
    def outcome(self) -> str:
        """alert, archive or dead."""
        return self.routed.verdict.outcome if self.routed else "dead"


async def follow_outcomes(settings: Settings) -> AsyncIterator[list[Ended]]:
    """Every ending from the beginning, in batches; an empty one about every half second while nothing comes."""
    names = {settings.topic(topic.name): topic for topic in (topics.ALERTS, topics.ARCHIVE, topics.DEAD)}
    await check_topics(settings, tuple(names.values()))
    consumer = AIOKafkaConsumer(
        **client_options(settings),
        isolation_level="read_committed",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
    )
    await consumer.start()
    try:
        await _assign_all(consumer, list(names))
        while True:
            got = await consumer.getmany(timeout_ms=500)
            yield [_ended(record, names[tp.topic]) for tp, records in got.items() for record in records]
    finally:
        await consumer.stop()


async def _assign_all(consumer: AIOKafkaConsumer, names: list[str]) -> None:
    tps = []
    for name in names:
        await consumer._client._wait_on_metadata(name)
        tps += [TopicPartition(name, number) for number in consumer.partitions_for_topic(name) or ()]
    consumer.assign(tps)
    await consumer.seek_to_beginning(*tps)


def _ended(record: object, topic: topics.Topic) -> Ended:
    value, timestamp = record.value or b"", record.timestamp  # type: ignore[attr-defined] # a ConsumerRecord
    envelope = Envelope.from_kafka(record.headers, now=iso(timestamp), entered=timestamp)  # type: ignore[attr-defined]
    if topic is topics.DEAD:
        return Ended(envelope, timestamp, dead=value)
    return Ended(envelope, timestamp, routed=_decode(value))
