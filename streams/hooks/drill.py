"""The fire drill: a marked report through the whole pipeline, watched from stage to stage and to every endpoint."""

import asyncio
import hashlib
import sqlite3
import time
from collections.abc import AsyncIterator

import msgspec
from aiokafka import AIOKafkaProducer
from msgspec import Struct

from schemas.headers import CONTENT_BYTES, Envelope, Origin
from schemas.hook import DRILL
from schemas.notice import Notice
from schemas.topics import ALERTS, CLEAN, DEAD, ENRICHED, NOTICES, RAW
from streams.clock import iso, now_ms
from streams.hooks.book import open_book
from streams.kafka.connection import client_options
from streams.kafka.reading import Record, extents
from streams.kafka.tail import follow
from streams.kafka.topics import check_topics
from streams.settings import Settings

_WAY = (CLEAN, ENRICHED, ALERTS, NOTICES)
_LOOK = 0.05  # seconds between looks into the outbox
_ALPHABET = (
    "alfa bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa quebec romeo"
    " sierra tango uniform victor whiskey xray yankee zulu"
)


class Step(Struct, frozen=True):
    """How far it has come. `after`: seconds since it was sent; None: it did not get there."""

    where: str
    what: str
    ok: bool
    after: float | None = None


def drill_report(number: str, day: str) -> bytes:
    """The report. A second drill's is not like the first one's, or it would count as the same story from elsewhere."""
    digest = hashlib.sha512(number.encode()).digest()
    alphabet = _ALPHABET.split()
    words = " ".join(alphabet[byte % len(alphabet)] for byte in digest)
    text = f"Fire drill {number}: no news. This is a fire drill of Wirewatch; nothing has happened. {words}."
    return f" date {day} \n{text}\n".encode()


async def run_drill(settings: Settings, number: str, wait: float) -> AsyncIterator[Step]:
    """Send it, and say of each stage and each endpoint when it came. Raises Problem where topics are missing."""
    await check_topics(settings, (RAW, *_WAY, DEAD))
    starts = {tp: extent.end for tp, extent in (await extents(settings, [*_WAY, DEAD])).items()}
    began = time.monotonic()
    sent_at = now_ms()
    origin = await _send(settings, number, sent_at)
    yield Step(RAW.name, f"sent: drill {number}", True, time.monotonic() - began)
    seen: set[str] = set()
    notice = None
    try:
        async with asyncio.timeout(wait):
            async for record in follow(settings, starts):
                name = record.topic.removeprefix(settings.topic_prefix)
                if not _is_of(record, origin) or name in seen:
                    continue
                seen.add(name)
                if name == DEAD.name:
                    yield Step(name, "a stage could not read it; see wirewatch dead list", False)
                    return
                yield Step(name, "came", True, time.monotonic() - began)
                if name == NOTICES.name:
                    notice = msgspec.json.decode(record.value, type=Notice).id
                    break
    except TimeoutError:
        missing = next(topic for topic in _WAY if topic.name not in seen)
        who = ", ".join(missing.producers)
        yield Step(missing.name, f"did not come within {wait:g} s: does a worker run, and {who} in it?", False)
        return
    async for step in _watch(settings, notice or "", sent_at, began + wait):
        yield step


async def _send(settings: Settings, number: str, now: int) -> Origin:
    moment = iso(now)
    envelope = Envelope(f"drill/{number}", DRILL, RAW.event, moment, now, CONTENT_BYTES, format="dated-text")
    producer = AIOKafkaProducer(**client_options(settings), enable_idempotence=True)
    await producer.start()
    try:
        sent = await producer.send_and_wait(
            settings.topic(RAW.name), drill_report(number, moment[:10]), DRILL.encode(), headers=envelope.to_kafka()
        )
    finally:
        await producer.stop()
    return Origin(RAW.name, sent.partition, sent.offset)


def _is_of(record: Record, origin: Origin) -> bool:
    try:
        found = Envelope.from_kafka(record.headers, now="", entered=0).origin
    except ValueError:
        return False
    return found is not None and (found.partition, found.offset) == (origin.partition, origin.offset)


async def _watch(settings: Settings, notice: str, sent_at: int, deadline: float) -> AsyncIterator[Step]:
    """Its deliveries as they end; one that fails now is tried again later, but the drill waits only as long as told."""
    book, said = open_book(settings), set()
    try:
        while True:
            rows = book.execute(_DELIVERIES, [notice]).fetchall()
            for name, state, at, latency, status, error in rows:
                if name in said or state == "waiting":
                    continue
                said.add(name)
                after = None if at is None else (at + latency - sent_at) / 1000
                ok = state == "done"
                yield Step(f"hook {name}", f"{status or error}" if ok else f"{state}: {error}", ok, after)
            if rows and len(said) == len(rows):
                return
            if time.monotonic() > deadline or not _hooks(book):
                break
            await asyncio.sleep(_LOOK)
        for name, _, _, _, status, error in rows:
            if name not in said:
                yield Step(f"hook {name}", f"not taken yet: {error or status or 'no attempt'}", False)
        if not rows:
            what = "wirewatch deliver has not read it: does it run?" if _hooks(book) else "there are no hooks to tell"
            yield Step("hooks", what, not _hooks(book))
    finally:
        book.close()


_DELIVERIES = """
SELECT e.name, d.state, a.at, a.latency, a.status, a.error
FROM item i JOIN delivery d ON d.item = i.seq JOIN endpoint e ON e.id = d.endpoint
LEFT JOIN attempt a ON a.id = (SELECT max(id) FROM attempt WHERE delivery = d.seq)
WHERE i.id = ? ORDER BY e.name
"""


def _hooks(book: sqlite3.Connection) -> int:
    return int(book.execute("SELECT count(*) FROM endpoint WHERE state = 'on'").fetchone()[0])
