"""The archive made again: from what it holds, from exports, and from the topics; replaced when it is whole."""

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from schemas.filed import Filed
from streams.archive.export import read_export
from streams.archive.filing import Filer
from streams.archive.salvage import salvage
from streams.archive.store import Archive
from streams.archive.tables import hold, problem_of
from streams.problem import Problem
from streams.settings import Settings

_STEP = 500
Tell = Callable[[str], None]


async def rebuild_archive(
    settings: Settings, exports: Sequence[Path], *, discard: bool, topics: bool, tell: Tell
) -> int:
    """Make it again and put it in the place of the old one. Returns how many articles it has.

    What stands in several of the sources is filed once. Raises Problem: somebody files into the old one; it cannot be
    read, and is not to be discarded; an export cannot be read; no broker answers.
    """
    path = settings.archive_file
    new = path.with_name(f"{path.name}.new")
    with hold(path):
        _remove(new)
        try:
            with Archive.open(new) as archive:
                if not discard and path.exists():
                    tell(f"from {path}: {_fill(archive, _old(path)):,}")
                for each in exports:
                    tell(f"from {each}: {_fill(archive, read_export(each)):,}")
                if topics:
                    filer = Filer(settings, archive, asyncio.Event())
                    tell(f"from the topics: {await filer.run(once=True, go_on=True):,}")
                made = archive.rows()
                archive.settle()
            _settle(path)
            _remove(path, keep=True)
            new.replace(path)
        finally:
            _remove(new)
    return made


def _old(path: Path) -> Iterator[Filed]:
    try:
        yield from salvage(path)
    except sqlite3.Error as error:
        what = problem_of(error, path).format_message().partition(";")[0]
        raise Problem(what, "leave it out with --discard, and name your exports") from error


def _settle(path: Path) -> None:
    """Let the old file be whole without what lies beside it, in case this process ends before it is replaced."""
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(path)) as old:
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _fill(archive: Archive, found: Iterable[Filed]) -> int:
    new, rest = 0, iter(found)
    while step := list(islice(rest, _STEP)):
        new += archive.file(step, {})
    return new


def _remove(path: Path, *, keep: bool = False) -> None:
    """Remove an archive and what its database keeps beside it; with `keep`, only the latter."""
    for name in (f"{path.name}-wal", f"{path.name}-shm", *(() if keep else (path.name, f"{path.name}.lock"))):
        path.with_name(name).unlink(missing_ok=True)
