"""One Kafka node on this machine: its directory, its configuration, and its life."""

import asyncio
import os
import shutil
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from streams.broker import java
from streams.broker.claim import Claim, take, write_claim
from streams.broker.config import server_properties
from streams.broker.jars import ready_jars
from streams.broker.ports import bindable
from streams.broker.process import KafkaProcess
from streams.broker.training import fast_options
from streams.broker.trouble import explain
from streams.problem import Problem

START_LIMIT = 60.0
STOP_LIMIT = 20.0
ROOM = 200_000_000
"""Bytes that must be free before a start: Kafka ends in the middle of something when its disk fills."""


class Broker:
    """Apache Kafka on 127.0.0.1. The same data directory can be started again after any end, SIGKILL included.

    It dies with this process, however that ends, unless `detached`; on Linux with the thread that started it, so start
    it from one that lives as long. With port 0 a free one is taken. `properties` are Kafka's own and have the last
    word; `voters` makes it a node of a larger cluster ("1@127.0.0.1:9393,2@…", whose controller ports must be given);
    `format_options` go to Kafka's storage tool.
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
        self._process: KafkaProcess | None = None

    @property
    def bootstrap(self) -> str:
        """host:port for clients; with port 0, known once started."""
        return f"127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The Java process."""
        return self._started.pid

    @property
    def log(self) -> Path:
        """Kafka's warnings and errors in this run. Those of the run before are beside it, in broker.log.1."""
        return self.data_dir / "broker.log"

    async def start(self) -> None:
        """Start, and return when Kafka answers. Raises Problem: port taken, disk full, directory in use, no jars…"""
        java.find_java()  # before 45 MB are fetched for it
        jars = await self._jars()
        options = await fast_options(jars)
        lock = await asyncio.to_thread(self._take)
        try:
            properties = self._configure()
            if not (self.data_dir / "kafka" / "meta.properties").exists():
                await java.format_storage(jars, properties, *self._format_options, options=options)
            line = java.command(jars, "kafka.Kafka", str(properties), options=options)
            self._process = KafkaProcess(line, self.log, detached=self._detached, inherit=(lock,))
            write_claim(self.data_dir, Claim(self._process.pid, os.getpid(), self.port, self._detached))
        finally:
            os.close(lock)  # Kafka's process has inherited it, and holds it as long as it lives
        try:
            answered = await self._process.until_answers(self.bootstrap, START_LIMIT)
        except BaseException:
            self.kill()
            raise
        if not answered:
            problem = explain(self.log, self.data_dir, self._process.code)
            self.kill()
            raise problem

    async def stop(self, limit: float = STOP_LIMIT) -> None:
        """SIGTERM, then SIGKILL after `limit` seconds. Nothing happens where nothing was started."""
        if self._process is not None:
            await self._process.end(limit)

    def kill(self) -> None:
        """SIGKILL, for tests of failure. The next start on the same directory recovers."""
        self._started.kill()

    async def ended(self) -> Problem:
        """Wait until Kafka ends by itself; why it did, as far as its log tells."""
        return explain(self.log, self.data_dir, await self._started.until_ended())

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def _started(self) -> KafkaProcess:
        if self._process is None:
            raise ValueError("the broker was not started")
        return self._process

    async def _jars(self) -> list[Path]:
        """The class path. Fetching happens in a thread, and ends soon when this is cancelled."""
        stopped = threading.Event()
        try:
            return await asyncio.to_thread(ready_jars, self._cache_dir, stopped=stopped)
        finally:
            stopped.set()

    def _take(self) -> int:
        """Make the directory and lock it; room on its disk is seen to here, before anything is written."""
        try:
            self.data_dir.mkdir(parents=True, exist_ok=True)
            free = shutil.disk_usage(self.data_dir).free
            if free < ROOM:
                lacks = f"{free / 1e6:.0f} MB free at {self.data_dir}, and the broker needs {ROOM / 1e6:.0f}"
                raise Problem(f"the disk is full: {lacks}", "make room, or set data_dir to another disk")
            return take(self.data_dir)
        except OSError as error:
            what = f"the broker cannot use {self.data_dir}: {error.strerror or error}"
            raise Problem(what, "set data_dir (WIREWATCH_DATA_DIR) to a folder that can be written") from error

    def _configure(self) -> Path:
        """Choose ports and write server.properties; the log of the run before is put aside."""
        self.port = bindable(self.port)
        text = server_properties(
            self.data_dir / "kafka", self._node_id, self.port, bindable(self._controller_port),
            self._voters, self._properties,
        )  # fmt: skip
        properties = self.data_dir / "server.properties"
        properties.write_text(text)
        if self.log.exists():
            self.log.replace(self.log.with_name("broker.log.1"))
        return properties
