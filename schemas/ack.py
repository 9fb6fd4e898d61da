"""An acknowledgement: somebody at a desk has an alert in hand (topic wire.acks, compacted)."""

from msgspec import Struct


class Ack(Struct, frozen=True, omit_defaults=True):
    """Who took an alert, and what they say of it. Nothing takes an acknowledgement back: a later one is one more."""

    id: str
    """Of the alert, the name, the note and the moment: the same word said twice is one."""
    alert: str
    """The article's id."""
    story: str
    """provider/story."""
    name: str
    note: str | None = None
    at: str = ""
    """Wall clock, UTC."""
    replay: str | None = None
