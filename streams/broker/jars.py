"""Kafka's jars: their lock, their checksums, and fetching the ones that are missing."""

import hashlib
import threading
import tomllib
from pathlib import Path

import platformdirs
from msgspec import Struct

from streams.problem import Problem

LOCK = Path(__file__).with_name("kafka.lock")
"""Every jar with its checksum. `python -m streams.broker.relock` writes it."""


class Jar(Struct, frozen=True):
    """A locked jar. `coordinates` are Maven's group:artifact:version; `size` is in bytes."""

    coordinates: str
    sha256: str
    size: int

    @property
    def file_name(self) -> str:
        """As Maven names it: artifact-version.jar."""
        _, artifact, version = self.coordinates.split(":")
        return f"{artifact}-{version}.jar"


def read_lock(lock: Path = LOCK) -> tuple[Jar, ...]:
    """The locked jars in class path order. Raises Problem where the lock does not read."""
    try:
        return tuple(Jar(**entry) for entry in tomllib.loads(lock.read_text())["jar"])
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise Problem(f"the lock of Kafka's jars, {lock}, does not read ({error})", "restore it from git") from error


def default_cache() -> Path:
    """Where jars are kept when no setting says otherwise: the user's cache directory."""
    return platformdirs.user_cache_path("wirewatch", appauthor=False)


def ready_jars(cache_dir: Path | None = None, lock: Path = LOCK, stopped: threading.Event | None = None) -> list[Path]:
    """The class path: every locked jar on this disk, verified.

    Missing jars are fetched first; when none is missing nothing touches the network, and jgo is not even imported.
    Blocks (0.05 s to verify, seconds to fetch) until `stopped` is set. Raises Problem: a checksum that differs, no
    connection, no room.
    """
    folder = (cache_dir or default_cache()) / "jars"
    jars = read_lock(lock)
    missing = [jar for jar in jars if not (folder / jar.file_name).exists()]
    if missing:
        from streams.broker.fetch import fetch_jars  # jgo: half a second of imports that a warm start does without

        fetch_jars(missing, folder, stopped or threading.Event())
    for jar in jars:
        verify(folder / jar.file_name, jar)
    return [folder / jar.file_name for jar in jars]


def verify(
    path: Path, jar: Jar, remedy: str = "nothing was started; remove that file to have it fetched again"
) -> None:
    """Raise Problem unless the file is, byte for byte, what was locked."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != jar.sha256:
        what = f"{path} is not the {jar.coordinates} that was locked: sha256 {found[:12]}…, not {jar.sha256[:12]}…"
        raise Problem(what, remedy)
