"""The pipeline by hand, for tests of what reads its topics: each stage does its work when the test says so."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
from aiokafka import AIOKafkaProducer

from agents.clean import Clean
from agents.memory import Forgetful, Memory
from agents.notify import Notify
from agents.route import Route
from agents.stage import Dead, Decision, Forward, Message, Stage
from schemas.article import Article
from schemas.enriched import Enriched
from schemas.headers import CONTENT_BYTES, Envelope, KafkaHeaders, Origin
from schemas.routed import Match
from schemas.topics import BY_NAME, CLEAN, ENRICHED, MATCHES, RAW, STATE_ROUTE, Topic
from streams.kafka.connection import client_options
from streams.kafka.outgoing import Input, carry_out
from streams.kafka.reading import Record, extents, read_between
from streams.settings import Settings

NOW = "2017-12-28T00:00:00.000Z"


class Enrich:
    """Finds nothing; an article that holds the word `poison` it cannot read, until it is told to."""

    def __init__(self) -> None:
        self.hardened = False

    def decide(self, messages: Sequence[Message], memory: Memory) -> list[Decision]:
        return [self._one(message) for message in messages]

    def _one(self, message: Message) -> Decision:
        article = msgspec.json.decode(message.value, type=Article)
        if "poison" in article.text and not self.hardened:
            return Decision((Dead("stage-error", "poison"),))
        return Decision((Forward(ENRICHED.name, article.story_key, Enriched(article.id, article)),))


class Floods:
    """A set of one rule: the word `flood`."""

    version = "1"

    def match(self, enriched: Enriched, now: datetime) -> tuple[Match, ...]:
        return (Match("floods"),) if "flood" in enriched.article.text else ()


class ByHand:
    """Sends reports, and lets one stage at a time do what it has not done yet."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.enriching = settings, Enrich()
        self._done: dict[tuple[str, int], int] = {}

    def send(self, *reports: str | bytes, source: str = "wire", replay: str | None = None) -> None:
        """Put reports into wire.raw."""
        envelope = Envelope("", source, RAW.event, NOW, 0, CONTENT_BYTES, replay=replay)
        values = [report.encode() if isinstance(report, str) else report for report in reports]
        self.write((RAW, source.encode(), value, envelope.to_kafka(), None) for value in values)

    def clean(self) -> None:
        self._work("clean", Clean(max_bytes=10_000), RAW)

    def enrich(self) -> None:
        self._work("enrich", self.enriching, CLEAN)

    def route(self, *, remember: bool = True) -> None:
        self._work("route", Route(Floods()), ENRICHED, remember=remember)

    def notify(self) -> None:
        self._work("notify", Notify(), MATCHES, remember=False)

    def run(self) -> None:
        """The stages up to the endings of reports, once."""
        self.clean()
        self.enrich()
        self.route()

    def records(self, topic: Topic) -> list[Record]:
        """All that the topic holds."""

        async def read() -> list[Record]:
            return [record async for record in read_between(self.settings, await extents(self.settings, [topic]))]

        return sorted(asyncio.run(read()), key=lambda record: (record.partition, record.offset))

    def write(self, messages: Iterable[tuple[Topic, bytes, bytes | None, KafkaHeaders, int | None]]) -> None:
        async def send() -> None:
            producer = AIOKafkaProducer(**client_options(self.settings))
            await producer.start()
            for topic, key, value, headers, partition in messages:
                name = self.settings.topic(topic.name)
                await producer.send_and_wait(name, value, key, partition, headers=headers)
            await producer.stop()

        asyncio.run(send())

    def _work(self, name: str, stage: Stage, source: Topic, *, remember: bool = True) -> None:
        for record in self.records(source):
            place = (source.name, record.partition)
            if record.offset < self._done.get(place, 0):
                continue
            self._done[place] = record.offset + 1
            envelope = Envelope.from_kafka(record.headers, now=NOW, entered=0)
            message = Message(record.key, record.value, envelope)
            origin = Origin(source.name, record.partition, record.offset)
            (outcome,) = carry_out(name, stage, [Input(message, origin)], Forgetful(), 1_000_000)
            self.write((BY_NAME[each.topic], each.key, each.value, each.headers, None) for each in outcome.outgoing)
            if remember:
                changes = outcome.remember
                self.write((STATE_ROUTE, key.encode(), value, [], record.partition) for key, value in changes)
