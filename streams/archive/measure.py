"""How large an archive is, and how far it has come."""

import sqlite3
from pathlib import Path

from msgspec import Struct

from agents.search.document import REPLAYED
from agents.search.expression import fact_in
from streams.archive.asked import State
from streams.clock import iso


class Last(Struct, frozen=True):
    """The last place that was filed from a partition, and when it was written there, in ms."""

    offset: int
    filed: int


def state(db: sqlite3.Connection, path: Path) -> State:
    """All that `wirewatch archive status` shows."""
    oldest, newest = (_filed(db, order) for order in ("ASC", "DESC"))
    (replayed,) = db.execute("SELECT count(*) FROM words WHERE words MATCH ?", (fact_in([REPLAYED]),)).fetchone()
    offsets = db.execute("SELECT topic, partition, next FROM offsets ORDER BY topic, partition")
    return State(
        path=str(path),
        articles=rows(db),
        replayed=replayed,
        bytes=size(db),
        oldest=oldest,
        newest=newest,
        offsets={f"{topic}/{partition}": place for topic, partition, place in offsets},
    )


def _filed(db: sqlite3.Connection, order: str) -> str | None:
    found = db.execute(f"SELECT filed FROM rows ORDER BY row {order} LIMIT 1").fetchone()
    return iso(found[0]) if found else None


def rows(db: sqlite3.Connection) -> int:
    """How many articles there are."""
    (number,) = db.execute("SELECT count(*) FROM rows").fetchone()
    return int(number)


def size(db: sqlite3.Connection) -> int:
    """Bytes of the pages in use; those that are free will be used again."""
    ((pages,), (free,), (page,)) = (
        db.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * page)


def last_of(db: sqlite3.Connection, topic: str, partition: int) -> Last | None:
    """The last row that came from a partition, since its topic was last made."""
    found = db.execute(
        "SELECT r.offset, r.filed FROM rows r JOIN offsets o USING (topic, partition, epoch)"
        " WHERE r.topic = ? AND r.partition = ? ORDER BY r.offset DESC LIMIT 1",
        (topic, partition),
    ).fetchone()
    return Last(*found) if found else None
