"""Looking back: every attempt, what did not arrive, and sending it once more."""

import sqlite3
from collections.abc import AsyncIterator, Sequence
from typing import Any

import msgspec
from aiokafka import TopicPartition
from msgspec import Struct

from schemas.hook import DeliveryState, Posted
from schemas.topics import NOTICES
from streams.clock import iso
from streams.hooks.book import transaction
from streams.hooks.endpoints import Entry, entries, find
from streams.hooks.intake import read_notice
from streams.hooks.outbox import Incoming, file_one, promote
from streams.kafka.reading import Extent, consumer_of, extents, read_between
from streams.problem import Problem
from streams.settings import Settings

_decode = msgspec.json.Decoder(Posted).decode


class Line(Struct, frozen=True):
    """One attempt, or one delivery that has none yet. Times are ISO 8601, latency is in ms."""

    endpoint: str
    notice: str
    event: str
    headline: str | None
    state: DeliveryState
    filed: str
    at: str | None
    status: int | None
    latency: int | None
    error: str | None
    head: str | None
    next: str | None
    """When it is tried again."""
    position: str
    """To read on from: what is older than this."""


def read_history(
    book: sqlite3.Connection, endpoint: str | None = None, notice: str | None = None,
    state: str | None = None, limit: int = 50, after: str | None = None,
) -> list[Line]:  # fmt: skip
    """Deliveries and their attempts, newest first. `after`: a line's position. Raises Problem for no such endpoint."""
    if endpoint is not None:
        find(book, endpoint)
    before_delivery, _, before_attempt = (after or "").partition(".")
    try:
        position = (int(before_delivery or 2**62), int(before_attempt or 2**62))
    except ValueError as error:
        raise Problem(f"{after!r} is no position in the history", "take one that it gave", exit_code=2) from error
    rows = book.execute(_HISTORY, [endpoint, endpoint, notice, notice, state, state, *position, limit])
    return [_line(row) for row in rows]


_HISTORY = """
SELECT e.name, i.body, d.state, d.filed, d.due, d.seq, a.id, a.at, a.status, a.latency, a.error, a.head
FROM delivery d JOIN endpoint e ON e.id = d.endpoint JOIN item i ON i.seq = d.item
LEFT JOIN attempt a ON a.delivery = d.seq
WHERE (? IS NULL OR e.name = ?) AND (? IS NULL OR i.id = ?) AND (? IS NULL OR d.state = ?)
  AND (d.seq, coalesce(a.id, 0)) < (?, ?)
ORDER BY d.seq DESC, a.id DESC LIMIT ?
"""


def resend(book: sqlite3.Connection, notice: str, endpoint: str | None, now: int) -> list[str]:
    """Have a notice sent once more, under its id, to one endpoint or all that had it; their names. Raises Problem."""
    query = (
        "SELECT d.seq, d.endpoint, d.thread, e.name FROM delivery d JOIN item i ON i.seq = d.item"
        " JOIN endpoint e ON e.id = d.endpoint WHERE i.id = ? AND (? IS NULL OR e.name = ?) AND e.state != 'off'"
    )
    with transaction(book):
        rows = book.execute(query, [notice, endpoint, endpoint]).fetchall()
        if not rows:
            what = f"no notice {notice} is in the outbox" + (f" for {endpoint}" if endpoint else "")
            raise NotKept(what, "wirewatch hooks history shows those that are; hooks recover reads the topic")
        for seq, id_, thread, _ in rows:
            _reopen(book, seq, id_, thread, now)
    return [name for *_, name in rows]


class NotKept(Problem):
    """A notice that the outbox does not have."""


async def recover(settings: Settings, book: sqlite3.Connection, name: str, since: int, now: int) -> int:
    """Send an endpoint everything since `since` (ms) that it did not take; how many notices.

    What the outbox knows to have failed or to be missed; and, read from the topic again, what the endpoint would have
    been due had it been there. Raises Problem.
    """
    entry = find(book, name)
    if entry.state == "off":
        raise Problem(f"hook {name} is switched off: {entry.why}", f"first: wirewatch hooks resume {name}")
    count = _reopen_failed(book, entry, since, now)
    batch: list[Incoming] = []
    async for incoming in read_since(settings, since):
        batch.append(incoming)
        if len(batch) == 500:
            count, batch = count + _file_again(book, entry, batch, now), []
    return count + _file_again(book, entry, batch, now)


