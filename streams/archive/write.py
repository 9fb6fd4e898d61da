"""Filing: articles and the offsets behind them, written in one local transaction."""

import sqlite3
from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import count

from agents.search.document import COLUMNS, document
from schemas.filed import Filed
from streams.archive.moments import reported_at
from streams.archive.packed import unpack
from streams.archive.ready import Ready, make_ready

Place = tuple[str, int]
"""Topic and partition."""

_KNOWN_NAMES = 200_000
_ROW = "INSERT OR IGNORE INTO rows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_THERE = "SELECT article, filed FROM rows WHERE topic = ? AND partition = ? AND offset = ? AND epoch = ?"
_WORDS = f"INSERT INTO words (rowid, {', '.join(COLUMNS)}) VALUES ({', '.join('?' * (len(COLUMNS) + 1))})"

_FORGET = (
    f"INSERT INTO words (words, rowid, {', '.join(COLUMNS)}) VALUES ('delete', {', '.join('?' * (len(COLUMNS) + 1))})"
)


class Writer:
    """Writes through one connection; it remembers the ids of names, so that most are not asked for."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._names: dict[tuple[str, str], int] = {}
        self._withdrawn = {story for (story,) in connection.execute("SELECT story FROM withdrawn")}

    def file(self, filed: Sequence[Filed], offsets: Mapping[Place, int]) -> int:
        """Write what is not there yet, and the offsets to go on from. Returns how many were new.

        A place (topic, partition, offset) is filed once; a topic that was made again counts as another.
        """
        ready = [make_ready(each) for each in filed]
        self._db.execute("BEGIN IMMEDIATE")
        try:
            new = self._write(ready)
            self._db.executemany(
                "INSERT INTO offsets VALUES (?, ?, ?, 0) ON CONFLICT DO UPDATE SET next = max(next, excluded.next)",
                [(topic, partition, offset) for (topic, partition), offset in offsets.items()],
            )
        except BaseException:
            self._db.execute("ROLLBACK")
            self._names.clear()  # ids given in what was just taken back
            raise
        self._db.execute("COMMIT")
        return new

    def begin_epoch(self, places: Iterable[Place]) -> None:
        """Count these topics and partitions as new ones from now on: their offsets have begun again."""
        self._db.executemany(
            "UPDATE offsets SET epoch = epoch + 1, next = 0 WHERE topic = ? AND partition = ?", list(places)
        )

    def remove_oldest(self, most: int, before: int | None) -> int:
        """Take out the oldest rows, all that was filed before a moment (ms) or any. Returns how many.

        An index without content forgets a row only when told its words once more: they are read from the record.
        """
        self._db.execute("BEGIN IMMEDIATE")
        try:
            rows = self._db.execute(
                "SELECT r.row, c.record FROM rows r JOIN records c ON c.row = r.row ORDER BY r.row LIMIT ?", (most,)
            ).fetchall()
            if before is not None:
                rows = self._older(rows, before)
            for row, packed in rows:
                record = unpack(packed)
                self._db.execute(_FORGET, (row, *document(record, reported_at(record))))
            if rows:
                self._db.execute("DELETE FROM records WHERE row <= ?", (rows[-1][0],))
                self._db.execute("DELETE FROM rows WHERE row <= ?", (rows[-1][0],))
                self._db.execute("DELETE FROM withdrawn WHERE row <= ?", (rows[-1][0],))
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")
        return len(rows)

    def _older(self, rows: list[tuple[int, bytes]], before: int) -> list[tuple[int, bytes]]:
        """The rows up to the first that is not older."""
        found = self._db.execute("SELECT row FROM rows WHERE filed >= ? ORDER BY row LIMIT 1", (before,)).fetchone()
        return rows if found is None else [row for row in rows if row[0] < found[0]]

    def give_back_space(self) -> None:
        """Merge the index, so that what was taken out leaves it, and shorten the file."""
        self._db.execute("INSERT INTO words (words, rank) VALUES ('merge', -2000)")
        changes = -1
        while changes != self._db.total_changes:
            changes = self._db.total_changes + 1  # a merge that had nothing to do changes one row, its own
            self._db.execute("INSERT INTO words (words, rank) VALUES ('merge', 2000)")
        self._db.executescript("PRAGMA incremental_vacuum")  # as a plain statement it would free one page
        self.settle()

    def settle(self) -> None:
        """Put what the write-ahead log holds into the file."""
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _write(self, ready: Iterable[Ready]) -> int:
        epochs = {
            (topic, partition): epoch
            for topic, partition, epoch in self._db.execute("SELECT topic, partition, epoch FROM offsets")
        }
        new: list[tuple[int, Ready]] = []
        for each in ready:
            number = self._take_place(each, epochs.get((each.topic, each.partition), 0))
            if number is not None:
                new.append((number, each))
                self._note_withdrawal(each, number)
        self._db.executemany(
            "INSERT INTO records VALUES (?, ?, ?, ?)",
            ((number, each.entered, each.origin, each.packed) for number, each in new),
        )
        self._db.executemany(_WORDS, ((number, *each.words) for number, each in new))
        return len(new)

    def _take_place(self, ready: Ready, epoch: int) -> int | None:
        """The number of a new row, or None where this very message is filed already.

        Another message may stand under the same offset, of a topic that was deleted and made again: both are kept.
        """
        place = (ready.topic, ready.partition, ready.offset)
        facets = array("I", (self._name(*each) for each in ready.facets)).tobytes()
        for each in count(epoch):
            values = (None, ready.reported, ready.article, ready.story, *place, each, ready.filed, len(ready.packed))
            row = self._db.execute(_ROW, (*values, facets))
            if row.rowcount:
                return row.lastrowid
            there = self._db.execute(_THERE, (*place, each)).fetchone()
            if there == (ready.article, ready.filed):
                return None
        raise AssertionError("numbers do not end")

    def _note_withdrawal(self, ready: Ready, row: int) -> None:
        if ready.withdraws:
            self._db.execute("INSERT OR REPLACE INTO withdrawn VALUES (?, ?)", (ready.story, row))
            self._withdrawn.add(ready.story)
        elif ready.counts and ready.story in self._withdrawn:
            # The story was taken up again. One that is remembered too long costs a statement.
            self._db.execute("DELETE FROM withdrawn WHERE story = ?", (ready.story,))

    def _name(self, kind: str, value: str) -> int:
        known = self._names.get((kind, value))
        if known is None:
            if len(self._names) >= _KNOWN_NAMES:
                self._names.clear()
            self._db.execute("INSERT OR IGNORE INTO names (kind, value) VALUES (?, ?)", (kind, value))
            (known,) = self._db.execute(
                "SELECT id FROM names WHERE kind = ? AND value = ?", (kind, value)
            ).fetchone()  # fmt: skip
            self._names[kind, value] = known
        return known
