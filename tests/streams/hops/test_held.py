"""What waits, on a real broker: visible, kept through the death of its worker, released at its time."""

import asyncio
import json
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer

from schemas import topics
from schemas.vitals import Waiting
from streams.audit import audit
from streams.kafka.connection import client_options
from streams.kafka.topics import make_topics
from streams.settings import Settings
from streams.worker.health import is_ready, read_health
from streams.worker.outcomes import Ended, follow_outcomes
from streams.worker.processes import WorkerProcess
from streams.worker.waiting import read_waiting

pytestmark = pytest.mark.kafka

LIMIT = 120.0  # seconds; a worker loads its model, and the machine may be busy
RULES = "rules: [{id: harbour, query: '\"harbour strike\"', urgency: 2}]"


def embargoed(until: datetime, number: int = 1) -> bytes:
    """A report that its agency sends as usable, and under embargo."""
    fields = {"uri": f"tag:harbour.example,2018:{number}", "type": "text", "version": "1", "pubstatus": "usable"}
    times = {"versioncreated": "2018-01-01T00:00:00Z", "embargoed": until.isoformat()}
    return json.dumps(fields | times | {"body_text": "The harbour strike ended."}).encode()


async def send(settings: Settings, value: bytes) -> None:
    producer = AIOKafkaProducer(**client_options(settings))
    await producer.start()
    try:
        await producer.send_and_wait(settings.topic(topics.RAW.name), value, b"wire", partition=0)
    finally:
        await producer.stop()


async def until_ready(settings: Settings) -> None:
    async with asyncio.timeout(LIMIT):
        while not any(is_ready(health, settings) for health in read_health(settings)):  # noqa: ASYNC110 (a file says it)
            await asyncio.sleep(0.1)


async def until_one_waits(settings: Settings) -> Waiting:
    async with asyncio.timeout(LIMIT):
        while not (waiting := await read_waiting(settings)):  # noqa: ASYNC110 (a changelog tells nobody that it grew)
            await asyncio.sleep(0.2)
    return waiting[0]


async def ending(settings: Settings, number: int) -> Ended:
    """The first ending is number 0."""
    seen: list[Ended] = []
    async with asyncio.timeout(LIMIT):
        async for batch in follow_outcomes(settings):
            seen += batch
            if len(seen) > number:
                return seen[number]
    raise AssertionError("follow_outcomes never ends by itself")


async def test_an_embargo_outlives_its_worker_and_ends_at_its_time(settings: Settings, tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text(RULES)
    first = WorkerProcess(settings.model_copy(update={"rules": rules}), tmp_path / "first.log")
    second = WorkerProcess(settings.model_copy(update={"rules": rules}), tmp_path / "second.log")
    await make_topics(settings)
    async with first:
        await until_ready(settings)
        until = datetime.now(UTC) + timedelta(seconds=20)
        await send(settings, embargoed(until))
        waiting = await until_one_waits(settings)
        assert ("tag:harbour.example,2018:1" in waiting.id, waiting.origin) == (True, "wire.raw/0/0/0/1")
        account = await audit(settings)
        assert (account.held, account.problems) == (1, ())
        first.process.send_signal(signal.SIGKILL)
        await first.process.wait()
    async with second:
        ended = await ending(settings, 0)
        soon = datetime.now(UTC) + timedelta(seconds=15)
        await send(settings, embargoed(soon, 2))
        to_the_second = await ending(settings, 1)
    assert ended.routed is not None
    verdict = ended.routed.verdict
    assert (verdict.outcome, verdict.held_since is not None) == ("alert", True)
    assert datetime.fromisoformat(verdict.now) >= until
    assert await read_waiting(settings) == []
    account = await audit(settings)
    assert (account.held, account.alerts, account.problems) == (0, 2, ())
    assert to_the_second.routed is not None
    decided = datetime.fromisoformat(to_the_second.routed.verdict.now)
    print(f"alerted {to_the_second.at / 1000 - soon.timestamp():.2f} s after the end of the embargo")
    assert timedelta() <= decided - soon < timedelta(seconds=1), "by the message's own stamp"
