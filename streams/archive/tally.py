"""Counting: how many a search finds, by value, and over time; beyond a bound from a sample, and said so."""

import sqlite3
import time
from collections.abc import Iterator, Sequence

import msgspec

from agents.rules.reading import Reading
from streams.archive.ask import times_of
from streams.archive.asked import Count, Counts, Search
from streams.archive.facets import Bucket, Row, facets_of, timeline_of
from streams.archive.find import Plan, plan
from streams.archive.moments import routed_at
from streams.archive.packed import unpack

MOST = 10_000
"""Rows that facets and timeline are counted from; of more, a sample of so many."""
LOOKED_AT = 500
"""Rows that are looked at where the index alone cannot answer; of more, a sample of so many."""
LEAST_LOOKED_AT = 50
PATIENCE = 0.1
"""Seconds after which no more rows are looked at, once these are."""
_STRETCHES = 64
"""Places of the archive that a sample is taken from, evenly apart: rows that stand together are read together."""
_DENSE = 16
"""One row in so many is found: then no day of news can hide them all between the stretches."""
_GOLDEN = 0.618033988749895
"""Its multiples, modulo 1, fall evenly, however many there are: so a sample that is broken off is even, too."""
_SAMPLED = "AND (words.rowid * 2654435761 >> 16) % {step} = 0"
"""One row in so many, whatever comes in turns (Knuth's multiplicative hash)."""


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
    few = _few(db, wanted) if wanted.exact else None
    found = _found(db, wanted) if few is None else len(few)
    if wanted.exact:
        rows = few if few is not None else list(_rows(db, wanted, found, MOST))
        looked, number = len(rows), Count(found)
    else:
        looked, rows = _look(db, wanted, found)
        number = _estimate(found, looked, len(rows))
    times = found / max(1, looked)
    facets, timeline = facets_of(db, rows, fields, top, times), timeline_of(rows, bucket, times)
    return Counts(number, facets, timeline, len(rows), looked == found)


def _found(db: sqlite3.Connection, wanted: Plan) -> int:
    """How many rows the index finds."""
    times, bounds = times_of(wanted)
    join = f"JOIN rows r ON r.row = words.rowid WHERE words MATCH ? {times}" if times else "WHERE words MATCH ?"
    (found,) = db.execute(f"SELECT count(*) FROM words {join}", (wanted.expression, *bounds)).fetchone()
    return int(found)


def _few(db: sqlite3.Connection, wanted: Plan) -> list[Row] | None:
    """The rows that the index finds, with one walk of its lists; None where there are more than `MOST`."""
    times, bounds = times_of(wanted)
    join = "JOIN rows r ON r.row = words.rowid" if times else ""
    numbers = [
        number
        for (number,) in db.execute(
            f"SELECT words.rowid FROM words {join} WHERE words MATCH ? {times} LIMIT ?",
            (wanted.expression, *bounds, MOST + 1),
        )
    ]
    if len(numbers) > MOST:
        return None
    given = msgspec.json.encode(numbers).decode()
    among = "SELECT row, reported, facets FROM rows WHERE row IN (SELECT value FROM json_each(?))"
    return db.execute(among, (given,)).fetchall()


def _rows(db: sqlite3.Connection, wanted: Plan, found: int, most: int) -> Iterator[Row]:
    """The rows that the index finds; about `most` of them where there are more, from all over the archive.

    Of what is found all over, stretches are read: the index goes to a row at once. It gathers all words with a prefix
    anew each time that it is asked, so of these, as of what is rare, one row in so many of a whole walk.
    """
    times, bounds = times_of(wanted)
    statement = (
        f"SELECT r.row, r.reported, r.facets FROM words JOIN rows r ON r.row = words.rowid WHERE words MATCH ? {times}"
    )
    given = (wanted.expression, *bounds)
    first, last = db.execute("SELECT (SELECT min(row) FROM rows), (SELECT max(row) FROM rows)").fetchone()
    if found <= most:
        yield from db.execute(statement, given)
    elif wanted.has_prefix or found * _DENSE < last - first:
        yield from db.execute(f"{statement} {_SAMPLED.format(step=-(-found // most))}", given)
    else:
        for begin, end in _stretches(first, last, most, most / found):
            yield from db.execute(f"{statement} AND words.rowid BETWEEN ? AND ?", (*given, begin, end))


def _stretches(first: int, last: int, most: int, share: float) -> Iterator[tuple[int, int]]:
    """First and last rows of stretches that are together such a share of the archive, in an order that is even."""
    number = min(_STRETCHES, -(-most // 8))
    apart = (last - first + 1) / number
    width = max(1, int(apart * share))
    for each in sorted(range(number), key=lambda each: each * _GOLDEN % 1):
        begin = first + int(each * apart + (apart - width) * (each * _GOLDEN % 1))
        yield begin, begin + width - 1


def _look(db: sqlite3.Connection, wanted: Plan, found: int) -> tuple[int, list[Row]]:
    """Look at rows for as long as time allows: how many were looked at, and those that hold."""
    looked, held, end = 0, [], time.monotonic() + PATIENCE
    for row in _rows(db, wanted, found, LOOKED_AT):
        if looked >= LEAST_LOOKED_AT and time.monotonic() > end:
            break
        looked += 1
        (packed,) = db.execute("SELECT record FROM records WHERE row = ?", (row[0],)).fetchone()
        record = unpack(packed)
        if wanted.holds(Reading(record, routed_at(record))):
            held.append(row)
    return looked, held


def _estimate(found: int, looked: int, held: int) -> Count:
    if looked == found:
        return Count(held)
    return Count(max(held, round(found * held / max(1, looked))), exact=False, least=held)
