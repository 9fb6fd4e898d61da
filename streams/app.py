"""Faust gives membership, assignment, agents and the worker's life. The only file that imports it.

It never commits an offset here: every stream is `noack`, and offsets go into the transactions of `streams.hops.hop`.
"""

from typing import Any, cast

import faust
from aiokafka import AIOKafkaConsumer
from faust.transport.drivers import aiokafka as driver

from schemas.headers import KafkaHeaders
from streams.hops.loop import Loop, StageLoop
from streams.kafka.connection import ssl_context
from streams.settings import Settings

_NEVER = 10.0 * 365 * 24 * 3600  # seconds; Faust warns of a livelock where it commits nothing, and here it never does


class _ReadCommittedThread(driver.AIOKafkaConsumerThread):
    """Faust asks for read_committed only when it runs transactions of its own. This one line needs the flag, and no
    other: with the flag set for good, Faust would begin transactions beside ours."""

    def _create_worker_consumer(self, transport: driver.Transport) -> AIOKafkaConsumer:
        self.consumer.in_transaction = True
        try:
            return super()._create_worker_consumer(transport)
        finally:
            self.consumer.in_transaction = False


class _Consumer(driver.Consumer):
    def _new_consumer_thread(self) -> driver.AIOKafkaConsumerThread:
        return _ReadCommittedThread(self, loop=self.loop, beacon=self.beacon)


class _Transport(driver.Transport):
    Consumer = _Consumer


class _App(faust.App):
    def _new_transport(self) -> Any:
        return _Transport(self.conf.broker_consumer, self)


class _FaustRecord:
    """A Faust message as a hop's record."""

    __slots__ = ("headers", "key", "offset", "timestamp_ms", "value")

    def __init__(self, message: Any) -> None:
        self.offset: int = message.offset
        self.key: bytes | None = message.key
        self.value: bytes | None = message.value
        self.timestamp_ms = round(message.timestamp * 1000)
        headers = message.headers or []
        self.headers = cast(KafkaHeaders, list(headers.items()) if isinstance(headers, dict) else list(headers))


def make_app(settings: Settings, loop: Loop) -> faust.App:
    """The Faust application: one agent per stage, all of them feeding `loop`."""
    app = _App(
        settings.group,
        broker=[f"aiokafka://{server}" for server in settings.bootstrap],
        broker_credentials=_credentials(settings),
        broker_session_timeout=settings.session_timeout,
        broker_heartbeat_interval=settings.session_timeout / 6,
        broker_rebalance_timeout=60.0,
        broker_request_timeout=max(30.0, settings.session_timeout),
        broker_commit_livelock_soft_timeout=_NEVER,
        stream_processing_timeout=_NEVER,
        consumer_auto_offset_reset="earliest",
        consumer_max_fetch_size=1_000_000,  # a partition; the broker hands out a larger message all the same
        stream_buffer_maxsize=settings.batch * 4,
        stream_wait_empty=False,  # nothing is ever acked, so waiting for it would never end
        agent_supervisor="mode.supervisors:CrashingSupervisor",
        topic_allow_declare=False,
        topic_disable_leader=True,
        store="memory://",
        datadir=_folder(settings),
        web_enabled=False,
    )
    for stage in loop.stages.values():
        _add_agent(app, stage)

    async def on_assigned(_sender: Any, /, *args: Any, signal: Any, **kwargs: Any) -> None:
        del signal, kwargs
        (assigned,) = args
        await loop.assigned([(tp.topic, tp.partition) for tp in assigned], app.consumer_generation_id)

    async def on_revoked(_sender: Any, /, *args: Any, signal: Any, **kwargs: Any) -> None:
        del signal, args, kwargs  # every partition is revoked in a rebalance, whatever is named here
        await loop.revoked()

    app.on_partitions_assigned.connect(on_assigned, weak=False)
    app.on_partitions_revoked.connect(on_revoked, weak=False)
    return app


def _folder(settings: Settings) -> str:
    """Faust keeps nothing, but makes a folder, by its own choice in the working directory, which may be read only."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return str(settings.data_dir.absolute() / "faust")


def _add_agent(app: faust.App, stage: StageLoop) -> None:
    topic = app.topic(stage.topic, key_serializer="raw", value_serializer="raw", internal=False)

    async def agent(stream: Any) -> None:
        # `noack()` alone is enough with `events()`: it is `take()` that acks what it hands out all the same.
        async for event in stream.noack().events():
            message = event.message
            await stage.take(message.partition, message.generation_id, _FaustRecord(message))

    app.agent(topic, name=f"wirewatch.{stage.row.name}")(agent)


def _credentials(settings: Settings) -> faust.types.auth.CredentialsT | None:
    """The settings' TLS and SASL in Faust's own words."""
    context = ssl_context(settings)
    if settings.security.startswith("SASL"):
        password = settings.sasl_password.get_secret_value() if settings.sasl_password else None
        credentials = faust.SASLCredentials(
            mechanism=settings.sasl_mechanism, username=settings.sasl_username, password=password, ssl_context=context
        )
        credentials.protocol = faust.types.auth.AuthProtocol(settings.security)
        return credentials
    return faust.SSLCredentials(context) if context is not None else None
