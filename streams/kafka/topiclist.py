"""What the pipeline's topics look like on the cluster at this moment."""

from aiokafka import AIOKafkaConsumer, TopicPartition
from msgspec import Struct

from schemas.topics import TOPICS
from streams.kafka.connection import client_options
from streams.kafka.topics import admin, describe
from streams.settings import Settings


class Listed(Struct, frozen=True):
    """A topic of the table. `partitions` and `replicas` are 0 where it is missing on the cluster.

    `messages` counts offsets from the first that is kept to the end: markers of transactions and what compaction
    took out count as well.
    """

    topic: str
    partitions: int
    replicas: int
    cleanup: str
    messages: int
    description: str


async def list_topics(settings: Settings) -> list[Listed]:
    """Every topic of the table, in its order. Raises Problem where no broker answers."""
    async with admin(settings) as client:
        found = await describe(client, settings, TOPICS)
    every = [TopicPartition(name, part["partition"]) for name, entry in found.items() for part in entry["partitions"]]
    first, end = await _offsets(settings, every)
    rows = []
    for topic in TOPICS:
        name = settings.topic(topic.name)
        partitions = found[name]["partitions"] if name in found else []
        rows.append(
            Listed(
                topic=name,
                partitions=len(partitions),
                replicas=len(partitions[0]["replicas"]) if partitions else 0,
                cleanup=topic.cleanup,
                messages=sum(end[tp] - first[tp] for tp in every if tp.topic == name),
                description=topic.description,
            )
        )
    return rows


async def _offsets(
    settings: Settings, partitions: list[TopicPartition]
) -> tuple[dict[TopicPartition, int], dict[TopicPartition, int]]:
    """The first and the next offset of each partition."""
    if not partitions:
        return {}, {}
    consumer = AIOKafkaConsumer(**client_options(settings), enable_auto_commit=False)
    await consumer.start()
    try:
        return await consumer.beginning_offsets(partitions), await consumer.end_offsets(partitions)
    finally:
        await consumer.stop()
