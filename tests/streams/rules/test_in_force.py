"""Rules that change while a worker runs: published or in a file, a whole set at a time, the old kept on an error."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer

from agents.rules import RuleSet
from schemas.article import Article
from schemas.enriched import Enriched
from schemas.rule import Rule
from schemas.topics import RULE_SETS, RULES
from schemas.worker import RulesTally, RuleTally
from streams.clock import WallClock
from streams.kafka.connection import client_options
from streams.problem import Problem
from streams.rules.in_force import InForce, RulesInForce
from streams.rules.rollcall import RollCall, read_roll
from streams.rules.rulebook import publish, read_rulebook
from streams.settings import Settings

pytestmark = pytest.mark.kafka

LIMIT = 30.0
PORTS = Rule("ports", "harbour AND strike")
FLOOD = Rule("flood", "flood", urgency=1)


class Watched:
    """What a worker is told of its rules, and the set that it was handed."""

    def __init__(self) -> None:
        self.news: asyncio.Queue[InForce] = asyncio.Queue()
        self.rules = RuleSet()

    def put(self, rules: RuleSet) -> None:
        """The set for the next batch."""
        self.rules = rules

    async def next(self) -> InForce:
        """The next word."""
        async with asyncio.timeout(LIMIT):
            return await self.news.get()


@asynccontextmanager
async def following(settings: Settings) -> AsyncIterator[Watched]:
    """A worker's rules, followed."""
    watched = Watched()
    rules = RulesInForce(settings, watched.put, watched.news.put_nowait)
    await rules.start()
    following = asyncio.create_task(rules.follow())
    try:
        yield watched
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)


async def put(settings: Settings, *rules: Rule) -> str:
    """Publish a set; its version."""
    return (await publish(settings, rules, WallClock(), "tester", None)).version


async def test_a_published_set_comes_into_force_whole_with_versions_that_count(settings: Settings) -> None:
    """New rules begin at 1, a changed one counts on, one that is left out goes, an equal set changes nothing."""
    first = await put(settings, PORTS, FLOOD)
    async with following(settings) as watched:
        assert await watched.next() == InForce(first)
        louder = Rule("ports", "harbour AND strike", urgency=1)
        second = await put(settings, louder)
        assert await watched.next() == InForce(second)
        assert {rule.id: (rule.version, rule.urgency) for rule in watched.rules.rules.values()} == {"ports": ("2", 1)}
        assert (await publish(settings, [louder], WallClock(), "tester", None)).empty
        assert watched.news.empty()
    current = (await read_rulebook(settings)).current
    assert current is not None
    assert (current.version, current.by, current.changed, current.removed) == (second, "tester", ("ports",), ("flood",))


async def test_a_set_that_does_not_load_is_never_published(settings: Settings) -> None:
    """With every error, and nothing on the topic."""
    with pytest.raises(Problem, match=r"(?s)one.*two"):
        await put(settings, Rule("one", "a AND"), Rule("two", "(b"))
    assert (await read_rulebook(settings)).rules == {}


async def test_what_another_tool_broke_leaves_the_old_set_in_force_until_it_is_mended(settings: Settings) -> None:
    """A rule that does not parse, written past `publish`: refused and said; the next good set is in force, whole."""
    first = await put(settings, PORTS)
    async with following(settings) as watched:
        await watched.next()
        broken = Rule("ports", "harbour AND")
        version = (await _forge(settings, broken)).version
        told = await watched.next()
        assert (told.version, bool(told.error)) == (first, True)
        assert watched.rules.rules["ports"].query == PORTS.query
        assert version != first
        mended = await put(settings, PORTS, FLOOD)
        assert await watched.next() == InForce(mended)
        assert sorted(watched.rules.rules) == ["flood", "ports"]


async def _forge(settings: Settings, rule: Rule) -> RuleSet:
    """Write a set as `publish` would, without asking whether it loads."""
    import msgspec

    from agents.rules.ruleset import digest_of, version_of
    from schemas.ruleset import PublishedSet

    forged = RuleSet()
    forged.version = version_of(digest_of(rule))
    said = PublishedSet(forged.version, 1, "2026-01-01T00:00:00Z", "another tool")
    producer = AIOKafkaProducer(**client_options(settings))
    await producer.start()
    await producer.send_and_wait(settings.topic(RULES.name), msgspec.json.encode(rule), rule.id.encode())
    await producer.send_and_wait(settings.topic(RULE_SETS.name), msgspec.json.encode(said), b"current")
    await producer.stop()
    return forged


CHANGES: list[tuple[str, str, Callable[[InForce], bool]]] = [
    ("rules: [{id: ports, query: harbour}, {id: flood, query: flood}]", "two rules", lambda told: not told.error),
    ("rules: [{id: ports, query: 'harbour AND'}]", "an error", lambda told: bool(told.error)),
]


@pytest.mark.parametrize(("text", "name", "expected"), CHANGES, ids=[case[1] for case in CHANGES])
async def test_a_file_that_changes_is_read_again(
    settings: Settings, tmp_path: Path, text: str, name: str, expected: Callable[[InForce], bool]
) -> None:
    """The same, from a file."""
    file = tmp_path / "rules.yaml"
    file.write_text("rules: [{id: ports, query: harbour}]")
    async with following(settings.model_copy(update={"rules": file})) as watched:
        before = await watched.next()
        await asyncio.to_thread(file.write_text, text)
        told = await watched.next()
    assert expected(told)
    assert (told.version == before.version) == bool(told.error)


async def test_the_roll_says_what_each_worker_runs_and_forgets_those_that_left(settings: Settings) -> None:
    """Said at once when it changes; taken back at the end."""
    roll = RollCall(settings)
    roll.tell(InForce("abc", "the newest does not load"))
    rules = RuleSet.build([Rule("ports", "harbour"), Rule("flood", "flood")])
    assert isinstance(rules, RuleSet)
    rules.match(Enriched("x/1/1", Article("x/1/1", "x", "1", body=("A flood.",))), datetime(2018, 1, 1, tzinfo=UTC))
    answering = asyncio.create_task(roll.answer(lambda: rules.counters))
    states = await _until(lambda: read_roll(settings), lambda states: bool(states))
    assert [(state.id, state.rules, state.rules_error) for state in states] == [
        (roll.id, "abc", "the newest does not load"),
    ]  # fmt: skip
    [state] = states
    assert state.tally == RulesTally(1, 2, 1, 1, 1, ("ports",), (RuleTally("flood", 1, 1, 0.0),))
    answering.cancel()
    await asyncio.gather(answering, return_exceptions=True)
    assert await read_roll(settings) == []


async def _until(read: Callable[[], Awaitable[list]], right: Callable[[list], bool]) -> list:  # type: ignore[type-arg] # of anything
    async with asyncio.timeout(LIMIT):
        while True:
            found = await read()
            if right(found):
                return found
