"""Channels (Slack, Teams, ntfy, e-mail, …) through apprise, in a child process: it blocks, and nothing stops it."""

import asyncio
import contextlib
import sys
from asyncio.subprocess import PIPE, Process

import msgspec
import orjson
from msgspec import Struct

from agents.hooks.schedule import Answer
from streams.settings import Settings

KNOWN = {
    # URL scheme: what it is. Only what goes over the network to somebody: apprise knows many more, some of which
    # run on this very machine.
    "discord": "Discord", "gchat": "Google Chat", "gotify": "Gotify", "gotifys": "Gotify, TLS",
    "mailto": "e-mail", "mailtos": "e-mail, TLS", "matrix": "Matrix", "matrixs": "Matrix, TLS",
    "mmost": "Mattermost", "mmosts": "Mattermost, TLS", "ntfy": "ntfy", "ntfys": "ntfy, TLS",
    "opsgenie": "Opsgenie", "pagerduty": "PagerDuty", "pover": "Pushover", "rocket": "Rocket.Chat",
    "rockets": "Rocket.Chat, TLS", "signal": "Signal", "signals": "Signal, TLS", "slack": "Slack",
    "splunk": "Splunk On-Call", "tgram": "Telegram", "threema": "Threema", "twilio": "Twilio", "wxteams": "Webex",
    "workflows": "Teams, by a workflow of its own", "zulip": "Zulip",
}  # fmt: skip


class Job(Struct, frozen=True):
    """A message for a channel."""

    number: int
    url: str
    title: str
    body: str


class Done(Struct, frozen=True):
    """What became of a job; `error` None: it was taken."""

    number: int
    error: str | None


class Channels:
    """The child process that sends, started when first needed, and anew whenever it ends or stands still."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._process: Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self._waiting: dict[int, asyncio.Future[Done]] = {}
        self._number = 0
        self._starting = asyncio.Lock()

    async def send(self, url: str, text: str) -> Answer:
        """Send a text; its first line is the title. The caller limits the time that this may take."""
        async with self._starting:
            if self._process is None or self._process.returncode is not None:
                await self._start()
        assert self._process is not None, "started above"
        assert self._process.stdin is not None, "made with a pipe"
        self._number += 1
        number = self._number
        title, _, body = text.partition("\n")
        waiting = self._waiting[number] = asyncio.get_running_loop().create_future()
        self._process.stdin.write(msgspec.json.encode(Job(number, url, title, body or title)) + b"\n")
        try:
            done = await waiting
        finally:
            self._waiting.pop(number, None)
        return Answer(200, 0) if done.error is None else Answer(None, 0, error=done.error)

    async def close(self) -> None:
        """End the child."""
        process, self._process = self._process, None
        if self._reader is not None:
            self._reader.cancel()
        if process is not None and process.returncode is None:
            process.kill()
            await process.wait()

    async def _start(self) -> None:
        told = orjson.dumps({"allow": self._settings.hooks_allow, "timeout": self._settings.hooks_timeout}).decode()
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "streams.hooks.channel", told, stdin=PIPE, stdout=PIPE, limit=1_000_000
        )
        self._reader = asyncio.create_task(self._read(self._process))

    async def _read(self, process: Process) -> None:
        assert process.stdout is not None, "made with a pipe"
        while line := await process.stdout.readline():
            done = msgspec.json.decode(line, type=Done)
            waiting = self._waiting.get(done.number)
            if waiting is not None and not waiting.done():
                waiting.set_result(done)
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        for number, waiting in self._waiting.items():
            if not waiting.done():
                waiting.set_result(Done(number, "the process that sends to channels ended"))
