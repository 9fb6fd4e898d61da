"""What the process that delivers says of itself, and what counts as wrong with it."""

import os
import time
from pathlib import Path

import msgspec
import pytest

from streams.hooks.health import DeliverHealth, deliver_ailments, health_path, read_deliver_health
from streams.settings import Settings

NOW = time.time()
BEFORE = DeliverHealth(1, NOW - 5, True, 10)

CASES: list[tuple[DeliverHealth, str | None]] = [
    # health now: a word of what is wrong
    (DeliverHealth(1, NOW, True, 0), None),
    (DeliverHealth(1, NOW, True, 1), None),
    (DeliverHealth(1, NOW, True, 5), None),
    (DeliverHealth(1, NOW, True, 10), "does not get on: 10 notices to read"),
    (DeliverHealth(1, NOW, False, 0), "no broker answers"),
    (DeliverHealth(1, NOW - 600, True, 0), "has not reported for"),
    (BEFORE, None),
]


@pytest.mark.parametrize(("now", "words"), CASES)
def test_ailments(now: DeliverHealth, words: str | None) -> None:
    wrong = deliver_ailments(now, BEFORE)
    assert (words is None) == (wrong == [])
    assert words is None or words in wrong[0]


def test_a_report_counts_while_its_process_runs(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    assert read_deliver_health(settings) is None
    mine = DeliverHealth(os.getpid(), NOW, True, 0)
    health_path(settings).write_bytes(msgspec.json.encode(mine))
    assert read_deliver_health(settings) == mine
    health_path(settings).write_bytes(b"{")
    assert read_deliver_health(settings) is None
