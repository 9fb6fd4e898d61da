"""A standing rule (topic wire.rules, compacted; or YAML and TOML files)."""

from msgspec import Struct


class Rule(Struct, frozen=True, omit_defaults=True):
    """A query that watches, and what to do when it matches.

    `id` is letters, digits, `.`, `_` and `-`, unique in its set. `urgency` 1 (ring at once) to 5 (for the record).
    """

    id: str
    query: str
    name: str | None = None
    urgency: int = 3
    owner: str | None = None
    enabled: bool = True
    hooks: tuple[str, ...] = ()
    note: str | None = None
    version: str = "1"
