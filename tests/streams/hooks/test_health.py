"""What the process that delivers says of itself, and what counts as wrong with it."""

import os
import time
from pathlib import Path

import msgspec
import pytest

from streams.hooks.health import DeliverHealth, deliver_ailments, health_path, read_deliver_health
from streams.settings import Settings

BEFORE = DeliverHealth(1, 5, True, 10)
"""`at` is how many seconds ago it was said, here and in the table: it becomes a time when a test runs."""

CASES: list[tuple[DeliverHealth, str | None]] = [
    # health now: a word of what is wrong
    (DeliverHealth(1, 0, True, 0), None),
    (DeliverHealth(1, 0, True, 1), None),
    (DeliverHealth(1, 0, True, 5), None),
    (DeliverHealth(1, 0, True, 10), "does not get on: 10 notices to read"),
    (DeliverHealth(1, 0, False, 0), "no broker answers"),
    (DeliverHealth(1, 600, True, 0), "has not reported for"),
    (BEFORE, None),
]


def said(health: DeliverHealth) -> DeliverHealth:
    return msgspec.structs.replace(health, at=time.time() - health.at)


@pytest.mark.parametrize(("now", "words"), CASES)
def test_ailments(now: DeliverHealth, words: str | None) -> None:
    wrong = deliver_ailments(said(now), said(BEFORE))
    assert (words is None) == (wrong == [])
    assert words is None or words in wrong[0]


def test_a_report_counts_while_its_process_runs(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    assert read_deliver_health(settings) is None
    mine = DeliverHealth(os.getpid(), time.time(), True, 0)
    health_path(settings).write_bytes(msgspec.json.encode(mine))
    assert read_deliver_health(settings) == mine
    health_path(settings).write_bytes(b"{")
    assert read_deliver_health(settings) is None
