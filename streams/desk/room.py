"""The desk's server as its handlers see it: what they read from and write to."""

import asyncio
import logging
import signal
from dataclasses import dataclass, field

from streams.clock import Clock
from streams.desk.access.visitor import Door
from streams.desk.hub import Hub
from streams.desk.library import Library
from streams.desk.live import Live
from streams.desk.vitals import Pulse
from streams.desk.watch import Watch
from streams.settings import Settings

log = logging.getLogger("wirewatch")


@dataclass
class Desk:
    """All parts of one server; made by `streams.desk.serve`, handed to every handler."""

    settings: Settings
    clock: Clock
    door: Door
    hub: Hub
    live: Live
    watch: Watch
    library: Library
    pulse: Pulse
    failed: BaseException | None = None
    """Why what runs beside the server ended, which it never should."""
    publishing: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Who publishes rules fences whoever else does: two editors of one desk wait for each other."""
    requeueing: asyncio.Lock = field(default_factory=asyncio.Lock)
    """The same for dead letters."""

    def report(self, task: "asyncio.Task[None]") -> None:
        """What runs beside the server has ended: if by a fault, the server must not go on and look well."""
        if not task.cancelled():
            self.failed = task.exception()
            log.error("the desk has a fault, and ends", exc_info=self.failed)
            signal.raise_signal(signal.SIGTERM)
