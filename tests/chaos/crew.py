"""Worker processes under a supervisor that starts them again, and what may be done to them."""

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path


class Crew:
    """Workers as real processes. Each runs in a session of its own, so that a signal reaches it as a kill would."""

    def __init__(self, environment: Mapping[str, str], logs: Path, command: str = "worker") -> None:
        self._environment = {**os.environ, **environment}
        self._logs, self._command = logs, command
        self._keepers: dict[str, asyncio.Task[None]] = {}
        self.processes: dict[str, asyncio.subprocess.Process] = {}
        self.exits: Counter[int] = Counter()
        """Exit codes seen, by how often; a signal is its negative number."""

    async def start(self, name: str) -> None:
        """Start a worker and keep it running: whenever it ends, another takes its place."""
        await self._spawn(name)
        self._keepers[name] = asyncio.create_task(self._keep(name))

    def hit(self, name: str, number: int) -> bool:
        """Send a signal to a worker; False if it does not run just now."""
        process = self.processes[name]
        if process.returncode is not None:
            return False
        process.send_signal(number)
        return True

    async def dismiss(self, name: str, number: int = signal.SIGTERM) -> int:
        """End a worker for good; returns its exit code."""
        self._keepers.pop(name).cancel()
        process = self.processes.pop(name)
        if process.returncode is None:
            process.send_signal(signal.SIGCONT)
            process.send_signal(number)
        code = await process.wait()
        self.exits[code] += 1
        return code

    async def stop(self) -> None:
        """End every worker."""
        await asyncio.gather(*(self.dismiss(name) for name in list(self._keepers)))

    async def _spawn(self, name: str) -> None:
        with (self._logs / f"{name}.log").open("ab") as log:
            self.processes[name] = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "streams", self._command,
                stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log,
                env=self._environment, start_new_session=True,
            )  # fmt: skip

    async def _keep(self, name: str) -> None:
        while True:
            self.exits[await self.processes[name].wait()] += 1
            await self._spawn(name)
