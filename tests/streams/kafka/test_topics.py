"""Topics as the table and the settings ask, on a real broker."""

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import UnknownTopicOrPartitionError

from schemas.topics import ALERTS, ENRICHED, RAW, RULES, STATE_ROUTE, TOPICS
from streams.broker import free_port
from streams.kafka.connection import client_options
from streams.kafka.topiclist import list_topics
from streams.kafka.topics import check_topics, delete_topics, make_topics, wanted_configs, wanted_partitions
from streams.problem import Problem
from streams.settings import Settings

kafka = pytest.mark.kafka


@kafka
async def test_making_topics_twice_makes_them_once(bare_settings: Settings) -> None:
    names = tuple(bare_settings.topic(topic.name) for topic in TOPICS)
    first, second = await make_topics(bare_settings), await make_topics(bare_settings)
    assert (first.made, first.found, first.differences) == (names, (), ())
    assert (second.made, second.found, second.differences) == ((), names, ())
    await delete_topics(bare_settings)


@kafka
async def test_an_existing_topic_stays_as_it_is_and_the_difference_is_said(settings: Settings) -> None:
    asked = settings.model_copy(update={"partitions": 3, "retention_hours": 1.0, "max_bytes": 1_000})
    report = await make_topics(asked, [RAW, RULES])
    assert [str(each) for each in report.differences] == [
        f"{asked.topic('wire.raw')}: partitions is 2, not 3",
        f"{asked.topic('wire.raw')}: max.message.bytes is 67000000, not 17001000",
        f"{asked.topic('wire.raw')}: retention.ms is 604800000, not 3600000",
        f"{asked.topic('wire.rules')}: max.message.bytes is 67000000, not 17001000",
    ]


@kafka
async def test_missing_topics_are_named_with_what_makes_them(bare_settings: Settings) -> None:
    await make_topics(bare_settings, [RAW])
    with pytest.raises(Problem) as problem:
        await check_topics(bare_settings, [RAW, RULES])
    assert problem.value.message == f"no topic {bare_settings.topic('wire.rules')}; make them: wirewatch topics make"
    await delete_topics(bare_settings, [RAW])


@kafka
async def test_a_memory_and_its_input_must_have_the_same_partitions(bare_settings: Settings) -> None:
    await make_topics(bare_settings, [ENRICHED])
    await make_topics(bare_settings.model_copy(update={"partitions": 3}), [STATE_ROUTE])
    with pytest.raises(Problem, match=r"wire.enriched 2, .*wire.state.route 3"):
        await check_topics(bare_settings, [ENRICHED, STATE_ROUTE])
    await delete_topics(bare_settings, [ENRICHED, STATE_ROUTE])


@kafka
async def test_more_replicas_than_brokers_is_refused_in_the_brokers_words(bare_settings: Settings) -> None:
    with pytest.raises(Problem, match=r"wire.raw was not made: .*only 1 broker"):
        await make_topics(bare_settings.model_copy(update={"replication": 3}), [RAW])


async def test_a_broker_that_is_away_is_named() -> None:
    port = free_port()
    with pytest.raises(Problem, match=rf"no broker answers at 127\.0\.0\.1:{port} .*wirewatch broker start"):
        await make_topics(Settings(bootstrap=[f"127.0.0.1:{port}"]))


@kafka
async def test_listing_counts_messages_and_names_the_missing(settings: Settings) -> None:
    async with AIOKafkaProducer(**client_options(settings)) as producer:
        for n in range(3):
            await producer.send_and_wait(settings.topic(RAW.name), b"a report", key=str(n).encode())
    await delete_topics(settings, [RULES])
    rows = {row.topic: row for row in await list_topics(settings)}
    assert set(rows) == {settings.topic(topic.name) for topic in TOPICS}
    raw, rules = rows[settings.topic(RAW.name)], rows[settings.topic(RULES.name)]
    assert (raw.partitions, raw.replicas, raw.messages) == (2, 1, 3)
    assert (rules.partitions, rules.replicas, rules.messages) == (0, 0, 0)


@kafka
async def test_the_largest_report_fits_and_the_time_is_the_brokers(settings: Settings) -> None:
    topic, size = settings.topic(RAW.name), settings.max_bytes
    async with AIOKafkaProducer(**client_options(settings), max_request_size=settings.max_message_bytes) as producer:
        sent = await producer.send_and_wait(topic, b"\xff" * size, partition=0, timestamp_ms=1)  # from 1970
    consumer = AIOKafkaConsumer(**client_options(settings), max_partition_fetch_bytes=1_000_000)
    async with consumer:
        place = TopicPartition(topic, 0)
        consumer.assign([place])
        consumer.seek(place, sent.offset)
        got = await consumer.getone(place)
    assert (len(got.value), got.timestamp_type) == (size, 1), (
        "a small fetch size hands out a large message all the same"
    )
    assert got.timestamp > 1_500_000_000_000, "an old time stamp would put the report past its retention"


@kafka
async def test_no_client_makes_a_topic_by_using_it(bare_settings: Settings) -> None:
    producer = AIOKafkaProducer(**client_options(bare_settings), request_timeout_ms=1000, metadata_max_age_ms=100)
    async with producer:
        with pytest.raises((UnknownTopicOrPartitionError, TimeoutError)):
            await producer.send_and_wait(bare_settings.topic(ALERTS.name), b"")
    assert not any(row.partitions for row in await list_topics(bare_settings))


@pytest.mark.parametrize(
    ("topic", "replication", "expected"),
    [
        (RAW, 1, {"cleanup.policy": "delete", "retention.ms": "7200000", "message.timestamp.type": "LogAppendTime",
                  "max.message.bytes": "17001000", "min.insync.replicas": "1"}),
        (ALERTS, 3, {"cleanup.policy": "delete", "retention.ms": "7200000",
                     "max.message.bytes": "17001000", "min.insync.replicas": "2"}),
        (STATE_ROUTE, 3, {"cleanup.policy": "compact", "segment.ms": "3600000", "min.cleanable.dirty.ratio": "0.2",
                          "delete.retention.ms": "86400000", "max.message.bytes": "17001000",
                          "min.insync.replicas": "2"}),
    ],
    ids=["as received", "derived", "a memory"],
)  # fmt: skip
def test_the_settings_become_kafkas(topic, replication: int, expected: dict[str, str]) -> None:
    assert wanted_configs(topic, Settings(retention_hours=2, max_bytes=1_000, replication=replication)) == expected


def test_what_every_reader_reads_whole_has_one_partition() -> None:
    asked = {topic.name: wanted_partitions(topic, Settings(partitions=7)) for topic in TOPICS}
    assert asked["wire.raw"] == 7
    assert asked["wire.rules"] == 1
    assert set(asked.values()) == {1, 7}
