"""Fans events out to open desks: each event is encoded once, each desk has a bounded queue of its own."""

import asyncio
from collections import deque

from msgspec import Struct

from agents.desk.position import Place

QUEUE = 256
"""Events that may wait for one desk. A desk that is further behind is dropped, and catches up when it calls again."""
_PIECE = 65_536  # bytes sent at once: events that wait go together, but a slow reader holds no more than this


class Frame(Struct, frozen=True):
    """An event as it goes out. `place` and `next` say how far it brings its reader; None for what is not in the log."""

    body: bytes
    """`event:` and `data:` lines and the empty line; the `id:` line goes before it."""
    id: str | None = None
    place: Place | None = None
    next: int = 0

    def encoded(self, id: str | None = None) -> bytes:  # noqa: A002 (the field's name in the standard)
        """The whole event, with its own id or with one that fits the reader."""
        name = id or self.id
        return self.body if name is None else b"id: " + name.encode() + b"\n" + self.body


def frame(event: str, data: bytes, **known: object) -> Frame:
    """An event of one line of JSON.

    The standard knows three ends of a line; readers in other languages know more, which JSON lets stand in strings.
    """
    for end, escaped in _LINE_ENDS:
        data = data.replace(end, escaped)
    return Frame(b"event: " + event.encode() + b"\ndata: " + data + b"\n\n", **known)  # type: ignore[arg-type]


_LINE_ENDS = tuple((end.encode(), f"\\u{ord(end):04x}".encode()) for end in "\u0085\u2028\u2029")


class Client:
    """One open desk."""

    def __init__(self) -> None:
        self._queue: deque[bytes] = deque()
        self._news = asyncio.Event()
        self.dropped = False
        """Whether it fell behind: what it missed is in the log."""
        self.closed = False
        """Whether the server is stopping."""

    def put(self, data: bytes) -> bool:
        """Queue an event; False where the desk has fallen behind and gets no more."""
        if len(self._queue) >= QUEUE:
            self._queue.clear()
            self.dropped = True
        else:
            self._queue.append(data)
        self._news.set()
        return not self.dropped

    def close(self) -> None:
        """No more comes: the server is stopping."""
        self.closed = True
        self._news.set()

    async def take(self, patience: float) -> bytes:
        """What waits, as one piece of some size; empty after `patience` seconds without news."""
        if not self._queue and not (self.dropped or self.closed):
            self._news.clear()
            try:
                async with asyncio.timeout(patience):
                    await self._news.wait()
            except TimeoutError:
                return b""
        piece: list[bytes] = []
        size = 0
        while self._queue and size < _PIECE:
            piece.append(self._queue.popleft())
            size += len(piece[-1])
        return b"".join(piece)


class Hub:
    """All open desks, and how far the log has been sent to them."""

    def __init__(self) -> None:
        self._clients: set[Client] = set()
        self.dropped = 0
        """Desks that fell behind so far."""

    def __len__(self) -> int:
        return len(self._clients)

    def join(self) -> Client:
        """One more desk: from now on it gets every event."""
        client = Client()
        self._clients.add(client)
        return client

    def leave(self, client: Client) -> None:
        """One less."""
        self._clients.discard(client)

    def publish(self, event: Frame) -> None:
        """Send an event to every desk. Never waits: a desk that reads slowly delays nobody."""
        data = event.encoded()
        behind = [client for client in self._clients if not client.put(data)]
        self._clients.difference_update(behind)
        self.dropped += len(behind)

    def close(self) -> None:
        """End every stream: the server is stopping."""
        for client in self._clients:
            client.close()
