"""A hook: an endpoint outside that wants notices, and what is posted to it beside them (heartbeats, news of itself)."""

from typing import Literal

from msgspec import Struct

from schemas.notice import Notice

HookState = Literal[
    "on",
    "paused",  # by its owner: what comes waits
    "off",  # by itself: it said 410, or failed for days; what comes is missed, and can be recovered
]

DeliveryState = Literal[
    "waiting",
    "done",  # answered with 2xx
    "given-up",  # every attempt of the schedule failed
    "missed",  # the endpoint was switched off
    "expired",  # waited for longer than the outbox keeps things
]

DRILL = "wirewatch-drill"
"""Source of the reports of a fire drill, and the rule that they match by construction."""


class Secret(Struct, frozen=True, omit_defaults=True):
    """A signing secret, `whsec_` and base64. `until`: ms after which it signs no more; None: it is current."""

    key: str
    until: int | None = None


class Endpoint(Struct, frozen=True, omit_defaults=True):
    """Where notices go, which, and how."""

    name: str
    """Letters, digits, `.`, `_` and `-`: what rules name in `hooks`."""
    url: str
    """http or https: a signed webhook; else a channel (slack, ntfy, mailto, …). It may hold passwords: never shown."""
    secrets: tuple[Secret, ...] = ()
    rules: tuple[str, ...] = ("*",)
    """Patterns of rule ids that it takes."""
    events: tuple[str, ...] = ()
    """Which events it wants; empty: whatever rings. Corrections and withdrawals come always."""
    template: str | None = None
    """Name of the template of its body; None: CloudEvents JSON, or plain text for a channel."""
    headers: dict[str, str] = {}
    """Further headers of its requests. They may hold passwords: never shown."""
    owner: str | None = None
    """Whom to ask about it."""
    tell: str | None = None
    """The endpoint that is told when this one is switched off."""
    concurrency: int | None = None
    heartbeat: float | None = None
    """Seconds between heartbeats; None: it wants none."""
    created: int = 0
    """Wall clock, ms: it is due every notice since."""


class Pulse(Struct, frozen=True, omit_defaults=True):
    """What a heartbeat says, so that silence can be trusted."""

    endpoint: str
    since: str
    """Of the last heartbeat, or of the start; ISO 8601."""
    delivered: int = 0
    """Notices that this endpoint has taken since."""
    failed: int = 0
    """Attempts that failed since."""
    waiting: int = 0
    """Notices that wait for it now."""
    oldest: str | None = None
    """Since when the oldest of them waits."""
    broker: Literal["ok", "away"] = "ok"
    lag: dict[str, int] = {}
    """Messages that each stage of the pipeline has yet to read, `deliver` among them."""


class Posted(Notice, frozen=True, omit_defaults=True):
    """What is posted: a notice, or in the same form a heartbeat or news of an endpoint."""

    pulse: Pulse | None = None
    """For a heartbeat."""
