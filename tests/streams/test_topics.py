"""Topics as the table and the settings ask, on a real broker."""

import pytest

from schemas.topics import TOPICS
from streams.settings import Settings
from streams.topics import make_topics

pytestmark = pytest.mark.kafka


async def test_making_topics_twice_makes_them_once(bare_settings: Settings) -> None:
    names = tuple(bare_settings.topic(topic.name) for topic in TOPICS)
    first, second = await make_topics(bare_settings), await make_topics(bare_settings)
    assert (first.made, first.found, first.differences) == (names, (), ())
    assert (second.made, second.found, second.differences) == ((), names, ())
