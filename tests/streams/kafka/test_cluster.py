"""The same program on a cluster: three brokers, three replicas, one of them killed."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
import pytest_asyncio
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from schemas.topics import CLEAN, RAW, TOPICS
from streams.broker import Broker, free_port
from streams.kafka.connection import client_options
from streams.kafka.topiclist import list_topics
from streams.kafka.topics import check_topics, make_topics
from streams.settings import Settings

pytestmark = pytest.mark.kafka

# What a cluster's owner would set: nothing is lost with one of three away. The rest is as in the embedded broker.
REPLICATED = {
    "offsets.topic.replication.factor": "3",
    "transaction.state.log.replication.factor": "3",
    "transaction.state.log.min.isr": "2",
    "transaction.partition.verification.enable": "true",
}


@pytest_asyncio.fixture
async def cluster(broker: Broker, tmp_path: Path, cache_dir: Path | None) -> AsyncIterator[list[Broker]]:
    """Three nodes on this machine. The session's broker has the jars ready."""
    del broker
    ports = {node: (free_port(), free_port()) for node in (1, 2, 3)}
    voters = ",".join(f"{node}@127.0.0.1:{controller}" for node, (_, controller) in ports.items())
    nodes = [
        Broker(tmp_path / str(node), *pair, cache_dir=cache_dir, node_id=node, voters=voters, properties=REPLICATED)
        for node, pair in ports.items()
    ]
    try:
        await asyncio.gather(*(node.start() for node in nodes))
        yield nodes
    finally:
        for node in nodes:
            node.kill()


async def committed(settings: Settings, partition: TopicPartition, count: int) -> list[bytes]:
    """The first `count` committed messages of a partition, and any that come with them."""
    options = client_options(settings)
    async with AIOKafkaConsumer(**options, isolation_level="read_committed", fetch_max_wait_ms=50) as consumer:
        consumer.assign([partition])
        await consumer.seek_to_beginning(partition)
        end = (await consumer.end_offsets([partition]))[partition]
        values: list[bytes] = []
        while await consumer.position(partition) < end:
            got = await consumer.getmany(partition, timeout_ms=500)
            values += [record.value for records in got.values() for record in records]
    assert len(values) >= count
    return values


async def commit(producer: AIOKafkaProducer, settings: Settings, values: Sequence[bytes], end: int) -> None:
    """One hop's transaction: outputs and the input's offset together."""
    topic, source = settings.topic(CLEAN.name), TopicPartition(settings.topic(RAW.name), 0)
    async with producer.transaction():
        await asyncio.gather(*[await producer.send(topic, value, partition=0) for value in values])
        await producer.send_offsets_to_transaction({source: end}, settings.group)


async def test_transactions_on_three_brokers_survive_the_loss_of_one(cluster: list[Broker]) -> None:
    settings = Settings(bootstrap=[node.bootstrap for node in cluster], replication=3, partitions=2)
    report = await make_topics(settings)
    assert len(report.made) == len(TOPICS)
    assert (await make_topics(settings)).differences == ()
    await check_topics(settings)
    assert {row.replicas for row in await list_topics(settings)} == {3}

    first, second = [f"first {n}".encode() for n in range(20)], [f"second {n}".encode() for n in range(20)]
    producer = AIOKafkaProducer(**client_options(settings), transactional_id="cluster-test-0", acks="all")
    async with producer:
        await commit(producer, settings, first, 20)
        cluster[0].kill()
        await commit(producer, settings, second, 40)
        await producer.begin_transaction()
        await producer.send_and_wait(settings.topic(CLEAN.name), b"never committed", partition=0)
        await producer.abort_transaction()

    assert await committed(settings, TopicPartition(settings.topic(CLEAN.name), 0), 40) == first + second
    async with AIOKafkaConsumer(**client_options(settings), group_id=settings.group) as consumer:
        assert await consumer.committed(TopicPartition(settings.topic(RAW.name), 0)) == 40
