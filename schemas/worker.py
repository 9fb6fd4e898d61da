"""What a worker says of itself (topic wire.state.workers, compacted): its rules, and when it was last heard."""

from msgspec import Struct


class WorkerState(Struct, frozen=True, omit_defaults=True):
    """One worker. It says so whenever something changes, and every few seconds; at an orderly end it takes it back."""

    id: str
    """host:pid."""
    at: str
    """Wall clock, UTC."""
    rules: str
    """Version of the rule set in force."""
    rules_since: str
    """When that set came into force here."""
    rules_error: str | None = None
    """Why a newer set was refused; None while the newest is in force."""
