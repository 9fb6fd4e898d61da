"""The archive: filed and asked through this class, by one process that writes and any number that read."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from schemas.filed import Filed
from streams.archive import ask, measure, tally
from streams.archive.asked import FACETS, Count, Counts, Page, Search, State
from streams.archive.tables import connect, hold, problem_of
from streams.archive.write import Place, Writer

DEADLINE = 5.0
"""Seconds that one question may take."""


class Archive:
    """An open archive. Every method may be called from any thread; each thread reads by a connection of its own."""

    def __init__(self, path: Path, *, read_only: bool) -> None:
        self.path, self.read_only, self.deadline = path, read_only, DEADLINE
        self._threads = threading.local()
        self._open: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._hold = None if read_only else hold(path)
        self._writer = None if read_only else Writer(self._connect())
        if read_only:
            self._reader()

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> "Archive":
        """Open an archive; one that is not there is made, unless `read_only`.

        Raises Problem: not there, no archive, damaged, or of another format.
        """
        return cls(path, read_only=read_only)

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            while self._open:
                self._open.pop().close()
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

    def offsets(self) -> dict[Place, int]:
        """The next offset of each topic and partition."""
        with self._asking() as db:
            return {
                (topic, part): next_ for topic, part, next_ in db.execute("SELECT topic, partition, next FROM offsets")
            }

    def settle(self) -> None:
        """Put everything into the one file, so that it can be moved."""
        with self._writing() as writer:
            writer.settle()

    def state(self) -> State:
        """How much there is, since when, and what has been filed from where."""
        with self._asking() as db:
            return measure.state(db, self.path)

    def size(self) -> int:
        """Bytes in use in the file."""
        with self._asking() as db:
            return measure.size(db)

    def rows(self) -> int:
        """How many articles there are."""
        with self._asking() as db:
            return measure.rows(db)

    def last_of(self, topic: str, partition: int) -> measure.Last | None:
        """The last place that was filed from a partition as it is now."""
        with self._asking() as db:
            return measure.last_of(db, topic, partition)

    def everything(self, search: Search | None = None) -> Iterator[Filed]:
        """Every article that a search finds, or all, oldest first, as the archive is now, while others write to it."""
        connection = connect(self.path, read_only=True)
        try:
            yield from ask.everything(connection, search)
        except sqlite3.Error as error:
            raise problem_of(error, self.path) from error
        finally:
            connection.close()

    def get(self, id: str) -> Filed | None:  # noqa: A002 (the field's own name)
        """The article with an id, as it was filed last, on the live wire before replays; None if there is none."""
        with self._asking() as db:
            return ask.article(db, id)

    def story(self, key: str, replay: str | None = None) -> list[Filed]:
        """All that was filed of a story (provider/story), in the order of filing: on the live wire, or in a replay."""
        with self._asking() as db:
            return ask.story(db, key, replay)

    def search(self, search: Search, *, limit: int = 20, after: str | None = None) -> Page:
        """A page of what was asked for, newest filed first. `after`: the `next` of the page before.

        Articles that are filed meanwhile stand before the first page and move nothing. Raises Problem: a query that
        does not read, a question that takes too long.
        """
        with self._asking() as db:
            return ask.page(db, search, limit, after)

    def alerts(self, *, limit: int = 50, after: str | None = None, newer_than: Mapping[int, int] | None = None) -> Page:
        """Alerts of the live wire and of replays, newest first.

        With `newer_than` (the next offset of each partition of wire.alerts that the asker has not seen), those that
        came since, oldest first; `after` goes on as well.
        """
        with self._asking() as db:
            if newer_than is None:
                return ask.page(db, Search(outcome="alert", replay="any"), limit, after)
            return ask.alerts_since(db, newer_than, limit, after)

    def count(self, search: Search) -> Count:
        """How many articles a search finds."""
        with self._asking() as db:
            return tally.count(db, search)

    def facets(
        self, search: Search, fields: Sequence[str] = FACETS[:5], top: int = 20
    ) -> dict[str, list[tuple[str, int]]]:
        """How many by value of each field, the most frequent first."""
        return self.counts(search, fields, top).facets

    def timeline(self, search: Search, bucket: Literal["hour", "day", "month"] = "day") -> list[tuple[str, int]]:
        """How many in each hour, day or month of the reports' own time, oldest first, empty ones left out."""
        return self.counts(search, (), 0, bucket).timeline

    def counts(
        self,
        search: Search,
        fields: Sequence[str] = FACETS[:5],
        top: int = 20,
        bucket: Literal["hour", "day", "month"] = "day",
    ) -> Counts:
        """Count, facets and timeline of a search, in one pass."""
        with self._asking() as db:
            return tally.counts(db, search, fields, top, bucket)

    @contextmanager
    def _writing(self) -> Iterator[Writer]:
        """The writer, for one caller at a time; errors of the database come out as a Problem."""
        if self._writer is None:
            raise ValueError("this archive was opened to be read")
        with self._lock:
            try:
                yield self._writer
            except sqlite3.Error as error:
                raise problem_of(error, self.path) from error

    @contextmanager
    def _asking(self) -> Iterator[sqlite3.Connection]:
        """A connection to read by, with the time limit; errors of the database come out as a Problem."""
        db = self._reader()
        with ask.limited(db, self.deadline), ask.snapshot(db):
            try:
                yield db
            except sqlite3.Error as error:
                raise (
                    ask.too_long(self.deadline) if ask.was_interrupted(error) else problem_of(error, self.path)
                ) from error

    def _reader(self) -> sqlite3.Connection:
        known: sqlite3.Connection | None = getattr(self._threads, "db", None)
        if known is None:
            known = self._threads.db = self._connect(read_only=True)
        return known

    def _connect(self, *, read_only: bool | None = None) -> sqlite3.Connection:
        connection = connect(self.path, read_only=self.read_only if read_only is None else read_only)
        with self._lock:
            self._open.append(connection)
        return connection
