"""Kafka's jars on this disk: where they lie, and that each is what was locked."""

import threading
from pathlib import Path

import platformdirs

from streams.broker.lock import LOCK, read_lock, verify


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
