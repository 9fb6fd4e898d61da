"""Counting: how many a search finds, by value, and over time; beyond a bound from a sample, and said so."""

import sqlite3
import time
from collections import Counter
from collections.abc import Sequence
from typing import Literal

import numpy as np

from agents.rules.reading import Reading
from streams.archive.ask import times_of
from streams.archive.asked import Count, Counts, Search
from streams.archive.find import Plan, plan
from streams.archive.moments import routed_at
from streams.archive.packed import unpack

MOST = 20_000
"""Rows that facets and timeline are counted from; of more, a sample of so many."""
LOOKED_AT = 500
"""Rows that are looked at where the index alone cannot answer; of more, a sample of so many."""
LEAST_LOOKED_AT = 50
PATIENCE = 0.1
"""Seconds after which no more rows are looked at, once these are."""
_SAMPLED = "AND (words.rowid * 2654435761 >> 16) % {step} = 0"
"""One row in so many, whatever comes in turns (Knuth's multiplicative hash)."""

Bucket = Literal["hour", "day", "month"]
_HOUR_MS = 3_600_000
_FORMATS = {"hour": "%Y-%m-%dT%H:00Z", "day": "%Y-%m-%d", "month": "%Y-%m"}
_Row = tuple[int, int, bytes]


def count(db: sqlite3.Connection, search: Search) -> Count:
    """How many articles there are."""
    wanted = plan(search)
    found = _found(db, wanted)
    if wanted.exact:
        return Count(found)
    looked, held = _look(db, wanted, found)
    return _estimate(found, looked, len(held))


def counts(db: sqlite3.Connection, search: Search, fields: Sequence[str], top: int, bucket: Bucket) -> Counts:
    """Everything that is counted of a search. From a sample, numbers are what they would be of all."""
    wanted = plan(search)
    found = _found(db, wanted)
    if wanted.exact:
        rows = _rows(db, wanted, found, MOST).fetchall()
        looked, number = len(rows), Count(found)
    else:
        looked, rows = _look(db, wanted, found)
        number = _estimate(found, looked, len(rows))
    times = found / max(1, looked)
    facets, timeline = _facets(db, rows, fields, top, times), _timeline(rows, bucket, times)
    return Counts(number, facets, timeline, len(rows), looked == found)


def _found(db: sqlite3.Connection, wanted: Plan) -> int:
    """How many rows the index finds."""
    times, bounds = times_of(wanted)
    join = f"JOIN rows r ON r.row = words.rowid WHERE words MATCH ? {times}" if times else "WHERE words MATCH ?"
    (found,) = db.execute(f"SELECT count(*) FROM words {join}", (wanted.expression, *bounds)).fetchone()
    return int(found)


def _rows(db: sqlite3.Connection, wanted: Plan, found: int, most: int) -> sqlite3.Cursor:
    """The rows that the index finds, newest first; about `most` of them where there are more."""
    times, bounds = times_of(wanted)
    step = -(-found // most)
    sampled = _SAMPLED.format(step=step) if step > 1 else ""
    return db.execute(
        f"SELECT r.row, r.reported, r.facets FROM words JOIN rows r ON r.row = words.rowid"
        f" WHERE words MATCH ? {sampled} {times} ORDER BY words.rowid DESC",
        (wanted.expression, *bounds),
    )


def _look(db: sqlite3.Connection, wanted: Plan, found: int) -> tuple[int, list[_Row]]:
    """Look at rows for as long as time allows: how many were looked at, and those that hold."""
    looked, held, end = 0, [], time.monotonic() + PATIENCE
    for row in _rows(db, wanted, found, LOOKED_AT):
        if looked >= LEAST_LOOKED_AT and time.monotonic() > end:
            break
        looked += 1
        (packed,) = db.execute("SELECT record FROM records WHERE row = ?", (row[0],)).fetchone()
        record = unpack(packed)
        if wanted.holds(Reading(record, routed_at(record), few=True)):
            held.append(row)
    return looked, held


def _estimate(found: int, looked: int, held: int) -> Count:
    if looked == found:
        return Count(held)
    return Count(max(held, round(found * held / max(1, looked))), exact=False, least=held)


def _facets(
    db: sqlite3.Connection, rows: Sequence[_Row], fields: Sequence[str], top: int, times: float
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
                found[kind].append((value, round(int(counted[number]) * times)))
                if len(found[kind]) >= top:
                    lacking.discard(kind)
    return found


def _timeline(rows: Sequence[_Row], bucket: Bucket, times: float) -> list[tuple[str, int]]:
    hours, numbers = np.unique(np.array([row[1] for row in rows], dtype=np.int64) // _HOUR_MS, return_counts=True)
    named: Counter[str] = Counter()
    for hour, number in zip(hours.tolist(), numbers.tolist(), strict=True):
        named[time.strftime(_FORMATS[bucket], time.gmtime(hour * 3600))] += number
    return [(moment, round(number * times)) for moment, number in sorted(named.items())]
