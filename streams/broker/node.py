"""One Kafka node as a child process: format, start, wait until it answers, stop."""

import asyncio
import shutil
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from streams.broker import java, training
from streams.broker.answer import answers
from streams.broker.claim import Claim, claim_file, read_claim, write_claim
from streams.broker.config import CLUSTER_ID, server_properties
from streams.broker.jars import ready_jars
from streams.broker.ports import bindable
from streams.broker.trouble import explain
from streams.problem import Problem

START_LIMIT = 60.0
STOP_LIMIT = 20.0
ROOM = 200_000_000
"""Bytes that must be free before a start: Kafka ends in the middle of something when its disk fills."""


class Broker:
    """Apache Kafka on 127.0.0.1. The same data directory can be started again after any end, SIGKILL included.

    It dies with this process, however that ends, unless `detached`. Start it from a thread that lives as long as
    it should: Linux ties it to the thread. `properties` are Kafka's own and have the last word; `voters` makes it a
    node of a larger cluster ("1@127.0.0.1:9393,2@…"); `format_options` go to Kafka's storage tool.
    """

    def __init__(
        self,
        data_dir: Path,
        port: int = 0,
        controller_port: int = 0,
        *,
        cache_dir: Path | None = None,
        detached: bool = False,
        node_id: int = 1,
        voters: str | None = None,
        properties: Mapping[str, str] | None = None,
        format_options: tuple[str, ...] = (),
        fast_start: bool = True,
    ) -> None:
        self.data_dir = data_dir.absolute()
        self.port = port
        self._controller_port = controller_port
        self._cache_dir = cache_dir
        self._detached = detached
        self._node_id = node_id
        self._voters = voters
        self._properties = dict(properties or {})
        self._format_options = format_options
        self._fast_start = fast_start
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def bootstrap(self) -> str:
        """host:port for clients; with port 0, known once started."""
        return f"127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The Java process. Raises ValueError before the start."""
        if self._process is None:
            raise ValueError("the broker was not started")
        return self._process.pid

    @property
    def log(self) -> Path:
        """What Kafka says: warnings and errors of this run. The run before is beside it, as broker.log.1."""
        return self.data_dir / "broker.log"

    @property
    def running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.poll() is None

    async def start(self) -> None:
        """Start, and return when Kafka answers. Raises Problem: port taken, disk full, directory in use, no jars."""
        jars = await asyncio.to_thread(ready_jars, self._cache_dir)
        options = await asyncio.to_thread(training.options, jars) if self._fast_start else []
        await asyncio.to_thread(self._prepare, jars)
        line = java.command(jars, "kafka.Kafka", str(self.data_dir / "server.properties"), options=options)
        self._spawn(line)
        try:
            await self._answer()
        except BaseException:
            self.kill()
            raise

    async def stop(self, limit: float = STOP_LIMIT) -> None:
        """SIGTERM, then SIGKILL after `limit` seconds. Nothing happens where nothing runs."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            await asyncio.to_thread(self._process.wait, limit)
        except subprocess.TimeoutExpired:
            self.kill()
        claim_file(self.data_dir).unlink(missing_ok=True)

    def kill(self) -> None:
        """SIGKILL, for tests of failure. The next start on the same directory recovers."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    async def ended(self) -> Problem:
        """Wait until the process ends by itself; why it did."""
        code = await asyncio.to_thread(self._process.wait) if self._process else None
        return explain(self.log, self.data_dir, code)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def _prepare(self, jars: list[Path]) -> None:
        """Directory, ports, room, configuration, format: all that can be wrong before Java runs."""
        try:
            self.data_dir.mkdir(parents=True, exist_ok=True)
            free = shutil.disk_usage(self.data_dir).free
            if free < ROOM:
                what = (
                    f"the disk is full: {free / 1e6:.0f} MB free at {self.data_dir}, the broker needs {ROOM / 1e6:.0f}"
                )
                raise Problem(what, "make room, or set data_dir (WIREWATCH_DATA_DIR) to another disk")
            self._refuse_second(read_claim(self.data_dir))
            self.port = bindable(self.port)
            controller = bindable(self._controller_port)
            folder = self.data_dir / "kafka"
            properties = self.data_dir / "server.properties"
            properties.write_text(
                server_properties(folder, self._node_id, self.port, controller, self._voters, self._properties)
            )
            if self.log.exists():
                self.log.replace(self.log.with_name("broker.log.1"))
        except OSError as error:
            raise Problem(
                f"the broker cannot use {self.data_dir}: {error.strerror or error}", "set data_dir"
            ) from error
        if not (folder / "meta.properties").exists():
            arguments = ("format", "-t", CLUSTER_ID, "-c", str(properties), *self._format_options)
            java.run(java.command(jars, "kafka.tools.StorageTool", *arguments), f"formatting {folder}")

    def _refuse_second(self, claim: Claim | None) -> None:
        if claim is not None:
            what = f"a broker runs on {self.data_dir} already: pid {claim.pid}, {claim.bootstrap}"
            raise Problem(what, f"use it, or end it with wirewatch broker stop (kill {claim.pid})")

    def _spawn(self, line: list[str]) -> None:
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 (our own command line)
                line if self._detached else java.leashed(line),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is ours to handle: the broker ends last, in order
                cwd=self.data_dir,
            )
        write_claim(self.data_dir, self._process.pid, self.port, detached=self._detached)

    async def _answer(self) -> None:
        limit = time.monotonic() + START_LIMIT
        while time.monotonic() < limit:
            if not self.running:
                raise explain(self.log, self.data_dir, self._process.returncode if self._process else None)
            if await answers(self.bootstrap):
                return
            await asyncio.sleep(0.05)
        raise explain(self.log, self.data_dir, None)
