"""Whether a broker answers: not that its port is open, but that it speaks Kafka and counts itself in."""

import asyncio
import contextlib
import logging

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
    except (TimeoutError, OSError):
        return False
    logging.getLogger("aiokafka.conn").addFilter(_quiet)
    client = AIOKafkaClient(bootstrap_servers=bootstrap, request_timeout_ms=int(limit * 1000))
    try:
        await client.bootstrap()
        return bool(client.cluster.brokers())
    except (TimeoutError, KafkaError, OSError):
        return False
    finally:
        await client.close()
        logging.getLogger("aiokafka.conn").removeFilter(_quiet)


def _quiet(record: logging.LogRecord) -> bool:
    del record
    return False
