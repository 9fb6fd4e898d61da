"""Whether workers on this machine are healthy: not that they answer, but that what waits for them gets done."""

import asyncio
import os
import time
from pathlib import Path

import msgspec
import psutil
from msgspec import Struct

from streams.hops.loop import Loop
from streams.settings import Settings
from streams.whole import write_whole

_EVERY = 1.0  # seconds between reports
_STALE = 10.0  # seconds after which a report counts as none: the event loop stands still, or the process is gone


class HopHealth(Struct, frozen=True):
    """One partition of one stage: the offset of the next message to do."""

    stage: str
    partition: int
    next: int
    open: bool
    """False while it is fenced, restored and looked up."""


class WorkerHealth(Struct, frozen=True):
    """What a worker says of itself once a second."""

    pid: int
    at: float
    """Wall clock, seconds since 1970."""
    hops: tuple[HopHealth, ...]
    done: dict[str, int]
    """Messages committed since the start, by stage."""


def health_dir(settings: Settings) -> Path:
    """Where workers report."""
    return settings.data_dir / "workers"


async def report_health(settings: Settings, loop: Loop) -> None:
    """Write this worker's health once a second, from its event loop, so that a loop that stands still goes stale."""
    path = health_dir(settings) / f"{os.getpid()}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        while True:
            write_whole(path, msgspec.json.encode(_health(loop)))
            await asyncio.sleep(_EVERY)
    finally:
        path.unlink(missing_ok=True)


def read_health(settings: Settings) -> list[WorkerHealth]:
    """The reports of workers on this machine that are running; those of dead ones are cleared away."""
    found = []
    for path in sorted(health_dir(settings).glob("*.json")):
        try:
            health = msgspec.json.decode(path.read_bytes(), type=WorkerHealth)
        except (OSError, msgspec.DecodeError):
            continue
        if psutil.pid_exists(health.pid):
            found.append(health)
        else:
            path.unlink(missing_ok=True)
    return found


def is_ready(health: WorkerHealth, settings: Settings) -> bool:
    """Whether a worker that is alone holds every partition of every stage, open."""
    return len(health.hops) == len(health.done) * settings.partitions and all(hop.open for hop in health.hops)


def ailments(now: WorkerHealth, before: WorkerHealth | None, ends: dict[tuple[str, int], int]) -> list[str]:
    """What is wrong with a worker; empty when nothing is.

    `before` is an earlier report of the same worker, `ends` the end offsets of every stage's partitions at that time.
    A partition that had messages waiting must have got on since.
    """
    silent = time.time() - now.at
    wrong = [f"worker {now.pid} has not reported for {silent:.0f} s"] if silent > _STALE else []
    stood_at = {(hop.stage, hop.partition): hop.next for hop in before.hops} if before else {}
    for hop in now.hops:
        behind = ends.get((hop.stage, hop.partition), 0) - hop.next
        # a transaction's marker takes an offset that no message has, so one behind may be none
        if behind > 1 and stood_at.get((hop.stage, hop.partition)) == hop.next:
            wrong.append(f"worker {now.pid}: {hop.stage}/{hop.partition} stands at offset {hop.next}, {behind} behind")
    return wrong


def _health(loop: Loop) -> WorkerHealth:
    hops = tuple(
        HopHealth(stage.row.name, partition, lane.hop.next, lane.is_open)
        for stage in loop.stages.values()
        for partition, lane in sorted(stage.lanes.items())
    )
    return WorkerHealth(os.getpid(), time.time(), hops, {each.row.name: each.done for each in loop.stages.values()})
