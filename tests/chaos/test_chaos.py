"""A short chaos run: every kind of trouble at least once. `make chaos` is the long one."""

from pathlib import Path

import pytest

from streams.broker import Broker
from streams.kafka.topics import make_topics
from streams.settings import Settings
from tests.chaos.run import run_chaos


@pytest.mark.kafka
async def test_nothing_is_lost_or_doubled_whatever_happens(tmp_path: Path, cache_dir: Path | None) -> None:
    """400 reports through two workers, killed, stopped, rebalanced, their broker restarted, poison among them."""
    async with Broker(tmp_path / "broker", cache_dir=cache_dir) as broker:
        settings = Settings(bootstrap=[broker.bootstrap], group="chaos", data_dir=tmp_path / "data")
        await make_topics(settings)
        outcome = await run_chaos(
            settings, broker, tmp_path, reports=400, seed=1, pause=(1.0, 3.0), catch_up=180,
            trouble={
                "kill": 3, "stop past the session, continue": 1, "rebalance": 1, "broker killed and restarted": 1,
            },
        )  # fmt: skip
    assert outcome.wrong == ()
    assert outcome.exits[-9] == 3, "three SIGKILL hit a running worker"
