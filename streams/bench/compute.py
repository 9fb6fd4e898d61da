"""(a): the stages alone, one after the other in this process, as bytes in and bytes out, without Kafka."""

import time
from collections.abc import Sequence

from msgspec import Struct

from agents.memory import Layer
from agents.stage import Message
from schemas.headers import Envelope, Origin
from streams.clock import iso, now_ms
from streams.hops.stages import STAGES, Row
from streams.kafka.outgoing import Input, Outgoing, carry_out
from streams.settings import Settings


class Cost(Struct, frozen=True):
    """CPU and wall seconds of one stage for all articles."""

    stage: str
    cpu_s: float
    wall_s: float


def compute_alone(settings: Settings, corpus: Sequence[bytes]) -> list[Cost]:
    """Send the corpus through every stage; what each costs. The stages are made, and warm, before the clock starts."""
    stages = [(row, row.make(settings)) for row in STAGES]
    messages = [_raw(number, value) for number, value in enumerate(corpus)]
    _through(settings, stages, messages[:20])
    return _through(settings, stages, messages)


def _through(settings: Settings, stages: Sequence[tuple[Row, object]], messages: list[Input]) -> list[Cost]:
    costs = []
    for row, stage in stages:
        memory = Layer({})
        cpu, wall = time.process_time(), time.perf_counter()
        outgoing: list[Outgoing] = []
        messages = [each for each in messages if each.place.topic == row.source.name]
        for start in range(0, len(messages), settings.batch):
            batch = messages[start : start + settings.batch]
            for outcome in carry_out(row.name, stage, batch, memory, settings.max_message_bytes):  # type: ignore[arg-type] # made by the row
                memory.put(outcome.remember)
                outgoing += outcome.outgoing
        costs.append(Cost(row.name, time.process_time() - cpu, time.perf_counter() - wall))
        messages = [_next(each, number) for number, each in enumerate(outgoing)]
    return costs


def _raw(number: int, value: bytes) -> Input:
    now = now_ms()
    place = Origin("wire.raw", 0, number)
    envelope = Envelope(
        id=str(number), source="bench", type="wirewatch.raw.v1", now=iso(now), entered=now, origin=place
    )
    return Input(Message(b"bench", value, envelope), place)


def _next(message: Outgoing, number: int) -> Input:
    envelope = Envelope.from_kafka(message.headers, now="", entered=0)
    return Input(Message(message.key, message.value, envelope), Origin(message.topic, 0, number))
