"""GET /api/v1/events: server-sent events, after HTML's standard, with catch-up by Last-Event-ID."""

import asyncio
import secrets
import time

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from agents.desk.position import Position, merged, read_position, write_position
from streams.desk.access.visitor import Visitor
from streams.desk.fault import Fault
from streams.desk.hub import Client, frame
from streams.desk.live import NAMES, Gone
from streams.desk.room import Desk

_BEAT = 15.0  # seconds without news after which a comment says that the line is open
_STUCK = 60.0  # seconds for which a desk may take nothing at all
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


async def events(desk: Desk, visitor: Visitor, request: Request) -> Response:
    """The answer that streams. Raises Fault where too many streams are open, or the position does not read."""
    if len(desk.hub) >= desk.settings.desk_streams:
        raise Fault(503, "too many desks are open on this server", headers={"Retry-After": "10"})
    asked = request.headers.get("last-event-id") or request.query_params.get("last_event_id")
    try:
        since = read_position(asked, NAMES) if asked else None
    except ValueError:
        since = {}
    return EventStream(desk, visitor, since, asked)


class EventStream(Response):
    """Writes to one desk for as long as it stays."""

    def __init__(self, desk: Desk, visitor: Visitor, since: Position | None, asked: str | None) -> None:
        super().__init__(None, 200, _HEADERS, media_type="text/event-stream")
        del self.headers["content-length"]
        self._desk, self._visitor, self._since, self._asked = desk, visitor, since, asked

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until the desk goes, falls behind, or the server stops."""
        del scope
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        sending = asyncio.create_task(self._send_all(send))
        leaving = asyncio.create_task(_left(receive))
        try:
            await asyncio.wait([sending, leaving], return_when=asyncio.FIRST_COMPLETED)
            if sending.done():
                sending.result()
        finally:
            sending.cancel()
            leaving.cancel()
            await asyncio.gather(sending, leaving, return_exceptions=True)

    async def _send_all(self, send: Send) -> None:
        # Desks whose server restarts come back over some seconds, not all at once.
        await _put(send, f"retry: {1000 + secrets.randbelow(2000)}\n\n".encode())
        await self._desk.live.ready.wait()
        client = self._desk.hub.join()
        try:
            await self._catch_up(send)
            await _put(send, self._desk.pulse.event(self._desk.live).encoded())
            await self._follow(send, client)
        except TimeoutError:
            return  # it takes nothing: its connection is not worth keeping
        finally:
            self._desk.hub.leave(client)
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _catch_up(self, send: Send) -> None:
        live, missed = self._desk.live, 0
        position = live.position
        if self._since is not None:
            reader, frames = self._since, live.missed(self._since)
            try:
                if frames is None:
                    raise Gone
                async for each in frames:
                    if each.place is not None:
                        reader = merged(reader, {each.place: each.next})
                    missed += each.id is not None
                    await _put(send, each.encoded(write_position(reader, NAMES)))
            except Gone:
                gap = msgspec.json.encode({"since": self._asked})
                await _put(send, frame("gap", gap, id=position).encoded())
                return
        await _put(send, frame("caught-up", msgspec.json.encode({"missed": missed}), id=position).encoded())

    async def _follow(self, send: Send, client: Client) -> None:
        beat = time.monotonic()
        while True:
            data = await client.take(_BEAT)
            if time.monotonic() - beat > _BEAT:
                beat = time.monotonic()
                if not self._desk.door.still(self._visitor):
                    return
            if client.dropped:
                await _put(send, frame("dropped", b'{"why":"this desk reads too slowly"}').encoded())
                return
            if data or not client.closed:
                await _put(send, data or b": open\n\n")
            if client.closed:
                return


async def _put(send: Send, data: bytes) -> None:
    async with asyncio.timeout(_STUCK):
        await send({"type": "http.response.body", "body": data, "more_body": True})


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
