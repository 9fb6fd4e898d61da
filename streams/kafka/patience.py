"""Waiting for a broker and its topics: services may start in any order."""

import asyncio
import logging
import time
from collections.abc import Sequence

from schemas.topics import TOPICS, Topic
from streams.kafka.topics import check_topics
from streams.problem import Problem
from streams.settings import Settings

log = logging.getLogger("wirewatch")

_AGAIN = 0.25  # seconds between tries


async def await_topics(
    settings: Settings, topics: Sequence[Topic] = TOPICS, *, stop: asyncio.Event | None = None
) -> None:
    """Return when the topics are there as `check_topics` asks, or when `stop` is set.

    Raises Problem when the setting broker_patience (seconds) has run out.
    """
    deadline = time.monotonic() + settings.broker_patience
    said = False
    while not (stop and stop.is_set()):
        try:
            return await check_topics(settings, topics)
        except Problem as problem:
            if time.monotonic() > deadline:
                raise
            if not said:
                log.info("%s (waiting for up to %g s)", problem.format_message(), settings.broker_patience)
            said = True
            await asyncio.sleep(_AGAIN)
    return None
