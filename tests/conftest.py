"""What tests share: one real broker for the session, started when the first test asks, and settings of their own."""

import asyncio
import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from streams.broker import Broker
from streams.kafka.topics import delete_topics, make_topics
from streams.settings import Settings

hypothesis.settings.register_profile("wirewatch", deadline=None)  # a busy machine is no fault of the code
hypothesis.settings.load_profile("wirewatch")

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def cache_dir() -> Path | None:
    """Where the jars are: as a user would set it, else the user's cache directory."""
    set_by_user = os.environ.get("WIREWATCH_CACHE_DIR")
    return Path(set_by_user) if set_by_user else None


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory, cache_dir: Path | None) -> Iterator[Broker]:
    """The session's broker, on a free port. Do not stop it: a test of failure starts one of its own."""
    broker = Broker(tmp_path_factory.mktemp("broker"), cache_dir=cache_dir)
    asyncio.run(broker.start())
    yield broker
    asyncio.run(broker.stop())


@pytest.fixture
def bare_settings(broker: Broker, tmp_path: Path) -> Settings:
    """Settings of one test alone, by topic prefix and group. No topic is made."""
    number = next(_NUMBERS)
    return Settings(
        bootstrap=[broker.bootstrap],
        topic_prefix=f"test{number}.",
        group=f"test{number}",
        partitions=2,
        data_dir=tmp_path / "data",
    )


@pytest.fixture
def settings(bare_settings: Settings) -> Iterator[Settings]:
    """The same, with the topics made; they are deleted after the test, so that the broker stays small."""
    asyncio.run(make_topics(bare_settings))
    yield bare_settings
    asyncio.run(delete_topics(bare_settings))
