"""How far a replay has come (topic wire.state.replay, compacted), written in the transaction that sends its reports."""

from msgspec import Struct


class ReplayFile(Struct, frozen=True, omit_defaults=True):
    """One file of a replay as it was when the replay began, so that a resumed one reads the same."""

    path: str
    size: int
    digest: str


class Replay(Struct, frozen=True, omit_defaults=True):
    """A replay: what it sends, and how many of its reports are in wire.raw for good."""

    id: str
    files: tuple[ReplayFile, ...]
    sent: int
    total: int
    started: str
    """Wall clock, UTC."""
    source: str | None = None
    speed: float = 0
    since: str | None = None
    until: str | None = None
    shift: float = 0
    """Seconds added to the reports' own times (`--shift-to-now`)."""
    deliver: bool = False
    finished: str | None = None
    skipped: tuple[str, ...] = ()
    """Files that could not be read, with the reason."""
