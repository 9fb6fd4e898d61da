"""Notices a broker that is away for good, also while there is nothing to send."""

import asyncio
import logging
import time
from collections.abc import Callable

from aiokafka.client import AIOKafkaClient
from aiokafka.errors import KafkaError

from streams.hops.endings import ExitCode, Fatal, leave
from streams.kafka.connection import client_options
from streams.settings import Settings

log = logging.getLogger("wirewatch")

_EVERY = 2.0  # seconds between looks


async def watch_broker(settings: Settings, end: Callable[[Fatal], None] = leave) -> None:
    """Ask a broker for its metadata every now and then; when none has answered for `broker_patience`, `end`.

    A worker would otherwise wait for ever: its consumer tries again without end, and says nothing to us.
    """
    last = time.monotonic()
    while True:
        if await _answers(settings):
            last = time.monotonic()
        elif time.monotonic() - last > settings.broker_patience:
            servers = ", ".join(settings.bootstrap)
            end(Fatal(ExitCode.BROKER_LOST, f"no broker at {servers} for {settings.broker_patience:g} s"))
            return
        await asyncio.sleep(_EVERY)


async def _answers(settings: Settings) -> bool:
    client = AIOKafkaClient(**client_options(settings))
    try:
        async with asyncio.timeout(10):
            await client.bootstrap()
    except (KafkaError, OSError, TimeoutError):
        return False
    finally:
        await client.close()
    return True
