"""Whether a broker answers: not that its port is open, but that it speaks Kafka and counts itself in."""

import asyncio
import contextlib

from aiokafka.client import AIOKafkaClient
from aiokafka.errors import KafkaError


async def answers(bootstrap: str, limit: float = 5.0) -> bool:
    """Ask for API versions and metadata; true when a broker is registered. Never raises for a broker that is away."""
    host, _, port = bootstrap.rpartition(":")
    try:
        # aiokafka logs an error for each refused connection; a plain one first keeps the wait quiet.
        _, writer = await asyncio.wait_for(asyncio.open_connection(host, int(port)), limit)
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
    except OSError:  # TimeoutError is one
        return False
    client = AIOKafkaClient(bootstrap_servers=bootstrap, request_timeout_ms=round(limit * 1000))
    try:
        await client.bootstrap()
        return bool(client.cluster.brokers())
    except (KafkaError, OSError):
        return False
    finally:
        await client.close()


async def until_answers(bootstrap: str, limit: float) -> bool:
    """Ask until it answers; false when `limit` seconds have passed."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(limit):
            while not await answers(bootstrap):  # noqa: ASYNC110 (it is another process: nobody sets an event)
                await asyncio.sleep(0.05)
            return True
    return False
