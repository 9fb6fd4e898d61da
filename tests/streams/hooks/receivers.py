"""Real HTTP receivers on this machine, each with a mood of its own that a test may change."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress

from aiohttp import web
from msgspec import Struct
from standardwebhooks import Webhook, WebhookVerificationError

SECRET = "whsec_c2lnbmluZyBrZXkgb2YgdGhlIHRlc3RzLCAzMiBieXRlcw=="


class Received(Struct, frozen=True):
    """A request that came: when (wall clock, seconds), its webhook-id, headers and body, what it was answered."""

    at: float
    id: str
    headers: dict[str, str]
    body: bytes
    status: int


class Receiver:
    """An endpoint that verifies signatures by the reference library and answers as its mood is.

    Moods: a status; or `hang` (never answers), `garbage` (no HTTP), `flood` (an answer without end), `cut` (closes).
    """

    def __init__(self, mood: int | str = 204, delay: float = 0.0, secret: str = SECRET) -> None:
        self.mood, self.delay, self._secrets = mood, delay, [secret]
        self.headers: dict[str, str] = {}
        self.got: list[Received] = []
        self.forged: list[str] = []
        """Why signatures did not verify."""
        self.port = 0
        self._came = asyncio.Event()
        self._runner: web.ServerRunner | None = None
        self._server: asyncio.Server | None = None
        self._parked: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    async def __aenter__(self) -> "Receiver":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen; after a stop, on the same port."""
        if self.mood in ("garbage", "hang", "flood"):
            self._server = await asyncio.start_server(self._misbehave, "127.0.0.1", self.port)
            self.port = self._server.sockets[0].getsockname()[1]
            return
        self._runner = web.ServerRunner(web.Server(self._receive, access_log=None), shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Close the port."""
        if self._runner is not None:
            await self._runner.cleanup()
        if self._server is not None:
            self._server.close()
        for task in self._parked:
            task.cancel()
        self._runner = self._server = None

    async def wait(self, condition: Callable[[list[Received]], bool], limit: float = 30) -> None:
        """Until what was received meets a condition."""
        async with asyncio.timeout(limit):
            while not condition(self.got):
                self._came.clear()
                await self._came.wait()

    def ids(self) -> list[str]:
        """Ids that were taken (answered with 2xx), each once, in order of their first arrival."""
        return list(dict.fromkeys(each.id for each in self.got if 200 <= each.status < 300))

    async def _receive(self, request: web.BaseRequest) -> web.StreamResponse:
        body = await request.read()
        status = self.mood if isinstance(self.mood, int) else 204
        headers = {name.lower(): value for name, value in request.headers.items()}
        self._verify(headers, body)
        self.got.append(Received(time.time(), headers.get("webhook-id", ""), headers, body, status))
        self._came.set()
        if self.mood == "cut" and request.transport is not None:
            request.transport.abort()
        await asyncio.sleep(self.delay)
        return web.Response(status=status, headers=self.headers, text="taken" if status < 300 else "trouble here")

    def _verify(self, headers: dict[str, str], body: bytes) -> None:
        reasons = []
        for secret in self._secrets:
            try:
                Webhook(secret).verify(body, headers, json_parse=False)
            except WebhookVerificationError as error:
                reasons.append(str(error))
            else:
                return
        self.forged += reasons

    async def _misbehave(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._parked.add(task)
        with suppress(OSError, asyncio.CancelledError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            lines = [line.partition(": ") for line in head.split("\r\n")]
            headers = {name.lower(): value for name, _, value in lines}
            self.got.append(Received(time.time(), headers.get("webhook-id", ""), headers, b"", 0))
            self._came.set()
            if self.mood == "hang":
                await asyncio.sleep(3600)
            if self.mood == "garbage":
                writer.write(b"\x00\xff\xfe not http at all \r\n\r\n\x80" * 20)
            while self.mood == "flood":
                if not head:
                    break
                writer.write(b"HTTP/1.1 200 OK\r\n\r\n" if headers else b"x" * 65536)
                headers = {}
                await writer.drain()
            await writer.drain()
        writer.close()
        self._parked.discard(task)
