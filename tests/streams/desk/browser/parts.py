"""The parts of a test in a browser: the browser itself, a desk as a process, and what is sent into wire.raw."""

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import orjson
import pytest
from aiokafka import AIOKafkaProducer

from schemas.topics import RAW
from streams.broker import free_port
from streams.kafka.connection import client_options
from streams.leash import leashed
from streams.settings import Settings
from streams.worker.processes import environment

LIMIT = 120.0  # seconds for anything that is awaited: a worker loads its model, and the machine may be busy
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_browser() -> str:
    """The browser's path. Without one a test fails in CI, and is skipped elsewhere."""
    named = os.environ.get("WIREWATCH_BROWSER")
    found = next((path for name in ([named] if named else BROWSERS) if (path := shutil.which(name))), None)
    if found is None:
        lack = "no browser: install chromium (sh scripts/browser.sh), or set WIREWATCH_BROWSER"
        if os.environ.get("CI"):
            pytest.fail(lack, pytrace=False)
        pytest.skip(lack)
    return found


class DeskProcess:
    """`wirewatch desk`, from `async with` to its end, on the same port whenever it is stopped and started again."""

    def __init__(self, settings: Settings, log: Path) -> None:
        port = free_port()
        self._settings, self._log = settings.model_copy(update={"desk_port": port}), log
        self.address = f"http://127.0.0.1:{port}"
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Return when it says that it is open. Raises AssertionError with its last words if it ends instead."""
        outside = {name: value for name, value in os.environ.items() if not name.startswith("WIREWATCH_")}
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *leashed([sys.executable, "-m", "streams", "desk"]),
                stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=log,
                env={**outside, **environment(self._settings)}, start_new_session=True,
            )  # fmt: skip
        assert self._process.stdout
        async with asyncio.timeout(LIMIT):
            line = await self._process.stdout.readline()
        assert b"open at" in line, self._log.read_text(errors="replace")[-2000:]

    async def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        """End it, in order or at once."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.send_signal(number)
        async with asyncio.timeout(LIMIT):
            await process.wait()


class Wire:
    """A producer into wire.raw, as an agency's feed would be one."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._producer = AIOKafkaProducer(**client_options(settings))

    async def __aenter__(self) -> Self:
        await self._producer.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._producer.stop()

    async def send(self, *reports: bytes, source: str = "harbour") -> None:
        """Return when the broker has them."""
        for report in reports:
            await self._producer.send_and_wait(self._settings.topic(RAW.name), report, source.encode())


def report(
    story: str, headline: str, body: Sequence[str], *, version: int = 1, source: str = "Harbour", **more: Any
) -> bytes:
    """A report in ninjs."""
    made = {
        "uri": f"urn:harbour:{story}",
        "version": str(version),
        "provider": source,
        "headline": headline,
        "body_html": "".join(f"<p>{part}</p>" for part in body),
        "pubstatus": "usable",
        "versioncreated": f"2026-03-02T10:{version:02}:00Z",
        "slugline": story,
    }
    return orjson.dumps(made | more)
