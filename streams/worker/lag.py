"""How far each stage is behind: end offsets of its input against what its group has committed."""

from aiokafka import AIOKafkaConsumer, TopicPartition
from msgspec import Struct

from streams.hops.stages import STAGES
from streams.kafka.connection import client_options
from streams.settings import Settings


class Lag(Struct, frozen=True):
    """One partition of one stage's input. Offsets include transaction markers, so a lag of one may be none."""

    stage: str
    partition: int
    committed: int
    end: int


async def end_offsets(settings: Settings) -> dict[tuple[str, int], int]:
    """End offset (read_committed) of every partition of every stage's input, by stage and partition."""
    return {(lag.stage, lag.partition): lag.end for lag in await lags(settings)}


async def lags(settings: Settings) -> list[Lag]:
    """Where every stage stands on every partition of its input."""
    consumer = AIOKafkaConsumer(
        **client_options(settings),
        group_id=settings.group,
        enable_auto_commit=False,
        isolation_level="read_committed",
    )
    await consumer.start()
    try:
        rows = []
        for row in STAGES:
            topic = settings.topic(row.source.name)
            tps = [TopicPartition(topic, partition) for partition in sorted(await _partitions(consumer, topic))]
            consumer.assign(tps)
            ends = await consumer.end_offsets(tps)
            rows += [Lag(row.name, tp.partition, await consumer.committed(tp) or 0, ends[tp]) for tp in tps]
        return rows
    finally:
        await consumer.stop()


async def _partitions(consumer: AIOKafkaConsumer, topic: str) -> set[int]:
    await consumer._client._wait_on_metadata(topic)
    return consumer.partitions_for_topic(topic) or set()
