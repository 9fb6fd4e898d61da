"""The fire drill watched on a real broker: from stage to stage, and what it says where one does not do its work."""

import asyncio
from collections.abc import Sequence

import msgspec
import pytest

from schemas.hook import Endpoint, Secret
from schemas.notice import Notice
from schemas.routed import Routed
from schemas.topics import ALERTS, NOTICES
from streams.hooks import endpoints
from streams.hooks.book import open_book
from streams.hooks.drill import Step, run_drill
from streams.kafka.topics import make_topics
from streams.settings import Settings
from tests.streams.by_hand import ByHand
from tests.streams.hooks.receivers import SECRET, Receiver
from tests.streams.hooks.test_deliver import delivering


async def steps_of(settings: Settings, wait: float) -> list[Step]:
    return [step async for step in run_drill(settings, "2025-12-22-0001", wait)]


@pytest.mark.kafka
def test_from_stage_to_stage_and_to_each_endpoint(settings: Settings) -> None:
    """The stages do their work by hand; what notify would make of the alert is made here."""
    asyncio.run(make_topics(settings, (NOTICES,)))
    allowed = settings.model_copy(update={"hooks_allow": {"here": "127.0.0.1/32"}})
    pipeline = ByHand(settings)

    def stages() -> None:
        while not pipeline.records(ALERTS):
            pipeline.run()
        (alert,) = pipeline.records(ALERTS)
        routed = msgspec.json.decode(alert.value, type=Routed)
        rule = routed.verdict.matches[0].rule
        notice = Notice("n-1", "new", rule, "n-1", article=routed.id, headline="Fire drill")
        pipeline.write([(NOTICES, rule.encode(), msgspec.json.encode(notice), list(alert.headers), None)])

    async def drill() -> tuple[list[Step], Sequence[str]]:
        async with Receiver() as receiver, delivering(allowed):
            book = open_book(settings)
            endpoints.add(book, Endpoint("here", receiver.url, (Secret(SECRET),), rules=("none",), created=1))
            working = asyncio.create_task(asyncio.to_thread(stages))
            steps = await steps_of(settings, 60)
            await working
            return steps, [got.headers["webhook-id"] for got in receiver.got]

    steps, got = asyncio.run(drill())
    places = ["wire.raw", "wire.clean", "wire.enriched", "wire.alerts", "wire.notices", "hook here"]
    assert sorted(step.where for step in steps) == sorted(places)
    assert all(step.ok and step.after is not None for step in steps)
    assert got == ["n-1"]


@pytest.mark.kafka
def test_a_stage_that_does_nothing_is_named(settings: Settings) -> None:
    asyncio.run(make_topics(settings, (NOTICES,)))
    steps = asyncio.run(steps_of(settings, 1))
    assert [(step.where, step.ok) for step in steps] == [("wire.raw", True), ("wire.clean", False)]
    assert "does a worker run" in steps[-1].what
