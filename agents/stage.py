"""What a stage is: messages in, decisions out; endings are types, and so is what a stage asks to remember."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import msgspec
from msgspec import Struct

from agents.memory import Memory
from schemas.dead import DeadReason
from schemas.headers import Envelope, Origin


class Message(Struct, frozen=True):
    """A message of a stage's input topic. `envelope.now` is the only time that a stage may know."""

    key: bytes
    value: bytes
    envelope: Envelope


class Forward(Struct, frozen=True):
    """Goes on to `topic` as `record`. `item` of `items`: its place in a raw report that holds several."""

    topic: str
    key: str
    record: Struct
    item: int = 0
    items: int = 1
    part: str = ""
    """For one of several messages about one item: what tells its id from theirs."""
    request: str | None = None
    """For a request that route makes to itself: `schemas.request.Request` as JSON."""


class Dead(Struct, frozen=True):
    """Cannot be read: the input's bytes go to wire.dead, unchanged, with the reason."""

    reason: DeadReason
    error: str
    item: int = 0
    items: int = 1


class Hold(Struct, frozen=True):
    """Waits in the stage's memory until `until` (a UTC instant), or, at None, until another version comes."""

    until: str | None = None
    item: int = 0
    items: int = 1


class Answered(Struct, frozen=True):
    """A request, and no report, that leads to nothing: what it asks for is done already, or not to be done."""


Ending = Forward | Dead | Hold | Answered


class Remember(Struct, frozen=True):
    """A change of the stage's memory: `value` under `key`; None forgets it. Committed with the endings or never."""

    key: str
    value: Struct | None

    def encoded(self) -> bytes | None:
        """The value as it is kept."""
        return None if self.value is None else msgspec.json.encode(self.value)


class Released(Struct, frozen=True):
    """The ending of a message that was held, with what its headers need of it."""

    ending: Forward
    origin: Origin
    entered: int
    now: str
    replay: str | None = None
    deliver: bool = True


class Decision(Struct, frozen=True):
    """All that one message leads to. A stage that decides nothing for a message has a bug: endings are never empty."""

    endings: tuple[Ending, ...]
    remember: tuple[Remember, ...] = ()
    released: tuple[Released, ...] = ()
    """Endings of earlier messages, whose waiting this one, or the time, has ended."""


@runtime_checkable
class Waiting(Protocol):
    """A stage that lets messages wait for a time."""

    def next_release(self, memory: Memory) -> str | None:
        """The UTC instant at which `release` has something to do, or None."""
        ...

    def release(self, memory: Memory, now: str) -> Decision:
        """What waited and whose time has come at `now`: a decision without endings of its own."""
        ...


@runtime_checkable
class Remembering(Protocol):
    """A stage whose memory is not to grow for ever."""

    def needs(self, key: str, value: bytes) -> bool:
        """Whether what is remembered under `key` must stay, though nothing has touched it for a long time."""
        ...


class Stage(Protocol):
    """A stage: pure, and equal input gives equal output."""

    def decide(self, messages: Sequence[Message], memory: Memory) -> list[Decision]:
        """One decision per message, in order. Within the batch a later message sees what earlier ones remembered."""
        ...
