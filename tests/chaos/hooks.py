"""Hooks under trouble: healthy, slow and ill endpoints while deliver is killed. `python -m tests.chaos.hooks`."""

import argparse
import asyncio
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import msgspec
from msgspec import Struct

from schemas.headers import Envelope
from schemas.hook import Endpoint, Secret
from schemas.notice import Notice
from schemas.topics import NOTICES
from streams.broker import Broker
from streams.clock import iso, now_ms
from streams.figures import Percentiles, percentiles
from streams.hooks import endpoints
from streams.hooks.book import open_book
from streams.hooks.health import read_deliver_health
from streams.kafka.topics import make_topics
from streams.kafka.transaction import Transactions, Write
from streams.settings import Settings
from tests.chaos.crew import Crew
from tests.streams.hooks.receivers import SECRET, Receiver

RETRIES = "0,0.2,0.5,1,2,3" + ",3" * 200
LIVING = ("healthy", "slow", "failing", "down")
DEAD = ("garbage", "hang")


class Outcome(Struct, frozen=True):
    """What a run came to. `wrong` empty: every notice reached every living endpoint, in order, under its id."""

    notices: int
    seconds: float
    kills: int
    repeats: dict[str, int]
    healthy: Percentiles
    """From wire.notices to the healthy endpoint."""
    wrong: tuple[str, ...]


def plan(count: int, seed: int) -> list[Notice]:
    """Notices of many stories: what is new, then its updates and corrections, mixed."""
    chance = random.Random(seed)
    notices: list[Notice] = []
    threads: list[str] = []
    for number in range(count):
        thread = chance.choice(threads[-50:]) if threads and chance.random() < 0.4 else f"n-{number}"
        event = "new" if thread == f"n-{number}" else chance.choice(["correction", "withdrawal", "rise"])
        threads.append(thread)
        rule = f"rule-{int(thread[2:]) % 40}"
        notices.append(
            Notice(f"n-{number}", event, rule, thread, headline=f"Headline {number}", story=f"wire/{thread}")  # type: ignore[arg-type] # one of the events
        )
    return notices


async def produce(settings: Settings, notices: list[Notice], rate: float, sent: dict[str, float]) -> None:
    """Write each into wire.notices in a transaction, at a rate; `sent` learns when it was committed."""
    async with Transactions(settings, "chaos-notify") as transactions:
        await transactions.fence()
        began, step = time.monotonic(), max(1, round(rate / 20))
        for start in range(0, len(notices), step):
            batch, now = notices[start : start + step], now_ms()
            writes = [
                Write(
                    NOTICES, each.rule.encode(), msgspec.json.encode(each),
                    Envelope(each.id, "wire", NOTICES.event, iso(now), now).to_kafka(),
                )
                for each in batch
            ]  # fmt: skip
            await transactions.write(writes, _never)
            sent.update(dict.fromkeys((each.id for each in batch), time.time()))
            await asyncio.sleep(max(0.0, began + (start + len(batch)) / rate - time.monotonic()))


async def _never() -> bool:
    raise AssertionError("the broker is well in this run")


async def run_hooks(
    settings: Settings, folder: Path, *, notices: int, rate: float, kills: int, seed: int, catch_up: float
) -> Outcome:
    """Produce while endpoints ail and deliver is killed; wait until the living have all of it; judge."""
    receivers = {
        "healthy": Receiver(), "slow": Receiver(delay=0.4), "failing": Receiver(), "down": Receiver(),
        "garbage": Receiver("garbage"), "hang": Receiver("hang"),
    }  # fmt: skip
    for receiver in receivers.values():
        await receiver.start()
    book = open_book(settings)
    for name, receiver in receivers.items():
        endpoints.add(book, Endpoint(name, receiver.url, (Secret(SECRET),), concurrency=16, created=1))
    planned, sent, began = plan(notices, seed), dict[str, float](), time.monotonic()
    crew = Crew(_environment(settings), folder, "deliver")
    duration = notices / rate
    try:
        await asyncio.gather(crew.start("one"), crew.start("two"))
        await _delivering(settings)
        ailing = asyncio.create_task(_ail(receivers, duration))
        killing = asyncio.create_task(_kill(settings, folder, kills, duration))
        await produce(settings, planned, rate, sent)
        await asyncio.gather(ailing, killing)
        await _all_there(receivers, len(planned), catch_up)
    finally:
        await crew.stop()
        for receiver in receivers.values():
            await receiver.stop()
    wrong = judge(receivers, planned)
    for name in receivers:
        query = "SELECT count(*) FROM delivery d JOIN endpoint e ON e.id = d.endpoint WHERE e.name = ?"
        (count,) = book.execute(query, [name]).fetchone()
        wrong += [] if count == len(planned) else [f"{name}: {count} of {len(planned)} notices are in its outbox"]
    book.close()
    first = {each.id: each.at for each in reversed(receivers["healthy"].got)}
    latencies = [(first[id_] - at) * 1000 for id_, at in sent.items() if id_ in first]
    repeats = {name: len(each.got) - len({one.id for one in each.got}) for name, each in receivers.items()}
    return Outcome(
        len(planned), time.monotonic() - began, killing.result(), repeats, percentiles(latencies), tuple(wrong)
    )


