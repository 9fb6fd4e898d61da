"""Channels: messages that arrive at real servers on this machine, and URLs as the library reads them."""

import asyncio
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from agents.hooks.body import sample
from schemas.hook import Endpoint
from streams.broker import free_port
from streams.clock import now_ms
from streams.hooks import register
from streams.hooks.book import open_book
from streams.hooks.channel import reads
from streams.hooks.channels import KNOWN
from streams.hooks.endpoints import entries
from streams.hooks.register import Unfit
from streams.hooks.send import Sender
from streams.settings import Settings
from tests.streams.hooks.receivers import Receiver

NOTICE = sample("2025-12-22T10:00:00.000Z", "1")
SETTINGS = Settings(hooks_allow={"here": "127.0.0.1/32"}, hooks_timeout=60)

_ID, _KEY = "12345678-1234-1234-1234-123456789abc", "3ccdd113474722377935511fc85d3dd4"
URLS = {
    # scheme: a URL as its users write them
    "discord": "discord://123456789012345678/abcdefghijklmnopqrstuvwxyz",
    "gchat": "gchat://workspace/key/token",
    "gotify": "gotify://gotify.example/abcdefghijklmno",
    "gotifys": "gotifys://gotify.example/abcdefghijklmno",
    "mailto": "mailto://user:word@mail.example/?to=desk@mail.example",
    "mailtos": "mailtos://user:word@mail.example/?to=desk@mail.example",
    "matrix": "matrix://user:word@matrix.example/%23room",
    "matrixs": "matrixs://user:word@matrix.example/%23room",
    "mmost": f"mmost://chat.example/{_KEY}",
    "mmosts": f"mmosts://chat.example/{_KEY}",
    "ntfy": "ntfy://ntfy.example/topic",
    "ntfys": "ntfys://ntfy.example/topic",
    "opsgenie": f"opsgenie://{_ID}",
    "pagerduty": f"pagerduty://{_KEY}@A1BRTD4JD",
    "pover": f"pover://{'u' * 30}@{'t' * 30}",
    "rocket": "rocket://user:word@rocket.example/%23room",
    "rockets": "rockets://user:word@rocket.example/%23room",
    "signal": "signal://signal.example:8080/+15551234567/+15557654321",
    "signals": "signals://signal.example:8080/+15551234567/+15557654321",
    "slack": "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/",
    "splunk": f"splunk://route_key@{_ID}",
    "tgram": "tgram://123456789:abcdefg_hijklmnop/12315544/",
    "threema": "threema://*THEGWID:word@15551234567",
    "twilio": f"twilio://AC{_KEY}:{_KEY}@+15551234567/+15557654321",
    "workflows": "workflows://host.example:443/workflow/signature/",
    "wxteams": f"wxteams://{'a' * 80}",
    "zulip": f"zulip://bot@org/{'a' * 32}/stream",
}


def test_every_channel_that_is_known_is_one_of_the_library() -> None:
    """A library that drops one must not leave it in our list."""
    assert set(URLS) == set(KNOWN)
    assert [scheme for scheme, url in URLS.items() if not reads(url)] == []


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("slack://only-one-part", "is not one of Slack as apprise reads them"),
        ("pagerduty://", "is not one of PagerDuty"),
        ("mailto://", "is not one of e-mail"),
        ("msteams://a/b/c", "neither a webhook"),
        ("gotify://10.0.0.1/abcdefghijklmno", "10.0.0.1 is a private address"),
    ],
)
async def test_a_channel_that_cannot_be_is_refused_when_it_is_added(tmp_path: Path, url: str, words: str) -> None:
    book = open_book(Settings(data_dir=tmp_path))
    with pytest.raises(Unfit, match=words) as refused:
        await register.add(SETTINGS, book, Endpoint("here", url), now_ms())
    assert url not in str(refused.value)
    assert entries(book) == []


async def test_a_message_goes_through_a_process_of_its_own_and_the_same_gate() -> None:
    async with Receiver(200) as receiver, Sender(SETTINGS) as sender:
        answer = await sender.send(Endpoint("here", f"ntfy://127.0.0.1:{receiver.port}/a-topic"), NOTICE)
        refused = await sender.send(Endpoint("here", f"ntfy://127.0.0.2:{receiver.port}/a-topic"), NOTICE)
        other = await sender.send(Endpoint("here", f"mmost://127.0.0.1:{receiver.port}/{_KEY}"), NOTICE)
    assert answer.ok, answer
    assert other.ok, other
    assert not refused.ok
    assert all(b"A sample from Wirewatch, no news" in got.body for got in receiver.got)
    assert [got.headers["host"] for got in receiver.got] == [f"127.0.0.1:{receiver.port}"] * 2


class Letters:
    """A mail server's hands: keeps what it is given."""

    def __init__(self) -> None:
        self.got: list[EmailMessage] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd's name)
        del server, session
        assert isinstance(envelope.content, bytes)
        self.got.append(BytesParser(EmailMessage, policy=policy.default).parsebytes(envelope.content))
        return "250 taken"


async def test_an_email_arrives_at_a_mail_server() -> None:
    letters = Letters()
    server = Controller(letters, hostname="127.0.0.1", port=free_port())
    await asyncio.to_thread(server.start)
    try:
        async with Sender(SETTINGS) as sender:
            query = f"smtp=127.0.0.1&port={server.port}&mode=insecure&from=wire@mail.example&to=desk@mail.example"
            answer = await sender.send(Endpoint("here", f"mailto://127.0.0.1:{server.port}/?{query}"), NOTICE)
    finally:
        await asyncio.to_thread(server.stop)
    assert answer.ok, answer
    (letter,) = letters.got
    assert "desk@mail.example" in letter["to"]
    assert "A sample from Wirewatch, no news" in letter["subject"]
    text = letter.get_body(("plain",))
    assert text is not None
    assert "sample" in text.get_content()
