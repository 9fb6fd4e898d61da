"""The silences as they stand on their topic: read, put up, ended early."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec
from aiokafka import AIOKafkaProducer
from msgspec.structs import replace

from agents.story import utc
from schemas.headers import Envelope
from schemas.silence import Silence
from schemas.topics import SILENCES
from streams.kafka.connection import client_options
from streams.kafka.reading import Record, extents, read_between
from streams.kafka.topics import check_topics
from streams.problem import Problem
from streams.settings import Settings

KEPT = timedelta(days=30)
"""How long a silence that is over can still be seen."""
_decode = msgspec.json.Decoder(Silence).decode


def take_in(silences: dict[str, Silence], record: Record) -> str | None:
    """Take one record in; returns what is wrong with one that does not decode, which then silences nothing."""
    key = record.key.decode("utf-8", "replace")
    silences.pop(key, None)
    if record.value is not None:
        try:
            silences[key] = _decode(record.value)
        except (msgspec.DecodeError, msgspec.ValidationError) as error:
            return f"{record.topic}/{record.offset} is no silence: {error}"
    return None


async def read_silences(settings: Settings) -> list[Silence]:
    """All of them, those that are over as well, the one that ends last first. Raises Problem: no broker, no topic."""
    await check_topics(settings, (SILENCES,))
    silences: dict[str, Silence] = {}
    async for record in read_between(settings, await extents(settings, [SILENCES])):
        take_in(silences, record)
    return sorted(silences.values(), key=lambda each: (each.until, each.id), reverse=True)


async def add_silence(settings: Settings, silence: Silence, now: datetime) -> Silence:
    """Put one up, under an id of its own, and take down what was over long ago. Returns it with its id."""
    content = hashlib.blake2b(msgspec.json.encode(silence), digest_size=3).hexdigest()
    made = replace(silence, id=f"{now:%Y%m%dT%H%M%S}-{content}")
    gone = utc((now - KEPT).isoformat())
    over = [each.id for each in await read_silences(settings) if each.until < gone]
    await _write(settings, [(made.id, made), *((name, None) for name in over)], made.author, now)
    return made


async def end_silence(settings: Settings, name: str, by: str, now: datetime) -> Silence:
    """End one now. Raises Problem where there is none of that id, or it is over."""
    found = next((each for each in await read_silences(settings) if each.id == name), None)
    moment = utc(now.isoformat())
    if found is None:
        raise Problem(f"there is no silence {name}", "see wirewatch silence list")
    if found.until <= moment:
        raise Problem(f"silence {name} was over at {found.until}", "see wirewatch silence list")
    ended = replace(found, until=moment, ended_by=by)
    await _write(settings, [(name, ended)], by, now)
    return ended


async def _write(settings: Settings, changes: Iterable[tuple[str, Silence | None]], by: str, now: datetime) -> None:
    entered = round(now.timestamp() * 1000)
    producer = AIOKafkaProducer(**client_options(settings), enable_idempotence=True)
    await producer.start()
    try:
        for name, silence in changes:
            value = msgspec.json.encode(silence) if silence else None
            at, source = utc(now.isoformat()), f"wirewatch/silence/{by}"
            headers = Envelope(f"{name}/{entered}", source, SILENCES.event, at, entered).to_kafka()
            await producer.send_and_wait(settings.topic(SILENCES.name), value, name.encode(), headers=headers)
    finally:
        await producer.stop()
