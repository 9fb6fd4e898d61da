"""Faster starts: Java keeps the classes that a broker's start loads in a file, made once by a trial run.

An ahead-of-time cache, JEP 483 and JEP 514: measured here, a start takes 1.5 s with it and 4.6 s without. Java itself
checks that the cache fits its version, its options and the jars, and goes on without it where it does not.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from streams.broker import java
from streams.broker.config import server_properties
from streams.broker.ports import free_port
from streams.broker.process import KafkaProcess
from streams.broker.progress import progress

LIMIT = 90.0
"""Seconds for each half of the trial: the start, and the end in which Java writes the cache."""


async def fast_options(jars: Sequence[Path]) -> list[str]:
    """Java's options for a fast start with these jars, after a trial run if there was none yet."""
    cache = java.aot_cache(jars)
    if not cache.exists():
        await _train(jars, cache)
    return [f"-XX:AOTCache={cache}", "-Xlog:disable"] if cache.exists() else []


async def _train(jars: Sequence[Path], cache: Path) -> None:
    """Start a broker on an empty directory, end it, and let Java write the cache as it ends. About ten seconds."""
    with (
        tempfile.TemporaryDirectory(dir=cache.parent, prefix=".trial-") as scratch,
        progress("Preparing fast starts of the broker, once", 3) as advance,
    ):
        folder, made, port = Path(scratch), Path(scratch) / cache.name, free_port()
        properties = folder / "server.properties"
        properties.write_text(server_properties(folder / "kafka", 1, port, free_port(), None, {}))
        await java.format_storage(jars, properties)
        advance(1)
        line = java.command(jars, "kafka.Kafka", str(properties), options=[f"-XX:AOTCacheOutput={made}"])
        trial = KafkaProcess(line, folder / "trial.log")
        try:
            await trial.until_answers(f"127.0.0.1:{port}", LIMIT)
            advance(1)
        finally:
            await trial.end(LIMIT)
        if made.exists():
            made.replace(cache)
        advance(1)
