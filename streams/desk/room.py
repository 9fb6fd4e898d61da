"""The desk's server as its handlers see it: what they read from and write to."""

from dataclasses import dataclass

from streams.clock import Clock
from streams.desk.hub import Hub
from streams.desk.live import Live
from streams.settings import Settings


@dataclass
class Desk:
    """All parts of one server; made by `streams.desk.serve`, handed to every handler."""

    settings: Settings
    clock: Clock
    hub: Hub
    live: Live
