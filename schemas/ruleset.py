"""A published set of rules: which one is in force, who published it, and when (topic wire.rules.sets, compacted)."""

from msgspec import Struct


class PublishedSet(Struct, frozen=True, omit_defaults=True):
    """Written in the transaction that writes the rules themselves to wire.rules.

    `version` is the digest of the rules' content: a reader has the whole set when its own digest is the same.
    """

    version: str
    rules: int
    at: str
    """Wall clock, UTC."""
    by: str
    note: str | None = None
    changed: tuple[str, ...] = ()
    """Ids of rules that are new or changed in this set, at most a thousand."""
    removed: tuple[str, ...] = ()
