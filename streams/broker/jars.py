"""Kafka's jars: their lock, their checksums, and fetching the ones that are missing."""

import hashlib
import shutil
import tempfile
import tomllib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import platformdirs
from msgspec import Struct

from streams.broker.progress import progress
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


def ready_jars(cache_dir: Path | None = None, lock: Path = LOCK) -> list[Path]:
    """The class path: every locked jar on this disk, verified.

    Missing jars are fetched first; when none is missing nothing touches the network, and jgo is not even imported.
    Blocks (about 0.1 s to verify, seconds to fetch). Raises Problem: a checksum that differs, no connection, no room.
    """
    folder = (cache_dir or default_cache()) / "jars"
    jars = read_lock(lock)
    missing = [jar for jar in jars if not (folder / jar.file_name).exists()]
    if missing:
        _fetch(missing, folder)
    for jar in jars:
        verify(folder / jar.file_name, jar)
    return [folder / jar.file_name for jar in jars]


def verify(path: Path, jar: Jar) -> None:
    """Raise Problem unless the file is, byte for byte, what was locked."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != jar.sha256:
        raise Problem(
            f"{path} is not the {jar.coordinates} that was locked: sha256 {found[:12]}…, not {jar.sha256[:12]}…",
            "nothing was started; remove that file to have it fetched again",
        )


def _fetch(jars: Sequence[Jar], folder: Path) -> None:
    """Fetch beside the cache, verify, then move into it: whoever is killed half-way leaves no half jar."""
    total = sum(jar.size for jar in jars)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (
            tempfile.TemporaryDirectory(dir=folder, prefix=".fetch-") as scratch,
            ThreadPoolExecutor(4) as pool,
            progress(f"Fetching Apache Kafka, once: {len(jars)} jars, {total / 1e6:.0f} MB", total) as advance,
        ):
            fetches = {pool.submit(_fetch_one, jar, Path(scratch)): jar for jar in jars}
            try:
                for fetch in as_completed(fetches):
                    jar = fetches[fetch]
                    path = fetch.result()
                    verify(path, jar)
                    path.replace(folder / jar.file_name)
                    advance(jar.size)
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
    except OSError as error:
        raise _problem(error, folder) from error


def _fetch_one(jar: Jar, scratch: Path) -> Path:
    """One jar by its exact coordinates, with jgo. No dependency is resolved here: the lock has them all."""
    import requests
    from jgo.maven import MavenContext  # half a second of imports that a warm start does without

    maven = MavenContext(repo_cache=scratch, timeout=30)
    try:
        return Path(maven.create_dependency(jar.coordinates).artifact.resolve())
    except requests.RequestException as error:
        raise Problem(
            f"cannot fetch {jar.coordinates}: no connection to Maven Central ({type(error).__name__})",
            "connect this machine once, or set bootstrap to a broker that runs elsewhere (wirewatch settings)",
        ) from error
    except (RuntimeError, ValueError) as error:
        raise Problem(f"cannot fetch {jar.coordinates} from Maven Central ({type(error).__name__})", _AGAIN) from error


_AGAIN = "try again; what was fetched already is kept"


def _problem(error: OSError, folder: Path) -> Problem:
    free = shutil.disk_usage(folder).free if folder.exists() else 0
    return Problem(
        f"cannot keep Kafka's jars in {folder}: {error.strerror or error} ({free / 1e6:.0f} MB free)",
        "make room there, or set cache_dir (WIREWATCH_CACHE_DIR) to another folder",
    )
