"""From decisions to messages: what endings look like on the wire. Pure, so that it also runs in a child process."""

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from agents.memory import Layer, Memory
from agents.stage import Dead, Decision, Forward, Hold, Message, Released, Stage, Waiting
from agents.story import utc
from schemas.headers import CONTENT_BYTES, Envelope, KafkaHeaders, Origin
from schemas.topics import BY_NAME, DEAD, MATCHES

_encoder = msgspec.json.Encoder()


class Input(Struct, frozen=True):
    """A message as it came: its place on the stage's topic beside what the stage sees of it."""

    message: Message
    place: Origin


class Outgoing(Struct, frozen=True):
    """A message to send. `topic` is the name in the table of topics, without the cluster's prefix."""

    topic: str
    key: bytes
    value: bytes
    headers: KafkaHeaders


class Outcome(Struct, frozen=True):
    """All that one input leads to on the wire: messages, and changes of the changelog (None forgets a key)."""

    outgoing: tuple[Outgoing, ...]
    remember: tuple[tuple[str, bytes | None], ...] = ()


def carry_out(name: str, stage: Stage, inputs: Sequence[Input], memory: Memory, limit: int) -> list[Outcome]:
    """Let `stage` decide and put its decisions into messages; one outcome per input, in order.

    `limit` is the largest value in bytes that the topics take: what grew beyond it ends in wire.dead as `too-large`.
    A stage must not raise. Where it does all the same, the batch is decided one by one and what makes it raise ends
    in wire.dead with the reason `stage-error`: a fault of ours may cost a report its place, never the pipeline.
    """
    try:
        decisions = stage.decide([each.message for each in inputs], memory)
    except Exception as error:
        if len(inputs) == 1:
            return [_express(name, inputs[0], Decision((Dead("stage-error", _describe(error)),)), limit)]
        return _one_by_one(name, stage, inputs, memory, limit)
    return [_express(name, each, decision, limit) for each, decision in zip(inputs, decisions, strict=True)]


def carry_out_releases(name: str, stage: Stage, memory: Memory, now: str, limit: int) -> Outcome | None:
    """What waited in `memory` and whose time has come at `now` (UTC), put into messages; None if nothing has."""
    if not isinstance(stage, Waiting):
        return None
    until = stage.next_release(memory)
    if until is None or until > utc(now):
        return None
    decision = stage.release(memory, now)
    messages = tuple(_released(name, each, limit) for each in decision.released)
    return Outcome(messages, tuple((each.key, each.encoded()) for each in decision.remember))


def dead_letter(name: str, each: Input, dead: Dead) -> Outgoing:
    """The input's bytes unchanged, the reason in the headers."""
    envelope = each.message.envelope
    origin = envelope.origin or each.place
    rule = f"/{each.message.key.decode('utf-8', 'replace')}" if each.place.topic == MATCHES.name else ""
    headers = Envelope(
        id=f"{_part(origin, dead.item, dead.items)}/{name}/dead{rule}",
        source=f"wirewatch/{name}",
        type=DEAD.event,
        now=envelope.now,
        entered=envelope.entered,
        content=envelope.content or CONTENT_BYTES,
        origin=_part(origin, dead.item, dead.items),
        replay=envelope.replay,
        deliver=envelope.deliver,
        format=envelope.format,
        dead_stage=name,
        dead_reason=dead.reason,
        dead_error=dead.error[:2000],
        dead_input=str(each.place),
    )
    return Outgoing(DEAD.name, each.message.key, each.message.value, headers.to_kafka())


def _express(name: str, each: Input, decision: Decision, limit: int) -> Outcome:
    if not decision.endings:
        decision = Decision((Dead("stage-error", f"{name} decided nothing for this message"),), decision.remember)
    messages = (_message(name, each, ending, limit) for ending in decision.endings if not isinstance(ending, Hold))
    return Outcome(
        (*messages, *(_released(name, each, limit) for each in decision.released)),
        tuple((each.key, each.encoded()) for each in decision.remember),
    )


def _message(name: str, each: Input, ending: Forward | Dead, limit: int) -> Outgoing:
    match ending:
        case Dead():
            return dead_letter(name, each, ending)
        case Forward():
            message = _forward(name, each, ending)
            if len(message.value) <= limit:
                return message
            error = f"{len(message.value)} bytes after {name}, more than the {limit} that {ending.topic} takes"
            return dead_letter(name, each, Dead("too-large", error, ending.item, ending.items))


def _forward(name: str, each: Input, ending: Forward) -> Outgoing:
    envelope = each.message.envelope
    origin = _part(envelope.origin or each.place, ending.item, ending.items)
    topic = BY_NAME[ending.topic]
    headers = Envelope(
        id=f"{origin}/{name}/{ending.part}" if ending.part else f"{origin}/{name}",
        source=f"wirewatch/{name}",
        type=topic.event,
        now=envelope.now,
        entered=envelope.entered,
        origin=origin,
        replay=envelope.replay,
        deliver=envelope.deliver,
    )
    return Outgoing(topic.name, ending.key.encode(), _encoder.encode(ending.record), headers.to_kafka())


def _released(name: str, released: Released, limit: int) -> Outgoing:
    """The ending of a message that was held, under the headers that it would have had."""
    envelope = Envelope(
        id=f"{released.origin}/{name}",
        source=f"wirewatch/{name}",
        type=BY_NAME[released.ending.topic].event,
        now=released.now,
        entered=released.entered,
        origin=released.origin,
        replay=released.replay,
        deliver=released.deliver,
    )
    waited = Input(Message(released.ending.key.encode(), b"", envelope), released.origin)
    return _message(name, waited, released.ending, limit)


def _part(origin: Origin, item: int, items: int) -> Origin:
    """The origin of an item: a stage that parts a report says which part, every later stage keeps what it got."""
    return origin if items == 1 else Origin(origin.topic, origin.partition, origin.offset, item, items)


def _one_by_one(name: str, stage: Stage, inputs: Sequence[Input], memory: Memory, limit: int) -> list[Outcome]:
    """Decide each message alone; what an earlier one remembers, a later one sees."""
    layer = Layer(memory)
    outcomes = []
    for each in inputs:
        (outcome,) = carry_out(name, stage, [each], layer, limit)
        layer.put(outcome.remember)
        outcomes.append(outcome)
    return outcomes


def _describe(error: Exception) -> str:
    """What raised, and where in our own code."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    where = f" ({frame.tb_frame.f_globals.get('__name__')}:{frame.tb_lineno})" if frame else ""
    return f"{type(error).__name__}: {error}{where}"