async def read_since(settings: Settings, since: int) -> AsyncIterator[Incoming]:
    """Every notice in the topic that was written since (ms), as far as the topic still has it."""
    wanted = await extents(settings, [NOTICES])
    async with consumer_of(settings) as consumer:
        starts = await consumer.offsets_for_times(dict.fromkeys(wanted, since)) if wanted else {}
    late: dict[TopicPartition, Extent] = {
        tp: Extent(starts[tp].offset if starts.get(tp) else extent.end, extent.end) for tp, extent in wanted.items()
    }
    async for record in read_between(settings, late):
        try:
            yield read_notice(record)
        except (msgspec.DecodeError, ValueError):
            continue  # said when it was first read


def _reopen_failed(book: sqlite3.Connection, entry: Entry, since: int, now: int) -> int:
    query = (
        "SELECT seq, endpoint, thread FROM delivery WHERE endpoint = ? AND filed >= ?"
        " AND state IN ('given-up', 'missed', 'expired') AND thread NOT LIKE 'heartbeat/%' ORDER BY seq"
    )
    with transaction(book):
        rows = book.execute(query, [entry.id, since]).fetchall()
        for seq, id_, thread in rows:
            _reopen(book, seq, id_, thread, now)
    return len(rows)


def _file_again(book: sqlite3.Connection, entry: Entry, batch: Sequence[Incoming], now: int) -> int:
    """File notices for one endpoint as if it had always been there."""
    always = msgspec.structs.replace(entry, endpoint=msgspec.structs.replace(entry.endpoint, created=0))
    before = _count(book, entry.id)
    with transaction(book):
        for each in batch:
            if each.notice.deliver:
                file_one(book, [always], each, now)
    return _count(book, entry.id) - before


def _reopen(book: sqlite3.Connection, seq: int, endpoint: int, thread: str, now: int) -> None:
    """A delivery waits once more, from the schedule's beginning, in its place in its thread."""
    again = "UPDATE delivery SET state = 'waiting', attempts = 0, due = NULL, ended = NULL, filed = ? WHERE seq = ?"
    book.execute(again, [now, seq])
    promote(book, endpoint, thread, now)


def _count(book: sqlite3.Connection, endpoint: int) -> int:
    return int(book.execute("SELECT count(*) FROM delivery WHERE endpoint = ?", [endpoint]).fetchone()[0])


def counts(book: sqlite3.Connection) -> dict[str, int]:
    """What never became a delivery and why (withheld replays, hooks that rules name and nobody has), by how often."""
    return dict(book.execute("SELECT what, count FROM tally ORDER BY what").fetchall())


def last_posted(book: sqlite3.Connection, notice: str | None = None) -> Posted | None:
    """A notice of the outbox: that one, or the newest that is news."""
    if notice is not None:
        row = book.execute("SELECT body FROM item WHERE id = ?", [notice]).fetchone()
        return _decode(row[0]) if row else None
    for (body,) in book.execute("SELECT body FROM item ORDER BY seq DESC LIMIT 200"):
        posted = _decode(body)
        if posted.event not in ("heartbeat", "endpoint"):
            return posted
    return None


def names_of(book: sqlite3.Connection) -> list[str]:
    """Every endpoint's name."""
    return [entry.name for entry in entries(book)]


def _line(row: tuple[Any, ...]) -> Line:
    name, body, state, filed, due, seq, attempt, at, status, latency, error, head = row
    posted = _decode(body)
    return Line(
        endpoint=name, notice=posted.id, event=posted.event, headline=posted.headline, state=state, filed=iso(filed),
        at=None if at is None else iso(at), status=status, latency=latency, error=error,
        head=None if head is None else head.decode("utf-8", "replace"),
        next=iso(due) if due is not None else None, position=f"{seq}.{attempt or 0}",
    )  # fmt: skip
