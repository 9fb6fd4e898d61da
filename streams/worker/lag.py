"""How far each stage is behind: end offsets of its input against what its group has committed."""

from collections.abc import Sequence

from aiokafka import AIOKafkaConsumer, TopicPartition
from msgspec import Struct

from streams.hops.stages import STAGES
from streams.kafka.connection import client_options
from streams.kafka.reading import consumer_of
from streams.settings import Settings

_GLANCE = 300  # milliseconds for a look at what waits


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
    try:
        await consumer.start()
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


async def oldest_waiting(settings: Settings, behind: Sequence[Lag]) -> dict[str, int]:
    """When the oldest message that waits for each stage was written, ms since 1970; a stage without any is left out.

    What is between an offset and an end may be nothing but markers of transactions: only a record is a message.
    """
    sources = {row.name: settings.topic(row.source.name) for row in STAGES}
    starts = {TopicPartition(sources[lag.stage], lag.partition): lag for lag in behind if lag.committed < lag.end}
    if not starts:
        return {}
    oldest: dict[str, int] = {}
    async with consumer_of(settings) as consumer:
        consumer.assign(list(starts))
        firsts = await consumer.beginning_offsets(list(starts))
        for tp, lag in starts.items():
            consumer.seek(tp, max(lag.committed, firsts[tp]))
        for tp, records in (await consumer.getmany(timeout_ms=_GLANCE)).items():
            stage = starts[tp].stage
            oldest[stage] = min(oldest.get(stage, records[0].timestamp), records[0].timestamp)
    return oldest


async def _partitions(consumer: AIOKafkaConsumer, topic: str) -> set[int]:
    await consumer._client._wait_on_metadata(topic)
    return consumer.partitions_for_topic(topic) or set()
