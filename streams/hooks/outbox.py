"""The outbox: notices filed with the offset they were read at, what is due, and what became of each attempt."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from msgspec import Struct

from agents.hooks.schedule import Again, Answer, Delivered, Ending, GivenUp, Gone
from agents.hooks.taking import as_delivered, takes
from schemas.hook import Posted
from schemas.notice import Extract, Notice
from streams.clock import iso
from streams.hooks.book import transaction
from streams.hooks.endpoints import Entry, entries, hurry, set_state

DAY_MS = 86_400_000
_INSERT = (
    "INSERT OR IGNORE INTO delivery (endpoint, item, thread, state, due, filed, ended) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_HEAD = "SELECT 1 FROM delivery WHERE endpoint = ? AND thread = ? AND state = 'waiting' AND due IS NOT NULL"
_FIRST = (
    "UPDATE delivery SET due = ?3 WHERE seq ="
    " (SELECT min(seq) FROM delivery WHERE endpoint = ?1 AND thread = ?2 AND state = 'waiting')"
)
_decode = msgspec.json.Decoder(Posted).decode


class Incoming(Struct, frozen=True):
    """A notice as it was read; `at`: its record's time stamp, `entered`: when its report reached wire.raw (ms)."""

    notice: Notice
    at: int
    entered: int


class Due(Struct, frozen=True):
    """A delivery whose time has come. `attempt` counts from 1."""

    seq: int
    thread: str
    attempt: int
    posted: Posted
    entered: int


class Result(Struct, frozen=True):
    """An attempt that was made: when it began (ms), what it came to, what follows from it."""

    endpoint: int
    due: Due
    at: int
    answer: Answer
    ending: Ending
    revived: bool = False
    """The endpoint was down and has answered: all that waits for it is due."""


def file_notices(
    book: sqlite3.Connection, incoming: Iterable[Incoming], positions: Mapping[tuple[str, int], int], now: int
) -> Counter[str]:
    """File a batch and how far the topic was read, in one transaction; what was not sent and why, by how often."""
    counts: Counter[str] = Counter()
    with transaction(book):
        everyone = entries(book)
        for each in incoming:
            if each.notice.deliver:
                counts.update(file_one(book, everyone, each, now))
            else:
                counts[f"withheld {each.notice.replay or 'notices'}"] += 1
        for what, count in counts.items():
            add = "INSERT INTO tally VALUES (?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count"
            book.execute(add, [what, count])
        for (topic, partition), following in positions.items():
            book.execute("INSERT OR REPLACE INTO position VALUES (?, ?, ?)", [topic, partition, following])
    return counts


def file_one(book: sqlite3.Connection, everyone: Sequence[Entry], each: Incoming, now: int) -> list[str]:
    """A delivery for every endpoint that is due the notice; names in its `hooks` that nobody has, as tallies."""
    notice = as_delivered(each.notice)
    takers = [entry for entry in everyone if entry.endpoint.created <= each.at and takes(entry.endpoint, notice)]
    if takers:
        file_for(book, takers, Posted(**msgspec.structs.asdict(notice)), each.entered, now)
    names = {entry.name for entry in everyone}
    return [f"no hook {name}, which rule {notice.rule} names" for name in notice.hooks if name not in names]


def file_for(book: sqlite3.Connection, takers: Iterable[Entry], posted: Posted, entered: int, now: int) -> int:
    """One delivery for each taker that has none of this id; how many are new."""
    values: Sequence[object] = (posted.id, msgspec.json.encode(posted), entered, now)
    book.execute("INSERT OR IGNORE INTO item (id, body, entered, filed) VALUES (?, ?, ?, ?)", values)
    (item,) = book.execute("SELECT seq FROM item WHERE id = ?", [posted.id]).fetchone()
    thread, new = posted.thread or posted.id, 0
    for entry in takers:
        state = "missed" if entry.state == "off" else "waiting"
        due = now if state == "waiting" and not _is_open(book, entry.id, thread) else None
        values = (entry.id, item, thread, state, due, now, now if state == "missed" else None)
        new += book.execute(_INSERT, values).rowcount
    return new


def ready(book: sqlite3.Connection, endpoint: int, now: int, limit: int) -> list[Due]:
    """What is due for an endpoint, the longest due first; never two of a thread, whose order is kept."""
    query = (
        "SELECT d.seq, d.thread, d.attempts + 1, i.body, i.entered FROM delivery d JOIN item i ON i.seq = d.item"
        " WHERE d.endpoint = ? AND d.state = 'waiting' AND d.due <= ? ORDER BY d.due, d.seq LIMIT ?"
    )
    rows = book.execute(query, [endpoint, now, limit])
    return [Due(seq, thread, attempt, _decode(body), entered) for seq, thread, attempt, body, entered in rows]


def next_due(book: sqlite3.Connection, endpoint: int, now: int) -> int | None:
    """When the next delivery comes due for it after `now`."""
    query = "SELECT min(due) FROM delivery WHERE endpoint = ? AND state = 'waiting' AND due > ?"
    due: int | None = book.execute(query, [endpoint, now]).fetchone()[0]
    return due


