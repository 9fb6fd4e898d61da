"""The live part against a real broker: pushed as it comes, caught up after a break, nothing missed."""

import asyncio
import socket
from pathlib import Path

import pytest

from agents.desk.position import read_position
from schemas.topics import ALERTS
from streams.broker import Broker
from streams.desk.hub import QUEUE, Hub, frame
from streams.desk.live import NAMES
from streams.kafka.topics import delete_topics, make_topics
from streams.settings import Settings
from tests.streams.desk.by_hand import LIMIT, alert, desk, ids, put, serving, stream, taken

pytestmark = pytest.mark.kafka


async def test_an_alert_is_listed_and_pushed_with_why(settings: Settings) -> None:
    await put(settings, alert("1"))
    async with desk(settings) as client, stream(client) as events:
        assert await events.next() == ("caught-up", {"missed": 0})
        await put(settings, alert("2", provider="other"))
        name, row = await events.next()
        assert (name, row["id"], row["kind"], row["urgency"]) == ("alert", "other/2/1", "alert", 2)
        assert row["also"] == [{"source": "wire", "story": "wire/1", "headline": row["headline"]}]
        extract = row["extract"]
        assert [extract["text"][start:end] for start, end in extract["marks"]] == ["flood"]
        listed = (await client.get("/api/v1/alerts")).json()
        assert ids(listed["items"]) == ["other/2/1", "wire/1/1"]
        assert listed["position"] == events.id


async def test_after_a_break_only_what_was_missed(settings: Settings) -> None:
    async with serving(settings) as (server, client):
        async with stream(client) as events:
            await events.next("caught-up")
            await put(settings, alert("1"), alert("2"))
            assert sorted(await events.ids(2)) == ["wire/1/1", "wire/2/1"]
            since = events.id
        await put(settings, *(alert(str(number)) for number in range(3, 7)))
        await taken(server, 6)
        async with stream(client, since) as events:
            assert sorted(await events.ids(4)) == [f"wire/{number}/1" for number in range(3, 7)]
            assert await events.next() == ("caught-up", {"missed": 4})
            await put(settings, alert("7"))
            assert await events.ids(1) == ["wire/7/1"]


async def test_a_restart_of_the_server_loses_nothing(settings: Settings) -> None:
    """The position is the log's, not the server's: another server goes on from it, acknowledgements included."""
    async with desk(settings) as client, stream(client) as events:
        await put(settings, alert("1"), partition=0)
        await put(settings, alert("2"), partition=1)
        await events.ids(2)
        assert (await client.post("/api/v1/alerts/wire/1/1/acks", json={"name": "desk editor"})).status_code == 201
        _, ack = await events.next("ack")
        since = events.id
    await put(settings, alert("3"), alert("4"), partition=0)
    await put(settings, alert("5"), partition=1)
    async with desk(settings) as client, stream(client, since) as events:
        assert sorted(await events.ids(3)) == ["wire/3/1", "wire/4/1", "wire/5/1"]
        assert await events.next() == ("caught-up", {"missed": 3})
        rows = {row["id"]: row for row in (await client.get("/api/v1/alerts")).json()["items"]}
        assert rows["wire/1/1"]["acks"] == [ack]


async def test_behind_what_is_at_hand_the_topic_is_read_again(settings: Settings) -> None:
    small = settings.model_copy(update={"desk_alerts": 10})
    async with serving(small) as (server, client):
        async with stream(client) as events:
            await put(settings, alert("0"))
            await events.ids(1)
            since = events.id
        await put(settings, *(alert(str(number)) for number in range(1, 31)))
        await taken(server, 31)
        async with stream(client, since) as events:
            assert sorted(await events.ids(30)) == sorted(f"wire/{number}/1" for number in range(1, 31))
            assert await events.next() == ("caught-up", {"missed": 30})
        page = (await client.get("/api/v1/alerts?limit=4")).json()
        assert len(ids(page["items"])) == 4
        rest = (await client.get(f"/api/v1/alerts?after={page['next']}")).json()
        assert (len(rest["items"]), rest["next"]) == (6, None)
        assert not {*ids(page["items"])} & {*ids(rest["items"])}


async def test_what_the_topic_has_no_longer_is_a_gap(settings: Settings) -> None:
    async with desk(settings) as client, stream(client, "9999.9999~9999") as events:
        assert await events.next() == ("gap", {"since": "9999.9999~9999"})
        await put(settings, alert("1"))
        assert await events.ids(1) == ["wire/1/1"]


async def test_topics_made_anew_are_noticed(settings: Settings) -> None:
    """The desk that was open then, and the server, begin again."""
    await put(settings, alert("1"), alert("2"), partition=0)
    async with serving(settings) as (server, client), stream(client) as events:
        await events.next("caught-up")
        await delete_topics(settings)
        await make_topics(settings)
        await put(settings, alert("3"), partition=0)
        await events.next("gap")
        async with asyncio.timeout(LIMIT):
            await server.desk.live.ready.wait()
        assert ids((await client.get("/api/v1/alerts")).json()["items"]) == ["wire/3/1"]


