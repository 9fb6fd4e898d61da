"""Fetches jars from Maven Central with jgo, by their locked coordinates. Imported only where a jar is missing."""

import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import requests
from jgo.maven import MavenContext, PythonResolver

from streams.broker.lock import Jar, verify
from streams.broker.progress import progress
from streams.problem import Problem


class _StoppedError(Exception):
    """The user has given up."""


def fetch_jars(jars: Sequence[Jar], folder: Path, stopped: threading.Event) -> None:
    """Fetch beside the cache, verify, then move into it: whoever is killed half-way leaves no half jar."""
    total = sum(jar.size for jar in jars)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (
            tempfile.TemporaryDirectory(dir=folder, prefix=".fetch-") as scratch,
            progress(f"Fetching Apache Kafka, once: {len(jars)} jars, {total / 1e6:.0f} MB", total) as advance,
            ThreadPoolExecutor(4) as pool,
        ):
            try:
                for jar, path in pool.map(lambda jar: (jar, _fetch_one(jar, Path(scratch), advance, stopped)), jars):
                    verify(
                        path,
                        jar,
                        "it came so from Maven Central; try again, and see what stands between if it stays so",
                    )
                    path.replace(folder / jar.file_name)
            except BaseException:
                stopped.set()
                raise
    except OSError as error:
        raise _no_room(error, folder) from error


def _no_room(error: OSError, folder: Path) -> Problem:
    free = shutil.disk_usage(folder).free if folder.exists() else 0
    return Problem(
        f"cannot keep Kafka's jars in {folder}: {error.strerror or error} ({free / 1e6:.0f} MB free)",
        "make room there, or set cache_dir (WIREWATCH_CACHE_DIR) to another folder",
    )


def _fetch_one(jar: Jar, scratch: Path, advance: Callable[[float], None], stopped: threading.Event) -> Path:
    """One jar by its exact coordinates. No dependency is resolved here: the lock has them all."""

    @contextmanager
    def heard(name: str, size: int) -> Iterator[Callable[[float], None]]:
        del name, size

        def chunk(amount: float) -> None:
            if stopped.is_set():
                raise _StoppedError
            advance(amount)

        yield chunk

    if stopped.is_set():
        raise _StoppedError
    maven = MavenContext(PythonResolver(progress_callback=heard), repo_cache=scratch, timeout=30)
    try:
        return Path(maven.create_dependency(jar.coordinates).artifact.resolve())
    except requests.RequestException as error:
        raise Problem(
            f"cannot fetch {jar.coordinates}: no connection to Maven Central ({type(error).__name__})",
            "connect this machine once, or set bootstrap to a Kafka that runs elsewhere (wirewatch settings)",
        ) from error
    except (RuntimeError, ValueError) as error:
        what = f"cannot fetch {jar.coordinates} from Maven Central ({type(error).__name__})"
        raise Problem(what, "try again; what was fetched is kept") from error
