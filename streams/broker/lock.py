"""The lock of Kafka's jars: what each is called, and its checksum."""

import hashlib
import tomllib
from pathlib import Path

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


def verify(
    path: Path, jar: Jar, remedy: str = "nothing was started; remove that file to have it fetched again"
) -> None:
    """Raise Problem unless the file is, byte for byte, what was locked."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != jar.sha256:
        what = f"{path} is not the {jar.coordinates} that was locked: sha256 {found[:12]}…, not {jar.sha256[:12]}…"
        raise Problem(what, remedy)