def judge(receivers: dict[str, Receiver], planned: list[Notice]) -> list[str]:
    """What is wrong: lost, out of order within a thread, forged, or changed between repeats."""
    wrong = []
    for name in LIVING:
        receiver = receivers[name]
        taken = receiver.ids()
        lost = {each.id for each in planned} - set(taken)
        wrong += [f"{name}: {len(lost)} lost, such as {sorted(lost)[:3]}"] if lost else []
        wrong += [f"{name}: {why}" for why in receiver.forged[:3]]
        threads, place = defaultdict[str, list[str]](list), {id_: n for n, id_ in enumerate(taken)}
        for each in planned:
            threads[each.thread].append(each.id)
        for thread, ids in threads.items():
            places = [place[id_] for id_ in ids if id_ in place]
            wrong += [f"{name}: thread {thread} came out of order"] if places != sorted(places) else []
        bodies = defaultdict[str, set[bytes]](set)
        for got in receiver.got:
            bodies[got.id].add(got.body)
        wrong += [f"{name}: {id_} was not the same when repeated" for id_, each in bodies.items() if len(each) > 1]
    return wrong


async def _ail(receivers: dict[str, Receiver], duration: float) -> None:
    """One fails, and one is away, for the middle third of the run."""
    await asyncio.sleep(duration / 3)
    receivers["failing"].mood = 503
    await receivers["down"].stop()
    await asyncio.sleep(duration / 3)
    receivers["failing"].mood = 204
    await receivers["down"].start()


async def _kill(settings: Settings, folder: Path, kills: int, duration: float) -> int:
    """SIGKILL whichever process delivers, again and again, once another stands by; how often one was hit."""
    done = 0
    for _ in range(kills):
        await asyncio.sleep(duration / (kills + 1))
        await _standing_by(folder)
        health = await _delivering(settings)
        try:
            os.kill(health, signal.SIGKILL)
            done += 1
        except ProcessLookupError:
            continue
    return done


async def _standing_by(folder: Path) -> None:
    """Until one process stands by, by the last line of its log; on a busy machine one takes long to start."""
    async with asyncio.timeout(120):
        while not any(_last_line(folder / f"{name}.log").endswith("standing by") for name in ("one", "two")):  # noqa: ASYNC110
            await asyncio.sleep(0.1)


def _last_line(log: Path) -> str:
    return log.read_text().rstrip().rpartition("\n")[2]


async def _delivering(settings: Settings) -> int:
    """The process that delivers now."""
    async with asyncio.timeout(60):
        while (health := read_deliver_health(settings)) is None:  # noqa: ASYNC110 (another process writes it)
            await asyncio.sleep(0.05)
    return health.pid


async def _all_there(receivers: dict[str, Receiver], count: int, limit: float) -> None:
    deadline = time.monotonic() + limit
    while any(len(receivers[name].ids()) < count for name in LIVING) and time.monotonic() < deadline:  # noqa: ASYNC110
        await asyncio.sleep(0.5)


def _environment(settings: Settings) -> dict[str, str]:
    return {
        "WIREWATCH_BOOTSTRAP": settings.bootstrap[0],
        "WIREWATCH_GROUP": settings.group,
        "WIREWATCH_TOPIC_PREFIX": settings.topic_prefix,
        "WIREWATCH_PARTITIONS": str(settings.partitions),
        "WIREWATCH_DATA_DIR": str(settings.data_dir),
        "WIREWATCH_HOOKS_ALLOW": "here=127.0.0.1/32",
        "WIREWATCH_HOOKS_RETRIES": RETRIES,
        "WIREWATCH_HOOKS_TIMEOUT": "5",
    }


async def _main(arguments: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="wirewatch-hooks-") as name:
        folder = Path(name)
        async with Broker(folder / "broker") as broker:
            settings = Settings(bootstrap=[broker.bootstrap], group="chaos", data_dir=folder / "data")
            await make_topics(settings, (NOTICES,))
            print(
                f"{arguments.notices} notices at {arguments.rate:g}/s, {arguments.kills} kills, seed {arguments.seed}"
            )
            outcome = await run_hooks(
                settings, folder, notices=arguments.notices, rate=arguments.rate, kills=arguments.kills,
                seed=arguments.seed, catch_up=300,
            )  # fmt: skip
            if arguments.logs:
                await asyncio.to_thread(shutil.copytree, folder, arguments.logs, dirs_exist_ok=True)
    print(
        f"{outcome.notices} notices to {len(LIVING)} living and {len(DEAD)} dead endpoints in {outcome.seconds:.0f} s"
    )
    print(f"  deliver was killed {outcome.kills} times; requests repeated: {outcome.repeats}")
    print(f"  from wire.notices to the healthy endpoint: {outcome.healthy}")
    slow = outcome.healthy.p95 >= 1000
    for line in (*outcome.wrong[:50], *(["the healthy endpoint's p95 is 1 s or more"] if slow else [])):
        print(f"  WRONG: {line}")
    print("nothing lost, order kept" if not outcome.wrong else f"{len(outcome.wrong)} disagreements")
    return 1 if outcome.wrong or slow else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notices", type=int, default=4000)
    parser.add_argument("--rate", type=float, default=20)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 100_000)
    parser.add_argument("--logs", type=Path, help="where to leave the processes' logs")
    sys.exit(asyncio.run(_main(parser.parse_args())))
