"""Counting: how many a search finds, by value, and over time; over a bound, of the newest, and said so."""

import sqlite3
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Literal

import numpy as np

from agents.rules.reading import Reading
from streams.archive.ask import times_of
from streams.archive.asked import Count, Counts, Search
from streams.archive.find import Plan, plan
from streams.archive.moments import routed_at
from streams.archive.packed import unpack

MOST = 50_000
"""Rows that facets and timeline are made of, the newest."""
LOOKED_AT = 20_000
"""Rows that are looked at, at most, where the index alone cannot answer."""
PATIENCE = 0.1
"""Seconds spent on looking at rows; the rest is estimated."""

Bucket = Literal["hour", "day", "month"]
_FORMATS = {"hour": "%Y-%m-%dT%H:00Z", "day": "%Y-%m-%d", "month": "%Y-%m"}
_Row = tuple[int, int, bytes]


def count(db: sqlite3.Connection, search: Search) -> Count:
    """How many articles there are."""
    wanted = plan(search)
    found = _found(db, wanted)
    return Count(found) if wanted.exact else _estimate(*_look(db, wanted)[:2], found)


def counts(db: sqlite3.Connection, search: Search, fields: Sequence[str], top: int, bucket: Bucket) -> Counts:
    """Everything that is counted of a search."""
    wanted = plan(search)
    found = _found(db, wanted)
    if wanted.exact:
        number, rows = Count(found), list(islice(_rows(db, wanted), MOST))
        whole = len(rows) == found
    else:
        looked, held, rows = _look(db, wanted)
        number, whole = _estimate(looked, held, found), looked == found
    return Counts(number, _facets(db, rows, fields, top), _timeline(rows, bucket), len(rows), whole)


def _found(db: sqlite3.Connection, wanted: Plan) -> int:
    """How many rows the index finds."""
    times, bounds = times_of(wanted)
    join = f"JOIN rows r ON r.row = words.rowid WHERE words MATCH ? {times}" if times else "WHERE words MATCH ?"
    (found,) = db.execute(f"SELECT count(*) FROM words {join}", (wanted.expression, *bounds)).fetchone()
    return int(found)


def _rows(db: sqlite3.Connection, wanted: Plan) -> Iterator[_Row]:
    times, bounds = times_of(wanted)
    return db.execute(
        f"SELECT r.row, r.reported, r.facets FROM words JOIN rows r ON r.row = words.rowid"
        f" WHERE words MATCH ? {times} ORDER BY words.rowid DESC",
        (wanted.expression, *bounds),
    )


def _look(db: sqlite3.Connection, wanted: Plan) -> tuple[int, int, list[_Row]]:
    """Look at the newest rows, as many as time allows: how many were looked at, how many hold, and these."""
    looked, held, end = 0, [], time.monotonic() + PATIENCE
    for row in _rows(db, wanted):
        if looked == LOOKED_AT or time.monotonic() > end:
            break
        looked += 1
        (packed,) = db.execute("SELECT record FROM records WHERE row = ?", (row[0],)).fetchone()
        record = unpack(packed)
        if wanted.holds(Reading(record, routed_at(record))):
            held.append(row)
    return looked, len(held), held


def _estimate(looked: int, held: int, found: int) -> Count:
    if looked >= found:
        return Count(held)
    return Count(max(held, round(found * held / max(1, looked))), exact=False, least=held)


def _facets(
    db: sqlite3.Connection, rows: Sequence[_Row], fields: Sequence[str], top: int
) -> dict[str, list[tuple[str, int]]]:
    """The most frequent values of each field. A row's facets are ids of names, 32 bits each."""
    if not fields:
        return {}
    ids = np.frombuffer(b"".join(row[2] for row in rows), dtype=np.uint32)
    counted = np.bincount(ids) if len(ids) else np.zeros(0, dtype=np.int64)
    order = np.argsort(-counted, kind="stable")
    found: dict[str, list[tuple[str, int]]] = {field: [] for field in fields}
    lacking = set(fields)
    for start in range(0, len(order), 500):
        some = [int(each) for each in order[start : start + 500] if counted[each]]
        if not some or not lacking:
            break
        marks = ", ".join("?" * len(some))
        names = {
            number: (kind, value)
            for number, kind, value in db.execute(f"SELECT id, kind, value FROM names WHERE id IN ({marks})", some)
        }
        for number in some:
            kind, value = names[number]
            if kind in lacking:
                found[kind].append((value, int(counted[number])))
                if len(found[kind]) >= top:
                    lacking.discard(kind)
    return found


def _timeline(rows: Sequence[_Row], bucket: Bucket) -> list[tuple[str, int]]:
    hours: Counter[int] = Counter(row[1] // 3_600_000 for row in rows)
    named: Counter[str] = Counter()
    for hour, number in hours.items():
        named[time.strftime(_FORMATS[bucket], time.gmtime(hour * 3600))] += number
    return sorted(named.items())
