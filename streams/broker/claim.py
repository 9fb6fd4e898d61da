"""Who runs the broker of a data directory: a file with the process, so that two never share one."""

from pathlib import Path

import msgspec
import psutil
from msgspec import Struct


class Claim(Struct, frozen=True):
    """A running broker. `created` is the process's start (seconds since 1970), which tells a reused pid apart."""

    pid: int
    created: float
    port: int
    detached: bool

    @property
    def bootstrap(self) -> str:
        """host:port for clients."""
        return f"127.0.0.1:{self.port}"

    def alive(self) -> bool:
        """Whether that very process still runs."""
        try:
            process = psutil.Process(self.pid)
            return abs(process.create_time() - self.created) < 1 and process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False


def claim_file(data_dir: Path) -> Path:
    """Where the claim lies."""
    return data_dir / "broker.json"


def read_claim(data_dir: Path) -> Claim | None:
    """The broker that runs on this directory, or None: nobody ever, ended, or died."""
    try:
        claim = msgspec.json.decode(claim_file(data_dir).read_bytes(), type=Claim)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
    return claim if claim.alive() else None


def write_claim(data_dir: Path, pid: int, port: int, *, detached: bool) -> Claim:
    """Claim the directory for a process that was just started."""
    claim = Claim(pid, psutil.Process(pid).create_time(), port, detached)
    claim_file(data_dir).write_bytes(msgspec.json.encode(claim) + b"\n")
    return claim
