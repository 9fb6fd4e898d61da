"""The hooks over HTTP, mounted as the desk mounts them."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from schemas.notice import Notice
from streams.clock import now_ms
from streams.hooks.api import routes
from streams.hooks.book import open_book
from streams.hooks.endpoints import find
from streams.hooks.outbox import Incoming, file_notices
from streams.settings import Settings
from tests.streams.hooks.receivers import Receiver


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, hooks_allow={"here": "127.0.0.1/32"}, hooks_timeout=5)


@pytest.fixture
async def desk(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    app = Starlette(routes=[Mount("/api/v1/hooks", routes=routes(settings))])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk/api/v1/hooks") as client:
        yield client


async def test_an_endpoints_whole_life(desk: httpx.AsyncClient, settings: Settings) -> None:
    async with Receiver(200) as receiver:
        made = await desk.post("/", json={"name": "newsroom", "url": receiver.url, "rules": ["wmd-*"]})
        assert made.status_code == 201
        secret = made.json()["secret"]
        receiver._secrets = [secret]
        tried = (await desk.post("/newsroom/test")).json()
        assert (tried["ok"], tried["status"], receiver.forged) == (True, 200, [])
    assert (await desk.get("/")).json()["items"][0]["rules"] == ["wmd-*"]
    assert (await desk.post("/newsroom/pause")).json()["state"] == "paused"
    notice = Notice("n-1", "new", "wmd-1", "n-1", headline="A headline")
    file_notices(open_book(settings), [Incoming(notice, now_ms(), 0)], {}, now_ms())
    assert (await desk.get("/newsroom")).json()["waiting"] == 1
    assert (await desk.post("/newsroom/resume")).json()["state"] == "on"
    (line,) = (await desk.get("/newsroom/history")).json()["items"]
    assert (line["notice"], line["state"], line["at"]) == ("n-1", "waiting", None)
    assert (await desk.get("/history", params={"state": "done"})).json() == {"items": [], "next": None}
    assert (await desk.post("/resend", json={"notice": "n-1"})).json() == {"to": ["newsroom"]}
    shown = (await desk.post("/preview", json={"template": "text"})).json()
    assert shown["body"].startswith("A headline")
    rotated = (await desk.post("/newsroom/rotate")).json()["secret"]
    assert rotated != secret
    for page in ("/", "/newsroom"):
        text = (await desk.get(page)).text
        assert secret not in text
        assert rotated not in text
        assert "/hook" not in text.replace("/api/v1/hooks", "")
    assert (await desk.delete("/newsroom")).json() == {"name": "newsroom", "waiting": 1}
    assert (await desk.get("/newsroom")).status_code == 404


async def test_an_endpoint_is_changed_and_keeps_what_it_has(desk: httpx.AsyncClient, settings: Settings) -> None:
    asked = {"name": "a", "url": "http://127.0.0.1:1/", "headers": {"X-Key": "1", "X-Old": "2"}, "heartbeat": 5}
    secret = (await desk.post("/", json=asked)).json()["secret"]
    await desk.post("/a/pause")
    file_notices(open_book(settings), [Incoming(Notice("n-1", "new", "r", "n-1"), now_ms(), 0)], {}, now_ms())
    changes = {"rules": ["wmd-*"], "headers": {"X-Key": "3", "X-Old": None}, "heartbeat": None, "owner": "desk editor"}
    shown = (await desk.patch("/a", json=changes)).json()
    assert (shown["rules"], shown["headers"], shown["heartbeat"]) == (["wmd-*"], ["X-Key"], None)
    assert (shown["owner"], shown["state"], shown["waiting"], shown["secrets"]) == ("desk editor", "paused", 1, 1)
    endpoint = find(open_book(settings), "a").endpoint
    assert (endpoint.headers, endpoint.secrets[0].key, endpoint.url) == ({"X-Key": "3"}, secret, asked["url"])
    assert (await desk.patch("/a", json={"rules": None, "headers": None})).json()["rules"] == ["*"]
    assert find(open_book(settings), "a").endpoint.headers == {}


WRONG: list[tuple[str, str, Any, int, str]] = [
    # method, path, body: status, words
    ("POST", "/", {"name": "a", "url": "http://10.0.0.1/"}, 422, "10.0.0.1 is a private address"),
    ("POST", "/", {"name": "a", "url": "http://134744072/"}, 422, "four plain numbers"),
    ("POST", "/", {"name": "a", "url": "file:///etc/passwd"}, 422, "neither a webhook"),
    ("POST", "/", {"name": "a", "url": "http://"}, 422, "name a host"),
    ("POST", "/", {"name": "a b", "url": "http://127.0.0.1/"}, 422, "no name for a hook"),
    ("POST", "/", {"name": "a", "url": "http://127.0.0.1/", "secret": "guess"}, 422, "a secret is whsec_"),
    ("POST", "/", {"name": "a", "url": "http://127.0.0.1/", "events": ["nwe"]}, 422, "there is no event nwe"),
    ("POST", "/", {"name": "a", "url": "http://127.0.0.1/", "headers": {"Host": "b"}}, 422, "Wirewatch itself"),
    ("POST", "/", {"name": "a", "url": "http://127.0.0.1/", "headers": {"X": "b\r\nY: c"}}, 422, "no header"),
    ("POST", "/", {"name": "a", "url": "http://127.0.0.1/", "template": "../../x"}, 422, "no name of a template"),
    ("POST", "/", {"name": "a", "url": "http://127.0.0.1/", "tell": "nobody"}, 404, "there is no hook nobody"),
    ("POST", "/", {"name": "a", "url": "http://127.0.0.1/", "heartbeat": 0.1}, 422, "once a second"),
    ("POST", "/", {"name": "a", "url": "http://127.0.0.1/", "state": "on"}, 422, "nothing called state"),
    ("POST", "/", {"name": "a"}, 422, "url"),
    ("POST", "/", [1], 422, "no JSON object"),
    ("GET", "/nobody", None, 404, "there is no hook nobody"),
    ("PATCH", "/nobody", {"owner": "desk editor"}, 404, "there is no hook nobody"),
    ("POST", "/nobody/rotate", None, 404, "there is no hook nobody"),
    ("POST", "/resend", {"notice": "n-9"}, 404, "no notice n-9"),
    ("GET", "/history?limit=many", None, 422, "limit is a number"),
    ("GET", "/history?after=x", None, 422, "no position"),
]


CHANGES: list[tuple[Any, int, str]] = [
    # body: status, words
    ({"url": "http://10.0.0.1/"}, 422, "10.0.0.1 is a private address"),
    ({"url": None}, 422, "url"),
    ({"url": "ntfy://topic"}, 422, "another kind of endpoint"),
    ({"name": "b"}, 422, "name cannot be changed"),
    ({"secret": "whsec_x"}, 422, "secret cannot be changed"),
    ({"headers": {"Host": "b"}}, 422, "Wirewatch itself"),
    ({"headers": 1}, 422, "headers"),
    ({"events": ["nwe"]}, 422, "there is no event nwe"),
    ({"tell": "nobody"}, 404, "there is no hook nobody"),
]


@pytest.mark.parametrize(("changes", "status", "words"), CHANGES)
async def test_a_change_that_cannot_be_changes_nothing(
    desk: httpx.AsyncClient, settings: Settings, changes: Any, status: int, words: str
) -> None:
    await desk.post("/", json={"name": "a", "url": "http://127.0.0.1:1/"})
    before = find(open_book(settings), "a")
    answer = await desk.patch("/a", json={"owner": "desk editor", **changes})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert words in answer.json()["detail"]
    assert find(open_book(settings), "a") == before


@pytest.mark.parametrize(("method", "path", "body", "status", "words"), WRONG)
async def test_what_cannot_be_done_is_a_problem(
    desk: httpx.AsyncClient, method: str, path: str, body: Any, status: int, words: str
) -> None:
    answer = await desk.request(method, path, json=body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert words in answer.json()["detail"]


async def test_a_name_that_is_taken(desk: httpx.AsyncClient) -> None:
    asked = {"name": "a", "url": "http://127.0.0.1:1/"}
    assert (await desk.post("/", json=asked)).status_code == 201
    assert (await desk.post("/", json=asked)).status_code == 409
