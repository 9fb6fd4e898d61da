"""Sending to real receivers on this machine: what is signed, what is refused, what is never said."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook

from agents.hooks.body import sample
from schemas.hook import Endpoint, Secret
from streams.clock import now_ms
from streams.hooks.send import Sender
from streams.settings import Settings
from tests.streams.hooks.receivers import SECRET, Receiver

NOTICE = sample("2025-12-22T10:00:00.000Z", "1")
HERE = {"here": "127.0.0.1/32"}


@pytest.fixture
async def sender(tmp_path: Path) -> AsyncIterator[Sender]:
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "own.txt.j2").write_text("{{ notice.headline | upper }}")
    (templates / "broken.json.j2").write_text("{{ nothing.there }}")
    async with Sender(
        Settings(data_dir=tmp_path, hooks_allow=HERE, hooks_timeout=1.0, hooks_templates=templates)
    ) as made:
        yield made


def endpoint(url: str, **more: Any) -> Endpoint:
    return Endpoint("here", url, **{"secrets": (Secret(SECRET),), **more})


async def test_a_webhook_that_is_taken(sender: Sender) -> None:
    async with Receiver(200) as receiver:
        to = endpoint(receiver.url, headers={"Authorization": "Bearer open-sesame"})
        answer = await sender.send(to, NOTICE)
    assert (answer.status, answer.head, answer.error) == (200, b"taken", None)
    assert receiver.forged == []
    (got,) = receiver.got
    assert got.headers["authorization"] == "Bearer open-sesame"
    assert got.headers["content-type"] == "application/cloudevents+json"
    assert json.loads(got.body)["id"] == got.headers["webhook-id"] == "test/1"


async def test_two_secrets_sign_until_the_old_one_ends(sender: Sender) -> None:
    new, old, past = (f"whsec_{letter * 43}=" for letter in "ABC")
    now = now_ms()
    secrets = (Secret(new), Secret(old, now + 60_000), Secret(past, now - 1))
    request = sender.make(endpoint("https://hooks.example/", secrets=secrets), NOTICE)
    for secret in (new, old):
        Webhook(secret).verify(request.body, request.headers)
    assert len(request.headers["webhook-signature"].split()) == 2


MOODS: list[tuple[int | str, int | None, str | None]] = [
    # mood of the receiver: status, error
    (500, 500, None),
    (302, 302, "it redirects, and redirects are not followed: give the address that it leads to"),
    ("garbage", None, "what answers there does not speak HTTP"),
    ("hang", None, "no answer within 1 s"),
    ("cut", None, "it closed the connection without an answer"),
]


@pytest.mark.parametrize(("mood", "status", "error"), MOODS)
async def test_trouble_is_an_answer(sender: Sender, mood: int | str, status: int | None, error: str | None) -> None:
    async with Receiver(mood) as receiver:
        receiver.headers = {"Location": "http://127.0.0.1:1/"}
        answer = await sender.send(endpoint(receiver.url), NOTICE)
    assert (answer.status, answer.error) == (status, error)
    assert not answer.ok
    assert len(receiver.got) == 1


async def test_an_answer_without_end_is_cut_off(sender: Sender) -> None:
    async with Receiver("flood") as receiver:
        answer = await sender.send(endpoint(receiver.url), NOTICE)
    assert answer.status == 200
    assert len(answer.head) <= 400


async def test_nobody_there(sender: Sender) -> None:
    async with Receiver() as receiver:
        url = receiver.url
    answer = await sender.send(endpoint(url), NOTICE)
    assert "no connection" in (answer.error or "")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.2:{port}/",
        "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.2]:{port}/",
        "http://0.0.0.0:{port}/",
        "http://2130706434:{port}/",
        "http://0x7f.2:{port}/",
        "http://0177.0.0.2:{port}/",
        "http://127.2:{port}/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/",
    ],
)
async def test_no_spelling_of_an_address_gets_past_the_gate(sender: Sender, url: str) -> None:
    async with Receiver() as receiver:
        answer = await sender.send(endpoint(url.format(port=receiver.port)), NOTICE)
    assert answer.status is None
    assert "refused" in (answer.error or ""), answer
    assert receiver.got == []


async def test_a_name_that_leads_elsewhere_from_one_moment_to_the_next(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address that was checked is the one that is connected to: nobody is asked a second time."""
    asked: list[str] = []
    loop = asyncio.get_running_loop()
    real = loop.getaddrinfo

    async def changing(host: Any, port: Any, **named: Any) -> Any:
        if host != "changing.example":
            return await real(host, port, **named)
        asked.append(host)
        address = "127.0.0.1" if len(asked) == 1 else "127.0.0.2"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(loop, "getaddrinfo", changing)
    async with Receiver() as receiver:
        answer = await sender.send(endpoint(f"http://changing.example:{receiver.port}/"), NOTICE)
        assert answer.status == 204
        assert len(asked) == 1
        assert [got.headers["host"] for got in receiver.got] == [f"changing.example:{receiver.port}"]
    async with Sender(Settings(hooks_allow=HERE)) as another, Receiver() as receiver:
        answer = await another.send(endpoint(f"http://changing.example:{receiver.port}/"), NOTICE)
        assert "changing.example leads to 127.0.0.2, a loopback address" in (answer.error or "")
        assert receiver.got == []


@pytest.mark.parametrize("mood", ["garbage", "hang", "cut", 500])
async def test_errors_hold_no_secret(sender: Sender, mood: int | str) -> None:
    async with Receiver(mood) as receiver:
        url = f"http://user:pass-word-1@127.0.0.1:{receiver.port}/services/T0KEN/secret-part?key=hidden-key"
        answer = await sender.send(endpoint(url, headers={"X-Key": "another-secret"}), NOTICE)
    said = f"{answer.error} {answer.head!r}"
    for secret in ("pass-word-1", "secret-part", "hidden-key", "another-secret", SECRET):
        assert secret not in said


async def test_templates(sender: Sender) -> None:
    own = sender.make(endpoint("https://hooks.example/", template="own"), NOTICE)
    assert own.body == b"A SAMPLE FROM WIREWATCH, NO NEWS"
    for name, flaw in (("broken", "'nothing' is undefined"), ("missing", "there is no template missing")):
        broken = sender.make(endpoint("https://hooks.example/", template=name), NOTICE)
        assert json.loads(broken.body)["type"] == "wirewatch.test.v1", "the default body goes instead"
        assert flaw in (broken.flaw or "")
