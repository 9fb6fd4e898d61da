"""Follows where reports end: alerts, archive and dead letters as they are committed."""

from collections.abc import AsyncIterator
from typing import Literal

import msgspec
from msgspec import Struct

from schemas import topics
from schemas.headers import Envelope
from schemas.routed import Routed
from streams.clock import iso
from streams.kafka.reading import Record, consumer_of, partitions_of
from streams.kafka.topics import check_topics
from streams.settings import Settings

_decode = msgspec.json.Decoder(Routed).decode
_OUTCOMES: dict[topics.Topic, Literal["alert", "archive", "dead"]] = {
    topics.ALERTS: "alert",
    topics.ARCHIVE: "archive",
    topics.DEAD: "dead",
}


class Ended(Struct, frozen=True):
    """One ending: an article with its verdict, or a dead letter. `at` is wall clock, in milliseconds, of its message;

    `at - envelope.entered` is the time that the report took. What it holds is decoded when it is asked for.
    """

    outcome: Literal["alert", "archive", "dead"]
    envelope: Envelope
    at: int
    value: bytes

    @property
    def routed(self) -> Routed | None:
        """The article with its verdict; None for a dead letter."""
        return None if self.outcome == "dead" else _decode(self.value)

    @property
    def dead(self) -> bytes | None:
        """The bytes of a dead letter; None for an article."""
        return self.value if self.outcome == "dead" else None


async def follow_outcomes(settings: Settings) -> AsyncIterator[list[Ended]]:
    """Every ending from the beginning, in batches; an empty one about every half second while nothing comes."""
    names = {settings.topic(topic.name): topic for topic in (topics.ALERTS, topics.ARCHIVE, topics.DEAD)}
    await check_topics(settings, tuple(names.values()))
    async with consumer_of(settings) as consumer:
        tps = [tp for name in names for tp in await partitions_of(consumer, name)]
        consumer.assign(tps)
        await consumer.seek_to_beginning(*tps)
        while True:
            got = await consumer.getmany(timeout_ms=500)
            ended = [_ended(record, names[tp.topic]) for tp, records in got.items() for record in records]
            # A match that notify could not read is a dead letter of a report that has ended as an alert.
            yield [each for each in ended if each.envelope.dead_stage != "notify"]


def _ended(record: Record, topic: topics.Topic) -> Ended:
    envelope = Envelope.from_kafka(record.headers, now=iso(record.timestamp), entered=record.timestamp)
    return Ended(_OUTCOMES[topic], envelope, record.timestamp, record.value or b"")
