"""Filing: articles and the offsets behind them, written in one local transaction."""

import sqlite3
from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import count

from agents.search.document import COLUMNS, document
from agents.search.facets import facets_of
from schemas.filed import Filed
from schemas.routed import Routed
from streams.archive.moments import reported_at, to_ms
from streams.archive.packed import digest, pack, unpack

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
        self._db.execute("BEGIN IMMEDIATE")
        try:
            epochs = {
                (topic, partition): epoch
                for topic, partition, epoch in self._db.execute("SELECT topic, partition, epoch FROM offsets")
            }
            new = sum(self._write(each, epochs.get((each.topic, each.partition), 0)) for each in filed)
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

    def _write(self, filed: Filed, epoch: int) -> int:
        record = filed.record
        story, reported, packed = story_digest(record), reported_at(record), pack(record)
        facets = array("I", (self._name(kind, value) for kind, value in facets_of(record))).tobytes()
        number = self._take_place(filed, epoch, (to_ms(reported), digest(record.id), story), len(packed), facets)
        if number is None:
            return 0
        self._db.execute("INSERT INTO records VALUES (?, ?, ?, ?)", (number, filed.entered, filed.origin, packed))
        self._db.execute(_WORDS, (number, *document(record, reported)))
        self._note_withdrawal(record, story, number)
        return 1

    def _take_place(
        self, filed: Filed, epoch: int, known_by: tuple[int, int, int], size: int, facets: bytes
    ) -> int | None:
        """The number of a new row, or None where this very message is filed already.

        Another message may stand under the same offset, of a topic that was deleted and made again: both are kept.
        """
        place = (filed.topic, filed.partition, filed.offset)
        for each in count(epoch):
            row = self._db.execute(_ROW, (None, *known_by, *place, each, filed.filed, size, facets))
            if row.rowcount:
                return row.lastrowid
            there = self._db.execute(_THERE, (*place, each)).fetchone()
            if there == (known_by[1], filed.filed):
                return None
        raise AssertionError("numbers do not end")

    def _note_withdrawal(self, record: Routed, story: int, row: int | None) -> None:
        verdict = record.verdict
        if verdict.withdraws or verdict.reason == "killed":
            self._db.execute("INSERT OR REPLACE INTO withdrawn VALUES (?, ?)", (story, row))
            self._withdrawn.add(story)
        elif story in self._withdrawn and verdict.reason not in ("superseded", "repeat", "withheld"):
            # A version that counts: the story was taken up again. One that is remembered too long costs a statement.
            self._db.execute("DELETE FROM withdrawn WHERE story = ?", (story,))

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


def story_digest(record: Routed) -> int:
    """Of the story, for the live wire and for each replay apart."""
    return story_key_digest(record.article.story_key, record.article.replay)


def story_key_digest(key: str, replay: str | None) -> int:
    """Of the story with a key (provider/story)."""
    return digest(f"{replay or ''}\n{key}")
