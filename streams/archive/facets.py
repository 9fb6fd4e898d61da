"""Rows counted by the values of their fields, and over time."""

import sqlite3
import time
from collections import Counter
from collections.abc import Sequence
from typing import Literal

import numpy as np

_FEW = 1_000
"""Values of a field that are looked at one by one; of a field with more, the most frequent first."""
_AT_ONCE = 500

Bucket = Literal["hour", "day", "month"]
_HOUR_MS = 3_600_000
_FORMATS = {"hour": "%Y-%m-%dT%H:00Z", "day": "%Y-%m-%d", "month": "%Y-%m"}
Row = tuple[int, int, bytes]
"""Its number, when it was reported (ms), and the ids of its names, 32 bits each."""


def facets_of(
    db: sqlite3.Connection, rows: Sequence[Row], fields: Sequence[str], top: int, times: float
) -> dict[str, list[tuple[str, int]]]:
    """The most frequent values of each field. A row's facets are ids of names, 32 bits each."""
    if not fields:
        return {}
    ids = np.frombuffer(b"".join(row[2] for row in rows), dtype=np.uint32)
    counted = np.bincount(ids) if len(ids) else np.zeros(0, dtype=np.int64)
    found = {field: _among_few(db, field, counted) for field in fields}
    lacking = {field for field in fields if found[field] is None}
    named: dict[str, list[tuple[str, int]]] = {field: each or [] for field, each in found.items()}
    order = np.argsort(-counted, kind="stable") if lacking else counted[:0]
    for start in range(0, len(order), _AT_ONCE):
        some = [int(each) for each in order[start : start + _AT_ONCE] if counted[each]]
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
                named[kind].append((value, int(counted[number])))
                if len(named[kind]) >= top:
                    lacking.discard(kind)
    return {field: [(value, round(number * times)) for value, number in each[:top]] for field, each in named.items()}


def _among_few(db: sqlite3.Connection, field: str, counted: np.ndarray) -> list[tuple[str, int]] | None:
    """The values of a field that has few, most frequent first; None where it has many."""
    known = db.execute("SELECT id, value FROM names WHERE kind = ? LIMIT ?", (field, _FEW + 1)).fetchall()
    if len(known) > _FEW:
        return None
    found = [(value, int(counted[number])) for number, value in known if number < len(counted) and counted[number]]
    return sorted(found, key=lambda each: -each[1])


def timeline_of(rows: Sequence[Row], bucket: Bucket, times: float) -> list[tuple[str, int]]:
    """How many in each hour, day or month, oldest first."""
    hours, numbers = np.unique(np.array([row[1] for row in rows], dtype=np.int64) // _HOUR_MS, return_counts=True)
    named: Counter[str] = Counter()
    for hour, number in zip(hours.tolist(), numbers.tolist(), strict=True):
        named[time.strftime(_FORMATS[bucket], time.gmtime(hour * 3600))] += number
    return [(moment, round(number * times)) for moment, number in sorted(named.items())]