async def test_versions_corrections_and_withdrawals(settings: Settings) -> None:
    await put(settings, alert("1"), partition=0)
    again = alert("1", "2", text="A flood closed two harbours.", previous="1", corrects=("floods",), kind="correction")
    await put(settings, again, partition=0)
    async with desk(settings) as client, stream(client) as events:
        await events.next("caught-up")
        story = (await client.get("/api/v1/stories/wire/1")).json()
        assert (story["state"], [row["kind"] for row in story["versions"]]) == ("corrected", ["alert", "correction"])
        gone = alert("1", "3", text="Kill it.", previous="2", withdraws=("floods",), kind="kill")
        await put(settings, gone, partition=0)
        _, row = await events.next("alert")
        assert (row["kind"], row["withdrawn"], row["versions"], row["urgency"]) == ("withdrawal", True, 3, 2)
        assert [rule["name"] for rule in row["rules"]] == ["Floods"]
        listed = (await client.get("/api/v1/alerts")).json()["items"]
        assert [each["withdrawn"] for each in listed] == [True] * 3
        assert (await client.get("/api/v1/stories/wire/1")).json()["state"] == "withdrawn"


HOSTILE = '<script>alert(1)</script> " onload=x flood \u2028 </title>\n\ndata: x\n\nevent: gap \x07'


async def test_a_hostile_report_is_text(settings: Settings) -> None:
    """Markup stays as it stands, and cannot end an event or begin another."""
    async with desk(settings) as client, stream(client) as events:
        await events.next("caught-up")
        await put(settings, alert("<b>", text=HOSTILE, headline=HOSTILE))
        name, row = await events.next()
        assert (name, row["headline"], row["story"]) == ("alert", HOSTILE, "wire/<b>")
        answer = await client.get("/api/v1/articles/wire/<b>/1")
        assert (answer.json()["article"]["headline"], answer.headers["content-type"]) == (HOSTILE, "application/json")


async def test_two_desks_see_an_acknowledgement_at_once(settings: Settings) -> None:
    await put(settings, alert("1"))
    async with desk(settings) as one, desk(settings) as other, stream(one) as mine, stream(other) as theirs:
        for events in (mine, theirs):
            await events.next("caught-up")
        made = await one.post("/api/v1/alerts/wire/1/1/acks", json={"name": "desk editor", "note": "Called."})
        for events in (mine, theirs):
            name, ack = await events.next()
            assert (name, ack) == ("ack", made.json())


async def test_an_article_and_its_acknowledgements_are_those_of_its_replay(settings: Settings) -> None:
    again = alert("1", replay="r1")
    await put(settings, alert("1"), again)
    async with serving(settings) as (server, client):
        await taken(server, 2)
        async with stream(client) as events:
            await events.next("caught-up")
            made = await client.post("/api/v1/alerts/wire/1/1/acks?replay=r1", json={"name": "desk editor"})
            assert made.json()["replay"] == "r1"
            await events.next("ack")
        rows = {row["replay"]: row["acks"] for row in (await client.get("/api/v1/alerts")).json()["items"]}
        assert rows == {None: [], "r1": [made.json()]}
        for asked, replay in (("", None), ("?replay=r1", "r1")):
            article = (await client.get(f"/api/v1/articles/wire/1/1{asked}")).json()["article"]
            assert article.get("replay") == replay
        assert (await client.get("/api/v1/articles/wire/1/1?replay=r2")).status_code == 404


async def test_a_desk_that_does_not_read_delays_nobody(settings: Settings) -> None:
    """It is dropped, told so once it reads, and what it missed is in the log."""
    async with serving(settings) as (server, client), stream(client) as quick:
        await quick.next("caught-up")
        host, port = client.base_url.host, client.base_url.port
        reader, writer = await asyncio.open_connection(host, port, limit=1024)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        writer.write(b"GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        while len(server.desk.hub) < 2:  # noqa: ASYNC110 (nobody else knows when it has joined)
            await asyncio.sleep(0.01)
        large = frame("large", b'"' + b"x" * 100_000 + b'"')
        for _ in range(QUEUE + 200):
            server.desk.hub.publish(large)
            await quick.next("large")
        assert (len(server.desk.hub), server.desk.hub.dropped) == (1, 1)
        async with asyncio.timeout(LIMIT):
            end = b""
            while b"event: dropped" not in end:
                end = end[-100:] + await reader.read(1 << 20)
        writer.close()


def test_a_queue_is_bounded_and_others_are_not_asked_to_wait() -> None:
    hub = Hub()
    slow, quick = hub.join(), hub.join()
    for number in range(QUEUE + 1):
        hub.publish(frame("n", str(number).encode()))
        assert asyncio.run(quick.take(1)) == b"event: n\ndata: %d\n\n" % number
    assert (slow.dropped, quick.dropped, hub.dropped, len(hub)) == (True, False, 1, 1)
    assert asyncio.run(slow.take(1)) == b""


async def test_a_broker_that_restarts_is_found_again(tmp_path: Path, cache_dir: Path | None) -> None:
    """The stream stays open meanwhile, says that the broker is away, and nothing is missed."""
    broker = Broker(tmp_path / "broker", cache_dir=cache_dir)
    await broker.start()
    port = int(broker.bootstrap.rpartition(":")[2])
    settings = Settings(bootstrap=[broker.bootstrap], partitions=1, data_dir=tmp_path / "data")
    try:
        await make_topics(settings)
        async with serving(settings) as (_, client), stream(client) as events:
            await events.next("caught-up")
            await put(settings, alert("1"))
            assert await events.ids(1) == ["wire/1/1"]
            await broker.stop()
            while (await events.next("health"))[1]["broker"] != "away":
                pass
            broker = Broker(tmp_path / "broker", port, cache_dir=cache_dir)
            await broker.start()
            await put(settings, alert("2"))
            assert await events.ids(1) == ["wire/2/1"]
            while (await events.next("health"))[1]["broker"] != "ok":
                pass
            assert read_position(events.id or "", NAMES)[ALERTS.name, 0] >= 2
    finally:
        await broker.stop()
