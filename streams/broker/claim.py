"""Who runs the broker of a data directory. A lock that the broker itself holds: it goes when the broker goes."""

import fcntl
import os
import time
from pathlib import Path

import msgspec
import psutil
from msgspec import Struct

from streams.problem import Problem

ORPHAN_LIMIT = 10.0
"""Seconds that a broker whose owner was killed may take to follow it."""


class Claim(Struct, frozen=True):
    """A running broker: its Java process, the process that started it, and whether it outlives that one."""

    pid: int
    owner: int
    port: int
    detached: bool

    @property
    def bootstrap(self) -> str:
        """host:port for clients."""
        return f"127.0.0.1:{self.port}"


def read_claim(data_dir: Path) -> Claim | None:
    """The broker that runs on this directory, or None."""
    lock = _open(data_dir, create=False)
    if lock is None:
        return None
    try:
        return None if _locked(lock) else _written(data_dir)
    finally:
        os.close(lock)


def take(data_dir: Path) -> int:
    """Lock the directory; the lock is the file descriptor, and whoever inherits it holds it too.

    Raises Problem, naming the broker, when one runs there. One whose owner was killed is waited for: it is dying.
    """
    lock = _open(data_dir, create=True)
    assert lock is not None
    limit = time.monotonic() + ORPHAN_LIMIT
    while not _locked(lock):
        claim = _written(data_dir)
        orphan = claim is not None and not claim.detached and not psutil.pid_exists(claim.owner)
        if not orphan or time.monotonic() > limit:
            os.close(lock)
            who = f": pid {claim.pid}, {claim.bootstrap}" if claim else ""
            raise Problem(f"a broker runs on {data_dir} already{who}", "use it, or end it: wirewatch broker stop")
        time.sleep(0.05)
    return lock


def write_claim(data_dir: Path, claim: Claim) -> None:
    """Say who holds the lock. It is worth nothing once the lock is free."""
    scratch = data_dir / "broker.json.new"
    scratch.write_bytes(msgspec.json.encode(claim) + b"\n")
    scratch.replace(data_dir / "broker.json")


def _open(data_dir: Path, *, create: bool) -> int | None:
    try:
        return os.open(data_dir / "broker.lock", os.O_RDWR | (os.O_CREAT if create else 0), 0o644)
    except FileNotFoundError:
        return None


def _locked(lock: int) -> bool:
    """Lock it, if nobody has: true when it is ours."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _written(data_dir: Path) -> Claim | None:
    try:
        return msgspec.json.decode((data_dir / "broker.json").read_bytes(), type=Claim)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
