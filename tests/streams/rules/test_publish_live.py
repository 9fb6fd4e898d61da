"""A set published while two workers route reports: none missed, none doubled, each judged by a whole set; look-back.

The time from publishing to each worker's word is printed (`pytest -s`), not asserted: a busy machine would fail it.
"""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer

from schemas import topics
from schemas.rule import Rule
from streams.audit import audit
from streams.clock import WallClock
from streams.kafka.connection import client_options
from streams.kafka.topics import make_topics
from streams.rules.look_back import Caught, ask_for_alerts, look_back
from streams.rules.rollcall import await_version, read_roll
from streams.rules.rulebook import publish, read_rulebook
from streams.settings import Settings
from streams.worker.outcomes import Ended, follow_outcomes
from streams.worker.processes import WorkerProcess

pytestmark = pytest.mark.kafka

LIMIT = 150.0  # seconds; workers load a model, and the machine may be busy
_AHEAD = 30
HARBOUR = Rule("harbour", '"harbour strike"')
QUAY = Rule("quay", "quay")


def report(number: int) -> bytes:
    """One of many reports, each a story of its own, of which both rules are true."""
    fields = {"uri": f"tag:wire.example,2018:{number}", "type": "text", "version": "1", "pubstatus": "usable"}
    body = f"The harbour strike closed quay {number} on Monday."
    return json.dumps(fields | {"versioncreated": "2018-01-01T00:00:00Z", "body_text": body}).encode()


class Watch:
    """Endings so far, as they are committed."""

    def __init__(self) -> None:
        self.seen: list[Ended] = []
        self._more = asyncio.Condition()

    async def run(self, settings: Settings) -> None:
        async for batch in follow_outcomes(settings):
            async with self._more:
                self.seen += batch
                self._more.notify_all()

    async def until(self, count: int) -> list[Ended]:
        """Wait for so many."""
        async with asyncio.timeout(LIMIT), self._more:
            await self._more.wait_for(lambda: len(self.seen) >= count)
        return self.seen


class Feed:
    """Reports on wire.raw until it is told to stop, never far ahead of what has ended: a busy machine is slow."""

    def __init__(self, settings: Settings, watch: Watch) -> None:
        self._settings, self._watch = settings, watch
        self.sent = 0
        self.stop = asyncio.Event()

    async def run(self) -> None:
        producer = AIOKafkaProducer(**client_options(self._settings))
        await producer.start()
        try:
            while not self.stop.is_set():
                await self._watch.until(self.sent - _AHEAD)
                partition = self.sent % self._settings.partitions
                name = self._settings.topic(topics.RAW.name)
                await producer.send_and_wait(name, report(self.sent), b"wire", partition=partition)
                self.sent += 1
        finally:
            await producer.stop()


async def test_a_set_published_under_load_and_looked_back_with(settings: Settings, tmp_path: Path) -> None:
    await make_topics(settings)
    first = (await publish(settings, [HARBOUR], WallClock(), "tester", None)).version
    began = datetime.now(UTC) - timedelta(minutes=1)
    workers = [WorkerProcess(settings, tmp_path / f"{number}.log") for number in range(2)]
    watch = Watch()
    feed = Feed(settings, watch)
    async with workers[0], workers[1]:
        watching, feeding = asyncio.create_task(watch.run(settings)), asyncio.create_task(feed.run())
        await watch.until(20)
        second = (await publish(settings, [HARBOUR, QUAY], WallClock(), "tester", None)).version
        assert await await_version(settings, second, LIMIT) == []
        await _print_latency(settings)
        await watch.until(len(watch.seen) + 20)
        feed.stop.set()
        await feeding
        await watch.until(feed.sent)
        _check_sets(watch.seen, first, second)
        caught = await _caught(settings, QUAY, began)
        before = [each for each in watch.seen if each.routed and each.routed.verdict.rules == first]
        assert len(caught) == len(before) > 0
        for _ in range(2):  # the second asks for what the first has got already
            assert await ask_for_alerts(settings, [QUAY], caught, WallClock()) == len(caught)
        late = (await watch.until(feed.sent + len(caught)))[feed.sent :]
        assert {_rules(each) for each in late} == {("quay",)}
        assert {each.routed.id for each in late if each.routed} == {each.enriched.id for each in caught}
        account = await audit(settings, wait=LIMIT)
        assert (account.problems, account.alerts, account.strays) == ((), feed.sent, 0)
        await _counted(settings, feed.sent)
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
    assert len(watch.seen) == feed.sent + len(caught), "asked twice, answered once"


async def _counted(settings: Settings, reports: int) -> None:
    """The workers' own counts come to say that every report met a rule, and that none is without a match."""
    async with asyncio.timeout(LIMIT):
        while True:
            tallies = [state.tally for state in await read_roll(settings) if state.tally is not None]
            if sum(tally.matched for tally in tallies) >= reports:
                break
            await asyncio.sleep(0.5)
    assert {each.rule for tally in tallies for each in tally.slowest} == {"harbour", "quay"}
    assert all(tally.rules == 2 and tally.asked >= tally.matched for tally in tallies)


def _check_sets(seen: list[Ended], first: str, second: str) -> None:
    """Each report once, with the matches of the one set that its verdict names, and with versions of the rules."""
    articles = [each.routed for each in seen if each.routed]
    assert len({article.id for article in articles}) == len(articles) == len(seen)
    expected = {first: ("harbour",), second: ("harbour", "quay")}
    assert {article.verdict.rules for article in articles} == set(expected)
    for article in articles:
        verdict = article.verdict
        assert tuple(match.rule for match in verdict.matches) == expected[verdict.rules]
        assert {match.version for match in verdict.matches} == {"1"}


def _rules(ended: Ended) -> tuple[str, ...]:
    return tuple(match.rule for match in ended.routed.verdict.matches) if ended.routed else ()


async def _caught(settings: Settings, rule: Rule, since: datetime) -> list[Caught]:
    return [each async for each in look_back(settings, [rule], since)]


async def _print_latency(settings: Settings) -> None:
    current = (await read_rulebook(settings)).current
    assert current is not None
    published = datetime.fromisoformat(current.at)
    for state in await read_roll(settings):
        if state.rules != current.version:
            continue  # too busy to have spoken lately
        took = (datetime.fromisoformat(state.rules_since) - published).total_seconds()
        print(f"{state.id}: set in force {took:.2f} s after publishing began")
