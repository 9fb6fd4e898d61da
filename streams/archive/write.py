"""Filing: articles and the offsets behind them, written in one local transaction."""

import sqlite3
from array import array
from collections.abc import Iterable, Mapping, Sequence

from agents.search.document import COLUMNS, document, rules_of
from schemas.filed import Filed
from schemas.routed import Routed
from streams.archive.moments import reported_at, to_ms
from streams.archive.packed import digest, pack

Place = tuple[str, int]
"""Topic and partition."""

_KNOWN_NAMES = 200_000
_ROW = "INSERT OR IGNORE INTO rows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_WORDS = f"INSERT INTO words (rowid, {', '.join(COLUMNS)}) VALUES ({', '.join('?' * (len(COLUMNS) + 1))})"


class Writer:
    """Writes through one connection; it remembers the ids of names, so that most are not asked for."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._names: dict[tuple[str, str], int] = {}

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

    def _write(self, filed: Filed, epoch: int) -> int:
        record = filed.record
        story, reported, packed = story_digest(record), reported_at(record), pack(record)
        facets = array("I", (self._name(kind, value) for kind, value in facets_of(record))).tobytes()
        place = (filed.topic, filed.partition, filed.offset, epoch)
        row = self._db.execute(
            _ROW, (None, to_ms(reported), digest(record.id), story, *place, filed.filed, len(packed), facets)
        )
        if row.rowcount == 0:
            return 0
        number = row.lastrowid
        self._db.execute("INSERT INTO records VALUES (?, ?, ?, ?)", (number, filed.entered, filed.origin, packed))
        self._db.execute(_WORDS, (number, *document(record, reported)))
        self._note_withdrawal(record, story, number)
        return 1

    def _note_withdrawal(self, record: Routed, story: int, row: int | None) -> None:
        verdict = record.verdict
        if verdict.withdraws or verdict.reason == "killed":
            self._db.execute("INSERT OR REPLACE INTO withdrawn VALUES (?, ?)", (story, row))
        elif verdict.reason not in ("superseded", "repeat", "withheld"):  # a version that counts: it was taken up again
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


def facets_of(record: Routed) -> Iterable[tuple[str, str]]:
    """What an article is counted under, each once: field and value."""
    article, verdict = record.article, record.verdict
    found = [("source", article.provider), ("outcome", verdict.outcome), ("kind", article.kind)]
    if verdict.reason:
        found.append(("reason", verdict.reason))
    if article.replay:
        found.append(("replay", article.replay))
    found += [("rule", rule) for rule in rules_of(record)]
    found += [("entity", entity.name or entity.text) for entity in record.entities if entity.label not in _NO_NAMES]
    found += [("country", each.place.country) for each in record.entities if each.place and each.place.country]
    return dict.fromkeys(found)


_NO_NAMES = ("DATE", "MONEY")
