"""Reading the archive: pages of hits, one article, a story, alerts since a moment."""

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from agents.rules.marks import marks_of
from agents.rules.reading import Reading
from agents.search.snippet import make_snippet
from schemas.filed import Filed
from schemas.topics import ALERTS
from streams.archive.asked import Hit, Page, Search
from streams.archive.find import Plan, plan
from streams.archive.moments import routed_at
from streams.archive.packed import digest, unpack
from streams.archive.ready import story_digest
from streams.problem import Problem

_EVERY = 2_000  # steps of the database's machine between looks at the time: well under a millisecond

_FILED = "r.row, r.topic, r.partition, r.offset, r.filed, r.story, c.entered, c.origin, c.record"
_JOINED = "rows r JOIN records c ON c.row = r.row"
_FOUND = f"""
SELECT {_FILED} FROM words JOIN rows r ON r.row = words.rowid JOIN records c ON c.row = r.row
WHERE words MATCH ? AND words.rowid < ? {{times}} ORDER BY words.rowid DESC"""

_LAST = 1 << 62


@contextmanager
def limited(db: sqlite3.Connection, seconds: float) -> Iterator[None]:
    """Let what is asked meanwhile end with an error when its time is out."""
    end = time.monotonic() + seconds
    db.set_progress_handler(lambda: time.monotonic() > end, _EVERY)
    try:
        yield
    finally:
        db.set_progress_handler(None, 0)


@contextmanager
def snapshot(db: sqlite3.Connection) -> Iterator[None]:
    """Let all that is asked meanwhile be answered by the archive as it is at one moment."""
    db.execute("BEGIN")
    try:
        yield
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")


def was_interrupted(error: sqlite3.Error) -> bool:
    """Whether the time limit ended it."""
    return getattr(error, "sqlite_errorname", "") == "SQLITE_INTERRUPT"


def too_long(seconds: float) -> Problem:
    """What to say of a question that takes too long."""
    return Problem(f"this search takes longer than {seconds:g} s", "narrow it: a word, a name, since, until")


def page(db: sqlite3.Connection, search: Search, limit: int, after: str | None) -> Page:
    """The newest `limit` hits after a position."""
    wanted = plan(search)
    hits: list[Hit] = []
    for number, filed, story, reading in _candidates(db, wanted, _position(after, _LAST)):
        if not wanted.exact and not wanted.holds(reading):
            continue
        if len(hits) == limit:
            return Page(tuple(hits), hits[-1].position)
        hits.append(_hit(db, number, filed, story, wanted, reading))
    return Page(tuple(hits))


def _candidates(db: sqlite3.Connection, wanted: Plan, before: int) -> Iterator[tuple[int, Filed, int, Reading]]:
    """The rows that the index finds, newest first, unpacked one at a time."""
    times, bounds = times_of(wanted)
    for row in db.execute(_FOUND.format(times=times), (wanted.expression, before, *bounds)):
        filed = _filed(row)
        yield row[0], filed, row[5], Reading(filed.record, routed_at(filed.record))


def times_of(wanted: Plan) -> tuple[str, tuple[int, ...]]:
    """The condition on the reports' times, as SQL and its values."""
    conditions = [("AND r.reported >= ?", wanted.since), ("AND r.reported < ?", wanted.until)]
    given = [(text, bound) for text, bound in conditions if bound is not None]
    return " ".join(text for text, _ in given), tuple(bound for _, bound in given)


def _hit(db: sqlite3.Connection, number: int, filed: Filed, story: int, wanted: Plan | None, reading: Reading) -> Hit:
    marks = marks_of(wanted.tree, reading) if wanted and wanted.tree is not None else ()
    if not marks:
        marks = tuple(mark for match in filed.record.verdict.matches for mark in match.marks)
    snippet, spans = make_snippet(filed.record.article, marks)
    (gone,) = db.execute("SELECT count(*) FROM withdrawn WHERE story = ?", (story,)).fetchone()
    return Hit(filed, str(number), snippet, spans, bool(gone))


def alerts_since(db: sqlite3.Connection, newer_than: Mapping[int, int], limit: int, after: str | None) -> Page:
    """Alerts from these offsets of wire.alerts on, oldest first."""
    found = []
    for partition, offset in newer_than.items():
        found += db.execute(
            f"SELECT {_FILED} FROM {_JOINED} WHERE r.topic = ? AND r.partition = ? AND r.offset >= ? AND r.row > ?"
            " AND r.epoch = (SELECT epoch FROM offsets o WHERE o.topic = r.topic AND o.partition = r.partition)"
            " ORDER BY r.row LIMIT ?",
            (ALERTS.name, partition, offset, _position(after, 0), limit + 1),
        ).fetchall()
    found.sort()
    hits = []
    for row in found[:limit]:
        filed = _filed(row)
        hits.append(_hit(db, row[0], filed, row[5], None, Reading(filed.record, routed_at(filed.record))))
    return Page(tuple(hits), hits[-1].position if len(found) > limit else None)


def everything(db: sqlite3.Connection, search: Search | None) -> Iterator[Filed]:
    """Every article, or all that a search finds, oldest first, as the archive was at the beginning."""
    wanted = plan(search) if search else None
    db.execute("BEGIN")
    if wanted is None:
        rows = db.execute(f"SELECT {_FILED} FROM {_JOINED} ORDER BY r.row")
    else:
        times, bounds = times_of(wanted)
        statement = _FOUND.replace("DESC", "ASC").format(times=times)
        rows = db.execute(statement, (wanted.expression, _LAST, *bounds))
    for row in rows:
        filed = _filed(row)
        if wanted is None or wanted.exact or wanted.holds(Reading(filed.record, routed_at(filed.record))):
            yield filed
    db.execute("ROLLBACK")


def article(db: sqlite3.Connection, name: str, replay: str | None) -> Filed | None:
    """The article with an id: the last that was filed, of a replay; or of the live wire, else of any replay."""
    rows = db.execute(f"SELECT {_FILED} FROM {_JOINED} WHERE r.article = ? ORDER BY r.row", (digest(name),))
    found = [filed for filed in map(_filed, rows) if filed.record.id == name]
    if replay is not None:
        found = [filed for filed in found if filed.record.article.replay == replay]
    found.sort(key=lambda filed: filed.record.article.replay is None)  # stable: the last filed stays last
    return found[-1] if found else None


def story(db: sqlite3.Connection, key: str, replay: str | None) -> list[Filed]:
    """Everything of a story, in the order of filing."""
    digested = story_digest(key, replay)
    rows = db.execute(f"SELECT {_FILED} FROM {_JOINED} WHERE r.story = ? ORDER BY r.row", (digested,))
    return [filed for filed in map(_filed, rows) if filed.record.article.story_key == key]


def _filed(row: tuple[int, str, int, int, int, int, int, str | None, bytes]) -> Filed:
    _, topic, partition, offset, filed, _, entered, origin, record = row
    return Filed(unpack(record), topic, partition, offset, entered, filed, origin)


def _position(cursor: str | None, otherwise: int) -> int:
    if cursor is None:
        return otherwise
    if not cursor.isascii() or not cursor.isdecimal() or len(cursor) > 18:
        raise Problem(f"after: {cursor} is no position", "give the next of the page before", exit_code=2)
    return int(cursor)
