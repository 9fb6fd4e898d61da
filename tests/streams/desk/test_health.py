"""How the pipeline is, as the desk says it: dead letters and their way back, sources, lag, workers, replays."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import reduce
from typing import Any

import httpx
import msgspec
import pytest

from agents.desk.rhythm import learn
from agents.desk.silence import RULE
from schemas.notice import Notice
from schemas.replay import Replay
from schemas.rule import Rule
from schemas.topics import NOTICES, RAW
from streams.clock import WallClock, iso
from streams.desk.vitals import replay_state, time_to_alert
from streams.desk.watch import Progress
from streams.rules.rulebook import publish
from streams.settings import Settings
from tests.streams.by_hand import ByHand
from tests.streams.desk.by_hand import LIMIT, desk, ids, serving, stream

pytestmark = pytest.mark.kafka

Look = Callable[[], Awaitable[Any]]


async def until(look: Look, right: Callable[[Any], bool]) -> Any:
    """Ask until the answer is right."""
    async with asyncio.timeout(LIMIT):
        while not right(seen := await look()):  # noqa: ASYNC110 (it is another process that gets on)
            await asyncio.sleep(0.1)
    return seen


def getter(client: httpx.AsyncClient, path: str) -> Look:
    async def look() -> Any:
        return (await client.get(path)).raise_for_status().json()

    return look


@pytest.fixture
def pipeline(settings: Settings) -> ByHand:
    """One report that clean cannot read, and one that ends as an alert, of the source `wire`."""
    pipeline = ByHand(settings)
    pipeline.send(b"No date at all.", " date 2017-12-28 A flood.")
    pipeline.run()
    return pipeline


async def test_a_dead_letter_is_shown_and_sent_through_once_more(settings: Settings, pipeline: ByHand) -> None:
    async with desk(settings) as client:
        health = await until(getter(client, "/api/v1/health"), lambda seen: seen["dead"] == 1 and seen["sources"])
        assert [(source["source"], source["unusual"]) for source in health["sources"]] == [("wire", False)]
        (letter,) = (await client.get("/api/v1/dead")).json()["items"]
        assert (letter["reason"], letter["requeued"]) == ("no-date-line", False)
        shown = (await client.get(f"/api/v1/dead/{letter['id']}")).json()
        assert (shown["text"], shown["whole"]) == ("No date at all.", True)
        assert (await client.post(f"/api/v1/dead/{letter['id']}/requeue")).status_code == 200
        assert (await client.post(f"/api/v1/dead/{letter['id']}/requeue")).status_code == 409
        again = await asyncio.to_thread(pipeline.records, RAW)
        assert [record.value for record in again].count(b"No date at all.") == 2
        await until(getter(client, "/api/v1/health"), lambda seen: seen["dead"] == 0)
        assert (await client.get("/api/v1/dead")).json()["items"] == []
        assert len((await client.get("/api/v1/dead?all=true")).json()["items"]) == 1
        assert (await client.post("/api/v1/dead/wire.dead/9/9/requeue")).status_code == 404


async def test_health_comes_by_itself(settings: Settings, pipeline: ByHand) -> None:
    async with desk(settings) as client, stream(client) as events:
        _, health = await events.next("health")
        assert (health["broker"], health["desks"]) == ("ok", 1)
        _, health = await events.next("health")
        lag = {stage["stage"]: stage["lag"] for stage in health["stages"]}
        assert lag["clean"] > 0  # by hand, no group has done anything
        assert [row["id"].split("/")[0] for row in (await client.get("/api/v1/alerts")).json()["items"]] == ["wire"]


async def test_endpoints_that_ask_for_it_are_told_of_a_silence_once_and_of_its_end(settings: Settings) -> None:
    settings = settings.model_copy(update={"silence_hooks": ["newsroom"]})
    pipeline, minute = ByHand(settings), 60.0
    long_ago = WallClock().now().timestamp() - 10 * 3600
    rhythm = reduce(learn, [long_ago + number * minute for number in range(60)], None)

    async def notices(count: int) -> list[Notice]:
        async def look() -> list[Notice]:
            found = await asyncio.to_thread(pipeline.records, NOTICES)
            return [msgspec.json.decode(record.value, type=Notice) for record in found]

        return await until(look, lambda seen: len(seen) >= count)

    for _ in range(2):  # a restart tells nobody anew
        async with serving(settings) as (server, _):
            server.desk.watch.rhythms.setdefault("wire", rhythm)
            (notice,) = await notices(1)
            assert (notice.rule, notice.event, notice.hooks, notice.provider) == (RULE, "new", ("newsroom",), "wire")
    await asyncio.to_thread(pipeline.send, " date 2017-12-28 A flood.")
    async with serving(settings):
        first, second = await notices(2)
        assert (second.event, second.ring, second.thread) == ("update", False, first.thread)
        assert second.headline == first.headline.replace("is silent: no report", "is heard again: nothing had come")


async def test_rules_are_published_from_the_desk(settings: Settings) -> None:
    await publish(settings, [Rule("ports", "harbour AND strike")], WallClock(), "tester", None)
    async with desk(settings) as client:
        wrong = await client.post("/api/v1/rules/check", json={"query": "harbour AND (strike"})
        assert (wrong.status_code, wrong.json()["line"]) == (422, 1)
        assert wrong.json()["column"] > 1
        right = await client.put("/api/v1/rules/floods", json={"query": "flood", "urgency": 1})
        assert right.json()["rule"]["version"] == "1"
        listed = (await client.get("/api/v1/rules")).json()
        assert (ids(listed["items"]), listed["published"]["by"]) == (["floods", "ports"], "desk")
        changed = await client.put("/api/v1/rules/floods", json={"query": "flood*", "version": "1"})
        assert changed.json()["rule"]["version"] == "2"
        quiet = {"query": "flood*", "version": "2", "notify": {"interval": "15m"}}
        assert (await client.put("/api/v1/rules/floods", json=quiet)).json()["rule"]["version"] == "3"
        kept = await client.put("/api/v1/rules/floods", json={"query": "flood*", "urgency": 2})
        assert kept.json()["rule"]["notify"]["interval"] == "15m"
        late = await client.put("/api/v1/rules/floods", json={"query": "floods", "version": "1"})
        assert (late.status_code, "version 4" in late.json()["detail"]) == (409, True)
        assert (await client.delete("/api/v1/rules/ports")).json()["rules"] == 1
        assert (await client.delete("/api/v1/rules/ports")).status_code == 404
        assert (await client.get("/api/v1/rules/floods")).json()["query"] == "flood*"


def test_times_fall_into_buckets() -> None:
    found = time_to_alert([10, 60, 60, 70_000])
    assert dict(found.buckets) | {50: 1, 100: 2, None: 1} == dict(found.buckets)
    assert sum(count for _, count in found.buckets) == found.count == 4
    assert (found.p50, time_to_alert([]).p50) == (60, None)


NOW = 1_767_600_000_000


@pytest.mark.parametrize(
    ("finished", "age", "state", "rate"),
    [
        (None, 1_000, "running", 50.0),
        (None, 60_000, "interrupted", None),
        (iso(NOW), 1_000, "finished", None),
        (iso(NOW), 400_000, None, None),
    ],
)
def test_a_replay_as_it_stands(finished: str | None, age: int, state: str | None, rate: float | None) -> None:
    replay = Replay("r", 300, 1000, iso(NOW - 60_000), finished=finished)
    shown = replay_state(Progress(replay, NOW - age, 100, NOW - age - 4_000), NOW)
    assert ((shown.state, shown.rate, shown.progress) if shown else None) == ((state, rate, 0.3) if state else None)
