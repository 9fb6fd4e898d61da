"""Trying an endpoint: a signed sample sent from here and now, the request and the answer shown."""

import secrets
import sqlite3
from pathlib import Path

import msgspec
from msgspec import Struct

from agents.hooks.body import sample
from schemas.hook import Endpoint, Posted
from streams.clock import iso, now_ms
from streams.hooks.history import last_posted
from streams.hooks.privacy import shown_url
from streams.hooks.send import Sender
from streams.problem import Problem
from streams.settings import Settings


class Trial(Struct, frozen=True):
    """A request that was sent and what came back; nothing in it is secret. `latency` in ms."""

    url: str
    headers: dict[str, str]
    body: str
    ok: bool
    status: int | None
    latency: int
    error: str | None
    head: str


async def try_endpoint(settings: Settings, endpoint: Endpoint) -> Trial:
    """Send a sample."""
    posted = sample(iso(now_ms()), secrets.token_hex(6))
    async with Sender(settings) as sender:
        request = sender.make(endpoint, posted)
        answer = await sender.post(endpoint, request)
    own = {name.lower() for name in endpoint.headers}
    headers = {name: "…" if name.lower() in own else value for name, value in request.headers.items()}
    return Trial(
        shown_url(endpoint.url), headers, request.body.decode(), answer.ok, answer.status, answer.latency,
        answer.error, answer.head.decode("utf-8", "replace"),
    )  # fmt: skip


def choose_notice(book: sqlite3.Connection, notice: str | None, file: Path | None) -> Posted:
    """A notice to preview with: of a file, by its id, the newest of the outbox, else a sample. Raises Problem."""
    if file is not None:
        try:
            return msgspec.json.decode(file.read_bytes(), type=Posted)
        except (OSError, msgspec.DecodeError) as error:
            raise Problem(f"{file} is no notice ({error})", "take the value of a record of wire.notices") from error
    found = last_posted(book, notice)
    if found is None and notice is not None:
        raise Problem(f"no notice {notice} is in the outbox", "wirewatch hooks history shows those that are")
    return found or sample(iso(now_ms()), "preview")
