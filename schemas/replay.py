"""How far a replay has come (topics wire.state.replay and wire.state.replay.files), and the files it reads."""

from msgspec import Struct


class ReplayFile(Struct, frozen=True, omit_defaults=True):
    """One file of a replay as it was when the replay began, so that a resumed one reads the same."""

    path: str
    size: int
    """Bytes on disk."""
    digest: str
    """BLAKE2b, 128 bits, of the bytes on disk, in hexadecimal."""
    skipped: str | None = None
    """Why nothing of it is sent; a file that could not be read stays out, even if it can be read later."""


class ReplayFiles(Struct, frozen=True, omit_defaults=True):
    """One part of a replay's list of files: written once, at its start, and taken back when it has finished.

    Apart from the progress record, which is written with every batch, and in parts, since a list of a hundred
    thousand files is larger than a message may be.
    """

    replay: str
    part: int
    files: tuple[ReplayFile, ...]


class Replay(Struct, frozen=True, omit_defaults=True):
    """A replay: what it sends, and how many of its reports are in wire.raw for good.

    Written in the transaction that sends the reports it counts, so the two can never disagree.
    """

    id: str
    sent: int
    """Places of the plan that are done: sent, or passed over because their file could not be read again."""
    total: int
    started: str
    """Wall clock, UTC."""
    parts: int = 1
    """In how many `ReplayFiles` its list of files is kept."""
    digest: str = ""
    """Of the whole plan: a resumed replay must arrive at the same."""
    source: str | None = None
    speed: float = 0
    since: str | None = None
    until: str | None = None
    shift: float = 0
    """Seconds added to the reports' own times (`--shift-to-now`)."""
    deliver: bool = False
    rate: float | None = None
    """Never more reports a second than this."""
    moment: str | None = None
    """The simulated moment that it has come to, UTC."""
    skipped: int = 0
    """Files that could not be read."""
    missed: int = 0
    """Reports passed over because their file changed or vanished after the plan was made."""
    finished: str | None = None
    """Wall clock, UTC; None while reports are left."""
