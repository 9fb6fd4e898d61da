"""A silence: somebody asked that something does not ring until a time (topic wire.silences, compacted)."""

from msgspec import Struct


class Silence(Struct, frozen=True, omit_defaults=True):
    """What must match for a notice not to ring, who said so, why, and until when. At least one of the three is given.

    `rule`, `source` and `story` are patterns with `*` and `?`, against the rule's id, the provider, and provider/story.
    """

    id: str
    author: str
    reason: str
    since: str
    until: str
    """UTC instants, ISO 8601: in force from `since` on and before `until`."""
    rule: str | None = None
    source: str | None = None
    story: str | None = None
    ended_by: str | None = None
    """Who ended it before its time; `until` is then the moment."""
