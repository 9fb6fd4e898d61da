"""The desk's server as its handlers see it: what they read from and write to."""

import asyncio
from dataclasses import dataclass, field

from streams.clock import Clock
from streams.desk.access.visitor import Door
from streams.desk.hub import Hub
from streams.desk.library import Library
from streams.desk.live import Live
from streams.desk.vitals import Pulse
from streams.desk.watch import Watch
from streams.settings import Settings


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
    publishing: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Who publishes rules fences whoever else does: two editors of one desk wait for each other."""
    requeueing: asyncio.Lock = field(default_factory=asyncio.Lock)
    """The same for dead letters."""
