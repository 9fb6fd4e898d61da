"""Workers and other services as child processes of a command, and what processes take of the machine."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import orjson
import psutil
from msgspec import Struct

from streams.leash import leashed
from streams.problem import Problem
from streams.settings import Settings

_STOP_LIMIT = 20.0


class Use(Struct, frozen=True):
    """What a process and its children take: CPU seconds so far (of the process, of its children), memory in MB."""

    cpu_s: float
    children_cpu_s: float
    memory_mb: float
    children_memory_mb: float


class ServiceProcess:
    """`wirewatch COMMAND…` with these settings, in a process of its own, from `async with` to its end.

    It dies with this process, however this process dies.
    """

    def __init__(self, settings: Settings, log: Path, *command: str) -> None:
        self._settings, self.log, self._command = settings, log, command
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as log:
            self._process = await asyncio.create_subprocess_exec(
                *leashed([sys.executable, "-m", "streams", *self._command]),
                stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log,
                env={**os.environ, **environment(self._settings)},
                start_new_session=True,  # Ctrl-C is the command's, which then ends its worker in order
            )  # fmt: skip
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(_STOP_LIMIT):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()

    @property
    def process(self) -> asyncio.subprocess.Process:
        """The process. Raises AssertionError before `async with`."""
        assert self._process is not None, "enter first"
        return self._process

    async def ended(self) -> Problem:
        """Wait until it ends by itself; why it did, in its own last words."""
        code = await self.process.wait()
        words = [line for line in self.log.read_text(errors="replace").splitlines() if line.strip()]
        return Problem(
            f"the {self._command[0]} ended with exit code {code}: {words[-1] if words else 'without a word'}"
        )

    def use(self) -> Use:
        """What it takes now."""
        return use_of(self.process.pid)


class WorkerProcess(ServiceProcess):
    """`wirewatch worker`."""

    def __init__(self, settings: Settings, log: Path, *, arguments: tuple[str, ...] = ()) -> None:
        super().__init__(settings, log, "worker", *arguments)


def use_of(pid: int) -> Use:
    """What a process and its children take. Raises psutil.NoSuchProcess."""
    process = psutil.Process(pid)
    children = process.children(recursive=True)
    return Use(
        _cpu(process), sum(map(_cpu, children)), _memory(process), sum(map(_memory, children)),
    )  # fmt: skip


def environment(settings: Settings) -> Mapping[str, str]:
    """The settings as environment variables for a child process; secrets go the same way as everything else."""
    values = settings.model_dump(mode="json", exclude_none=True)
    values["sasl_password"] = settings.sasl_password.get_secret_value() if settings.sasl_password else None
    return {
        f"WIREWATCH_{name.upper()}": value if isinstance(value, str) else orjson.dumps(value).decode()
        for name, value in values.items()
        if value is not None
    }


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _memory(process: psutil.Process) -> float:
    return float(process.memory_info().rss) / 1e6
