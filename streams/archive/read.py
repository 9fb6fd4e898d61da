"""Asking the archive: every question that may be put to it, from any thread, within a time limit."""

import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from schemas.filed import Filed
from streams.archive import ask, measure, tally
from streams.archive.asked import FACETS, Count, Counts, Page, Search, State
from streams.archive.tables import connect, problem_of
from streams.archive.write import Place

DEADLINE = 5.0
"""Seconds that one question may take."""


class Reader:
    """Reads an archive. Every method may be called from any thread; each thread has a connection of its own."""

    def __init__(self, path: Path) -> None:
        self.path, self.deadline = path, DEADLINE
        self._threads = threading.local()
        self._open: list[sqlite3.Connection] = []
        self._opening = threading.Lock()

    def close(self) -> None:
        """Close every connection."""
        with self._opening:
            while self._open:
                self._open.pop().close()

    def offsets(self) -> dict[Place, int]:
        """The next offset of each topic and partition."""
        with self._asking() as db:
            return {
                (topic, part): next_ for topic, part, next_ in db.execute("SELECT topic, partition, next FROM offsets")
            }

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

    def get(self, id: str, replay: str | None = None) -> Filed | None:  # noqa: A002 (the field's own name)
        """The article with an id, as it was filed last: in a replay, or on the live wire before replays; else None."""
        with self._asking() as db:
            return ask.article(db, id, replay)

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
            known = self._threads.db = connect(self.path, read_only=True)
            with self._opening:
                self._open.append(known)
        return known
