"""A short run of hooks under trouble. `python -m tests.chaos.hooks` is the long one."""

from pathlib import Path

import pytest

from schemas.topics import NOTICES
from streams.kafka.topics import delete_topics, make_topics
from streams.settings import Settings
from tests.chaos.hooks import run_hooks


@pytest.mark.kafka
async def test_every_notice_reaches_every_living_endpoint(bare_settings: Settings, tmp_path: Path) -> None:
    """Two deliver processes, the one that delivers killed twice; endpoints slow, failing, away, ill for good."""
    await make_topics(bare_settings, (NOTICES,))
    outcome = await run_hooks(bare_settings, tmp_path, notices=240, rate=20, kills=2, seed=1, catch_up=120)
    await delete_topics(bare_settings, (NOTICES,))
    assert outcome.wrong == ()
    assert outcome.kills == 2
    assert outcome.repeats["failing"] > 0, "it failed for a while, and was asked again"
