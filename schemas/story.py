"""What route remembers of a story (topic wire.state.route, compacted, keyed as its input is)."""

from msgspec import Struct


class SeenVersion(Struct, frozen=True, omit_defaults=True):
    """A version that was routed: when (stages' `now`), and which rules were alerted by it."""

    version: str
    now: str
    alerted: tuple[str, ...] = ()


class Story(Struct, frozen=True, omit_defaults=True):
    """The life of one story so far: versions in the order in which they were routed."""

    key: str
    versions: tuple[SeenVersion, ...] = ()
    killed: str | None = None
    """The stages' `now` at which it was withdrawn; None while it lives."""
