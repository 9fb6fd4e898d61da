"""Search, counts and rules tried, over a real archive filled by the real filer; and alerts behind those at hand."""

import asyncio

import pytest

from streams.archive.serve import run_filer
from streams.settings import Settings
from tests.streams.desk.by_hand import alert, desk, ids, put

pytestmark = pytest.mark.kafka

ALERTS = 25
AT_HAND = 10


@pytest.fixture
def filed(settings: Settings) -> Settings:
    """Alerts of 25 stories, all filed, of which a desk keeps 10 at hand."""
    dated = [alert(str(number), text=f"Flood {number}: a flood closed the harbour.", sent=f"2017-12-{number:02}")
             for number in range(1, ALERTS + 1)]  # fmt: skip
    asyncio.run(put(settings, *dated, partition=0))
    assert asyncio.run(run_filer(settings, once=True)) == ALERTS
    return settings.model_copy(update={"desk_alerts": AT_HAND})


async def test_the_archive_from_the_desk(filed: Settings) -> None:
    async with desk(filed) as client:
        page = (await client.get("/api/v1/search?q=harbour&limit=20")).json()
        assert (len(page["items"]), page["items"][0]["id"]) == (20, "wire/25/1")
        first = page["items"][0]
        assert [first["snippet"][start:end] for start, end in first["marks"]] == ["harbour"]
        rest = (await client.get(f"/api/v1/search?q=harbour&limit=20&after={page['next']}")).json()
        assert (len(rest["items"]), rest["next"]) == (5, None)
        counts = (await client.get("/api/v1/search/counts?q=harbour&until=2017-12-10")).json()
        assert (counts["count"], counts["exact"], counts["facets"]["source"]) == (10, True, [["wire", 10]])
        assert len(counts["timeline"]) == 10
        wrong = await client.get("/api/v1/search?q=harbour%20AND")
        assert (wrong.status_code, wrong.json()["line"]) == (422, 1)
        assert (await client.get("/api/v1/search?since=yesterday")).status_code == 422
        assert (await client.get("/api/v1/search?after=x")).status_code == 422


async def test_a_rule_is_tried_before_it_is_published(filed: Settings) -> None:
    async with desk(filed) as client:
        tried = (await client.post("/api/v1/rules/try", json={"query": "flood AND harbour", "limit": 3})).json()
        assert (tried["count"], tried["rate_per_day"], len(tried["items"])) == (25, 1.0, 3)
        none = (await client.post("/api/v1/rules/try", json={"query": "volcano"})).json()
        assert (none["count"], none["rate_per_day"], none["items"]) == (0, None, [])
        refused = await client.post("/api/v1/rules/try", json={"query": "NOT flood"})
        assert refused.status_code == 422, "what would be refused as a rule is refused here"


async def test_alerts_go_on_in_the_archive(filed: Settings) -> None:
    """Page after page, each alert once, from what is at hand into what is filed."""
    async with desk(filed) as client:
        seen, after = [], ""
        while True:
            page = (await client.get(f"/api/v1/alerts?limit=4{after and f'&after={after}'}")).json()
            seen += ids(page["items"])
            if page["next"] is None:
                break
            after = page["next"]
        assert seen == [f"wire/{number}/1" for number in range(ALERTS, 0, -1)]
        old = (await client.get("/api/v1/stories/wire/1")).json()
        assert ids(old["versions"]) == ["wire/1/1"]
        assert (await client.get("/api/v1/articles/wire/1/1")).json()["verdict"]["outcome"] == "alert"
        acked = await client.post("/api/v1/alerts/wire/1/1/acks", json={"name": "desk editor"})
        assert acked.status_code == 201


async def test_without_an_archive_it_says_what_to_start(settings: Settings) -> None:
    async with desk(settings) as client:
        answer = await client.get("/api/v1/search?q=flood")
        assert (answer.status_code, "wirewatch archive file" in answer.json()["detail"]) == (503, True)
        health = (await client.get("/api/v1/health")).json()
        assert "wirewatch archive file" in health["archive"]
