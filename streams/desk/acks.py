"""Acknowledging: who has an alert in hand goes into wire.acks, and from there to every desk at once."""

import msgspec
from aiokafka import AIOKafkaProducer

from agents.text.identity import digest
from schemas.access import Me
from schemas.ack import Ack
from schemas.desk import NewAck
from schemas.headers import Envelope
from schemas.topics import ACKS
from streams.clock import iso
from streams.desk.alerts import find_row
from streams.desk.endpoint import Ask
from streams.desk.fault import Fault
from streams.desk.room import Desk
from streams.kafka.connection import client_options
from streams.settings import Settings

LONGEST_NAME, LONGEST_NOTE = 100, 2_000


async def acknowledge(desk: Desk, ask: Ask) -> Ack:
    """Write it to the topic. It is shown, here as at every desk, when it comes back from there."""
    row = await find_row(desk, ask.text("id") or "", ask.text("replay"))
    given: NewAck = ask.body
    name = ask.visitor.name or " ".join((given.name or "").split())
    note = (given.note or "").strip() or None
    if not name or len(name) > LONGEST_NAME:
        raise Fault(422, f"say who you are: a name of 1 to {LONGEST_NAME} characters")
    if note and len(note) > LONGEST_NOTE:
        raise Fault(422, f"a note has {LONGEST_NOTE:,} characters at most")
    at = iso(round(desk.clock.now().timestamp() * 1000))
    ack = Ack(digest(row.id, name, note, at), row.id, row.story, name, note, at, row.replay)
    await write_ack(desk.settings, ack, round(desk.clock.now().timestamp() * 1000))
    return ack


async def write_ack(settings: Settings, ack: Ack, entered: int) -> None:
    """One message, known to be kept when this returns. Raises KafkaError."""
    producer = AIOKafkaProducer(**client_options(settings), acks="all", enable_idempotence=True)
    await producer.start()
    try:
        headers = Envelope(ack.id, "wirewatch/desk", ACKS.event, ack.at, entered).to_kafka()
        topic = settings.topic(ACKS.name)
        await producer.send_and_wait(topic, msgspec.json.encode(ack), ack.id.encode(), headers=headers)
    finally:
        await producer.stop()


async def say_who(desk: Desk, ask: Ask) -> Me:
    """Who asks, as the desk knows them."""
    del desk
    visitor = ask.visitor
    return Me(visitor.name, visitor.role, visitor.by == "session", visitor.csrf)
