"""A replay is killed again and again, and goes on: no report is lost and none is sent twice."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from schemas.headers import header

pytestmark = pytest.mark.kafka

REPORTS, KILLS = 1_500, 8
REPLAY = [sys.executable, "-m", "streams", "replay", "--json"]


def kill_at_random(arguments: list[str], dice: random.Random) -> bool:
    """Run until some batch or other has been sent, then kill in the middle of whatever comes next. True: it ended."""
    process = subprocess.Popen([*REPLAY, *arguments], stdout=subprocess.PIPE)
    assert process.stdout is not None
    for _ in range(dice.randrange(1, 3)):
        process.stdout.readline()
    time.sleep(dice.uniform(0, 0.06))  # the moment is the test's subject: anywhere within a transaction or between two
    process.send_signal(signal.SIGKILL)
    process.stdout.close()
    return process.wait() == 0


def test_killed_at_random_moments(environment: dict[str, str], raw: Callable[[], list[Any]], tmp_path: Path) -> None:
    dice = random.Random(20171228)
    feed = tmp_path / "feed.jsonl"
    days = [dice.randrange(1, 29) for _ in range(REPORTS)]
    feed.write_text("".join(f'{{"date": "2017-12-{day:02}", "body": "Report {n}."}}\n' for n, day in enumerate(days)))
    kill_at_random([str(feed), "--id", "r1"], dice)
    for _ in range(KILLS - 1):
        if kill_at_random(["--resume", "r1"], dice):
            break
    last = subprocess.run([*REPLAY, "--resume", "r1"], timeout=60)
    assert last.returncode == 0
    records = raw()
    sent = Counter(record.value.decode() for record in records)
    assert (len(records), sum(count > 1 for count in sent.values())) == (REPORTS, 0)
    ids = [header(record.headers, "ce_id") for record in records]
    assert sorted(ids, key=_number) == [f"r1/{n}" for n in range(REPORTS)]
    assert ids == sorted(ids, key=_number), "one source is one partition, and there the reports are in order"


def _number(name: str | None) -> int:
    assert name is not None
    return int(name.rpartition("/")[2])
