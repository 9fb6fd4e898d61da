"""The archive's file: its tables, and opening it, with an error that says what to do where it is not ours."""

import fcntl
import sqlite3
from pathlib import Path
from typing import IO

from agents.search.document import COLUMNS, WORDS_VERSION
from streams.problem import Problem

FORMAT = 1
"""Of the tables. A file of a newer one is refused; of an older one, too, until somebody writes the step between."""
_APPLICATION = 0x57574152  # "WWAR": says in the file's header that it is an archive of ours

_TABLES = f"""
CREATE TABLE settings (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE names (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (kind, value));
CREATE TABLE offsets (topic TEXT, partition INTEGER, next INTEGER NOT NULL, epoch INTEGER NOT NULL,
    PRIMARY KEY (topic, partition)) WITHOUT ROWID;
CREATE TABLE rows (row INTEGER PRIMARY KEY, reported INTEGER NOT NULL, article INTEGER NOT NULL,
    story INTEGER NOT NULL, topic TEXT NOT NULL, partition INTEGER NOT NULL, offset INTEGER NOT NULL,
    epoch INTEGER NOT NULL, filed INTEGER NOT NULL, size INTEGER NOT NULL, facets BLOB NOT NULL);
CREATE UNIQUE INDEX places ON rows (topic, partition, offset, epoch);
CREATE INDEX articles ON rows (article);
CREATE INDEX stories ON rows (story);
CREATE TABLE records (row INTEGER PRIMARY KEY, entered INTEGER NOT NULL, origin TEXT, record BLOB NOT NULL);
CREATE TABLE withdrawn (story INTEGER PRIMARY KEY, row INTEGER NOT NULL);
CREATE VIRTUAL TABLE words USING fts5({", ".join(COLUMNS)}, content='', columnsize=0, tokenize='ascii');
"""
"""`rows` is what lists and counts read, narrow; `records` holds the records, packed; `words` is the index alone."""

_INDEX = {
    "hashsize": 32 << 20,  # bytes gathered before a segment is written: one a transaction, not several to merge
    "automerge": 8,  # segments of a size that are merged: fewer cost filing time, more cost each search
    "pgsz": 8000,  # bytes of a page, as large as the database's
}


def connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """A connection to an archive; one that writes makes the file where there is none.

    Raises Problem: no archive there, a file that is something else, of another format, or broken.
    """
    if read_only and not path.is_file():
        raise Problem(f"there is no archive {path}", "start wirewatch archive file, which makes it", exit_code=2)
    try:
        if not read_only and not (path.exists() and path.stat().st_size):
            _make(path)
        mode = "ro" if read_only else "rw"
        uri = f"{path.absolute().as_uri()}?mode={mode}"
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=10)
        try:
            _prepare(connection, path, read_only=read_only)
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as error:
        raise problem_of(error, path) from error
    return connection


def hold(path: Path) -> IO[bytes]:
    """The right to write to an archive, kept until the file returned is closed. Raises Problem where another has it.

    A lock of the operating system: it is gone when its process is, however that ended.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = path.with_name(f"{path.name}.lock").open("ab")
    except OSError as error:
        raise Problem(f"{path} cannot be written: {error.strerror}", "see its folder's rights", exit_code=2) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise Problem(f"another process writes to {path}", "stop wirewatch archive file first") from error
    return lock


def _prepare(connection: sqlite3.Connection, path: Path, *, read_only: bool) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != _APPLICATION:
        raise Problem(f"{path} is no archive of Wirewatch", "name another file (setting archive)", exit_code=2)
    _check_format(connection, path)
    connection.execute("PRAGMA mmap_size = 4294967296")
    connection.execute("PRAGMA temp_store = MEMORY")
    if read_only:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA cache_size = -16384")  # KiB, for each thread that reads
    else:
        connection.execute("PRAGMA cache_size = -65536")
        connection.execute("PRAGMA synchronous = NORMAL")  # with a WAL: a power cut takes back whole transactions
        connection.execute("PRAGMA secure_delete = OFF")  # some builds have it on; pruning would write all zeros


def _make(path: Path) -> None:
    """Make an empty archive beside its place, and move it there when it is whole: no reader meets half of one."""
    beside = path.with_name(f"{path.name}.part")
    beside.unlink(missing_ok=True)
    connection = sqlite3.connect(beside, isolation_level=None)
    try:
        connection.execute("PRAGMA page_size = 8192")
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.executescript(
            f"BEGIN IMMEDIATE; PRAGMA application_id = {_APPLICATION}; PRAGMA user_version = {FORMAT};"
            f"{_TABLES} INSERT INTO settings VALUES ('words', {WORDS_VERSION}); COMMIT;"
        )
        connection.executemany("INSERT INTO words (words, rank) VALUES (?, ?)", _INDEX.items())
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()
    beside.replace(path)


def _check_format(connection: sqlite3.Connection, path: Path) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > FORMAT:
        raise Problem(f"{path} was made by a newer Wirewatch (format {version})", "upgrade this one", exit_code=2)
    (words,) = connection.execute("SELECT value FROM settings WHERE name = 'words'").fetchone()
    if version < FORMAT or words != WORDS_VERSION:
        raise Problem(f"{path} was made by another version", "make it again: wirewatch archive rebuild", exit_code=2)


def problem_of(error: sqlite3.Error, path: Path) -> Problem:
    """What a user must know of an error of the database."""
    match getattr(error, "sqlite_errorname", ""):
        case "SQLITE_FULL":
            return Problem(f"the disk is full: {path}", "free some, or wirewatch archive prune --older-than 90d")
        case name if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
            return Problem(f"{path} is damaged or no archive: {error}", "make it again: wirewatch archive rebuild")
        case name if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            return Problem(f"another process writes to {path}", "only one may: stop the other")
        case name if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
            return Problem(f"{path} cannot be opened or written: {error}", "see its rights and its folder's")
    return Problem(f"{path}: {error}", "see wirewatch archive status")
