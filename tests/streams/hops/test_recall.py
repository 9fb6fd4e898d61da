"""Withdrawals through a running worker: by headline, by slug, and of a version that waits and was repeated."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer

from schemas import topics
from schemas.routed import Routed
from streams.audit import audit
from streams.kafka.connection import client_options
from streams.kafka.topics import make_topics
from streams.settings import Settings
from streams.worker.health import is_ready, read_health
from streams.worker.outcomes import follow_outcomes
from streams.worker.processes import WorkerProcess
from streams.worker.waiting import read_waiting

pytestmark = pytest.mark.kafka

LIMIT = 120.0  # seconds; a worker loads its model, and the machine may be busy
RULES = "rules: [{id: harbour, query: harbour, urgency: 2}]"
Seen = list[Routed]


def report(number: int, headline: str, body: str, **more: str) -> bytes:
    """A ninjs object; `more` holds version, slugline, embargoed and the like."""
    fields = {"uri": f"tag:harbour.example,2018:{number}", "type": "text", "version": "1", "pubstatus": "usable"}
    said = {"versioncreated": "2018-01-01T00:00:00Z", "headline": headline, "body_text": body, "source": "hbw"}
    return json.dumps(fields | said | more).encode()


async def until_ready(settings: Settings) -> None:
    async with asyncio.timeout(LIMIT):
        while not any(is_ready(health, settings) for health in read_health(settings)):  # noqa: ASYNC110 (a file says it)
            await asyncio.sleep(0.1)


async def routed_until(settings: Settings, enough: Callable[[Seen], bool]) -> Seen:
    """Alerts and archived articles so far, as soon as they are enough."""
    seen: Seen = []
    async with asyncio.timeout(LIMIT):
        async for batch in follow_outcomes(settings):
            seen += [each.routed for each in batch if each.routed is not None]
            if enough(seen):
                return seen
    raise AssertionError("follow_outcomes never ends by itself")


def alerted(seen: Seen) -> set[str]:
    return {each.article.story[-1] for each in seen if each.verdict.matches}


def withdrawn(seen: Seen) -> set[str]:
    return {each.article.story[-1] for each in seen if each.verdict.withdraws}


async def test_whoever_was_alerted_hears_of_a_kill_that_gives_no_id(settings: Settings, tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text(RULES)
    worker = WorkerProcess(settings.model_copy(update={"rules": rules}), tmp_path / "worker.log")
    await make_topics(settings)
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    later = report(3, "Harbour plans", "The harbour will grow.", version="2", embargoed=tomorrow)
    producer = AIOKafkaProducer(**client_options(settings))

    async def send(*values: bytes) -> None:
        for value in values:
            await producer.send_and_wait(settings.topic(topics.RAW.name), value, b"wire", partition=0)

    await producer.start()
    try:
        async with worker:
            await until_ready(settings)
            await send(
                report(1, "Storm closes harbour of Gdansk", "The harbour is closed."),
                report(2, "Ships wait", "Ships wait at the harbour.", slugline="Poland-Storm-Ships"),
                report(3, "Harbour plans", "The harbour is small."),
                later,
                later,  # repeated while it waits
                report(4, "Harbour cranes", "The harbour has new cranes.", slugline="Poland-Cranes"),
            )
            await routed_until(settings, lambda seen: alerted(seen) >= {"1", "2", "3", "4"})
            await send(
                report(7, "STORY WITHDRAWN", "Please kill our story “Storm closes harbour of Gdansk”, sent today."),
                report(8, "ADVISORY", "Editors, please kill the story slugged Poland-Storm-Ships."),
                report(3, "Harbour plans", "", version="3", pubstatus="canceled"),
            )
            seen = await routed_until(settings, lambda seen: withdrawn(seen) >= {"1", "2", "3"} and len(seen) >= 11)
    finally:
        await producer.stop()
    assert withdrawn(seen) == {"1", "2", "3"}
    assert await read_waiting(settings) == []
    waited = [each for each in seen if each.article.version == "2"]
    assert sorted(str(each.verdict.reason) for each in waited) == ["killed", "repeat"]
    account = await audit(settings)
    assert (account.held, account.problems) == (0, ())
