"""What the process that delivers says of itself once a second, and what is wrong with it."""

import time
from pathlib import Path

import msgspec
import psutil
from msgspec import Struct

from streams.settings import Settings

_STALE = 10.0  # seconds after which a report counts as none


class DeliverHealth(Struct, frozen=True):
    """`at`: wall clock, seconds; `reading`: whether the broker answers; `behind`: notices not read yet."""

    pid: int
    at: float
    reading: bool
    behind: int


def health_path(settings: Settings) -> Path:
    """Where it says so."""
    return settings.data_dir / "deliver.json"


def read_deliver_health(settings: Settings) -> DeliverHealth | None:
    """The report of a process that runs; None if none does."""
    try:
        health = msgspec.json.decode(health_path(settings).read_bytes(), type=DeliverHealth)
    except (OSError, msgspec.DecodeError):
        return None
    return health if psutil.pid_exists(health.pid) else None


def deliver_ailments(now: DeliverHealth, before: DeliverHealth) -> list[str]:
    """What is wrong; empty when nothing is. What waits for endpoints is theirs to answer for, and no ailment."""
    silent = time.time() - now.at
    wrong = [f"deliver {now.pid} has not reported for {silent:.0f} s"] if silent > _STALE else []
    if not now.reading:
        wrong.append(f"deliver {now.pid} reads no notices: no broker answers")
    elif now.behind > 1 and now.behind >= before.behind and before.reading and now.at > before.at:
        wrong.append(f"deliver {now.pid} does not get on: {now.behind} notices to read")
    return wrong
