"""The book of the hooks, one SQLite file: endpoints, the outbox, every attempt, and how far the topic has been read."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from streams.problem import Problem
from streams.settings import Settings

VERSION = 1
_APPLICATION = 0x57_48_4B_53  # "WHKS": tells our file from another's
_TABLES = """
CREATE TABLE endpoint (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, config BLOB NOT NULL,
  state TEXT NOT NULL DEFAULT 'on', why TEXT, since INTEGER NOT NULL,
  failing_since INTEGER,       -- the first failure since the last success
  last_ok INTEGER, beat INTEGER  -- of the last success; of the last heartbeat
) STRICT;
CREATE TABLE item (              -- what is posted, once however many take it
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body BLOB NOT NULL,
  entered INTEGER NOT NULL,      -- when its report reached wire.raw, ms
  filed INTEGER NOT NULL
) STRICT;
CREATE TABLE delivery (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  endpoint INTEGER NOT NULL REFERENCES endpoint ON DELETE CASCADE,
  item INTEGER NOT NULL REFERENCES item, thread TEXT NOT NULL,
  state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,  -- of the schedule; a resend begins anew
  due INTEGER,                   -- NULL while it waits: behind another of its thread
  filed INTEGER NOT NULL, ended INTEGER,
  UNIQUE (endpoint, item)
) STRICT;
CREATE INDEX delivery_due ON delivery (endpoint, due, seq) WHERE state = 'waiting';
CREATE INDEX delivery_thread ON delivery (endpoint, thread, seq) WHERE state = 'waiting';
CREATE INDEX delivery_item ON delivery (item);
CREATE INDEX delivery_filed ON delivery (filed);
CREATE TABLE attempt (
  id INTEGER PRIMARY KEY, delivery INTEGER NOT NULL REFERENCES delivery ON DELETE CASCADE,
  at INTEGER NOT NULL, status INTEGER, latency INTEGER NOT NULL, error TEXT, head BLOB
) STRICT;
CREATE INDEX attempt_delivery ON attempt (delivery);
CREATE TABLE position (topic TEXT, partition INTEGER, next INTEGER NOT NULL, PRIMARY KEY (topic, partition)) STRICT;
CREATE TABLE tally (what TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT;
"""


def book_path(settings: Settings) -> Path:
    """Where it is."""
    return settings.data_dir / "hooks.db"


def open_book(settings: Settings) -> sqlite3.Connection:
    """Open it, making it where there is none, for its owner's eyes only. Raises Problem: newer, or no book of ours.

    WAL and `synchronous=NORMAL`: losing power may cost the last transactions, but never half of one. An offset goes
    back together with the notices read up to it, so that they are read once more; their ids keep them single.
    """
    path = book_path(settings)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)
        book = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            book.execute(f"PRAGMA {pragma}")
        _prepare(book, path)
    except (OSError, sqlite3.DatabaseError) as error:
        raise Problem(f"the hooks' book {path} does not open: {error}", "see that it is a file of ours") from error
    return book


@contextmanager
def transaction(book: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing; begun as a writer, so that nobody changes what it has read."""
    book.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        book.execute("ROLLBACK")
        raise
    book.execute("COMMIT")


def _prepare(book: sqlite3.Connection, path: Path) -> None:
    with transaction(book):
        ((version,), (application,)) = (
            book.execute(f"PRAGMA {name}").fetchone() for name in ("user_version", "application_id")
        )
        if version == 0 and not book.execute("SELECT 1 FROM sqlite_master").fetchone():
            for statement in _TABLES.split(";\n"):
                book.execute(statement)
            book.execute(f"PRAGMA application_id={_APPLICATION}")
            book.execute(f"PRAGMA user_version={VERSION}")
        elif application != _APPLICATION:
            raise Problem(f"{path} is not a book of hooks", "move it away, or set data_dir")
        elif version > VERSION:
            what = f"{path} was written by a newer Wirewatch (format {version}, this one knows {VERSION})"
            raise Problem(what, "install that version again")
