"""A worker as a process on a real broker: what it does with poison, and how it ends when it must not go on."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest
from aiokafka import AIOKafkaProducer

from schemas import topics
from schemas.topics import Topic
from streams.broker import Broker
from streams.hops.endings import ExitCode
from streams.kafka.connection import client_options
from streams.kafka.topics import make_topics
from streams.settings import Settings
from streams.worker.outcomes import Ended, follow_outcomes
from streams.worker.processes import WorkerProcess

pytestmark = pytest.mark.kafka

LIMIT = 90.0  # seconds; a worker loads its model, and the machine may be busy
RULES = "rules: [{id: harbour, query: '\"harbour strike\"', urgency: 2}]"
REPORT = b" date 2017-12-28 The harbour strike in Gdansk entered its second day, dockers said Wednesday.\n"


@pytest.fixture
def worker(settings: Settings, tmp_path: Path) -> WorkerProcess:
    """A worker with one rule, not started yet."""
    rules = tmp_path / "rules.yaml"
    rules.write_text(RULES)
    return WorkerProcess(settings.model_copy(update={"rules": rules}), tmp_path / "worker.log")


async def send(settings: Settings, topic: Topic, value: bytes, partition: int = 0) -> None:
    """Put a message on a topic, as a producer outside ours would."""
    producer = AIOKafkaProducer(**client_options(settings))
    await producer.start()
    try:
        await producer.send_and_wait(settings.topic(topic.name), value, b"wire", partition=partition)
    finally:
        await producer.stop()


async def endings(settings: Settings, count: int) -> list[Ended]:
    """Wait for so many."""
    seen: list[Ended] = []
    async with asyncio.timeout(LIMIT):
        async for batch in follow_outcomes(settings):
            seen += batch
            if len(seen) >= count:
                return seen
    raise AssertionError("follow_outcomes never ends by itself")


async def exit_code(worker: WorkerProcess) -> tuple[int, str]:
    """Wait for its end; the code, and what it said last."""
    async with asyncio.timeout(LIMIT):
        code = await worker.process.wait()
    return code, worker.log.read_text()


async def test_poison_on_every_topic_is_a_dead_letter_and_the_pipeline_goes_on(
    settings: Settings, worker: WorkerProcess
) -> None:
    """Bytes unchanged, stage and reason said; a good report behind it gets through, its repeat alerts nobody."""
    async with worker:
        for topic in (topics.RAW, topics.CLEAN, topics.ENRICHED):
            await send(settings, topic, b"\x00\xffpoison")
        await send(settings, topics.RAW, REPORT)
        await send(settings, topics.RAW, REPORT)
        seen = await endings(settings, 5)
    dead = {each.envelope.dead_stage: (each.envelope.dead_reason, each.dead) for each in seen if each.outcome == "dead"}
    assert dead == {
        "clean": ("not-text", b"\x00\xffpoison"),
        "enrich": ("not-a-record", b"\x00\xffpoison"),
        "route": ("not-a-record", b"\x00\xffpoison"),
    }
    routed = [each.routed for each in seen if each.routed is not None]
    assert sorted((each.verdict.outcome, each.verdict.reason) for each in routed) == [
        ("alert", None), ("archive", "repeat"),
    ]  # fmt: skip
    assert worker.process.returncode == 0, worker.log.read_text()


async def test_what_was_remembered_is_restored_by_the_next_worker(settings: Settings, worker: WorkerProcess) -> None:
    """A repeat that comes after a SIGKILL is still a repeat; and no model process outlives its worker."""
    async with worker:
        await send(settings, topics.RAW, REPORT)
        await endings(settings, 1)
        family = psutil.Process(worker.process.pid).children(recursive=True)
        worker.process.kill()
        await worker.process.wait()
        _, alive = await asyncio.to_thread(psutil.wait_procs, family, 10)
        assert alive == []
    async with worker:
        await send(settings, topics.RAW, REPORT)
        seen = await endings(settings, 2)
    assert [each.routed.verdict.reason for each in seen if each.routed and each.outcome == "archive"] == ["repeat"]


async def test_a_worker_that_is_fenced_ends_loudly(settings: Settings, worker: WorkerProcess) -> None:
    """Somebody else initialises its transactional.id: it must not go on."""
    async with worker:
        await send(settings, topics.RAW, REPORT)
        await endings(settings, 1)
        usurper = AIOKafkaProducer(**client_options(settings), transactional_id=f"{settings.group}-clean-0")
        await usurper.start()
        await send(settings, topics.RAW, REPORT)
        code, said = await exit_code(worker)
        await usurper.stop()
    assert code == ExitCode.FENCED, said
    assert "took over" in said


async def test_a_worker_that_stood_still_past_its_session_ends_loudly(
    settings: Settings, worker: WorkerProcess
) -> None:
    """A zombie leaves as soon as it wakes."""
    async with worker:
        await send(settings, topics.RAW, REPORT)
        await endings(settings, 1)
        worker.process.send_signal(signal.SIGSTOP)
        await asyncio.sleep(settings.session_timeout + 1)  # standing still is the subject
        worker.process.send_signal(signal.SIGCONT)
        code, said = await exit_code(worker)
    assert code == ExitCode.SESSION_LOST, said


@pytest.fixture
async def own_broker(tmp_path: Path, cache_dir: Path | None) -> AsyncIterator[Broker]:
    """A broker that the test may kill."""
    async with Broker(tmp_path / "own", cache_dir=cache_dir) as broker:
        yield broker


async def test_a_broker_that_comes_back_is_no_trouble_and_one_that_does_not_ends_the_worker(
    own_broker: Broker, worker: WorkerProcess, settings: Settings, tmp_path: Path
) -> None:
    """It goes on by itself after a restart; when its patience is over, it ends and says so."""
    settings = settings.model_copy(update={"bootstrap": [own_broker.bootstrap], "broker_patience": 20.0})
    await make_topics(settings)
    worker = WorkerProcess(settings, tmp_path / "patient.log")
    async with worker:
        await send(settings, topics.RAW, REPORT)
        await endings(settings, 1)
        own_broker.kill()
        await own_broker.start()
        await send(settings, topics.RAW, REPORT)
        assert len(await endings(settings, 2)) == 2
        assert worker.process.returncode is None
        own_broker.kill()
        code, said = await exit_code(worker)
    assert code == ExitCode.BROKER_LOST, said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"model": "no-such-model"}, "no-such-model"),
        ({"rules": Path("no-such-rules.yaml")}, "no-such-rules.yaml"),
        ({"bootstrap": ["127.0.0.1:1"], "broker_patience": 0.1}, "no broker answers at 127.0.0.1:1"),
    ],
)
async def test_what_is_missing_is_said_at_the_start(
    settings: Settings, tmp_path: Path, change: dict[str, object], said: str
) -> None:
    """One line, exit code 1 or 2, and no report touched."""
    async with WorkerProcess(settings.model_copy(update=change), tmp_path / "worker.log") as worker:
        code, text = await exit_code(worker)
    assert code in (1, 2), text
    last = text.strip().splitlines()[-1]
    assert last.startswith("wirewatch: ")
    assert said in last
