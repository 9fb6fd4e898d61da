"""A report of more than fifty megabytes through a running worker, with the limit as it is by default."""

import asyncio
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer

from schemas import topics
from streams.audit import audit
from streams.kafka.connection import client_options
from streams.kafka.topics import make_topics
from streams.settings import Settings
from streams.worker.outcomes import Ended, follow_outcomes
from streams.worker.processes import WorkerProcess

pytestmark = pytest.mark.kafka

LIMIT = (
    240.0  # seconds: a worker loads its model, fifty megabytes go four times through the broker, all on a busy machine
)
SENTENCE = b"<p>The harbour reopened on Tuesday, two days after the storm, and ferries sail again.</p>"
LARGE = b"<nitf><body><body.content>" + SENTENCE * 600_000 + b"</body.content></body></nitf>"
GOOD = b"date 2018-01-01\nThe harbour is open."


async def test_it_ends_as_a_dead_letter_with_its_bytes_and_the_next_one_goes_on(
    settings: Settings, tmp_path: Path
) -> None:
    assert len(LARGE) > settings.max_bytes == 50_000_000
    rules = tmp_path / "rules.yaml"
    rules.write_text("rules: [{id: harbour, query: harbour, urgency: 2}]")
    await make_topics(settings)
    producer = AIOKafkaProducer(**client_options(settings), max_request_size=settings.max_message_bytes)
    await producer.start()
    try:
        for value in (LARGE, GOOD):
            await producer.send_and_wait(settings.topic(topics.RAW.name), value, b"wire", partition=0)
    finally:
        await producer.stop()
    seen: list[Ended] = []
    async with WorkerProcess(settings.model_copy(update={"rules": rules}), tmp_path / "worker.log"):
        async with asyncio.timeout(LIMIT):
            async for batch in follow_outcomes(settings):
                seen += batch
                if len(seen) == 2:
                    break
    dead, alert = sorted(seen, key=lambda each: each.outcome, reverse=True)
    assert (dead.outcome, alert.outcome) == ("dead", "alert")
    assert dead.envelope.dead_reason == "too-large"
    assert "50,000,000" in (dead.envelope.dead_error or "")
    unchanged = dead.dead == LARGE  # compared here, or a failure would print both
    assert unchanged
    assert (await audit(settings)).problems == ()