def record(book: sqlite3.Connection, results: Sequence[Result], now: int, off_after: int) -> list[str]:
    """Write down what attempts came to, in one transaction. An endpoint may have been removed meanwhile.

    `off_after`: ms of failure after which an endpoint is switched off. Why it was, for each that was.
    """
    with transaction(book):
        offs = [_record_one(book, each, now, off_after) for each in results if _is_there(book, each.due.seq)]
    return [why for why in offs if why is not None]


def _record_one(book: sqlite3.Connection, each: Result, now: int, off_after: int) -> str | None:
    answer, seq, off = each.answer, each.due.seq, None
    insert = "INSERT INTO attempt (delivery, at, status, latency, error, head) VALUES (?, ?, ?, ?, ?, ?)"
    book.execute(insert, [seq, each.at, answer.status, answer.latency, answer.error, answer.head or None])
    ended = each.at + answer.latency
    if answer.ok:
        book.execute("UPDATE endpoint SET failing_since = NULL, last_ok = ? WHERE id = ?", [ended, each.endpoint])
    else:
        failing = "UPDATE endpoint SET failing_since = coalesce(failing_since, ?) WHERE id = ? RETURNING failing_since"
        (since,) = book.execute(failing, [each.at, each.endpoint]).fetchone()
        if now - since >= off_after:
            off = f"it has failed since {iso(since)}"
    match each.ending:
        case Delivered():
            _end(book, each, "done", now)
        case GivenUp():
            _end(book, each, "given-up", now)
        case Again(due=due):
            again = "UPDATE delivery SET attempts = ?, due = ? WHERE seq = ? AND state = 'waiting'"
            book.execute(again, [each.due.attempt, due, seq])
        case Gone():
            _end(book, each, "missed", now)
            off = "it answered 410: it wants nothing any more"
    if each.revived:
        hurry(book, each.endpoint, now)
    return None if off is None else switch_off(book, each.endpoint, off, now)


def switch_off(book: sqlite3.Connection, endpoint: int, why: str, now: int) -> str | None:
    """Switch an endpoint off and tell whom it says is to be told; in words what was done, None if it was off."""
    everyone = entries(book)
    entry = next(each for each in everyone if each.id == endpoint)
    if entry.state == "off":
        return None
    missed = set_state(book, entry, "off", why, now)
    do = f"mend it, then: wirewatch hooks resume {entry.name}, and wirewatch hooks recover {entry.name} --since TIME"
    text = f"hook {entry.name} is switched off: {why}; {missed:,} notices waited for it"
    id_ = f"endpoint/{entry.name}/{now}"
    news = Posted(
        id=id_, event="endpoint", rule="wirewatch-hooks", thread=id_, headline=text, owner=entry.endpoint.owner,
        extracts=(Extract(do),), alerted=iso(now),
    )  # fmt: skip
    file_for(book, [each for each in everyone if each.name == entry.endpoint.tell], news, now, now)
    return text


def _is_there(book: sqlite3.Connection, delivery: int) -> bool:
    return book.execute("SELECT 1 FROM delivery WHERE seq = ?", [delivery]).fetchone() is not None


def _end(book: sqlite3.Connection, each: Result, state: str, now: int) -> None:
    """End a delivery, and let the next of its thread come forward."""
    end = "UPDATE delivery SET state = ?, attempts = ?, due = NULL, ended = ? WHERE seq = ?"
    book.execute(end, [state, each.due.attempt, now, each.due.seq])
    promote(book, each.endpoint, each.due.thread, now)


def promote(book: sqlite3.Connection, endpoint: int, thread: str, now: int) -> None:
    """The first that waits in a thread is due, unless one of it has a time already."""
    if not book.execute(_HEAD, [endpoint, thread]).fetchone():
        book.execute(_FIRST, [endpoint, thread, now])


def expire(book: sqlite3.Connection, now: int, keep_days: float) -> int:
    """Forget what is older than it is kept: its history, and what still waits, which is given up; how many waited."""
    limit = now - round(keep_days * DAY_MS)
    with transaction(book):
        late = book.execute(
            "UPDATE delivery SET state = 'expired', due = NULL, ended = ? WHERE state = 'waiting' AND filed < ?"
            " RETURNING endpoint, thread", [now, limit],
        ).fetchall()  # fmt: skip
        for endpoint, thread in set(late):
            promote(book, endpoint, thread, now)
        old = "DELETE FROM delivery WHERE state != 'waiting' AND coalesce(ended, filed) < ?"
        book.execute(old, [limit])
        book.execute("DELETE FROM item WHERE filed < ? AND seq NOT IN (SELECT item FROM delivery)", [limit])
    return len(late)


def _is_open(book: sqlite3.Connection, endpoint: int, thread: str) -> bool:
    query = "SELECT 1 FROM delivery WHERE endpoint = ? AND thread = ? AND state = 'waiting'"
    return book.execute(query, [endpoint, thread]).fetchone() is not None
