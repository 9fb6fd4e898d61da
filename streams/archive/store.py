"""The archive: filed and asked through this class, by one process that writes and any number that read."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from schemas.filed import Filed
from streams.archive.read import Reader
from streams.archive.tables import connect, hold, problem_of
from streams.archive.write import Place, Writer


class Archive(Reader):
    """An open archive: a reader, and, unless it was opened to be read, the only writer."""

    def __init__(self, path: Path, *, read_only: bool) -> None:
        super().__init__(path)
        self._writes = threading.Lock()
        self._hold = None if read_only else hold(path)
        self._writer: Writer | None = None
        try:
            if not read_only:
                self._writer = Writer(self._keep(connect(path, read_only=False)))
            self._reader()
        except BaseException:
            self.close()
            raise

    def _keep(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        self._open.append(connection)
        return connection

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> "Archive":
        """Open an archive; one that is not there is made, unless `read_only`.

        Raises Problem: not there, no archive, damaged, or of another format.
        """
        return cls(path, read_only=read_only)

    def close(self) -> None:
        """Close every connection, and let another process write."""
        super().close()
        if self._hold is not None:
            self._hold.close()

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def file(self, filed: Sequence[Filed], offsets: Mapping[Place, int]) -> int:
        """Write articles and the offsets to go on from, in one transaction; what is there already is passed over.

        Returns how many were new. Raises Problem: the disk is full, somebody else writes.
        """
        with self._writing() as writer:
            return writer.file(filed, offsets)

    def begin_epoch(self, places: Iterable[Place]) -> None:
        """Take these topics and partitions for new ones: their offsets have begun again."""
        with self._writing() as writer:
            writer.begin_epoch(places)

    def remove_oldest(self, most: int, *, before: int | None = None) -> int:
        """Take out at most so many of the oldest articles, only those filed `before` a moment (ms) where given."""
        with self._writing() as writer:
            return writer.remove_oldest(most, before)

    def give_back_space(self) -> None:
        """Shorten the file by what was taken out."""
        with self._writing() as writer:
            writer.give_back_space()

    def settle(self) -> None:
        """Put everything into the one file, so that it can be moved."""
        with self._writing() as writer:
            writer.settle()

    @contextmanager
    def _writing(self) -> Iterator[Writer]:
        """The writer, for one caller at a time; errors of the database come out as a Problem."""
        if self._writer is None:
            raise ValueError("this archive was opened to be read")
        with self._writes:
            try:
                yield self._writer
            except sqlite3.Error as error:
                raise problem_of(error, self.path) from error
