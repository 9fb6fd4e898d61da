"""Filing from a real broker: killed again and again, nothing is lost or doubled; topics that are not what they were."""

import asyncio
import json
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from aiokafka import TopicPartition
from aiokafka.admin import RecordsToDelete
from click.testing import CliRunner, Result

from schemas.headers import Envelope, Origin
from schemas.routed import Routed
from schemas.topics import ALERTS, ARCHIVE
from streams.archive import Archive, Count, Search
from streams.cli import main
from streams.kafka.topics import admin, delete_topics, make_topics
from streams.kafka.transaction import Transactions, Write
from streams.settings import Settings
from tests.streams.archive.articles import plain, routed
from tests.streams.by_hand import ByHand

pytestmark = pytest.mark.kafka

ENDINGS, KILLS, BATCH = 800, 4, 20


@pytest.fixture
def path(environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the archive of the test is; commands know it by their environment."""
    monkeypatch.setenv("WIREWATCH_ARCHIVE", str(tmp_path / "archive.db"))
    return tmp_path / "archive.db"


def command(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def stories(path: Path) -> list[str]:
    with Archive.open(path, read_only=True) as archive:
        return [filed.record.article.story for filed in archive.everything()]


def write_of(record: Routed, number: int) -> Write:
    topic = ALERTS if record.verdict.outcome == "alert" else ARCHIVE
    envelope = Envelope(record.id, "ap", topic.event, record.verdict.now, 5, origin=Origin("wire.raw", 0, number))
    return Write(topic, record.article.story_key.encode(), msgspec.json.encode(record), envelope.to_kafka())


async def send(settings: Settings, records: Sequence[Routed], pause: float = 0) -> None:
    """Write endings as route does: in transactions, each of them a small batch."""

    async def unknown() -> bool:
        raise AssertionError("the broker did not fail")

    async with Transactions(settings, "route-by-hand") as transactions:
        await transactions.fence()
        for start in range(0, len(records), BATCH):
            some = list(enumerate(records))[start : start + BATCH]
            await transactions.write([write_of(record, number) for number, record in some], unknown)
            await asyncio.sleep(pause)


def endings(numbers: Iterable[int]) -> list[Routed]:
    return [routed(plain(number, f"War {number}"), *(["war"] if number % 3 == 0 else [])) for number in numbers]


def rows(path: Path) -> int:
    if not path.exists():
        return 0
    with Archive.open(path, read_only=True) as archive:
        return archive.rows()


def kill_at_random(path: Path, dice: random.Random) -> None:
    """Let a filer work until it has filed something, then kill it in the middle of whatever comes next."""
    before = rows(path)
    filer = subprocess.Popen([sys.executable, "-m", "streams", "archive", "file"], stderr=subprocess.DEVNULL)
    while rows(path) == before:
        assert filer.poll() is None
        time.sleep(0.02)
    time.sleep(dice.uniform(0, 0.3))  # the moment is the test's subject: anywhere within a transaction or between two
    filer.send_signal(signal.SIGKILL)
    filer.wait()


def test_killed_at_random_moments(settings: Settings, path: Path) -> None:
    dice, size = random.Random(20171228), ENDINGS // KILLS
    for n in range(KILLS):
        some = endings(range(n * size, (n + 1) * size))
        feed = threading.Thread(target=lambda some=some: asyncio.run(send(settings, some, 0.05)))  # type: ignore[misc]
        feed.start()
        kill_at_random(path, dice)
        feed.join()
    assert command("archive", "file", "--once").exit_code == 0
    assert sorted(stories(path), key=int) == [str(number) for number in range(ENDINGS)]
    assert command("archive", "file", "--once").stdout == "filed 0 articles\n"
    with Archive.open(path, read_only=True) as archive:
        assert archive.count(Search("war", rule="war")) == Count(len(range(0, ENDINGS, 3)))
        assert archive.get("ap/7/1") == archive.search(Search('"war 7"')).hits[0].filed
        assert archive.search(Search()).hits[0].filed.origin is not None


def test_stopped_it_ends_in_order_and_says_what_is_left(settings: Settings, path: Path) -> None:
    asyncio.run(send(settings, endings(range(3))))
    filer = subprocess.Popen([sys.executable, "-m", "streams", "archive", "file"], stderr=subprocess.PIPE, text=True)
    while rows(path) < 3:
        assert filer.poll() is None
        time.sleep(0.05)
    assert "another process writes" in command("archive", "prune", "--older-than", "1").output
    filer.send_signal(signal.SIGTERM)
    assert filer.wait(timeout=30) == 0
    assert "3 articles, 0 of them by replays" in command("archive", "status").output
    assert "all is filed" in command("archive", "status").output
    asyncio.run(send(settings, endings(range(3, 6))))
    state: dict[str, Any] = json.loads(command("archive", "status", "--json").output)
    assert sum(state["lag"].values()) >= 3
    assert state["articles"] == 3
    assert "nothing was filed for 0 s" in command("archive", "status", "--patience", "0").output
    assert command("archive", "file", "--once").exit_code == 0
    assert command("archive", "status", "--patience", "0").exit_code == 0


def test_topics_that_were_made_again_are_said_to_be(settings: Settings, path: Path) -> None:
    asyncio.run(send(settings, endings(range(5))))
    assert command("archive", "file", "--once").exit_code == 0
    asyncio.run(delete_topics(settings))
    asyncio.run(make_topics(settings))
    asyncio.run(send(settings, endings(range(100, 120))))
    refused = command("archive", "file", "--once")
    assert (refused.exit_code, "the topic was made again" in refused.output) == (1, True)
    assert "--go-on" in refused.output
    assert command("archive", "file", "--once", "--go-on").stdout == "filed 20 articles\n"
    assert len(stories(path)) == 25
    assert command("archive", "file", "--once").stdout == "filed 0 articles\n"


def test_what_was_deleted_before_it_was_filed_is_said_to_be(settings: Settings, path: Path) -> None:
    asyncio.run(send(settings, endings(range(6))))
    assert command("archive", "file", "--once").exit_code == 0
    asyncio.run(send(settings, endings(range(6, 60))))
    asyncio.run(delete_up_to_the_end(settings))
    asyncio.run(send(settings, endings(range(60, 64))))
    refused = command("archive", "file", "--once")
    assert (refused.exit_code, "were deleted from the topics" in refused.output) == (1, True)
    assert command("archive", "file", "--once", "--go-on").stdout == "filed 4 articles\n"


async def delete_up_to_the_end(settings: Settings) -> None:
    everything = {
        TopicPartition(settings.topic(topic.name), partition): RecordsToDelete(before_offset=-1)
        for topic in (ALERTS, ARCHIVE)
        for partition in range(settings.partitions)
    }
    async with admin(settings) as client:
        await client.delete_records(everything)


def test_rebuilt_from_the_topics_and_from_what_it_held(settings: Settings, path: Path) -> None:
    asyncio.run(send(settings, endings(range(30))))
    assert command("archive", "file", "--once").exit_code == 0
    before = sorted(stories(path))
    path.write_bytes(b"damaged" * 3000)
    assert "make it again" in command("search", "war").output
    assert command("archive", "rebuild").exit_code == 1, "what it held cannot be read, and nobody said to discard it"
    assert command("archive", "rebuild", "--discard").exit_code == 0
    assert sorted(stories(path)) == before
    asyncio.run(delete_up_to_the_end(settings))
    assert command("archive", "rebuild").stdout.splitlines()[-1] == "30 articles"
    assert sorted(stories(path)) == before
    assert command("archive", "file", "--once").stdout == "filed 0 articles\n"
    assert [each.name for each in path.parent.glob("*.new*")] == []


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz", "out.parquet"])
def test_exported_and_replayed_it_has_the_same_ids(settings: Settings, path: Path, tmp_path: Path, name: str) -> None:
    pipeline = ByHand(settings)
    pipeline.send(
        " date 2017-12-28 A flood in Kerala took forty houses, police said.\n",
        '{"id": "7", "date": "2017-12-27", "title": "Dam holds", "body": "The dam holds.", "version": "2"}',
    )
    pipeline.run()
    assert command("archive", "file", "--once").exit_code == 0
    out = tmp_path / name
    assert command("archive", "export", str(out)).stdout == f"2 articles in {out}\n"
    assert command("replay", str(out), "--id", "again").exit_code == 0
    pipeline.run()
    assert command("archive", "file", "--once").stdout == "filed 2 articles\n"
    with Archive.open(path, read_only=True) as archive:
        live, again = (list(archive.everything(Search(replay=replay))) for replay in (None, "again"))
        assert {each.record.id for each in live} == {each.record.id for each in again}
        assert {each.record.article.text for each in live} == {each.record.article.text for each in again}
        assert {each.record.verdict.outcome for each in again} == {"alert", "archive"}
    assert command("archive", "rebuild", "--discard", "--no-topics", str(out)).stdout.splitlines()[-1] == "2 articles"
