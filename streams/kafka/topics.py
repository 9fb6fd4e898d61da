"""Topics on the cluster: makes those of the table, and says where existing ones differ from it."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError, NodeNotReadyError, UnknownTopicOrPartitionError, for_code
from msgspec import Struct

from schemas.topics import RAW, TOPICS, Topic
from streams.kafka.connection import client_options
from streams.problem import Problem
from streams.settings import Settings

HOUR_MS = 3_600_000
TOMBSTONES_MS = 24 * HOUR_MS
"""For how long a changelog at least says of a key that it was forgotten."""
LEADERS_LIMIT = 30.0
_SETTLE_LIMIT = 10.0
_EXISTS = 36  # Kafka's error code TOPIC_ALREADY_EXISTS


class Difference(Struct, frozen=True):
    """Where an existing topic is not as the settings ask. Nothing changes it but its owner."""

    topic: str
    what: str
    found: str
    wanted: str

    def __str__(self) -> str:
        return f"{self.topic}: {self.what} is {self.found}, not {self.wanted}"


class Report(Struct, frozen=True):
    """What `make_topics` did: names as on the cluster."""

    made: tuple[str, ...]
    found: tuple[str, ...]
    differences: tuple[Difference, ...]


def wanted_partitions(topic: Topic, settings: Settings) -> int:
    """How many partitions the settings ask for."""
    return settings.partitions if topic.partitioned else 1


def wanted_configs(topic: Topic, settings: Settings) -> dict[str, str]:
    """A topic's own configuration on the cluster, in Kafka's words."""
    configs = {
        "cleanup.policy": topic.cleanup,
        # A batch holds at least one message, and a little of its own.
        "max.message.bytes": str(settings.max_message_bytes + 1_000_000),
        # On a cluster a message is safe once two brokers have it, and one may be away.
        "min.insync.replicas": "2" if settings.replication > 2 else "1",
    }
    if topic.cleanup == "delete":
        configs["retention.ms"] = str(round(settings.retention_hours * HOUR_MS))
    else:
        configs |= {
            # Compacted while it runs, so that a restore reads the present and little of the past.
            "segment.ms": str(HOUR_MS),
            "min.cleanable.dirty.ratio": "0.2",
            # A restore that takes longer than a tombstone lives would bring back what was forgotten.
            "delete.retention.ms": str(TOMBSTONES_MS),
        }
    if topic is RAW:
        # A report is received when the broker gets it. By a producer's own time stamps, an archive's from ten years
        # ago would be past its retention, and gone, before a stage has read it.
        configs["message.timestamp.type"] = "LogAppendTime"
    return configs


async def make_topics(settings: Settings, topics: Sequence[Topic] = TOPICS) -> Report:
    """Make the topics that are missing; leave the others as they are and say where they differ.

    Returns when every partition has a leader. Raises Problem: no broker, or one that refuses (with its words).
    """
    async with admin(settings) as client:
        before = await describe(client, settings, topics)
        missing = [topic for topic in topics if settings.topic(topic.name) not in before]
        await _create(client, settings, missing)
        await _leaders(client, settings, topics)
        existing = [topic for topic in topics if settings.topic(topic.name) in before]
        differences = await _differences(client, settings, existing, before)
    return Report(
        made=tuple(settings.topic(topic.name) for topic in missing),
        found=tuple(settings.topic(topic.name) for topic in existing),
        differences=tuple(differences),
    )


async def check_topics(settings: Settings, topics: Sequence[Topic] = TOPICS) -> None:
    """Raise Problem unless all topics are there, with the same partitions wherever a memory depends on it."""
    found = await _found(settings, topics)
    missing = [settings.topic(topic.name) for topic in topics if settings.topic(topic.name) not in found]
    if missing:
        raise Problem(f"no topic {', '.join(missing)}", "make them: wirewatch topics make")
    counts = {name: len(found[name]["partitions"]) for name in map(settings.topic, _partitioned(topics))}
    if len(set(counts.values())) > 1:
        text = ", ".join(f"{name} {count}" for name, count in counts.items())
        raise Problem(f"topics differ in partitions: {text}", "a stage's memory is kept by partition: make them equal")


async def _found(settings: Settings, topics: Sequence[Topic]) -> Mapping[str, Mapping[str, Any]]:
    """The topics that are there. A broker that has just started may know no broker at all, itself included."""
    deadline = time.monotonic() + _SETTLE_LIMIT
    while True:
        try:
            async with admin(settings) as client:
                return await describe(client, settings, topics)
        except Problem as problem:
            if not isinstance(problem.__cause__, NodeNotReadyError) or time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.25)


async def delete_topics(settings: Settings, topics: Sequence[Topic] = TOPICS) -> None:
    """Delete the topics and all that they hold. Those that are not there are passed over.

    Returns when the broker no longer names them. Raises Problem: no broker, or one that refuses (with its words).
    """
    async with admin(settings) as client:
        there = await describe(client, settings, topics)
        if not there:
            return
        response = await client.delete_topics(list(there), timeout_ms=round(LEADERS_LIMIT * 1000))
        for name, code in response.topic_error_codes:
            if code not in (0, UnknownTopicOrPartitionError.errno):  # somebody else may delete it at the same moment
                raise Problem(f"topic {name} was not deleted: {for_code(code).__name__}", "see the broker's log")
        await _gone(client, settings, topics)


@asynccontextmanager
async def admin(settings: Settings) -> AsyncIterator[AIOKafkaAdminClient]:
    """An admin client. Raises Problem where no broker answers, or the broker refuses what is asked."""
    client = AIOKafkaAdminClient(**client_options(settings))
    servers = ", ".join(settings.bootstrap)
    try:
        await client.start()
    except (KafkaError, OSError) as error:
        await client.close()
        what = f"no broker answers at {servers} ({error.__class__.__name__})"
        here = "start one with wirewatch broker start, or set bootstrap"
        # The client does not tell a handshake or a password that was refused from a broker that is away.
        there = "see that it runs, and that security, TLS and SASL are set as it asks (wirewatch settings)"
        raise Problem(what, here if settings.security == "PLAINTEXT" else there) from error
    try:
        yield client
    except KafkaError as error:
        raise Problem(f"the broker at {servers} refused: {error}", "see its log, or ask who runs it") from error
    finally:
        await client.close()


async def describe(
    client: AIOKafkaAdminClient, settings: Settings, topics: Sequence[Topic]
) -> dict[str, Mapping[str, Any]]:
    """What the cluster knows of our topics, by name. Never asked for by name: that logs those that are missing."""
    ours = {settings.topic(topic.name) for topic in topics}
    return {entry["topic"]: entry for entry in await client.describe_topics() if entry["topic"] in ours}


def _partitioned(topics: Sequence[Topic]) -> list[str]:
    return [topic.name for topic in topics if topic.partitioned]


async def _create(client: AIOKafkaAdminClient, settings: Settings, topics: Sequence[Topic]) -> None:
    if not topics:
        return
    new = [
        NewTopic(
            settings.topic(topic.name),
            wanted_partitions(topic, settings),
            settings.replication,
            topic_configs=wanted_configs(topic, settings),
        )
        for topic in topics
    ]
    response = await client.create_topics(new, timeout_ms=round(LEADERS_LIMIT * 1000))
    for name, code, *words in response.topic_errors:
        if code not in (0, _EXISTS):  # another `topics make` at the same moment is welcome to be first
            said = words[0] if words and words[0] else f"error {code}"
            raise Problem(f"topic {name} was not made: {said}", "see the settings partitions and replication")


async def _leaders(client: AIOKafkaAdminClient, settings: Settings, topics: Sequence[Topic]) -> None:
    """Wait until every partition can be written."""

    async def led() -> bool:
        described = await describe(client, settings, topics)
        partitions = [part for entry in described.values() for part in entry["partitions"]]
        return len(described) == len(topics) and all(part["leader"] >= 0 for part in partitions)

    await _settled(led, "not every partition has a leader")


async def _gone(client: AIOKafkaAdminClient, settings: Settings, topics: Sequence[Topic]) -> None:
    """Wait until the topics are named no more."""

    async def gone() -> bool:
        return not await describe(client, settings, topics)

    await _settled(gone, "deleted topics are still there")


async def _settled(asked: Callable[[], Awaitable[bool]], otherwise: str) -> None:
    """Ask until it is so: a broker learns what was done a moment after it was answered."""
    deadline = time.monotonic() + LEADERS_LIMIT
    while not await asked():
        if time.monotonic() > deadline:
            raise Problem(f"{otherwise} after {LEADERS_LIMIT:.0f} s", "see the broker's log: is each broker up?")
        await asyncio.sleep(0.05)


async def _differences(
    client: AIOKafkaAdminClient, settings: Settings, topics: Sequence[Topic], described: Mapping[str, Mapping[str, Any]]
) -> list[Difference]:
    configs = await _configs(client, [settings.topic(topic.name) for topic in topics])
    differences = []
    for topic in topics:
        name = settings.topic(topic.name)
        partitions = described[name]["partitions"]
        pairs = [
            ("partitions", str(len(partitions)), str(wanted_partitions(topic, settings))),
            ("replication", str(len(partitions[0]["replicas"])), str(settings.replication)),
            *((key, configs[name].get(key, ""), value) for key, value in wanted_configs(topic, settings).items()),
        ]
        differences += [Difference(name, what, found, wanted) for what, found, wanted in pairs if found != wanted]
    return differences


async def _configs(client: AIOKafkaAdminClient, names: Sequence[str]) -> dict[str, dict[str, str]]:
    if not names:
        return {}
    resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in names]
    responses = await client.describe_configs(resources)
    return {
        resource[3]: {entry[0]: entry[1] for entry in resource[4]}
        for response in responses
        for resource in response.resources
    }
