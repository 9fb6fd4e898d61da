"""Holds what came out of a chaos run against what went in."""

from collections import Counter, defaultdict
from collections.abc import AsyncIterator

import msgspec

from agents.held import is_story_key
from schemas import topics
from schemas.headers import Origin, header
from schemas.routed import Routed
from schemas.story import Story
from streams.kafka.reading import Record, extents, read_between
from streams.settings import Settings
from tests.chaos.feed import Planned


async def disagreements(settings: Settings, planned: list[Planned]) -> list[str]:
    """Everything in which the outcome differs from the plan; empty when nothing does.

    Each planned report must have ended as planned, once; each repeat of it in the archive as a repeat; and route must
    remember exactly the stories that it routed, with the rules that were alerted.
    """
    raw = await _raw_by_origin(settings)
    wanted = {each.value: each for each in planned}
    sent = Counter(raw.values())
    found: defaultdict[bytes, Counter[str]] = defaultdict(Counter)
    alerted: dict[str, tuple[str, ...]] = {}
    for topic in (topics.ALERTS, topics.ARCHIVE):
        async for origin, value in _records(settings, topic):
            routed = msgspec.json.decode(value, type=Routed)
            rules = ",".join(match.rule for match in routed.verdict.matches)
            found[raw[origin]][f"{routed.verdict.outcome} {routed.verdict.reason or rules}"] += 1
            if routed.verdict.reason != "repeat":
                alerted[f"live/{routed.article.story_key}"] = tuple(match.rule for match in routed.verdict.matches)
    async for origin, _ in _records(settings, topics.DEAD):
        found[raw[origin]]["dead"] += 1
    wrong = [f"{len(planned)} reports planned, {len(raw)} in wire.raw"] if len(planned) != len(raw) else []
    for value, times in sent.items():
        expected = _expected(wanted[value], times)
        if expected != found[value]:
            wrong.append(f"{value[:80]!r}: sent {times} times, wanted {expected}, found {found[value]}")
    return wrong + await _memory_disagreements(settings, alerted)


def _expected(planned: Planned, times: int) -> Counter[str]:
    if planned.ending == "dead":
        return Counter({"dead": times})
    first = f"alert {planned.rule}" if planned.ending == "alert" else "archive no-rule-matched"
    return Counter({first: 1, **({"archive repeat": times - 1} if times > 1 else {})})


async def _memory_disagreements(settings: Settings, alerted: dict[str, tuple[str, ...]]) -> list[str]:
    stories: dict[str, Story] = {}
    async for record in _all(settings, topics.STATE_ROUTE):
        if is_story_key(record.key.decode()):
            stories[record.key.decode()] = msgspec.json.decode(record.value, type=Story)
    remembered = {
        key: tuple(rule for seen in story.versions for rule in seen.alerted) for key, story in stories.items()
    }
    return [
        f"{key}: alerted {alerted.get(key)}, remembered {remembered.get(key)}"
        for key in sorted({*alerted, *remembered})
        if alerted.get(key) != remembered.get(key)
    ]


async def _raw_by_origin(settings: Settings) -> dict[Origin, bytes]:
    return {
        Origin(topics.RAW.name, record.partition, record.offset): record.value
        async for record in _all(settings, topics.RAW)
    }


async def _records(settings: Settings, topic: topics.Topic) -> AsyncIterator[tuple[Origin, bytes]]:
    async for record in _all(settings, topic):
        origin = header(record.headers, "ce_origin")
        assert origin is not None, "every derived message says where it comes from"
        yield Origin.parse(origin), record.value


async def _all(settings: Settings, topic: topics.Topic) -> AsyncIterator[Record]:
    """Every committed record of a topic."""
    async for record in read_between(settings, await extents(settings, [topic])):
        yield record
