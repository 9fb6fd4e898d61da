"""A dead letter: a message that a stage could not read (topic wire.dead). Its value is the input's bytes, unchanged."""

from typing import Literal

from msgspec import Struct

DeadReason = Literal[
    "not-a-report",  # no known format
    "no-date-line",  # looks like dated text, but its date line is missing or impossible
    "not-text",  # bytes that no encoding explains, or control characters throughout
    "empty",  # nothing left to read
    "too-large",  # over the size limit in the settings
    "truncated",  # a known format that ends in the middle
    "malformed",  # a known format that breaks its own rules
    "unsafe",  # entity expansion, external entities, a bomb
    "not-a-record",  # a derived topic's message that does not decode as its record
    "stage-error",  # a fault of ours: the stage raised; the error names where
]


class Dead(Struct, frozen=True, omit_defaults=True):
    """The headers of a dead letter, read back: what was wrong, where it came from, what the reader can do."""

    stage: str
    reason: DeadReason
    error: str
    topic: str
    partition: int
    offset: int
    item: int = 0


REQUEUED = "wirewatch.requeued.v1"
"""CloudEvents type of the other kind of message in wire.dead: a note, without a value, that a dead letter was sent
through once more. `ce_deadinput` names the dead letter. `ce_origin` is there if the letter no longer counts as its
report's ending: not for a letter of clean, whose bytes become a new report in wire.raw with an ending of its own."""
