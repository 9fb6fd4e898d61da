"""Reads the reports of a file: all of them in order, to make the plan; one at its place, to send it."""

import gzip
import hashlib
import os
import shutil
import stat
import tempfile
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, cast

from msgspec import Struct

from schemas.replay import ReplayFile
from streams.parquet import Rows, open_parquet
from streams.replay.find import absolute, is_lines, is_packed, is_rows

DIGEST_BYTES = 16
_OPEN_AT_ONCE = 32  # archives kept open: a replay that mixes more sources than this opens them again and again
_CANNOT = (OSError, EOFError, zlib.error)


class Place(Struct, frozen=True):
    """Where a report stands in its file, in bytes of the unpacked text; in Parquet, `offset` is the row."""

    offset: int
    length: int


class Unreadable(Exception):
    """A file, or a report in it, that cannot be read; says why, for people."""


def describe(path: Path) -> ReplayFile:
    """The file as it is now. Raises Unreadable."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Unreadable("it is no regular file")
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=DIGEST_BYTES))
            return ReplayFile(str(absolute(path)), os.fstat(file.fileno()).st_size, digest.hexdigest())
    except OSError as error:
        raise Unreadable(_say(error)) from error


def read_reports(path: Path, limit: int, complain: Callable[[str], None]) -> Iterator[tuple[Place, bytes]]:
    """Every report of a file, in order. Raises Unreadable, maybe in the middle.

    A line over `limit` bytes is passed over, and `complain` told so; a whole file over it cannot be read.
    """
    try:
        if is_rows(path):
            yield from _read_rows(path, limit, complain)
            return
        with _open(path) as file:
            if is_lines(path):
                yield from _read_lines(file, limit, complain)
            else:
                data = file.read(limit + 1)
                if len(data) > limit:
                    raise Unreadable(f"it is larger than {limit:,} bytes, the setting max_bytes")
                yield Place(0, len(data)), data
    except _CANNOT as error:
        raise Unreadable(_say(error)) from error


class Shelf:
    """Reads single reports out of files, which stay open for the next one. Close it at the end."""

    def __init__(self) -> None:
        self._open: OrderedDict[Path, _Archive] = OrderedDict()
        self._rows: dict[Path, Rows] = {}

    def read(self, path: Path, place: Place) -> bytes:
        """The bytes of one report. Raises Unreadable if the file is gone or shorter than it was."""
        try:
            if is_rows(path):
                data = self._rows.setdefault(path, open_parquet(path)).line(place.offset)
            else:
                data = self._archive(path).read(place) if is_lines(path) else _read_whole(path, place)
        except (*_CANNOT, IndexError) as error:
            raise Unreadable(_say(error)) from error
        if len(data) != place.length:
            raise Unreadable("it is not as it was when the plan was made")
        return data

    def close(self) -> None:
        """Close every file."""
        while self._open:
            self._open.popitem()[1].close()
        self._rows.clear()

    def _archive(self, path: Path) -> "_Archive":
        if path not in self._open:
            self._open[path] = _Archive(path)
            if len(self._open) > _OPEN_AT_ONCE:
                self._open.popitem(last=False)[1].close()
        self._open.move_to_end(path)
        return self._open[path]


class _Archive:
    """An open JSON-lines file. A packed one is unpacked to a temporary file at the first step back.

    Archives are mostly in order of time, and reading on costs nothing; gzip's own way back starts from the beginning.
    """

    def __init__(self, path: Path) -> None:
        self._file = _open(path)
        self._packed = is_packed(path)

    def read(self, place: Place) -> bytes:
        if self._packed and place.offset < self._file.tell():
            self._unpack()
        self._file.seek(place.offset)
        return self._file.read(place.length)

    def _unpack(self) -> None:
        unpacked = tempfile.TemporaryFile(prefix="wirewatch-replay-")  # noqa: SIM115 (closed with the archive)
        self._file.seek(0)
        shutil.copyfileobj(self._file, unpacked, 1 << 20)
        self._file.close()
        self._file, self._packed = unpacked, False

    def close(self) -> None:
        self._file.close()


def _read_whole(path: Path, place: Place) -> bytes:
    with _open(path) as file:
        return file.read(place.length + 1)


def _open(path: Path) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(path)) if is_packed(path) else path.open("rb")


def _read_lines(file: IO[bytes], limit: int, complain: Callable[[str], None]) -> Iterator[tuple[Place, bytes]]:
    offset, number = 0, 0
    while line := file.readline(limit + 2):
        number += 1
        length, too_long = len(line), len(line) > limit + 1 and not line.endswith(b"\n")
        while too_long and not line.endswith(b"\n") and (line := file.readline(limit + 2)):
            length += len(line)
        report = line.rstrip(b"\r\n")
        if too_long:
            complain(f"line {number} is larger than {limit:,} bytes, the setting max_bytes")
        elif report.strip():
            yield Place(offset, len(report)), report
        offset += length


def _read_rows(path: Path, limit: int, complain: Callable[[str], None]) -> Iterator[tuple[Place, bytes]]:
    for number, report in enumerate(open_parquet(path).lines()):
        if len(report) > limit:
            complain(f"row {number + 1} is larger than {limit:,} bytes, the setting max_bytes")
        else:
            yield Place(number, len(report)), report


def _say(error: BaseException) -> str:
    match error:
        case EOFError():
            return "it ends in the middle of its compressed data"
        case gzip.BadGzipFile() | zlib.error():
            return f"its compressed data is damaged ({error})"
        case OSError(strerror=str() as reason):
            return reason[:1].lower() + reason[1:]
    return str(error)
