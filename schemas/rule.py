"""A standing rule (topic wire.rules, compacted; or YAML and TOML files)."""

from msgspec import Struct


class Notify(Struct, frozen=True, omit_defaults=True):
    """When a rule may ring: what each option holds back stands in docs/notices.md and in `agents.notices.ring`.

    `quiet`: `22:00-06:00`, `sat,sun 00:00-24:00`; `digest`: `daily 07:00`, `mon-fri 07:00,17:00`, `every 4h`;
    `interval`: `15m`. Times are those of `zone`, an IANA name.
    """

    quiet: tuple[str, ...] = ()
    """Hours in which it rings for nothing that can wait for their end."""
    interval: str | None = None
    """The least time between two rings."""
    digest: str | None = None
    """When what was gathered rings together."""
    inhibited_by: tuple[str, ...] = ()
    """Rules: where one of them matches the same report, this one does not ring."""
    zone: str = "UTC"


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
    notify: Notify | None = None
