"""The live part against a real broker: pushed as it comes, caught up after a break, nothing missed."""

import pytest

from streams.settings import Settings
from tests.streams.desk.by_hand import alert, desk, ids, put, stream

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
    async with desk(settings) as client:
        async with stream(client) as events:
            await events.next("caught-up")
            await put(settings, alert("1"), alert("2"))
            assert sorted(await events.ids(2)) == ["wire/1/1", "wire/2/1"]
            since = events.id
        await put(settings, *(alert(str(number)) for number in range(3, 7)))
        async with stream(client, since) as events:
            assert sorted(await events.ids(4)) == [f"wire/{number}/1" for number in range(3, 7)]
            assert await events.next() == ("caught-up", {"missed": 4})
            await put(settings, alert("7"))
            assert await events.ids(1) == ["wire/7/1"]
