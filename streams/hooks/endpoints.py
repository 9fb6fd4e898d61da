"""The endpoints in the book: added, found, changed, removed; and their state."""

import re
import sqlite3

import msgspec
from msgspec import Struct

from schemas.hook import Endpoint, HookState
from streams.hooks.book import transaction
from streams.problem import Problem

_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")
_decode = msgspec.json.Decoder(Endpoint).decode
_ALL = "SELECT id, config, state, why, since, failing_since, last_ok, beat FROM endpoint ORDER BY name"
_ONE = "SELECT id, config, state, why, since, failing_since, last_ok, beat FROM endpoint WHERE name = ?"


class Entry(Struct, frozen=True):
    """An endpoint as it stands in the book. Times are ms since 1970."""

    id: int
    endpoint: Endpoint
    state: HookState
    why: str | None
    since: int
    failing_since: int | None
    last_ok: int | None
    beat: int | None

    @property
    def name(self) -> str:
        """Of the endpoint."""
        return self.endpoint.name


def entries(book: sqlite3.Connection) -> list[Entry]:
    """Every endpoint, by name."""
    return [_entry(row) for row in book.execute(_ALL)]


def find(book: sqlite3.Connection, name: str) -> Entry:
    """One endpoint. Raises Problem."""
    row = book.execute(_ONE, [name]).fetchone()
    if row is None:
        names = ", ".join(name for (name,) in book.execute("SELECT name FROM endpoint ORDER BY name")) or "none yet"
        raise NoSuchHook(f"there is no hook {name}", f"there is {names}")
    return _entry(row)


class NoSuchHook(Problem):
    """No endpoint of that name."""


class Taken(Problem):
    """There is an endpoint of that name."""


def add(book: sqlite3.Connection, endpoint: Endpoint) -> None:
    """Put a new endpoint in the book. Raises Problem."""
    if not _NAME.fullmatch(endpoint.name):
        raise Problem(f"{endpoint.name!r} is no name for a hook", "use letters, digits, '.', '_' and '-', at most 64")
    values = (endpoint.name, msgspec.json.encode(endpoint), endpoint.created)
    try:
        book.execute("INSERT INTO endpoint (name, config, since) VALUES (?, ?, ?)", values)
    except sqlite3.IntegrityError as error:
        raise Taken(f"there is a hook {endpoint.name} already", "remove it first, or take another name") from error


def change(book: sqlite3.Connection, endpoint: Endpoint) -> None:
    """Write an endpoint anew, under its name. Raises Problem."""
    entry = find(book, endpoint.name)
    book.execute("UPDATE endpoint SET config = ? WHERE id = ?", [msgspec.json.encode(endpoint), entry.id])


def remove(book: sqlite3.Connection, name: str) -> int:
    """Remove an endpoint with all that waits for it and its history; how many deliveries waited. Raises Problem."""
    with transaction(book):
        entry = find(book, name)
        waiting = count_waiting(book, entry.id)
        book.execute("DELETE FROM endpoint WHERE id = ?", [entry.id])
    return waiting


def set_state(book: sqlite3.Connection, entry: Entry, state: HookState, why: str | None, now: int) -> int:
    """Switch an endpoint on, off, or let it pause; how many deliveries were waiting.

    Off: what waits is missed, until somebody asks to recover it. On: what waits is due at once, in its order.
    """
    waiting = count_waiting(book, entry.id)
    if state == "off":
        missed = "UPDATE delivery SET state = 'missed', due = NULL, ended = ? WHERE endpoint = ? AND state = 'waiting'"
        book.execute(missed, [now, entry.id])
    if state == "on":
        hurry(book, entry.id, now)
    values = [state, why, now, None if state == "on" else entry.failing_since, entry.id]
    book.execute("UPDATE endpoint SET state = ?, why = ?, since = ?, failing_since = ? WHERE id = ?", values)
    return waiting


def hurry(book: sqlite3.Connection, endpoint: int, now: int) -> None:
    """What waits for a later attempt is due now: the endpoint answers again."""
    late = "UPDATE delivery SET due = ?1 WHERE endpoint = ?2 AND state = 'waiting' AND due > ?1"
    book.execute(late, [now, endpoint])


def count_waiting(book: sqlite3.Connection, endpoint: int) -> int:
    """How many deliveries wait for it."""
    query = "SELECT count(*) FROM delivery WHERE endpoint = ? AND state = 'waiting'"
    return int(book.execute(query, [endpoint]).fetchone()[0])


def _entry(row: tuple[int, bytes, HookState, str | None, int, int | None, int | None, int | None]) -> Entry:
    return Entry(row[0], _decode(row[1]), *row[2:])
