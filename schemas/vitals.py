"""How the pipeline is, as the desk's API says it: sources, stages, workers, replays, dead letters, what waits."""

from typing import Literal

from msgspec import Struct

from schemas.worker import WorkerState


class StageLag(Struct, frozen=True):
    """How far a stage is behind: messages that wait for it, and for how long the oldest has."""

    stage: str
    lag: int
    oldest_s: float | None
    """None where nothing waits."""


class SourceState(Struct, frozen=True):
    """A source of wire.raw, replays left out."""

    source: str
    last: str
    """When its last report came, UTC."""
    usual_s: float | None
    """Half of its gaps at this time of the day are shorter; None before enough is known."""
    silent_s: float
    unusual: bool


class TimeToAlert(Struct, frozen=True):
    """From wire.raw to being pushed to the desks, of the last alerts, in milliseconds; None where there were none."""

    count: int
    p50: float | None
    p95: float | None
    p99: float | None
    buckets: tuple[tuple[int | None, int], ...]
    """Upper bound (None: the rest) and how many alerts took no longer, but longer than the bound before."""


class ReplayState(Struct, frozen=True):
    """A replay that runs, was interrupted, or ended a short while ago."""

    id: str
    sent: int
    total: int
    progress: float
    """0 to 1."""
    rate: float | None
    """Reports a second, lately."""
    state: Literal["running", "interrupted", "finished"]
    started: str
    finished: str | None
    moment: str | None
    """The simulated moment that it has come to."""
    deliver: bool


class WorkerVitals(WorkerState, frozen=True, kw_only=True, omit_defaults=False):
    """A worker, and whether it has said nothing for longer than it should."""

    silent: bool = False


class Vitals(Struct, frozen=True):
    """All of it at one moment."""

    now: str
    broker: Literal["ok", "away"]
    broker_error: str | None
    stages: tuple[StageLag, ...]
    sources: tuple[SourceState, ...]
    time_to_alert: TimeToAlert
    workers: tuple[WorkerVitals, ...]
    dead: int
    """Dead letters that were not sent through once more."""
    held: int
    replays: tuple[ReplayState, ...]
    desks: int
    """Open event streams of this server."""
    dropped: int
    """Streams that were dropped since it started because they read too slowly."""
    archive: str | None
    """What is wrong with the archive; None where it is there."""


class DeadLetter(Struct, frozen=True):
    """A dead letter: what a stage could not read, and why."""

    id: str
    at: str
    stage: str | None
    reason: str | None
    error: str | None
    source: str
    size: int
    input: str | None
    replay: str | None
    requeued: bool


class DeadLetters(Struct, frozen=True):
    """Dead letters, newest first."""

    items: tuple[DeadLetter, ...]
    next: str | None = None


class DeadWhole(Struct, frozen=True):
    """A dead letter with the beginning of its bytes, read as UTF-8."""

    letter: DeadLetter
    text: str
    whole: bool


class Waiting(Struct, frozen=True):
    """A report that waits: until its embargo ends, or until its agency sends another version."""

    until: str | None
    since: str
    id: str
    title: str
    origin: str
    replay: str | None


class WaitingList(Struct, frozen=True):
    """What waits, the next release first."""

    items: tuple[Waiting, ...]
