"""The broker is killed while a replay runs: the replay waits, asks what became of its transaction, and goes on."""

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from schemas.headers import header
from schemas.replay import Replay
from schemas.topics import RAW
from streams.broker import Broker
from streams.kafka.reading import extents, read_between
from streams.kafka.topics import make_topics
from streams.problem import Problem
from streams.replay.run import Request, begin, resume
from streams.settings import Settings

pytestmark = pytest.mark.kafka

REPORTS = 1_500
KILLS = {1: 0.0, 3: 0.01, 5: 0.03}  # after so many batches, so many seconds into the next transaction


def feed_in(folder: Path) -> Path:
    feed = folder / "feed.jsonl"
    feed.write_text("".join(f'{{"date": "2017-12-28", "body": "Report {n}."}}\n' for n in range(REPORTS)))
    return feed


async def test_killed_and_restarted(tmp_path: Path, cache_dir: Path | None, clock: Any, notes: Any) -> None:
    restarts: list[asyncio.Task[None]] = []
    async with Broker(tmp_path / "broker", cache_dir=cache_dir) as broker:
        settings = Settings(bootstrap=[broker.bootstrap], data_dir=tmp_path / "data")
        await make_topics(settings)

        def restart() -> None:
            broker.kill()
            restarts.append(asyncio.create_task(broker.start()))

        def on_sent(replay: Replay) -> None:
            if len(notes.batches) in KILLS:
                asyncio.get_running_loop().call_later(KILLS[len(notes.batches)], restart)

        notes.on_sent = on_sent
        replay = await begin(settings, Request((str(feed_in(tmp_path)),), id="r1"), clock, notes)
        await asyncio.gather(*restarts)
        raw = [record async for record in read_between(settings, await extents(settings, [RAW]))]
    assert (len(restarts), replay.sent) == (len(KILLS), REPORTS)
    counts = Counter(header(record.headers, "ce_id") for record in raw)
    assert (len(raw), len(counts)) == (REPORTS, REPORTS)


async def test_gone_for_good(tmp_path: Path, cache_dir: Path | None, clock: Any, notes: Any) -> None:
    """It gives up when the settings' patience is over, and can be gone on with."""
    async with Broker(tmp_path / "broker", cache_dir=cache_dir) as broker:
        settings = Settings(bootstrap=[broker.bootstrap], data_dir=tmp_path / "data", broker_patience=1)
        await make_topics(settings)
        notes.on_sent = lambda replay: broker.kill() if len(notes.batches) == 2 else None
        with pytest.raises(Problem, match=r"no broker at .* for 1 s"):
            await begin(settings, Request((str(feed_in(tmp_path)),), id="r1"), clock, notes)
        await broker.start()
        assert (await resume(settings, "r1", None, clock, notes)).sent == REPORTS
        raw = [record async for record in read_between(settings, await extents(settings, [RAW]))]
    assert len(raw) == REPORTS
